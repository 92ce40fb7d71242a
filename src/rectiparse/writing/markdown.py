"""Ledgers as a Markdown table: one row a measure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rectiparse.ledger import Ledger
from rectiparse.writing.cells import clean
from rectiparse.writing.columns import COLUMNS, Column, filled
from rectiparse.writing.rows import blocks_of
from rectiparse.writing.xlsx import facts_of, title_of

# What Markdown and the HTML inside it would take for marks.
MARKS: Final = re.compile(r"([\\`*_{}\[\]<>|#~&!])")
LINE_ENDS: Final = re.compile(r"[\n\v\f\u0085\u2028\u2029]+")


def dump_markdown(ledgers: Sequence[Ledger], *, columns: Sequence[Column] | None = None) -> str:
    """Title, facts and table. Without `columns`, those stand that some record fills or that people are to fill."""
    blocks = list(blocks_of(ledgers))
    columns = columns or filled(COLUMNS, blocks)
    rows = [[column.text(block, measure) for column in columns] for block in blocks for measure in block.rows]
    heads = [column.name for column in columns]
    lines = [row_of(heads), "|" + " --- |" * len(heads), *map(row_of, rows)]
    return "\n".join([f"# {escaped(title_of(ledgers))}", "", escaped(facts_of(ledgers, blocks)), "", *lines, ""])


def row_of(texts: Sequence[str]) -> str:
    """A row of the table."""
    return "|" + "".join(f" {escaped(clean(text))} |" for text in texts)


def escaped(text: str) -> str:
    """Text on one line that Markdown shows as it stands."""
    return LINE_ENDS.sub("<br>", MARKS.sub(r"\\\1", text))
