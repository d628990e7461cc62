"""Which channel a customer takes (rule E2): a multinomial logit over the channels that she considers."""

from __future__ import annotations

import math
from collections.abc import Callable

from simulation.model.records import Case
from simulation.model.transparency import Channel
from simulation.scenario import Scenario
from simulation.workload import Population


class Choice:
    """Customers' choice of channel, and the habit that it leaves.

    The utility of a channel is ``alpha + young_shift [young] - (wait_weight + hold_weight [synchronous]) ln(1 + W/tau)
    + habit_weight [last used] + unofficial_shift [honestly labelled] + severity_weight [severe, social]
    - privacy_weight [sensitive, aware, public]`` with W the believed wait. The Gumbel noise comes from the row's
    stream, so the choice is a deterministic argmax.

    Parameters
    ----------
    scenario : Scenario
        Weights and labels.
    channels : list of Channel
        In the scenario's order.
    population : Population
        For the initial habit.
    believed : callable, optional
        Gives the wait that the customer of a case believes in, in minutes, where that can change; none: the channel's.
    """

    def __init__(
        self,
        scenario: Scenario,
        channels: list[Channel],
        population: Population,
        believed: Callable[[Case, Channel], float] | None = None,
    ) -> None:
        behaviour = scenario.behaviour
        self._habit_weight = behaviour.habit_weight
        self._severity_weight = behaviour.severity_weight
        self._privacy_weight = behaviour.privacy_weight
        self._population = population
        self._believed = believed
        self._reference_wait = behaviour.reference_wait
        self.last_used: dict[int, int] = {}  # which channel (its index) each customer used last
        self._options: list[tuple[Channel, float, float]] = []  # with the fixed utility, and the weight of the wait
        honest = scenario.transparency.labels == "honest"
        for channel in channels:
            part = channel.part
            if not part.open:
                continue
            weight = behaviour.wait_weight + (behaviour.hold_weight if channel.synchronous else 0.0)
            utility = part.alpha
            if believed is None:
                utility -= weight * math.log1p(channel.believed / behaviour.reference_wait)
            if honest and not part.official:
                utility += behaviour.unofficial_shift
            self._options.append((channel, utility, weight))
        self._single = self._options[0][0] if len(self._options) == 1 else None

    def choose(self, case: Case, avoid: int = -1, private: bool = False) -> Channel | None:
        """Return the channel of the next contact, None while all that she considers are closed.

        Parameters
        ----------
        case : Case
            Whose contact.
        avoid : int
            Index of the channel that she has had enough of; taken all the same when there is no other.
        private : bool
            Only channels where nobody can read along.
        """
        if self._single is not None:
            only = self._single
            considered = not only.social or case.person.considers_social
            return only if considered and only.team.reachable(only) and not (private and only.public) else None
        person = case.person
        last = self._last_used(case.customer)
        best, best_utility, avoided = None, -math.inf, None
        believed = self._believed
        for channel, fixed, weight in self._options:
            if (channel.social and not person.considers_social) or (private and channel.public):
                continue
            if channel.synchronous and not channel.team.reachable(channel):
                continue
            if channel.index == avoid:
                avoided = channel
                continue
            utility = fixed + channel.noise(case)
            if believed is not None:
                utility -= weight * math.log1p(believed(case, channel) / self._reference_wait)
            if person.young:
                utility += channel.young_shift
            if channel.index == last:
                utility += self._habit_weight
            if channel.social and case.severe:
                utility += self._severity_weight
            if channel.public and person.privacy_aware and case.sensitive:
                utility -= self._privacy_weight
            if utility > best_utility:
                best, best_utility = channel, utility
        return best or avoided

    def _last_used(self, customer: int) -> int:
        last = self.last_used.get(customer)
        return self._population.habit(customer) if last is None else last

    def synchronous(self) -> list[Channel]:
        """Return the open channels where customers hold."""
        return [channel for channel, _, _ in self._options if channel.synchronous]
