"""Rules on numbering (序号): what is missing, stands twice, begins anew or is written in two ways."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from rectiparse.checking.case import Case
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Node
from rectiparse.outlining.marks import find_marks

_UNORDERED: Final = frozenset({"首先", "一方面", "其一"})
"""Ways of numbering by words, of which some may be left out (首先…最后…)."""
_BLANKS: Final = 4
"""Characters between two items that stand side by side."""
_EXCERPT: Final = 9
"""A document whose first number is greater than this is a part of another one."""
_STYLE: Final = tuple(
    (re.compile(pattern), style)
    for pattern, style in (
        ("[0-9]+", "1"),
        ("[０-９]+", "１"),
        ("[一二三四五六七八九十百〇零]+", "一"),
        ("[壹贰叁肆伍陆柒捌玖拾]+", "壹"),
        ("[①-⑳㉑-㉟]", "①"),
        ("[⑴-⒇]", "⑴"),
        ("[⒈-⒛]", "⒈"),
        ("[㈠-㈩]", "㈠"),
        ("[Ⅰ-Ⅻ]", "Ⅰ"),
        ("[A-Z]", "A"),
        ("[a-z]", "a"),
        ("[Ａ-Ｚ]", "Ａ"),
        ("[ａ-ｚ]", "ａ"),
        (r"\s", ""),
    )
)


class _Item(NamedTuple):
    value: int
    node: Node


@dataclass(frozen=True, slots=True)
class _List:
    """Items of one family side by side; `group` is where their numbers may run on from another list.

    `anew` is the item before, where nothing but the number says that a list begins.
    """

    family: str
    group: tuple[str, int, int]
    items: list[_Item]
    anew: _Item | None = None


@lru_cache(maxsize=4096)
def mark_of(marker: str) -> tuple[str, int | None]:
    """The family and the number of a marker as printed."""
    marks = find_marks(f"\n{marker}甲乙丙")
    return (marks[0].family, marks[0].value) if marks else ("", None)


def _style(marker: str) -> str:
    for pattern, style in _STYLE:
        marker = pattern.sub(style, marker)
    return marker


@lru_cache(maxsize=1)
def _lists(case: Case) -> list[_List]:
    """Every list in reading order; text of its own, a label say, between two items parts them."""
    found: list[_List] = []
    current: dict[int, dict[str, _List]] = defaultdict(dict)
    for node, above in case.nodes:
        parent = id(above[-1]) if above else 0
        if node.marker is None:
            current.pop(parent, None)
            continue
        family, value = mark_of(node.marker)
        if value is None or family in _UNORDERED or node.role == "contents":
            continue
        entry = current[parent].get(family)
        before = entry.items[-1] if entry else None
        anew = before if before and value == 1 and before.value > 1 else None
        if anew and (_led_in(case, anew.node) or not _leads(case, node)):
            entry = anew = None
        if entry is None or anew:
            group = (family, len(above), above[0].span.start if above else -1)
            entry = current[parent][family] = _List(family, group, [], anew)
            found.append(entry)
        entry.items.append(_Item(value, node))
    return found


def _leads(case: Case, node: Node) -> bool:
    """True when an item stands first on its line; one in mid-line that begins anew is a list inside the one before it."""
    if case.view is None:
        return True
    at = case.at(node.span.start)
    return not case.view.text[case.view.text.rfind("\n", 0, at) + 1 : at].strip(" \t\u3000\xa0*#>-")


def _led_in(case: Case, before: Node) -> bool:
    """True when a paragraph of its own at the end of the item before leads in to the next list."""
    last = before.children[-1] if before.children else None
    if last is None or last.marker is not None:
        return False
    start = last.span.start
    if case.text is None:
        return start > before.span.start + len(before.marker or "") + len(before.title) + 2
    return case.text[max(0, start - 8) : start].rstrip(" \t\u3000").endswith("\n")


def _at_marker(node: Node) -> Span:
    return Span(node.span.start, node.span.start + len(node.marker or ""))


class _Ends(NamedTuple):
    """How a list follows the one before it in its group: the number before, its own first, and which way the group goes."""

    before: _Item
    first: _Item
    runs_on: bool


def _borders(lists: Sequence[_List]) -> Iterator[_Ends]:
    """Where one list of a group follows another; a group runs on when most of its lists go on with the number before."""
    groups: dict[tuple[str, int, int], list[_List]] = defaultdict(list)
    for entry in lists:
        groups[entry.group].append(entry)
    for members in groups.values():
        pairs = [(one.items[-1], other.items[0]) for one, other in pairwise(members)]
        going_on = sum(first.value == before.value + 1 for before, first in pairs)
        anew = sum(first.value == 1 for _, first in pairs)
        for before, first in pairs:
            yield _Ends(before, first, going_on >= 2 and anew * 3 <= going_on)


def numbering_gap(case: Case) -> Iterator[Fault]:
    """A number that is left out, or comes too late, in a list or in numbers that run on through the document.

    Fails:
        青禾县水利局自查报告
        一、基本情况。局党组召开会议部署自查。
        二、主要问题。共梳理问题两类。
        四、下一步打算。限期完成整改任务。

    Passes:
        青禾县水利局自查报告
        一、基本情况。局党组召开会议部署自查。
        二、主要问题。共梳理问题两类。
        三、下一步打算。限期完成整改任务。
    """
    lists = _lists(case)
    for entry in lists:
        present = {item.value for item in entry.items}
        wrong = _mistyped(entry)
        for at in wrong:
            item, expected = entry.items[at], entry.items[at - 1].value + 1 if at else 1
            yield Fault(
                _at_marker(item.node),
                translate("{marker} should be number {expected}").format(marker=item.node.marker, expected=expected),
                expected,
                item.value,
            )
        for at, (before, item) in enumerate(pairwise(entry.items), 1):
            if at in wrong or at - 1 in wrong:
                continue
            missing = [value for value in range(before.value + 1, item.value) if value not in present]
            if item.value > before.value + 1 and missing:
                yield _gap(item.node, before.value + 1, item.value)
            elif before.value > item.value > 1 and item.value + 1 in present and _comes_late(entry, item):
                yield _late(item.node, before.node, before.value + 1, item.value)
    seen: set[tuple[str, int, int]] = set()
    last: dict[str, int] = {}
    followed = {id(border.first.node) for border in _borders(lists)}
    told = {id(entry.items[0].node) for entry in lists if 0 in _mistyped(entry)}
    slips = {id(entry.items[-1].node): _slips(entry) for entry in lists}
    for at, entry in enumerate(lists):
        first = entry.items[0]
        after = lists[at + 1] if at + 1 < len(lists) else None
        if after and first.value > 1 and _turned_round(case, entry, after):
            told.add(id(first.node))  # 三要…。一要…。: the order is wrong, and no number is left out
            if not after.anew:  # else numbering-restart tells of it
                yield _late(after.items[0].node, entry.items[-1].node, entry.items[-1].value + 1, 1)
        if entry.group not in seen and first.value > 1 and id(first.node) not in followed | told:
            expected = last.get(entry.family, 0) + 1
            if first.value != expected and first.value <= _EXCERPT and not _stands_before(case, first):
                yield _gap(first.node, 1, first.value)
        seen.add(entry.group)
        last[entry.family] = entry.items[-1].value
    for before, first, runs_on in _borders(lists):
        if id(first.node) in told:
            continue
        if slips[id(before.node)] and first.value == before.value + 1 + slips[id(before.node)]:
            continue  # goes on as if no number had stood twice: numbering-duplicate tells of it
        if runs_on and first.value > before.value + 1:
            yield _gap(first.node, before.value + 1, first.value)
        elif not runs_on and first.value > 1 and first.value != before.value + 1 and not _stands_before(case, first):
            yield _gap(first.node, before.value + 1 if first.value > before.value else 1, first.value)


_BY_WORDS: Final = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})(?P<word>[是要])")
_NEAR: Final = 600


def _stands_before(case: Case, item: _Item) -> bool:
    """True when the number before an item numbered by words stands in its paragraph or the one before, as in 镇党委一要…."""
    match = _BY_WORDS.match(item.node.marker or "")
    if match is None or case.view is None or item.value - 2 >= len(_CHINESE):
        return False
    text, at = case.view.text, case.at(item.node.span.start)
    line = text.rfind("\n", 0, at)
    low = max(text.rfind("\n", 0, max(line, 0)) + 1, at - _NEAR)
    return text.rfind(f"{_CHINESE[item.value - 2]}{match['word']}", low, at) >= 0


_CHINESE: Final = "一二三四五六七八九十"


def _mistyped(entry: _List) -> frozenset[int]:
    """The places of items whose number alone is wrong: the ones before and after are two apart (11, 13, 13)."""
    values = [0, *(item.value for item in entry.items)]
    return frozenset(
        at - 1
        for at in range(1, len(values) - 1)
        if values[at + 1] == values[at - 1] + 2 and values[at] != values[at - 1] + 1
    )


def _slips(entry: _List) -> int:
    """How many numbers of a list stand there a second time."""
    return len(entry.items) - len({item.value for item in entry.items})


def _comes_late(entry: _List, item: _Item) -> bool:
    return sum(other.value == item.value for other in entry.items) == 1


def _turned_round(case: Case, entry: _List, after: _List) -> bool:
    """True when a list that begins with 1 stands right behind one that does not, or after the first sentence of its item."""
    first, last = after.items[0], entry.items[-1].node
    if first.value != 1 or after.family != entry.family or not last.span.start < first.node.span.start:
        return False
    if after.group == entry.group:
        return first.node.span.start - last.span.end <= _BLANKS
    inside = first.node.span.start < last.span.end and len(entry.items) == 1
    return inside and case.text is not None and case.text[first.node.span.start - 1] == "。"


def _late(node: Node, before: Node, expected: int, found: int) -> Fault:
    return Fault(
        _at_marker(node),
        translate("{marker} stands after {before}: the numbers are out of order").format(
            marker=node.marker, before=before.marker
        ),
        expected,
        found,
    )


def _gap(node: Node, expected: int, found: int) -> Fault:
    return Fault(
        _at_marker(node),
        translate("{marker} should be number {expected}: a number is left out before it").format(
            marker=node.marker, expected=expected
        ),
        expected,
        found,
    )


def numbering_duplicate(case: Case) -> Iterator[Fault]:
    """A number that stands twice in one list, or again in numbers that run on through the document.

    Fails:
        青禾县水利局自查报告
        一、基本情况。局党组召开会议部署自查。
        二、主要问题。共梳理问题两类。
        二、下一步打算。限期完成整改任务。

    Passes:
        青禾县水利局自查报告
        一、基本情况。局党组召开会议部署自查。
        二、主要问题。共梳理问题两类。
        三、下一步打算。限期完成整改任务。
    """
    lists = _lists(case)
    for entry in lists:
        first: dict[int, Node] = {}
        reached = 0
        wrong = _mistyped(entry)
        for at, (value, node) in enumerate(entry.items):
            if at not in wrong:
                if value in first:
                    yield _twice(node, first[value], reached + 1, value)
                first.setdefault(value, node)
            reached = value
    for before, first_item, runs_on in _borders(lists):
        if runs_on and 1 < first_item.value <= before.value:
            yield _twice(first_item.node, before.node, before.value + 1, first_item.value)


def _twice(node: Node, other: Node, expected: int, found: int) -> Fault:
    return Fault(
        _at_marker(node),
        translate("{marker} stands twice; number {expected} would follow").format(
            marker=node.marker, expected=expected
        ),
        expected,
        found,
        related=(Elsewhere(_at_marker(other)),),
    )


def numbering_restart(case: Case) -> Iterator[Fault]:
    """Numbers that begin anew: in the middle of a list, or where all others run on through the document.

    Fails:
        青禾县水利局自查报告
        1.巡查不到位。每月只巡查一次河道。
        2.台账不完整。三处水库没有建立台账。
        1.培训不经常。全年没有组织过培训。
        2.考核不严格。考核结果没有公布。

    Passes:
        青禾县水利局自查报告
        （一）业务方面
        1.巡查不到位。每月只巡查一次河道。
        2.台账不完整。三处水库没有建立台账。
        （二）队伍方面
        1.培训不经常。全年没有组织过培训。
        2.考核不严格。考核结果没有公布。
    """
    lists = _lists(case)
    told: set[int] = set()
    for entry in lists:
        if entry.anew:
            told.add(id(entry.items[0].node))
            yield _anew(entry.anew, entry.items[0])
    for before, first, runs_on in _borders(lists):
        if runs_on and first.value == 1 and id(first.node) not in told:
            yield _anew(before, first)


def _anew(before: _Item, item: _Item) -> Fault:
    return Fault(
        _at_marker(item.node),
        translate("{marker} begins anew, after {before}").format(marker=item.node.marker, before=before.node.marker),
        before.value + 1,
        item.value,
        related=(Elsewhere(_at_marker(before.node)),),
    )


def mixed_marks(case: Case) -> Iterator[Fault]:
    """A mark that is written unlike the others of its list: 2、 among 1. and 3.

    Fails:
        青禾县水利局自查报告
        1.巡查不到位。每月只巡查一次河道。
        2、台账不完整。三处水库没有建立台账。
        3.培训不经常。全年没有组织过培训。

    Passes:
        青禾县水利局自查报告
        1.巡查不到位。每月只巡查一次河道。
        2.台账不完整。三处水库没有建立台账。
        3.培训不经常。全年没有组织过培训。
    """
    groups: dict[tuple[str, int, int], list[Node]] = defaultdict(list)
    for entry in _lists(case):
        groups[entry.group] += [item.node for item in entry.items]
    for nodes in groups.values():
        styles = Counter(_style(node.marker or "") for node in nodes)
        if len(styles) < 2:
            continue
        common, _ = max(styles.items(), key=lambda entry: (entry[1], entry[0] == _style(nodes[0].marker or "")))
        for node in nodes:
            if _style(node.marker or "") != common:
                yield Fault(
                    _at_marker(node),
                    translate("{marker} is written unlike the others of its list ({common})").format(
                        marker=node.marker, common=common
                    ),
                    common,
                    node.marker,
                )
