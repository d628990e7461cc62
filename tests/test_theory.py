"""The exact queues against published figures, their limits, and bad input."""

import ast
import doctest
import importlib
import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import theory

MODULES = ("_checks", "calendar_waits", "erlang", "priorities", "returning", "single_server", "staffing")
DOCUMENTED = MODULES[1:]


def printed(value: float, digits: str) -> bool:
    """Whether `value`, rounded to the decimals that `digits` shows, reads like it."""
    decimals = len(digits.partition(".")[2])
    return f"{value:.{decimals}f}" == digits


# Published figures, to the printed digits


@pytest.mark.parametrize("module", DOCUMENTED)
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    failed, attempted = doctest.testmod(importlib.import_module(f"simulation.theory.{module}"))
    assert attempted > 0
    assert failed == 0


@pytest.mark.parametrize("module", MODULES)
def test_theory_needs_the_standard_library_alone(module: str) -> None:
    source = Path(theory.__file__ or "").with_name(f"{module}.py").read_text(encoding="utf-8")
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            imported.add(str(node.module))
    assert imported <= {"math", "dataclasses", "collections.abc", "numbers"}


@pytest.mark.parametrize(
    ("servers", "p_wait", "wait_seconds", "level"),
    [
        (11, "0.682118", "122.7813", "0.389614"),
        (12, "0.449388", "40.4449", "0.640158"),
        (13, "0.28527", "17.1162", "0.795595"),
        (14, "0.174132", "7.835937", "0.888350"),
        (15, "0.102042", "3.6735", "0.941453"),
        (16, "0.05734", "1.7202", "0.97056"),
    ],
)
def test_erlang_c_ten_erlangs(servers: int, p_wait: str, wait_seconds: str, level: str) -> None:
    line = theory.erlang_c(servers, arrival_rate=10 / 3, service_mean=3.0)
    assert printed(line.p_wait, p_wait)
    assert printed(60 * line.mean_wait, wait_seconds)
    assert printed(line.service_level(20 / 60), level)


def test_erlang_c_agrees_with_a_published_package_to_the_last_digits() -> None:
    # pyworkforce 0.1.0, the example of its package page.
    line = theory.erlang_c(14, arrival_rate=10 / 3, service_mean=3.0)
    assert line.service_level(20 / 60) == pytest.approx(0.8883500191794669, rel=1e-14)
    assert line.p_wait == pytest.approx(0.1741319335950498, rel=1e-13)
    assert printed(line.occupancy, "0.7142857")


@pytest.mark.parametrize(("servers", "load", "p_wait"), [(8, 3.87, "0.0500851"), (10, 4.08, "0.0100517")])
def test_erlang_c_tables(servers: int, load: float, p_wait: str) -> None:
    assert printed(theory.erlang_c(servers, load, 1.0).p_wait, p_wait)


@pytest.mark.parametrize(
    ("servers", "p_wait", "p_abandon", "occupancy"),
    [
        (8, "0.779779", "0.246035", "0.94246"),
        (10, "0.54207", "0.12511", "0.87489"),
        (12, "0.303224", "0.053092", "0.78909"),
        (14, "0.135536", "0.018694", "0.70093"),
    ],
)
def test_erlang_a_ten_erlangs_patience_three_minutes(servers: int, p_wait: str, p_abandon: str, occupancy: str) -> None:
    line = theory.erlang_a(servers, arrival_rate=10 / 3, service_mean=3.0, patience_mean=3.0)
    assert printed(line.p_wait, p_wait)
    assert printed(line.p_abandon, p_abandon)
    assert printed(line.occupancy, occupancy)


@pytest.mark.parametrize(
    ("utilisation", "seconds"),
    [
        (0.50, "2.17"),
        (0.70, "22.17"),
        (0.80, "61.38"),
        (0.85, "105.97"),
        (0.90, "200.62"),
        (0.95, "495.35"),
        (0.98, "1392.24"),
    ],
)
def test_the_cliff_ten_agents_five_minutes(utilisation: float, seconds: str) -> None:
    assert printed(60 * theory.erlang_c(10, utilisation * 2, 5.0).mean_wait, seconds)


