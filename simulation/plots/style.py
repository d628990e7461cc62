"""What all figures share: one style file, one kind of result, one way to write numbers."""

from __future__ import annotations

import base64
import html
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce, wraps
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import IO, Any, ParamSpec, TypeVar

import matplotlib.style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import ScalarFormatter

from simulation.analysis import Interval
from simulation.errors import InputError
from simulation.files import written
from simulation.strings import t

STYLE = "simulation.plots.kundelab"
"""The style file beside this module, as Matplotlib names it."""

BLUE, ORANGE, RED, PURPLE, GREY, VIOLET = ("#5790fc", "#f89c20", "#e42536", "#964a8b", "#9c9ca1", "#7a21dd")
"""Matplotlib's `petroff6` colours."""
COLOURS = (BLUE, ORANGE, RED, PURPLE, GREY, VIOLET)
INK, FAINT = "#333333", "#b8b8b8"

MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1.2, 1.4)), (0, (6, 2, 1.2, 2)), (0, (3, 1)), (0, (8, 3)))
"""Shapes and dashes, so that lines differ without their colours."""

_ENDINGS = ("png", "svg")

_drawing = RLock()

P = ParamSpec("P")
T = TypeVar("T")


def styled(draw: Callable[P, T]) -> Callable[P, T]:
    """Let a function draw in the style of this project, and leave Matplotlib's settings as they were.

    Threads draw in turn: Matplotlib's settings are one for all of them.
    """

    @wraps(draw)
    def in_style(*args: P.args, **kwargs: P.kwargs) -> T:
        with _drawing, matplotlib.style.context(STYLE):
            return draw(*args, **kwargs)

    return in_style


@dataclass(frozen=True)
class Picture:
    """A figure, and in words what it shows.

    Attributes
    ----------
    figure : Figure
        The drawing.
    alt : str
        One or two sentences that state the finding with its numbers, for those who cannot see the figure.
    """

    figure: Figure
    alt: str

    def save(self, path: Path) -> Path:
        """Write the figure as PNG (150 dots per inch) or SVG, by the path's ending; the same bytes every time.

        Parameters
        ----------
        path : Path
            Where; folders on the way are made.

        Returns
        -------
        Path
            The same path.

        Raises
        ------
        InputError
            When the ending is neither, or the file cannot be written.
        """
        ending = path.suffix.removeprefix(".").lower()
        if ending not in _ENDINGS:
            raise InputError(f"{path}: expected a name that ends in .png or .svg")
        return written(path, lambda file: self._print(file, ending))

    @styled
    def _print(self, file: IO[bytes], ending: str) -> None:
        about: dict[str, Any] = {"Title": self.figure.get_suptitle(), "Description": self.alt}
        about |= {"Software": "Kundelab"} if ending == "png" else {"Creator": "Kundelab", "Date": None}
        self.figure.savefig(file, format=ending, metadata=about)

    def _repr_html_(self) -> str:
        """Show the figure in a notebook, with its words for screen readers."""
        file = BytesIO()
        self._print(file, "png")
        data = base64.b64encode(file.getvalue()).decode()
        width = round(self.figure.get_figwidth() * 75)
        alt = html.escape(self.alt)
        return f'<img src="data:image/png;base64,{data}" alt="{alt}" style="width:{width}px;max-width:100%">'


def sheet(width: float, height: float) -> Figure:
    """Return an empty figure with a canvas of its own, sizes in inches; no window, no global state."""
    layout = ConstrainedLayoutEngine(h_pad=0.1, w_pad=0.1, hspace=0.03, wspace=0.02)
    figure = Figure(figsize=(width, height), layout=layout)
    FigureCanvasAgg(figure)
    return figure


def finished(figure: Figure, alt: str) -> Picture:
    """Fix a figure's layout, so that every copy is the same, and return it with its words."""
    _spell_ticks(figure)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    return Picture(figure, alt)


def number(value: float, digits: int = 0) -> str:
    """Write a number with so many decimals and a true minus sign, ``"none"`` for not-a-number.

    >>> number(-1440.0), number(0.2236, 2), number(-0.001, 2)
    ('−1440', '0.22', '0.00')
    """
    if math.isnan(value):
        return t("number.none")
    rounded = round(value, digits) + 0.0
    return _signs(f"{rounded:.{digits}f}").replace("-", "−")


def brief(value: float, digits: int = 6) -> str:
    """Write a number with at most so many significant digits, and none that say nothing.

    >>> brief(0.25), brief(1234.567, 3)
    ('0.25', '1.23e+03')
    """
    return _signs(f"{value:.{digits}g}")


def _signs(digits: str) -> str:
    """Put the decimal sign of the language that is spoken into a number."""
    return digits.replace(".", t("number.decimal"))


def times(count: float) -> str:
    """Write how often: once, twice, 3 times.

    >>> times(2)
    'twice'
    """
    words = {0: "often.never", 1: "often.once", 2: "often.twice"}
    return t(words[round(count)]) if round(count) in words else t("often.times", count=round(count))


def counted(what: str, count: int) -> str:
    """Write so many of something: 1 contact, 2 contacts.

    >>> counted("contact", 1), counted("ask", 0)
    ('1 contact', '0 asks')
    """
    return t(f"count.{what}", count=count) if count == 1 else t(f"count.{what}s", count=count)


def listed(parts: Iterable[str]) -> str:
    """Join parts as a sentence does.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    *head, last = list(parts)
    return t("list.last", head=joined(head), last=last) if head else last


def joined(parts: Iterable[str], key: str = "list.comma") -> str:
    """Join parts by the sign that the table has for it, a comma unless told otherwise.

    >>> joined(["a", "b", "c"])
    'a, b, c'
    """
    return reduce(lambda head, last: t(key, head=head, last=last), parts)


def ranged(interval: Interval, written: Callable[[float], str]) -> str:
    """Write a mean with its interval, or alone where there is none.

    >>> from simulation.analysis import Interval
    >>> ranged(Interval(0.5, 0.25, 0.75, 9), brief)
    '0.5 [0.25, 0.75]'
    """
    if math.isnan(interval.low):
        return written(interval.mean)
    return t("interval.range", mean=written(interval.mean), low=written(interval.low), high=written(interval.high))


class Ticks(ScalarFormatter):
    """Matplotlib's own numbers at ticks and contours, with the decimal sign of the language that is spoken."""

    def __init__(self, useOffset: bool | None = None) -> None:
        super().__init__(useOffset=useOffset)
        self._decimal = t("number.decimal")

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Write the number at a place."""
        return super().__call__(x, pos).replace(".", self._decimal)


def _spell_ticks(figure: Figure) -> None:
    """Let the numbers at ticks have the decimal sign of the language that is spoken."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                axis.set_major_formatter(Ticks())
