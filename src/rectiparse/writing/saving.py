"""Files that are whole or not there: written under another name, renamed when done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from rectiparse.errors import WritingError


def check_target(path: Path, *, force: bool = False) -> None:
    """Raise WritingError now for what `replacing` would refuse later, before the work is done in vain."""
    if path.is_dir():
        raise WritingError("{path}: a folder; give a file name", path=path)
    if path.is_file() and not force:
        raise WritingError("{path}: exists already; give --force to replace it", path=path)
    if not path.parent.is_dir():
        raise WritingError("{path}: there is no folder {folder}; create it", path=path, folder=path.parent)


@contextmanager
def replacing(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A binary file that becomes `path` when the block ends well and has written something; else nothing is left.

    A killed run leaves the old file, or none, and at most a hidden `.name.….part` beside it. A symbolic link keeps
    pointing where it does. A device or a pipe (/dev/stdout) cannot be renamed over and is written as it is.
    Raises WritingError: the file exists and `force` is not set, no permission, disk full.
    """
    check_target(path, force=force)
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                yield file
            return
        part = target.with_name(f".{target.name[:80]}.{os.urandom(4).hex()}.part")
        try:
            with part.open("xb") as file:
                yield file
                written = file.tell()
            if written:
                if target.exists():
                    part.chmod(target.stat().st_mode)
                part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WritingError("{path}: cannot be written ({reason})", path=path, reason=error.strerror or error) from error
