"""A run as the few bytes that the player reads: what moves when, what each story says, and the table of cases."""

from __future__ import annotations

import itertools
import json
import math
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulation import log as ev
from simulation.cases import cases
from simulation.errors import InputError
from simulation.names import shown_names
from simulation.plots import words
from simulation.plots.steps import steps
from simulation.plots.story import CUSTOMER, OTHERS, PARTNER, SHOP, CaseRows, lane_of
from simulation.replay.moves import AGENT, Journey, Move
from simulation.replay.window import Days, Window, window
from simulation.run import Run
from simulation.strings import t
from simulation.trace import customer_number

TICKS = 10.0
"""Times are told in tenths of a minute."""
REACTIONS_MIN = 5.0
"""Strangers' reactions are counted in spans of so many minutes."""
Said = tuple[int, int, int] | tuple[str, str, str]
"""What happens in a case: a move as contact, kind and which, or a step of the story as who, to whom (empty: nobody; the
customer is an asterisk), and what."""

_DUTY = {ev.SHIFT_START: 0, ev.SHIFT_END: 1, ev.AGENT_AWAY: 2, ev.AGENT_BACK: 3}
_NOT_SHOWN = (ev.REACTION, ev.SEEN)
"""What strangers do is counted, not told one by one."""


@dataclass(frozen=True)
class Record:
    """A run, ready to be played.

    Attributes
    ----------
    data : bytes
        What the player reads: compressed, first the length of a JSON text (4 bytes, little-endian), then the text, then
        columns of whole numbers of variable length (7 bits a byte, the highest bit set where more follow).
    title : str
        The scenario's.
    note : str
        A sentence that says which part of the run is played, if not all; else empty.
    cases, contacts : int
        How many are played.
    """

    data: bytes
    title: str
    note: str
    cases: int
    contacts: int


def record(run: Run, customer: int | str | None = None, days: Days | None = None) -> Record:
    """Make of a run what the player reads.

    Parameters
    ----------
    run : Run
        What happened.
    customer : int or str, optional
        Whose story is open at first: her name in the cast, or her number (0 and up for drawn customers).
    days : (int, int), optional
        The first and the last day to play, from 1; by default as many as a replay holds.

    Raises
    ------
    InputError
        When there are no such days, or the customer has no case in them.
    """
    number = customer_number(run.scenario, customer) if isinstance(customer, str) else customer
    part = window(run, days)
    making = _Making(part)
    making.add_cases()
    making.add_duty()
    making.add_reactions()
    opened = making.table["customer"]
    note = "" if part.whole else t("replay.cut", first=part.days[0], last=part.days[1], contacts=making.contacts)
    data = making.packed({"note": note, "picked": -1 if number is None else making.most_of(number)})
    return Record(data, making.title, note, len(opened), making.contacts)


