"""The rota: hours of the week in which a team has the same number of agents, and the scenario that it makes."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from simulation.errors import InputError
from simulation.model.team import duty_changes
from simulation.parts import Team
from simulation.scenario import Scenario
from simulation.staffing.targets import Target
from simulation.units import DAYS, MINUTES_PER_DAY, MINUTES_PER_HOUR, MINUTES_PER_WEEK, week_spans

Staff = tuple[int, ...]
"""Agents in each block."""


class Block(NamedTuple):
    """Hours of the week in which one team has the same number of agents.

    Attributes
    ----------
    team : str
        Whose.
    hours : str
        Which, as scenario files write them.
    week_hours : float
        Their number in a week.
    agents : int
        How many the scenario has there; the largest number where that changes within the block.
    """

    team: str
    hours: str
    week_hours: float
    agents: int


def blocks(scenario: Scenario, targets: Sequence[Target], every: float | None = None) -> tuple[Block, ...]:
    """Return the blocks whose agents the targets bear on.

    Parameters
    ----------
    scenario : Scenario
        Whose teams; the hours in which a team is there now are a promise of its own, and stay.
    targets : sequence of Target
        A team's hours are cut where a target's hours begin or end, and where its rota changes now.
    every : float, optional
        Cut into pieces of so many minutes as well, counted from midnight.

    Returns
    -------
    tuple of Block
        Team by team. Days that are alike share a block; hours that no target speaks of have none.

    Raises
    ------
    InputError
        When a target speaks of hours in which nobody of its team is there.
    """
    found: list[Block] = []
    for name, team in scenario.teams.items():
        mine = [target for target in targets if target.channel in team.channels]
        if mine:
            found += _of_team(name, team, mine, every)
        for target in mine:
            if not any(block.team == name and overlap(block.hours, target.hours) for block in found):
                raise InputError(f"target '{target.title}': nobody of team '{name}' is there then, expected its hours")
    return tuple(found)


def overlap(one: str, other: str) -> bool:
    """Return whether hours of the week have a moment in common.

    >>> overlap("08:00-12:00", "Mon 11:00-13:00"), overlap("08:00-12:00", "12:00-13:00")
    (True, False)
    """
    return any(a < d and c < b for a, b in week_spans(one) for c, d in week_spans(other))


class _Piece(NamedTuple):
    """Some minutes of certain days, in which nothing changes."""

    begin: float
    end: float
    bearing: tuple[bool, ...]
    agents: int


def _of_team(name: str, team: Team, targets: Sequence[Target], every: float | None) -> list[Block]:
    found = []
    for piece, days in _joined(_pieces(team, targets, every), every):
        length = (piece.end - piece.begin) / MINUTES_PER_HOUR * len(days)
        found.append((piece.begin, Block(name, _written(days, piece.begin, piece.end), length, piece.agents)))
    return [block for _, block in sorted(found, key=lambda each: each[0])]


def _pieces(team: Team, targets: Sequence[Target], every: float | None) -> dict[_Piece, list[int]]:
    """Return the shortest pieces of a team's day that a target bears on, each with the days that have it."""
    staffed = [span for hours in [block.hours for block in team.rota] or [team.hours] for span in week_spans(hours)]
    promised = [week_spans(target.hours) for target in targets]
    duty = duty_changes(team)
    edges = {edge for span in [*staffed, *itertools.chain(*promised)] for edge in span} | {time for time, _ in duty}
    edges |= {day * MINUTES_PER_DAY for day in range(8)}
    if every is not None:
        pieces = int(MINUTES_PER_DAY / every)
        edges |= {day * MINUTES_PER_DAY + piece * every for day in range(7) for piece in range(pieces + 1)}
    found: dict[_Piece, list[int]] = {}
    for begin, end in itertools.pairwise(sorted(edges)):
        bearing = tuple(any(a <= begin < b for a, b in spans) for spans in promised)
        if any(bearing) and any(a <= begin < b for a, b in staffed):
            day, clock = divmod(begin, MINUTES_PER_DAY)
            agents = next(count for time, count in reversed(duty) if time <= begin)
            piece = _Piece(clock, end - day * MINUTES_PER_DAY, bearing, agents)
            found.setdefault(piece, []).append(int(day))
    return found


def _joined(pieces: dict[_Piece, list[int]], every: float | None) -> list[tuple[_Piece, list[int]]]:
    """Join neighbours in time that differ in nothing, unless the day is to be cut."""
    found: list[tuple[_Piece, list[int]]] = []
    for piece, days in sorted(pieces.items()):
        for number, (before, others) in enumerate(found):
            alike = others == days and before[2:] == piece[2:] and before.end == piece.begin
            if alike and every is None:
                found[number] = (before._replace(end=piece.end), days)
                break
        else:
            found.append((piece, days))
    return found


def _written(days: list[int], begin: float, end: float) -> str:
    """Write hours of some days as scenario files do."""
    clock = "-".join(f"{int(minutes) // 60:02d}:{int(minutes) % 60:02d}" for minutes in (begin, end))
    if len(days) == len(DAYS):
        return "always" if end - begin == MINUTES_PER_DAY else clock
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    names = [DAYS[run[0]] + (f"-{DAYS[run[-1]]}" if len(run) > 1 else "") for run in runs]
    return ", ".join(f"{name} {clock}" for name in names)


def staffed(scenario: Scenario, cells: Sequence[Block], staff: Staff) -> Scenario:
    """Return the scenario with so many agents in each block; all other hours, and other teams, stay as they are."""
    changes: dict[str, object] = {}
    for name in dict.fromkeys(block.team for block in cells):
        mine = [(block.hours, agents) for block, agents in zip(cells, staff, strict=True) if block.team == name]
        rest = _elsewhere(scenario.teams[name], [hours for hours, _ in mine])
        changes[f"teams.{name}.rota"] = [{"hours": hours, "agents": agents} for hours, agents in [*mine, *rest]]
    return scenario.with_(changes)


def _elsewhere(team: Team, taken: Sequence[str]) -> list[tuple[str, int]]:
    """Return a team's hours outside of the blocks, with the agents that it has there now."""
    covered = [span for hours in taken for span in week_spans(hours)]
    duty = duty_changes(team)
    edges = {edge for span in covered for edge in span} | {time for time, _ in duty} | {MINUTES_PER_WEEK}
    edges |= {day * MINUTES_PER_DAY for day in range(8)}
    found = []
    for begin, end in itertools.pairwise(sorted(edges)):
        agents = next((count for time, count in reversed(duty) if time <= begin), 0)
        if agents and not any(a <= begin < b for a, b in covered):
            day, clock = divmod(begin, MINUTES_PER_DAY)
            found.append((_written([int(day)], clock, end - day * MINUTES_PER_DAY), agents))
    return found


def agent_hours(cells: Sequence[Block], staff: Staff) -> float:
    """Return the agent hours of a week in the blocks."""
    return sum(block.week_hours * agents for block, agents in zip(cells, staff, strict=True))
