"""Threads: a public message, the company's turns, and the reactions that it draws (rule E16)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simpy import Event

from simulation import log
from simulation.model.clock import ARRIVALS, Timer
from simulation.model.records import Contact
from simulation.units import exact

if TYPE_CHECKING:
    from simulation.model.publicity import Publicity

LIKES, COMMENTS, DEFENDS = range(3)
"""Kinds of reaction."""

_THREAD_BITS = 40  # reactions of one thread before the draws would be those of the next


class Thread:
    """A public message and what follows it in public.

    Parameters
    ----------
    publicity : Publicity
        Of the company that is written to.
    contact : Contact
        The message.
    complains : bool
        Only complaints draw reactions.
    private : bool
        Whether the company answers in private, where nobody reads along.
    """

    __slots__ = ("_contact", "_last_turn", "_publicity", "_reactions", "private", "turns")

    def __init__(self, publicity: Publicity, contact: Contact, complains: bool, private: bool) -> None:
        self._publicity = publicity
        self._contact = contact
        self.private = private
        self._last_turn = -1.0
        self.turns = 0  # of the company, in public
        self._reactions = Reactions(publicity, contact) if complains else None

    def turn(self) -> None:
        """The company says something; what it says in one moment is one turn."""
        now = self._publicity.company.env.now
        if self.private or now == self._last_turn:
            return
        self._last_turn = now
        self.turns += 1
        if self.turns == 1:
            self._publicity.is_answered(self._contact)
        if self._reactions is not None:
            self._reactions.change(self._publicity.change_after(self.turns))

    def is_told_details(self) -> None:
        """The customer sends the details that she was asked for."""
        self._publicity.sends_details(self._contact)

    def is_solved(self) -> None:
        """The company's answer has solved the matter."""
        if not self.private:
            self._publicity.is_solved(self._contact)


class Reactions:
    """The reactions to one complaint: a self-exciting process with a finite audience, simulated exactly.

    The intensity is ``n (1 - N / M) X`` with N the reactions so far and M the audience; X starts at ``1 / g`` with the
    message itself, fades at the rate ``1 / g``, and each reaction but a defender's adds ``1 / g``. Between events X
    only fades, so the integrated intensity is inverted in closed form, with one unit exponential a reaction; what is
    left of it is carried over when n changes.

    Parameters
    ----------
    publicity : Publicity
        For the parameters.
    contact : Contact
        The complaint.
    """

    __slots__ = (
        "_branching", "_change", "_contact", "_excitement", "_first", "_left", "_publicity", "_row", "_since", "_timer",
        "count",
    )  # fmt: skip

    def __init__(self, publicity: Publicity, contact: Contact) -> None:
        self._publicity = publicity
        self._contact = contact
        self._row = contact.case.row
        self._first = contact.number << _THREAD_BITS
        self._branching = publicity.branching(contact)
        self._change = 1.0
        self._excitement = 1.0  # X g: of the message itself
        self._since = publicity.company.env.now
        self.count = 0
        self._timer = Timer(publicity.company.env, self._comes)
        self._left = publicity.units[contact.case.source].at(self._row, self._first)
        self._plan()

    def change(self, factor: float) -> None:
        """Let the branching ratio be so many times what it was when the message stood alone."""
        now, generation = self._publicity.company.env.now, self._publicity.generation
        faded = math.exp((self._since - now) / generation)
        self._left = max(0.0, self._left - self._pace() * self._excitement * (1 - faded))
        self._excitement *= faded
        self._since = now
        self._change = factor
        self._timer = Timer(self._publicity.company.env, self._comes)
        self._plan()

    def _pace(self) -> float:
        return self._branching * self._change * max(0.0, 1 - self.count / self._publicity.audience)

    def _plan(self) -> None:
        """Plan the next reaction; where the whole intensity to come does not reach it, there is none."""
        to_come = self._pace() * self._excitement
        if self._left < to_come:
            company, generation = self._publicity.company, self._publicity.generation
            delay = exact(-generation * math.log1p(-self._left / to_come))
            if company.env.now + delay <= company.workload.horizon:
                self._timer.set(delay, ARRIVALS + self._contact.key)

    def _comes(self, timer: Event) -> None:
        """Somebody reacts."""
        if timer is not self._timer:
            return  # the company has taken a turn in the meantime
        publicity, contact = self._publicity, self._contact
        company, case = publicity.company, contact.case
        now, place = company.env.now, self._first + self.count
        kind = publicity.kind(publicity.kinds[case.source].at(self._row, place))
        self._excitement *= math.exp((self._since - now) / publicity.generation)
        if kind != DEFENDS:
            self._excitement += 1.0
        self._since = now
        self.count += 1
        company.note_contact(log.REACTION, contact, kind)
        if self.count == publicity.storm:
            publicity.is_storm(contact)
        self._left = publicity.units[case.source].at(self._row, place + 1)
        self._plan()