class _Making:
    """Collects what the player reads: tables by name, and columns of whole numbers.

    Parameters
    ----------
    part : Window
        What is played.
    """

    def __init__(self, part: Window) -> None:
        self._part, self._run = part, part.run
        self._scenario, self._log = part.run.scenario, part.run.log
        self.title = self._scenario.title or self._scenario.name
        self.table = cases(self._log, self._scenario)
        self.contacts = int((self._log["event"] == ev.CONTACT).sum())
        working = self._log[self._log["agent"] >= 0]
        hired = zip(working["agent"].tolist(), working["team"].tolist(), strict=True)
        self._teams = dict(sorted(set(hired)))  # each agent's
        self._agents = {agent: place for place, agent in enumerate(self._teams)}
        self._names = dict(sorted(shown_names(self._scenario, self._run.seed, self.table["customer"].tolist()).items()))
        teams = {lane_of(index): words.team_title(self._scenario, index) for index in range(len(self._scenario.teams))}
        shop, others, partner = t("replay.who.shop"), t("replay.who.others"), self._scenario.integration.partner
        self._called = {"": "", CUSTOMER: "*", SHOP: shop, OTHERS: others, PARTNER: partner} | teams
        self._columns: dict[str, list[int]] = {}
        self._codes: list[Said] = []

    def add_cases(self) -> None:
        """Add the cases, and what happens in each."""
        log = self._log[(self._log["case"] != ev.NOBODY) & ~np.isin(self._log["event"], _NOT_SHOWN)]
        log = log[np.argsort(log["case"], kind="stable")]
        numbers, begins = np.unique(log["case"], return_index=True)
        rows = dict(zip(numbers.tolist(), np.split(log, begins[1:]), strict=True))
        read = [Journey(CaseRows(self._run, rows[number])).read() for number in self.table["case"].tolist()]
        told = [
            self._beats(CaseRows(self._run, rows[number]), moves)
            for number, (moves, _) in zip(self.table["case"].tolist(), read, strict=True)
        ]
        places = {customer: place for place, customer in enumerate(self._names)}
        self._columns |= {
            "opened": [
                _signed(now - before) for before, now in itertools.pairwise([0, *(beats[0][0] for beats in told)])
            ],
            "name": [places[customer] for customer in self.table["customer"].tolist()],
            "customer": [_signed(step) for step in _differences(list(self._names))],
            "need": self.table["need"].tolist(),
            "channel": (self.table["first_channel"] + 1).tolist(),
            "contacts": self.table["contacts"].astype(int).tolist(),
            "asks": self.table["asks"].astype(int).tolist(),
            "hand_offs": self.table["hand_offs"].astype(int).tolist(),
            "reply": [0 if math.isnan(at) else _ticks(at) + 1 for at in self.table["acknowledged_min"].tolist()],
            "outcome": [outcome for _, outcome in read],
            "beats": [len(beats) for beats in told],
        }
        often = Counter(what for beats in told for _, what in beats)
        self._codes = [what for what, _ in often.most_common()]  # the commonest have the shortest codes
        code = {what: place for place, what in enumerate(self._codes)}
        self._columns["dt"] = [dt for beats in told for dt in _differences([at for at, _ in beats], beats[0][0])]
        self._columns["code"] = [code[what] for beats in told for _, what in beats]

    def _beats(self, case: CaseRows, moves: list[Move]) -> list[tuple[int, Said]]:
        """Return what happens in a case, its moves and what is told of it, each with its time in ticks."""
        beats: list[tuple[int, Said]] = [(_ticks(move.time), self._moved(move)) for move in moves]
        beats += [
            (_ticks(step.time), (self._called[step.source], self._called[step.target], step.text))
            for step in steps(case)
        ]
        return sorted(beats, key=lambda beat: beat[0])

    def _moved(self, move: Move) -> Said:
        return move.contact, move.kind, self._agents[move.which] if move.kind == AGENT else move.which

    def add_duty(self) -> None:
        """Add when agents come and go, turn away and back."""
        rows = self._log[np.isin(self._log["event"], list(_DUTY))]
        self._columns |= {
            "duty_dt": _differences([_ticks(at) for at in rows["time"].tolist()]),
            "duty_agent": [self._agents[agent] for agent in rows["agent"].tolist()],
            "duty_kind": [_DUTY[event] for event in rows["event"].tolist()],
        }

    def add_reactions(self) -> None:
        """Add how many strangers react in each channel, span by span."""
        rows = self._log[self._log["event"] == ev.REACTION]
        spans = (rows["time"] // REACTIONS_MIN).astype(int).tolist()
        counts = sorted(Counter(zip(spans, rows["channel"].tolist(), strict=True)).items())
        self._columns |= {
            "reactions_dt": _differences([span for (span, _), _ in counts]),
            "reactions_channel": [channel for (_, channel), _ in counts],
            "reactions": [many for _, many in counts],
        }

    def most_of(self, customer: int) -> int:
        """Return the row of a customer's case with the most contacts."""
        mine = self.table["customer"] == customer
        if not mine.any():
            first, last = self._part.days
            raise InputError(
                f"{self._scenario.name}: customer {customer} has no case on days {first} to {last}, "
                "expected days on which she has one"
            )
        return int(np.argmax(np.where(mine, self.table["contacts"], -1)))

    def packed(self, more: dict[str, Any]) -> bytes:
        """Return everything as the player reads it, see `Record`."""
        channels = list(self._scenario.channels)
        serves = [[channels.index(name) for name in team.channels] for team in self._scenario.teams.values()]
        about = more | {
            "begin": _ticks(self._part.begin),
            "end": _ticks(self._part.end),
            "teams": [
                {"title": self._called[lane_of(index)], "channels": served} for index, served in enumerate(serves)
            ],
            "channels": [words.channel_title(self._scenario, index) for index in range(len(channels))],
            "agents": list(self._teams.values()),
            "needs": [_titled(source) for source in self._scenario.sources],
            "partner": self._scenario.integration.partner,
            "names": list(self._names.values()),
            "reactions_ticks": _ticks(REACTIONS_MIN),
            "codes": self._codes,
            "columns": {name: len(values) for name, values in self._columns.items()},
        }
        text = json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode()
        body = b"".join(_written(values) for values in self._columns.values())
        return zlib.compress(len(text).to_bytes(4, "little") + text + body, 9)


def _ticks(minutes: float) -> int:
    return round(minutes * TICKS)


def _titled(name: str) -> str:
    plain = name.replace("_", " ").replace("-", " ")
    return plain[:1].upper() + plain[1:]


def _differences(values: list[int], begin: int = 0) -> list[int]:
    return [after - before for before, after in itertools.pairwise([begin, *values])]


def _signed(value: int) -> int:
    """Return a whole number without its sign: 0, -1, 1, -2 ... become 0, 1, 2, 3 ..."""
    return 2 * value if value >= 0 else -2 * value - 1


def _written(values: list[int]) -> bytes:
    """Write whole numbers from 0 up with 7 bits a byte, the lowest first."""
    found = bytearray()
    for value in values:
        rest = value
        while rest > 127:
            found.append(rest & 127 | 128)
            rest >>= 7
        found.append(rest)
    return bytes(found)
