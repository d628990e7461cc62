"""One customer's case across the channels; alone, or the same customer in two worlds."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from simulation.errors import InputError
from simulation.plots.lanes import axes_for, draw, laid_out, legend_for, text_width
from simulation.plots.reading import story_of
from simulation.plots.story import Story
from simulation.plots.style import Picture, finished, number, sheet, styled, times
from simulation.plots.timescale import TimeScale
from simulation.run import Run
from simulation.units import MINUTES_PER_DAY, lasting

_WORLDS = ("The first world", "The second world")

_WIDTH = 13.6
_LEFT, _RIGHT = 1.25, 0.25
_TITLE, _WORLD, _AXIS, _LEGEND = 0.55, 0.5, 0.75, 0.45
_NAMES, _NUMBERS, _BOLD = 14.0, 12.5, 1.12
"""Points: names of worlds and what stands beside them; how much wider bold letters are."""
_PAD = 8
"""Points between a timeline and what stands above it."""
_LINE = 0.27
"""Inches: a line of its own for the name of a world that has no room beside its numbers."""
_TAIL = 0.5
"""Inches: the page, its edges, room for titles, axis and legend, and for words at the end."""


@styled
def case_timeline(run: Run, customer: int = -1, title: str = "") -> Picture:
    """Draw one customer's case across the channels: who waits for whom, and what passes between them.

    Parameters
    ----------
    run : Run
        What happened.
    customer : int
        Her number: -1 and down for the cast, 0 and up for drawn customers. Of several cases, the first with the most
        contacts.
    title : str
        Replaces the title that says how the case went.

    Returns
    -------
    Picture
        A lane each for the shop, the customer, the teams and the partner; minutes count from the first contact, without
        one from the order. Stretches of many hours in which nothing happens are cut short.

    Raises
    ------
    InputError
        When the customer has no case in the run.
    """
    story = story_of(run, customer)
    scale = TimeScale(_moments([story], story.zero), _WIDTH - _LEFT - _RIGHT, _TAIL)
    layout = laid_out(story, story.zero, scale)
    figure = sheet(_WIDTH, _TITLE + layout.height + _AXIS + (_LEGEND if story.bars else 0))
    figure.set_layout_engine("none")
    _set_title(figure, title or f"{story.name}: {_headline(story)}")
    draw(axes_for(figure, layout, _LEFT, _TITLE), layout, story.zero, story.counts_from)
    legend_for(figure, [story])
    return finished(figure, f"{_in_words(story)}.")


@styled
def two_worlds(run_a: Run, run_b: Run, customer: int = -1, titles: tuple[str, str] = _WORLDS) -> Picture:
    """Draw the same customer with the same luck in two worlds, one timeline above the other.

    Parameters
    ----------
    run_a, run_b : Run
        The worlds, from the same seed and replication.
    customer : int
        Her number, see `case_timeline`.
    titles : tuple of str
        What the worlds are called.

    Raises
    ------
    InputError
        When the runs have different luck, or the customer has no case in one of them.
    """
    if (run_a.seed, run_a.replication) != (run_b.seed, run_b.replication):
        raise InputError(
            f"two_worlds: seed {run_a.seed}, replication {run_a.replication} and seed {run_b.seed}, replication "
            f"{run_b.replication} are different luck, expected the same"
        )
    stories = [story_of(run, customer) for run in (run_a, run_b)]
    first = next((story for story in stories if story.outcome.contacts), stories[0])
    scale = TimeScale(_moments(stories, first.zero), _WIDTH - _LEFT - _RIGHT, _TAIL)
    layouts = [laid_out(story, first.zero, scale) for story in stories]
    bars = any(story.bars for story in stories)
    numbers = [_margin(story) for story in stories]
    room = _WIDTH - _RIGHT - 0.4
    crowded = any(_width(name) + text_width(text, _NUMBERS) > room for name, text in zip(titles, numbers, strict=True))
    head = _WORLD + (_LINE if crowded else 0)
    heights = [head + layout.height + 0.1 for layout in layouts]
    figure = sheet(_WIDTH, _TITLE + sum(heights) + _AXIS + (_LEGEND if bars else 0))
    figure.set_layout_engine("none")
    _set_title(figure, f"{first.name}, with the same luck in two worlds")
    top = _TITLE
    for index, (layout, name, height) in enumerate(zip(layouts, titles, heights, strict=True)):
        axes = axes_for(figure, layout, _LEFT, top + head)
        draw(axes, layout, first.zero, first.counts_from if index else "")
        shown, pad = (_shortened(name, room), _PAD + 72 * _LINE) if crowded else (name, _PAD)
        axes.set_title(shown, x=-_LEFT / scale.width + 0.01, fontsize=_NAMES, pad=pad)
        axes.annotate(
            numbers[index],
            (1, 1),
            xycoords="axes fraction",
            xytext=(0, _PAD),
            textcoords="offset points",
            ha="right",
            fontsize=_NUMBERS,
        )
        top += height
    legend_for(figure, stories)
    sentences = [f"{name}: {_in_words(story)}" for name, story in zip(titles, stories, strict=True)]
    return finished(figure, f"{sentences[0]}. {sentences[1]}.")


def _moments(stories: list[Story], zero: float) -> list[float]:
    return [0.0, *(step.time - zero for story in stories for step in story.steps)]


def _set_title(figure: Figure, title: str) -> None:
    figure.suptitle(title, x=0.012, y=1 - 0.12 / figure.get_figheight(), ha="left", va="top")


def _headline(story: Story) -> str:
    """Say the case in a line."""
    outcome = story.outcome
    if not outcome.contacts:
        return f"settled without a contact, satisfaction {number(outcome.satisfaction, 2)}"
    asks = _how_often("asked for the number", outcome.asks)
    answer, later = "no answer", _solved_later(story)
    if not math.isnan(outcome.info_min):
        answer = f"an answer after {lasting(outcome.info_min) if later else f'{number(outcome.info_min)} minutes'}"
    return f"{_count(outcome.contacts, 'contact')}, {asks}, {answer}{later}"


def _solved_later(story: Story) -> str:
    """Say when the case was solved, if not with the first answer."""
    outcome = story.outcome
    if math.isnan(outcome.info_min) or outcome.info_min == outcome.solved_min:
        return ""
    return ", not solved" if math.isnan(outcome.solved_min) else f", solved after {lasting(outcome.solved_min)}"


def _how_often(what: str, count: int) -> str:
    return f"{what} {times(count)}" if count else f"never {what}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _in_words(story: Story) -> str:
    """Say in a sentence what happened, with its numbers."""
    outcome = story.outcome
    satisfied = f"satisfaction is {number(outcome.satisfaction, 2)}"
    if not outcome.contacts:
        return f"{story.name} needs no contact with the company; {satisfied}"
    reply = "has no reply to the first contact"
    if not math.isnan(outcome.first_reply_min):
        reply = f"has a reply to the first contact after {_minutes(outcome.first_reply_min)}"
    answer = "no answer at all"
    if not math.isnan(outcome.info_min):
        answer = f"an answer after {_minutes(outcome.info_min)}{_solved_later(story)}"
    agents = _count(outcome.agents, "agent") if outcome.agents else "no agent"
    return (
        f"{story.name} contacts the company {times(outcome.contacts)}, {reply} and {answer}, is "
        f"{_how_often('asked for the number', outcome.asks)}, {_how_often('handed on', outcome.hand_offs)} "
        f"and served by {agents}; {satisfied}"
    )


def _margin(story: Story) -> str:
    """Return the case's numbers for the margin above its timeline."""
    outcome = story.outcome
    parts = [_count(outcome.contacts, "contact"), _count(outcome.asks, "ask")]
    if outcome.contacts:
        parts += [_after("first reply", outcome.first_reply_min), _after("answer", outcome.info_min)]
        parts += [later] if (later := _solved_later(story).removeprefix(", ").replace(" after", "")) else []
    parts += [f"effort {number(outcome.effort_min)} min", f"satisfaction {number(outcome.satisfaction, 2)}"]
    return "  ·  ".join(parts)


def _after(what: str, minutes: float) -> str:
    return f"no {what}" if math.isnan(minutes) else f"{what} {_minutes(minutes)}"


def _minutes(minutes: float) -> str:
    """Write minutes, or days where the minutes of many days say nothing."""
    return lasting(minutes) if minutes >= 2 * MINUTES_PER_DAY else f"{number(minutes)} min"


def _width(title: str) -> float:
    return text_width(title, _NAMES) * _BOLD


def _shortened(title: str, inches: float) -> str:
    """Return a title, or as many of its words as there is room for."""
    words = title.split()
    while len(words) > 1 and _width(" ".join(words)) > inches:
        words = [*words[:-2], "..."] if words[-1] == "..." else [*words[:-1], "..."]
    return " ".join(words)
