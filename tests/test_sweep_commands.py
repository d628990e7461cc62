"""The commands sweep and analyse: exit codes, shapes of their JSON, and one sentence for bad input."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

import simulation as sim
from simulation.commands import main
from simulation.sweeps.speed import of_reference_company, speed_up

Told = Callable[..., tuple[int, str, str]]

FILE = """
title = "two queues"
scenario = "single-agent"
replications = 4
logs = true
changes = { days = 3, warm_up_days = 0 }
policies = ["constant", "uneven"]

[[factors]]
key = "needs.call.per_day"
levels = [150, 200]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of the file, swept by the command."""
    place = tmp_path_factory.mktemp("sweep")
    (place / "e.toml").write_text(FILE, encoding="utf-8")
    assert main(["sweep", str(place / "e.toml"), "--out", str(place / "out"), "--workers", "2"]) == 0
    return place / "out"


def test_sweep_says_what_it_made(tell: Told, folder: Path) -> None:
    file = str(folder.parent / "e.toml")
    code, out, _ = tell("sweep", file, "--out", str(folder), "--json")
    assert code == 0
    found = json.loads(out)
    assert found == {
        "folder": str(folder),
        "points": 4,
        "runs": 16,
        "reused": 0,
        "undecided": [],
        "without_effect": [],
        "problems": [],
    }
    code, out, _ = tell("sweep", file, "--out", str(folder))
    assert "4 points, 16 runs" in out
    code, _, err = tell("sweep", "staffing", "--out", str(folder))
    assert (code, err.count("\n")) == (2, 1)
    assert "holds results of another base scenario ('two queues')" in err


def test_sweep_extends_a_finished_one(tell: Told, folder: Path) -> None:
    larger = folder.parent / "larger.toml"
    larger.write_text(FILE.replace("replications = 4", "replications = 5"), encoding="utf-8")
    code, _, err = tell("sweep", str(larger), "--out", str(folder), "--workers", "1")
    assert code == 2
    assert f"'--extend {folder}' takes what it can into an empty one" in err
    asked = ("sweep", str(larger), "--out", str(folder.parent / "more"), "--extend", str(folder), "--workers", "1")
    code, out, _ = tell(*asked)
    assert code == 0
    assert f"4 points, 20 runs in {folder.parent / 'more'}\n16 of the runs were there in {folder}" in out
    assert json.loads(tell(*asked, "--json")[1])["reused"] == 16


def test_analyse_has_the_documented_shape(tell: Told, folder: Path) -> None:
    code, out, _ = tell(
        "analyse", str(folder), "--json", "--measure", "answer_min.phone", "--base", "2",
        "--goal", "answer_min.phone=low", "--goal", "occupancy.phone=high",
        "--warm-up", "backlog.phone", "--every", "1 h",
    )  # fmt: skip
    assert code == 0
    found = json.loads(out)
    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
    (shape,) = [text for text in page.split("\n\n") if text.startswith("**analyse**")]
    names = [*found, *(rows := found["measures"]["answer_min.phone"]), *rows["points"][0], *rows["effects"][0]]
    for name in [*names, *found["warm_up"]]:
        assert name.removesuffix("_low").removesuffix("_high") in shape.replace("\n", " "), name
    results = sim.read_results(folder)
    (first, *_, last) = rows["points"]
    assert first["mean"] == results.interval(0, "answer_min.phone").mean
    assert last["p_holm"] == results.against(2, "answer_min.phone")[3].p_holm
    assert rows["points"][2]["difference"] is None
    assert rows["effects"][0]["effect"] == "policy = uneven"
    assert found["front"] == results.front(found["goals"])
    assert len(found["warm_up"]["values"]) == 72


def test_analyse_says_which_differences_are_one_family(tell: Told, folder: Path, tmp_path: Path) -> None:
    measures = ("answer_min.phone", "occupancy.phone")
    asked = ("analyse", str(folder), "--measure", measures[0], "--measure", measures[1])
    code, out, _ = tell(*asked, "--json", "--pictures", str(tmp_path))
    assert code == 0
    found = json.loads(out)
    assert "all 6 differences shown here (3 points in 2 measures) are one family" in found["correction"]
    known = sim.read_results(folder).against_in(0, measures)
    for measure in measures:
        rows = found["measures"][measure]["points"][1:]
        assert [row["p_holm"] for row in rows] == [each.p_holm for each in known[measure].values()]
    assert any("Holm's correction for 2 measures together" in alt for alt in found["pictures"].values())
    found = json.loads(tell(*asked, "--family", "measure", "--json")[1])
    assert "for each measure alone its 3 differences are one family" in found["correction"]
    row = found["measures"][measures[1]]["points"][3]
    assert row["p_holm"] == sim.read_results(folder).against(0, measures[1])[3].p_holm


def test_analyse_prints_tables_and_draws(tell: Told, folder: Path, tmp_path: Path) -> None:
    code, out, _ = tell(
        "analyse", str(folder), "--measure", "answer_min.phone", "--goal", "answer_min.phone=low",
        "--goal", "occupancy.phone=high", "--warm-up", "backlog.phone", "--every", "60", "--pictures", str(tmp_path),
    )  # fmt: skip
    assert code == 0
    for words in ("uneven, per_day 200", "p (Holm)", "beaten by none in", "cut by MSER-5", "Bonferroni"):
        assert words in out
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "differences-answer_min.phone.png", "effects-answer_min.phone.png", "trade-offs.png",
        "warm-up-backlog.phone.png",
    ]  # fmt: skip


def test_a_saltelli_design_is_analysed_into_indices_and_a_surface(tell: Told, tmp_path: Path) -> None:
    text = 'scenario = "single-agent"\ndesign = "saltelli"\npoints = 32\nreplications = 2\n'
    text += "changes = { days = 2, warm_up_days = 0 }\n"
    for key, low, high in (("needs.call.per_day", 100, 200), ("channels.phone.solve", 0.6, 1.0)):
        text += f'[[factors]]\nkey = "{key}"\nlow = {low}\nhigh = {high}\n'
    (tmp_path / "e.toml").write_text(text, encoding="utf-8")
    place = str(tmp_path / "out")
    assert tell("sweep", str(tmp_path / "e.toml"), "--out", place, "--workers", "1")[0] == 0
    asked = ("analyse", place, "--measure", "answer_min.phone")
    code, out, _ = tell(*asked, "--json")
    assert (code, out) == (0, tell(*asked, "--json")[1])  # the resamples are the same every time
    rows = json.loads(out)["measures"]["answer_min.phone"]
    results = sim.read_results(tmp_path / "out")
    assert [row["factor"] for row in rows["sobol"]] == ["needs.call.per_day", "channels.phone.solve"]
    assert [row["total"] for row in rows["sobol"]] == [each.total.mean for each in results.sobol("answer_min.phone")]
    assert rows["sobol"][0]["total"] > rows["sobol"][1]["total"]
    assert len(rows["surface"]["terms"]) == 6
    assert rows["surface"]["lack_of_fit"]["error_df"] == 31  # luck is shared: one replication's shift is no error
    assert (rows["why_no_sobol"], rows["why_no_surface"]) == (None, None)
    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in [*rows["sobol"][0], *rows["surface"], *rows["surface"]["highest"], *rows["surface"]["lack_of_fit"]]:
        assert name.removesuffix("_low").removesuffix("_high") in page.replace("\n", " "), name
    code, out, _ = tell(*asked, "--pictures", str(tmp_path / "pictures"))
    assert code == 0
    for words in ("Sobol indices: the share of the spread", "lack of fit: F(26, 31)", "highest within the ranges"):
        assert words in out
    for name in ("surface", "sobol"):
        assert (tmp_path / "pictures" / f"{name}-answer_min.phone.png").exists()


def test_a_design_without_indices_or_surface_says_why(tell: Told, folder: Path) -> None:
    _, out, _ = tell("analyse", str(folder), "--measure", "answer_min.phone")
    assert "no response surface: 'policy' has levels that are no numbers" in out
    assert "Sobol" not in out
    with pytest.raises(sim.InputError, match="the design is 'factorial', expected 'saltelli'"):
        sim.read_results(folder).sobol("answer_min.phone")


def test_a_point_can_be_named_by_its_policy_where_that_is_clear(tell: Told, folder: Path) -> None:
    code, _, err = tell("analyse", str(folder), "--base", "constant")
    assert code == 2
    assert "policy 'constant' has 2 points, expected the number of one" in err


def test_failed_points_are_told_and_the_exit_code_says_so(tell: Told, tmp_path: Path) -> None:
    text = 'scenario = "single-agent"\nreplications = 1\n'
    for key, levels in {"days": [1, 3], "warm_up_days": [0, 2]}.items():
        text += f'[[factors]]\nkey = "{key}"\nlevels = {levels}\n'
    (tmp_path / "e.toml").write_text(text, encoding="utf-8")
    code, out, err = tell("sweep", str(tmp_path / "e.toml"), "--out", str(tmp_path / "out"), "--workers", "1")
    assert code == 1
    assert "4 points, 3 runs" in out
    assert err.count("problem: ") == 1
    assert "problem: point 1 (days 1, warm_up_days 2) could not be made" in err
    assert "problem: point 1" in tell("analyse", str(tmp_path / "out"))[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sweep", "staffin", "--out", "x"], "did you mean 'staffing'?"),
        (["sweep", "staffing"], "required"),
        (["sweep", "staffing", "--out", "/dev/null/x"], "cannot be written"),
        (["sweep", "staffing", "--out", "x", "--workers", "2", "--cluster", "tcp://a:1"], "not allowed with"),
        (["sweep", "staffing", "--out", "x", "--extend", "nowhere"], "nowhere: holds no experiment"),
        (["sweep", "staffing", "--out", "DIR", "--extend", "DIR"], "expected another folder for the larger one"),
        (["analyse", "nowhere"], "holds no experiment"),
        (["analyse", "DIR", "--measure", "solvd"], "did you mean 'solved'?"),
        (["analyse", "DIR", "--base", "9"], "no point '9'"),
        (["analyse", "DIR", "--base", "constan"], "did you mean 'constant'?"),
        (["analyse", "DIR", "--goal", "solved"], "expected MEASURE=high or MEASURE=low"),
        (["analyse", "DIR", "--goal", "solvd=high"], "did you mean 'solved'?"),
        (["analyse", "DIR", "--level", "95"], "between 0 and 1"),
        (["analyse", "DIR", "--precision", "0"], "more than 0"),
        (["analyse", "DIR", "--warm-up", "backlog.fone"], "did you mean 'backlog.phone'?"),
        (["analyse", "DIR", "--warm-up", "backlog.phone"], "a series of 3 stretches, expected at least 30"),
        (["analyse", "DIR", "--warm-up", "backlog.phone", "--every", "1 hour"], "'hour' is no unit of time"),
        (["bench", "--sweep", "0"], "whole number from 1"),
    ],
)
def test_bad_input_gets_one_sentence(tell: Told, folder: Path, arguments: list[str], said: str) -> None:
    code, out, err = tell(*(text.replace("DIR", str(folder)) for text in arguments))
    assert code == 2
    assert out == ""
    lines = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(lines) == 1
    assert said in lines[0]


def test_the_speed_of_a_sweep_is_measured() -> None:
    figures = speed_up(of_reference_company(2, days=6), rounds=1)
    assert figures["runs"] == 20
    assert figures["sweep_speed_up"] == pytest.approx(figures["serial_s"] / figures["processes_s"])


def test_the_experiment_on_the_page_is_the_packaged_one() -> None:
    root = Path(__file__).parents[1]
    text = (root / "docs" / "experiments.md").read_text(encoding="utf-8")
    shown, *others = [block.split("```")[0] for block in text.split("```toml\n")[1:]]
    packaged = (root / "simulation" / "experiments" / "staffing.toml").read_text(encoding="utf-8")
    assert shown == packaged
    for other in others:
        assert sim.parse_experiment(tomllib.loads(other)).plan()
