"""Estimates from simulated logs cover what the logs were simulated from."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import tomli_w
from scipy import stats

import simulation as sim
from simulation.calibration.contacts import Contacts, read_contacts
from simulation.calibration.draft import Answers, draft
from simulation.calibration.estimates import Value, handling, patience, per_day, repeats
from simulation.calibration.export import contact_log

SEEDS = 60
CUSTOMERS, PER_DAY, MEAN, CV, PATIENCE = 300, 72.0, 30.0, 0.8, 40.0


@pytest.fixture(scope="module")
def known() -> sim.Scenario:
    """Return an impatient phone line with two agents, whose every value is known."""
    changes = {
        "days": 10,
        "warm_up_days": 0,
        "needs.call.per_day": PER_DAY,
        "teams.phone.agents": 2,
        "channels.phone.work": {"mean": MEAN, "cv": CV},
        "channels.phone.patience": PATIENCE,
        "population.customers": CUSTOMERS,
    }
    return sim.load("erlang-a").with_(changes)


def logged(scenario: sim.Scenario, seed: int, path: Path) -> Contacts:
    """Simulate, export and read back."""
    contact_log(sim.simulate(scenario, seed)).to_csv(path, index=False)
    return read_contacts(path)


@pytest.mark.slow
def test_intervals_cover_the_true_values_as_often_as_they_say(known: sim.Scenario, tmp_path: Path) -> None:
    true = {
        "per day": PER_DAY,
        "mean": MEAN,
        "cv": CV,
        "patience": PATIENCE,
        "repeats": 1 - math.exp(-7 * PER_DAY / CUSTOMERS),
    }
    covered = dict.fromkeys(true, 0)
    for seed in range(SEEDS):
        contacts = logged(known, seed, tmp_path / "log.csv")
        rows = contacts.of("phone")
        work, waits, again = handling(rows), patience(rows), repeats(contacts)
        assert work is not None
        assert waits is not None
        assert again is not None
        found = dict(zip(true, (per_day(contacts, "phone"), work.mean, work.cv, waits.mean, again.share), strict=True))
        for name, value in true.items():
            covered[name] += found[name].low <= value <= found[name].high
    # Five independent counts; together they come by chance below this less than once in two thousand.
    least = stats.binom.ppf(0.0001, SEEDS, 0.95)
    assert {name: count for name, count in covered.items() if count < least} == {}


def test_an_export_holds_every_contact_of_the_run(known: sim.Scenario, tmp_path: Path) -> None:
    run = sim.simulate(known, 1)
    measures = run.measures()
    contacts = logged(known, 1, tmp_path / "log.csv")
    assert len(contacts.rows) == measures["contacts"]
    abandoned = sum(row.outcome == "abandoned" for row in contacts.rows)
    assert abandoned / len(contacts.rows) == pytest.approx(measures["abandonment.phone"])
    waited = [row.waited for row in contacts.rows if not math.isnan(row.waited)]
    assert sum(waited) / len(waited) == pytest.approx(measures["wait_min.phone"], rel=1e-6)
    work = sum(row.work for row in contacts.rows if row.outcome == "answered")
    assert work / 10 == pytest.approx(measures["agent_minutes_per_day"], rel=1e-6)


def test_a_whole_company_makes_a_log_that_can_be_read(tmp_path: Path) -> None:
    company = sim.load("reference-company").with_({"days": 8, "warm_up_days": 0})
    contacts = logged(company, 2, tmp_path / "log.csv")
    assert set(contacts.channels()) == {"phone", "email", "twitter", "facebook"}
    assert {row.need for row in contacts.rows} == {"orders", "technical", "billing", "advice"}
    raw = draft(contacts, Answers({"phone": 4, "email": 3}, {}, {}), "again")
    again = sim.parse(raw | {"name": "again"}, "again")
    assert again.teams["phone"].agents == 4
    assert again.teams["phone"].hours.startswith("Mon 08:00-")
    busy = {name: len(contacts.of(name)) / len(contacts.rows) for name in contacts.channels()}
    measures = sim.simulate(again.with_({"days": 16, "warm_up_days": 2})).measures()
    assert measures["contacts_per_day"] == pytest.approx(len(contacts.rows) / 8, rel=0.08)
    assert measures["offered.email"] / measures["contacts"] == pytest.approx(busy["email"], abs=0.1)


def test_the_drafted_scenario_behaves_as_the_one_that_made_the_log(known: sim.Scenario, tmp_path: Path) -> None:
    busy = known.with_({"days": 28, "needs.call.per_day": 120})
    contacts = logged(busy, 5, tmp_path / "log.csv")
    raw = draft(contacts, Answers({"phone": 2}, {}, {}), "again")
    path = tmp_path / "again.toml"
    path.write_text(tomli_w.dumps(raw))
    again = sim.load(path).with_({"days": 56, "warm_up_days": 0})
    assert list(again.needs) == ["call"]
    first, second = sim.simulate(busy, 6).measures(), sim.simulate(again, 7).measures()
    for name, apart in {"abandonment.phone": 0.03, "wait_min.phone": 1.5, "occupancy.phone": 0.04}.items():
        assert second[name] == pytest.approx(first[name], abs=apart), name


def test_the_repeats_of_a_drawn_log_are_those_that_one_counts_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    days = {"Ola": (1, 5, 20), "Kari": (2,), "Per": (3, 11)}
    moments = sorted((day, name) for name, mine in days.items() for day in mine)
    rows = [
        f"{day}-{name},{name},phone,2024-01-{day:02d}T10:00,,2024-01-{day:02d}T10:05,abandoned" for day, name in moments
    ]
    path.write_text("\n".join(["contact,customer,channel,made,answered,ended,outcome", *rows]))
    found = repeats(read_contacts(path))
    assert found is not None
    assert (found.followed, found.customers) == (5, 3)  # Ola's last is followed for half a day only
    assert found.share.value == 1 / 5
    assert isinstance(found.share, Value)
