"""Running it: the same whatever way it is run, right where the answer is known, and as shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

import simulation as sim
from simulation.robustness import HEADLINES, Plan, Question, claimed, robustness
from simulation.robustness.design import studies
from simulation.robustness.questions import Effort
from simulation.robustness.table import read_table, rows, write_points, write_table

DOCS = Path(__file__).parents[2] / "docs"
SMALL = Plan(6, 3, Effort(2, 1))


def test_together_or_alone_in_one_process_or_two_the_rows_are_the_same(tmp_path: Path) -> None:
    names = ["pooled-vs-before-asked-twice", "before-vs-no-social-contacts-per-day"]
    both = robustness(claimed(names), tmp_path / "both", SMALL)
    with sim.processes(2) as executor:
        alone = robustness(claimed(names[1:]), tmp_path / "alone", SMALL, executor)
    assert both[1].slacks == alone[0].slacks
    assert rows(both)[1] == rows(alone)[0]
    again = robustness(claimed(names), tmp_path / "both", SMALL)
    assert rows(again) == rows(both)


def test_a_result_that_hangs_on_one_assumption_is_seen_to(tmp_path: Path) -> None:
    """Calls of five minutes against four agents: more minutes booked than a fixed number, or not, by the mean alone."""
    line = sim.load("reference-company").with_({"days": 2, "warm_up_days": 0, "orders": None, "needs.technical": None,
                                                "needs.advice": None})  # fmt: skip
    worlds = {"none": line.with_({"needs.billing.per_day": 0}), "some": line.with_({"needs.billing.per_day": 80})}
    question = Question("toy", "toy", worlds, "agent_minutes_per_day", +1, 550.0, Effort(2, 1))
    (found,) = robustness([question], tmp_path, Plan(60, 1))
    assert 0.1 < found.kept.share < 0.9
    assert {"channels.phone.work.mean", "channels.email.work.mean"} & {each.name for each in found.top()}
    assert all(each.correlation > 0 for each in found.top() if each.name.endswith("work.mean"))
    assert found.by_luck.of == 7


def test_tables_are_read_as_they_were_written(tmp_path: Path) -> None:
    found = robustness(claimed(["answer-15-h-vs-answer-4-h-largest-thread"]), tmp_path, Plan(6, 3, Effort(2, 2)))
    table = rows(found)
    (read,) = read_table(write_table(tmp_path / "t.csv", table, SMALL))
    assert read.keys() == table[0].keys()
    for key, value in table[0].items():
        assert read[key] == (pytest.approx(value, rel=1e-5) if isinstance(value, float) else value)
    points = read_table(write_points(tmp_path / "p.csv", found, SMALL))
    assert [row[found[0].question.id] for row in points] == pytest.approx(found[0].slacks, rel=1e-5)
    with pytest.raises(sim.InputError, match="no table of robustness"):
        read_table(DOCS / "commands.md")


def test_the_shipped_table_counts_its_points() -> None:
    table, points = read_table(DOCS / "robustness.csv"), read_table(DOCS / "robustness-points.csv")
    assert [row["claim"] for row in table] == list(HEADLINES) == list(points[0])[1:]
    for row in table:
        slacks = [point[row["claim"]] for point in points if point[row["claim"]] is not None]
        assert len(slacks) == row["points"] >= 200
        assert sum(slack > 0 for slack in slacks) == row["kept"]
        assert row["kept"] / row["points"] == pytest.approx(row["share"], rel=1e-5)


def test_the_page_says_what_the_shipped_table_says() -> None:
    page = (DOCS / "robustness.md").read_text(encoding="utf-8")
    for row in read_table(DOCS / "robustness.csv"):
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{row['claim']}` |")]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[1] == str(row["points"])
        assert cells[2] == f"{100 * row['share']:.0f} ({100 * row['low']:.0f} to {100 * row['high']:.0f})"
        assert cells[3] == f"{100 * row['luck_share']:.0f}"
        named = [f"`{row[key]}` {'+' if row[key.replace('assumption', 'correlation')] > 0 else '−'}"
                 for key in ("assumption_1", "assumption_2", "assumption_3") if row[key] is not None]  # fmt: skip
        assert cells[4] == (", ".join(named) or "none")


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("pooled-vs-before-asked-twice", 3),
        ("payers-first-vs-first-come-first-reply-min-none", 3),
        ("two-agents-vs-broadcast-abandonment-phone", 1),
    ],
)
def test_points_run_again_give_the_shipped_rows(name: str, again: int) -> None:
    """The first points of the shipped design, run again: the same differences."""
    stored = read_table(DOCS / "robustness-points.csv")
    first = (DOCS / "robustness-points.csv").read_text(encoding="utf-8").splitlines()[0]
    plan = dict(part.split("=") for part in first.removeprefix("# ").split())
    (study,) = studies(claimed([name]), int(plan["points"]), int(plan["seed"]))
    (question,) = study.questions
    worlds = {(point.number % (study.experiment.points or 1), point.values["policy"]): point
              for point in study.experiment.plan()}  # fmt: skip
    for place, row in enumerate(study.rows[:again]):
        values = []
        for policy in question.scenarios:
            point = worlds[row, policy]
            scenario = study.experiment.scenario_at(point.values)
            run = sim.simulate(scenario, study.experiment.seed, study.experiment.luck_of(point.number, 0))
            values.append(run.measures()[question.measure])
        assert question.slack(values) == pytest.approx(stored[place][name], rel=1e-5)


def test_nothing_that_is_assumed_reaches_the_plain_queue() -> None:
    """So its claim has no assumption to hang on: with the same luck the wait is the same at every point."""
    (study,) = studies(claimed(["ten-agents-90-busy-vs-ten-agents-80-busy-wait-min-phone"]), 6, 2, Effort(1, 1))
    assert len(study.factors) > 50
    points = [
        point for point in study.experiment.plan() if not point.problem and point.values["policy"].endswith("90 % busy")
    ]
    waits = {sim.simulate(study.experiment.scenario_at(point.values)).measures()["wait_min.phone"] for point in points}
    assert len(points) >= 6
    assert len(waits) == 1
