"""A table of any length as an .xlsx workbook, written row by row: what is written is no longer in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final

from rectiparse.errors import WritingError
from rectiparse.writing.cells import clean
from rectiparse.writing.columns import column_named
from rectiparse.writing.xlsx import MADE, SIZES, TALLEST, Styles, fitted_height

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE: Final = "汇总台账"
MOST_ROWS: Final = 1_048_576  # that a sheet can hold, its head included
WIDTHS: Final = {"单位": 16.0, "轮次": 12.0, "来源文件": 18.0, "方面": 16.0, "反馈问题": 24.0, "具体表现": 44.0}
"""Columns that ledgers do not have, and those that have whole problems here in one row."""
WIDTH: Final = 12.0
NARROW: Final = 8.0  # where nothing stands in it
A4: Final = 9
HEAD_HEIGHT: Final = 30.0


class Sheets:
    """The sheets of one workbook, a new one whenever the last is full; whole once the `with` block has ended well.

    The rows wait in a folder of our own under the system's temporary one, which is gone afterwards in any case. The
    same rows give the same bytes. Raises WritingError where the disk is full.
    """

    def __init__(self, file: BinaryIO, heads: Sequence[str], path: Path) -> None:
        from xlsxwriter import Workbook

        self._path = path
        self._heads = heads
        self._folder = TemporaryDirectory(prefix="rectiparse-", ignore_cleanup_errors=True)
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = Workbook(file, options | {"strings_to_numbers": False, "tmpdir": self._folder.name})
        self._book.set_properties({"title": TITLE, "created": MADE})
        self._styles = Styles(self._book)
        self._texts = [self._styles.of(valign="top", font_size=size) for size in SIZES]
        known = [column_named(name) for name in heads]
        self._widths = [
            WIDTHS.get(name, column.width[1] if column else WIDTH) for name, column in zip(heads, known, strict=True)
        ]
        self._narrow = [column.width[0] if column else NARROW for column in known]
        self._filled: set[int] = set()
        self._sheets: list[Worksheet] = []
        self._row = MOST_ROWS

    def __enter__(self) -> Sheets:
        return self

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows, all of their cells as text, whatever they begin with."""
        for row in rows:
            if self._row == MOST_ROWS:
                self._begin()
            sheet = self._sheets[-1]
            cells = [clean(cell) for cell in row]
            fits = [fitted_height(text, wide) for text, wide in zip(cells, self._widths, strict=True)]
            sheet.set_row(self._row, min(max(tall for tall, _ in fits), TALLEST))
            for column, (text, (_, size)) in enumerate(zip(cells, fits, strict=True)):
                sheet.write_string(self._row, column, text, self._texts[size])
                if text:
                    self._filled.add(column)
            self._row += 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from xlsxwriter.exceptions import FileCreateError

        with self._folder:
            if kind is None:
                if not self._sheets:
                    self._begin()
                self._end()
            else:
                self._book.fileclosed = True  # nothing is to be made of it
                return
            try:
                self._book.close()
            except FileCreateError as fault:
                raise WritingError("{path}: cannot be written ({reason})", path=self._path, reason=fault) from fault

    def _begin(self) -> None:
        if self._sheets:
            self._end()
        number = len(self._sheets) + 1
        sheet = self._book.add_worksheet(TITLE if number == 1 else f"{TITLE} {number}")
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.repeat_rows(0)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.55, bottom=0.6)
        sheet.set_footer('&C&"宋体"&10第 &P 页　共 &N 页')
        sheet.set_row(0, HEAD_HEIGHT)
        for column, name in enumerate(self._heads):
            sheet.write_string(0, column, name, self._styles.head())
        self._sheets.append(sheet)
        self._filled.clear()
        self._row = 1

    def _end(self) -> None:
        for column, (wide, narrow) in enumerate(zip(self._widths, self._narrow, strict=True)):
            self._sheets[-1].set_column(column, column, wide if column in self._filled else narrow)
        self._sheets[-1].autofilter(0, 0, self._row - 1, len(self._heads) - 1)
