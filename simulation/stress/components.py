"""The components of a scenario: entities, activities, resources, queues, entry and exit points, and their diagram."""

from __future__ import annotations

from simulation.parts import Arrivals, Need, Team
from simulation.scenario import Scenario
from simulation.stress.texts import moment, table


def diagram(scenario: Scenario) -> str:
    """Return the base model as a Mermaid flowchart: needs, channels, teams, exits."""
    lines = ["```mermaid", "flowchart LR"]
    needs = scenario.sources
    lines += [f'  need{number}(["{name}"]) --> choice' for number, name in enumerate(needs)]
    lines.append('  choice{"channel choice"}')
    numbers = {name: number for number, name in enumerate(scenario.channels)}
    teams = {name: number for number, name in enumerate(scenario.teams)}
    for name, channel in scenario.channels.items():
        if channel.open:
            lines.append(f'  choice --> channel{numbers[name]}["{name}: {_kind(channel.synchronous)}"]')
    for name, team in scenario.teams.items():
        lines.append(f'  team{teams[name]}["{name}: {_staff(team)}"]')
        lines += [f"  channel{numbers[each]} --> team{teams[name]}" for each in team.channels
                  if scenario.channels[each].open]  # fmt: skip
        lines.append(f'  team{teams[name]} --> solved(["solved"])')
        if team.escalates_to is not None:
            lines.append(f"  team{teams[name]} -- escalates --> team{teams[team.escalates_to]}")
    lines += ['  choice -- "My Page or a message to all" --> deflected(["deflected"])']
    lines += ['  choice -- "repeats, switches, comes back" --> choice', '  choice --> given("given up")', "```"]
    return "\n".join(lines)


def _kind(synchronous: bool) -> str:
    return "holds" if synchronous else "writes"


def _staff(team: Team) -> str:
    if team.rota:
        return "; ".join(f"{_agents(block.agents)} {block.hours}" for block in team.rota)
    return f"{_agents(team.agents)}, {team.hours}"


def _agents(count: int) -> str:
    return "1 agent" if count == 1 else f"{count} agents"


def entities(scenario: Scenario) -> list[str]:
    """Return the entities and their attributes."""
    people = scenario.population
    said = [
        f"- **Customers** ({people.customers}): under 25 or not ({people.young:g}), considers social media "
        f"({people.considers_social:g}), expects an answer online within a day ({people.expects_day:g}), handle is the "
        f"real name ({people.real_name:g}), minds writing sensitive matters in public ({people.privacy_aware:g}), the "
        "channel last used, tier, a patience and a noise of her own for each channel.",
        "- **Cases**: one need from the moment it arises to its end; severe or not, sensitive or not, its cause.",
        "- **Contacts**: any attempt that a customer starts, in one channel at one time.",
    ]
    if people.tiers:
        tiers = ", ".join(f"{name} ({share:g})" for name, share in people.tiers.items())
        said.append(f"- **Paid tiers**, by share of the customers: {tiers}.")
    if scenario.orders is not None:
        said.append("- **Orders**, each of which may raise the question where it is.")
    if scenario.cast:
        names = ", ".join(f"{member.name} ({member.need}, {moment(member.at)})" for member in scenario.cast)
        said.append(f"- **Named customers**, parts of whose luck are told: {names}.")
    return said


def activities(scenario: Scenario) -> list[str]:
    """Return what agents do, with its duration."""
    rows = [
        (f"a contact by {name}", each.work.distribution, each.work.mean, each.work.cv, each.solve, each.hand_off)
        for name, each in scenario.channels.items()
    ]
    for name, need in scenario.needs.items():
        if need.work is not None:
            work = need.work
            rows.append((f"a contact about {name}, in any channel", work.distribution, work.mean, work.cv,
                         need.solve if need.solve is not None else float("nan"), float("nan")))  # fmt: skip
    handling = scenario.handling
    titles = ("activity", "distribution", "mean, min", "cv", "solves", "needs another owner")
    shown = [[None if value != value else value for value in row] for row in rows]
    return [
        table(titles, shown),
        f"A question in writing takes {handling.ask_minutes:g} minutes, in a call {handling.ask_minutes_call:g}; notes "
        f"around a hand-off {handling.note_minutes:g}; a look-up in the company's own systems {handling.own_lookup:g}; "
        f"at the partner {scenario.integration.partner_minutes:g} on average, during which the agent is free.",
    ]


def resources(scenario: Scenario) -> list[str]:
    """Return the teams."""
    rows = [
        (name, ", ".join(team.channels) or "back office", _staff(team), team.attention, team.concurrency,
         team.authority, team.escalates_to)
        for name, team in scenario.teams.items()
    ]  # fmt: skip
    titles = ("team", "channels", "staff and hours", "attention", "contacts in hand", "authority", "escalates to")
    said = [table(titles, rows)]
    lines = [f"{name} ({each.lines})" for name, each in scenario.channels.items() if each.lines is not None]
    if lines:
        said.append(f"Lines, service included: {', '.join(lines)}; further callers are turned away.")
    return said


def queues(scenario: Scenario) -> list[str]:
    """Return the queues and their discipline."""
    rows = []
    for name, team in scenario.teams.items():
        hold = [each for each in team.channels if scenario.channels[each].synchronous]
        write = [each for each in team.channels if not scenario.channels[each].synchronous]
        rows.append(
            (name, ", ".join(hold), ", ".join(write), "those who hold" if team.callers_first else "the earlier")
        )
    tiers = "paid tier, " if scenario.population.tiers and scenario.handling.payers_first else ""
    return [
        f"Each team has one queue for those who hold and one for messages. Order: severity class, {tiers}first come; "
        "never interrupting. Customers leave a queue for those who hold when their patience ends; a message stays in "
        "its queue when its customer has lost patience.",
        table(("team", "who holds", "messages", "served first within a class"), rows),
    ]


def entries(scenario: Scenario) -> list[str]:
    """Return how cases enter and leave."""
    sources: dict[str, Arrivals] = {"orders": scenario.orders} if scenario.orders is not None else {}
    sources |= scenario.needs
    rows = [(name, _how(source, scenario), source.arise) for name, source in sources.items()]
    return [
        "Entry: needs arise as Poisson processes over their hours, independent of each other, or with an incident.",
        table(("need", "how many", "hours"), rows),
        "Exit: a case ends exactly once, as *deflected* (met without any contact), *solved* or *given up*. Cases that "
        "are open at the end of the run count as unsolved.",
    ]


def _how(source: Arrivals, scenario: Scenario) -> str:
    if isinstance(source, Need) and source.incident is not None:
        incident = source.incident
        return f"{moment(incident.at)}: hits a share of {incident.share:g} of the customers"
    return f"{source.daily(scenario.population.customers):.6g} a day"
