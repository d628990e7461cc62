"""Pages that run no script and fetch nothing: Markdown and HTML by an allow-list.

These stand in the place of nbconvert's ``markdown2html`` and ``clean_html``, whose own cleaning leaves essays open in
nbgrader's templates, lets remote images through and escapes ``<p>``.
"""

from __future__ import annotations

import html
import re

import mistune
import nh3

TAGS = {
    "p",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "blockquote",
    "em",
    "strong",
    "del",
    "sub",
    "sup",
    "span",
    "div",
    "u",
    "b",
    "i",
}
ATTRIBUTES = {
    "span": {"class"},
    "div": {"class"},
    "pre": {"class"},
    "code": {"class"},
    "ol": {"start"},
}
CLASSES = re.compile(r"[a-z][a-z0-9]{0,3}|highlight|hl-[a-z0-9]+|ansi-[a-z-]+")
LONGEST = 40_000
MOST_TAGS = 5000  # more cannot be meant to be read, and keeps the page's reader busy for seconds
TOO_DEEP = re.compile(r"(?m)^(?:[ \t]*>){60}|[\[\]()*_~`!]{60}")
_MARKDOWN = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])


def markdown(source: str) -> str:
    """Return Markdown as harmless HTML; raw HTML in it is shown as text, so that an examiner sees what was tried.

    Parameters
    ----------
    source
        Text of any length and depth; what is too long is cut, what cannot be rendered is shown as it is.
    """
    cut = source[:LONGEST]
    note = f"<p>[cut: {len(source)} characters]</p>" if len(source) > LONGEST else ""
    if too_deep(cut):
        return plain_block(cut) + note
    try:
        made = clean(str(_MARKDOWN(cut)))
    except (RecursionError, ValueError, IndexError, KeyError):
        made = plain_block(cut)
    return (made if made.count("<") <= MOST_TAGS else plain_block(cut)) + note


def too_deep(source: str) -> bool:
    """Tell whether a text nests or repeats marks so far that rendering it would take long."""
    return bool(TOO_DEEP.search(source))


def plain_block(source: str) -> str:
    """Return a text as it is, in one block."""
    return f"<pre>{html.escape(source)}</pre>"


def clean(source: object) -> str:
    """Return HTML with nothing but paragraphs, headings, lists, tables and code; no address, style or script."""
    return nh3.clean(
        str(source),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=allowed,
        link_rel=None,
        url_schemes=set(),
        clean_content_tags={"script", "style", "iframe", "object", "embed", "svg", "math", "template", "noscript"},
    )


def allowed(_tag: str, attribute: str, value: str) -> str | None:
    """Keep the classes of highlighted code and the start of a list."""
    if attribute == "start":
        return value if value.isdigit() else None
    kept = [name for name in value.split() if CLASSES.fullmatch(name)]
    return " ".join(kept) or None


def plain(source: object) -> str:
    """Return an output's text without its colours, escaped."""
    return html.escape(re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", str(source)))


def unchanged(source: object) -> str:
    """Return a text as it is; nbconvert's own filter here takes quadratic time on hostile brackets."""
    return str(source)


def without_scripts(page: str) -> str:
    """Return a whole page without its scripts and links to other files; its own style stays."""
    page = re.sub(r"(?is)<script\b.*?</script\s*>", "", page)
    return re.sub(r"(?is)<link\b[^>]*>", "", page)
