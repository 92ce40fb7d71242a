"""Tables written in plain text: Markdown's rows between bars, and rows parted by tabs as they come out of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rectiparse.document import Cell, Span, Table

_ROW = re.compile(
    r"^[ \t]*\|.*\|[ \t]*$|^[^\n]*\t[^\n]*\t[^\n]*$|^(?=[^|\n]*\|[^|\n]*\|)[^\S\n]*[^|\s][^\n]*$", re.MULTILINE
)
_HEAD = re.compile("序号|问题|措施|责任|时限|任务")
_RULE = re.compile(r"^[ \t]*\|?(?:[ \t]*:?[-—－]+:?[ \t]*\|)+[ \t]*:?[-—－]*:?[ \t]*\|?[ \t]*$")


def find_tables(text: str) -> tuple[Table, ...]:
    """The tables in a text: two rows or more on lines that follow each other, three columns or more by tabs, any by bars."""
    if "|" not in text and "\t" not in text:
        return ()
    found: list[Table] = []
    rows: list[re.Match[str]] = []
    for row in _ROW.finditer(text):
        if rows and (row.start() != rows[-1].end() + 1 or _form(row) != _form(rows[-1])):
            found += _table(text, rows)
            rows = []
        rows.append(row)
    found += _table(text, rows)
    return tuple(found)


def _form(row: re.Match[str]) -> tuple[str, int]:
    """How a row is drawn: between bars, by tabs, or with bars between its cells alone, and how many of these."""
    words = row.group()
    if words.lstrip().startswith("|"):
        return "|", 0
    return ("\t", 0) if words.count("\t") > 1 else ("", words.count("|"))


def _table(text: str, rows: list[re.Match[str]]) -> Iterable[Table]:
    # Below the head a ruler has any number of dashes; farther down a row of single ones says that there is nothing.
    content = [
        row for at, row in enumerate(rows) if not _RULE.match(row.group()) or (at != 1 and "--" not in row.group())
    ]
    if len(content) < 2 or (not _form(rows[0])[0] and len(content) == len(rows) and not _HEAD.search(rows[0].group())):
        return  # 首页 | 新闻 | 公开 is no head of a table
    cells = tuple(
        Cell(span, number, column)
        for number, row in enumerate(content)
        for column, span in enumerate(_cells(text, row))
    )
    yield Table(Span(rows[0].start(), rows[-1].end()), cells)


def _cells(text: str, row: re.Match[str]) -> list[Span]:
    """The spans of a row's cells, blanks around them left out."""
    start, end = row.span()
    form, _ = _form(row)
    separator = form or "|"
    if form == "|":
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
