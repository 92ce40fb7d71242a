"""Where results go: standard output, or a file that is whole or not there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rectiparse.errors import WritingError
from rectiparse.writing.saving import check_target, replacing


def check(output: Path | None, files: Sequence[str] = (), *, force: bool = False) -> None:
    """Raise WritingError before the work begins where `output` cannot be written or is one of the inputs."""
    if output is None or str(output) == "-":
        return
    for file in files:
        if output.exists() and Path(file).exists() and output.samefile(file):
            raise WritingError("{path}: this is one of the input files; give another name", path=output)
    check_target(output, force=force)


@contextmanager
def writer(output: Path | None, *, force: bool = False) -> Iterator[Callable[[str], None]]:
    """A function that writes text to `output`, or to standard output where it is None or `-`."""
    if output is None or str(output) == "-":

        def write(text: str) -> None:
            sys.stdout.write(text)

        yield write
        return
    with replacing(output, force=force) as file:
        yield lambda text: void(file.write(text.encode("utf-8")))


def void(_: object) -> None:
    """Drop a result."""
