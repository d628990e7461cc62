"""Scenario: everything that a run needs besides a seed. TOML in, TOML out; a change makes a new one."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Annotated, Any

import tomli_w
from pydantic import Field, PrivateAttr, model_validator

from simulation.cast import CastMember
from simulation.complaints import valid
from simulation.errors import InputError, nearest
from simulation.known import KNOWN_CHANNELS, with_defaults
from simulation.log import EVENTS
from simulation.parts import (
    Behaviour,
    Channel,
    Commitment,
    Handling,
    Integration,
    Need,
    Orders,
    Policy,
    Population,
    Satisfaction,
    Team,
    Transparency,
)
from simulation.rules import Costs, Improvement, Learning, Loyalty, Publicity, Reputation
from simulation.shelf import Shelf
from simulation.streams import tellable
from simulation.values import NotNegative, Part, Positive


class Scenario(Part):
    """A company, its customers and their needs, as frozen values.

    Make one with `load` or `parse`; change it with `with_`; take a named policy with `policy`.
    """

    name: str
    """By which commands call it; a file gives its own."""
    title: str = ""
    """What it is about, in a line."""
    story: str = ""
    """What happened, and what to ask."""
    days: Annotated[float, Field(gt=0, le=36500, allow_inf_nan=False)]
    """Length of the run in days of 24 hours, from Monday 00:00."""
    warm_up_days: NotNegative = 0.0
    """Cases opened before this day are left out of the measures."""
    population: Population = Population()
    """How many customers there are, and what they are like."""
    channels: dict[str, Channel] = Field(default_factory=dict)
    """Ways to reach the company, by name."""
    teams: dict[str, Team] = Field(default_factory=dict)
    """Who serves them, by name."""
    needs: dict[str, Need] = Field(default_factory=dict)
    """Why customers contact the company, by name."""
    orders: Orders | None = None
    """Orders in the web shop, if it has one."""
    behaviour: Behaviour = Behaviour()
    """What customers do."""
    handling: Handling = Handling()
    """What agents do."""
    integration: Integration = Integration()
    """What the systems know and share."""
    transparency: Transparency = Transparency()
    """What the company tells, and when."""
    satisfaction: Satisfaction = Satisfaction()
    """What a case is worth to its customer: assumed coefficients."""
    commitments: dict[str, Commitment] = Field(default_factory=dict)
    """What each tier is promised; "none" for customers without one."""
    learning: Learning | None = None
    """If there: customers learn how long each channel takes."""
    publicity: Publicity | None = None
    """If there: what is public is read, answered and reacted to."""
    loyalty: Loyalty | None = None
    """If there: customers tell others, post in public, and leave."""
    reputation: Reputation | None = None
    """If there: what people see makes a reputation."""
    improvement: Improvement | None = None
    """If there: the top cause of contacts is fixed, again and again."""
    costs: Costs = Costs()
    """What service costs, a measure alone."""
    service_level_minutes: Positive = 20 / 60
    """The T of the service level where customers hold."""
    policies: dict[str, Policy] = Field(default_factory=dict)
    """Named sets of changes."""
    cast: list[CastMember] = Field(default_factory=list)
    """Named customers."""

    _given: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _fits_together(self) -> Scenario:
        if self.warm_up_days >= self.days:
            raise ValueError("warm_up_days: expected less than 'days'")
        self._teams_can_escalate()
        self._channels_are_served()
        if not self.channels:
            raise ValueError("channels: expected at least one")
        if not (self.needs or self.orders or self.cast):
            raise ValueError("needs: expected at least one need, [orders] or [[cast]]")
        if "orders" in self.needs:
            raise ValueError("needs.orders: stands for questions about [orders], expected another name")
        if sum(channel.habit for channel in self.channels.values()) > 1 + 1e-9:
            raise ValueError("channels: expected habits that sum to at most 1")
        if sum(self.population.tiers.values()) > 1:
            raise ValueError("population.tiers: expected shares that sum to at most 1")
        self._tiers_exist()
        self._rules_have_what_they_need()
        self._cast_fits()
        for channel in self.transparency.published_minutes:
            if channel not in self.channels and channel not in KNOWN_CHANNELS:
                raise ValueError(
                    f"transparency.published_minutes: no channel '{channel}', {nearest(channel, self.channels)}"
                )
        return self

    def _channels_are_served(self) -> None:
        served: dict[str, str] = {}
        back_offices = {team.escalates_to for team in self.teams.values()}
        for name, team in self.teams.items():
            if not team.channels and name not in back_offices:
                raise ValueError(f"teams.{name}.channels: expected a channel, or a team that escalates to this one")
            for channel in team.channels:
                if channel not in self.channels:
                    raise ValueError(
                        f"teams.{name}.channels: no channel '{channel}', {nearest(channel, self.channels)}"
                    )
                if channel in served:
                    raise ValueError(
                        f"teams.{name}.channels: '{channel}' is served by team '{served[channel]}' already"
                    )
                served[channel] = name
        for channel in self.channels:
            if channel not in served:
                raise ValueError(f"channels.{channel}: no team serves it, expected it in the 'channels' of one team")

    def _teams_can_escalate(self) -> None:
        for name, team in self.teams.items():
            other = team.escalates_to
            if other is not None and other not in self.teams:
                raise ValueError(f"teams.{name}.escalates_to: no team '{other}', {nearest(other, self.teams)}")
            if other == name:
                raise ValueError(f"teams.{name}.escalates_to: expected another team than itself")

    def _rules_have_what_they_need(self) -> None:
        if self.publicity is None and (self.transparency.archive or self.reputation is not None):
            which = "transparency.archive" if self.transparency.archive else "reputation"
            raise ValueError(f"{which}: speaks of what is public, expected a table [publicity] beside it")
        for tier in self.costs.tier_prices:
            if tier not in self.population.tiers:
                raise ValueError(f"costs.tier_prices: no tier '{tier}', {nearest(tier, self.population.tiers)}")
        for name, need in self.needs.items():
            if need.incident is not None and need.incident.at > self.days * 1440:
                raise ValueError(f"needs.{name}.incident.at: expected a moment within the run's {self.days:g} days")

    def _cast_fits(self) -> None:
        events = [kind.name for kind in EVENTS]
        for index, member in enumerate(self.cast, start=1):
            where = f"cast.{index} ({member.name})"
            if member.need not in self.sources:
                raise ValueError(f"{where}.need: no need '{member.need}', {nearest(member.need, self.sources)}")
            if member.at > self.days * 1440:
                raise ValueError(f"{where}.at: expected a moment within the run's {self.days:g} days")
            incident = self.needs[member.need].incident if member.need in self.needs else None
            if incident is not None and member.at < incident.at:
                raise ValueError(f"{where}.at: expected a moment after needs.{member.need}.incident.at")
            if member.name in [earlier.name for earlier in self.cast[: index - 1]]:
                raise ValueError(f"cast.{index}.name: '{member.name}' is there already, expected a name of her own")
            last = member.last_channel
            if last is not None and last not in self.channels:
                raise ValueError(f"{where}.last_channel: no channel '{last}', {nearest(last, self.channels)}")
            for event in member.words:
                if event.rstrip("_0123456789") not in events:
                    raise ValueError(f"{where}.words: no event '{event}', {nearest(event, events)}")

    def _tiers_exist(self) -> None:
        tiers = self.population.tiers
        if "none" in tiers:
            raise ValueError("population.tiers.none: stands for customers without a tier, expected another name")
        asked = [(f"needs.{name}.tier", need.tier) for name, need in self.needs.items()]
        asked += [(f"cast.{index}.tier", member.tier) for index, member in enumerate(self.cast, start=1)]
        asked += [(f"commitments.{name}", name) for name in self.commitments if name != "none"]
        for where, tier in asked:
            if tier is not None and tier not in tiers:
                raise ValueError(f"{where}: no tier '{tier}', {nearest(tier, tiers)}")

    @property
    def sources(self) -> list[str]:
        """Names of what cases arise from, as logs and workloads count them: orders first, if there are any."""
        return [*(["orders"] if self.orders else []), *self.needs]

    def given(self) -> dict[str, Any]:
        """Return a copy of the nested table that the scenario was made from, defaults left out."""
        return copy.deepcopy(self._given)

    def with_(self, changes: dict[str, Any]) -> Scenario:
        """Return a new scenario with some keys changed.

        Parameters
        ----------
        changes : dict
            Values by dotted key, for example ``{"integration.order_status": 1.0}``. A whole table can be given
            (``{"teams": {...}}`` replaces all teams); None takes a key back to its default, or a table out. Policies
            that do not fit any longer (they change a team that is gone) are left out.

        Raises
        ------
        InputError
            One sentence that names the key, what was expected and the nearest valid name.
        """
        raw = changed(self.given(), changes, self.name)
        scenario = _made(raw, self.name)
        lost = _misfits(scenario)
        if lost and any(key.split(".")[0] == "policies" for key in changes):
            raise InputError(f"{self.name}: {next(iter(lost.values()))}")
        if not lost:
            return scenario
        raw["policies"] = {name: policy for name, policy in raw["policies"].items() if name not in lost}
        return _made(raw, self.name)

    def policy(self, name: str) -> Scenario:
        """Return the scenario under one of its named policies."""
        if name not in self.policies:
            raise InputError(f"{self.name}: no policy '{name}', {nearest(name, self.policies)}")
        return self.with_(self.policies[name].changes)

    def published(self, channel: str) -> float:
        """Return the published response time of a channel in minutes; the believed one where none is published."""
        return self.transparency.published_minutes.get(channel, self.channels[channel].believed)

    def to_toml(self, named: bool = True) -> str:
        """Return the scenario as the text of a TOML file; reading it gives an equal scenario.

        Parameters
        ----------
        named : bool
            With its name; without, the file that it is written to gives the name.
        """
        given = {key: value for key, value in self._given.items() if named or key != "name"}
        return tomli_w.dumps(given, multiline_strings=True)

    def hash(self) -> str:
        """Return the SHA-256 of every value that a run depends on (name, title, story and policies do not count)."""
        values = self.model_dump(mode="json", exclude={"name", "title", "story", "policies"})
        text = json.dumps(values, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def parse(raw: dict[str, Any], where: str) -> Scenario:
    """Make a scenario from a nested table, and make sure that each of its policies can be applied.

    Parameters
    ----------
    raw : dict
        The table, as read from TOML.
    where : str
        What an error sentence begins with: the file or scenario name.

    Raises
    ------
    InputError
        One sentence: where, what, what was expected, the nearest valid name.
    """
    scenario = _made(raw, where)
    for complaint in _misfits(scenario).values():
        raise InputError(f"{where}: {complaint}")
    return scenario


def _misfits(scenario: Scenario) -> dict[str, str]:
    """Return what is wrong with each policy that cannot be applied to its scenario."""
    found: dict[str, str] = {}
    for name, policy in scenario.policies.items():
        trial = {key: value for key, value in scenario.given().items() if key != "policies"}
        try:
            _made(changed(trial, policy.changes, ""), "")
        except InputError as problem:
            found[name] = f"policies.{name}.changes: {str(problem).removeprefix(': ')}"
    return found


def _made(raw: dict[str, Any], where: str) -> Scenario:
    try:
        scenario = valid(Scenario, with_defaults(raw))
    except InputError as problem:
        raise InputError(f"{where}: {problem}") from None
    scenario._given.update(copy.deepcopy(raw))
    _check_luck(scenario, where)
    return scenario


def _check_luck(scenario: Scenario, where: str) -> None:
    for index, member in enumerate(scenario.cast, start=1):
        valid = tellable(scenario, member.need)
        for name, told in member.luck.items():
            if name not in valid:
                raise InputError(f"{where}: cast.{index}.luck: no stream '{name}', {nearest(name, valid)}")
            least = min(told) if isinstance(told, list) else told
            if least < 0 and not name.startswith("choice."):
                raise InputError(f"{where}: cast.{index}.luck.{name} = {least:g}: out of range, expected at least 0")


def changed(raw: dict[str, Any], changes: dict[str, Any], where: str) -> dict[str, Any]:
    """Apply dotted changes to a nested table in place, and return it."""
    for key, value in changes.items():
        *path, last = key.split(".")
        if "luck" in path:  # names of streams have dots of their own
            path, last = path[: path.index("luck") + 1], key.partition("luck.")[2]
        place: Any = raw
        for depth, part in enumerate(path):
            open_table = {"channels", "teams", "needs", "policies", "commitments"}
            if depth == 1 and path[0] in open_table and part not in place:
                hint = nearest(part, place)
                raise InputError(f"{where}: {key}: no '{part}' in [{path[0]}], {hint}")
            if isinstance(place, list):
                if not part.isdigit() or not 1 <= int(part) <= len(place):
                    raise InputError(
                        f"{where}: {key}: expected a number from 1 to {len(place)} after '{path[depth - 1]}'"
                    )
                place = place[int(part) - 1]
            else:
                place = place.setdefault(part, {})
            if not isinstance(place, (dict, list)):
                raise InputError(f"{where}: {key}: '{part}' is a value, not a table")
        if not isinstance(place, dict):
            raise InputError(f"{where}: {key}: expected the key of a value")
        if value is None:
            place.pop(last, None)
        else:
            place[last] = copy.deepcopy(value)
    return raw


_SHELF = Shelf("scenarios", "scenario")


def packaged() -> list[str]:
    """Return the names of the packaged scenarios."""
    return _SHELF.names()


def load(name: str | Path) -> Scenario:
    """Read a scenario: a packaged one by its name, or a TOML file of your own.

    Raises
    ------
    InputError
        When there is no such scenario or file, or when its text is not a valid scenario.
    """
    raw = _SHELF.read(name)
    raw.setdefault("name", Path(name).stem)
    return parse(raw, str(name))
