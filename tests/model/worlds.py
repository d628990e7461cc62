"""Random small companies, for laws that hold in all of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import simulation as sim

CHANNELS = ("phone", "email", "twitter", "facebook", "chat")
HOURS = ("always", "08:00-16:00", "Mon-Tue 10:00-11:00, Tue 12:00-18:00", "00:00-09:00", "Wed 08:00-16:00")
LEVER = st.sampled_from([0, 0.5, 1])


def some(**options: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return tables that have some of these keys."""
    return st.fixed_dictionaries({}, optional=options)


def works() -> st.SearchStrategy[dict[str, Any]]:
    """Return handling times."""
    kinds = st.sampled_from(["lognormal", "exponential", "deterministic"])
    return st.fixed_dictionaries({"mean": st.sampled_from([0, 0.1, 5, 40]), "distribution": kinds})


def channels(name: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return ways to set up a channel."""
    options: dict[str, Any] = {
        "work": works(),
        "solve": LEVER,
        "hand_off": LEVER,
        "official": st.booleans(),
        "alpha": st.sampled_from([-1, 0, 3]),
    }
    if name in ("phone", "chat"):
        options |= {"patience": st.sampled_from([0, 2, "never"]), "lines": st.integers(1, 4)}
    elif name != "email":
        options |= {"ask_after": st.sampled_from([0, 2]), "answers": LEVER}
    return some(**options)


TEAMS = some(
    hours=st.sampled_from(HOURS),
    rota=st.just([{"hours": "08:00-12:00", "agents": 3}, {"hours": "11:00-15:00", "agents": 1}]),
    attention=st.sampled_from(["always", "distracted"]),
    attentive=st.sampled_from([5, 60]),
    away=st.sampled_from([2, 120]),
    poll_minutes=st.sampled_from([0, 20]),
    report_every=st.sampled_from([0, 0, 1440]),
    report_loses=LEVER,
    concurrency=st.sampled_from([1, 1, 2, 5]),
    solution_days=st.sampled_from([0, 0.5, 2]),
    updates_every=st.sampled_from([0, 300]),
    callers_first=st.booleans(),
    authority=LEVER,
    friendly=LEVER,
)

NEEDS = some(
    arise=st.sampled_from(HOURS[:4]),
    severe=LEVER,
    sensitive=LEVER,
    severity_class=st.integers(0, 2),
    tier=st.just("gold"),
    work=works(),
    solve=LEVER,
    causes=st.sampled_from([1, 4]),
)

TABLES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "behaviour": some(
        patience_ratio=st.sampled_from([0, 0.05, 1.5, 20]),
        repeat=st.sampled_from([0.2, 0.5]),
        switch=st.sampled_from([0.2, 0.5]),
        redial=LEVER,
        returns=LEVER,
        return_days=st.sampled_from([0, 0.3, 1]),
        chase_median=st.sampled_from([0, 5, 1440]),
        reply_median=st.sampled_from([0, 30]),
        redial_minutes=st.sampled_from([0, 20]),
        accepts_advice=LEVER,
        accepts_redirect=LEVER,
        most_contacts=st.sampled_from([1, 2, 12]),
        search_minutes=st.sampled_from([0, 8]),
    ),
    "handling": some(
        ownership=st.sampled_from(["open", "channel"]),
        asks=st.booleans(),
        own_lookup=st.sampled_from([0, 7]),
        partner_share=LEVER,
        advises_phone=LEVER,
        note_minutes=st.sampled_from([0, 1]),
        duplicate_share=LEVER,
        escalates=st.sampled_from([0.5, 1]),
        concurrency_cost=LEVER,
    ),
    "integration": some(
        confirmation=LEVER,
        order_status=LEVER,
        parcel_tracking=LEVER,
        invoice=LEVER,
        ambiguity=LEVER,
        single_sign_on=LEVER,
        identification=LEVER,
        shared_history=LEVER,
        partner_minutes=st.sampled_from([0, 30, 600]),
    ),
    "transparency": some(
        labels=st.sampled_from(["equal", "honest", "none"]),
        announcement=st.booleans(),
        proactive_updates=LEVER,
        reason=st.sampled_from(["none", "illegitimate", "legitimate"]),
        private_messages=st.booleans(),
        sensitive=st.sampled_from(["redirect", "answer", "silence"]),
        broadcast=st.booleans(),
        broadcast_on=st.sampled_from(["monitoring", "contacts"]),
        broadcast_minutes=st.sampled_from([0, 15]),
        broadcast_reach=LEVER,
        broadcast_comments=LEVER,
        callbacks=st.booleans(),
    ),
}

PUBLICITY = some(
    readers=st.sampled_from([0, 3]),
    wrong_address=LEVER,
    listens=LEVER,
    listen_minutes=st.sampled_from([0, 60]),
    branching=st.sampled_from([0, 0.8, 1.5]),
    audience=st.sampled_from([0.5, 40]),
    answer_cut=LEVER,
    firm_turn=st.sampled_from([0, 1]),
    defenders=LEVER,
    storm=st.sampled_from([1, 10]),
    helps=LEVER,
    help_minutes=st.sampled_from([0, 30]),
    help_solves=LEVER,
    deflection=LEVER,
    posts_details=LEVER,
)

RULES: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "learning": some(own=LEVER, observed=LEVER, transfer=LEVER),
    "publicity": PUBLICITY,
    "loyalty": some(churn_intercept=st.sampled_from([-4, 0]), tells_bad=LEVER, tells_good=LEVER, posts=LEVER),
    "reputation": some(memory_days=st.sampled_from([1, 60]), on_belief=st.sampled_from([0, 1])),
}
"""Tables that switch a rule on."""

INCIDENTS = some(share=LEVER, contact=LEVER, mean=st.sampled_from([0, 60]), noticed_after=st.integers(1, 3))


@st.composite
def worlds(draw: st.DrawFn) -> sim.Scenario:
    """Draw a company with its customers."""
    names = draw(st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True))
    sides = draw(st.lists(st.integers(0, 2), min_size=len(names), max_size=len(names)))
    teams: dict[str, dict[str, Any]] = {}
    for side in sorted(set(sides)):
        served = [name for name, mine in zip(names, sides, strict=True) if mine == side]
        teams[f"team{side}"] = draw(TEAMS) | {"channels": served, "agents": draw(st.integers(0, 5))}
    for team_name, team in teams.items():
        others = sorted(set(teams) - {team_name})
        if len(others) > 0 and draw(st.booleans()):
            team["escalates_to"] = draw(st.sampled_from(others))
    rate = st.sampled_from([0, 5, 40, 90])
    kinds = draw(st.lists(st.sampled_from(["technical", "billing", "visit"]), unique=True, max_size=3))
    needs = {kind: draw(NEEDS) | {"per_day": draw(rate)} for kind in kinds}
    raw: dict[str, Any] = {
        "name": "world",
        "days": draw(st.sampled_from([1, 1.5, 2, 4])),
        "channels": {name: draw(channels(name)) for name in names},
        "teams": teams,
        "needs": needs,
        "population": {"customers": draw(st.sampled_from([1, 30, 3000])), "tiers": {"gold": 0.2, "silver": 0.3}},
        **{name: draw(table) for name, table in TABLES.items()},
    }
    if draw(st.booleans()) or not needs:
        raw["orders"] = draw(some(hazard=st.just(3.0), status_days=st.sampled_from([0, 0.2]))) | {"per_day": draw(rate)}
    if draw(st.booleans()):
        needs["outage"] = {"incident": draw(INCIDENTS) | {"at": draw(st.sampled_from([0, 500.3]))}}
    for name, table in RULES.items():
        if draw(st.booleans()) and (name != "reputation" or "publicity" in raw):
            raw[name] = draw(table)
    if draw(st.booleans()):
        raw["commitments"] = {"gold": {"answer": 30, "solution": "1 day"}, "none": {"answer": 480}}
    if draw(st.booleans()):
        rank = draw(st.sampled_from(["count", "customer_time"]))
        raw["improvement"] = {"every_days": 0.5, "rank": rank, "coding": draw(LEVER), "fixes": draw(LEVER)}
    if draw(st.booleans()):
        raw["cast"] = [{"name": "Ada", "need": next(iter(needs), "orders"), "at": "Mon 09:00", "sensitive": True}]
    return sim.parse(raw, "world")
