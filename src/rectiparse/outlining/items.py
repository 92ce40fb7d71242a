"""The nodes of the tree, and the tree of one document, in the offsets of its view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rectiparse.outlining.labels import Label
from rectiparse.values import value
from rectiparse.view import View

Kind = Literal["item", "title", "label", "body", "contents", "closing"]


@value
class Item:
    """A node in the view's offsets: an item has a mark (or is a heading without one), the rest is text of its parent.

    Each is equal to itself alone: to look at all below it, to tell it from others, would take as long as to read it.
    """

    kind: Kind
    marker: str | None
    family: str | None
    leads: bool
    start: int
    body: int
    """Where the text after the title begins."""
    end: int
    title: str
    children: tuple[Item, ...] = ()
    label: Label | None = None
    items: tuple[Item, ...] = ()
    """The children that are items."""
    answered: bool = False
    """True when it holds a label after which it is answered (整改措施：)."""

    @property
    def name(self) -> str:
        """The title without the label that it may begin with (问题：学习不深 is 学习不深)."""
        if self.label is None or self.label.words == self.title:
            return self.title
        return self.title[self.label.span.end - self.label.span.start :].strip()


@dataclass(frozen=True)
class Outline:
    """The tree of one document, in the offsets of its view."""

    view: View
    roots: tuple[Item, ...]
    labels: tuple[Label, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items at the top."""
        return tuple(root for root in self.roots if root.kind == "item")

    def walk(self) -> Iterator[tuple[Item, tuple[Item, ...]]]:
        """Every item, and the items above it from the top down, in reading order."""
        return iter(self._walked)

    @cached_property
    def _walked(self) -> list[tuple[Item, tuple[Item, ...]]]:
        walked: list[tuple[Item, tuple[Item, ...]]] = []
        stack: list[tuple[Item, tuple[Item, ...]]] = [(item, ()) for item in reversed(self.items)]
        while stack:
            here = stack.pop()
            walked.append(here)
            item, above = here
            if item.items:
                inner = (*above, item)
                stack += [(child, inner) for child in reversed(item.items)]
        return walked

    @cached_property
    def title(self) -> str | None:
        """The document's title, or None."""
        parts = [root.title for root in self.roots if root.kind == "title"]
        return "".join(parts) or None
