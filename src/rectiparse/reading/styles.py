"""Styles (样式) of a Word file: what a paragraph takes over from its style and from those it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from rectiparse.reading.wordml import W, integer, switched_child, value

HEADING: Final = re.compile(r"(?:heading|标题)\s*([1-9])$", re.I)
CONTENTS: Final = re.compile(r"(?:toc|目录|contents)\s*(?:\d|heading|标题)$", re.I)
LONGEST_CHAIN: Final = 50  # Word stops earlier; a longer one is made to do harm


@dataclass(frozen=True, slots=True)
class Style:
    """One style as the file gives it; None is what it leaves to the style it is based on."""

    id: str
    name: str
    base: str | None
    list_id: str | None
    level: int | None
    outline: int | None  # from 0; 9 is body text
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a paragraph or run style comes to, together with all that it is based on."""

    list_id: str | None = None
    levels: tuple[tuple[str, int | None], ...] = ()  # style id and the list level that it gives, nearest first
    heading: int | None = None  # outline level from 1
    hidden: bool = False
    contents: bool = False  # an entry of a table of contents


@dataclass(slots=True)
class Styles:
    """All styles of a file by id."""

    styles: dict[str, Style] = field(default_factory=dict)
    default: str | None = None
    known: dict[str | None, Inherited] = field(default_factory=dict)

    def of(self, style_id: str | None) -> Inherited:
        """What the style with this id comes to; the default paragraph style for None."""
        if style_id not in self.known:
            chain = tuple(self._chain(self.default if style_id is None else style_id))
            self.known[style_id] = _inherit(chain)
        return self.known[style_id]

    def list_of(self, style_id: str) -> str | None:
        """The list that a numbering style stands for."""
        style = self.styles.get(style_id)
        return None if style is None else style.list_id

    def _chain(self, style_id: str | None) -> Iterator[Style]:
        """The style and those it is based on, nearest first; a circle ends where it closes."""
        seen: set[str] = set()
        while style_id is not None and style_id in self.styles and style_id not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(style_id)
            yield self.styles[style_id]
            style_id = self.styles[style_id].base


def _inherit(chain: tuple[Style, ...]) -> Inherited:
    outline = next((style.outline for style in chain if style.outline is not None), None)
    if outline is None:
        named = next((match for style in chain if (match := HEADING.match(style.name))), None)
        outline = int(named[1]) - 1 if named else None
    return Inherited(
        list_id=next((style.list_id for style in chain if style.list_id is not None), None),
        levels=tuple((style.id, style.level) for style in chain),
        heading=outline + 1 if outline is not None and 0 <= outline < 9 else None,
        hidden=next((style.hidden for style in chain if style.hidden is not None), False),
        contents=any(CONTENTS.match(style.name) for style in chain),
    )


def load_styles(root: Element | None) -> Styles:
    """The styles that the styles part defines; none where there is no such part."""
    styles = Styles()
    if root is None:
        return styles
    for element in root.iter(f"{W}style"):
        style_id = element.get(f"{W}styleId")
        if style_id is None:
            continue
        styles.styles.setdefault(style_id, _style(style_id, element))
        default = element.get(f"{W}default", "0").lower() in ("1", "true", "on")
        if default and element.get(f"{W}type") == "paragraph":
            styles.default = style_id
    return styles


def _style(style_id: str, element: Element) -> Style:
    paragraph, run = element.find(f"{W}pPr"), element.find(f"{W}rPr")
    numbers = None if paragraph is None else paragraph.find(f"{W}numPr")
    return Style(
        id=style_id,
        name=value(element, "name") or "",
        base=value(element, "basedOn"),
        list_id=None if numbers is None else value(numbers, "numId"),
        level=None if numbers is None else integer(value(numbers, "ilvl")),
        outline=None if paragraph is None else integer(value(paragraph, "outlineLvl")),
        hidden=None if run is None else switched_child(run, "vanish"),
    )
