"""Where a customer and each of her contacts are, event by event: the journey that the replay shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulation import log as ev
from simulation.plots.story import CaseRows

HOME, ENTERS, HANDED, CALLED_BACK, AGENT, ASKED, ASIDE, PARTNER, SOLUTION, UNSEEN, CLOSED, HUNG_UP, ENDS = range(13)
"""What a move says: the need arises; the contact comes in (which: the channel); it is handed on to a queue (the team);
its caller will be called back (the team); an agent has it (the agent); he waits for the customer's answer (the team);
it is set aside (the team); the partner looks it up (the team); the solution is under way (the team); nobody looks where
it went (the channel); it is over; its caller hung up; the case ends (the outcome)."""

SOLVED, SETTLED, GAVE_UP, WALKED_OFF, LEFT, OPEN = range(6)
"""Outcomes: solved; settled without a contact; given up; given up after hanging up; solved or not, the customer has
left the company; none before the replay's end."""

SETS_ASIDE = (AGENT, ASKED)
"""Where a contact may be when its agent turns to another."""


class Move(NamedTuple):
    """A contact, or for number 0 its customer, gets somewhere.

    Attributes
    ----------
    time : float
        Minutes from the run's begin.
    contact : int
        Its number in the case; 0 for the case itself.
    kind : int
        See `HOME` and those after it.
    which : int
        Which team, agent, channel or outcome.
    """

    time: float
    contact: int
    kind: int
    which: int


class Journey:
    """Reads the moves of one case out of its rows.

    Parameters
    ----------
    case : CaseRows
        The rows of the case.
    """

    def __init__(self, case: CaseRows) -> None:
        self.case = case
        self._at: dict[int, int] = {}  # the last move of each contact that is not over
        self._asked: set[int] = set()
        self._outcome = OPEN
        self._walked_off = False
        self.moves: list[Move] = []

    def read(self) -> tuple[list[Move], int]:
        """Return the moves in the order of time, and the outcome."""
        columns = ("time", "event", "channel", "team", "agent", "contact", "detail")
        if self.case.rows["customer"][0] < 0:  # the cast is there from the order on
            self.moves.append(Move(float(self.case.rows["time"][0]), 0, HOME, 0))
        for place, row in enumerate(zip(*(self.case.rows[name].tolist() for name in columns), strict=True)):
            time, event, channel, team, agent, contact, detail = row
            if event in _GOES:
                self._goes(time, contact, *_GOES[event](self, place, (channel, team, agent, detail)))
            elif event in _ENDS:
                self._ends(time, event)
            elif event == ev.SERVICE_END and self._at.get(contact) in SETS_ASIDE:
                self._goes(time, contact, ASKED if contact in self._asked else ASIDE, team)
            elif event == ev.SENDS_NUMBER:
                self._answers(time, contact)
        return self.moves, self._outcome

    def _goes(self, time: float, contact: int, kind: int, which: int) -> None:
        if not self.moves:
            self.moves.append(Move(time, 0, HOME, 0))
        if kind == _STAYS or (contact and contact not in self._at and kind not in (ENTERS, SOLUTION)):
            return
        self.moves.append(Move(time, contact, kind, which))
        if kind in (CLOSED, HUNG_UP):
            self._at.pop(contact, None)
            self._walked_off = kind == HUNG_UP
        elif contact:
            self._at[contact] = kind

    def _ends(self, time: float, event: int) -> None:
        outcome = _ENDS[event]
        if outcome == GAVE_UP and self._walked_off:
            outcome = WALKED_OFF
        for contact in [number for number, kind in self._at.items() if kind == SOLUTION]:
            self._goes(time, contact, CLOSED, 0)
        self._goes(time, 0, ENDS, outcome)
        self._outcome = outcome

    def _answers(self, time: float, contact: int) -> None:
        self._asked.discard(contact)
        if self._at.get(contact) == ASKED:
            asked = next(move for move in reversed(self.moves) if move.contact == contact)
            self._goes(time, contact, ASIDE, asked.which)

    def asks(self, place: int, team: int) -> tuple[int, int]:
        """Return where a contact goes when its agent asks: in writing he waits for the answer, over the phone not."""
        contact = int(self.case.rows["contact"][place])
        if self.case.synchronous(int(self.case.rows["channel"][place])):
            return _STAYS, 0
        self._asked.add(contact)
        return (ASKED, team) if self._at.get(contact) == ASIDE else (_STAYS, 0)

    def handed_to(self, place: int, team: int) -> int:
        """Return the team to which a hand-off passes its contact."""
        row = self.case.rows[place]
        owner = team if row["detail"] else self.case.owner(place)
        return owner if owner >= 0 else team


_STAYS = -1
_Row = tuple[int, int, int, float]  # channel, team, agent, detail


_GOES: dict[int, Callable[[Journey, int, _Row], tuple[int, int]]] = {
    ev.CASE_OPENED: lambda *_: (_STAYS, 0),
    ev.CONTACT: lambda _journey, _place, row: (ENTERS, row[0]),
    ev.FOUND_BY_LISTENING: lambda _journey, _place, row: (ENTERS, row[0]),
    ev.SERVICE_START: lambda _journey, _place, row: (AGENT, row[2]),
    ev.ASK: lambda journey, place, row: journey.asks(place, row[1]),
    ev.HAND_OFF: lambda journey, place, row: (HANDED, journey.handed_to(place, row[1])),
    ev.ESCALATED: lambda journey, place, _: (HANDED, journey.case.higher(place)),
    ev.CALLBACK_PROMISED: lambda journey, _, row: (CALLED_BACK, journey.case.serving(row[0])),
    ev.PARTNER_LOOKUP: lambda _journey, _place, row: (PARTNER, row[1]),
    ev.SOLUTION_UNDER_WAY: lambda _journey, _place, row: (SOLUTION, row[1]),
    ev.WRONG_ADDRESS: lambda _journey, _place, row: (UNSEEN, row[0]),
    ev.LOST_IN_REPORT: lambda _journey, _place, row: (UNSEEN, row[0]),
    ev.INFORMATION_GIVEN: lambda *_: (CLOSED, 0),
    ev.REDIRECTED: lambda *_: (CLOSED, 0),
    ev.CONTACT_CLOSED: lambda *_: (CLOSED, 0),
    ev.LEFT_UNANSWERED: lambda *_: (CLOSED, 0),
    ev.BALKED: lambda *_: (HUNG_UP, 0),
    ev.BLOCKED: lambda *_: (HUNG_UP, 0),
    ev.ABANDONED: lambda *_: (HUNG_UP, 0),
}

_ENDS = {
    ev.SOLVED: SOLVED,
    ev.DEFLECTED: SETTLED,
    ev.GIVEN_UP: GAVE_UP,
    ev.CHURNED: LEFT,
}
