"""Where each item ends: the items in their places, and the text that belongs to one above them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from rectiparse.grammar.model import ANSWERS
from rectiparse.outlining.labels import Label
from rectiparse.outlining.lines import TRIM, line_end
from rectiparse.outlining.marks import Mark
from rectiparse.outlining.sequence import SPOKEN


@dataclass(frozen=True)
class Nesting:
    """The items of a document: candidates by their number in `marks`, each with its parent and children (-1 is the top).

    `order` lists the items in reading order, `position` is its inverse, `starts` are their offsets.
    """

    text: str
    marks: Sequence[Mark]
    parents: dict[int, int]
    children: dict[int, list[int]]
    order: tuple[int, ...]
    position: dict[int, int]
    starts: tuple[int, ...]

    def above(self, at: int) -> Iterator[int]:
        """The item and those it stands in, innermost first."""
        while at >= 0:
            yield at
            at = self.parents[at]

    def last_below(self, at: int) -> int:
        """The last item in reading order that stands in `at`, itself where none does."""
        while self.children[at]:
            at = self.children[at][-1]
        return at

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


def nesting_of(text: str, marks: Sequence[Mark], parents: dict[int, int]) -> Nesting:
    """The items that `sequence.nest` chose, with what is looked up of them."""
    children: dict[int, list[int]] = {-1: []}
    for at, parent in parents.items():
        children[at] = []
        children[parent].append(at)
    order = tuple(parents)
    position = {at: i for i, at in enumerate(order)}
    return Nesting(text, marks, parents, children, order, position, tuple(marks[at].span.start for at in order))


def find_ends(nesting: Nesting, labels: Sequence[Label], closing: int) -> dict[int, int]:
    """Where the text of each item ends: at the next item that is none of its own, or earlier where what stands there
    belongs to an item above."""
    marks, children = nesting.marks, nesting.children
    ends: dict[int, int] = {}
    for at in reversed(nesting.order):
        following = nesting.position[nesting.last_below(at)] + 1
        ends[at] = nesting.starts[following] if following < len(nesting.order) else closing
    for at, stop in _handed_up(nesting, labels).items():
        ends[at] = min(ends[at], stop)
    many_lines = {
        at: "\n" in nesting.text[marks[at].span.start : ends[at]].strip()
        for at in nesting.order
        if marks[at].family in SPOKEN
    }
    for at in reversed(nesting.order):
        if not marks[at].leads:
            inner = ends[children[at][-1]] if children[at] else marks[at].span.start
            end = line_end(nesting.text, max(marks[at].span.start, inner - 1) if children[at] else inner)
            ends[at] = min(ends[at], max(end, inner))
        elif _is_last_paragraph(nesting, at, many_lines):
            ends[at] = min(ends[at], line_end(nesting.text, marks[at].span.start))
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
    label_starts = [label.span.start for label in labels]

    def end_below(owner: int, innermost: int, stop: int) -> None:
        ended = list(takewhile(lambda below: below != owner, nesting.above(innermost)))
        if any(children[below] and marks[children[below][-1]].span.start >= stop for below in ended):
            return  # what stands after the label is an item's own list
        for below in ended:
            stops[below] = min(stops.get(below, stop), stop)

    for label in labels:
        before = bisect_right(nesting.starts, label.span.start) - 1
        if before < 0 or nesting.nothing_between(marks[order[before]].span.end, label.span.start):
            continue  # above all items, or an item's own title
        innermost = owner = order[before]
        while owner >= 0 and not marks[owner].leads and "\n" in text[marks[owner].span.start : label.span.start]:
            owner = parents[owner]
        if owner < 0:
            continue
        if label.enclosed or (not label.leads and nesting.list_leads(owner)):
            labelled.setdefault(parents[owner], owner)
            continue
        following = order[before + 1] if before + 1 < len(order) else None
        if following is not None and nesting.nothing_between(label.span.end, marks[following].span.start):
            if parents[following] in nesting.above(innermost):
                owner = parents[following]
        else:
            while parents[owner] >= 0 and (label.leads or not nesting.list_leads(owner)):
                parent = parents[owner]
                if labelled.get(parent, owner) < owner:
                    break
                if label.kind in ANSWERS and nesting.first_holding.get(parent, owner) < owner:
                    break
                if children[parent][0] == owner and not _alone_in_answer(nesting, labels, label_starts, owner):
                    break
                owner = parent
        if owner >= 0:
            labelled.setdefault(parents[owner], owner)
        end_below(owner, innermost, label.span.start)
    for before, at in enumerate(order[1:]):
        line_start = text.rfind("\n", 0, marks[at].span.start) + 1
        if not marks[at].leads and nesting.starts[before] < line_start and parents[at] != order[before]:
            end_below(parents[at], order[before], line_start)  # words that lead in to the list
    return stops


def _alone_in_answer(nesting: Nesting, labels: Sequence[Label], label_starts: Sequence[int], only: int) -> bool:
    """True for the only item of a list that a label of answers introduces: what is labelled after it is its parent's."""
    parent = nesting.parents[only]
    if len(nesting.children[parent]) != 1:
        return False
    start, end = nesting.marks[parent].span.end, nesting.marks[only].span.start
    return any(
        label.kind in ANSWERS
        and not nesting.nothing_between(start, label.span.start)  # not the parent's own title
        and label.span.end <= end
        and nesting.nothing_between(label.span.end, end)
        for label in labels[bisect_left(label_starts, start) : bisect_left(label_starts, end)]
    )


def _is_last_paragraph(nesting: Nesting, at: int, many_lines: dict[int, bool]) -> bool:
    """True for the last item of a list of paragraphs (一是…。 二是…。), none of which has anything below it."""
    marks, children = nesting.marks, nesting.children
    if marks[at].family not in SPOKEN or children[at] or not many_lines[at]:
        return False
    alike = [child for child in children[nesting.parents[at]] if marks[child].family == marks[at].family]
    return len(alike) > 1 and alike[-1] == at and not any(children[other] or many_lines[other] for other in alike[:-1])