@pytest.mark.parametrize(
    ("teams", "servers", "seconds"), [(4, 5, "261.788"), (4, 6, "59.918"), (1, 20, "38.506"), (4, 7, "18.888")]
)
def test_pooling_seventeen_erlangs(teams: int, servers: int, seconds: str) -> None:
    assert printed(60 * theory.erlang_c(servers, 17 / 5 / teams, 5.0).mean_wait, seconds)


def test_halfin_whitt_and_the_teams_that_approach_it() -> None:
    assert printed(theory.halfin_whitt(1.0), "0.223361")
    for load, p_wait in ((100.0, "0.237008"), (1600.0, "0.226849")):
        servers = theory.square_root_staffing(load, 1.0)
        assert printed(theory.erlang_c(servers, load, 1.0).p_wait, p_wait)


@pytest.mark.parametrize(("cv", "minutes"), [(0, "10"), (0.5, "12.5"), (1, "20"), (1.2, "24.4"), (2, "50")])
def test_pollaczek_khinchine(cv: float, minutes: str) -> None:
    line = theory.pollaczek_khinchine(0.16, 5.0, cv)
    assert line.mean_wait == pytest.approx(float(minutes), rel=1e-14)
    assert line.mean_in_system == line.mean_wait + 5.0
    assert line.mean_queue == 0.16 * line.mean_wait


def test_cobham_one_agent_and_five() -> None:
    one = theory.cobham([0.06, 0.10], service_mean=5.0)
    assert [f"{wait:.7f}" for wait in one.mean_waits] == ["5.7142857", "28.5714286"]
    assert one.first_come_first_served == pytest.approx(20.0, rel=1e-14)
    five = theory.cobham([0.85 * 0.2, 0.85 * 0.8], service_mean=5.0, servers=5)
    assert [f"{wait:.6f}" for wait in five.mean_waits] == ["0.788518", "5.256787"]
    assert printed(five.first_come_first_served, "4.363133")
    assert five.mean_wait == pytest.approx(five.first_come_first_served, rel=1e-13)


@pytest.mark.parametrize(("per_hour", "hours"), [(1, "1.675958"), (3, "2.544974")])
def test_distracted_agent(per_hour: int, hours: str) -> None:
    agent = theory.distracted_agent(per_hour / 60, service_mean=5.0, attentive_mean=240.0, away_mean=180.0)
    assert agent.busy == pytest.approx(per_hour / 12)
    assert printed(agent.mean_in_system / 60, hours)


def test_opening_hours_and_reports() -> None:
    assert printed(theory.wait_until_open([(480, 960)]) / 60, "5.33333")
    weekdays = [(1440 * day + 480, 1440 * day + 960) for day in range(5)]
    assert printed(theory.wait_until_open(weekdays, theory.MINUTES_PER_WEEK) / 60, "15.238095")
    assert theory.wait_until_open([(0, 1440)]) == 0.0
    # The night that runs over midnight is one night, whichever hour the day is said to begin at.
    assert theory.wait_until_open([(0, 480)]) == theory.wait_until_open([(960, 1440)])
    assert theory.wait_for_report(theory.MINUTES_PER_WEEK) == 84 * 60


@pytest.mark.parametrize(
    ("servers", "redial", "reconnect", "rate", "p_abandon"),
    [(12, 0.5, 0.2, "3.3187", "0.1556"), (14, 0.0, 0.0, "2.5", "0.0166")],
)
def test_redial_and_reconnect(servers: int, redial: float, reconnect: float, rate: str, p_abandon: str) -> None:
    first = theory.erlang_a(servers, arrival_rate=2.5, service_mean=4.0, patience_mean=5.0)
    busy = theory.redial_reconnect(first, redial, reconnect)
    assert printed(busy.arrival_rate, rate)
    assert printed(busy.p_abandon, p_abandon)
    assert busy.line == theory.erlang_a(servers, busy.arrival_rate, 4.0, 5.0)


# Limits


