"""From a scenario and its workload to a world: tables and switches, without any Python object."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compiled import layout
from simulation.compiled.jit import address_of_numpys_draw, address_of_quantile
from simulation.compiled.luck import lower_luck
from simulation.compiled.switches import switches
from simulation.model.company import zipf
from simulation.model.readers import poisson
from simulation.model.team import duty_changes
from simulation.model.transparency import believed_wait, stated_wait
from simulation.parts import Need
from simulation.scenario import Scenario
from simulation.units import exact
from simulation.workload import Workload, struck

Table = NDArray[Any]

NONE = layout.NONE
_NOT_YET = -2
_GROWING = {"cases": 1, "contacts": 2, "nodes": 2, "calendar": 4, "log": 16}
"""Tables that grow, with how many rows each needs beside one of the others."""


_ENTRIES_OF_A_NEED, _ENTRIES_OF_A_PAGE = 6, 8
_MOST_PAGES = 1 << 16  # that are told apart; a page has those due on it, and a lap of all pages later


class World:
    """A world, and the tables whose addresses it holds.

    Attributes
    ----------
    headroom : int
        Rows that a table keeps free for what happens in one moment.
    record : ndarray, shape (1,)
        The world, see `simulation.compiled.layout.WORLD`.
    tables : dict of str to ndarray
        Its tables.
    """

    def __init__(self) -> None:
        self.headroom = 0
        self.record = np.zeros(1, layout.WORLD)
        self.tables: dict[str, Table] = {}

    def set(self, **values: Any) -> None:
        """Set columns of the world."""
        for name, value in values.items():
            self.record[name] = value

    def add(self, name: str, count: int) -> Table:
        """Add an empty table of so many rows, and one to spare."""
        table = np.zeros(count + 1, layout.TABLES[name])
        self.hold(name, table)
        return table

    def hold(self, name: str, table: Table) -> None:
        """Let a table be the world's, in place of an earlier one."""
        self.tables[name] = table
        self.record[name] = table.ctypes.data

    def rows(self, name: str, values: list[dict[str, Any]]) -> None:
        """Add a table with these rows; a column that a row does not name is 0 in it."""
        table = self.add(name, len(values))
        for column in dict.fromkeys(itertools.chain.from_iterable(values)):
            named = [row.get(column, 0) for row in values]
            table[column][:-1] = np.array(named, table[column].dtype)


def lower(workload: Workload, spare: int = 1) -> World:
    """Return the world of a workload, on Monday at 00:00.

    Parameters
    ----------
    workload : Workload
        The scenario, its customers and their luck.
    spare : int
        How many times the usual headroom its tables have.
    """
    scenario, world = workload.scenario, World()
    world.set(horizon=workload.horizon, quantile=address_of_quantile(), last_case=workload.drawn)
    world.set(numpys_draw=address_of_numpys_draw(), **switches(scenario))
    world.set(level=0.0, level_since=0.0, customers=scenario.population.customers)
    _limits(world, workload)
    _teams(world, scenario)
    _channels(world, workload)
    _promises(world, scenario)
    _incidents(world, workload)
    _arrivals(world, workload)
    lower_luck(world, workload)
    _state(world, workload, spare)
    return world


def _limits(world: World, workload: Workload) -> None:
    """Tables that a uniform draw is looked up in: causes, tiers, habits, readers."""
    scenario = workload.scenario
    sources, first_cause = workload.sources, 0
    values: list[float] = []
    rows: list[dict[str, Any]] = []
    for name in sources:
        need = workload.process(name)
        own = need if isinstance(need, Need) else None
        tier = None if own is None else own.tier
        rows.append(
            {
                "severe": need.severe,
                "sensitive": need.sensitive,
                "invoice_cut": 0.0 if own is None else own.invoice_cut,
                "causes": need.causes,
                "limits": len(values),
                "first_cause": first_cause,
                "severity_class": 0 if own is None else own.severity_class,
                "tier": NONE if tier is None else list(scenario.population.tiers).index(tier),
                "incident": NONE,
                "ordered": own is None,
                "has_page": own is None or own.invoice_cut > 0,
            }
        )
        values += zipf(need.causes)
        first_cause += need.causes
    world.rows("sources", rows)
    world.set(sources_count=len(sources), causes=first_cause, tier_limits=len(values))
    world.add("archive", first_cause)
    world.add("books", first_cause)
    tiers = np.cumsum(list(scenario.population.tiers.values())).tolist() if scenario.population.tiers else []
    values += tiers
    world.set(tiers=len(tiers), habits=len(values))
    values += itertools.accumulate(channel.habit for channel in scenario.channels.values())
    world.set(readers=len(values))
    if scenario.publicity is not None:
        readers = list(itertools.accumulate(poisson(scenario.publicity.readers)))
        world.set(readers_count=len(readers))
        values += readers
    world.add("limits", len(values))["value"][: len(values)] = values


