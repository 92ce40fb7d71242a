"""Patterns that are looked for in a long text."""

from __future__ import annotations

import re
from collections.abc import Iterator


def sought_by(first: str, pattern: str) -> str:
    """A pattern that finds what `pattern` finds by what that begins with, a character of the set `first`.

    `re` runs to the next character of a set that a pattern begins with; one that begins with a choice it tries at every
    character. What is found spans that one character: how far it goes a group in `pattern` must say.
    """
    return rf"{first}(?<=(?={pattern})[\s\S])"


def sought(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int, int]]:
    """What a pattern of `sought_by` finds, apart and in order, where it is a choice of named groups: the name, the span."""
    reached = 0
    for match in pattern.finditer(text):
        name = match.lastgroup or ""
        start, end = match.span(name)
        if start >= reached:
            reached = end
            yield name, start, end
