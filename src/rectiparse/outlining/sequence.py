"""Which candidates are items, and which item each stands in: one choice over the whole document.

A mark belongs to the open list whose next number it is. Each candidate may be turned down, go on with an open
list, or open a new one; every reading of the document is a sequence of such steps with a cost, and the cheapest
reading is looked for with a beam, so that what comes later decides what an early mark meant. Time grows linearly with
the number of candidates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rectiparse.outlining.marks import LAST, Context, Mark

BEAM = 5
PRUNE = 3.2
"""A reading that costs so much more than the best one is given up."""
DEEPEST = 12
"""Lists open at one time; no real document comes near."""

_RANKS = {
    "第编": 0, "第篇": 0, "第部分": 0, "第阶段": 4.5, "第章": 1, "第节": 2, "一、": 3, "第条": 4, "第一，": 6, "（一）": 5, "问题一": 5.5,
    "1.": 7, "1）": 8, "（1）": 8, "①": 9, "1.1": 7.5, "1.1.1": 8.5, "1.1.1.1": 9, "一是": 7.5, "一要": 7.5, "首先": 7.5, "一方面": 7.8,
    "其一": 7.8, "一": 8.5, "【】": 6.5, "关于": 6.8, "问题": 6.2,
}  # fmt: skip
SPOKEN = frozenset(("一是", "一要", "首先", "其一", "第一，"))
"""Families whose items are paragraphs as often as parts of one."""
_WEAK = frozenset(("一", "首先", "一方面", "其一", "第一，"))


_NESTED = "nested "
"""Prefix of the key under which a reading remembers that a family was nested in itself."""


class _Frame(NamedTuple):
    """An open list: where its last item is."""

    family: str
    value: int
    leads: bool
    line: int
    length: int
    item: int
    separator: str = ""


class _Reading(NamedTuple):
    """One reading of the document up to a candidate; `trail` links back to the choices made."""

    cost: float
    frames: tuple[_Frame, ...]
    last: dict[str, int]
    trail: tuple[int, int, object] | None  # candidate, parent (-1 is the root), trail before


class Order:
    """Which family stands deeper than which: the common order, corrected by what this document does."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self._below: Counter[tuple[str, str]] = Counter()
        self._known: dict[tuple[str, str], bool] = {}
        before: Mark | None = None
        last: dict[str, int] = {}
        for mark in marks:
            if not mark.leads:
                continue
            opens = mark.value is None or mark.value == 1 or mark.value == last.get(mark.family, 0) + 1
            heading_in_bullets = (
                before is not None and before.family[0] == "•" and _rank(mark.family) <= _rank("（一）")
            )
            if before is not None and before.family != mark.family and opens and not heading_in_bullets:
                starts = mark.value == 1 or (mark.value is None and mark.family[0] != "#")
                self._below[before.family, mark.family] += 2 if starts else 0
            last[mark.family] = mark.value or 0
            before = mark

    def deeper(self, inner: str, outer: str) -> bool:
        """True when a list of `inner` marks may stand under an item of `outer` marks."""
        known = self._known.get((inner, outer))
        if known is None:
            seen, against = self._below[outer, inner], self._below[inner, outer]
            if seen != against and inner[0] != "#" and outer[0] != "#":
                known = seen > against
            else:
                known = _rank(inner) > _rank(outer)
            self._known[inner, outer] = known
        return known


def _rank(family: str) -> float:
    if family[0] == "#":
        return -10 + len(family)
    if family[0] == "•":
        return 10
    return _RANKS.get(family, 7)


def _turned_down(mark: Mark) -> float:
    if mark.family == "一":
        return 0.9
    if mark.context is Context.MIDDLE:
        return 0.2
    if mark.context is Context.COMMA:
        return 2.0 if mark.family in ("一是", "一要", "其一") else 0.4
    if mark.context is Context.BLANK:
        return 1.5
    if mark.family in _WEAK:
        return 1.6
    if mark.value is None:
        return 2.0 if mark.leads else 0.3
    return 7.0 if mark.leads or mark.context is Context.LABEL else 4.0


