"""The document: its text, and where each piece of it came from. Nothing else."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range `[start, end)` of code points in a document's text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same range, `by` characters further on."""
        return Span(self.start + by, self.end + by)

    def cut(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one line of the text stands in the original file; what the format lacks is None. All count from 1."""

    span: Span
    page: int | None = None
    paragraph: int | None = None
    table: int | None = None
    sheet: str | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: its span in the text and its position, counted from 0; a merged cell stands once."""

    span: Span
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the original file, as cells whose spans lie in the text."""

    span: Span
    cells: tuple[Cell, ...]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text that the format itself marks as none of the document: a page number, a running head, a site's menu."""

    span: Span
    rule: str


@dataclass(frozen=True)
class Document:
    """What a reader made of a file.

    `text` is the file decoded, BOM dropped, line ends `\\n`; every offset anywhere counts its code points.
    `format` is what the content is (txt, md, docx, …), `encoding` is None for formats that have none.
    `headings` maps the offset of a line to the outline level (from 1) that the format itself gives it.
    """

    text: str
    name: str
    format: str
    encoding: str | None
    sha256: str
    places: tuple[Place, ...] = ()
    tables: tuple[Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    headings: dict[int, int] = field(default_factory=dict)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of each line's first character, in order."""
        starts = [0]
        at = self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return tuple(starts)

    def line_of(self, offset: int) -> int:
        """The number of the line, from 1, in which `offset` stands."""
        return bisect_right(self.line_starts, offset)

    def place_of(self, offset: int) -> Place | None:
        """The place of the line in which `offset` stands, or None where the format has none."""
        at = bisect_right(self.places, offset, key=lambda place: place.span.start) - 1
        return self.places[at] if at >= 0 and offset < max(self.places[at].span.end, 1) else None
