"""Characters and lines as all of outlining sees them."""

from __future__ import annotations

from typing import Final

BLANKS: Final = " \t\u3000\xa0\n"
TRIM: Final = " \t\u3000\xa0\n*#>|"
"""Blanks, and Markdown marks that count as blanks."""


def line_end(text: str, at: int) -> int:
    """The offset at which the line of `at` ends."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def first_word(text: str, start: int) -> int:
    """The offset of the first character at or after `start` on its line that is neither blank nor a Markdown mark."""
    while start < len(text) and text[start] in TRIM and text[start] != "\n":
        start += 1
    return start
