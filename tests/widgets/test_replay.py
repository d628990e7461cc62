"""The replay: moves that fit the log, a record that can be read again, a page that stands alone, names by seed."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import sys
import zlib
from collections import Counter, defaultdict
from functools import cache
from itertools import accumulate, groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import simulation as sim
from simulation import log as ev
from simulation.cases import cases
from simulation.commands import main
from simulation.errors import InputError
from simulation.names import Names, shown_names
from simulation.plots.story import CaseRows
from simulation.replay import moves as mv
from simulation.replay.moves import Journey, Move
from simulation.replay.page import page_of, player_words, replay_page, script
from simulation.replay.record import record
from simulation.replay.window import MOST_CONTACTS, window

COMPANIES = [
    "reference-company:every-rule", "ash-cloud:broadcast", "rescue:as-told", "agency:weekly", "agency:chat",
    "service-levels:callbacks", "public-answers:as-it-is", "storm:unanswered", "tablet-order:BASE",
]  # fmt: skip
MOST_BYTES = 200_000


@cache
def whole(where: str) -> sim.Run:
    name, _, policy = where.partition(":")
    return sim.simulate(sim.load(name).policy(policy))


@cache
def run_of(where: str, days: int = 4) -> sim.Run:
    """Return the first days of a run."""
    return window(whole(where), (1, days)).run


def journeys(run: sim.Run) -> dict[int, tuple[list[Move], int]]:
    log = run.log[np.argsort(run.log["case"], kind="stable")]
    cases, begins = np.unique(log["case"], return_index=True)
    rows = dict(zip(cases.tolist(), np.split(log, begins[1:]), strict=True))
    return {case: Journey(CaseRows(run, rows[case])).read() for case in rows if case != ev.NOBODY}


def read(data: bytes) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """Read a record as the player does."""
    whole = zlib.decompress(data)
    length = int.from_bytes(whole[:4], "little")
    about, place = json.loads(whole[4 : 4 + length]), 4 + length
    columns: dict[str, list[int]] = {}
    for name, many in about["columns"].items():
        columns[name] = values = []
        for _ in range(many):
            value = shift = 0
            more = True
            while more:
                value |= (whole[place] & 127) << shift
                more, shift, place = whole[place] > 127, shift + 7, place + 1
            values.append(value)
    assert place == len(whole)
    return about, columns


def test_the_tablet_order_moves_as_it_is_told() -> None:
    moves, outcome = journeys(run_of("tablet-order:BASE"))[-1]
    twitter, facebook = 1, 2
    told = [(move.contact, move.kind, move.which) for move in moves]
    assert told == [
        (0, mv.HOME, 0),
        (1, mv.ENTERS, twitter),
        (2, mv.ENTERS, facebook),
        (2, mv.AGENT, facebook),
        (2, mv.ASKED, facebook),
        (2, mv.ASIDE, facebook),
        (2, mv.AGENT, facebook),
        (2, mv.ASIDE, facebook),
        (2, mv.HANDED, twitter),
        (2, mv.CLOSED, 0),
        (1, mv.AGENT, twitter),
        (1, mv.ASIDE, twitter),
        (1, mv.ASKED, twitter),
        (1, mv.ASIDE, twitter),
        (1, mv.AGENT, twitter),
        (1, mv.PARTNER, twitter),
        (1, mv.AGENT, twitter),
        (1, mv.CLOSED, 0),
        (0, mv.ENDS, mv.SOLVED),
    ]
    assert outcome == mv.SOLVED
    assert (moves[0].time, moves[1].time, moves[-1].time) == (600.0, 2040.0, 2337.0)


@pytest.mark.parametrize("where", COMPANIES)
def test_moves_keep_the_books_of_the_log(where: str) -> None:
    """Nobody is lost or doubled: agents have in hand what they opened, and everybody ends as the case table says."""
    run = run_of(where)
    found = journeys(run)
    every = sorted((move for moves, _ in found.values() for move in moves), key=lambda move: move.time)
    kinds = Counter(move.kind for move in every)
    events = Counter(run.log["event"].tolist())
    again = events[ev.FOUND_BY_LISTENING]
    assert kinds[mv.ENTERS] == events[ev.CONTACT] + again
    assert kinds[mv.AGENT] == events[ev.SERVICE_START]
    assert kinds[mv.HANDED] == events[ev.HAND_OFF] + events[ev.ESCALATED]
    assert kinds[mv.PARTNER] == events[ev.PARTNER_LOOKUP]
    agents = [(case, move) for case, (moves, _) in found.items() for move in moves]
    together = max(team.concurrency for team in run.scenario.teams.values())
    assert most_in_hand(agents) <= together
    table = cases(run.log, run.scenario)
    for case, deflected, solved, closed in zip(
        *(table[name].tolist() for name in ("case", "deflected", "solved", "closed")), strict=True
    ):
        outcome = found[case][1]
        assert (outcome == mv.OPEN) == (not closed)
        assert outcome != mv.SETTLED or deflected
        assert outcome != mv.SOLVED or solved
        assert outcome not in (mv.GAVE_UP, mv.WALKED_OFF) or not solved


def most_in_hand(moves: list[tuple[int, Move]]) -> int:
    """Return how many contacts an agent has in hand at once, at most."""
    at: dict[tuple[int, int], int] = {}
    in_hand: defaultdict[int, int] = defaultdict(int)
    most = 0
    for _, meanwhile in groupby(sorted(moves, key=lambda one: one[1].time), key=lambda one: one[1].time):
        for case, move in meanwhile:
            if move.contact == 0:
                continue
            before = at.pop((case, move.contact), None)
            if before is not None:
                in_hand[before] -= 1
            if move.kind == mv.AGENT:
                at[case, move.contact] = move.which
                in_hand[move.which] += 1
        most = max(most, *in_hand.values(), 0)
    return most


@pytest.mark.parametrize("where", COMPANIES)
def test_a_record_holds_every_beat_and_every_sentence(where: str) -> None:
    run = run_of(where)
    about, columns = read(record(run).data)
    table = cases(run.log, run.scenario)
    assert sum(columns["contacts"]) == table["contacts"].sum()
    assert sum(columns["asks"]) == table["asks"].sum()
    assert sum(columns["beats"]) == len(columns["dt"]) == len(columns["code"])
    assert max(columns["code"]) == len(about["codes"]) - 1
    assert all(step >= 0 for step in columns["dt"])
    moved = [about["codes"][code] for code in columns["code"] if isinstance(about["codes"][code][0], int)]
    assert Counter(kind for _, kind, _ in moved)[mv.AGENT] == (run.log["event"] == ev.SERVICE_START).sum()
    assert sum(columns["reactions"]) == (run.log["event"] == ev.REACTION).sum()
    first = columns["opened"][0] // 2
    begins = list(accumulate([first, *(-(step + 1) // 2 if step & 1 else step // 2 for step in columns["opened"][1:])]))
    assert min(begins) >= 0
    assert max(begins) <= about["end"]


def test_a_busy_companys_page_is_small_and_stands_alone(tmp_path: Path) -> None:
    run = run_of("ash-cloud:broadcast", 6)
    contacts = (run.log["event"] == ev.CONTACT).sum()
    assert 0.95 * MOST_CONTACTS < contacts <= MOST_CONTACTS
    path = replay_page(run, tmp_path / "ash-cloud.html")
    text = path.read_text("utf-8")
    assert len(text.encode()) < MOST_BYTES
    assert '<html lang="en">' in text
    assert "<title>Replay: The ash cloud</title>" in text
    assert not re.search(r"https?:|[\"\'(]//[a-z]|@import|url\(|\bsrc=|\bhref=|\son\w+=|\bfetch\(|\beval\(", text)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy is not None
    for tag in ('script type="module"', "style"):
        inside = re.search(rf"<{tag}>(.*?)</", text, re.DOTALL)
        assert inside is not None
        assert base64.b64encode(hashlib.sha256(inside[1].encode()).digest()).decode() in policy[1]


def test_a_title_cannot_break_the_page() -> None:
    run = run_of("tablet-order:BASE")
    scenario = run.scenario.with_({"title": "</title><script>alert(1)</script>"})
    text = page_of(record(sim.Run(scenario, run.seed, run.replication, run.log)))
    assert "alert(1)</script>" not in text
    assert text.count("<script") == text.count("</script>") == 3


def test_a_long_run_is_cut_and_says_so() -> None:
    run = whole("agency:weekly")
    made = record(run)
    assert made.contacts <= MOST_CONTACTS
    assert re.search(r"days 1 to 1[0-8] of a longer run", made.note)
    later = record(run, days=(18, 19))
    assert later.note == ""
    about, columns = read(later.data)
    assert (about["begin"], about["end"]) == (17 * 14400, 19 * 14400)
    part = window(run, (18, 19)).run.log
    last = dict(zip(part["case"].tolist(), part["time"].tolist(), strict=True))
    assert min(time for case, time in last.items() if case != ev.NOBODY) >= 17 * 1440
    assert len(columns["opened"]) == (part["event"] == ev.CASE_OPENED).sum()


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"days": (0, 2)}, "days 0 to 2, expected days from 1 to 4"),
        ({"days": (3, 2)}, "days 3 to 2, expected"),
        ({"days": (4, 5)}, "days 4 to 5, expected"),
        ({"customer": 999_999}, "customer 999999 has no case on days 1 to 4"),
        ({"customer": "Solvieg"}, "no customer 'Solvieg'"),
    ],
)
def test_what_cannot_be_played_is_told_in_one_sentence(asked: dict[str, Any], sentence: str) -> None:
    with pytest.raises(InputError, match=re.escape(sentence)):
        record(run_of("reference-company:every-rule"), **asked)


def test_one_day_that_is_too_much_is_refused() -> None:
    run = sim.simulate(sim.load("full-inbox").with_({"days": 1, "warm_up_days": 0}))
    with pytest.raises(InputError, match=r"day 1 alone has \d+ contacts, expected at most 5000"):
        record(run)


def test_the_story_of_a_cast_member_is_open_at_first() -> None:
    run = run_of("tablet-order:BASE")
    assert read(record(run, "Solveig").data)[0]["picked"] == 0
    assert read(record(run, -1).data)[0]["picked"] == 0
    assert read(record(run).data)[0]["picked"] == -1


def test_the_player_uses_the_words_of_the_table_and_no_others() -> None:
    words = player_words()
    used = set(re.findall(r"\bwords\.(\w+)", script()))
    assert used <= words.keys()
    assert words.keys() <= used
    assert len(words["outcomes"]) == mv.OPEN + 1
    assert set(re.findall(r'^\s+\["(\w+)", \(row\)', script(), re.MULTILINE)) == words["columns"].keys()
    kinds = re.search(r"const MOVES = .*?\[(.*?)\]", script(), re.DOTALL)
    assert kinds is not None
    for number, name in enumerate(re.findall(r'"(\w+)"', kinds[1])):
        assert getattr(mv, name) == number


def test_the_widget_has_the_same_script_and_record() -> None:
    pytest.importorskip("anywidget")
    from simulation.widgets import replay

    run = run_of("tablet-order:BASE")
    widget = replay(run, "Solveig")
    assert widget.data == record(run, -1).data
    assert widget.words == player_words()
    assert "export default" in script()
    assert script().count("export") == 1


def test_names_hang_on_seed_and_number_alone() -> None:
    pytest.importorskip("faker")
    state = random.getstate()
    for locale in ("no_NO", "da_DK", "en_GB"):
        forwards, backwards = Names(locale, 1), Names(locale, 1)
        some = [forwards(number) for number in range(50)]
        assert some == [backwards(number) for number in reversed(range(50))][::-1]
        assert len(set(some)) > 40
        assert some != [Names(locale, 2)(number) for number in range(50)]
        assert not any(re.search(r"\d", name) for name in some)
    assert random.getstate() == state
    with pytest.raises(InputError, match="no names of 'nb_NO', did you mean 'no_NO'"):
        Names("nb_NO", 1)


def test_without_faker_customers_have_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = sim.load("tablet-order")
    monkeypatch.setitem(sys.modules, "faker", None)
    assert shown_names(scenario, 1, [-1, 12]) == {-1: "Solveig", 12: "Customer 12"}
    with pytest.raises(InputError, match="Faker is not installed"):
        Names("no_NO", 1)


def test_the_command_writes_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    command = ["replay", "tablet-order", "--policy", "L3", "--customer", "Solveig", "--days", "3", "--out", str(path)]
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(path), "cases": 1, "contacts": 2, "note": ""}
    assert "<title>Replay: The tablet order</title>" in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--days", "x"], "'x' are no days, expected 5 for the first five, or 4-8"),
        (["--days", "9"], "days 1 to 9, expected days from 1 to 7"),
        (["--customer", "Solvieg"], "no customer 'Solvieg', did you mean 'Solveig'"),
        (["--out", "page.png"], "page.png: expected a name that ends in .html"),
    ],
)
def test_the_command_says_what_it_cannot_do(
    options: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["replay", "tablet-order", *options]) == 2
    assert sentence in capsys.readouterr().err
