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
from rectiparse.writing.xlsx import MADE, Styles

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

TITLE: Final = "汇总台账"
MOST_ROWS: Final = 1_048_576  # that a sheet can hold, its head included
WIDTH: Final = 22.0  # of a column that ledgers do not have
A4: Final = 9


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
        self._text = self._styles.of(valign="top")
        self._sheets: list[Worksheet] = []
        self._row = MOST_ROWS

    def __enter__(self) -> Sheets:
        return self

    def add(self, rows: Sequence[Sequence[str]]) -> None:
        """Add rows, all of their cells as text, whatever they begin with."""
        for row in rows:
            if self._row == MOST_ROWS:
                self._begin()
            for column, cell in enumerate(row):
                self._sheets[-1].write_string(self._row, column, clean(cell), self._text)
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
        for column, name in enumerate(self._heads):
            known = column_named(name)
            sheet.set_column(column, column, known.width[1] if known else WIDTH)
            sheet.write_string(0, column, name, self._styles.head())
        self._sheets.append(sheet)
        self._row = 1

    def _end(self) -> None:
        self._sheets[-1].autofilter(0, 0, self._row - 1, len(self._heads) - 1)
