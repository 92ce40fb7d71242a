"""A part of the outline and what it is (章节), and the words by which its items are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rectiparse.grammar.model import SectionKind
from rectiparse.outlining import Item

REPORTS = ("report", "notice", "audit")
"""Genres that tell what was done."""
ABOUT = re.compile(r"(?:关于|针对|对于|对).{2,80}?问题|[“\"「『].{2,120}?[”\"」』](?:的|等)?(?:方面)?(?:的)?问题")
DONE_BEGINS = re.compile(
    r"^(?:[^，。]{0,12}[，,])?(?:已|现已|目前|正在|针对|对此|为此|我们|我[局院校镇乡县委]|收到反馈)|[局院校镇乡会室组]已"
)
"""How a sentence begins that tells what was done."""
DIFFICULTIES = re.compile("困难|问题|不足|短板|差距")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the outline and what it is; `item` is None for a document that has no sections."""

    kind: SectionKind
    item: Item | None
    items: tuple[Item, ...]
    """The items directly below."""
    led: bool = False
    """True when a sentence opens it, not a heading."""


def walk(item: Item) -> Iterator[Item]:
    """The item and all items below it, in reading order."""
    stack = [item]
    while stack:
        item = stack.pop()
        yield item
        if item.items:
            stack.extend(reversed(item.items))
