"""A scenario is a frozen value that survives its own text, changes into new ones, and knows what is in force."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

import simulation as sim
from simulation.randomness import Luck
from simulation.streams import laws_of
from simulation.units import as_minutes, as_moment, exact, week_spans

DESK: dict[str, Any] = {
    "name": "desk",
    "days": 2,
    "channels": {"phone": {}, "email": {}},
    "teams": {"desk": {"channels": ["phone", "email"]}},
    "needs": {"technical": {}},
}


def desk(**more: Any) -> sim.Scenario:
    """Return a small scenario, with more tables."""
    return sim.parse(DESK | more, "desk")


@pytest.mark.parametrize("name", sim.packaged())
def test_a_scenario_survives_its_own_text(name: str) -> None:
    scenario = sim.load(name)
    again = sim.parse(tomllib.loads(scenario.to_toml()), "again")
    assert again == scenario
    assert again.hash() == scenario.hash()
    assert again.to_toml() == scenario.to_toml()


@pytest.mark.parametrize("name", sim.packaged())
def test_every_policy_survives_its_own_text(name: str) -> None:
    scenario = sim.load(name)
    for policy in scenario.policies:
        changed = scenario.policy(policy)
        assert sim.parse(tomllib.loads(changed.to_toml()), "again") == changed


def test_what_is_written_is_kept_and_what_is_not_comes_from_the_catalogue() -> None:
    scenario = desk(handling={"own_lookup": "1.5 h"})
    assert "own_lookup" in scenario.to_toml()
    assert "1.5 h" in scenario.to_toml(), "the text keeps the words of its author"
    assert "repeat_factor" not in scenario.to_toml()
    assert scenario.handling.own_lookup == 90
    assert scenario.handling.repeat_factor == sim.catalogue()["handling.repeat_factor"].value


def test_the_hash_hangs_on_every_value_that_a_run_depends_on_and_on_no_other() -> None:
    base = desk()
    for key, value in {"name": "other", "title": "t", "story": "s", "policies.x": {"title": "x"}}.items():
        changed = base.with_({"policies": {}, key: value}) if key.startswith("policies") else base.with_({key: value})
        assert changed.hash() == base.hash(), key
    changes = {"days": 3, "teams.desk.agents": 2, "channels.phone.alpha": 0.25, "integration.confirmation": 1}
    hashes = {base.with_({key: value}).hash() for key, value in changes.items()} | {base.hash()}
    assert len(hashes) == len(changes) + 1
    assert base.with_({"handling.own_lookup": "1 h"}).hash() == base.with_({"handling.own_lookup": 60}).hash()


def test_values_cannot_be_set() -> None:
    scenario = desk()
    with pytest.raises(ValidationError):
        scenario.days = 3  # type: ignore[misc]
    with pytest.raises(ValidationError):
        scenario.teams["desk"].agents = 3  # type: ignore[misc]
    with pytest.raises(ValidationError):
        scenario.integration.confirmation = 1  # type: ignore[misc]


def test_a_change_makes_a_new_scenario_and_leaves_the_old_one() -> None:
    old = desk()
    text = old.to_toml()
    new = old.with_({"integration.order_status": 1.0, "teams.desk.agents": 4, "channels.phone.work.mean": "90 s"})
    assert (old.integration.order_status, old.teams["desk"].agents, old.channels["phone"].work.mean) == (0, 1, 5)
    assert (new.integration.order_status, new.teams["desk"].agents, new.channels["phone"].work.mean) == (1, 4, 1.5)
    assert old.to_toml() == text
    given = old.given()
    given["days"] = 99
    given["teams"]["desk"]["agents"] = 99
    assert old.to_toml() == text, "what is given out is a copy"
    assert new.channels["phone"].work.cv == 1.2, "the rest of a table stays as it was"


def test_a_change_can_take_a_key_back_to_its_default_and_a_whole_table_out() -> None:
    scenario = desk(handling={"own_lookup": 10}, needs={"technical": {}, "billing": {}})
    assert scenario.with_({"handling.own_lookup": None}).handling.own_lookup == 0
    assert list(scenario.with_({"needs.billing": None}).needs) == ["technical"]
    pooled = scenario.with_({"teams": {"all": {"channels": ["email", "phone"], "agents": 3}}})
    assert list(pooled.teams) == ["all"]


def test_the_cast_is_changed_by_number() -> None:
    scenario = sim.load("tablet-order")
    assert scenario.with_({"cast.1.luck.reply": 20}).cast[0].luck["reply"] == 20
    assert scenario.cast[0].luck["reply"] == 10
    for key in ("cast.2.luck.reply", "cast.0.young", "cast.Solveig.young"):
        with pytest.raises(sim.InputError, match="expected a number from 1 to 1"):
            scenario.with_({key: 20})


@pytest.mark.parametrize(
    ("change", "place", "hint"),
    [
        ({"integration.order_staus": 1.0}, "integration.order_staus", "did you mean 'order_status'?"),
        ({"integration.order_status": 1.5}, "integration.order_status = 1.5", "at most 1"),
        ({"integration.order_status": "1"}, "integration.order_status = '1'", "expected a number"),
        ({"handling.own_lookup": "5 kg"}, "handling.own_lookup = '5 kg'", "'kg' is no unit of time"),
        ({"teams.dsk.agents": 2}, "teams.dsk.agents", "did you mean 'desk'?"),
        ({"channels.phone.work.meen": 2}, "channels.phone.work.meen", "did you mean 'mean'?"),
        ({"needs.technical.tier": "gold"}, "needs.technical.tier", "no tier 'gold'"),
        ({"days.hours": 3}, "days.hours", "'days' is a value, not a table"),
        ({"transparency.labels": "honset"}, "transparency.labels = 'honset'", "did you mean 'honest'?"),
        ({"channels": 3}, "channels = 3", "expected a table"),
        ({"channels.phone": None}, "teams.desk.channels", "no channel 'phone'"),
    ],
)
def test_an_impossible_change_is_one_sentence(change: dict[str, Any], place: str, hint: str) -> None:
    with pytest.raises(sim.InputError) as error:
        desk().with_(change)
    sentence = str(error.value)
    assert sentence.startswith("desk: ")
    assert place in sentence
    assert hint in sentence
    assert "\n" not in sentence


def test_policies_are_found_by_name_and_change_nothing_else() -> None:
    scenario = sim.load("tablet-order")
    honest = scenario.policy("L2")
    assert honest.transparency.labels == "honest"
    assert honest.with_({"transparency.labels": "equal"}).hash() == scenario.hash()
    assert scenario.policy("BASE").hash() == scenario.hash()
    with pytest.raises(sim.InputError, match="no policy 'l2', did you mean 'L2'"):
        scenario.policy("l2")


def test_defaults_of_known_channels_and_needs_hang_on_their_names() -> None:
    scenario = desk(needs={"technical": {}, "billing": {"per_day": 5}})
    assert scenario.channels["phone"].synchronous
    assert not scenario.channels["email"].synchronous
    assert scenario.needs["technical"].daily(2000) == 96
    assert scenario.needs["billing"].daily(2000) == 5
    assert scenario.published("phone") == 3
    assert scenario.with_({"transparency.published_minutes": {"phone": 9}}).published("phone") == 9


def test_a_channel_of_ones_own_says_which_one_it_is_like() -> None:
    channels = {"phone": {}, "email": {}, "letter": {"like": "email", "title": "letter", "believed": "3 days"}}
    scenario = desk(channels=channels, teams={"desk": {"channels": ["phone", "email", "letter"]}})
    assert scenario.channels["letter"].work == scenario.channels["email"].work
    assert scenario.channels["letter"].believed == 3 * 1440
    assert sim.parse(tomllib.loads(scenario.to_toml()), "again") == scenario


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        (30, 30),
        (0.5, 0.5),
        ("90 s", 1.5),
        ("90s", 1.5),
        ("4 h", 240),
        (".5 h", 30),
        ("2 days", 2880),
        ("1 week", 10080),
        (" 5 min ", 5),
        ("never", math.inf),
    ],
)
def test_durations(written: object, minutes: float) -> None:
    assert as_minutes(written) == minutes


@pytest.mark.parametrize("written", ["5 kg", "h", "5", "", "-5 min", "5 min 3 s", "1e3 min", "nan min", "1,5 h"])
def test_no_durations(written: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        as_minutes(written)


@pytest.mark.parametrize(
    ("written", "spans"),
    [
        ("always", [(0, 10080)]),
        ("00:00-24:00", [(day * 1440, day * 1440 + 1440) for day in range(7)]),
        ("Mon 08:00-16:00", [(480, 960)]),
        ("Sat-Sun 10:30-11:00", [(7830, 7860), (9270, 9300)]),
        ("Tue 13:00-16:00, Tue 08:00-12:00", [(1920, 2160), (2220, 2400)]),
        ("Mon 08:00-12:00, Mon 12:00-16:00", [(480, 720), (720, 960)]),
    ],
)
def test_hours(written: str, spans: list[tuple[float, float]]) -> None:
    assert week_spans(written) == spans


@pytest.mark.parametrize(
    "written",
    [
        "16:00-08:00",
        "08:00-08:00",
        "08:00-25:00",
        "08:99-12:00",
        "08:00-11:60",
        "8-16",
        "",
        "Mno 08:00-16:00",
        "Fri-Mon 08:00-16:00",
        "08:00-12:00, 11:00-16:00",
        "Mon 08:00-16:00, Mon-Fri 08:00-16:00",
    ],
)
def test_no_hours(written: str) -> None:
    with pytest.raises(ValueError, match=r"hours|begin|day|overlap"):
        week_spans(written)


def test_moments() -> None:
    assert as_moment("Mon 00:00") == 0
    assert as_moment("Tue 10:00") == 2040
    assert as_moment(17.5) == 17.5
    for written in ("Tue", "10:00", "Tue 24:00", "Tue 10:60", "Tirsdag 10:00", "Tus 10:00"):
        with pytest.raises(ValueError, match=r"moment|day"):
            as_moment(written)


def test_a_duration_is_a_whole_number_of_ticks() -> None:
    for minutes in (0.1, 1 / 3, 1e-9, 12345.678):
        ticks = exact(minutes) * 2**20
        assert ticks == int(ticks)
        assert abs(exact(minutes) - minutes) <= 2**-21
    assert exact(math.inf) == math.inf


def test_pins_are_read_attempt_by_attempt_and_the_last_one_holds() -> None:
    scenario = sim.load("tablet-order").with_({"cast.1.luck.reply": [3, "1 h", 7.5]})
    stream = Luck(1, 0, ["Solveig"]).streams("orders", laws_of(scenario, "orders"))["reply"]
    told = scenario.cast[0].luck["reply"]
    assert isinstance(told, list)
    stream.tell(-1, told)
    assert [stream.at(-1, attempt) for attempt in range(5)] == [3, 60, 7.5, 7.5, 7.5]


def test_packaged_scenarios_are_found_by_name() -> None:
    assert {"tablet-order", "reference-company", "erlang-a"} <= set(sim.packaged())
    with pytest.raises(sim.InputError, match="did you mean 'tablet-order'"):
        sim.load("tablet-ordre")
    assert sim.load("tablet-order").name == "tablet-order"


@pytest.mark.parametrize(
    "change",
    [
        lambda scenario: scenario.teams.clear(),
        lambda scenario: scenario.teams.update({}),
        lambda scenario: scenario.teams["phone"].channels.append("twitter"),
        lambda scenario: scenario.cast.insert(0, None),
        lambda scenario: scenario.transparency.published_minutes.__setitem__("phone", 1.0),
    ],
)
def test_tables_and_lists_inside_are_frozen_too(change: Callable[[sim.Scenario], None]) -> None:
    company = sim.load("reference-company")
    with pytest.raises(TypeError, match="with_"):
        change(company)
    assert company == sim.load("reference-company")


def test_every_key_of_the_schema_is_described() -> None:
    schema = sim.Scenario.model_json_schema()
    tables = {"Scenario": schema, **schema["$defs"]}
    bare = [f"{name}.{key}" for name, table in tables.items() for key, field in table.get("properties", {}).items()
            if "description" not in field]  # fmt: skip
    assert not bare
