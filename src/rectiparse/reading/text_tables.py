"""Tables written in plain text: Markdown's rows between bars, and rows parted by tabs as they come out of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rectiparse.document import Cell, Span, Table

_ROW = re.compile(r"^[ \t]*\|.*\|[ \t]*$|^[^\n]*\t[^\n]*\t[^\n]*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*\|?[ \t]*$")


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables in a text: two rows or more on lines that follow each other, three columns or more by tabs, any by bars."""
    if "|" not in text and "\t" not in text:
        return ()
    found: list[Table] = []
    rows: list[re.Match[str]] = []
    for row in _ROW.finditer(text):
        if rows and (row.start() != rows[-1].end() + 1 or _barred(row) != _barred(rows[-1])):
            found += _table(text, rows)
            rows = []
        rows.append(row)
    found += _table(text, rows)
    return tuple(found)


def _barred(row: re.Match[str]) -> bool:
    return row.group().lstrip().startswith("|")


def _table(text: str, rows: list[re.Match[str]]) -> Iterable[Table]:
    content = [row for row in rows if not _RULE.match(row.group())]
    if len(content) < 2:
        return
    cells = tuple(
        Cell(span, number, column)
        for number, row in enumerate(content)
        for column, span in enumerate(_cells(text, row))
    )
    yield Table(Span(rows[0].start(), rows[-1].end()), cells)


def _cells(text: str, row: re.Match[str]) -> list[Span]:
    """The spans of a row's cells, blanks around them left out."""
    start, end = row.span()
    separator = "\t"
    if _barred(row):
        separator = "|"
        start = text.index("|", start) + 1
        end = text.rindex("|", start, end)
    spans = []
    at = start
    while at <= end:
        stop = text.find(separator, at, end)
        stop = end if stop < 0 else stop
        first, last = at, stop
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        spans.append(Span(first, last))
        at = stop + 1
    return spans
