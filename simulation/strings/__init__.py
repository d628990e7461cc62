"""The words of figures, panels and labs in one table, so that another language needs no change of code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources

from simulation.errors import InputError, nearest

LANGUAGES = {"en": ("en",), "nb": ("nb", "en"), "nn": ("nn", "nb", "en"), "da": ("da", "en")}
"""Each language, and where its words are looked for in turn; every key has English ones."""

_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return every key of the table with its words by language, from all the files beside this module."""
    words: dict[str, Mapping[str, str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            for key, found in _flat("", tomllib.loads(file.read_text("utf-8"))):
                if key in words:
                    raise InputError(f"{file.name}: '{key}' stands in another file too, expected every key once")
                words[key] = found
    return words


def _flat(prefix: str, tree: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Find the leaves of a file: tables whose keys are languages."""
    if all(isinstance(value, str) for value in tree.values()):
        yield prefix.removesuffix("."), {language: str(words) for language, words in tree.items()}
        return
    for name, branch in tree.items():
        if not isinstance(branch, Mapping):
            raise InputError(f"strings: '{prefix}{name}' stands alone, expected a table of languages such as en")
        yield from _flat(f"{prefix}{name}.", branch)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """Let everything inside speak a language.

    Raises
    ------
    InputError
        When there is no such language.
    """
    if language not in LANGUAGES:
        raise InputError(f"no language '{language}', {nearest(language, LANGUAGES)}")
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def t(key: str, **values: object) -> str:
    """Return the words of a key in the language that is spoken, with values in their places.

    Parameters
    ----------
    key : str
        As in `simulation/strings`, its tables joined by dots.
    **values
        What to put into the places in braces; a format such as ``{minutes:.0f}`` belongs to the words.

    Raises
    ------
    InputError
        When the key is unknown, or a place has no value.

    >>> t("language.name")
    'English'
    """
    words = table().get(key)
    if words is None:
        raise InputError(f"no words for '{key}', {nearest(key, table())}")
    text = next(words[language] for language in LANGUAGES[_language.get()] if language in words)
    try:
        return text.format(**values)
    except KeyError as missing:
        given = ", ".join(values) or "none"
        raise InputError(f"the words of '{key}' need a value for {missing}, found {given}") from None
