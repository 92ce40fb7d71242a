"""Writes a table into a document: a line a row, cells parted by tabs, a merged cell in the first of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from rectiparse.document import Cell, Place, Span
from rectiparse.reading.assembling import Assembler

NOWHERE: Final = Span(0, 0)  # of a place that the assembler gives its span
MOST_COLUMNS: Final = 16_384  # what a spreadsheet has; also the most that a merged cell may claim
MOST_REACHING: Final = 256  # merged cells side by side; more are made to do harm


class TableCell(NamedTuple):
    """A cell of a row: its text, how many rows and columns it takes, and its column from 0, None for the next free."""

    text: str
    rows: int = 1
    columns: int = 1
    column: int | None = None


def write_table(
    assembler: Assembler,
    rows: Sequence[Sequence[TableCell]],
    places: Sequence[Place],
    *,
    sheet: str | None = None,
) -> None:
    """Add `rows`, each at its place. Where a cell reaches down from a row above, the line holds an empty one."""
    cells: list[Cell] = []
    reaching: list[tuple[int, int, int]] = []  # of the cells from above: first column, width, first row not covered
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        reaching = [above for above in reaching if above[2] > number]
        entries: list[tuple[int, TableCell | None]] = [(column, None) for column, _, _ in reaching]
        column = 0
        for cell in row:
            column = _free(reaching, column) if cell.column is None else cell.column
            entries.append((column, cell))
            column += max(1, min(cell.columns, MOST_COLUMNS))
        entries.sort(key=lambda entry: entry[0])
        spans = assembler.row(["" if cell is None else cell.text for _, cell in entries], place)
        for span, (at, own) in zip(spans, entries, strict=True):
            if own is None:
                continue
            height = max(1, min(own.rows, len(rows) - number))
            width = max(1, min(own.columns, MOST_COLUMNS))
            cells.append(Cell(span, number, at, height, width))
            if height > 1 and len(reaching) < MOST_REACHING:
                reaching.append((at, width, number + height))
    assembler.table(cells, sheet)


def _free(reaching: Sequence[tuple[int, int, int]], column: int) -> int:
    """The first column from `column` on that no cell from above covers."""
    for start, width, _ in sorted(reaching):
        if start <= column < start + width:
            column = start + width
    return column
