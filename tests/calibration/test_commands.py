"""The commands for data of one's own: their JSON, their files, their sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
import tomli_w

import simulation as sim
from simulation.commands import main
from tests.calibration.test_calibrate import raw

LINE = [
    "--set",
    "days=7",
    "--set",
    "warm_up_days=0",
    "--set",
    "needs.call.per_day=120",
    "--set",
    "teams.phone.agents=1",
]


def test_export_estimate_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, mine = tmp_path / "log.csv", tmp_path / "mine.toml"
    assert main(["export-contacts", "erlang-a", *LINE, "--out", str(log), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["contacts"] == len(pd.read_csv(log))
    command = ["estimate", str(log), "--agents", "phone=1", "--out", str(mine), "--pictures", str(tmp_path)]
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["days", "contacts", "ignored", "estimates", "by_hour", "pictures", "scenario"]
    assert len(told["by_hour"]) == 168
    assert told["pictures"][0]["alt"].startswith("Mean patience in channel phone is")
    assert (tmp_path / "patience-phone.png").read_bytes().startswith(b"\x89PNG")
    assert sim.simulate(sim.load(mine).with_({"days": 8})).measures()["contacts"] > 0
    assert main(command) == 0
    assert "team phone: 1 agents, always" in capsys.readouterr().out


def test_calibrate_writes_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "plan.toml", tmp_path / "out"
    path.write_text(tomli_w.dumps(raw(changes={"days": 0.2, "warm_up_days": 0}, grid=3, refit=2)))
    assert main(["calibrate", str(path), "--out", str(out), "--workers", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["target"] for row in told["targets"]] == ["abandonment.phone"]
    assert set(told["parameters"][0]) >= {"key", "best", "fits", "fits_held", "share", "tied", "verdict"}
    assert len(pd.read_csv(out / "profiles.csv")) == len(told["profiles"])
    best = {row["key"]: row["best"] for row in told["parameters"]}
    assert sim.load(out / "fitted.toml").channels["phone"].patience == best["channels.phone.patience"]
    written = sorted(path.name for path in out.iterdir())
    assert written == ["fitted.toml", "journal.jsonl", "profiles.csv", "profiles.png"]
    assert main(["calibrate", str(path), "--out", str(out), "--workers", "1"]) == 0  # from the journal
    assert "what the figures say of each" in capsys.readouterr().out


def test_patience_without_end_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "contact,channel,made,answered,ended,outcome\n1,phone,2024-01-01T10:00,2024-01-01T10:01,2024-01-01T10:02,answered\n"
    )
    assert main(["estimate", str(log)]) == 0
    assert " inf " in capsys.readouterr().out
    assert main(["estimate", str(log), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["estimates"][-1]["high"] is None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--agents", "phone"], "--agents phone: expected CHANNEL=VALUE"),
        (["--agents", "phone=0"], "--agents phone=0: expected a whole number from 1 up"),
        (["--agents", "phone=1", "phone=2"], "'phone' is there already"),
        (["--agents", "fax=1"], "no contacts in channel 'fax', expected one of: phone"),
        (["--hours", "phone=daily"], "--hours phone: 'daily' are no hours"),
        (["--out", "mine.csv"], "mine.csv: expected a name that ends in .toml"),
        (["--time-zone", "Oslo"], "time zone 'Oslo' is not known"),
    ],
)
def test_answers_that_cannot_be_used(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log.csv"
    rows = [f"{day},phone,2024-01-{day:02d}T10:00,,2024-01-{day:02d}T10:05,abandoned" for day in range(1, 9)]
    log.write_text("\n".join(["contact,channel,made,answered,ended,outcome", *rows]))
    code = main(["estimate", str(log), *words])
    said = capsys.readouterr().err
    assert (code, said.count("\n")) == (2, 1)
    assert sentence in said


def test_each_malformed_row_has_a_line_of_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "log.csv"
    log.write_text("contact,channel,made,answered,ended,outcome\n1,phone,,,,open\n2,phone,soon,,,open\n")
    assert main(["estimate", str(log)]) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 2
    assert said[0].endswith("row 2: made is empty, expected when the contact was made")
    assert "row 3: made 'soon' is no moment" in said[1]
    assert main(["export-contacts", "erlang-a", "--out", str(tmp_path / "log.txt")]) == 2
    assert "expected a name that ends in .csv" in capsys.readouterr().err
