"""What a command is given, documents and ledgers alike, as ledgers."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rectiparse.cli import failures
from rectiparse.errors import ReadingError, RectiparseError
from rectiparse.ledger import Ledger

STANDARD_INPUT: Final = "-"
HEAD: Final = 4096  # bytes, more than enough to see the key `schema` below a comment


@dataclass
class Inputs:
    """Files, and how documents among them are read. Walking them says each failure and counts it in `failed`."""

    files: list[str]
    grammar: str | None = None
    year: int | None = None
    encoding: str | None = None
    failed: int = 0
    split: bool = False
    office: bool = False

    def __post_init__(self) -> None:
        self.files = expanded(self.files)
        if self.files.count(STANDARD_INPUT) > 1:
            raise RectiparseError("- stands for standard input and can be read only once")

    @property
    def exit_code(self) -> int:
        """2 when a file failed, else 0."""
        return failures.COULD_NOT_RUN if self.failed else 0

    def __iter__(self) -> Iterator[list[Ledger]]:
        """The ledgers of each file, in the order given; a file that fails is said on stderr and left out."""
        for file in self.files:
            try:
                yield self.ledgers(file)
            except RectiparseError as error:
                self.failed += 1
                failures.tell(error)

    def ledgers(self, file: str) -> list[Ledger]:
        """The ledger of a document, or the ledgers that a file holds already."""
        from rectiparse.writing.loading import is_ledger, load_ledgers

        source = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file)
        head = source[:HEAD] if isinstance(source, bytes) else first_bytes(source)
        if is_ledger(file, head.decode("utf-8", "replace")):
            return load_ledgers(source, file)
        from rectiparse.pipeline import extract

        if not self.split and not self.office:
            return [extract(source, grammar=self.grammar, year=self.year, encoding=self.encoding)]
        from rectiparse.outlining.splitting import split
        from rectiparse.reading import read

        document = read(source, encoding=self.encoding, office=self.office)
        parts = split(document) if self.split else [document]
        return [extract(part, grammar=self.grammar, year=self.year) for part in parts]


def first_bytes(path: Path) -> bytes:
    """The first bytes of a regular file; none of what cannot be read, whose reader will say why."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(HEAD)
    except OSError:
        return b""


def expanded(files: list[str]) -> list[str]:
    """The files with `*` and `?` replaced by the names they match, which on Windows no shell does."""
    if os.name != "nt":
        return files
    found: list[str] = []
    for file in files:
        if ("*" in file or "?" in file) and not Path(file).exists():
            matches = sorted(glob.glob(file, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
            if not matches:
                raise ReadingError("{name}: no file of such a name", name=file)
            found += matches
        else:
            found.append(file)
    return found
