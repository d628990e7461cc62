"""The command line: ``python -m simulation``."""

import sys

from simulation.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
