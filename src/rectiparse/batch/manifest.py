"""`manifest.jsonl`: a line for each document, written as it ends, so that a run that was killed can be gone on with."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from rectiparse.batch.working import Counts, Stamp
from rectiparse.errors import WritingError
from rectiparse.writing.saving import replacing

NAME: Final = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """What the manifest says of a document.

    `path` is its name below the folder, `sha256` the digest of its content, `ledger` the ledger's name below OUT, None
    with an `error`. `recipe` is what the ledger was made by. `stamp` is what stands for the content (see `stamp_of`).
    `source` is where the document lies, seen from OUT; None in a line of an earlier version.
    """

    path: str
    sha256: str | None
    ledger: str | None
    counts: Counts | None
    seconds: float
    error: str | None
    recipe: Recipe
    stamp: Stamp | None = None
    source: str | None = None

    def written(self) -> bytes:
        """The line as JSON."""
        values = {
            "path": self.path,
            "sha256": self.sha256,
            "ledger": self.ledger,
            **(asdict(self.counts) if self.counts else dict.fromkeys(("genre", "problems", "measures", "findings"))),
            "seconds": round(self.seconds, 4),
            "error": self.error,
            "recipe": asdict(self.recipe),
            "stamp": self.stamp,
            "source": self.source,
        }
        try:
            return json.dumps(values, ensure_ascii=False).encode() + b"\n"
        except UnicodeEncodeError:  # a name that is no UTF-8, on systems where names are bytes
            return json.dumps(values).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What besides a document's content decides about its ledger; another recipe makes it anew.

    `grammar` is the digest of the grammars, `version` the program's.
    """

    version: str
    grammar: str
    format: str
    year: int | None = None
    encoding: str | None = None
    split: bool = False
    office: bool = False


class Manifest:
    """The manifest of a folder of ledgers: what is known of each document, more lines at the end, and in order at last.

    In memory there is a document's name and where its last line stands, no more. Raises WritingError.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._lines: dict[str, int] = {}
        self._tidy = True
        with self._writing():
            self._file = self.path.open("a+b")
            self._find_lines()

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[str]:
        """The documents' names in their order."""
        return iter(sorted(self._lines))

    def get(self, path: str) -> Line | None:
        """What is said of a document; None where nothing is."""
        return parsed(self._raw(path)) if path in self._lines else None

    def add(self, line: Line) -> None:
        """Write a line; what was said of the document before counts no longer."""
        with self._writing():
            self._tidy = self._tidy and line.path not in self._lines
            self._lines[line.path] = self._file.seek(0, os.SEEK_END)
            self._file.write(line.written())
            self._file.flush()

    def drop(self, path: str) -> None:
        """Forget a document."""
        del self._lines[path]
        self._tidy = False

    def close(self) -> None:
        """Leave one line a document, in their order."""
        names = list(self)
        try:
            if self._tidy and list(self._lines) == names:
                return
            if not names:
                with self._writing():
                    self._file.truncate(0)
                return
            with replacing(self.path, force=True) as whole:
                for name in names:
                    whole.write(self._raw(name))
                self._file.close()  # Windows replaces no open file
        finally:
            self._file.close()

    def _raw(self, path: str) -> bytes:
        self._file.seek(self._lines[path])
        return self._file.readline()

    def _find_lines(self) -> None:
        """Find the lines; one that a killed run has cut short is cut off."""
        at = 0
        self._file.seek(0)
        for raw in self._file:
            if not raw.endswith(b"\n"):
                self._file.truncate(at)
                break
            line = parsed(raw)
            self._tidy = self._tidy and line is not None and line.path not in self._lines
            if line is not None:
                self._lines[line.path] = at
            at += len(raw)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise WritingError("{path}: cannot be written ({reason})", path=self.path, reason=reason) from error


def parsed(raw: bytes) -> Line | None:
    """A line of the manifest; None for what is none, or one of another version."""
    try:
        values = json.loads(raw)
        return Line(
            path=values["path"],
            sha256=values["sha256"],
            ledger=values["ledger"],
            counts=Counts(values["genre"], values["problems"], values["measures"], values["findings"])
            if values["genre"]
            else None,
            seconds=values["seconds"],
            error=values["error"],
            recipe=Recipe(**values["recipe"]),
            stamp=tuple(values["stamp"]) if values["stamp"] else None,
            source=values.get("source"),
        )
    except (ValueError, TypeError, KeyError):
        return None


def document_of(ledger: Path) -> Path | None:
    """The document of which a run made this ledger, by the manifest in a folder above it; None where none tells."""
    path = ledger.absolute()
    for folder in path.parents:
        try:
            status = (folder / NAME).stat()
        except OSError:
            continue
        source = _sources(folder / NAME, status.st_mtime_ns, status.st_size).get(path.relative_to(folder).as_posix())
        return (folder / source).resolve() if source else None
    return None


@lru_cache(maxsize=4)
def _sources(manifest: Path, _written: int, _size: int) -> dict[str, str]:
    """Where the documents lie, by the names of their ledgers."""
    try:
        with manifest.open("rb") as file:
            lines = [line for raw in file if (line := parsed(raw)) is not None]
    except OSError:
        return {}
    return {line.ledger: line.source for line in lines if line.ledger and line.source}
