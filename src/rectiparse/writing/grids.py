"""The sheets of a workbook as grids of text, and the row in which a ledger's columns are named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple

from rectiparse.document import Document
from rectiparse.writing.columns import Column, column_named, own_column, together

SEARCHED: Final = 20  # rows at the top of a sheet in which the heads are looked for


class Field(NamedTuple):
    """A cell with what it is merged over; rows count from 1 and columns from 0, `bottom` and `right` are inside."""

    text: str
    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Grid:
    """A sheet. `fields` finds a cell by any place that it covers; an empty place is not in it."""

    name: str
    rows: tuple[int, ...]
    fields: Mapping[tuple[int, int], Field]

    @cached_property
    def columns(self) -> range:
        """The columns in use."""
        return range(max((column for _, column in self.fields), default=-1) + 1)

    def text(self, row: int, column: int) -> str:
        """What shows at a place, also where a merged cell covers it."""
        field = self.fields.get((row, column))
        return field.text if field else ""

    def covered(self, row: int, column: int) -> bool:
        """True where a cell merged from a row above covers the place."""
        field = self.fields.get((row, column))
        return field is not None and field.top < row


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a ledger: the rows that they take, and what each column is."""

    top: int
    bottom: int
    columns: Mapping[int, Column]


def grids_of(document: Document) -> Iterator[Grid]:
    """The sheets of a workbook that has been read, in order; one without text is left out."""
    numbers: dict[str, list[int]] = {}
    for place in document.places:
        if place.sheet is not None and place.row is not None:
            numbers.setdefault(place.sheet, []).append(place.row)
    for table in document.tables:
        rows = numbers.get(table.sheet or "", [])
        fields = {}
        for cell in table.cells:
            spread = rows[cell.row : cell.row + cell.rows]
            text = cell.span.cut(document.text).strip()
            if not text or not spread:
                continue
            field = Field(text, spread[0], spread[-1], cell.column, cell.column + cell.columns - 1)
            for row in spread:
                for column in range(field.left, field.right + 1):
                    fields[row, column] = field
        yield Grid(table.sheet or "", tuple(rows), fields)


def heads_of(grid: Grid) -> Heads | None:
    """The heads of a ledger in a sheet, or None: the row that names most of its columns, problems or measures among them."""
    best: tuple[int, int] = (1, 0)
    for row in grid.rows[:SEARCHED]:
        keys = {column.key for at in grid.columns if (column := column_named(grid.text(row, at)))}
        if len(keys) > best[0] and keys & {"title", "measure"}:
            best = (len(keys), row)
    if not best[1]:
        return None
    row = best[1]
    own = [field for at in grid.columns if (field := grid.fields.get((row, at)))]
    bottom = max(field.bottom for field in own)
    columns: dict[int, Column] = {}
    for at in grid.columns:
        name = grid.text(bottom, at) or grid.text(row, at)
        if not name or (at > 0 and grid.fields.get((bottom, at)) == grid.fields.get((bottom, at - 1))):
            continue
        column = column_named(name) or own_column(name)
        if any(other.key == column.key != "extra" for other in columns.values()):
            column = own_column(name)
        if any(other.name == column.name for other in columns.values()):
            column = replace(column, name=f"{column.name} {at + 1}")
        columns[at] = column
    told = dict(zip(columns, together(tuple(columns.values())), strict=True))
    return Heads(min(field.top for field in own), bottom, told)
