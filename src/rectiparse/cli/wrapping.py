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
PIECE: Final = re.compile(rf"\s+|[{OPENING}]*(?:[!-~\u00a1-\u2017\u2020-\u2e7f]+|[^\s{OPENING}])?[{CLOSING}]*")


@lru_cache(maxsize=4096)
def columns_of(character: str) -> int:
    """The columns one character takes: 2 for wide ones, 0 for those that sit on another, else 1."""
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.combining(character) or unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me") else 1


def width(text: str) -> int:
    """The columns that `text` takes on one line."""
    return len(text) if text.isascii() else sum(map(columns_of, text))


def wrap(text: str, columns: int) -> list[str]:
    """The lines of `text`, none wider than `columns` (at least 2); blanks at a break are dropped."""
    lines: list[str] = []
    line, used = "", 0
    for piece in PIECE.findall(" ".join(text.split("\n"))):
        wide = width(piece)
        if used + wide > columns and line.strip():
            lines.append(line.rstrip())
            line, used = "", 0
        if piece.isspace() and not line:
            continue
        for part in chop(piece, columns) if wide > columns else (piece,):
            if used + width(part) > columns:
                lines.append(line.rstrip())
                line, used = "", 0
            line, used = line + part, used + width(part)
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def chop(text: str, columns: int) -> list[str]:
    """Pieces of `text` that fit; for words and marks longer than a line."""
    pieces, piece, used = [], "", 0
    for character in text:
        if used + columns_of(character) > columns:
            pieces.append(piece)
            piece, used = "", 0
        piece, used = piece + character, used + columns_of(character)
    return [*pieces, piece]