def _teams(world: World, scenario: Scenario) -> None:
    teams: list[dict[str, Any]] = []
    duty: list[dict[str, Any]] = []
    turns: list[dict[str, Any]] = []
    units: list[dict[str, Any]] = []
    desks: list[dict[str, Any]] = []
    names = list(scenario.teams)
    for index, part in enumerate(scenario.teams.values()):
        changes = duty_changes(part)
        agents = max(count for _, count in changes)
        teams.append(
            {
                "authority": part.authority,
                "report_every": part.report_every,
                "report_loses": part.report_loses if part.report_every > 0 else 0.0,
                "poll_minutes": part.poll_minutes,
                "solution_days": part.solution_days,
                "updates_every": exact(part.updates_every),
                "friendly": part.friendly,
                "attentive": part.attentive,
                "away": part.away,
                "first_agent": len(units),
                "agents": agents,
                "duty": len(duty),
                "duties": len(changes),
                "first_idle": NONE,
                "last_idle": NONE,
                "escalates_to": NONE if part.escalates_to is None else names.index(part.escalates_to),
                "first_turn": len(turns),
                "told_turns": len(part.attention_told),
                "callers_first": part.callers_first,
                "side_by_side": part.concurrency > 1,
                "distracted": part.attention == "distracted",
            }
        )
        duty += [{"at": at, "agents": count} for at, count in changes]
        turns += [{"value": minutes} for minutes in part.attention_told]
        several = part.concurrency if part.concurrency > 1 else 0
        units += [{"team": index, "desks": several} for _ in range(agents)]
    for number, unit in enumerate(units):
        unit["person"], unit["first_desk"] = number, len(units) + len(desks)
        desks += [{"team": unit["team"], "person": number, "desks": 0} for _ in range(unit["desks"])]
    fresh: dict[str, Any] = dict.fromkeys(
        ("contact", "first_in_inbox", "last_in_inbox", "before", "after", "law"), NONE
    )
    fresh |= {"back_at": -1.0, "off_at": -1.0, "attentive": 1}
    world.rows("teams", teams)
    world.rows("duty", duty)
    world.rows("attention", turns)
    world.rows("units", [fresh | unit for unit in [*units, *desks]])
    world.set(teams_count=len(teams), units_count=len(units) + len(desks))


def _channels(world: World, workload: Workload) -> None:
    scenario = workload.scenario
    serving = {channel: index for index, team in enumerate(scenario.teams.values()) for channel in team.channels}
    teams, behaviour = list(scenario.teams.values()), scenario.behaviour
    waits_move = scenario.learning is not None or scenario.reputation is not None
    honest = scenario.transparency.labels == "honest"
    rows, fits = [], []
    for name, part in scenario.channels.items():
        spoken = part.synchronous and not part.written
        at_once = 1 if spoken else teams[serving[name]].concurrency
        slower = 1 + scenario.handling.concurrency_cost * (at_once - 1)
        stated, believed = stated_wait(scenario, name), believed_wait(scenario, name)
        weight = behaviour.wait_weight + (behaviour.hold_weight if part.synchronous else 0.0)
        utility = part.alpha
        if not waits_move:
            utility -= weight * math.log1p(believed / behaviour.reference_wait)
        if honest and not part.official:
            utility += behaviour.unofficial_shift
        rows.append(
            {
                "pace": part.work.mean * slower / at_once,
                "young_shift": part.young_shift,
                "believed": believed,
                "stated": 0.0 if stated is None else stated,
                "has_stated": stated is not None,
                "ask_after": part.ask_after,
                "patience": part.patience,
                "answers": part.answers,
                "hand_off": part.hand_off * (1 - scenario.integration.shared_history),
                "utility": utility,
                "weight": weight,
                "team": serving[name],
                "lines": NONE if part.lines is None else part.lines,
                "synchronous": part.synchronous,
                "spoken": spoken,
                "written": part.written,
                "social": part.social,
                "public": part.public,
                "open": part.open,
            }
        )
        own = [getattr(workload.process(source), "solve", None) for source in workload.sources]
        fits += [{"value": part.solve if fit is None else fit} for fit in own]
    world.rows("channels", rows)
    world.rows("fits", fits)
    options = [index for index, row in enumerate(rows) if row["open"]]
    walls = [index for index in options if rows[index]["public"] and not rows[index]["synchronous"]]
    world.set(channels_count=len(rows), single=options[0] if len(options) == 1 else NONE)
    world.set(wall=walls[0] if walls else NONE, waits_move=waits_move)


