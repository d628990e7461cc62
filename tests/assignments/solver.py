"""A student who has only her paper and her files: nothing here knows the key functions, the model or the tools."""

from __future__ import annotations

import csv
import io
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Answer = float | int | str
Answers = dict[str, Answer]
Files = Mapping[str, str]


def solve(paper: str, book: dict[str, Any], files: Files) -> Answers:
    """Return an answer to every question, read out of the notebook's text and the files beside it."""
    text = "\n\n".join("".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "markdown")
    unwrapped = re.sub(r"(?<!\n)\n(?![\n|-])", " ", text)
    return PAPERS[paper](re.sub(" +", " ", unwrapped), files)


def figures(text: str, pattern: str) -> list[float]:
    """Return the numbers in the groups of a pattern, which must stand in the text."""
    found = re.search(pattern.replace("#", r"\**(\d+(?:\.\d+)?)(?: %)?\**"), text)
    assert found, pattern
    return [float(group) for group in found.groups()]


def waits(agents: int, load: float) -> float:
    """Return the probability of a wait, from the sum in Erlang's paper."""
    full = load**agents / math.factorial(agents) * agents / (agents - load)
    return full / (sum(load**n / math.factorial(n) for n in range(agents)) + full)


def mean_wait(agents: float, calls: float, minutes: float) -> float:
    """Return the mean wait in seconds."""
    load = calls / 60 * minutes
    return waits(int(agents), load) * minutes / (agents - load) * 60


def in_time(agents: int, calls: float, minutes: float, seconds: float) -> float:
    """Return the share that is answered in time."""
    load = calls / 60 * minutes
    if load >= agents:
        return 0.0
    return 1 - waits(agents, load) * math.exp(-(agents - load) * seconds / 60 / minutes)


def table(text: str, start: str) -> dict[str, list[str]]:
    """Return the rows of the first table after a text, by their first column."""
    lines = text[text.index(start) :].splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|---"))
    rows = {}
    for line in lines[first + 1 :]:
        if not line.startswith("|"):
            break
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name] = cells
    return rows


def intervals(text: str, start: str) -> dict[str, tuple[float, float]]:
    """Return the intervals of a table of differences."""
    found = {}
    for name, (_, interval) in table(text, start).items():
        low, high = interval.split(" to ")
        found[name] = (float(low), float(high))
    return found


def claim(text: str, start: str, fits: Callable[[str], bool]) -> str:
    """Return the label of the only claim after a text that fits."""
    claims = re.findall(r"(?m)^- \*\*([a-d])\*\*: (.*)$", text[text.index(start) :])[:4]
    (label,) = [label for label, words in claims if fits(words)]
    return str(label)


def tablet_order(text: str, files: Files) -> Answers:
    """Sit the practice exam."""
    calls, agents, minutes = figures(text, r"morning # calls an hour reach the # agents .* call takes # minutes")
    more, each, share, seconds = figures(text, r"expects # calls an hour of # minutes each, .* least # .* within # sec")
    needed = 1
    while in_time(needed, more, each, seconds) < share / 100:
        needed += 1
    studied = (date(2011, 11, 10) - date(2011, 9, 20)).days + 1
    complaints, published, answered = figures(
        text, r"that # complaints reached the bank with #, and that it answered #"
    )
    (conversations,) = figures(text, r"Suppose that # conversations")
    return {
        "answer_1": mean_wait(agents, calls, minutes),
        "answer_2": needed,
        **solveigs_day(text),
        **from_log(next(iter(files.values()))),
        "answer_11": two_tables(text),
        "answer_12": margin(text),
        "answer_13": answered * published / complaints,
        "answer_14": conversations / studied,
        "answer_15": claim(text, "## Question 15", lambda words: "likes on the complaint" in words),
        "answer_16": parameters(text),
    }


def solveigs_day(text: str) -> Answers:
    """Add up the minutes of her day as the paper tells them."""
    back, seen = figures(text, r"desk # minutes after the tweet, .* seen it # minutes after")
    patience, post_seen = figures(text, r"After # minutes without an answer, .* sees it # minutes after")
    (handling,) = figures(text, r"agent needs # minutes from opening")
    ask_after, number = figures(text, r"number # minutes after his first reply, .* She answers # minutes later")
    lookup, partner = figures(text, r"looks for # minutes in .* answers after # minutes")
    informed = back + handling + ask_after + number + lookup + partner
    minutes = {
        "answer_3": min(patience + post_seen, back) + handling,
        "answer_4": back + handling,
        "answer_5": informed,
        "answer_6": informed - (seen + handling + lookup + partner),
    }
    return {name: int(value) for name, value in minutes.items()}


