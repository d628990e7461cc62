"""The streams of a world: each with its key and law, and what is told of the cast."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.compiled import draws, layout
from simulation.compiled.jit import KINDS
from simulation.randomness import Law, Luck, transform
from simulation.streams import UNIFORM, laws_of
from simulation.workload import Workload

if TYPE_CHECKING:
    from simulation.compiled.lower import World

_PEOPLE = ("last_channel", "young", "considers_social", "expects_day", "real_name", "privacy_aware", "tier")


def lower_luck(world: World, workload: Workload) -> None:
    """Add the streams of all sources, of the customers and of the agents' attention, and the cast's."""
    scenario, luck = workload.scenario, workload.luck
    names = [*draws.STREAMS]
    names += [f"{kind}.{channel}" for channel in scenario.channels for kind in draws.BY_CHANNEL]
    laws: list[dict[str, Any]] = []
    for source in workload.sources:
        known = laws_of(scenario, source)
        laws += [_law(luck, f"{source}.{name}", known.get(name, UNIFORM)) for name in names]
    world.set(seed=luck.seed, streams=len(names), law_of_people=len(laws))
    laws += [_law(luck, f"customers.{name}", UNIFORM) for name in _PEOPLE]
    world.set(unit_law=len(laws))
    laws.append(_law(luck, "", Law("exponential")))
    units, number = world.tables["units"], 0
    for index, (name, team) in enumerate(scenario.teams.items()):
        for _ in range(world.tables["teams"]["agents"][index]):
            if team.attention == "distracted":
                units["law"][number] = len(laws)
                laws.append(_law(luck, f"teams.{name}.attention.{number}", Law("exponential")))
            number += 1
    world.rows("laws", laws)
    for index, source in enumerate(workload.sources):
        row = world.tables["sources"]
        row["reactions"][index] = _key(luck, f"{source}.reactions")
        row["kinds"][index] = _key(luck, f"{source}.reaction_kinds")
        row["reader"][index] = _key(luck, f"{source}.reader")
    _cast(world, workload, names)


def _key(luck: Luck, name: str) -> int:
    return luck.replication << 32 | zlib.crc32(name.encode())


def _law(luck: Luck, name: str, law: Law) -> dict[str, Any]:
    """Return a stream; one whose draws are all the same is a constant, as `transform` makes it."""
    key, kind = _key(luck, name), KINDS.index(law.kind)
    if kind != draws.UNIFORM and (kind == draws.CONSTANT or law.scale in (0, np.inf)):
        same = float(transform(np.full(1, 0.5), law)[0])
        return {"key": key, "kind": draws.CONSTANT, "scale": same}
    return {"key": key, "kind": kind, "scale": law.scale, "sigma": law.shape}


def _cast(world: World, workload: Workload, names: list[str]) -> None:
    scenario, luck = workload.scenario, workload.luck
    tiers, channels = list(scenario.population.tiers), list(scenario.channels)
    people: list[dict[str, Any]] = []
    told: list[dict[str, Any]] = []
    values: list[dict[str, Any]] = []
    for member in scenario.cast:
        traits = (
            member.young * 1
            | member.considers_social * 2
            | member.expects_day * 4
            | member.real_name * 8
            | member.privacy_aware * 16
        )
        people.append(
            {
                "traits": traits,
                "tier": len(tiers) if member.tier is None else tiers.index(member.tier),
                "last_channel": channels.index(member.last_channel) if member.last_channel else layout.NONE,
                "severe": member.severe,
                "sensitive": member.sensitive,
                "reactions": _key(luck, f"{member.need}.reactions of {member.name}"),
                "kinds": _key(luck, f"{member.need}.reaction_kinds of {member.name}"),
                "reader": _key(luck, f"{member.need}.reader of {member.name}"),
            }
        )
        for name in names:
            pinned = member.luck.get(name, [])
            pins = pinned if isinstance(pinned, list) else [pinned]
            key = _key(luck, f"{member.need}.{name} of {member.name}")
            told.append({"key": key, "first": len(values), "count": len(pins)})
            values += [{"value": pin} for pin in pins]
    world.rows("told_people", people)
    world.rows("told", told)
    world.rows("told_values", values)
