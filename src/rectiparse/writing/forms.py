"""A unit's own form filled with ledgers: its fonts, its columns in their order, its notes below the table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rectiparse.errors import LedgerError
from rectiparse.ledger import Ledger
from rectiparse.writing.cells import clean
from rectiparse.writing.fitting import lines_needed
from rectiparse.writing.grids import Grid, Heads, grids_of, heads_of
from rectiparse.writing.packing import settled
from rectiparse.writing.rows import Block, blocks_of

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TALLEST: Final = 400.0
USUAL_WIDTH: Final = 8.43  # of a column of which a workbook says nothing
USUAL_SIZE: Final = 11.0


def fill_form(ledgers: Sequence[Ledger], form: Path) -> bytes:
    """The form's content with a row for each measure below its heads.

    Raises ReadingError where it is no workbook, LedgerError where it has no heads of a ledger.
    """
    from openpyxl import load_workbook

    from rectiparse.reading import read

    document = read(form)
    if document.format != "xlsx":
        raise LedgerError("{name}: no workbook; give an .xlsx file", name=form)
    for grid in grids_of(document):
        heads = heads_of(grid)
        if heads is not None:
            break
    else:
        raise LedgerError(
            "{name}: no sheet with the heads of a ledger, such as 反馈问题 and 整改措施; give a ledger", name=form
        )
    book = load_workbook(form)
    Filling(book[grid.name], grid, heads).fill(list(blocks_of(ledgers)))
    file = BytesIO()
    book.save(file)
    return settled(file.getvalue())


@dataclass
class Filling:
    """Fills one sheet, once. The first row below the heads is the pattern for all others."""

    sheet: Worksheet
    grid: Grid
    heads: Heads

    def fill(self, blocks: Sequence[Block]) -> None:
        """Write the rows, and move down what stands below the table."""
        first = self.heads.bottom + 1
        below = next((row for row in self.grid.rows if row >= first and self.is_below(row)), None)
        last = (below or self.sheet.max_row + 1) - 1
        for merged in [each for each in self.sheet.merged_cells.ranges if first <= each.min_row <= last]:
            self.sheet.unmerge_cells(str(merged))
        needed = sum(len(block.rows) for block in blocks)
        missing = needed - (last - first + 1)
        if below and missing > 0:
            self.move_down(below, missing)
        self.reach_down(first, missing)
        pattern = [style_of(self.cell(first, at)) for at in self.places]
        for row in range(first, max(first + needed, last + 1)):
            for at in self.places:
                self.cell(row, at).value = None
        row = first
        for block in blocks:
            for number, _ in enumerate(block.rows):
                for at, style in zip(self.places, pattern, strict=True):
                    set_style(self.cell(row + number, at), style)
            self.write(block, row)
            row += len(block.rows)

    @property
    def places(self) -> range:
        """The columns from the first head to the last."""
        return range(min(self.heads.columns), max(self.heads.columns) + 1)

    def cell(self, row: int, at: int) -> Cell:
        """The cell in a row and a column of the grid."""
        return self.sheet.cell(row, at + 1)  # type: ignore[return-value]  # merged cells were parted

    def is_below(self, row: int) -> bool:
        """True for a row that is no row of the table: it says something, and not only its number."""
        said = [at for at in self.grid.columns if self.grid.text(row, at)]
        return any(self.heads.columns.get(at) is None or self.heads.columns[at].key != "number" for at in said)

    def move_down(self, row: int, by: int) -> None:
        """Move what stands from `row` on: cells, merged cells and heights."""
        sheet = self.sheet
        merged = [each for each in sheet.merged_cells.ranges if each.min_row >= row]
        for each in merged:
            sheet.unmerge_cells(str(each))
        tall = {at: sheet.row_dimensions[at].height for at in range(row, sheet.max_row + 1)}
        sheet.move_range(f"A{row}:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}", rows=by)
        for each in merged:
            each.shift(row_shift=by)
            sheet.merge_cells(str(each))
        for at, height in tall.items():
            sheet.row_dimensions[at + by].height = height

    def reach_down(self, first: int, missing: int) -> None:
        """Let the printed area and the drop-downs of the first row reach over the rows that the form lacked."""
        if missing <= 0:
            return
        ranges = [each for rule in self.sheet.data_validations.dataValidation for each in rule.sqref.ranges]
        for each in ranges:
            if each.min_row <= first <= each.max_row:
                each.expand(down=missing)
        if area := re.fullmatch(r"(?:.*!)?(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?)(\d+)", self.sheet.print_area or ""):
            self.sheet.print_area = f"{area[1]}{int(area[2]) + missing}"

    def write(self, block: Block, row: int) -> None:
        """Write one problem with its measures; the cells of the problem are merged over them."""
        end = row + len(block.rows) - 1
        heights = [self.usual_height] * len(block.rows)
        for at, column in self.heads.columns.items():
            whole = column.whole(block)
            for number, measure in enumerate(block.rows):
                if whole and number:
                    break
                text = clean(column.text(block, measure))
                self.put(row + number, at, text)
                tall = self.height(text, at)
                if whole:
                    more = (tall - sum(heights)) / len(heights)
                    heights = [height + max(more, 0.0) for height in heights]
                else:
                    heights[number] = max(heights[number], tall)
            if whole and end > row:
                self.sheet.merge_cells(start_row=row, end_row=end, start_column=at + 1, end_column=at + 1)
        for number, height in enumerate(heights):
            self.sheet.row_dimensions[row + number].height = min(round(height, 1), TALLEST)

    def put(self, row: int, at: int, text: str) -> None:
        """Write text as text, whatever it begins with."""
        cell = self.cell(row, at)
        if text.isdecimal() and text.isascii() and len(text) < 10 and self.heads.columns[at].key == "number":
            cell.value = int(text)
            return
        cell.value = text or None
        if text:
            cell.data_type = "s"
            cell.alignment = wrapped(cell)

    @property
    def usual_height(self) -> float:
        """The height of the pattern's row."""
        return self.sheet.row_dimensions[self.heads.bottom + 1].height or 15.0

    def height(self, text: str, at: int) -> float:
        """The points that a text takes in its column, in the font of the form."""
        wide = next(
            (
                each.width
                for each in self.sheet.column_dimensions.values()
                if (each.min or 0) <= at + 1 <= (each.max or 0)
            ),
            None,
        )
        size = self.cell(self.heads.bottom + 1, at).font.sz or USUAL_SIZE
        return ceil(lines_needed(text, (wide or USUAL_WIDTH) * USUAL_SIZE / size)) * size * 1.35 + 6


def style_of(cell: Any) -> Any:
    """The style of a cell as openpyxl keeps it."""
    return copy(cell._style)


def set_style(cell: Any, style: Any) -> None:
    """Give a cell a style that `style_of` took."""
    cell._style = copy(style)


def wrapped(cell: Any) -> Any:
    """The alignment of a cell, its text wrapped."""
    alignment = copy(cell.alignment)
    alignment.wrap_text = True
    return alignment
