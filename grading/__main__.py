"""``python -m grading COMMAND``: exit code 0 when done, 1 when something was found or failed, 2 for bad input."""

from __future__ import annotations

import sys

from .commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
