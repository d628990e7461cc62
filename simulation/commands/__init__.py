"""The commands: one module for what runs, one for what shows, one for what checks."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from simulation.commands import (
    calibrating,
    checks,
    demo,
    knowing,
    picturing,
    replaying,
    reporting,
    robust,
    running,
    showing,
    staffing,
    sweeping,
)
from simulation.errors import InputError, nearest
from simulation.version import VERSION

BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence, with the nearest valid name."""

    def error(self, message: str) -> NoReturn:
        """Turn argparse's message into the project's kind of error."""
        raise InputError(f"{self.prog}: {message} (see {self.prog} --help)")


def command_line() -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    """Return the parser, and the parser of each command by its name."""
    parser = _Parser(prog="python -m simulation", description="Customer-service cases you can run.")
    parser.add_argument("--version", action="version", version=VERSION)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for module in (
        showing,
        knowing,
        running,
        picturing,
        replaying,
        sweeping,
        robust,
        staffing,
        calibrating,
        reporting,
        checks,
        demo,
    ):
        module.add_to(commands)
    return parser, commands.choices


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0, 1 when a check failed, 2 for bad input."""
    parser, known = command_line()
    try:
        if not arguments:
            parser.print_help()
            return BAD_INPUT
        if not arguments[0].startswith("-") and arguments[0] not in known:
            raise InputError(f"no command '{arguments[0]}', {nearest(arguments[0], known)}")
        options = parser.parse_args(arguments)
        code: int = options.do(options)
        sys.stdout.flush()
        return code
    except InputError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("stopped; nothing was left half-written", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read the output has gone
        return 0
