"""One run at a time in a folder of ledgers, and what a killed one has left there."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from rectiparse.errors import WritingError

NAME: Final = ".rectiparse-batch"
PART: Final = re.compile(r"\..+\.[0-9a-f]{8}\.part")  # the names that `writing.saving` writes under


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Make the folder and keep other runs out of it within the block.

    The claim is a file that stands there until the block ends, locked by the system. One that stands there without a
    lock is from a run that was killed: what that run has half written is removed. Raises WritingError.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = path.exists()
        file = path.open("a+b")
        if not _locked(file, path):
            file.close()
            raise WritingError("{folder}: another run is writing there; wait for its end", folder=folder)
        if found:
            _sweep(folder)
    except OSError as error:
        reason = error.strerror or error
        raise WritingError("{folder}: cannot be written to ({reason})", folder=folder, reason=reason) from error
    try:
        yield
    finally:
        with suppress(OSError):
            if sys.platform == "win32":  # where an open file cannot be removed
                file.close()
            path.unlink()
        file.close()


def _locked(file: BinaryIO, path: Path) -> bool:
    """True when the file is now locked for this process; also where its file system knows no locks."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())  # else its owner has just removed it
    except OSError:
        return False


def _sweep(folder: Path) -> None:
    for below, _, names in os.walk(folder):
        for name in names:
            if PART.fullmatch(name):
                Path(below, name).unlink(missing_ok=True)
