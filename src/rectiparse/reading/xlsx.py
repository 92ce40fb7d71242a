"""Spreadsheets (.xlsx, .et): each sheet a table, its cells as they show.

Read straight from the XML, row by row: openpyxl pads every row to the last column that any cell names, so that a file
of 1 MB takes minutes, knows no merged cells when it reads row by row, and takes 0.2 s to import.
"""

from __future__ import annotations

import io
import posixpath
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from rectiparse.document import Document, Place
from rectiparse.errors import ReadingError
from rectiparse.reading.archive import Archive, open_archive
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.cell_formats import BUILT_IN, GENERAL, shown
from rectiparse.reading.surrogates import paired
from rectiparse.reading.tabulating import MOST_COLUMNS, NOWHERE, TableCell, write_table

MOST_CELLS: Final = 1_000_000  # that hold something; the largest ledger seen has 20,000
MOST_CHARACTERS: Final = 20_000_000
MOST_MERGED: Final = 2_000_000  # rows that merged cells cover
MOST_PADDED: Final = 200  # columns in use, up to which empty cells are written
LAST_ROW: Final = 1_048_576

ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _Cell(NamedTuple):
    """A cell that holds something; row and column count from 0."""

    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class _Book:
    """What the cells of all sheets share."""

    strings: Sequence[str]
    formats: Sequence[str]  # the number format of each cell style
    since_1904: bool


def read_xlsx(data: bytes, name: str) -> Document:
    """The document in a workbook: a line a row, the sheet and the row of each.

    Raises ReadingError for one that is damaged, encrypted or far too large.
    """
    archive = open_archive(data, name)
    main = _main_part(archive)
    root = archive.parse(main)
    targets = {identity: (kind, part) for identity, kind, part in _related(archive, main)}
    by_kind = dict(targets.values())
    book = _Book(
        strings=list(_strings(archive, by_kind.get("sharedStrings"))),
        formats=list(_formats(archive, by_kind.get("styles"))),
        since_1904=any(element.get("date1904") in ("1", "true") for element in root if _local(element) == "workbookPr"),
    )
    assembler = Assembler()
    read: set[str] = set()
    for element in root.iter():
        if _local(element) != "sheet":
            continue
        kind, part = targets.get(next((v for k, v in element.items() if k.endswith("}id")), ""), ("", ""))
        if kind == "worksheet" and part in archive.parts and part not in read:
            read.add(part)
            _write(archive, part, element.get("name", ""), len(read), book, assembler)
    if not read:
        raise ReadingError("{name}: a workbook without sheets; open it in Excel or WPS and save it again", name=name)
    return assembler.document(name, "xlsx", None, data)


def _local(element: Element) -> str:
    """The element's name without its namespace: "Strict Open XML" has others."""
    return element.tag.rpartition("}")[2]


def _related(archive: Archive, source: str) -> Iterator[tuple[str, str, str]]:
    """What a part refers to inside the file: the reference's id, its kind, and the part it leads to."""
    folder, file = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in archive.parts:
        return
    for relation in archive.parse(relations):
        target = relation.get("Target")
        if target and relation.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
            yield relation.get("Id", ""), relation.get("Type", "").rsplit("/", 1)[-1], part


def _main_part(archive: Archive) -> str:
    """The name of the part that lists the sheets."""
    found = next((part for _, kind, part in _related(archive, "") if kind == "officeDocument"), "xl/workbook.xml")
    if found.endswith(".bin"):
        raise ReadingError("{name}: a binary workbook (.xlsb); save it as .xlsx", name=archive.name)
    return found


def _strings(archive: Archive, part: str | None) -> Iterator[str]:
    """The strings that cells refer to by number."""
    if part in archive.parts:
        for element in _elements(archive, part, "}si"):
            yield _unescaped(_text(element))


def _text(element: Element) -> str:
    """The text of a string, its runs joined, without what says how to pronounce it."""
    pieces = []
    for child in element:
        if _local(child) == "t":
            pieces.append(child.text or "")
        elif _local(child) == "r":
            pieces += [part.text or "" for part in child if _local(part) == "t"]
    return "".join(pieces)


def _formats(archive: Archive, part: str | None) -> Iterator[str]:
    """The number format of each cell style, by the style's number."""
    if part not in archive.parts:
        return
    root = archive.parse(part)
    own = {
        element.get("numFmtId"): element.get("formatCode", GENERAL)
        for element in root.iter()
        if _local(element) == "numFmt"
    }
    styles = next((element for element in root if _local(element) == "cellXfs"), None)
    for style in () if styles is None else styles:
        number = style.get("numFmtId", "0")
        built_in = BUILT_IN.get(int(number), GENERAL) if number.isdecimal() and len(number) < 6 else GENERAL
        yield own.get(number) or built_in


