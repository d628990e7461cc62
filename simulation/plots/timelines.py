"""One customer's case across the channels; alone, or the same customer in two worlds."""

from __future__ import annotations

import math

from matplotlib.figure import Figure

from simulation.errors import InputError
from simulation.plots.lanes import axes_for, draw, laid_out, legend_for, text_width
from simulation.plots.reading import story_of
from simulation.plots.story import Story
from simulation.plots.style import Picture, counted, finished, joined, number, sheet, styled, times
from simulation.plots.timescale import TimeScale
from simulation.run import Run
from simulation.strings import t
from simulation.units import MINUTES_PER_DAY, lasting

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
    _set_title(figure, title or t("case.title", name=story.name, headline=_headline(story)))
    draw(axes_for(figure, layout, _LEFT, _TITLE), layout, story.zero, story.counts_from)
    legend_for(figure, [story])
    return finished(figure, t("case.alt", told=_in_words(story)))


@styled
def two_worlds(run_a: Run, run_b: Run, customer: int = -1, titles: tuple[str, str] | None = None) -> Picture:
    """Draw the same customer with the same luck in two worlds, one timeline above the other.

    Parameters
    ----------
    run_a, run_b : Run
        The worlds, from the same seed and replication.
    customer : int
        Her number, see `case_timeline`.
    titles : tuple of str, optional
        What the worlds are called; the first and the second world unless told otherwise.

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
    titles = titles or (t("worlds.first"), t("worlds.second"))
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
    _set_title(figure, t("worlds.title", name=first.name))
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
    upper, lower = (_in_words(story) for story in stories)
    return finished(figure, t("worlds.alt", first=titles[0], upper=upper, second=titles[1], lower=lower))


def _moments(stories: list[Story], zero: float) -> list[float]:
    return [0.0, *(step.time - zero for story in stories for step in story.steps)]


def _set_title(figure: Figure, title: str) -> None:
    figure.suptitle(title, x=0.012, y=1 - 0.12 / figure.get_figheight(), ha="left", va="top")


def _headline(story: Story) -> str:
    """Say the case in a line."""
    outcome = story.outcome
    if not outcome.contacts:
        return t("case.headline_no_contact", satisfaction=number(outcome.satisfaction, 2))
    plain = _later(story) == "answered"
    time = t("case.minutes", count=number(outcome.info_min)) if plain else lasting(outcome.info_min)
    contacts, asks = counted("contact", outcome.contacts), _how_often("asked", outcome.asks)
    return t("case.headline", contacts=contacts, asks=asks, answer=_answer(story, time))


def _answer(story: Story, time: str) -> str:
    """Say that there was an answer after some time, and when the case was solved, if not with the first answer."""
    if math.isnan(story.outcome.info_min):
        return t("case.no_answer")
    return t(f"case.{_later(story)}", time=time, later=lasting(story.outcome.solved_min))


def _later(story: Story) -> str:
    """Return what became of an answered case: solved with the first answer, later, or not."""
    outcome = story.outcome
    if math.isnan(outcome.info_min) or outcome.info_min == outcome.solved_min:
        return "answered"
    return "answered_not_solved" if math.isnan(outcome.solved_min) else "answered_solved_later"


def _how_often(what: str, count: int) -> str:
    return t(f"case.{what}", often=times(count)) if count else t(f"case.never_{what}")


def _in_words(story: Story) -> str:
    """Say in a sentence what happened, with its numbers."""
    outcome = story.outcome
    satisfied = number(outcome.satisfaction, 2)
    if not outcome.contacts:
        return t("case.told_no_contact", name=story.name, satisfaction=satisfied)
    none = math.isnan(outcome.first_reply_min)
    reply = t("case.no_reply") if none else t("case.replied", time=_minutes(outcome.first_reply_min))
    answer = _answer(story, _minutes(outcome.info_min))
    if math.isnan(outcome.info_min):
        answer = t("case.no_answer_at_all")
    return t(
        "case.told",
        name=story.name,
        often=times(outcome.contacts),
        reply=reply,
        answer=answer,
        asks=_how_often("asked", outcome.asks),
        hand_offs=_how_often("handed_on", outcome.hand_offs),
        agents=counted("agent", outcome.agents) if outcome.agents else t("case.no_agent"),
        satisfaction=satisfied,
    )


def _margin(story: Story) -> str:
    """Return the case's numbers for the margin above its timeline."""
    outcome = story.outcome
    parts = [counted("contact", outcome.contacts), counted("ask", outcome.asks)]
    if outcome.contacts:
        parts += [_after("first_reply", outcome.first_reply_min), _after("answer", outcome.info_min)]
        if _later(story) != "answered":
            parts.append(t(f"margin.{_later(story)}", later=lasting(outcome.solved_min)))
    parts += [t("margin.effort", minutes=number(outcome.effort_min))]
    parts += [t("margin.satisfaction", satisfaction=number(outcome.satisfaction, 2))]
    return joined(parts, "list.dot")


def _after(what: str, minutes: float) -> str:
    return t(f"margin.no_{what}") if math.isnan(minutes) else t(f"margin.{what}", time=_minutes(minutes))


def _minutes(minutes: float) -> str:
    """Write minutes, or days where the minutes of many days say nothing."""
    return lasting(minutes) if minutes >= 2 * MINUTES_PER_DAY else t("lasting.minutes", count=number(minutes))


def _width(title: str) -> float:
    return text_width(title, _NAMES) * _BOLD


def _shortened(title: str, inches: float) -> str:
    """Return a title, or as many of its words as there is room for."""
    words = title.split()
    while len(words) > 1 and _width(" ".join(words)) > inches:
        words = [*words[:-2], "..."] if words[-1] == "..." else [*words[:-1], "..."]
    return " ".join(words)
