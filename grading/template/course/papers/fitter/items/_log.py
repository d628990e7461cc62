"""The log of questions 3 to 6: twelve cases at Havglimt and Stolpe."""

from __future__ import annotations

from random import Random

CASES = 12
Event = tuple[int, str, str, str]


def draw_log(seed: int) -> list[Event]:
    """Return events (minute, case, actor, event) in order of time; every case is answered, informed and solved."""
    draw = Random(seed)
    events: list[Event] = []
    for number in range(1, CASES + 1):
        case = f"H{number:02d}"
        start = draw.randint(480, 960)
        reply = start + draw.randint(4, 240)
        events.append((start, case, "customer", "contact_1"))
        events += [
            (draw.randint(start + 1, reply + 300), case, "customer", f"contact_{again}")
            for again in range(2, 2 + draw.choice([0, 0, 1, 1, 2, 3]))
        ]
        events.append((reply, case, "havglimt", "first_reply"))
        asked = reply
        for _ in range(draw.choice([0, 1, 1, 2, 2, 3])):
            asked += draw.randint(1, 40)
            events.append((asked, case, "havglimt", "ask_order_number"))
        informed = asked + draw.randint(5, 400)
        events.append((informed, case, "havglimt", "information_given"))
        events.append((informed + draw.randint(200, 6000), case, "stolpe", "case_end"))
    return sorted(events)


def as_csv(events: list[Event]) -> str:
    """Return the log as the candidates get it."""
    return "minute,case,actor,event\n" + "".join(
        f"{minute},{case},{actor},{event}\n" for minute, case, actor, event in events
    )


def moments(events: list[Event], event: str) -> dict[str, int]:
    """Return for each case when an event first happened."""
    found: dict[str, int] = {}
    for minute, case, _, name in events:
        if name == event:
            found.setdefault(case, minute)
    return found
