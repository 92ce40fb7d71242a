"""How much room text takes in a cell: in half-width characters across, in lines down."""

from __future__ import annotations

from math import ceil


def width(text: str) -> int:
    """The width of one line; a Chinese character or mark counts two, as it takes two bytes in GB 18030 (rare ones four)."""
    return len(text.encode("gb18030", "replace"))


def lines_needed(text: str, columns: float) -> int:
    """The lines that a text takes in a cell so many characters wide;"""
    room = max(columns - 1.0, 2.0)
    return sum(max(ceil(width(line) / room), 1) for line in text.split("\n")) if text else 0


def widest_line(text: str) -> int:
    """The width of the longest line."""
    return max(map(width, text.split("\n")))
