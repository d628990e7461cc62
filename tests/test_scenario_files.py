"""Every malformed scenario file gives one clear sentence: which file, which place, what was expected."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import simulation as sim

GOOD = """
days = 2
[channels.phone]
[channels.email]
[needs.technical]
[teams.desk]
channels = ["phone", "email"]
"""
"""The last table is the team's, so that a case can go on with its keys."""

CAST = '[[cast]]\nname = "Ada"\nneed = "technical"\nat = "Mon 09:00"\n'
TEAM = 'channels = ["phone", "email"]\n'
POLICY = '[policies.p]\ntitle = "p"\n'
TIER = '[needs.billing]\ntier = "gld"\n[population.tiers]\ngold = 0.1'
JARGON = re.compile(
    r"input should|\btype=|https?:|pydantic|validation error|valid (string|integer|dictionary|list)|function-|"
    r"after validation|Traceback|_error|NoneType|datetime\.",
    re.IGNORECASE,
)


def instead(old: str, new: str) -> str:
    """Return the good file with one piece replaced."""
    assert old in GOOD
    return GOOD.replace(old, new)


RATES = "expected one of 'per_thousand', 'per_day' and 'incident'"

MALFORMED: dict[str, tuple[str, str, str]] = {
    "not TOML": ("days = = 2", "line 1", "not valid TOML"),
    "a key twice": ("days = 3\n" + GOOD, "line 3", "not valid TOML"),
    "empty file": ("", "days", "missing"),
    "string for a number": (instead("days = 2", 'days = "two"'), "days = 'two'", "expected a number"),
    "bool for a number": (instead("days = 2", "days = true"), "days", "expected a number"),
    "date for a number": (instead("days = 2", "days = 2024-01-01"), "days", "expected a number"),
    "NaN": (instead("days = 2", "days = nan"), "days = nan", "finite number"),
    "NaN minutes": (GOOD + "[handling]\nown_lookup = nan", "handling.own_lookup", "expected"),
    "infinite": (instead("days = 2", "days = inf"), "days = inf", "finite number"),
    "never, where it must end": (GOOD + '[handling]\nown_lookup = "never"', "handling.own_lookup", "finite number"),
    "no days": (instead("days = 2", "days = 0"), "days = 0", "more than 0"),
    "number for a text": ("name = 3\n" + GOOD, "name = 3", "expected a text"),
    "negative duration": (GOOD + '[handling]\nown_lookup = "-5 min"', "handling.own_lookup", "duration such as"),
    "negative minutes": (GOOD + "[handling]\nown_lookup = -5", "handling.own_lookup = -5", "at least 0"),
    "kilograms": (GOOD + '[handling]\nown_lookup = "5 kg"', "handling.own_lookup", "'kg' is no unit of time"),
    "hours that end before they begin": (GOOD + 'hours = "16:00-08:00"', "teams.desk.hours", "begin before it ends"),
    "hours that overlap": (GOOD + 'hours = "08:00-12:00, 11:00-16:00"', "teams.desk.hours", "overlap"),
    "days that run backwards": (GOOD + 'hours = "Fri-Mon 08:00-16:00"', "teams.desk.hours", "Fri-Mon"),
    "minute 99": (GOOD + 'hours = "08:99-12:00"', "teams.desk.hours", "08:99"),
    "unknown day": (GOOD + 'hours = "Mno 08:00-16:00"', "teams.desk.hours", "did you mean 'Mon'?"),
    "hours in words": (GOOD + 'hours = "office"', "teams.desk.hours", "'Mon-Fri 08:00-16:00'"),
    "hours as a number": (GOOD + "hours = 8", "teams.desk.hours = 8", "expected a text"),
    "team without channels": (instead(TEAM, ""), "teams.desk.channels", "missing"),
    "team with an empty list": (instead(TEAM, "channels = []\n"), "teams.desk.channels", "a team that escalates"),
    "team with a misspelt channel": (
        instead('"phone", ', '"phnoe", '), "teams.desk.channels", "did you mean 'phone'?"
    ),
    "channel served twice": (GOOD + '[teams.b]\nchannels = ["phone"]', "teams.b.channels", "served by team 'desk'"),
    "channel without a team": (instead(', "email"', ""), "channels.email", "no team serves it"),
    "unknown channel": (instead("phone", "fax"), "channels.fax", "one of: chat, email, facebook, phone, twitter"),
    "like an unknown channel": (GOOD + '[channels.fax]\nlike = "phon"', "channels.fax", "did you mean 'phone'?"),
    "like a list": (GOOD + "[channels.fax]\nlike = [3]", "channels.fax", "expected one of"),
    "channels as a number": ("channels = 3\ndays = 2", "channels = 3", "expected a table"),
    "misspelt table": (GOOD + '[transparancy]\nlabels = "honest"', "transparancy", "did you mean 'transparency'?"),
    "misspelt key deep inside": (GOOD + "[channels.facebook.work]\nmeen = 3", "work.meen", "did you mean 'mean'?"),
    "list for a table": ("population = [1]\n" + GOOD, "population", "expected a table"),
    "text for a table": (instead("[channels.email]", '[channels.email]\nwork = "5 min"'), "email.work", "a table"),
    "table for a list": (GOOD + '[cast]\nname = "Ada"', "cast", "expected a list"),
    "unknown tier": (GOOD + TIER, "needs.billing.tier", "did you mean 'gold'?"),
    "a tier where there are none": (GOOD + "[needs.billing]\ntier = 'gold'", "needs.billing.tier", "no tier 'gold'"),
    "tiers over one": (GOOD + "[population.tiers]\ngold = 0.7\nsilver = 0.6", "population.tiers", "at most 1"),
    "commitment to nobody": (GOOD + "[commitments.gold]\nanswer = 5", "commitments.gold", "no tier 'gold'"),
    "cast with an unknown stream": (GOOD + CAST + "luck = { patiense = 3 }", "cast.1.luck", "did you mean 'patience'?"),
    "cast with an unknown need": (GOOD + CAST.replace("technical", "tecnical"), "cast.1", "did you mean 'technical'?"),
    "cast after the end": (GOOD + CAST.replace("Mon 09", "Wed 09"), "cast.1", "within the run's 2 days"),
    "cast at no moment": (GOOD + CAST.replace("Mon 09:00", "Mon 25:00"), "cast.1.at", "a moment such as"),
    "cast with a truth for luck": (GOOD + CAST + "luck = { patience = true }", "cast.1.luck.patience", "a number"),
    "cast with kilograms of luck": (GOOD + CAST + 'luck = { reply = "3 kg" }', "cast.1.luck.reply", "'kg' is no unit"),
    "cast who answers too soon": (GOOD + CAST + "luck = { reply = [3, -5] }", "cast.1.luck.reply", "at least 0"),
    "cast with no luck at all": (GOOD + CAST + "luck = { reply = [] }", "cast.1.luck.reply", "at least 1"),
    "two of a name": (GOOD + CAST + CAST, "cast.2", "'Ada'"),
    "cast with an unknown last channel": (GOOD + CAST + 'last_channel = "fone"', "cast.1", "did you mean 'phone'?"),
    "cast with words for no event": (GOOD + CAST + 'words = { contct = "x" }', "(Ada).words", "'contact'?"),
    "warm-up longer than the run": ("warm_up_days = 3\n" + GOOD, "warm_up_days", "less than 'days'"),
    "a share above one": (GOOD + "[population]\nyoung = 1.5", "population.young = 1.5", "at most 1"),
    "shares that sum to more": (GOOD + "[behaviour]\nrepeat = 0.7\nswitch = 0.7", "behaviour", "at most 1"),
    "policy with a bad key": (GOOD + POLICY + 'changes = { "transparency.lables" = 1 }', "policies.p", "'labels'?"),
    "policy with a bad value": (GOOD + POLICY + 'changes = { "transparency.labels" = "x" }', "policies.p", "one of"),
    "policy with an unknown channel": (
        GOOD + POLICY + 'changes = { "channels.twiter.alpha" = 1 }', "channels.twiter.alpha", "email, phone"
    ),
    "policy without a title": (GOOD + "[policies.p]\nchanges = {}", "policies.p.title", "missing"),
    "distribution misspelt": (
        GOOD + '[channels.facebook.work]\ndistribution = "lognornal"', "work.distribution", "did you mean 'lognormal'?"
    ),
    "half an agent": (GOOD + "agents = 2.5", "teams.desk.agents = 2.5", "a whole number"),
    "fewer agents than none": (GOOD + "agents = -1", "teams.desk.agents = -1", "at least 0"),
    "rota without agents": (GOOD + 'rota = [{ hours = "always" }]', "teams.desk.rota.1.agents", "missing"),
    "attention in fortnights": (
        GOOD + 'attention_told = ["33 h", "2 fortnights"]', "attention_told.2", "'fortnights' is no unit of time"
    ),
    "needs without a rate": (GOOD + '[needs.visit]\narise = "always"', "needs.visit", RATES),
    "two rates": (GOOD + "[needs.visit]\nper_day = 1\nper_thousand = 1", "needs.visit", RATES),
    "an incident after the end": (
        GOOD + '[needs.late.incident]\nat = "Sun 09:00"', "needs.late.incident.at", "within the run's 2 days"
    ),
    "an escalation to nobody": (GOOD + 'escalates_to = "dsk"', "teams.desk.escalates_to", "did you mean 'desk'?"),
    "a back office that is misspelt where it is meant": (
        GOOD + 'escalates_to = "offise"\n[teams.office]\nchannels = []', "teams.desk.escalates_to", "mean 'office'?"
    ),
    "readers by the billion": (GOOD + "[publicity]\nreaders = 1e9", "publicity.readers", "expected at most 500"),
    "fixes without a pause": (GOOD + "[improvement]\nevery_days = 1e-9", "improvement.every_days", "at least 0.01"),
    "an escalation to itself": (GOOD + 'escalates_to = "desk"', "teams.desk.escalates_to", "another team"),
    "an archive without publicity": (GOOD + "[transparency]\narchive = true", "transparency.archive", "[publicity]"),
    "a reputation without publicity": (GOOD + "[reputation]", "reputation", "[publicity]"),
    "a price of an unknown tier": (GOOD + "[costs.tier_prices]\ngold = 3", "costs.tier_prices", "no tier 'gold'"),
    "a learning weight above one": (GOOD + "[learning]\nown = 1.5", "learning.own = 1.5", "at most 1"),
    "a misspelt rule": (GOOD + "[publicty]", "publicty", "did you mean 'publicity'?"),
    "a ranking by taste": (GOOD + '[improvement]\nrank = "taste"', "improvement.rank", "one of: count, customer_time"),
    "a need called orders": (GOOD + "[orders]\n[needs.orders]\nper_day = 1", "needs.orders", "orders"),
    "published for an unknown channel": (
        GOOD + "[transparency.published_minutes]\nphnoe = 3", "transparency.published_minutes", "did you mean 'phone'?"
    ),
    "nothing happens": (instead("[needs.technical]\n", ""), "needs", "at least one need"),
    "a key of two lines": ('"da\\nys" = 2\n' + GOOD, "da", "did you mean 'days'?"),
}  # fmt: skip


