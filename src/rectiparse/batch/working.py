"""What a worker does with one document: read it, write its ledger, tell what was in it."""

from __future__ import annotations

import hashlib
import os
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from rectiparse.errors import RectiparseError, WritingError
from rectiparse.language import message

if TYPE_CHECKING:
    from rectiparse.checking import Settings
    from rectiparse.document import Document
    from rectiparse.grammar import Grammar
    from rectiparse.ledger import Ledger

# A file changed this shortly before it was looked at may change again without a later time: FAT counts two seconds.
SETTLED: Final = 2_000_000_000

LedgerFormat = Literal["yaml", "json"]
Stamp = tuple[int, int, int, int]
"""Size, time of the last writing, time of the last change of any kind (both in ns), number of the inode."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How documents become ledgers; `grammar` is a whole grammar as JSON, None where each document chooses its own.

    With `split` a file that holds several documents gives a ledger for each, one after the other in one file; with
    `office` LibreOffice turns old Word files into .docx first.
    """

    format: LedgerFormat = "yaml"
    grammar: str | None = None
    year: int | None = None
    encoding: str | None = None
    split: bool = False
    office: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """One document to be done, and where its ledger goes.

    `known` is the digest of the content that the ledger there was made of. `content` is the document where the worker
    cannot reach its file; the ledger is then handed back in `Outcome.ledger`.
    """

    path: str
    ledger: str
    reading: Reading
    known: str | None = None
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a ledger holds, and in how many places its document does not agree with itself."""

    genre: str
    problems: int
    measures: int
    findings: int


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no ledger: a sentence to be translated, and what fills its names."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a task ended: with `counts`, with a `failure`, or with neither, since its ledger is as it must be.

    `ledger` is the ledger itself where the worker could not write it.
    """

    sha256: str | None
    stamp: Stamp | None
    seconds: float
    counts: Counts | None = None
    failure: Failure | None = None
    ledger: bytes | None = None


def work(task: Task) -> Outcome:
    """Do one task. What goes wrong with a document is a failure of this one alone.

    Raises WritingError (the disk is full, the folder is not ours), since the next one would fare no better, and
    MemoryError, since less may be left than telling about it takes: the document is tried again in another process.
    """
    start = time.perf_counter()
    stamp: Stamp | None = None
    sha256: str | None = None
    try:
        if task.content is None:
            stamp = stamp_of(task.path)
            if task.known is not None and _digest(task.path) == task.known:
                return Outcome(task.known, stamp, time.perf_counter() - start)
        document = _read(task)
        sha256 = document.sha256
        parts = _parts(document, task.reading)
        ledgers = [_extract(part, task.reading) for part in parts]
        findings = sum(map(_findings, parts, ledgers))
        written = _written(ledgers, task.reading.format)
        if task.content is None:
            save(Path(task.ledger), written)
        return Outcome(
            sha256,
            stamp,
            time.perf_counter() - start,
            counts_of(ledgers, findings),
            ledger=None if task.content is None else written,
        )
    except (MemoryError, WritingError):
        raise
    except RectiparseError as error:
        failure = failure_of(error)
    except Exception as error:
        if os.environ.get("RECTIPARSE_DEBUG"):
            traceback.print_exc()
        reason = f"{type(error).__name__}: {error}"
        short = reason if len(reason) <= 160 else reason[:159] + "…"
        failure = Failure(message("a fault in the program ({reason}); please report it"), {"reason": short})
    return Outcome(sha256, stamp, time.perf_counter() - start, failure=failure)


def failure_of(error: RectiparseError) -> Failure:
    """What an error says, as it can be sent and kept."""
    return Failure(error.message, {name: str(value) for name, value in error.values.items()})


def stamp_of(path: str) -> Stamp | None:
    """What tells that a file's content cannot have changed since; None where nothing can.

    Where the system keeps the time of each change, which no program can set back, that time, the size and the inode
    are enough (git trusts the same). Windows keeps none, so there the content itself is looked at each time; as it is
    where the last change is too young to tell a further one from it.
    """
    if os.name == "nt":
        return None
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path would double the time
    except OSError:
        return None
    if max(status.st_mtime_ns, status.st_ctime_ns) > time.time_ns() - SETTLED:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def save(path: Path, content: bytes) -> None:
    """Write a ledger, its folders too: whole or not at all. Raises WritingError."""
    from rectiparse.writing.saving import replacing

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WritingError("{path}: cannot be written ({reason})", path=path, reason=error.strerror or error) from error
    with replacing(path, force=True) as file:
        file.write(content)


def counts_of(ledgers: Sequence[Ledger], findings: int) -> Counts:
    """What the manifest says of the ledgers of one file; of several documents the first says the kind."""
    problems = [problem for ledger in ledgers for problem in ledger.problems]
    measures = sum(len(ledger.measures) for ledger in ledgers) + sum(len(problem.measures) for problem in problems)
    return Counts(ledgers[0].document.genre, len(problems), measures, findings)


def _digest(path: str) -> str | None:
    """The digest of a file's content; None where it cannot be read, which the reader will explain."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _read(task: Task) -> Document:
    from rectiparse.reading import read

    if task.content is not None:
        name = os.path.basename(task.path)  # noqa: PTH119
        return read(task.content, name=name, encoding=task.reading.encoding, office=task.reading.office)
    return read(Path(task.path), encoding=task.reading.encoding, office=task.reading.office)


def _parts(document: Document, reading: Reading) -> list[Document]:
    if not reading.split:
        return [document]
    from rectiparse.outlining.splitting import split

    return split(document)


def _extract(document: Document, reading: Reading) -> Ledger:
    from rectiparse.pipeline import extract

    return extract(document, grammar=_grammar(reading.grammar) if reading.grammar else None, year=reading.year)


def _findings(document: Document, ledger: Ledger) -> int:
    """How much `check` finds in the document by itself."""
    from rectiparse.checking import Case, Checker

    return len(Checker(_by_itself()).add(Case(document.name, ledger, document)))


@cache
def _by_itself() -> Settings:
    """All rules but those that hold documents against one another."""
    from rectiparse.checking import RULES, Settings

    return Settings(ignore=tuple(rule.code for rule in RULES if rule.look is None))


@lru_cache(maxsize=4)
def _grammar(text: str) -> Grammar:
    from rectiparse.grammar import Grammar

    return Grammar.model_validate_json(text)


def _written(ledgers: Sequence[Ledger], format: LedgerFormat) -> bytes:
    """One document, or for several a YAML stream or JSON Lines, as `extract` writes them."""
    several = len(ledgers) > 1
    if format == "json":
        from rectiparse.writing import json

        return "".join(map(json.dump_line if several else json.dump, ledgers)).encode("utf-8")
    from rectiparse.writing import yaml

    return "".join("---\n" * several + yaml.dump(ledger) for ledger in ledgers).encode("utf-8")
