"""The table of all documents (汇总台账): a row for each measure, with its unit, its round and the file that it stands in."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from rectiparse.errors import RectiparseError, WritingError
from rectiparse.ledger import Ledger
from rectiparse.writing.saving import replacing

HEADS: Final = ("单位", "轮次", "来源文件")
OF_ONE: Final = frozenset({"number", "origin", "extra"})  # columns that a ledger has by itself
SUFFIXES: Final = (".xlsx", ".csv", ".jsonl")
PATIENCE: Final = 0.5  # seconds that a user's pattern may take on a name

# 十二届县委第三轮巡察, 2023年第一轮巡察: what a round is called, up to 轮.
ROUND: Final = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,3}届[^，。；：、\s]{0,8}?|20\d\d年(?:度)?)?第?[一二三四五六七八九十\d]{1,3}轮"
    r"(?=[^，。；：]{0,8}(?:巡察|巡视|督察|审计|检查))"
)
OPENING: Final = 20  # nodes of the outline in which a document that is not named by its round names it


@dataclass(frozen=True, slots=True)
class Summary:
    """Where the table goes, and the patterns that find unit and round in the names of files; the document tells otherwise.

    A pattern gives its first group, or all that it matches where it has none. Raises RectiparseError for a bad one.
    """

    path: Path
    unit_from: str | None = None
    round_from: str | None = None

    def __post_init__(self) -> None:
        if self.path.suffix.lower() not in SUFFIXES:
            raise WritingError("{path}: give a name that ends in .xlsx, .csv or .jsonl", path=self.path)
        for pattern in filter(None, (self.unit_from, self.round_from)):
            _search(pattern, "")


Row = tuple[str, ...]


def rows_of(summary: Summary, ledger: str, name: str) -> list[Row]:
    """The rows of the ledgers in the file `ledger`, made of the document `name`; for .jsonl each is one line of it."""
    from rectiparse.writing.loading import load_ledgers

    rows: list[Row] = []
    for one in load_ledgers(Path(ledger), name):
        unit = _from_name(summary.unit_from, name) or one.document.organization or ""
        round_ = _from_name(summary.round_from, name) or _round_of(one)
        rows += (
            _lines(one, unit, round_, name)
            if summary.path.suffix.lower() == ".jsonl"
            else _cells(one, unit, round_, name)
        )
    return rows


@contextmanager
def table(path: Path) -> Iterator[Callable[[Sequence[Row]], None]]:
    """A function that adds rows to the table, which is there when the block has ended well. Raises WritingError."""
    with replacing(path, force=True) as file:
        match path.suffix.lower():
            case ".xlsx":
                from rectiparse.batch.workbook import Sheets

                with Sheets(file, heads(), path) as sheets:
                    yield sheets.add
            case ".csv":
                yield _csv(file)
            case _:

                def add(rows: Sequence[Row]) -> None:
                    file.write("".join(line for (line,) in rows).encode("utf-8", "backslashreplace"))

                yield add


def _from_name(pattern: str | None, name: str) -> str | None:
    """What a pattern finds in a file's name or path."""
    return _search(pattern, name) if pattern else None


def _search(pattern: str, name: str) -> str | None:
    import regex

    try:
        match = regex.search(pattern, name, timeout=PATIENCE)
    except regex.error as error:
        raise RectiparseError("bad pattern {pattern}: {reason}", pattern=pattern, reason=error) from None
    except TimeoutError:
        raise RectiparseError("the pattern {pattern} takes too long; make it simpler", pattern=pattern) from None
    return (match[1] if match.re.groups else match[0]) if match else None


def _round_of(ledger: Ledger) -> str:
    """The round that the document names: in its title, by who inspected, or in its opening."""
    facts = ledger.document
    for words in (facts.title, facts.inspector, *(node.title for node in ledger.outline[:OPENING])):
        if words and (found := ROUND.search(words)):
            return found[0]
    return ""


def _cells(ledger: Ledger, unit: str, round_: str, name: str) -> Iterator[Row]:
    from rectiparse.writing.columns import COLUMNS
    from rectiparse.writing.rows import blocks_of

    columns = [column for column in COLUMNS if column.key not in OF_ONE]
    for block in blocks_of([ledger]):
        for measure in block.rows:
            yield (unit, round_, name, *(column.text(block, measure) for column in columns))


def _lines(ledger: Ledger, unit: str, round_: str, name: str) -> Iterator[Row]:
    from rectiparse.writing.jsonl import flat
    from rectiparse.writing.rows import blocks_of

    for block in blocks_of([ledger]):
        for measure in block.rows:
            row = {"unit": unit or None, "round": round_ or None, **flat(block, measure), "source": name}
            yield (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n",)


def heads() -> Row:
    """The heads of the columns."""
    from rectiparse.writing.columns import COLUMNS

    return (*HEADS, *(column.name for column in COLUMNS if column.key not in OF_ONE))


def _csv(file: BinaryIO) -> Callable[[Sequence[Row]], None]:
    from rectiparse.writing.csv import BYTE_ORDER_MARK, safe

    def add(rows: Sequence[Row]) -> None:
        page = io.StringIO()
        csv.writer(page, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
        file.write(page.getvalue().encode("utf-8", "backslashreplace"))

    file.write(BYTE_ORDER_MARK.encode())
    add([heads()])
    return add