def sentence_about(path: Path) -> str:
    """Return what a reader of this file is told."""
    with pytest.raises(sim.InputError) as error:
        sim.load(path)
    sentence = str(error.value)
    assert "\n" not in sentence, sentence
    assert path.name in sentence
    assert not JARGON.search(sentence), sentence
    assert len(sentence) < 400
    return sentence


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_gives_one_clear_sentence(name: str, tmp_path: Path) -> None:
    text, place, hint = MALFORMED[name]
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    sentence = sentence_about(path)
    assert place in sentence, sentence
    assert hint in sentence, sentence


def test_the_good_file_is_good(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD + CAST + POLICY, encoding="utf-8")
    assert sim.load(path).name == "mine"
    assert len(MALFORMED) >= 30


@pytest.mark.parametrize("content", [bytes(range(256)), b'name = "\x00"', "días = 2".encode("utf-16")])
def test_a_file_that_is_no_text(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    assert re.search("cannot be read as text|not valid TOML", sentence_about(path))


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert "no such file" in sentence_about(tmp_path / "absent.toml")
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    sentence_about(folder)


@pytest.mark.parametrize("days", [True, None, [], {}, "2", float("nan"), -1])
def test_values_from_python_are_checked_as_well(days: Any) -> None:
    with pytest.raises(sim.InputError, match="days"):
        sim.load("erlang-a").with_({"days": days})