def _elements(archive: Archive, part: str, *wanted: str) -> Iterator[Element]:
    """The elements whose tags end so, each emptied when the next one is asked for: a sheet may have a million rows."""
    data = archive.read(part)
    if b"<!DOCTYPE" in data:
        raise ReadingError(
            "{name}: the part {part} declares a document type; open the file in Excel or WPS and save it again",
            name=archive.name,
            part=part,
        )
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data)):  # noqa: S314 no entities here
            if element.tag.endswith(wanted):
                yield element
                element.clear()
    except ElementTree.ParseError:
        raise ReadingError(
            "{name}: the part {part} is broken XML; open the file in Excel or WPS and save it again",
            name=archive.name,
            part=part,
        ) from None


def _place(reference: str, row: int, column: int) -> tuple[int, int]:
    """Row and column of a reference such as B3, from 0; the given ones where it has none."""
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not digits or len(digits) > 7 or not 1 <= len(letters) <= 3 or not letters.isalpha() or not letters.isascii():
        return row, column
    return min(max(int(digits), 1), LAST_ROW) - 1, _column(letters)


@cache
def _column(letters: str) -> int:
    """The column that letters name: 0 for A, 26 for AA."""
    at = 0
    for letter in letters.upper():
        at = at * 26 + ord(letter) - 64
    return min(at, MOST_COLUMNS) - 1


def _cells(archive: Archive, part: str, book: _Book, merged: list[str]) -> Iterator[_Cell]:
    """The cells of a sheet that hold something, in order; the ranges of its merged cells go to `merged`."""
    row = -1
    for element in _elements(archive, part, "}row", "}mergeCell"):
        if element.tag.endswith("}mergeCell"):
            merged.append(element.get("ref", ""))
            continue
        space = element.tag[: element.tag.rindex("}") + 1]
        given = element.get("r", "")
        row = min(int(given), LAST_ROW) - 1 if given.isdecimal() and len(given) < 8 and int(given) else row + 1
        column = -1
        for cell in element:
            _, column = _place(cell.get("r", ""), row, column + 1)
            text = _shown(cell, space, book).strip()
            if text:
                yield _Cell(row, column, text)


def _shown(cell: Element, space: str, book: _Book) -> str:
    """What a cell shows; an error shows nothing."""
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        held = cell.find(f"{space}is")
        return "" if held is None else _unescaped(_text(held))
    value = cell.findtext(f"{space}v")
    if not value or kind == "e":
        return ""
    if kind == "s":
        return book.strings[int(value)] if value.isdecimal() and int(value) < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value == "1" else "FALSE"
    if kind in ("str", "d"):
        return _unescaped(value)
    style = cell.get("s", "")
    format = book.formats[int(style)] if style.isdecimal() and int(style) < len(book.formats) else GENERAL
    try:
        return shown(float(value), format, book.since_1904)
    except (ValueError, OverflowError):  # no number, or nan
        return value


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold stand in the file as _x000D_."""
    text = ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return paired(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))


def _write(archive: Archive, part: str, sheet: str, table: int, book: _Book, assembler: Assembler) -> None:
    """Add a sheet: its rows that hold something, with a cell for each column that is in use."""
    ranges: list[str] = []
    rows: dict[int, dict[int, TableCell]] = {}
    characters = 0
    for count, cell in enumerate(_cells(archive, part, book, ranges)):
        characters += len(cell.text)
        if count >= MOST_CELLS or characters > MOST_CHARACTERS:  # one string may stand in every cell
            raise ReadingError("{name}: the sheet {sheet} holds too much; split it", name=archive.name, sheet=sheet)
        rows.setdefault(cell.row, {})[cell.column] = TableCell(cell.text, column=cell.column)
    numbers = sorted(rows)
    covered = _merge(rows, numbers, ranges)
    columns = sorted({column for row in rows.values() for column in row})
    padded = columns if len(columns) <= MOST_PADDED else []
    lines, places = [], []
    for number in numbers:
        row = rows[number]
        last = max(row)
        row |= {
            column: TableCell("", column=column)
            for column in padded
            if column <= last and column not in row and column not in covered.get(number, ())
        }
        lines.append([row[column] for column in sorted(row)])
        places.append(Place(NOWHERE, table=table, sheet=sheet, row=number + 1))
    write_table(assembler, lines, places, sheet=sheet)


def _merge(rows: dict[int, dict[int, TableCell]], numbers: Sequence[int], ranges: Sequence[str]) -> dict[int, set[int]]:
    """Let merged cells reach over their rows and columns; gives the columns that each row has covered so."""
    covered: dict[int, set[int]] = {}
    work = 0
    for reference in ranges:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first, 0, 0), _place(last, 0, 0)
        start, end = bisect_left(numbers, top), bisect_left(numbers, bottom + 1)
        work += (end - start) * (right - left + 1)
        if work > MOST_MERGED:
            break
        cell = rows.get(top, {}).get(left)
        if cell is None or end <= start:
            continue
        rows[top][left] = cell._replace(rows=end - start, columns=right - left + 1)
        for number in numbers[start:end]:
            covered.setdefault(number, set()).update(range(left, right + 1))
            for column in range(left, right + 1):  # what a merged cell covers does not show
                if (number, column) != (top, left):
                    rows[number].pop(column, None)
    return covered
