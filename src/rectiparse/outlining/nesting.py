"""Where each item ends: the items in their places, and the text that belongs to one above them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile

from rectiparse.grammar.model import ANSWERS
from rectiparse.outlining.labels import Label
from rectiparse.outlining.lines import BLANKS, TRIM, line_end
from rectiparse.outlining.marks import Mark, lead_in
from rectiparse.outlining.sequence import SPOKEN


@dataclass(frozen=True)
class Nesting:
    """The items of a document: candidates by their number in `marks`, each with its parent and children (-1 is the top).

    `order` lists the items in reading order, `starts` are their offsets.
    """

    text: str
    marks: Sequence[Mark]
    parents: dict[int, int]
    children: dict[int, list[int]]
    order: tuple[int, ...]
    starts: tuple[int, ...]

    def above(self, at: int) -> Iterator[int]:
        """The item and those it stands in, innermost first."""
        while at >= 0:
            yield at
            at = self.parents[at]

    @cached_property
    def _list_starts(self) -> dict[tuple[int, str], int]:
        """The first item of each list, by parent and family."""
        firsts: dict[tuple[int, str], int] = {}
        for at in self.order:
            firsts.setdefault((self.parents[at], self.marks[at].family), at)
        return firsts

    @cached_property
    def first_holding(self) -> dict[int, int]:
        """The first child of each item that has children of its own."""
        firsts: dict[int, int] = {}
        for at in self.order:
            if self.children[at]:
                firsts.setdefault(self.parents[at], at)
        return firsts

    def list_leads(self, at: int) -> bool:
        """True when the list that an item stands in begins on a line of its own."""
        return self.marks[self._list_starts[self.parents[at], self.marks[at].family]].leads

    def nothing_between(self, start: int, end: int) -> bool:
        """True when blanks alone stand in a range of the text."""
        return not self.text[start:end].strip(TRIM)


_OF_ONE = ("points", "detail")
_OF_STEP = ("lead", "support", "deadline")
_AS_FOLLOWS = ("：", ":")
_OF_ALL = re.compile(
    r"(?:上述|以上|这些|前述)(?:\d{1,3}[个项条])?(?:存在)?的?(?:各项|各类|主要|突出)?(?:问题|不足|差距|短板)"
    r"[^。；：:\n]{0,16}(?:原因|根源|症结|建议|意见)[^。；：:\n]{0,8}[：:，,]"
)


def _above_all(text: str, marks: Sequence[Mark], parents: dict[int, int]) -> dict[int, int]:
    """`parents` with the list of a paragraph that speaks of all items before it (上述问题产生的主要原因，一是…) beside them.

    It must be the only such paragraph, and stand in the last of several items: else it speaks of the one that it stands in.
    """
    found = list(_OF_ALL.finditer(text))
    if len(found) != 1:
        return parents
    at = found[0].end()
    start = text.rfind("\n", 0, at) + 1
    if len(text[start : found[0].start()].strip(BLANKS)) > 4:  # 针对上述问题, 分析以上不足
        return parents
    after = [one for one in parents if marks[one].span.start >= at]
    if not after or marks[after[0]].leads or marks[after[0]].span.start > line_end(text, at):
        return parents  # it leads in to no list
    last = parents[after[0]]
    if last < 0 or not marks[last].leads or marks[last].span.start >= start:
        return parents
    alike = [one for one in parents if parents[one] == parents[last] and marks[one].family == marks[last].family]
    if len(alike) < 2 or alike[-1] != last:
        return parents
    return parents | {one: parents[last] for one in after if parents[one] == last}


_NEXT = re.compile(
    r"^[ \t\u3000]*(?:下一?(?:步|阶段)|今后|接下来|几点要求)(?:[^。；：:\n]{0,60}[：:]|[^，。；：:\n]{0,12}$)",
    re.MULTILINE,
)


_PLANS = re.compile("打算|计划|安排|措施|下一?步")


def _after_all(text: str, marks: Sequence[Mark], parents: dict[int, int]) -> dict[int, int]:
    """`parents` with the list of the one paragraph that tells what comes next at the end (下一步，…：一是…) at the top.

    It stands after several items at the top, the last of which it would else be part of.
    """
    found = list(_NEXT.finditer(text))
    if len(found) != 1:
        return parents
    start = found[0].start()
    before = [one for one in parents if marks[one].span.start < start]
    tops = [one for one in before if parents[one] < 0]
    if len(tops) < 2 or not marks[tops[-1]].leads or len(before) == len(parents):
        return parents
    if _PLANS.search(text, marks[tops[-1]].span.end, line_end(text, marks[tops[-1]].span.end)):
        return parents  # 三、原因分析及后续安排: it is told there
    outer = set(before)
    return {
        one: -1 if marks[one].span.start >= start and parent in outer else parent for one, parent in parents.items()
    }


def nesting_of(text: str, marks: Sequence[Mark], parents: dict[int, int]) -> Nesting:
    """The items that `sequence.nest` chose, with what is looked up of them."""
    parents = _after_all(text, marks, _above_all(text, marks, parents))
    children: dict[int, list[int]] = {-1: []}
    for at, parent in parents.items():
        children[at] = []
        children[parent].append(at)
    order = tuple(parents)
    return Nesting(text, marks, parents, children, order, tuple(marks[at].span.start for at in order))


def find_ends(nesting: Nesting, labels: Sequence[Label], closing: int) -> dict[int, int]:
    """Where the text of each item ends: at the next item that is none of its own, or earlier where what stands there
    belongs to an item above."""
    marks, children = nesting.marks, nesting.children
    ends: dict[int, int] = {}
    following = closing
    for at in reversed(nesting.order):
        below = children[at]
        ends[at] = ends[below[-1]] if below else following
        following = marks[at].span.start
    for at, stop in _handed_up(nesting, labels).items():
        ends[at] = min(ends[at], stop)
    many_lines = {
        at: "\n" in nesting.text[marks[at].span.start : ends[at]].strip()
        for at in nesting.order
        if marks[at].family in SPOKEN
    }
    for at in reversed(nesting.order):
        start = marks[at].span.start
        if not marks[at].leads:
            inner = ends[children[at][-1]] if children[at] else start
            end = line_end(nesting.text, max(start, inner - 1) if children[at] else inner)
            ends[at] = min(ends[at], max(end, inner))
        elif many_lines.get(at) and _is_last_paragraph(nesting, at, many_lines):
            ends[at] = min(ends[at], line_end(nesting.text, start))
    return ends


def _handed_up(nesting: Nesting, labels: Sequence[Label]) -> dict[int, int]:
    """Where items end because a label, or words that lead in to a list, belong to an item above them.

    A label that introduces a list belongs to the item that owns the list. One with text of its own belongs to the
    item it follows, unless that item's earlier siblings came without any label or list: then it is their parent's.
    """
    text, marks, parents, children, order = (
        nesting.text, nesting.marks, nesting.parents, nesting.children, nesting.order,
    )  # fmt: skip
    stops: dict[int, int] = {}
    labelled: dict[int, int] = {}  # the first labelled child of each item
    told: dict[int, int] = {}  # the first with another label than who and by when
    set_off: dict[int, int] = {}  # the first with a label on a line of its own
    label_starts = [label.span.start for label in labels]
    after_lists = _after_lists(nesting, labels)

    def end_below(owner: int, innermost: int, stop: int) -> None:
        ended = list(takewhile(lambda below: below != owner, nesting.above(innermost)))
        if any(children[below] and marks[children[below][-1]].span.start >= stop for below in ended):
            return  # what stands after the label is an item's own list
        for below in ended:
            stops[below] = min(stops.get(below, stop), stop)

    def labels_one(owner: int, label: Label) -> None:
        firsts = [labelled]
        firsts += [told] if label.kind not in _OF_STEP else []
        firsts += [set_off] if label.leads else []
        for first in firsts:
            first.setdefault(parents[owner], owner)

    def labelled_before(owner: int, label: Label) -> bool:
        """True when an earlier item beside this one has such a label of its own. Among listed answers who and by when
        (责任人：…) make no steps of which each has its status or its own lines."""
        parent = parents[owner]
        if labelled.get(parent, owner) >= owner:
            return False
        if not label.leads or children[owner] or _goes_on(nesting, owner):
            return True
        first = (set_off if label.kind in _OF_STEP else told).get(parent, owner)
        return first < owner or not (label.kind == "status" or _in_answer(nesting, labels, label_starts, owner))

    for label in labels:
        before = bisect_right(nesting.starts, label.span.start) - 1
        if before < 0 or nesting.nothing_between(marks[order[before]].span.end, label.span.start):
            continue  # above all items, or an item's own title
        innermost = owner = order[before]
        while owner >= 0 and not marks[owner].leads and "\n" in text[marks[owner].span.start : label.span.start]:
            owner = parents[owner]
        if owner < 0:
            continue
        if (label.enclosed and label not in after_lists) or (not label.leads and nesting.list_leads(owner)):
            labels_one(owner, label)
            continue
        following = order[before + 1] if before + 1 < len(order) else None
        if following is not None and nesting.nothing_between(label.span.end, marks[following].span.start):
            above = parents[following]
            if above in nesting.above(innermost) or (above < 0 and marks[following].value == 1):
                owner = above
        else:
            while parents[owner] >= 0 and (label.leads or not nesting.list_leads(owner)):
                parent = parents[owner]
                if labelled_before(owner, label):
                    break
                if (
                    label.kind in ANSWERS
                    and nesting.first_holding.get(parent, owner) < owner
                    and not (
                        label.kind == "progress"
                        and label.leads
                        and not children[owner]
                        and _in_answer(nesting, labels, label_starts, owner)
                    )
                ):
                    break  # an item without a list beside one that has its own; but of listed measures none has an answer
                if children[parent][0] == owner and not _alone_in_answer(nesting, labels, label_starts, owner):
                    break
                if label.leads and (label.kind in _OF_ONE or (label.kind in ANSWERS and _goes_on(nesting, owner))):
                    break  # it says what the item is, or the list that it would close is not at its end
                owner = parent
        if owner >= 0:
            labels_one(owner, label)
        end_below(owner, innermost, _bracket(text, label) if label.enclosed else label.span.start)
    for before, at in pairwise(order):
        if parents[at] == before:
            continue
        start = marks[at].span.start
        line_start = text.rfind("\n", 0, start) + 1
        if not marks[at].leads and marks[before].span.start < line_start:
            end_below(parents[at], before, line_start)  # words that lead in to the list
        elif marks[at].value == 1 and not marks[before].leads:
            begun = lead_in(text, marks[before].span.start, start)
            if begun >= 0:
                end_below(parents[at], before, begun)
        elif marks[at].value == 1 and (begun := _paragraph_before(text, marks[before].span.end, line_start)) >= 0:
            end_below(parents[at], before, begun)
    return stops


def _paragraph_before(text: str, after: int, line_start: int) -> int:
    """Where the last paragraph before a line begins if it ends in a colon and lies after an offset, else -1."""
    end = line_start
    while end > after and text[end - 1] in BLANKS:
        end -= 1
    if not text.endswith(_AS_FOLLOWS, 0, end):
        return -1
    start = text.rfind("\n", 0, end) + 1
    return start if start > after else -1


def _goes_on(nesting: Nesting, at: int) -> bool:
    """True when the next item beside this one has the next number of the same list."""
    marks, beside = nesting.marks, nesting.children[nesting.parents[at]]
    after = bisect_right(beside, at)
    if after == len(beside):
        return False
    mark, following = marks[at], marks[beside[after]]
    return mark.family == following.family and bool(mark.value) and following.value == (mark.value or 0) + 1


def _bracket(text: str, label: Label) -> int:
    """Where the round bracket opens that a label stands in."""
    end = label.span.start + 1
    start = text.rfind("\n", 0, end) + 1
    return max(text.rfind("（", start, end), text.rfind("(", start, end))


def _after_lists(nesting: Nesting, labels: Sequence[Label]) -> set[Label]:
    """Labels in brackets after a list in one line: 一是…；二是…。（责任人：…）. None where a step before the last has any:
    there each step has its own."""
    found: set[Label] = set()
    for label in labels:
        at = bisect_right(nesting.starts, label.span.start) - 1 if label.enclosed else -1
        if at < 0:
            continue
        owner = nesting.order[at]
        mark, alike = nesting.marks[owner], nesting.children[nesting.parents[owner]]
        if mark.leads or nesting.list_leads(owner):
            continue
        place = bisect_right(alike, owner)
        after = nesting.marks[alike[place]] if place < len(alike) else None
        if after is not None and after.family == mark.family and after.value != 1:
            return set()
        opened = _bracket(nesting.text, label)
        if mark.value != 1 and nesting.text[opened - 1] == "。":
            found.add(label)
    return found


def _alone_in_answer(nesting: Nesting, labels: Sequence[Label], label_starts: Sequence[int], only: int) -> bool:
    """True for the only item of a list that a label of answers introduces: what is labelled after it is its parent's."""
    return len(nesting.children[nesting.parents[only]]) == 1 and _in_answer(nesting, labels, label_starts, only)


def _in_answer(nesting: Nesting, labels: Sequence[Label], label_starts: Sequence[int], at: int) -> bool:
    """True for an item of a list that a label of answers introduces."""
    parent = nesting.parents[at]
    start, end = nesting.marks[parent].span.end, nesting.marks[nesting.children[parent][0]].span.start
    return any(
        label.kind in ANSWERS
        and not nesting.nothing_between(start, label.span.start)  # not the parent's own title
        and label.span.end <= end
        and nesting.nothing_between(label.span.end, end)
        for label in labels[bisect_left(label_starts, start) : bisect_left(label_starts, end)]
    )


def _is_last_paragraph(nesting: Nesting, at: int, many_lines: dict[int, bool]) -> bool:
    """True for an item of many lines that is the last of a list of paragraphs (一是…。 二是…。), with nothing below any."""
    marks, children = nesting.marks, nesting.children
    if children[at]:
        return False
    alike = [child for child in children[nesting.parents[at]] if marks[child].family == marks[at].family]
    return len(alike) > 1 and alike[-1] == at and not any(children[other] or many_lines[other] for other in alike[:-1])
