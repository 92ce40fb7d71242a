"""The source text as HTML: each line a paragraph, each record of the ledger a mark in it.

A mark that reaches over a line break, or crosses another, is cut into pieces that carry the same reference; the texts
of a record's pieces, line breaks between, are its span to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from markupsafe import Markup, escape

from rectiparse.writing.fitting import width

DEEPEST: Final = 24
"""Marks open at one place. A ledger has four or five; one edited by hand may have thousands, which are left out."""
CHUNK_LINES: Final = 40
CHUNK_CHARACTERS: Final = 4000
LINE_WIDTH: Final = 72  # half-width characters in a line of the page, for the height that a chunk will have
LINE_HEIGHT: Final = 31  # pixels
TEXT: Final = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", 0: "\ufffd"}
"""What a text may not hold in HTML; a NUL would be dropped by the browser and move all that follows."""


class Mark(NamedTuple):
    """A record in the text: its range, its kind (a CSS class), its reference, what is said when it is pointed at.

    A mark without a reference is there for the eye.
    """

    start: int
    end: int
    kind: str
    ref: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines, which the browser lays out only when they come near the window; `height` in hundreds of pixels."""

    height: int
    html: Markup


def chunks_of(text: str, marks: Iterable[Mark], headings: dict[int, str], prefix: str) -> Iterator[Chunk]:
    """The text with its marks, in chunks. `headings` give lines, by their offsets, a class; ids begin with `prefix`."""
    lines: list[str] = []
    rows = characters = 0
    at = 0
    for number, html in enumerate(lines_of(text, marks, prefix), 1):
        end = text.find("\n", at)
        line = text[at : end if end >= 0 else len(text)]
        kind = headings.get(at, "")
        lines.append(f'<p id="{prefix}L{number}" data-n="{number}"{f" class={kind}" if kind else ""}>{html}</p>')
        rows += max(-(-width(line) // LINE_WIDTH), 1)
        characters += len(line)
        at += len(line) + 1
        if len(lines) >= CHUNK_LINES or characters >= CHUNK_CHARACTERS:
            yield chunk(lines, rows)
            lines, rows, characters = [], 0, 0
    if lines:
        yield chunk(lines, rows)


def chunk(lines: Sequence[str], rows: int) -> Chunk:
    """Lines and their height."""
    return Chunk(max(min(round(rows * LINE_HEIGHT / 100), 200), 1), Markup("\n".join(lines)))  # noqa: S704 escaped here


def lines_of(text: str, marks: Iterable[Mark], prefix: str) -> Iterator[str]:
    """The HTML of each line, the marks in it closed at its end and opened anew in the next."""
    length = len(text)
    within = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= length),
        key=lambda mark: (mark.start, -mark.end, mark.ref),
    )
    writer = Writer(prefix)
    at = following = 0
    while True:
        line_end = text.find("\n", at)
        if line_end < 0:
            line_end = length
        writer.begin_line(at)
        while True:
            while following < len(within) and within[following].start <= at < line_end:
                if within[following].end > at:
                    writer.open(within[following])
                following += 1
            # One that begins with a line break opens in the next line.
            start = max(at, within[following].start) if following < len(within) else length
            stop = min(line_end, start, *(mark.end for mark in writer.stack))
            writer.pieces.append(text[at:stop].translate(TEXT))
            at = stop
            if at >= line_end:
                break
            writer.close(at)
        yield writer.end_line()
        if at >= length:
            return
        at += 1


class Writer:
    """Writes the pieces of one line after the other; `stack` are the marks that are open, outermost first."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.pieces: list[str] = []
        self.stack: list[Mark] = []
        self.begun: set[str] = set()

    def open(self, mark: Mark) -> None:
        """Begin a piece of a mark; the first has the id."""
        if len(self.stack) >= DEEPEST:
            return
        said = f' title="{escape(mark.said)}"' if mark.said else ""
        named = f' data-r="{mark.ref}"' if mark.ref else ""
        if mark.ref and mark.ref not in self.begun:
            self.begun.add(mark.ref)
            named += f' id="{self.prefix}s-{mark.ref}"'
        self.pieces.append(f'<span class="{mark.kind}"{named}{said}>')
        self.stack.append(mark)

    def close(self, at: int) -> None:
        """End the marks that reach no further; what is open inside them is cut in two."""
        lowest = next((number for number, mark in enumerate(self.stack) if mark.end <= at), None)
        if lowest is None:
            return
        going_on = [mark for mark in self.stack[lowest:] if mark.end > at]
        self.pieces.append("</span>" * (len(self.stack) - lowest))
        del self.stack[lowest:]
        for mark in going_on:
            self.open(mark)

    def begin_line(self, at: int) -> None:
        """Go on with the marks that reach into the line at `at`."""
        going_on = [mark for mark in self.stack if mark.end > at]
        self.pieces, self.stack = [], []
        for mark in going_on:
            self.open(mark)

    def end_line(self) -> str:
        """The HTML of the line, all its marks closed."""
        return "".join(self.pieces) + "</span>" * len(self.stack)


def pieces_of(text: str, shared: Sequence[str]) -> Markup:
    """A text in which some phrases are marked."""
    phrases = sorted({phrase for phrase in shared if phrase}, key=lambda phrase: (-len(phrase), phrase))
    if not phrases:
        return escape(text.replace("\0", "\ufffd"))
    html = Markup()
    for number, piece in enumerate(re.split(f"({'|'.join(map(re.escape, phrases))})", text.replace("\0", "\ufffd"))):
        html += Markup("<mark>{}</mark>").format(piece) if number % 2 else escape(piece)
    return html
