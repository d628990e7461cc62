"""Read one answer out of a cell: a literal, nothing else, and nothing of it is executed."""

from __future__ import annotations

import ast
import math
import re
import warnings
from dataclasses import dataclass

CELL_CHARACTERS = 2000  # what a cell may hold besides; the parser never sees more
COMMA = re.compile(r"\s*([+-]?\d{1,12}),(\d{1,12})\s*(?:#.*)?")
Value = int | float | str


@dataclass(frozen=True)
class Answer:
    """What stands in an answer cell.

    ``value`` is None where there is nothing to mark; ``note`` says why, or what is odd.
    """

    value: Value | None
    note: str = ""
    blank: bool = False


BLANK = Answer(None, "no answer", blank=True)


def read(source: str, name: str, *, limit: int = 200, comma: bool = False) -> Answer:
    """Return the literal that a cell assigns to a name.

    Parameters
    ----------
    source
        The cell's text, from an untrusted hand-in.
    name
        The variable; its last top-level assignment counts.
    limit
        Most characters of the literal.
    comma
        Whether ``61,4`` counts as 61.4.

    Returns
    -------
    Answer
        A finite number or a text, or None with the reason. Never raises.
    """
    if len(source) > CELL_CHARACTERS:
        return Answer(None, f"the cell holds more than {CELL_CHARACTERS} characters")
    decimal = decimal_comma(source, name)
    if decimal is not None and comma:
        return Answer(decimal, "a decimal comma")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return Answer(None, "a decimal comma" if decimal is not None else "not valid Python")
    values = [value for statement in tree.body for value in assigned(statement, name)]
    if not values:
        return BLANK if not tree.body else Answer(None, f"nothing is assigned to {name}")
    return literal(values[-1], source, limit)


def decimal_comma(source: str, name: str) -> float | None:
    """Return 61.4 where the cell says ``name = 61,4``, None elsewhere."""
    for line in reversed(source.splitlines()):
        head, equals, tail = line.partition("=")
        if equals and head.strip() == name and (match := COMMA.fullmatch(tail)):
            return float(f"{match[1]}.{match[2]}")
    return None


def assigned(statement: ast.stmt, name: str) -> list[ast.expr]:
    """Return the expression that a statement assigns to a name, if it does."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        targets = [statement.target]
    named = any(isinstance(target, ast.Name) and target.id == name for target in targets)
    value = getattr(statement, "value", None)
    return [value] if named and isinstance(value, ast.expr) else []


def literal(node: ast.expr, source: str, limit: int) -> Answer:
    """Return the value of a literal; an expression is named as such."""
    length = len(ast.get_source_segment(source, node) or "")
    if length > limit:
        return Answer(None, f"the answer has {length} characters; at most {limit} count")
    if isinstance(node, ast.Constant) and node.value in (None, Ellipsis):
        return BLANK
    try:
        value = ast.literal_eval(node)
    except (
        ValueError,
        TypeError,
        SyntaxError,
        RecursionError,
        MemoryError,
        OverflowError,
    ):
        return Answer(None, "an expression, not a literal")
    if isinstance(value, tuple) and len(value) == 2:
        return Answer(None, "two numbers; a decimal comma?")
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Answer(None, f"a {type(value).__name__}, not a number or text")
    if isinstance(value, str):
        return Answer(value) if value.strip() else BLANK
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    return Answer(value) if finite else Answer(None, "not a finite number")
