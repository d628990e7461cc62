"""The lecturer's tools: from a private course to published letters, on top of nbgrader.

``python -m grading`` has a command for each step; ``docs/lecturers-guide.md`` tells the way. Nothing of a hand-in
is ever executed for points: an answer is a literal, read in this process and compared with the candidate's frozen key.
"""

from .course import Course, Paper
from .errors import Refused

__all__ = ["Course", "Paper", "Refused"]
