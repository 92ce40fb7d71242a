"""Outlining: lines → marks → the most consistent tree over the whole document."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from rectiparse.document import Document, Span, Table
from rectiparse.grammar.model import Grammar
from rectiparse.outlining.items import Item, Outline
from rectiparse.outlining.labels import Label, find_labels, goes_on_in_label, starts_with_label
from rectiparse.outlining.tree import build
from rectiparse.outlining.wraps import find_wraps
from rectiparse.view import View, whole

__all__ = ["Item", "Label", "Outline", "outline", "view_of"]


def view_of(document: Document, noise: Sequence[Span], grammar: Grammar) -> View:
    """The document as it reads: without `noise` (sorted, apart), and with cut lines joined."""
    text = document.text
    cuts: list[Span] = []
    for span in sorted([*noise, *_bold_marks(text)]) if document.format == "md" else noise:
        start, end = span
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        if not text[line_start:start].strip() and not text[end:line_end].strip():
            start, end = line_start, min(line_end + 1, len(text))  # a line of noise goes whole
        if cuts and start < cuts[-1].end:
            start = cuts[-1].end
        if end > start:
            cuts.append(Span(start, end))
    clean = whole(text).without(cuts) if cuts else whole(text)
    shifts = zip(clean.starts[1:], pairwise(clean.shifts), strict=True)
    seams = [(start, after - before) for start, (before, after) in shifts]
    wraps = find_wraps(
        clean.text,
        frozenset(document.headings),
        lambda before, after: starts_with_label(after, grammar) and not goes_on_in_label(before, after, grammar),
        seams,
    )
    return clean.without(wraps) if wraps else clean


_BOLD_LINE = re.compile(
    r"^[ \t\u3000]*\*\*(?![（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])[^*\n]+\*\*[:：]?[ \t]*$", re.MULTILINE
)


def _bold_marks(text: str) -> list[Span]:
    """The `**` of Markdown, but for lines that are bold as a whole: those are headings by it."""
    headings = [match.span() for match in _BOLD_LINE.finditer(text)]
    starts = [start for start, _ in headings]
    found = []
    for match in re.finditer(r"\*\*", text):
        at = bisect_right(starts, match.start()) - 1
        if at < 0 or match.start() >= headings[at][1]:
            found.append(Span(*match.span()))
    return found


def _holds_values(table: Table) -> bool:
    """True for a table whose cells hold values; one of a column or two may be a page's layout, its text is text."""
    columns = max((cell.column + cell.columns for cell in table.cells), default=0)
    first = min((cell.row for cell in table.cells), default=0)
    heads = [cell.span for cell in table.cells if cell.row == first]
    return columns >= 3 or (columns == 2 and all(span.end - span.start <= 10 for span in heads))


def outline(document: Document, view: View, grammar: Grammar) -> Outline:
    """The tree of the document, read with the labels of `grammar`."""
    headings: dict[int, int] = {}
    if document.headings:
        back = {view.source(at): at for at in _line_starts(view.text)}
        headings = {back[start]: level for start, level in document.headings.items() if start in back}
    tables = [
        Span(view.offset(table.span.start), view.offset(table.span.end))
        for table in document.tables
        if _holds_values(table)
    ]
    labels = find_labels(view.text, grammar)
    if tables:
        starts = [table.start for table in tables]
        labels = [
            label
            for label in labels
            if not ((at := bisect_right(starts, label.span.start)) and tables[at - 1].covers(label.span))
        ]
    return build(view, labels, headings, tables)


def _line_starts(text: str) -> list[int]:
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        if at + 1 < len(text):
            starts.append(at + 1)
        at = text.find("\n", at + 1)
    return starts if text else []