@pytest.mark.parametrize(("servers", "rate"), [(1, 0.7), (9, 8.0), (1000, 970.0)])
def test_endless_patience_is_erlang_c(servers: int, rate: float) -> None:
    patient = theory.erlang_c(servers, rate, 1.0)
    line = theory.erlang_a(servers, rate, 1.0, 1e13)
    assert line.p_wait == pytest.approx(patient.p_wait, rel=1e-8)
    assert line.mean_wait == pytest.approx(patient.mean_wait, rel=1e-8)
    assert line.mean_wait_answered == pytest.approx(patient.mean_wait, rel=1e-8)
    assert line.occupancy == pytest.approx(patient.occupancy)
    for within in (0.0, 0.1, 2.0):
        assert line.answered_within(within) == pytest.approx(patient.service_level(within), rel=1e-8)
    nearer = [abs(theory.erlang_a(servers, rate, 1.0, p).p_wait - patient.p_wait) for p in (1e3, 1e5, 1e7)]
    assert nearer == sorted(nearer, reverse=True)


@pytest.mark.parametrize(("servers", "rate"), [(1, 0.7), (9, 8.0), (9, 30.0), (1000, 1030.0)])
def test_no_patience_is_erlang_b(servers: int, rate: float) -> None:
    line = theory.erlang_a(servers, rate, 1.0, 1e-12)
    lost = theory.erlang_b(servers, rate)
    assert line.p_abandon == pytest.approx(lost, rel=1e-8)
    assert line.p_wait == pytest.approx(lost, rel=1e-8)
    assert line.answered_within(1.0) == pytest.approx(1 - lost, rel=1e-8)


@pytest.mark.parametrize(("servers", "load"), [(1, 0.2), (10, 8.0), (100, 130.0), (2000, 1900.0)])
def test_erlang_b_is_a_truncated_poisson(servers: int, load: float) -> None:
    weights = [math.exp(n * math.log(load) - load - math.lgamma(n + 1)) for n in range(servers + 1)]
    assert theory.erlang_b(servers, load) == pytest.approx(weights[-1] / math.fsum(weights), rel=1e-9)


@pytest.mark.parametrize(("servers", "load"), [(50, 55.0), (1000, 1000.0), (3000, 2900.0)])
def test_patience_like_service_makes_the_number_in_system_poisson(servers: int, load: float) -> None:
    # Everybody then leaves at the same rate, as with an agent for each, whatever the team's size.
    poisson = [math.exp(n * math.log(load) - load - math.lgamma(n + 1)) for n in range(2 * servers + 200)]
    line = theory.erlang_a(servers, load, 1.0, 1.0)
    assert line.p_wait == pytest.approx(math.fsum(poisson[servers:]), rel=1e-9)
    queue = math.fsum((n - servers) * p for n, p in enumerate(poisson) if n > servers)
    assert line.mean_queue == pytest.approx(queue, rel=1e-9)


def test_finite_queue_lies_between_loss_and_endless_line() -> None:
    assert theory.finite_queue(5, 5, 4.0, 1.0).p_blocked == pytest.approx(theory.erlang_b(5, 4.0))
    endless, roomy = theory.erlang_c(5, 4.0, 1.0), theory.finite_queue(5, 400, 4.0, 1.0)
    assert roomy.p_wait == pytest.approx(endless.p_wait)
    assert roomy.mean_wait == pytest.approx(endless.mean_wait)
    crowded = theory.finite_queue(2, 5000, 50.0, 1.0)
    assert crowded.p_blocked == pytest.approx(1 - 2 / 50)
    assert crowded.occupancy == pytest.approx(1.0)


