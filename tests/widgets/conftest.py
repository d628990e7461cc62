"""One small company for all panels: two days, a few hundred contacts."""

from __future__ import annotations

import pytest

import simulation as sim
from simulation.widgets import Question

LEVERS = ("teams.phone.agents", "integration.order_status", "transparency.labels", "transparency.announcement")


@pytest.fixture(scope="session")
def company() -> sim.Scenario:
    return sim.load("reference-company").with_({"days": 2, "warm_up_days": 0})


@pytest.fixture(scope="session")
def question(company: sim.Scenario) -> Question:
    measures = ("abandonment.phone", "contacts_per_day", "satisfaction")
    return Question(company, LEVERS, measures, presets=("honest", "pooled", "integrated", "no-social"), replications=4)
