"""Ledgers as a CSV table: UTF-8 with a byte order mark, so that Excel opens it as it is; one row a measure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from rectiparse.ledger import Ledger
from rectiparse.writing.cells import NOT_IN_CELLS
from rectiparse.writing.columns import COLUMNS, Column
from rectiparse.writing.rows import blocks_of

BYTE_ORDER_MARK: Final = "\ufeff"
# A spreadsheet runs a cell that begins so as a formula (OWASP, "CSV Injection"); full-width forms count as well.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def dump_csv(ledgers: Sequence[Ledger], *, columns: Sequence[Column] = COLUMNS) -> str:
    """The table; each row says all of its problem, so that any row can be read, sorted or filtered alone."""
    file = io.StringIO(BYTE_ORDER_MARK)
    file.seek(0, io.SEEK_END)
    table = csv.writer(file, lineterminator="\r\n")
    table.writerow([safe(column.name) for column in columns])
    for block in blocks_of(ledgers):
        for measure in block.rows:
            table.writerow([safe(column.text(block, measure)) for column in columns])
    return file.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before it says that it is text."""
    text = NOT_IN_CELLS.sub("", text)
    return f"'{text}" if text.lstrip(" \n\u3000\u00a0").startswith(FORMULA_STARTS) else text
