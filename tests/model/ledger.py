"""What a log says, read row by row in plain Python: slow, simple, and without any help from `simulation.measures`."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import simulation as sim
from simulation.log import EVENTS, NOBODY

ENDS = ("deflected", "solved", "given_up")
LOST = ("abandoned", "balked", "blocked")
LEFT = ("service_start", "wrong_address", "left_unanswered", "lost_in_report", *LOST)


class Entry(NamedTuple):
    """One row of the log, its event by name."""

    time: float
    event: str
    case: int
    customer: int
    channel: int
    team: int
    agent: int
    contact: int
    detail: float


@dataclass
class Story:
    """The rows of one case."""

    entries: list[Entry] = field(default_factory=list)

    def all(self, *events: str, contact: int = 0) -> list[Entry]:
        """Return the rows with these events, of one contact or of all."""
        return [one for one in self.entries if one.event in events and contact in (0, one.contact)]

    def first(self, *events: str, contact: int = 0) -> Entry | None:
        """Return the first of these rows."""
        return next(iter(self.all(*events, contact=contact)), None)

    def minutes(self, since: float, *events: str, contact: int = 0) -> float:
        """Return the minutes from a time to the first of these rows, not-a-number without one."""
        found = self.first(*events, contact=contact)
        return found.time - since if found else math.nan


class Ledger:
    """A run's log by case.

    Parameters
    ----------
    run : Run
        Whose log.
    """

    def __init__(self, run: sim.Run) -> None:
        self.scenario = run.scenario
        self.horizon = run.scenario.days * 1440.0
        self.synchronous = [channel.synchronous for channel in run.scenario.channels.values()]
        self.spoken = [channel.synchronous and not channel.written for channel in run.scenario.channels.values()]
        self.entries = [Entry(row[0], EVENTS[row[1]].name, *row[2:]) for row in run.log.tolist()]
        stories: dict[int, Story] = defaultdict(Story)
        for entry in self.entries:
            if entry.case != NOBODY:
                stories[entry.case].entries.append(entry)
        self.stories = dict(stories)
        self.opened = {one.case: stories[one.case] for one in self.entries if one.event == "case_opened"}

    def spells(self, channel: int) -> list[tuple[float, float]]:
        """Return when each contact of a channel began to wait and ceased to, the horizon at the latest."""
        found = []
        for story in self.opened.values():
            since: dict[int, float] = {}
            for one in story.entries:
                if one.channel != channel:
                    continue
                if one.event in ("contact", "found_by_listening"):
                    since[one.contact] = one.time
                elif (
                    one.event in ("service_start", "wrong_address", "left_unanswered", "lost_in_report", *LOST)
                    and one.contact in since
                ):
                    found.append((since.pop(one.contact), one.time))
            found += [(begun, self.horizon) for begun in since.values()]
        return found

    def satisfaction(self, story: Story) -> float:
        """Return S of a case by its formula."""
        k, ended = self.scenario.satisfaction, story.first(*ENDS)
        solved = ended is not None and ended.event in ("deflected", "solved")
        contacts = story.all("contact")
        if not contacts:
            return k.untouched if solved else min(1.0, max(0.0, k.base + k.unsolved))
        begun, expected = contacts[0].time, contacts[0].detail
        over = next(
            one
            for one in (
                story.first("first_reply", contact=1),
                story.first(*LOST, contact=1),
                story.first("solved", "given_up"),
                Entry(self.horizon, "horizon", 0, 0, 0, 0, 0, 0, 0),
            )
            if one is not None
        )
        waited = over.time - begun
        score = k.base + k.contact * (len(contacts) - 1)
        score -= k.loss * max(0.0, math.log((1 + waited) / (1 + expected)))
        score += min(k.gain_cap, k.gain * max(0.0, math.log((1 + expected) / (1 + waited))))
        score += k.ask * max(0, len(story.all("ask_phone_number")) - 1)
        score += k.hand_off * len(story.all("must_wait_for_owner"))
        reply = story.first("first_reply")
        if reply:
            score += k.friendly * list(self.scenario.teams.values())[reply.team].friendly
        reasons = [one.detail for one in story.all("first_reply") if one.detail]
        if reasons:
            score += k.honest + (k.illegitimate if reasons[0] == 1 else k.legitimate)
        if not solved:
            score += k.unsolved
        return min(1.0, max(0.0, score))

    def effort(self, story: Story) -> float:
        """Return the customer's effort by its formula, calls included."""
        k = self.scenario.satisfaction
        minutes = k.effort_entry * sum(one.detail for one in story.all("order_placed"))
        minutes += k.effort_failed_look * len(story.all("selfservice_fail"))
        minutes += k.effort_look * len(story.all("selfservice_ok"))
        minutes += k.effort_contact * len(story.all("contact")) + k.effort_ask * len(story.all("ask_phone_number"))
        for contact in story.all("contact"):
            if self.synchronous[contact.channel]:
                ends = story.all(*LOST, contact=contact.contact)
                paper = story.first("escalated", contact=contact.contact)
                served = [
                    one
                    for one in story.all("service_end", contact=contact.contact)
                    if paper is None or one.time <= paper.time
                ]
                ends += [one for one in served if one.detail > 0 or one is served[0]]
                begun = contact.time
                if story.first("callback_promised", contact=contact.contact):
                    start = story.first("service_start", contact=contact.contact)
                    begun = start.time if start else begun
                minutes += max((one.time for one in ends), default=begun) - begun
        return minutes

    def occupancy(self, team: int) -> float:
        """Return the minutes booked by a team's agents, of their minutes on duty."""
        booked = sum(one.detail for one in self.entries if one.event == "service_end" and one.team == team)
        paid, since = 0.0, dict[int, float]()
        for one in self.entries:
            if one.team == team and one.event == "shift_start":
                since[one.agent] = one.time
            elif one.team == team and one.event == "shift_end":
                paid += one.time - since.pop(one.agent)
        paid += sum(self.horizon - begun for begun in since.values())
        return booked / paid if paid else math.nan
