"""The simulator's own queues, through ordinary scenario files, and the exact figures that they must meet."""

from __future__ import annotations

from simulation import theory
from simulation.scenario import Scenario, load
from simulation.validation.checks import Simulated, targets

REPLICATIONS = 16

Plan = tuple[dict[str, Scenario], list[Simulated]]


def plan() -> Plan:
    """Return the scenarios to run, by name, and the figures wanted of them."""
    scenarios: dict[str, Scenario] = {}
    wanted: list[Simulated] = []
    for part in (_erlang, _finite, _redial, _single_agent, _priority, _distracted, _hours):
        more_scenarios, more_wanted = part()
        scenarios |= more_scenarios
        wanted += more_wanted
    return scenarios, wanted


def _erlang() -> Plan:
    base = load("erlang-a").with_({"days": 7})
    scenarios, wanted = {}, []
    group = targets()["erlang_c"]
    for agents in (12, 14):
        name = f"Erlang C, {agents} agents"
        scenarios[name] = base.with_({"teams.phone.agents": agents, "channels.phone.patience": "never"})
        p_wait, wait_s, level = group[str(agents)]
        wanted += [
            Simulated(f"simulated {name}: P(wait)", group["source"], name, "delayed.phone", 1, p_wait, True),
            Simulated(f"simulated {name}: mean wait, s", group["source"], name, "wait_min.phone", 60, wait_s),
            Simulated(f"simulated {name}: within 20 s", group["source"], name, "service_level.phone", 1, level),
        ]
    group = targets()["erlang_a"]
    for agents in (8, 10, 12, 14):
        name = f"Erlang A, {agents} agents"
        scenarios[name] = base.with_({"teams.phone.agents": agents})
        p_wait, p_abandon, occupancy = group[str(agents)]
        wanted += [
            Simulated(f"simulated {name}: P(wait)", group["source"], name, "delayed.phone", 1, p_wait, True),
            Simulated(f"simulated {name}: P(abandon)", group["source"], name, "abandonment.phone", 1, p_abandon, True),
            Simulated(f"simulated {name}: occupancy", group["source"], name, "occupancy.phone", 1, occupancy),
        ]
    group = targets()["pooling"]
    for target, agents, erlangs in (("four_by_5", 5, 4.25), ("one_of_20", 20, 17)):
        name = f"pooling, {target}"
        changes = {
            "teams.phone.agents": agents,
            "channels.phone.patience": "never",
            "channels.phone.work.mean": 5,
            "needs.call.per_day": erlangs / 5 * 1440,
            "days": 20 if agents == 5 else 6,
        }
        scenarios[name] = base.with_(changes)
        wanted.append(
            Simulated(f"simulated {name}: mean wait, s", group["source"], name, "wait_min.phone", 60, group[target])
        )
    return scenarios, wanted


def _finite() -> Plan:
    exact = theory.finite_queue(5, 8, 1, 5)
    source = "M/M/c/K, birth and death"
    wanted = [
        Simulated("simulated lines: P(blocked)", source, "lines", "blocking.phone", 1, exact.p_blocked, True),
        Simulated("simulated lines: mean wait, min", source, "lines", "wait_min.phone", 1, exact.mean_wait),
    ]
    return {"lines": load("finite-lines")}, wanted


def _redial() -> Plan:
    group = targets()["redial"]
    calls, abandon = group["with_redial"]
    busy = calls * (1 - abandon) * group["service"] / 12
    source = group["source"]
    wanted = [
        Simulated("simulated redial: P(abandon)", source, "redial", "abandonment.phone", 1, abandon, True),
        Simulated("simulated redial: occupancy", source, "redial", "occupancy.phone", 1, busy, True),
    ]
    return {"redial": load("redial")}, wanted


def _single_agent() -> Plan:
    group = targets()["pollaczek_khinchine"]
    base = load("single-agent")
    scenarios, wanted = {}, []
    for name in base.policies:
        key = f"one agent, {name} work"
        scenarios[key] = base.policy(name)
        wanted.append(
            Simulated(f"simulated {key}: mean wait, min", group["source"], key, "wait_min.phone", 1, group[name][1])
        )
    return scenarios, wanted


def _priority() -> Plan:
    group = targets()["cobham"]
    base = load("priority-line")
    alone = {"teams.phone.agents": 1, "needs.gold.per_day": 86.4, "needs.standard.per_day": 144, "days": 160}
    scenarios, wanted = {}, []
    for key, changes in (("five_agents", {}), ("mm1", alone)):
        gold, standard, together = group[key]
        scenarios[f"priority, {key}"] = base.with_(changes)
        scenarios[f"first come, {key}"] = base.policy("first-come").with_(changes)
        for name, measure, expected in (
            (f"priority, {key}", "first_reply_min.gold", gold),
            (f"priority, {key}", "first_reply_min.none", standard),
            (f"first come, {key}", "wait_min.phone", together),
        ):
            wanted.append(Simulated(f"simulated {name}: {measure}", group["source"], name, measure, 1, expected))
    return scenarios, wanted


def _distracted() -> Plan:
    group = targets()["distracted"]
    base = load("distracted-agent")
    scenarios = {"distracted, 3 an hour": base, "distracted, 1 an hour": base.policy("rare")}
    wanted = [
        Simulated(f"simulated {name}: h", group["source"], name, "solution_min", 1 / 60, group[name.split()[1]])
        for name in scenarios
    ]
    busy = Simulated(
        "simulated distracted, 3 an hour: busy", group["source"], "distracted, 3 an hour", "occupancy.social", 1, 0.25
    )
    return scenarios, [*wanted, busy]


def _hours() -> Plan:
    group = targets()["opening"]
    base = load("opening-hours")
    scenarios = {f"opening hours, {name}": base.policy(name) for name in base.policies}
    wanted = [
        Simulated(f"simulated {name}: h", group["source"], name, "answer_min.email", 1 / 60, group[name.split(", ")[1]])
        for name in scenarios
    ]
    return scenarios, wanted
