"""What hits many at once: who contacts the company, what it notices, whom it tells, and who comments (rule E14)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import simulation as sim
from simulation.errors import InputError
from tests.model.desks import crowd, customer, desk, happened, times, told, z_of_share

AT = 600.0
BROADCAST: dict[str, Any] = {"transparency__broadcast": True}


def cloud(customers: int = 3000, agents: int = 40, **changes: Any) -> sim.Scenario:
    """Return a company that nobody needs but for an incident on Monday at ten."""
    scenario = crowd(channels=("email", "twitter"), per_day=0, days=3).with_(
        {
            "population.customers": customers,
            "teams.desk.agents": agents,
            "needs": {"stranded": {"incident": {"at": AT, "share": 0.4, "contact": 0.5, "mean": 120}}},
        }
    )
    return scenario.with_({key.replace("__", "."): value for key, value in changes.items()})


def rows(run: sim.Run, event: str) -> pd.DataFrame:
    """Return the rows of one event."""
    table = run.frame()
    return table[table["event"] == event]


def test_an_incident_hits_a_share_and_half_of_those_contact_the_company() -> None:
    run = sim.simulate(cloud())
    hit = rows(run, "incident")
    assert hit["time"].tolist() == [AT]
    assert hit["case"].tolist() == [0]
    number = int(hit["detail"].iloc[0])
    assert abs(z_of_share(number, 3000, 0.4)) < 3.3
    opened = rows(run, "case_opened")
    assert abs(z_of_share(len(opened), number, 0.5)) < 3.3
    assert opened["customer"].is_unique
    delays = opened["time"] - AT
    assert delays.min() >= 0
    assert abs(delays.mean() - 120) < 3.3 * 120 / len(opened) ** 0.5
    assert opened["case"].tolist() == list(range(1, len(opened) + 1))


@pytest.mark.parametrize(("share", "contact"), [(0, 1), (1, 0)])
def test_nobody_hit_or_nobody_who_speaks_up_makes_no_case(share: float, contact: float) -> None:
    run = sim.simulate(cloud(needs__stranded__incident__share=share, needs__stranded__incident__contact=contact))
    assert happened(run, "incident") == 1
    assert happened(run, "case_opened") == happened(run, "incident_noticed") == 0


def test_everybody_hit_and_everybody_who_speaks_up() -> None:
    run = sim.simulate(cloud(300, needs__stranded__incident__share=1, needs__stranded__incident__contact=1, days=4))
    assert sorted(rows(run, "case_opened")["customer"]) == list(range(300))


def test_the_cases_and_their_luck_are_the_same_whatever_the_company_does() -> None:
    plain = cloud(needs__other={"per_day": 200})
    columns = ["time", "case", "customer", "detail"]
    base = rows(sim.simulate(plain), "case_opened")[columns]
    for change in ({"transparency.broadcast": True}, {"teams.desk.agents": 0}):
        other = rows(sim.simulate(plain.with_(change)), "case_opened")[columns]
        drawn = other[other["case"] <= len(base)]
        assert drawn.reset_index(drop=True).equals(base.reset_index(drop=True))


def test_the_company_notices_when_it_has_opened_so_many_contacts_about_it() -> None:
    for after in (1, 3, 17):
        run = sim.simulate(cloud(needs__stranded__incident__noticed_after=after))
        starts = rows(run, "service_start")
        noticed = rows(run, "incident_noticed")
        assert len(noticed) == 1
        assert noticed["time"].iloc[0] == starts["time"].iloc[after - 1]
        assert noticed["detail"].iloc[0] == noticed["time"].iloc[0] - AT
        assert run.measures()["noticed_min.stranded"] == noticed["detail"].iloc[0]
    nobody = sim.simulate(cloud(agents=0))
    assert happened(nobody, "incident_noticed") == 0
    assert np.isnan(nobody.measures()["noticed_min.stranded"])


def test_other_matters_give_nothing_away() -> None:
    quiet = cloud(needs__stranded__incident__contact=0, needs__other={"per_day": 300})
    assert happened(sim.simulate(quiet), "incident_noticed") == 0


@pytest.mark.parametrize(("on", "begins"), [("monitoring", "incident"), ("contacts", "incident_noticed")])
def test_the_broadcast_goes_out_after_its_delay(on: str, begins: str) -> None:
    run = sim.simulate(cloud(**BROADCAST, transparency__broadcast_on=on, transparency__broadcast_minutes=40))
    sent = rows(run, "broadcast")
    assert sent["time"].tolist() == [rows(run, begins)["time"].iloc[0] + 40]
    assert abs(z_of_share(float(sent["detail"].iloc[0]), 3000, 0.6)) < 3.3


def test_a_broadcast_that_waits_for_contacts_never_goes_out_where_nobody_reads_them() -> None:
    unread = cloud(agents=0, **BROADCAST, transparency__broadcast_on="contacts")
    assert happened(sim.simulate(unread), "broadcast") == 0


def test_who_has_been_told_need_not_ask() -> None:
    run = sim.simulate(cloud(**BROADCAST, transparency__broadcast_comments=0))
    sent = rows(run, "broadcast")["time"].iloc[0]
    opened, informed = rows(run, "case_opened"), rows(run, "told_by_broadcast")
    late = opened[opened["time"] > sent]
    assert abs(z_of_share(len(informed), len(late), 0.6)) < 3.3
    assert informed["time"].min() > sent
    assert set(informed["case"]) == set(rows(run, "deflected")["case"])
    assert not set(informed["case"]) & set(rows(run, "contact")["case"])
    assert run.measures()["reached.stranded"] == pytest.approx(len(informed) / len(opened))


def test_off_a_broadcast_that_reaches_nobody_changes_nothing_but_its_own_row() -> None:
    plain = sim.simulate(cloud()).log
    nobody = sim.simulate(cloud(**BROADCAST, transparency__broadcast_reach=0))
    assert rows(nobody, "broadcast")["detail"].tolist() == [0]
    others = nobody.log[nobody.frame()["event"].to_numpy() != "broadcast"]
    assert np.array_equal(others, plain)
    assert nobody.measures()["reached.stranded"] == 0


def test_everybody_reached_at_once_asks_nothing() -> None:
    run = sim.simulate(
        cloud(
            **BROADCAST,
            transparency__broadcast_reach=1,
            transparency__broadcast_minutes=0,
            transparency__broadcast_comments=0,
        )
    )
    assert run.measures()["reached.stranded"] == 1
    assert happened(run, "contact") == 0


def test_readers_who_had_nothing_to_ask_comment_and_agents_answer_them() -> None:
    run = sim.simulate(cloud(**BROADCAST, transparency__broadcast_comments=0.2))
    plain = sim.simulate(cloud())
    commented = rows(run, "comments")
    reached = rows(run, "broadcast")["detail"].iloc[0]
    assert abs(z_of_share(len(commented), reached * 0.8, 0.2)) < 3.3, "who contacts the company anyway does not"
    last = rows(plain, "case_opened")["case"].max()
    assert sorted(commented["case"]) == list(range(last + 1, last + 1 + len(commented)))
    assert not set(commented["customer"]) & set(rows(plain, "case_opened")["customer"])
    contacts = rows(run, "contact").merge(commented[["case"]], on="case")
    first = contacts[contacts["contact"] == 1]
    assert (first["channel"] == "twitter").all(), "the first open channel where everybody reads along"
    assert len(first) == len(commented)
    assert set(commented["case"]) <= set(rows(run, "first_reply")["case"])
    found = run.measures()
    assert found["comments.stranded"] == len(commented)
    assert found["incident_contacts.stranded"] == happened(run, "contact")


def test_off_nobody_comments_where_nobody_does_or_where_there_is_no_place_to() -> None:
    silent = sim.simulate(cloud(**BROADCAST, transparency__broadcast_comments=0))
    private = cloud(**BROADCAST, transparency__broadcast_comments=1, channels__twitter__open=False)
    for run in (silent, sim.simulate(private)):
        assert happened(run, "comments") == 0
        assert run.measures()["comments.stranded"] == 0


def test_incidents_may_be_several_and_are_told_apart() -> None:
    both = cloud(**BROADCAST, transparency__broadcast_comments=0).with_(
        {"needs.outage": {"incident": {"at": 1500, "share": 0.2, "contact": 1.0, "mean": 30, "noticed_after": 5}}}
    )
    run = sim.simulate(both)
    assert rows(run, "incident")["time"].tolist() == [600, 1500]
    assert rows(run, "broadcast")["time"].tolist() == [615, 1515]
    found = run.measures()
    assert found["noticed_min.stranded"] != found["noticed_min.outage"]
    assert 0.3 < found["reached.outage"] < found["reached.stranded"] < 0.6, "half of the outage's calls came at once"


def stranded(at: float, **luck: Any) -> sim.Scenario:
    """Return a company whose one known customer is stranded."""
    scenario = desk(customer(at, luck=luck)).with_({"needs.question": {"incident": {"at": AT, "share": 0}}})
    return scenario.with_({"transparency.broadcast": True, "cast.1.luck.reached": luck.get("reached", 0.5)})


def test_a_member_of_the_cast_is_told_like_everybody() -> None:
    ends = [(700.0, "case_opened"), (700.0, "told_by_broadcast"), (700.0, "deflected")]
    assert told(stranded(700, reached=0.5)) == ends
    assert times(stranded(700, reached=0.7), "told_by_broadcast") == []
    assert times(stranded(610, reached=0.5), "told_by_broadcast") == [], "before the message is out"


def test_severity_goes_first_with_an_incident_too() -> None:
    first = cloud(
        needs__stranded__severity_class=1, agents=1, needs__other={"per_day": 400}, channels__email__work__mean=9
    )
    found = sim.simulate(first).cases().groupby("need")["first_reply_min"].mean()
    even = sim.simulate(first.with_({"needs.stranded.severity_class": 0})).cases().groupby("need")["first_reply_min"]
    assert found[0] < even.mean()[0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"needs.stranded.incident.share": 1.5}, "incident.share = 1.5: out of range, expected at most 1"),
        ({"needs.stranded.incident.sahre": 1}, "did you mean 'share'?"),
        ({"needs.stranded.incident": {"share": 0.5}}, "needs.stranded.incident.at: is missing"),
        ({"needs.stranded.incident.at": 99999}, "expected a moment within the run's 3 days"),
        ({"needs.stranded.incident.at": "Mno 10:00"}, "did you mean 'Mon'?"),
        ({"needs.stranded.per_day": 3}, "expected one of 'per_thousand', 'per_day' and 'incident'"),
        ({"needs.stranded.arise": "08:00-16:00"}, "expected no 'arise' beside it"),
        ({"needs.stranded.incident.noticed_after": 0}, "noticed_after = 0: out of range, expected at least 1"),
        ({"transparency.broadcast_on": "monitorin"}, "did you mean 'monitoring'?"),
        ({"cast": [{"name": "Ada", "need": "stranded", "at": 10}]}, "a moment after needs.stranded.incident.at"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as problem:
        cloud().with_(changes)
    assert says in str(problem.value)


def test_a_comment_stands_under_the_companys_own_post_and_goes_to_no_wrong_address() -> None:
    astray = {"wrong_address": 1, "branching": 0, "helps": 0}
    run = sim.simulate(cloud(**BROADCAST, transparency__broadcast_comments=0.2, publicity=astray))
    first, lost = rows(run, "contact").query("contact == 1"), rows(run, "wrong_address")
    commented = set(rows(run, "comments")["case"])
    assert commented
    assert not commented & set(lost.query("contact == 1")["case"])
    asked = first[~first["case"].isin(commented) & (first["channel"] == "twitter")]
    assert set(asked["case"]) <= set(lost["case"]), "whoever writes of her own accord may mistake the address"


def test_an_incident_of_the_warm_up_was_noticed_all_the_same() -> None:
    whole = sim.simulate(cloud()).measures()
    late = sim.simulate(cloud(warm_up_days=1)).measures()
    assert late["noticed_min.stranded"] == whole["noticed_min.stranded"] > 0
