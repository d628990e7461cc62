"""The commands staff and explain: their JSON, their tables, their files, and one sentence for bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import simulation as sim
from simulation.commands import main

SHORT = ("--set", "days=0.6", "--set", "warm_up_days=0.1", "--set", "needs.call.per_day=2400", "--workers", "1")


def test_staff_prints_saves_and_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "staffed.toml"
    targets = tmp_path / "targets.toml"
    targets.write_text('[[targets]]\nchannel = "phone"\nmost_abandoning = 0.2\n')
    words = ("staff", "erlang-a", *SHORT, "--target", "phone:80%/20s", "--targets", str(targets), "--out", str(path))
    assert main([*words, "--replications", "20", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "scenario", "seed", "confidence", "runs", "hours", "formula_hours", "holds", "blocks", "targets", "file",
    ]  # fmt: skip
    (block,) = found["blocks"]
    assert found["hours"] == 168 * block["agents"]
    assert [each["target"] for each in found["targets"]] == [
        "phone: 80 % within 20 s",
        "phone: at most 20 % hang up",
    ]
    assert all(each["low"] <= each["level"] <= each["high"] and each["sure"] > 0.95 for each in found["targets"])
    assert sim.load(path).teams["phone"].rota[0].agents == block["agents"]
    assert main([*words, "--replications", "20"]) == 0
    told = capsys.readouterr().out
    assert "agent hours a week" in told
    assert f"written to {path}" in told


def test_explain_prints_and_draws(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "gap.png"
    redial = ("--set", "behaviour.redial=0.5", "--channel", "phone", "--within", "30 s", "--replications", "3")
    words = ("explain", "erlang-a", *SHORT, *redial)
    assert main([*words, "--out", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [step["name"] for step in found["steps"]] == ["plain queue", "redials", "telling again"]
    assert found["within"] == 0.5
    assert found["fed"]["formula"] == "Erlang A"
    total = sum(step["change"]["wait_min"]["mean"] for step in found["steps"])
    assert found["formula"]["wait_min"] + total == pytest.approx(found["simulated"]["wait_min"]["mean"])
    assert path.read_bytes().startswith(b"\x89PNG")
    assert "Erlang A says" in found["alt"]
    assert main([*words, "--out", str(path)]) == 0
    told = capsys.readouterr().out
    assert "+ redials" in told
    assert "cannot be turned off: patience on hold" in told


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("staff", "erlang-a"), "no target, expected CHANNEL:SHARE%/TIME"),
        (("staff", "erlang-a", "--target", "phne:80%/20s"), "did you mean 'phone'"),
        (("staff", "erlang-a", "--target", "phone:80%/20s", "--every", "soon"), "expected a duration"),
        (("staff", "erlang-a", "--target", "phone:80%/20s", "--out", "rota.csv"), "ends in .toml"),
        (("staff", "erlang-a", "--target", "phone:80%/20s", "--confidence", "2"), "confidence = 2"),
        (("staff", "erlang-a", "--targets", "none.toml"), "none.toml: no such file"),
        (("explain", "erlang-a"), "--channel"),
        (("explain", "erlang-a", "--channel", "mail"), "no channel 'mail'"),
        (("explain", "erlang-a", "--channel", "phone", "--out", "gap.pdf"), "ends in .png or .svg"),
    ],
)
def test_bad_input_gets_one_sentence(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str) -> None:
    assert main(list(words)) == 2
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert told.startswith("error: ")
    assert sentence in told
