"""The command line: one module a command, loaded only when that command runs.

To add a command:

1. one line in `COMMANDS`: its name and, in English, what it does (then run `.ci/messages.py` and translate the line);
2. one module `rectiparse/cli/<name>.py` (`-` in the name is `_` in the file's) that holds `command`: a function whose
   parameters typer reads, or, for a group such as `grammar`, a dict of sub-command name → (what it does, function).

Each function returns its exit code (see `failures`). Shared parameters stand in `options`, files are turned into
ledgers by `inputs`, results leave through `outputs`. Errors are raised as `RectiparseError`; `main` says them. Help
strings are marked with `message(…)` and translated when the command line is put together, so a module must not
translate while it is imported. A command imports what it needs inside its function: `--help` loads its module too.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Final

from rectiparse import language
from rectiparse.errors import RectiparseError
from rectiparse.keeping import kept_between_runs
from rectiparse.language import Language, message

COMMANDS: Final[dict[str, str]] = {
    "extract": message("Write the ledger of each document: problems, measures, who, by when, how far."),
    "show": message("Show the outline and the problems of each document in the terminal."),
    "check": message(
        "Find where documents do not agree with themselves: counts, dates, what is missing, what was left in."
    ),
    "diff": message("Say which problems of an earlier document came back in a later one, which are new, which gone."),
    "trace": message("Hold a report against its plan: what is answered, what is missing, what is late."),
    "recur": message("Follow the same problem over several rounds and units."),
    "view": message("Make the review page: the source beside the ledger, in one file for the browser."),
    "export": message(
        "Write what people take away: a workbook, a Word table, CSV, JSON Lines, Markdown, the review page."
    ),
    "import": message("Read an edited workbook back into its ledger."),
    "grammar": message("The grammars: list, show, check, test, new."),
    "batch": message("Write the ledgers of all documents in folders; what has not changed is not done again."),
    "schema": message("Print the JSON Schema of the ledger."),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (without the program's name) and give its exit code; nothing is raised."""
    from rectiparse.cli import failures

    for stream in (sys.stdout, sys.stderr):
        # Results are UTF-8 with plain line ends wherever they go: a Windows code page, LANG=C, a pipe.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")  # type: ignore[union-attr]
    # A run that reads one document ends before its garbage is worth collecting; a long one still collects.
    gc.set_threshold(200_000, 10, 10)
    # Looking for pydantic's plugins reads the metadata of every installed package; our records want none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    try:
        language.speak(language.preferred(os.environ))
        arguments, spoken = without_language(sys.argv[1:] if argv is None else argv)
        if spoken:
            language.speak(spoken)
        with kept_between_runs():
            from rectiparse.cli.building import run

            code = run(arguments)
        sys.stdout.flush()
    except RectiparseError as error:
        failures.tell(error)
        code = failures.COULD_NOT_RUN
    except KeyboardInterrupt:
        failures.say(language.translate("interrupted"))
        code = failures.INTERRUPTED
    except BrokenPipeError:
        failures.give_up_output()
        code = failures.BROKEN_PIPE
    except OSError as error:
        failures.give_up_output()
        failures.tell(RectiparseError("cannot go on: {reason}", reason=error))
        code = failures.COULD_NOT_RUN
    except Exception as error:
        failures.tell_unexpected(error)
        code = failures.COULD_NOT_RUN
    gc.freeze()  # the interpreter need not look through all there is before it ends
    return code


def without_language(argv: Sequence[str]) -> tuple[list[str], Language | None]:
    """The command line without `--lang zh|en`, which may stand anywhere before `--`, and the language that it asks for.

    It is taken out before typer reads the rest, since the help texts that typer is given depend on it.
    """
    rest: list[str] = []
    spoken: Language | None = None
    arguments = iter(argv)
    for argument in arguments:
        if argument == "--":
            rest += [argument, *arguments]
        elif argument == "--lang" or argument.startswith("--lang="):
            value = next(arguments, "") if argument == "--lang" else argument.removeprefix("--lang=")
            if value not in ("zh", "en"):
                raise RectiparseError("--lang cannot be '{value}'; choose from zh, en", value=value)
            spoken = "zh" if value == "zh" else "en"
        else:
            rest.append(argument)
    return rest, spoken
