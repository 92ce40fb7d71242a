"""Writes a table into a document: a line a row, cells parted by tabs, a merged cell in the first of its rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rectiparse.document import Cell, Place, Span
from rectiparse.reading.assembling import Assembler

NOWHERE: Final = Span(0, 0)  # of a place that the assembler gives its span
MOST_COLUMNS: Final = 16_384  # what a spreadsheet has; also the most that a merged cell may claim
NEAR: Final = 20  # twips; edges of cells nearer than this are one
MOST_REACHING: Final = 63  # merged cells side by side, as many as Word has columns


class TableCell(NamedTuple):
    """A cell of a row: its text, how many rows and columns it takes, and its column from 0, None for the next free."""

    text: str
    rows: int = 1
    columns: int = 1
    column: int | None = None


class RowShape(NamedTuple):
    """A table row of Word: where its cells begin and end, in twips, and how each goes on with its neighbours."""

    edges: tuple[int, ...] = ()
    down: tuple[int, ...] = ()  # 0 not merged, 1 goes on with the cell above, 3 is the first
    across: tuple[int, ...] = ()  # 2 goes on with the cell before


UNKNOWN: Final = RowShape()


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
        if reaching:
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


def merged_rows(rows: list[tuple[list[str], RowShape]]) -> list[list[TableCell]]:
    """The rows with each cell at its column: Word counts no columns, they are told from the edges of all rows."""
    edges: list[int] = []
    for edge in sorted(edge for _, shape in rows for edge in shape.edges):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    merged: list[list[TableCell]] = []
    open_cells: dict[int, tuple[int, int]] = {}  # the column of each cell that may go on, and where it stands
    for number, (texts, shape) in enumerate(rows):
        row: list[TableCell] = []
        merged.append(row)
        if len(shape.edges) != len(texts) + 1:
            row += map(TableCell, texts)
            open_cells = {}
            continue
        columns = [bisect_right(edges, edge) - 1 for edge in shape.edges]
        going_on = {}
        for at, text in enumerate(texts):
            column, width = columns[at], max(1, columns[at + 1] - columns[at])
            if shape.across[at] == 2 and row and not text:
                row[-1] = row[-1]._replace(columns=row[-1].columns + width)
            elif shape.down[at] == 1 and column in open_cells and not text:
                above, place = going_on[column] = open_cells[column]
                merged[above][place] = merged[above][place]._replace(rows=number - above + 1)
            else:
                if shape.down[at]:
                    going_on[column] = (number, len(row))
                row.append(TableCell(text, columns=width, column=column))
        open_cells = going_on
    return merged


@dataclass(slots=True)
class OpenTable:
    """The table that a reader of Word files is in the middle of; a row's shape is known when the row ends."""

    cell: list[str] = field(default_factory=list)  # the paragraphs of the open cell
    cells: list[str] = field(default_factory=list)
    rows: list[tuple[list[str], RowShape]] = field(default_factory=list)
    written: int = 0

    def end_cell(self, text: str) -> None:
        """End the open cell with its last paragraph."""
        self.cells.append("\n".join((*self.cell, text)))
        self.cell = []

    def end_row(self, shape: RowShape) -> None:
        """End the open row, if any cell stands in it."""
        if self.cells:
            self.rows.append((self.cells, shape))
            self.cells = []

    def write(self, assembler: Assembler) -> None:
        """Add the table to the document, if one is open."""
        if self.cell:
            self.end_cell(self.cell.pop())
        self.end_row(UNKNOWN)
        if self.rows:
            self.written += 1
            places = [Place(NOWHERE, table=self.written, row=row + 1) for row in range(len(self.rows))]
            write_table(assembler, merged_rows(self.rows), places)
            self.rows = []
