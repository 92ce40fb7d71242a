"""What stops a run, as one line on stderr and an exit code.

0 is a clean run, 1 findings (the commands that look for them), 2 could not run, 130 Ctrl-C, 141 the reader of our
output has gone. A command that goes on after a failure (several files) says it with `tell` and returns 2 at the end.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import Final

from rectiparse.errors import RectiparseError
from rectiparse.language import message, translate

COULD_NOT_RUN: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

# What typer says of a wrong command line, and how we say it. A test holds each to what typer really writes.
VALUE: Final = r"Invalid value for (?P<name>.+?): "
USAGE: Final = (
    (
        r"No such option: (?P<option>\S+) \(Possible options: (?P<near>.+)\)",
        message("no option {option}, perhaps {near}"),
    ),
    (r"No such option: (?P<option>\S+)", message("no option {option}")),
    (
        r"No such command '(?P<command>.*)'\. Did you mean (?P<near>.+)\?",
        message("no command {command}, perhaps {near}"),
    ),
    (r"No such command '(?P<command>.*)'\.", message("no command {command}")),
    (r"Missing (?:argument|option) '(?P<name>[^']+)'.*", message("{name} is missing")),
    (r"Missing command\.", message("a command is missing")),
    (r"Option '(?P<option>.+)' requires (?:an argument|\d+ arguments)\.", message("{option} needs a value")),
    (r"Option '(?P<option>.+)' does not take a value\.", message("{option} takes no value")),
    (r"Got unexpected extra argument\(s\) \((?P<rest>.*)\)", message("too much: {rest}")),
    (
        VALUE + r"(?:Value error, )?'(?P<value>.*)' is not one of (?P<choices>.+?)\.",
        message("{name} cannot be {value}; choose from {choices}"),
    ),
    (VALUE + r"Input should be a valid integer.*", message("{name} needs a whole number")),
    (VALUE + r"Input should be a valid number.*", message("{name} needs a number")),
    (VALUE + r"Input should be greater than or equal to (?P<limit>\S+)", message("{name} must be {limit} or more")),
    (VALUE + r"Input should be less than or equal to (?P<limit>\S+)", message("{name} must be {limit} or less")),
)


def say(line: str) -> None:
    """Write one line of our own to stderr, whatever line breaks it holds."""
    print(f"rectiparse: {' '.join(line.split())}", file=sys.stderr)  # noqa: T201


def tell(error: RectiparseError) -> None:
    """Say an error in the language spoken."""
    say(told(error))


def told(error: RectiparseError) -> str:
    """An error's sentence in the language spoken, its values filled in."""
    template = translate(error.message)
    return template.format(**error.values) if error.values else template


def tell_usage(problem: str, command: str) -> None:
    """Say what is wrong with the command line, and where the right one is described."""
    reason = problem.rstrip(".")
    for pattern, sentence in USAGE:
        if match := re.fullmatch(pattern, problem, re.DOTALL):
            reason = translate(sentence).format(**match.groupdict())
            break
    say(translate("{reason}; see {command} --help").format(reason=reason.replace("'", ""), command=command))


def give_up_output() -> None:
    """Lead what is left of our output to nowhere: the interpreter flushes it once more and would fail aloud."""
    with contextlib.suppress(OSError, ValueError):  # a stream that is no file has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def tell_unexpected(error: BaseException) -> None:
    """Ask to report what should not have happened; the traceback comes with RECTIPARSE_DEBUG=1 alone.

    It may quote the document, which must not leave the machine unseen.
    """
    if os.environ.get("RECTIPARSE_DEBUG"):
        import traceback

        traceback.print_exception(error)
    reason = f"{type(error).__name__}: {error}"
    say(
        translate("a fault in the program ({reason}); please report it, with what RECTIPARSE_DEBUG=1 shows").format(
            reason=reason if len(reason) <= 160 else reason[:159] + "…"
        )
    )
