"""Automatic numbers (自动编号) of a Word file: what stands before a paragraph when Word prints it.

The rules are ECMA-376 part 1, 17.9, with Word's own ways where it departs from them ([MS-OI29500] 2.1.277 ff.):
lists made from one definition share their counters; a list's own first number (`startOverride`) starts a level once,
at the list's first paragraph of that level; a level starts again after any higher one, or after the level that
`lvlRestart` names and those above it; a higher level that has not been used yet shows its first number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from rectiparse.reading.number_formats import print_number
from rectiparse.reading.styles import Styles
from rectiparse.reading.wordml import ALTERNATE, W, branch, integer, switched, switched_child, value

PLACEHOLDER: Final = re.compile(r"%([1-9])")
PADDED: Final = re.compile(r"0+1(?=\D|$)")
LEVELS: Final = 9
FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９．（）", "0123456789.()")
FRACTION: Final = re.compile(r"[.,]\d++(?![年月])")  # 1.5倍, 1,200元, but not 1.2023年


@dataclass(frozen=True, slots=True)
class Level:
    """One level (级别) of a list: how its number looks, where it starts and when it starts again."""

    start: int = 0  # 17.9.25: zero where none is given
    format: str = "decimal"
    width: int = 0  # leading zeros of a custom format such as "001, 002, ..."
    template: str = ""  # lvlText: "%1.%2"
    restart: int | None = None  # lvlRestart: 0 never, else from 1 the level after which it starts again
    legal: bool = False  # isLgl: every level in the template prints decimal
    suffix: str = "tab"
    style: str | None = None  # the paragraph style that is linked to this level
    hidden: bool = False

    def printed(self, count: int) -> str:
        """`count` in this level's format."""
        return str(count).zfill(self.width) if self.width else print_number(count, self.format)


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list (`w:num`): the definition whose counters it shares, its levels, and its own first numbers."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has been counted."""

    lists: dict[str, NumberedList] = field(default_factory=dict)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def level_of(self, list_id: str, level: int | None, chain: tuple[tuple[str, int | None], ...]) -> int:
        """The level at which a paragraph stands in a list.

        It is the paragraph's own, or that of the nearest style in `chain` (style id and the level it gives) that a
        level of the list is linked to or that gives one; the first where none does.
        """
        if level is not None:
            return level
        found = self.lists.get(list_id)
        if found is not None:
            for style, given in chain:
                linked = next((at for at, defined in found.levels.items() if defined.style == style), None)
                if linked is not None:
                    return linked
                if given is not None:
                    return given
        return 0

    def numbered(self, list_id: str, at: int, text: str) -> str:
        """Count on, and give `text` with its number before it, unless the same number is typed there as well."""
        number, gap = self.number(list_id, at)
        if not number or is_typed(number, text):
            return text
        return number + gap + text if text else number

    def number(self, list_id: str, at: int) -> tuple[str, str]:
        """Count on, and give the number of the paragraph at level `at` as it prints, and the gap after it.

        Both are empty where nothing prints: no such list or level, a bullet, a hidden number.
        """
        found = self.lists.get(list_id)
        level = found.levels.get(at) if found is not None else None
        if found is None or level is None:
            return "", ""
        counts = self._count(list_id, found, at)
        if level.hidden or level.format == "bullet":
            return "", ""
        text = PLACEHOLDER.sub(lambda match: _placed(int(match[1]) - 1, counts, found, level), level.template)
        return text, gap_after(text, level.suffix) if text else ""

    def _count(self, list_id: str, found: NumberedList, at: int) -> list[int | None]:
        counts = self.counts.setdefault(found.definition, [None] * LEVELS)
        last = counts[at]
        if at in found.starts and (list_id, at) not in self.started:
            self.started.add((list_id, at))
            counts[at] = found.starts[at]
        else:
            counts[at] = found.levels[at].start if last is None else last + 1
        for deeper in range(at + 1, LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or restart > deeper or at < restart:
                counts[deeper] = None
        return counts


def _placed(at: int, counts: list[int | None], found: NumberedList, level: Level) -> str:
    """The number of level `at` inside the template of `level`."""
    shown = found.levels.get(at)
    if shown is None:
        return ""
    count = counts[at]
    if count is None:
        count = shown.start
    # A number with a leading zero keeps it in legal numbering ([MS-DOC], LVLF.fLegal).
    if level.legal and shown.format != "decimalZero":
        return str(count)
    return shown.printed(count)


def gap_after(number: str, suffix: str) -> str:
    """What stands between number and text: a blank where Word sets one, or where only its tab keeps the two apart.

    一、 needs none; 1 before 2023年 or 第一章 before 总则 does.
    """
    if suffix == "space":
        return " "
    if suffix == "nothing":
        return ""
    return " " if unicodedata.category(number[-1]) in ("Nd", "Nl", "Lu", "Ll", "Lo") else ""


def is_typed(number: str, text: str) -> bool:
    """True when `text` begins with the same number typed: 一、 and 一．, （1） and (1) are the same.

    1. before 1.5倍 or 1 before 1月 is no typed number.
    """
    plain = number.strip().translate(FULL_WIDTH)
    core = plain.rstrip("、.,:;：；，")
    text = text.lstrip()
    start = text.translate(FULL_WIDTH)
    if not core or not start.startswith(core):
        return False
    rest = start[len(core) :]
    if core[0] == "第" or unicodedata.category(core[-1]) in ("Pe", "No") or not rest:
        return True
    if rest[0] in ".,":
        return text[len(core)] == "．" or FRACTION.match(rest) is None
    return rest[0] in "、:：，" or (core == plain and rest[0].isspace())


def load_numbering(root: Element | None, styles: Styles) -> Numbering:
    """The lists that the numbering part defines; none where there is no such part."""
    if root is None:
        return Numbering()
    definitions: dict[str, Element] = {}
    instances: dict[str, Element] = {}
    for child in root:
        if child.tag == f"{W}abstractNum":
            definitions.setdefault(child.get(f"{W}abstractNumId", ""), child)
        elif child.tag == f"{W}num":
            instances.setdefault(child.get(f"{W}numId", ""), child)
    linked = {link: key for key, element in definitions.items() if (link := value(element, "styleLink")) is not None}
    levels: dict[str, dict[int, Level]] = {}
    lists = {}
    for list_id, instance in instances.items():
        if list_id == "0":
            continue  # numId 0 takes a paragraph out of every list
        definition = _definition(instance, definitions, instances, linked, styles)
        if definition is None:
            continue
        if definition not in levels:
            levels[definition] = dict(_levels(definitions[definition]))
        own, starts = _overrides(instance, levels[definition])
        lists[list_id] = NumberedList(definition, own, starts)
    return Numbering(lists)


def _definition(
    instance: Element,
    definitions: dict[str, Element],
    instances: dict[str, Element],
    linked: dict[str, str],
    styles: Styles,
) -> str | None:
    """The id of the definition that holds the levels, also where a numbering style (numStyleLink) stands between."""
    seen = set()
    while True:
        definition = value(instance, "abstractNumId")
        if definition is None or definition not in definitions or definition in seen:
            return None
        seen.add(definition)
        link = value(definitions[definition], "numStyleLink")
        if link is None:
            return definition
        list_id = styles.list_of(link)
        if list_id is None or list_id not in instances:
            return linked.get(link)
        instance = instances[list_id]


def _levels(parent: Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iter(f"{W}lvl"):
        at = integer(element.get(f"{W}ilvl"))
        if at is not None and 0 <= at < LEVELS:
            yield at, _level(element)


def _overrides(instance: Element, levels: dict[int, Level]) -> tuple[dict[int, Level], dict[int, int]]:
    """The levels of one list, and the first numbers that it gives itself."""
    own, starts = dict(levels), {}
    for override in instance.iter(f"{W}lvlOverride"):
        at = integer(override.get(f"{W}ilvl"))
        if at is None or not 0 <= at < LEVELS:
            continue
        for element in override.iter(f"{W}lvl"):
            # Word takes lvlRestart from the definition alone ([MS-OI29500] 17.9.10 b).
            own[at] = replace(_level(element), restart=levels[at].restart if at in levels else None)
        start = integer(value(override, "startOverride"))
        if start is not None:
            starts[at] = start
    return own, starts


def _level(element: Element) -> Level:
    shape = next((child for child in _unfolded(element) if child.tag == f"{W}numFmt"), None)
    format = "decimal" if shape is None else shape.get(f"{W}val", "decimal")
    padded = PADDED.match(shape.get(f"{W}format", "")) if shape is not None and format == "custom" else None
    mark = element.find(f"{W}rPr")
    template = element.find(f"{W}lvlText")
    return Level(
        start=integer(value(element, "start")) or 0,
        format=format,
        width=len(padded[0]) if padded else 0,
        template="" if template is None or switched(template.get(f"{W}null", "0")) else template.get(f"{W}val", ""),
        restart=_restart(element),
        legal=bool(switched_child(element, "isLgl")),
        suffix=value(element, "suff") or "tab",
        style=value(element, "pStyle"),
        hidden=mark is not None and bool(switched_child(mark, "vanish")),
    )


def _restart(element: Element) -> int | None:
    """lvlRestart; Word knows 0 to 7 alone ([MS-OI29500] 17.9.10 a)."""
    restart = integer(value(element, "lvlRestart"))
    return restart if restart is not None and 0 <= restart < LEVELS - 1 else None


def _unfolded(element: Element) -> Iterator[Element]:
    """The children, those of a chosen alternative in its place: Word 2010 writes custom number formats so."""
    for child in element:
        if child.tag == ALTERNATE:
            chosen = branch(child)
            yield from () if chosen is None else chosen
        else:
            yield child
