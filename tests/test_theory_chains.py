"""The exact queues against the same chains solved by linear algebra."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simulation import theory

Matrix = NDArray[np.float64]
SERVERS = st.integers(1, 12)
LOADS = st.floats(0.1, 1.8)
TIMES = st.floats(0.3, 3.0)


def stationary(generator: Matrix) -> Matrix:
    """Stationary distribution of a finite chain, from its off-diagonal rates."""
    balance = (generator - np.diag(generator.sum(axis=1))).T
    balance[-1] = 1.0
    ones = np.zeros(len(balance))
    ones[-1] = 1.0
    return np.asarray(np.linalg.solve(balance, ones), dtype=np.float64)


def birth_death(births: Matrix, deaths: Matrix) -> Matrix:
    return stationary(np.diag(births, 1) + np.diag(deaths, -1))


@settings(deadline=None, max_examples=50)
@given(SERVERS, LOADS, TIMES, TIMES, st.floats(0.0, 5.0))
def test_erlang_a_is_the_solution_of_its_chain(
    servers: int, load_each: float, service: float, patience: float, within: float
) -> None:
    rate, mu, theta = load_each * servers / service, 1 / service, 1 / patience
    states = np.arange(servers + 240)
    deaths = mu * np.minimum(states, servers) + theta * np.maximum(states - servers, 0)
    p = birth_death(np.full(len(states) - 1, rate), deaths[1:])
    waiting = np.maximum(states - servers, 0)
    queue = float(p @ waiting)
    line = theory.erlang_a(servers, rate, service, patience)
    assert line.p_wait == pytest.approx(p[servers:].sum(), rel=1e-8, abs=1e-13)
    assert line.mean_queue == pytest.approx(queue, rel=1e-8, abs=1e-12)
    assert line.mean_wait == pytest.approx(queue / rate, rel=1e-8, abs=1e-12)
    assert line.p_abandon == pytest.approx(theta * queue / rate, rel=1e-8, abs=1e-12)
    assert line.occupancy == pytest.approx(p @ np.minimum(states, servers) / servers, rel=1e-9)

    # One customer followed through the line: k ahead of her, until answered or gone.
    ahead = np.arange(len(states) - servers)
    moves = np.diag(servers * mu + ahead[1:] * theta, -1) - np.diag(servers * mu + (ahead + 1) * theta)
    first = p[servers:]
    answered = np.zeros(len(ahead))
    answered[0] = servers * mu
    time_to_answer = np.linalg.solve(moves, np.linalg.solve(moves, answered))
    share_answered = p[:servers].sum() - first @ np.linalg.solve(moves, answered)
    assert line.mean_wait_answered == pytest.approx(first @ time_to_answer / share_answered, rel=1e-7, abs=1e-12)
    in_time = p[:servers].sum() + first @ absorbed_by(moves, answered, within)
    assert line.answered_within(within) == pytest.approx(in_time, abs=1e-9)


@pytest.mark.parametrize(("servers", "rate", "patience"), [(100, 200.0, 60.0), (20, 100.0, 8.0), (200, 190.0, 2.0)])
def test_answers_in_time_follow_the_density_of_the_offered_wait(servers: int, rate: float, patience: float) -> None:
    # Thousands in line: the density exp(lambda H(x) - c mu x), scaled by its peak, summed by the trapezoidal rule.
    line = theory.erlang_a(servers, rate, 1.0, patience)
    x = np.linspace(0.0, 5 * patience, 400_001)
    exponent = rate * patience * -np.expm1(-x / patience) - servers * x
    density = np.exp(exponent - exponent.max())
    answered = density * np.exp(-x / patience)
    for time in (0.1, 0.5, 0.6, 0.7, 0.8, 1.0, 1.7):
        within = time * patience
        share_late = np.trapezoid(answered[x >= within], x[x >= within]) / np.trapezoid(density, x)
        expected = 1 - line.p_abandon - line.p_wait * share_late
        assert line.answered_within(within) == pytest.approx(expected, abs=2e-4)


def absorbed_by(moves: Matrix, exit_rates: Matrix, time: float) -> Matrix:
    """Probability of leaving by the exit before `time`, from every state, by uniformisation."""
    fastest = float(-moves.diagonal().min())
    jumps = np.eye(len(moves)) + moves / fastest
    # Poisson weights of the number of jumps; what has left after m jumps is summed on the way.
    most = int(fastest * time + 12 * math.sqrt(fastest * time + 1) + 30)
    gone = np.zeros(len(moves))
    step = exit_rates / fastest
    result = np.zeros(len(moves))
    for m in range(most):
        weight = math.exp(-fastest * time + m * math.log(fastest * time) - math.lgamma(m + 1)) if time > 0 else m == 0
        result += weight * gone
        gone = gone + step
        step = jumps @ step
    return result


@settings(deadline=None, max_examples=100)
@given(SERVERS, st.integers(0, 60), st.floats(0.05, 3.0), TIMES)
def test_finite_queue_is_the_solution_of_its_chain(servers: int, places: int, load_each: float, service: float) -> None:
    rate = load_each * servers / service
    states = np.arange(servers + places + 1)
    p = birth_death(np.full(len(states) - 1, rate), np.minimum(states[1:], servers) / service)
    accepted, queue = 1 - p[-1], float(p @ np.maximum(states - servers, 0))
    line = theory.finite_queue(servers, servers + places, rate, service)
    assert line.p_blocked == pytest.approx(p[-1], rel=1e-8, abs=1e-13)
    assert line.p_wait == pytest.approx(p[servers:-1].sum() / accepted, rel=1e-8, abs=1e-12)
    assert line.mean_queue == pytest.approx(queue, rel=1e-8, abs=1e-12)
    assert line.mean_wait == pytest.approx(queue / rate / accepted, rel=1e-8, abs=1e-12)
    assert line.occupancy == pytest.approx(p @ np.minimum(states, servers) / servers, rel=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.floats(0.05, 0.7), TIMES, TIMES, TIMES)
def test_distracted_agent_is_the_solution_of_its_chain(
    used: float, service: float, attentive: float, away: float
) -> None:
    rate = used * attentive / (attentive + away) / service
    most = 300
    chain = np.zeros((2 * most, 2 * most))
    for n in range(most):
        chain[2 * n, 2 * n + 1] = 1 / attentive
        chain[2 * n + 1, 2 * n] = 1 / away
        if n + 1 < most:
            chain[2 * n, 2 * n + 2] = chain[2 * n + 1, 2 * n + 3] = rate
            chain[2 * n + 2, 2 * n] = 1 / service
    p = stationary(chain).reshape(most, 2)
    assert p[-1].sum() < 1e-11
    agent = theory.distracted_agent(rate, service, attentive, away)
    assert agent.mean_number == pytest.approx(p.sum(axis=1) @ np.arange(most), rel=1e-7)
    assert agent.mean_in_system * rate == pytest.approx(agent.mean_number)
    assert agent.busy == pytest.approx(p[1:, 0].sum(), rel=1e-8)
    assert agent.attentive == pytest.approx(p[:, 0].sum(), rel=1e-9)


@pytest.mark.parametrize(("servers", "urgent", "other"), [(1, 0.3, 0.3), (2, 0.5, 0.6), (3, 0.2, 1.5)])
def test_cobham_is_the_solution_of_its_chain(servers: int, urgent: float, other: float) -> None:
    # Below `servers` busy agents nobody waits; above, a state is (urgent waiting, others waiting).
    most = 34
    below = [(-free, 0) for free in range(servers, 0, -1)]
    states = [*below, *itertools.product(range(most), repeat=2)]
    place = {state: index for index, state in enumerate(states)}
    chain = np.zeros((len(states), len(states)))
    for (first, second), index in place.items():
        if first < 0:
            chain[index, place[first + 1, 0]] = urgent + other
            if first > -servers:
                chain[index, place[first - 1, 0]] = servers + first
            continue
        for following, speed in (((first + 1, second), urgent), ((first, second + 1), other)):
            if following in place:
                chain[index, place[following]] = speed
        served = (first - 1, second) if first or not second else (first, second - 1)
        chain[index, place[served]] = servers
    p = stationary(chain)
    expected = [sum(p[place[state]] * max(0, state[k]) for state in states) for k in (0, 1)]
    waits = theory.cobham([urgent, other], 1.0, servers).mean_waits
    assert waits[0] * urgent == pytest.approx(expected[0], rel=1e-4)
    assert waits[1] * other == pytest.approx(expected[1], rel=1e-4)


@given(
    st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(0.1, 9.0), st.floats(0.0, 3.0)), min_size=1, max_size=5),
    st.floats(0.05, 0.95),
)
def test_priorities_keep_the_work_in_line(classes: list[tuple[float, float, float]], load: float) -> None:
    scale = load / sum(rate * mean for rate, mean, _ in classes)
    rates, means, cvs = zip(*((rate * scale, mean, cv) for rate, mean, cv in classes), strict=True)
    line = theory.cobham_general(rates, means, cvs)
    # Kleinrock's conservation law: priority shifts waiting between classes, weighted by their load.
    by_class = sum(r * m * w for r, m, w in zip(rates, means, line.mean_waits, strict=True))
    assert by_class == pytest.approx(load * line.first_come_first_served, rel=1e-9)
    assert list(line.mean_waits) == sorted(line.mean_waits)


def test_one_class_of_priority_is_pollaczek_khinchine() -> None:
    alone = theory.pollaczek_khinchine(0.16, 5.0, 1.2).mean_wait
    assert theory.cobham_general([0.16], [5.0], [1.2]).mean_waits[0] == pytest.approx(alone, rel=1e-14)
