"""nbgrader's configuration for a course: the one place where its extension points are set."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "template"
CLEANED = {
    "markdown2html": "grading.pages.markdown",
    "clean_html": "grading.pages.clean",
    "ansi2html": "grading.pages.plain",
    "strip_files_prefix": "grading.pages.unchanged",
}


def configure(config: Any, file: str | Path) -> Any:
    """Set what nbgrader needs for the course in the folder of ``file``.

    Parameters
    ----------
    config
        A traitlets ``Config``, such as nbgrader's ``get_config()``.
    file
        A file in the course folder, such as its ``nbgrader_config.py``.

    Returns
    -------
    Config
        The same object.
    """
    from .course import Course

    course = Course(Path(file).resolve().parent)
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.course_id = course.settings.course
    config.CourseDirectory.db_url = course.gradebook
    config.Exchange.root = str(course.root / "progress" / "no-exchange")
    config.ExchangeFactory.list = "grading.exchange.NoExchange"
    config.ReadAnswers.course_root = config.SaveMarks.course_root = str(course.root)
    config.RubricRows.course_root = str(course.root)
    names = "nbgrader.preprocessors."
    config.GenerateAssignment.preprocessors = [
        names + name
        for name in (
            "LockCells",
            "ClearOutput",
            "CheckCellMetadata",
            "ComputeChecksums",
            "SaveCells",
        )
    ]
    config.Autograde.sanitize_preprocessors = [
        names + name
        for name in (
            "ClearOutput",
            "DeduplicateIds",
            "OverwriteKernelspec",
            "OverwriteCells",
            "CheckCellMetadata",
        )
    ]
    config.Autograde.autograde_preprocessors = [
        "grading.answers.ReadAnswers",
        "grading.answers.SaveMarks",
        names + "AssignLatePenalties",
    ]
    config.GenerateFeedback.preprocessors = [
        names + "GetGrades",
        names + "ClearHiddenTests",
        "grading.feedback.RubricRows",
        "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
    ]
    pages(config)
    return config


def pages(config: Any) -> None:
    """Make formgrader's and feedback's pages harmless: own allow-list, no mathematics from a network, no widgets."""
    import nbgrader

    theirs = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    config.HTMLExporter.filters = CLEANED
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs)]


@contextmanager
def without_address_grammar() -> Iterator[None]:
    """Keep jsonschema from building a grammar of addresses, which costs a second and checks no notebook."""
    name = "rfc3987_syntax"
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment] # Python's own way to say that a module is not there
    try:
        yield
    finally:
        del sys.modules[name]


def api(root: Path, *, quiet: bool = True) -> Any:
    """Return nbgrader's API for a course.

    Importing nbgrader costs seconds of processor time, so this is called once a process. nbgrader starts ``alembic`` by
    name, which must therefore be on PATH.
    """
    import logging
    import warnings

    with without_address_grammar():
        from nbgrader.apps.api import NbGraderAPI
        from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SAWarning
    from traitlets.config import Config

    warnings.filterwarnings("ignore", category=SAWarning)  # nbgrader.api with SQLAlchemy 2.1; nothing is lost
    scripts = str(Path(sys.executable).parent)
    if scripts not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, os.environ.get("PATH", "")])
    config = configure(Config(), root / "nbgrader_config.py")
    if quiet:
        config.NbGraderAPI.log_level = logging.CRITICAL
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)
    return NbGraderAPI(coursedir=CourseDirectory(config=config), config=config)