def from_log(log: str) -> Answers:
    """Count the log of questions 7 to 10."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    need = {}
    for row in csv.DictReader(io.StringIO(log)):
        counts[row["case"]][row["event"]] += 1
        need[row["case"]] = row["need"]
    contacts = {case: events["contact"] for case, events in counts.items()}
    return {
        "answer_7": sum(contacts.values()),
        "answer_8": sum(max(events["ask_phone_number"] - 1, 0) for events in counts.values()),
        "answer_9": sum(made - (need[case] != "order status") for case, made in contacts.items()),
        "answer_10": sum(events["information_given"] > 0 and not events["solved"] for events in counts.values()),
    }


def two_tables(text: str) -> str:
    """Say what both tables of question 11 support."""
    contacts, satisfaction = intervals(text, "*Contacts per case*"), intervals(text, "*Satisfaction, from")
    assert all(high < 0 for _, high in contacts.values())
    (clear,) = [name for name, (low, _) in satisfaction.items() if low > 0]
    return claim(text, "## Question 11", lambda words: f"only for *{clear}* do the tables show" in words)


def margin(text: str) -> str:
    """Say which policy of question 12 was shown to change nothing to speak of."""
    (most,) = figures(text, r"by less than # minutes is nothing")
    found = intervals(text, "## Question 12")
    (inside,) = [name for name, (low, high) in found.items() if -most < low and high < most]
    (wide,) = set(found) - {inside}
    right = f"*{inside}* changes the wait by less than the margin; for *{wide}* the table cannot tell."
    return claim(text, "## Question 12", lambda words: words == right)


def parameters(text: str) -> str:
    """Say which sets of question 16 fit, and what would tell them apart."""
    sets = table(text, "## Question 16")
    fit = [name for name, (r, s) in sets.items() if abs((1 - float(r)) * float(s) - 0.36) < 0.005]
    return claim(text, "## Question 16", lambda words: words.startswith(" and ".join(fit)) and "redirect" in words)


def one_customer(text: str, files: Files) -> Answers:
    """Sit lab 1."""
    events = list(csv.DictReader(io.StringIO(next(iter(files.values())))))
    replies = [float(event["minute"]) for event in events if event["event"] == "first_reply"]
    (informed,) = [float(event["minute"]) for event in events if event["event"] == "information_given"]
    rows = table(text, "Minutes are rounded")
    today = rows.pop("as told")
    (honest,) = [name for name, row in rows.items() if row[0] == "1" and row[2:] == today[2:]]
    return {"answer_1": replies[0], "answer_2": round(informed - replies[1]), "answer_3": honest}


def phone_team(text: str, _files: Files) -> Answers:
    """Sit lab 2."""
    agents, calls, minutes = figures(text, r"has # agents.* # calls an hour.* takes # minutes")
    (seconds,) = figures(text, r"answered within # seconds")
    (growth,) = figures(text, r"calls grow by #")
    wait = mean_wait(agents, calls, minutes)
    return {
        "answer_1": calls * minutes / 60 / agents * 100,
        "answer_2": wait,
        "answer_3": 100 * in_time(int(agents), calls, minutes, seconds),
        "answer_4": mean_wait(agents, calls * (100 + growth) / 100, minutes) / wait,
    }


def one_team_or_three(text: str, _files: Files) -> Answers:
    """Sit lab 3."""
    agents, calls, minutes = figures(text, r"has # agents.* gets # calls an hour.* of # minutes")
    (again,) = figures(text, r"# of the customers must call a second time")
    (history,) = figures(text, r"at # of the second calls")
    strangers = {team: again * (team - 1) / team for team in (agents, 3 * agents)}
    return {
        "answer_1": mean_wait(agents, calls, minutes),
        "answer_2": mean_wait(3 * agents, 3 * calls, minutes),
        "answer_3": strangers[3 * agents] - strangers[agents],
        "answer_4": strangers[3 * agents] * (100 - history) / 100,
    }


def open_a_channel(text: str, _files: Files) -> Answers:
    """Sit lab 4."""
    (needs,) = figures(text, r"have # needs a day")
    (tweet,) = figures(text, r"# of the customers tweet first")
    again, switch = figures(text, r"ends, # of those who tweeted tweet once more .*?; # phone")
    there, away = figures(text, r"mean of # minutes.*mean of # minutes")
    tweets = needs * tweet / 100
    return {
        "answer_1": needs + tweets * again / 100 + tweets * switch / 100,
        "answer_2": 100 * tweets * (1 - switch / 100) / needs,
        "answer_3": away / (there + away) * away,
    }


PAPERS: dict[str, Callable[[str, Files], Answers]] = {
    "tablet-order": tablet_order,
    "lab-1-one-customer": one_customer,
    "lab-2-phone-team": phone_team,
    "lab-3-one-team-or-three": one_team_or_three,
    "lab-4-open-a-channel": open_a_channel,
}