@pytest.mark.parametrize("load", [0.01, 5.0, 400.0, 900.0, 1500.0])
@pytest.mark.parametrize("patience", [0.001, 1.0, 300.0])
def test_erlang_a_stays_a_probability_in_large_teams(load: float, patience: float) -> None:
    line = theory.erlang_a(1000, load, 1.0, patience)
    assert 0 <= line.p_abandon <= line.p_wait <= 1
    assert line.occupancy == pytest.approx(load / 1000 * (1 - line.p_abandon), rel=1e-9)
    assert line.answered_within(0) == pytest.approx(1 - line.p_wait, abs=1e-9)
    levels = [line.answered_within(within) for within in (0, 0.01, 0.1, 1, 10, 1e4)]
    assert levels == pytest.approx(sorted(levels), abs=1e-9)
    assert levels[-1] == pytest.approx(1 - line.p_abandon, abs=1e-12)


def test_an_agent_who_hardly_looks_away_is_an_ordinary_agent() -> None:
    plain = theory.pollaczek_khinchine(0.1, 5.0, 1.0).mean_in_system
    assert theory.distracted_agent(0.1, 5.0, 1e7, 1e-3).mean_in_system == pytest.approx(plain, rel=1e-6)


@given(st.integers(1, 60), st.floats(0.2, 2.0), st.floats(0.0, 0.95), st.floats(0.0, 0.9))
def test_redials_balance_what_arrives_and_what_leaves(
    servers: int, load_each: float, redial: float, reconnect: float
) -> None:
    first = theory.erlang_a(servers, servers * load_each, 1.0, 2.0)
    busy = theory.redial_reconnect(first, redial, reconnect)
    returning = busy.p_abandon * redial + (1 - busy.p_abandon) * reconnect
    assert busy.arrival_rate * (1 - returning) == pytest.approx(first.arrival_rate, rel=1e-9)


@given(st.floats(0.1, 300.0), st.floats(0.01, 0.999), st.floats(0.0, 3.0), st.floats(0.05, 20.0))
def test_the_smallest_staff_is_enough_and_one_less_is_not(
    load: float, target: float, within: float, patience: float
) -> None:
    staff = theory.staff_for_service_level(load, 1.0, target, within)
    assert theory.erlang_c(staff, load, 1.0).service_level(within) >= target
    if staff - 1 > load:
        assert theory.erlang_c(staff - 1, load, 1.0).service_level(within) < target
    staff = theory.staff_for_abandonment(load, 1.0, patience, 1 - target)
    assert theory.erlang_a(staff, load, 1.0, patience).p_abandon <= 1 - target
    if staff > 1:
        assert theory.erlang_a(staff - 1, load, 1.0, patience).p_abandon > 1 - target


def test_square_root_staffing_rounds_up_but_not_past_a_whole_number() -> None:
    assert theory.square_root_staffing(100.0, 1.01) == 111
    assert theory.square_root_staffing(0.09, 0.1 / 0.3) == 1
    assert theory.square_root_staffing(25.0, 1e-14) == 26
    assert theory.halfin_whitt(60.0) == 0.0
    assert theory.halfin_whitt(1e-9) == pytest.approx(1.0)


def test_redials_of_everybody_settle_while_the_agents_can_answer_them() -> None:
    busy = theory.redial_reconnect(theory.erlang_a(10, 8.0, 1.0, 2.0), redial=1.0, reconnect=0.0)
    assert busy.arrival_rate * (1 - busy.p_abandon) == pytest.approx(8.0)
    assert busy.arrival_rate > 8.0


# Bad input