_CONTEXT_COST = {
    Context.LINE: 0.0, Context.LABEL: 0.0, Context.SENTENCE: 0.0, Context.BLANK: 0.4, Context.COMMA: 0.5, Context.MIDDLE: 2.5,
}  # fmt: skip


def _single(frame: _Frame) -> float:
    """What it costs to leave a list that came to one item only."""
    if frame.length > 1:
        return 0.0
    if frame.family == "一":
        return 3.0
    if frame.family in _WEAK:
        return 1.2
    return 0.1 if frame.leads else 0.7


def _continued(reading: _Reading, mark: Mark, depth: int) -> float | None:
    frame = reading.frames[depth]
    cost = _CONTEXT_COST[mark.context]
    if mark.value is not None:
        step = mark.value - frame.value
        if mark.value == LAST:
            step = 1
        if step == 1:
            pass
        elif step == 0:
            cost += 4.5
        elif step > 1:
            cost += 2.5 + min(step, 6) * 0.4
        elif mark.leads and frame.leads:
            cost += 6.5
        else:
            return None
    if frame.leads and not mark.leads:
        cost += 0.8 if mark.line == frame.line or mark.context is not Context.LABEL else 2.0
    elif mark.leads and not frame.leads:
        cost += 0.6
    elif not frame.leads and frame.line != mark.line:
        cost += 1.2
    if mark.context is Context.LABEL:
        cost += 2.0 if mark.value != 1 else 4.0
    if frame.separator and mark.separator and frame.separator != mark.separator:
        alike = sum(other.family == mark.family for other in reading.frames)
        cost += 1.3 if alike > 1 else 0.2  # it tells an inner list from an outer one of the same marks
    for inner in reading.frames[depth + 1 :]:
        cost += _single(inner)
        if inner.family == mark.family and mark.value is not None and mark.value == inner.value + 1:
            cost += 1.0
    return cost


def _opened(reading: _Reading, mark: Mark, depth: int, order: Order) -> float | None:
    frames = reading.frames
    cost = _CONTEXT_COST[mark.context]
    if mark.family == "一":
        cost += 1.4
    elif mark.value is None:
        cost += 0.8
    elif mark.family in _WEAK:
        cost += 0.3
    if mark.value is not None and mark.value != 1:
        if mark.value == reading.last.get(mark.family, 0) + 1:
            cost += 0.6 if mark.leads else 2.0
        else:
            cost += 4.0 if mark.leads else 5.0
    if depth:
        parent = frames[depth - 1]
        if not parent.leads and parent.line != mark.line:
            cost += 6.0
        elif (
            mark.leads
            and parent.leads
            and mark.family != parent.family
            and not order.deeper(mark.family, parent.family)
        ):
            cost += 3.5
        elif not parent.leads and mark.context is Context.LABEL:
            cost += 1.5
        elif parent.leads and parent.family in SPOKEN and parent.line != mark.line and mark.context > Context.LABEL:
            cost += 2.6 if not mark.leads else 0.0  # a paragraph of its own after paragraphs that 一是 leads
    for frame in frames[:depth]:
        if frame.family == mark.family:
            if mark.value is None or mark.family[0] == "#":
                cost += 6.0
            elif not mark.leads and frame.line == mark.line and mark.context is not Context.LABEL:
                cost += 1.6 if not frame.leads else 1.0
            else:
                cost += 2.4 if frame.leads and not mark.leads else 4.0
                if mark.leads and _NESTED + mark.family in reading.last:
                    cost -= 3.2  # this document does it
    for inner in frames[depth:]:
        cost += _single(inner)
        if inner.family == mark.family:
            if mark.value is None:
                return None
            if mark.context is Context.LABEL or (not inner.leads and inner.line != mark.line):
                cost += 0.3
            elif mark.leads:
                cost += 1.5
            else:
                cost += 3.0
        elif inner.leads:
            if mark.leads:
                cost += 0.0 if order.deeper(inner.family, mark.family) else 4.0
            else:
                cost += 0.6 if mark.context is Context.LABEL else 2.2
        elif inner.line == mark.line:
            cost += 0.2 if mark.context is Context.LABEL else 0.8
    return cost


