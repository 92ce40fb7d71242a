"""Several documents in one file: where each begins."""

from __future__ import annotations

import re
from dataclasses import replace

from rectiparse.document import Document, Span
from rectiparse.outlining.marks import find_marks
from rectiparse.outlining.tree import TITLE_WORDS


def split(document: Document) -> list[Document]:
    """The documents that one file holds, each with its own text; the file itself where it holds one.

    A new one begins at a title line (…报告, …方案) after which the top list starts again at one. Spans count from
    the part's own first character; `name` gets the part's number: minutes.txt#2.
    """
    text = document.text
    marks = [mark for mark in find_marks(text) if mark.leads and mark.value is not None]
    starts = [0]
    reached: dict[str, int] = {}
    last = 0
    for mark in marks:
        if mark.value == 1 and reached.get(mark.family, 0) >= 2 and mark.family == marks[0].family:
            title = _title_before(text, last, mark.span.start)
            if title is not None:
                starts.append(title)
                reached = {}
        reached[mark.family] = mark.value or 0
        last = mark.span.end
    if len(starts) == 1:
        return [document]
    return [
        _part(document, Span(start, end), number)
        for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1)
    ]


def _title_before(text: str, start: int, end: int) -> int | None:
    """Where the last run of title lines between two offsets begins."""
    found = None
    for line in re.finditer(r"[^\n]+", text[start:end]):
        words = line.group().strip(" \t\u3000\xa0*#")
        if 4 <= len(words) <= 60 and not re.search(r"[。；：，]", words) and TITLE_WORDS.search(words):
            found = start + line.start()
    return found


def _part(document: Document, span: Span, number: int) -> Document:
    inside = [place for place in document.places if span.start <= place.span.start < span.end]
    return replace(
        document,
        text=span.cut(document.text),
        name=f"{document.name}#{number}",
        places=tuple(replace(place, span=place.span.shifted(-span.start)) for place in inside),
        tables=(),
        furniture=tuple(
            replace(piece, span=piece.span.shifted(-span.start))
            for piece in document.furniture
            if span.covers(piece.span)
        ),
        headings={at - span.start: level for at, level in document.headings.items() if span.start <= at < span.end},
    )
