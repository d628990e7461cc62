"""One customer's day in two worlds, as a table: what happens in both, and what only in one."""

from __future__ import annotations

from itertools import chain

from simulation.labs.texts import Text
from simulation.plots.reading import story_of
from simulation.plots.story import Step, Story
from simulation.plots.style import number
from simulation.run import Run
from simulation.strings import t


def side_by_side(first: Run, second: Run, titles: tuple[str, str], customer: int = -1) -> Text:
    """Return the same customer's story in two worlds, step by step, in the words of the timelines.

    Parameters
    ----------
    first, second : Run
        The worlds, with the same luck.
    titles : tuple of str
        What the worlds are called.
    customer : int
        Her number: -1 and down for the cast, 0 and up for drawn customers.

    Raises
    ------
    InputError
        When the customer has no case in one of them.
    """
    stories = [story_of(run, customer) for run in (first, second)]
    zero = stories[0].zero
    rows = [[t("labs.minute"), *titles], ["---:", "---", "---"]]
    for moment in sorted({step.time for step in chain(*(story.steps for story in stories))}):
        here = [[_told(story, step) for step in story.steps if step.time == moment] for story in stories]
        rows.append([number(moment - zero), *("<br>".join(lines) for lines in here)])
    return Text("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _told(story: Story, step: Step) -> str:
    """Say who does what."""
    who = story.lanes[step.source].replace("\n", " ")
    return f"{who}: {step.text}".replace("|", "/")