def _steps(reading: _Reading, mark: Mark, order: Order, limit: float) -> Iterator[tuple[float, int, bool]]:
    """The steps that `mark` allows: cost so far, depth of the list (-1: turned down) and whether the list is opened."""
    spent = reading.cost
    frames = reading.frames
    if mark.value is not None and mark.value > 1 and mark.context <= Context.SENTENCE:
        awaited = [
            depth for depth, frame in enumerate(frames) if frame.family == mark.family and frame.value == mark.value - 1
        ]
        if len(awaited) == 1 and (frames[awaited[0]].leads if mark.leads else frames[awaited[0]].line == mark.line):
            cost = _continued(reading, mark, awaited[0])
            if cost is not None and cost < 1.0:  # the one list that waits for this number: nothing else comes near
                yield spent + cost, awaited[0], False
                return
    yield spent + _turned_down(mark), -1, False
    for depth, frame in enumerate(frames):
        if frame.family == mark.family:
            cost = _continued(reading, mark, depth)
            if cost is not None and spent + cost <= limit:
                yield spent + cost, depth, False
    if mark.value == LAST:
        return
    for depth in range(min(len(frames), DEEPEST - 1) + 1):
        cost = _opened(reading, mark, depth, order)
        if cost is not None and spent + cost <= limit:
            yield spent + cost, depth, True


def _after(reading: _Reading, mark: Mark, at: int, cost: float, depth: int, opened: bool) -> _Reading:
    """The reading once a step is taken."""
    if depth < 0:
        return _Reading(cost, reading.frames, reading.last, reading.trail)
    frames = reading.frames
    if opened:
        value, leads, length = mark.value or 0, mark.leads, 1
    else:
        frame = frames[depth]
        value, leads, length = frame.value + 1 if mark.value == LAST else mark.value or 0, frame.leads, frame.length + 1
    now = _Frame(mark.family, value, leads, mark.line, length, at, "" if opened else mark.separator)
    parent = frames[depth - 1].item if depth else -1
    last = {**reading.last, mark.family: value}
    if opened and mark.leads and any(frame.family == mark.family for frame in frames[:depth]):
        last[_NESTED + mark.family] = 1
    return _Reading(cost, (*frames[:depth], now), last, (at, parent, reading.trail))


def _cost(step: tuple[float, int, bool, _Reading]) -> float:
    return step[0]


def nest(marks: Sequence[Mark]) -> dict[int, int]:
    """The candidates that are items, each with the index of the item it stands in, -1 for none; in reading order."""
    order = Order(marks)
    beam = [_Reading(0.0, (), {}, None)]
    for at, mark in enumerate(marks):
        limit = min(reading.cost for reading in beam) + _turned_down(mark) + PRUNE
        steps = [(*step, reading) for reading in beam for step in _steps(reading, mark, order, limit)]
        steps.sort(key=_cost)
        limit = steps[0][0] + PRUNE
        states: set[tuple[tuple[str, int, int], ...]] = set()
        kept: list[_Reading] = []
        for cost, depth, opened, reading in steps:
            if cost > limit or len(kept) == BEAM:
                break
            after = _after(reading, mark, at, cost, depth, opened)
            state = tuple([(frame.family, frame.value, -1 if frame.leads else frame.line) for frame in after.frames])
            if state not in states:
                states.add(state)
                kept.append(after)
        beam = kept
    final = min(beam, key=lambda reading: reading.cost + sum(_single(frame) for frame in reading.frames))
    parents: dict[int, int] = {}
    trail = final.trail
    while trail is not None:
        at, parent, trail = trail  # type: ignore[assignment]
        parents[at] = parent
    return dict(sorted(parents.items()))
