"""Text in a terminal: how many columns it takes, and where its lines may be broken.

Chinese characters take two columns, and a line may be broken before and after each of them, save that no line begins
with a closing mark or ends with an opening one. Latin words stay whole where they fit.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

CLOSING: Final = r"、。，；：？！…—·”’）》〉】〕」』％,.;:?!)\]}%"
OPENING: Final = r"“‘（《〈【〔「『(\[{"
# The least pieces that stay on one line: a blank run, or a word or one character with the marks that cling to it.
PIECE: Final = re.compile(
    rf"\s+|[{OPENING}]*(?:(?:(?!\s)[!-~\u00a1-\u2017\u2020-\u2e7f])+|[^\s{OPENING}{CLOSING}])?[{CLOSING}]*"
)

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@lru_cache(maxsize=4096)
def columns_of(character: str) -> int:
    """The columns one character takes: 2 for wide ones, 0 for those that sit on another, else 1."""
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me") else 1


def width(text: str) -> int:
    """The columns that `text` takes on one line."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


def breaks(text: str, columns: int) -> list[tuple[int, int]]:
    """The lines of `text` as ranges `[start, end)`, none wider than `columns` (at least 2).

    Blanks at a break belong to no line; a control character, line break or not, must be a blank already (`printable`).
    There is always one line, if an empty one.
    """
    lines: list[tuple[int, int]] = []
    start = end = used = gap = 0  # the line being filled: its range, its columns, the blanks seen after it
    for match in PIECE.finditer(text):
        piece = match[0]
        if not piece or piece.isspace():
            gap += width(piece)
            continue
        wide = width(piece)
        if end > start and used + gap + wide > columns:
            lines.append((start, end))
            end = start
        if end == start:
            start, used, gap = match.start(), 0, 0
        if used + gap + wide <= columns:
            used += gap + wide
        else:  # a word longer than a line, which stands on a line of its own
            for at, character in enumerate(piece, match.start()):
                if used + columns_of(character) > columns:
                    lines.append((start, at))
                    start, used = at, 0
                used += columns_of(character)
        end, gap = match.end(), 0
    return [*lines, (start, end)] if end > start or not lines else lines


def wrap(text: str, columns: int) -> list[str]:
    """The lines of `text`, none wider than `columns` (at least 2)."""
    text = printable(text)
    return [text[start:end] for start, end in breaks(text, columns)]


def printable(text: str) -> str:
    """The text with a blank for each line break and each control character, which could steer the terminal."""
    return CONTROL.sub(" ", text)


def clip(text: str, columns: int) -> str:
    """The text on one line of at most `columns`, `…` for what does not fit."""
    text = printable(text)
    if width(text) <= columns:
        return text
    used = 1
    for at, character in enumerate(text):
        used += columns_of(character)
        if used > columns:
            return text[:at] + "…"
    return text
