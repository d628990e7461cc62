"""Formgrader and feedback in real headless Chromium: essays are marked by rows, nothing hostile runs or is fetched."""

from __future__ import annotations

import json
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grading import course, feedback, formgrader, frozen, gradebook, intake, release, run, scale
from grading.course import Course, Paper
from grading.formgrader import Server
from grading.invented_candidate import Writer
from tests.browser.watch import Watch
from tests.grading import hostile

ATTACKS = [
    "scripts in essays",
    "remote images in essays",
    "scripts in outputs",
    "templates in essays",
    "strange ids",
    "another kernel",
]
ROWS = {
    "essay_integration": "mechanism 3/4\ntheory 3/4\npolicy 4/4\neffect 4/5\nlimit 2/3\nWhere is the carrier?",
    "essay_channels": "mechanism 4/4\ntheory 2/4\npolicy 3/4\neffect 4/5\nlimit 3/3",
    "essay_handling": "mechanism 4/4\ntheory 4/4\npolicy 3/4\neffect 3/5\nlimit 2/3",
    "essay_openness": "mechanism 3/4\ntheory 3/4\npolicy 3/4\neffect 4/5\nlimit 3/3",
    "essay_synthesis": "interactions 4/5\npriorities 5/6\nsources 4/5\nclarity 3/4",
}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def paper(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Paper:
    """An honest candidate and hostile ones, scored."""
    folder = tmp_path_factory.mktemp("browser")
    course.new(folder / "course", candidates=1 + len(ATTACKS))
    paper = Course.at(folder / "course").paper()
    release.release(paper)
    table = frozen.read(paper)
    for candidate, attack in zip(table.candidates, [None, *ATTACKS], strict=True):
        book = Writer(paper, table, candidate).book()
        if attack:
            book = hostile.HOSTILE[attack](book, str(folder / "canary"))
        (folder / "in" / candidate).mkdir(parents=True)
        (folder / "in" / candidate / "x.ipynb").write_text(json.dumps(book), "utf-8")
    intake.take_in(paper, folder / "in")
    run.autograde(paper, workers=1)
    return paper


@pytest.fixture(scope="module")
def server(paper: Paper) -> Iterator[Server]:
    """Formgrader on the loopback interface."""
    made = formgrader.prepare(paper, browser=False)
    log = (paper.course.root / "server.log").open("w")
    process = subprocess.Popen(made.command, cwd=made.folder, env=made.environment, stdout=log, stderr=log)
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(base(made) + "/api", timeout=2).close()
            break
        except OSError:
            time.sleep(0.2)
    yield made
    process.terminate()
    process.wait(20)
    log.close()


def base(server: Server) -> str:
    return server.url.split("/login")[0]


def submissions(paper: Paper) -> dict[str, str]:
    """Return nbgrader's id of each candidate's notebook."""
    query = """select student_id, submitted_notebook.id from submitted_notebook
               join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id"""
    with gradebook.opened(paper.course) as connection:
        return dict(connection.execute(query).fetchall())


def test_an_essay_is_marked_by_its_rows_and_the_letter_follows(paper: Paper, server: Server, browser: Any) -> None:
    watch = Watch(browser)
    page = watch.page
    page.goto(server.url)
    page.wait_for_selector("table tbody a")
    watch.keep("1-list")
    page.goto(f"{base(server)}/formgrader/submissions/{submissions(paper)['1001']}/")
    page.wait_for_selector("#essay_integration")
    page.wait_for_function("formgrader && formgrader.grades && formgrader.grades.loaded && formgrader.comments.loaded")
    assert str(page.get_attribute("#essay_integration-comment", "placeholder")).startswith("mechanism /4")
    for name, rows in ROWS.items():
        score = sum(float(line.split()[1].split("/")[0]) for line in rows.splitlines() if "/" in line)
        for selector, text in ((f"#{name}", f"{score:g}"), (f"#{name}-comment", rows)):
            page.fill(selector, text)
            page.press(selector, "Tab")  # leaving the field saves it
            page.wait_for_load_state("networkidle")
    until = time.monotonic() + 30
    while scale.results(paper)[0].problems and time.monotonic() < until:
        page.wait_for_timeout(100)
    watch.keep("2-marked")
    assert watch.outside(base(server)) == []
    assert watch.errors == []
    page.close()
    result = next(row for row in scale.results(paper) if row.candidate == "1001")
    assert result.problems == []
    assert result.total == pytest.approx(40 + 0.6 * (16 + 16 + 16 + 16 + 16))
    assert result.letter == "A"
    assert scale.grades(paper)["distribution"]["A"] == 1


def test_no_hostile_hand_in_runs_or_fetches_in_formgrader(paper: Paper, server: Server, browser: Any) -> None:
    watch = Watch(browser)
    watch.page.goto(server.url)
    for candidate, submission in submissions(paper).items():
        watch.page.goto(f"{base(server)}/formgrader/submissions/{submission}/")
        watch.page.wait_for_selector("#essay_integration-comment")
        watch.page.wait_for_load_state("networkidle")
        assert watch.pwned() is None, candidate
        hostile_tags = ", ".join(f"#notebook-container {tag}" for tag in ("script", "iframe", "img", "svg", "object"))
        assert watch.page.locator(hostile_tags).count() == 0
    attack = dict(zip(frozen.read(paper).candidates, [None, *ATTACKS], strict=True))
    scripted = next(candidate for candidate, name in attack.items() if name == "scripts in essays")
    watch.page.goto(f"{base(server)}/formgrader/submissions/{submissions(paper)[scripted]}/")
    watch.keep("3-hostile")
    assert watch.page.url.startswith(base(server))
    assert watch.outside(base(server)) == []
    assert watch.dialogs == []


def test_the_same_watch_sees_an_attack_where_pages_are_open(browser: Any, tmp_path: Path) -> None:
    attack = "<img src='http://127.0.0.1:9/pixel.png' onerror='window.pwned = 2'><script>alert(1)</script>"
    (tmp_path / "open.html").write_text(attack, "utf-8")
    watch = Watch(browser)
    watch.page.goto((tmp_path / "open.html").as_uri())
    watch.page.wait_for_function("window.pwned === 2")
    assert watch.dialogs == ["1"]
    assert watch.outside("none") == ["http://127.0.0.1:9/pixel.png"]


def test_no_kernel_and_no_terminal_can_be_started(paper: Paper, server: Server, browser: Any) -> None:
    watch = Watch(browser)
    watch.page.goto(server.url)
    watch.page.wait_for_selector("table tbody a")
    start = """async (path) => {
        const xsrf = document.cookie.match(/_xsrf=([^;]*)/)[1];
        const answer = await fetch(path, {method: 'POST', headers: {'X-XSRFToken': xsrf}, body: '{}'});
        return answer.status; }"""
    assert watch.page.evaluate(start, "/api/kernels") == 403
    assert watch.page.evaluate(start, "/api/terminals") in {403, 404}


def test_formgrader_needs_its_token(server: Server, browser: Any) -> None:
    page = browser.new_context().new_page()
    page.goto(base(server) + "/formgrader/gradebook")
    assert "/login" in page.url


def test_feedback_pages_run_nothing_and_fetch_nothing(paper: Paper, browser: Any) -> None:
    feedback.feedback(paper)
    watch = Watch(browser)
    for candidate in frozen.read(paper).candidates:
        watch.page.goto(feedback.page(paper, candidate).as_uri())
        watch.page.wait_for_load_state("load")
        assert watch.pwned() is None, candidate
        assert f"Candidate {candidate}" in watch.page.inner_text("body")
    watch.page.goto(feedback.page(paper, "1001").as_uri())
    watch.keep("4-feedback")
    assert "Where is the carrier?" in watch.page.inner_text("body") or scale.results(paper)[0].letter is None
    assert [url for url in watch.requests if not url.startswith("file:")] == []
    assert watch.dialogs == []
