"""Figures in table cells: a bare number takes its unit from the head of its column, or from the table's caption."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rectiparse.document import Document, Table
from rectiparse.mentions.cells import figure_in_cell, unit_of_header
from rectiparse.mentions.mention import FigureMention

_CAPTION = re.compile(r"[（(]?\s?(?:金额|计量|货币)?单位\s?[:：]\s?[^）)\s，。；|]{1,8}[）)]?")
_AMOUNT = re.compile(r"金额|资金|经费|款|费|额|投资|收入|支出|预算|损失|价")
_CAPTION_REACH = 200
"""Characters before a table in which its caption stands."""


def figures_in_tables(document: Document) -> Iterator[FigureMention]:
    """The figures of bare cells in all tables, with spans in the document's text, in order."""
    for table in document.tables:
        yield from _figures(document, table)


def _figures(document: Document, table: Table) -> Iterator[FigureMention]:
    text = document.text
    first = min((cell.row for cell in table.cells), default=0)
    heads: dict[int, str] = {}
    for cell in table.cells:
        if cell.row == first:
            for column in range(cell.column, cell.column + cell.columns):
                heads[column] = cell.span.cut(text)
    caption = None
    for match in _CAPTION.finditer(text, max(0, table.span.start - _CAPTION_REACH), table.span.start):
        caption = match.group().strip("（()） ")
    for cell in table.cells:
        head = heads.get(cell.column, "")
        if cell.row == first or not head:
            continue
        if caption and unit_of_header(head) is None and _AMOUNT.search(head):
            head = f"{head}（{caption}）"
        found = figure_in_cell(cell.span.cut(text), head)
        if found is not None:
            yield found._replace(span=found.span.shifted(cell.span.start))
