"""Lanes make room for their titles."""

from collections.abc import Callable

import simulation as sim
from simulation.plots import Picture, two_worlds


def test_a_team_of_all_channels_has_room_for_its_name(is_readable: Callable[[Picture], None]) -> None:
    company = sim.load("reference-company").with_({"days": 2, "warm_up_days": 0})
    apart, pooled = (sim.simulate(company.policy(name)) for name in ("before", "pooled"))
    caller = int(apart.cases().query("first_channel == 0")["customer"].iloc[0])
    is_readable(two_worlds(apart, pooled, caller))
