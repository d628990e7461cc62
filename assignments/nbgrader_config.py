"""Plain nbgrader in this folder grades as `python -m grading` does: nothing of a hand-in is executed."""

from grading.nbgrader_setup import configure

configure(get_config(), __file__)  # noqa: F821 - nbgrader defines it
