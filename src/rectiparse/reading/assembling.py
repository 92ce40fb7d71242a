"""Puts a document together from the lines that a format's reader finds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rectiparse.document import Cell, Document, Furniture, Place, Span, Table


@dataclass(slots=True)
class Assembler:
    """Collects lines in reading order, each with its place; `document` closes the collection.

    A line may hold line breaks of its own (a soft break in Word); its place covers all of it.
    """

    pieces: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    length: int = 0

    def line(
        self,
        text: str,
        place: Place | None = None,
        *,
        heading: int | None = None,
        rule: str | None = None,
        separator: str = "\n",
    ) -> Span:
        """Add one line and give its span. `place` is copied with that span; `rule` makes it furniture.

        `separator` parts it from what stands before it: a tab where it is a further cell of a table row.
        """
        if self.pieces:
            self.pieces.append(separator)
            self.length += len(separator)
        span = Span(self.length, self.length + len(text))
        self.pieces.append(text)
        self.length = span.end
        if place is not None:
            self.places.append(replace(place, span=span))
        if heading is not None:
            self.headings[span.start] = heading
        if rule is not None and text.strip():
            self.furniture.append(Furniture(span, rule))
        return span

    def row(self, cells: Sequence[str], place: Place | None = None, *, separator: str = "\t") -> list[Span]:
        """Add one table row as one line, cells parted by a tab, and give the span of each cell.

        Line breaks inside a cell stay in the text, so that its paragraphs can be read as such.
        """
        line = self.line(separator.join(cells), place)
        spans, at = [], line.start
        for cell in cells:
            spans.append(Span(at, at + len(cell)))
            at += len(cell) + len(separator)
        return spans

    def table(self, cells: Sequence[Cell], sheet: str | None = None) -> None:
        """Record the cells of a table whose rows have been added."""
        if cells:
            span = Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))
            self.tables.append(Table(span, tuple(cells), sheet))

    def document(self, name: str, format: str, encoding: str | None, data: bytes) -> Document:
        """The finished document; `data` is the file's content, for its digest."""
        return Document(
            text="".join(self.pieces),
            name=name,
            format=format,
            encoding=encoding,
            sha256=hashlib.sha256(data).hexdigest(),
            places=tuple(self.places),
            tables=tuple(self.tables),
            furniture=tuple(self.furniture),
            headings=dict(self.headings),
        )
