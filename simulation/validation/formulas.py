"""The formulas against the printed figures."""

from __future__ import annotations

from collections.abc import Iterator

from simulation import theory
from simulation.validation.checks import Check, printed, targets


def checks() -> Iterator[Check]:
    """Yield one check for every printed figure."""
    yield from _erlang()
    yield from _staffing()
    yield from _single_agents()
    yield from _calendar_and_redial()
    yield from _branching()


def _erlang() -> Iterator[Check]:
    group = targets()["erlang_c"]
    for agents, row in _rows(group):
        line = theory.erlang_c(int(agents), group["rate"], group["service"])
        got = (line.p_wait, line.mean_wait * 60, line.service_level(20 / 60))
        for name, expected, value in zip(("P(wait)", "mean wait, s", "within 20 s"), row, got, strict=True):
            yield printed(f"Erlang C, {agents} agents: {name}", group["source"], expected, value)
    group = targets()["erlang_a"]
    for agents, row in _rows(group):
        impatient = theory.erlang_a(int(agents), group["rate"], group["service"], group["patience"])
        got = (impatient.p_wait, impatient.p_abandon, impatient.occupancy)
        for name, expected, value in zip(("P(wait)", "P(abandon)", "occupancy"), row, got, strict=True):
            yield printed(f"Erlang A, {agents} agents: {name}", group["source"], expected, value)


def _staffing() -> Iterator[Check]:
    group = targets()["cliff"]
    for load, expected in group.items():
        if load != "source":
            wait = theory.erlang_c(10, float(load) * 2, 5).mean_wait * 60
            yield printed(f"10 agents at {load}: mean wait, s", group["source"], expected, wait)
    group = targets()["pooling"]
    for name, agents, load_each in (
        ("four_by_5", 5, 4.25),
        ("four_by_6", 6, 4.25),
        ("four_by_7", 7, 4.25),
        ("one_of_20", 20, 17),
    ):
        wait = theory.erlang_c(agents, load_each / 5, 5).mean_wait * 60
        yield printed(f"pooling, {name}: mean wait, s", group["source"], group[name], wait)
    group = targets()["square_root"]
    yield printed("square root rule: P(wait) at beta 1", group["source"], group["beta_1"], theory.halfin_whitt(1))
    for count, erlangs in ((110, 100), (1640, 1600)):
        wait_share = theory.erlang_c(count, erlangs, 1).p_wait
        name = f"{count} agents, {erlangs} erlangs: P(wait)"
        yield printed(name, group["source"], group[f"agents_{count}"], wait_share)


def _single_agents() -> Iterator[Check]:
    group = targets()["pollaczek_khinchine"]
    for name, row in _rows(group):
        wait = theory.pollaczek_khinchine(0.16, 5, row[0]).mean_wait
        yield printed(f"one agent, {name} work: mean wait, min", group["source"], row[1], wait)
    group = targets()["cobham"]
    for name, rates, agents in (("mm1", (0.06, 0.1), 1), ("five_agents", (0.17, 0.68), 5)):
        line = theory.cobham(rates, 5, agents)
        got = (*line.mean_waits, line.first_come_first_served)
        for who, expected, value in zip(("first class", "second class", "first come"), group[name], got, strict=True):
            yield printed(f"priority, {name}: {who}, min", group["source"], expected, value)
    group = targets()["distracted"]
    for hourly in ("1", "3"):
        agent = theory.distracted_agent(int(hourly) / 60, 5, 240, 180)
        yield printed(
            f"distracted agent, {hourly} an hour: h", group["source"], group[hourly], agent.mean_in_system / 60
        )


def _calendar_and_redial() -> Iterator[Check]:
    group = targets()["opening"]
    day, week = 1440.0, 10080.0
    waits = {
        "daily": theory.wait_until_open([(480, 960)], day),
        "weekdays": theory.wait_until_open([(480 + n * day, 960 + n * day) for n in range(5)], week),
        "weekly-report": theory.wait_for_report(week),
    }
    for name, wait in waits.items():
        yield printed(f"opening hours, {name}: h", group["source"], group[name], wait / 60)
    group = targets()["redial"]
    for name, agents, redial, comes_back in (("with_redial", 12, 0.5, 0.2), ("without", 14, 0, 0)):
        first = theory.erlang_a(agents, group["rate"], group["service"], group["patience"])
        fixed = theory.redial_reconnect(first, redial, comes_back)
        yield printed(f"redial, {name}: calls a minute", group["source"], group[name][0], fixed.arrival_rate)
        yield printed(f"redial, {name}: P(abandon)", group["source"], group[name][1], fixed.p_abandon)


def _branching() -> Iterator[Check]:
    group = targets()["borel"]
    for ratio, row in _rows(group):
        thread = theory.borel(float(ratio))
        got = (thread.mean, thread.variance, thread.probability(1))
        for name, expected, value in zip(("mean size", "variance", "P(nobody reacts)"), row, got, strict=True):
            yield printed(f"thread at branching ratio {ratio}: {name}", group["source"], expected, value)


def _rows(group: dict[str, object]) -> Iterator[tuple[str, list[float]]]:
    """Yield the rows of a group of targets, its inputs left out."""
    for name, row in group.items():
        if isinstance(row, list):
            yield name, row