def _promises(world: World, scenario: Scenario) -> None:
    rows = []
    for tier in [*scenario.population.tiers, "none"]:
        promise = scenario.commitments.get(tier)
        answer, solution = (None, None) if promise is None else (promise.answer, promise.solution)
        rows.append(
            {
                "answer": answer or 0.0,
                "solution": solution or 0.0,
                "answers": answer is not None,
                "solves": solution is not None,
            }
        )
    world.rows("promises", rows)
    world.set(promising=bool(scenario.commitments))


def _incidents(world: World, workload: Workload) -> None:
    scenario, customers = workload.scenario, workload.scenario.population.customers
    levers, wall = scenario.transparency, world.record["wall"][0]
    rows: list[dict[str, Any]] = []
    commenters: list[int] = []
    for source, name in enumerate(workload.sources):
        part = getattr(workload.process(name), "incident", None)
        if part is None:
            continue
        luck = workload.streams[name]
        hit, contacts = struck(part, customers, luck)
        row: dict[str, Any] = {"at": exact(part.at), "struck": int(hit.sum()), "source": source}
        row |= {"noticed_after": part.noticed_after, "first_comment": len(commenters)}
        if levers.broadcast:
            reached = luck["reached"].first(customers) < levers.broadcast_reach
            row["reached"] = int(reached.sum())
            if wall != NONE:
                comments = reached & ~contacts & (luck["comments"].first(customers) < levers.broadcast_comments)
                commenters += comments.nonzero()[0].tolist()
        row["comments"] = len(commenters) - row["first_comment"]
        world.tables["sources"]["incident"][source] = len(rows)
        rows.append(row)
    world.rows("incidents", rows)
    world.rows("commenters", [{"customer": customer} for customer in commenters])
    world.set(incidents_count=len(rows))


def _arrivals(world: World, workload: Workload) -> None:
    """Every need and order in the order of (time, case), the cast among them."""
    time, source, row, customer = workload.needs_in_order
    drawn, cast = len(time), workload.scenario.cast
    table = world.add("arrivals", drawn + len(cast))
    columns = {"time": time, "case": np.arange(1, drawn + 1), "source": source, "row": row, "customer": customer}
    for name, values in columns.items():
        table[name][:drawn] = values
    for index, member in enumerate(cast, start=1):
        table[drawn + index - 1] = (member.at, -index, -index, -index, workload.sources.index(member.need))
    if cast:
        told = table[: drawn + len(cast)]
        told[:] = told[np.lexsort((told["case"], told["time"]))]
    world.set(arrivals_count=drawn + len(cast))


def _state(world: World, workload: Workload, spare: int) -> None:
    """What changes during the run."""
    scenario = workload.scenario
    people = scenario.population.customers + len(scenario.cast)
    world.add("people", people)["last_used"] = _NOT_YET
    if scenario.learning is not None:
        channels = world.tables["channels"]["believed"][: len(scenario.channels)]
        table = world.add("waits", people * len(channels) * len(workload.sources))
        table["value"][:-1] = np.tile(np.repeat(channels, len(workload.sources)), people)
    moment = 2 * len(world.tables["commenters"]) + 8 * len(world.tables["units"])
    world.headroom = spare * (256 + moment)
    for name, times in _GROWING.items():
        room = 4 * times * world.headroom
        world.add(name, room)
        world.set(**{f"{name}_room": room})
    _pages(world)
    queue = 4 * world.headroom
    world.set(queue_room=queue)
    world.add("queues", 2 * len(scenario.teams) * queue)
    world.set(cases_free=NONE, contacts_free=NONE, nodes_free=NONE, doomed=NONE)
    leave_headroom(world)


def _pages(world: World) -> None:
    """Divide the run into pages of the calendar: so many that a few entries come to lie on one."""
    for name in ("later", "after"):
        world.add(name, len(world.tables["calendar"]) - 1)
    pages = 1 + _ENTRIES_OF_A_NEED * int(world.record["arrivals_count"][0]) // _ENTRIES_OF_A_PAGE
    lap = min(_MOST_PAGES, 1 << (pages - 1).bit_length())
    world.add("pages", lap)["first"] = NONE
    minutes = max(1.0, float(world.record["horizon"][0]))  # a run can be so short that nothing can be divided by it
    world.set(pages_mask=lap - 1, pages_a_minute=pages / minutes, later_free=NONE)


def leave_headroom(world: World) -> None:
    """Say how full each table may be at the beginning of a moment."""
    for name, times in _GROWING.items():
        world.record[f"{name}_full"] = world.record[f"{name}_room"] - times * world.headroom
