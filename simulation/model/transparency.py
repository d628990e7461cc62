"""What the company tells, and when: labels, published times, announcements, reasons; and what customers make of it."""

from __future__ import annotations

import math

from simulation.model.records import Case
from simulation.model.team import Agent, Team
from simulation.parts import Channel as ChannelPart
from simulation.scenario import Scenario
from simulation.units import exact

LABELS = ("equal", "honest", "none")
REASONS = ("none", "illegitimate", "legitimate")


class Channel:
    """A channel of a running company: what the model reads often, worked out once.

    Parameters
    ----------
    scenario : Scenario
        The company.
    name : str
        The channel's name in it.
    team : Team
        Who serves it.
    """

    def __init__(self, scenario: Scenario, name: str, team: Team) -> None:
        part = scenario.channels[name]
        self.part: ChannelPart = part
        self.name = name
        self.index = list(scenario.channels).index(name)
        self.team = team
        self.synchronous = part.synchronous
        self.spoken = part.synchronous and not part.written
        at_once = 1 if self.spoken else team.part.concurrency
        slower = 1 + scenario.handling.concurrency_cost * (at_once - 1)
        self.pace = part.work.mean * slower / at_once  # minutes from one contact of an agent's to his next
        self.social = part.social
        self.public = part.public
        self.young_shift = part.young_shift
        self.lines = part.lines
        self.hand_off = part.hand_off * (1 - scenario.integration.shared_history)
        self.believed = believed_wait(scenario, name)
        luck = team.company.luck
        self._works = [streams[f"work.{name}"] for streams in luck]
        self._holds = [streams[f"hold.{name}"] for streams in luck]
        self._noises = [streams[f"choice.{name}"] for streams in luck]
        self._solved = [streams["solve"] for streams in luck]
        needs = [team.company.workload.process(source) for source in team.company.workload.sources]
        solves = [getattr(need, "solve", None) for need in needs]
        self._fits = [part.solve if own is None else own for own in solves]
        self.stated = stated_wait(scenario, name)
        self._expects = f"expects.{name}"

    def expectation(self, case: Case) -> float:
        """Return the answer time that a customer expects here of herself (rule E3), in minutes."""
        return case.draw(self._expects)

    def noise(self, case: Case) -> float:
        """Return her Gumbel noise for this channel at her next contact."""
        return self._noises[case.source].at(case.row, case.contacts)

    def work(self, case: Case, number: int) -> float:
        """Return the handling time of her contact of that number, in minutes."""
        return self._works[case.source].at(case.row, number - 1)

    def hold(self, case: Case, number: int) -> float:
        """Return how long she is willing to hold at her contact of that number, in minutes."""
        return self._holds[case.source].at(case.row, number - 1)

    def solves(self, case: Case, number: int, authority: float) -> bool:
        """Return whether her contact of that number solves the case: fit times authority of who answers (rule E11)."""
        return self._solved[case.source].at(case.row, number - 1) < self._fits[case.source] * authority


def stated_wait(scenario: Scenario, name: str) -> float | None:
    """Return the answer time that all customers expect in a channel, None where each has her own (rule E3).

    Listed as equal, every social channel promises an answer at once; honest labels, and the phone and e-mail always,
    show the published time; without any statement social channels leave it to the customer.
    """
    part, labels = scenario.channels[name], scenario.transparency.labels
    if labels == "equal" and part.social:
        return scenario.behaviour.equal_minutes
    if labels == "none" and part.expects_median is not None:
        return None
    return scenario.published(name)


def believed_wait(scenario: Scenario, name: str) -> float:
    """Return the wait that customers believe in when they choose, in minutes.

    Listed as equal: the channel's `believed`. Honest labels: the published time. No statement: the median expectation
    where the channel has one, else the published time.
    """
    part, labels = scenario.channels[name], scenario.transparency.labels
    if labels == "equal":
        return part.believed
    if labels == "none" and part.expects_median is not None:
        return part.expects_median
    return scenario.published(name)


def announced_wait(team: Team, pace: float) -> float:
    """Return the wait that a caller who must hold is told: those before her, and herself, over the agents on duty."""
    return exact((team.holding + 1) * pace / max(1, team.on_duty))


def balks(scenario: Scenario, announced: float, draw: float) -> bool:
    """Return whether a caller hangs up at the announcement (rule E5): with probability 1 - exp(-a / scale)."""
    return draw < 1 - math.exp(-announced / scenario.behaviour.balk_scale)


def patience_after(scenario: Scenario, mean: float, announced: float, hold: float) -> float:
    """Return a caller's patience once she has heard an announced wait (rule E5), in minutes.

    Parameters
    ----------
    scenario : Scenario
        For the hazard's multipliers b (before) and m (for each further minute past the announced wait).
    mean : float
        Mean patience without an announcement.
    announced : float
        The announced wait a.
    hold : float
        Her patience had she heard nothing: the integrated hazard at which she hangs up is ``hold / mean``.

    Notes
    -----
    The hazard is ``b / mean`` until a, and ``b / mean * m ** (t - a)`` after it; its integral is inverted.
    """
    behaviour = scenario.behaviour
    if mean == math.inf or hold <= behaviour.hazard_before * announced:
        return exact(hold / behaviour.hazard_before)
    rest = hold / behaviour.hazard_before - announced
    growth = math.log(behaviour.hazard_after)
    return exact(announced + (math.log1p(rest * growth) / growth if growth else rest))


def reason_for(scenario: Scenario, agent: Agent, since: float) -> int:
    """Return the index of the reason that an agent gives: only if he was away while the customer waited."""
    return REASONS.index(scenario.transparency.reason) if agent.back_at > since else 0
