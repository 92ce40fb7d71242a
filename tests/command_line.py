"""Runs the command line inside the test's own process, in English unless told otherwise."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from rectiparse.cli import main

LEDGERS = Path(__file__).with_name("ledgers")
QUIET = dict.fromkeys(("LC_ALL", "LC_MESSAGES", "LANG", "RECTIPARSE_LANG", "RECTIPARSE_DEBUG", "COLUMNS"), "")


@dataclass(frozen=True)
class Ran:
    """How a run ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def run(*argv: str | Path, stdin: bytes = b"", **environ: str) -> Ran:
    """Run one command line; `environ` adds to an environment that names no language and no width."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin))
    with (
        mock.patch.multiple("sys", stdout=out, stderr=err, stdin=given),
        mock.patch.dict(os.environ, QUIET | environ),
    ):
        code = main([str(argument) for argument in argv])
        out.flush()
        err.flush()
    return Ran(code, out.buffer.getvalue().decode("utf-8"), err.buffer.getvalue().decode("utf-8"))


def failed(ran: Ran) -> str:
    """The one line that a failed run says, after making sure that it is one and that nothing else came out."""
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("rectiparse: ")
    assert ran.err.count("\n") == 1
    assert ran.err.endswith("\n")
    return ran.err.removeprefix("rectiparse: ").rstrip("\n")