LINE = theory.erlang_a(2, 3.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: theory.erlang_b(0, 1.0), "erlang_b: servers is 0, expected a whole number of at least 1."),
        (lambda: theory.erlang_b(True, 1.0), "erlang_b: servers is True, expected a whole number of at least 1."),
        (lambda: theory.erlang_b(2.5, 1.0), "erlang_b: servers is 2.5, expected a whole number of at least 1."),  # type: ignore[arg-type]
        (lambda: theory.erlang_b(2, -1.0), "erlang_b: load is -1.0, expected a number above 0."),
        (lambda: theory.erlang_b(2, 1e-60), "erlang_b: load is 1e-60, expected a number between 1e-50 and 1e50."),
        (lambda: theory.erlang_c(2, math.nan, 1.0), "erlang_c: arrival_rate is nan, expected a finite number."),
        (lambda: theory.erlang_c(2, "3", 1.0), "erlang_c: arrival_rate is '3', expected a finite number."),  # type: ignore[arg-type]
        (
            lambda: theory.erlang_c(10, 2.1, 5.0),
            "erlang_c: the queue grows without end, the offered load is 10.5 erlangs; "
            "expected less than 10, what the servers can carry.",
        ),
        (
            lambda: theory.erlang_c(3, 1.0, 1.0).service_level(-1),
            "service_level: within is -1, expected 0 or more.",
        ),
        (
            lambda: theory.erlang_a(1, 2.0, 1.0, 1e9),
            "erlang_a: patience_mean is 1e+09 minutes, which at 2 arrivals and 1 services per minute "
            "lets more than 200000 customers stand in line; expected a shorter patience or fewer arrivals.",
        ),
        (
            lambda: theory.finite_queue(3, 2, 1.0, 1.0),
            "finite_queue: capacity is 2, expected a whole number of at least 3.",
        ),
        (
            lambda: theory.pollaczek_khinchine(0.1, 5.0, -0.5),
            "pollaczek_khinchine: service_cv is -0.5, expected 0 or more.",
        ),
        (
            lambda: theory.distracted_agent(0.15, 5.0, 240.0, 180.0),
            "distracted_agent: the queue grows without end, the offered load is 0.75 erlangs; "
            "expected less than 0.571429, what the servers can carry.",
        ),
        (lambda: theory.cobham([], 5.0), "cobham: arrival_rates is [], expected a list with at least one value."),
        (lambda: theory.cobham([0.1, 0.0], 5.0), "cobham: arrival_rates[1] is 0.0, expected a number above 0."),
        (lambda: theory.cobham(0.1, 5.0), "cobham: arrival_rates is 0.1, expected a list with at least one value."),  # type: ignore[arg-type]
        (
            lambda: theory.cobham_general([0.1, 0.1], [5.0], [1.0, 1.0]),
            "cobham_general: service_means has 1 values, expected 2, one per class.",
        ),
        (
            lambda: theory.redial_reconnect(LINE, 1.2, 0.0),
            "redial_reconnect: redial is 1.2, expected a share from 0 to 1.",
        ),
        (
            lambda: theory.redial_reconnect(LINE, 0.5, 1.0),
            "redial_reconnect: reconnect is 1.0, expected a share between 0 and 1, neither of them included.",
        ),
        (
            lambda: theory.redial_reconnect(LINE, 1.0, 0.0),
            "redial_reconnect: nobody gives up for good and the first attempts offer 3 erlangs; expected less than 2, "
            "or a redial below 1.",
        ),
        (
            lambda: theory.redial_reconnect(LINE, 0.999999, 0.0),
            "redial_reconnect: with redial 0.999999 and 2 servers the redials pile up towards 196608 contacts per "
            "minute, too many to compute; expected a smaller redial or more servers.",
        ),
        (
            lambda: theory.staff_for_service_level(1.0, 1.0, 1.0, 0.5),
            "staff_for_service_level: target is 1.0, expected a share between 0 and 1, neither of them included.",
        ),
        (lambda: theory.halfin_whitt(0.0), "halfin_whitt: beta is 0.0, expected a number above 0."),
        (
            lambda: theory.wait_until_open([(960, 480)]),
            "wait_until_open: openings[0] is 960 to 480, expected a stretch that opens before it closes, "
            "between minute 0 and minute 1440.",
        ),
        (
            lambda: theory.wait_until_open([(480, 960), (900, 1000)]),
            "wait_until_open: openings[1] is 900 to 1000, expected a stretch that opens before it closes, "
            "between minute 960 and minute 1440.",
        ),
        (
            lambda: theory.wait_until_open([480, 960]),  # type: ignore[list-item]
            "wait_until_open: openings[0] is 480, expected a list with at least one value.",
        ),
        (lambda: theory.wait_for_report(-7), "wait_for_report: interval is -7, expected a number above 0."),
    ],
)
def test_impossible_input_gets_one_sentence(call: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        call()
    assert str(caught.value) == sentence
