"""Which candidates are items, and which item each stands in: one choice over the whole document.

A mark belongs to the open list whose next number it is. Each candidate may be turned down, go on with an open
list, or open a new one; every reading of the document is a sequence of such steps with a cost, and the cheapest
reading is looked for with a beam, so that what comes later decides what an early mark meant. Time grows linearly with
the number of candidates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rectiparse.outlining.marks import BLANK, COMMA, LABEL, LAST, MIDDLE, SENTENCE, Mark
from rectiparse.values import value

BEAM = 5
PRUNE = 3.2
"""A reading that costs so much more than the best one is given up."""
DEEPEST = 12
"""Lists open at one time; no real document comes near."""

_RANKS = {
    "第编": 0, "第篇": 0, "第部分": 0, "第阶段": 4.5, "第章": 1, "第节": 2, "一、": 3, "第条": 4, "第一，": 6, "（一）": 5, "问题一": 5.5,
    "1.": 7, "1）": 8, "（1）": 8, "①": 9, "【1】": 8, "Ⅰ、": 2.5, "A.": 7.2, "A)": 7.3, "a.": 8.6, "a)": 8.7, "1.1": 7.5, "1.1.1": 8.5, "1.1.1.1": 9, "一是": 7.5, "一要": 7.5, "首先": 7.5, "一方面": 7.8,
    "其一": 7.8, "一": 8.5, "【】": 6.5, "关于": 6.8, "问题": 6.2,
}  # fmt: skip
SPOKEN = frozenset(("一是", "一要", "首先", "其一", "第一，"))
"""Families whose items are paragraphs as often as parts of one."""
_WEAK = frozenset(("一", "首先", "一方面", "其一", "第一，"))


_NESTED = "nested "
"""Prefix of the key under which a reading remembers that a family was nested in itself."""


@value
class _Frame:
    """An open list: where its last item is."""

    family: str
    value: int
    leads: bool
    line: int
    length: int
    item: int
    separator: str
    state: _State
    """What later choices depend on, of it and of the lists around it."""


_State = tuple[str, int, int, "_State | None"]


@value
class _Reading:
    """One reading of the document up to a candidate; `trail` links back to the choices made."""

    cost: float
    frames: tuple[_Frame, ...]
    last: dict[str, int]
    trail: tuple[int, int, object] | None  # candidate, parent (-1 is the root), trail before
    state: _State | None
    """What later choices depend on: readings alike in it are one."""


_Step = tuple[float, int, bool, int]
"""What a reading may make of a candidate: what it has cost then, its place in the beam, whether a list is opened (or goes
on), the depth of the list (-1: turned down). Of steps that cost as much, the smaller one is taken first."""


class Deeper(dict[tuple[str, str], bool]):
    """Whether a list of one family may stand under an item of another: the common order, corrected by what this document does."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        super().__init__()
        self._below: Counter[tuple[str, str]] = Counter()
        for before, mark in pairwise([mark for mark in marks if mark.leads]):
            outer, inner = before.family, mark.family
            starts = mark.value == 1 or (mark.value is None and inner[0] != "#")
            heading_in_bullets = outer[0] == "•" and _rank(inner) <= _rank("（一）")
            if starts and outer != inner and not heading_in_bullets:
                self._below[outer, inner] += 1

    def __missing__(self, families: tuple[str, str]) -> bool:
        inner, outer = families
        seen, against = self._below[outer, inner], self._below[inner, outer]
        if seen != against and inner[0] != "#" and outer[0] != "#":
            deeper = seen > against
        else:
            deeper = _rank(inner) > _rank(outer)
        self[families] = deeper
        return deeper


def _rank(family: str) -> float:
    if family[0] == "#":
        return -10 + len(family)
    if family[0] == "•":
        return 10
    return _RANKS.get(family, 7)


def _turned_down(mark: Mark) -> float:
    if mark.family == "一":
        return 0.9
    if mark.context is MIDDLE:
        return 0.2
    if mark.context is COMMA:
        return 2.0 if mark.family in ("一是", "一要", "其一") else 0.4
    if mark.context is BLANK:
        return 1.5
    if mark.family in _WEAK:
        return 1.6
    if mark.value is None:
        return 2.0 if mark.leads else 0.3
    return 7.0 if mark.leads or mark.context is LABEL else 4.0


_CONTEXT_COST = (0.0, 0.0, 0.0, 0.4, 0.5, 2.5)
"""What it costs that a mark stands where it does, by its context."""


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
        cost += 0.8 if mark.line == frame.line or mark.context is not LABEL else 2.0
    elif mark.leads and not frame.leads:
        cost += 0.6
    elif not frame.leads and frame.line != mark.line:
        cost += 1.2
    if mark.context is LABEL:
        cost += 2.0 if mark.value != 1 else 4.0
    if frame.separator and mark.separator and frame.separator != mark.separator:
        alike = sum(other.family == mark.family for other in reading.frames)
        cost += 1.3 if alike > 1 else 0.2  # it tells an inner list from an outer one of the same marks
    for inner in reading.frames[depth + 1 :]:
        cost += _single(inner)
        if inner.family == mark.family and mark.value is not None and mark.value == inner.value + 1:
            cost += 1.0
    return cost


def _entered(reading: _Reading, mark: Mark) -> float:
    """What it costs to open a list by `mark`, wherever it stands."""
    family, value = mark.family, mark.value
    cost = _CONTEXT_COST[mark.context]
    if family == "一":
        cost += 1.4
    elif value is None:
        cost += 0.8
    elif family in _WEAK:
        cost += 0.3
    if value is not None and value != 1:
        if value == reading.last.get(family, 0) + 1:
            cost += 0.6 if mark.leads else 2.0
        else:
            cost += 4.0 if mark.leads else 5.0
    return cost


def _opened(reading: _Reading, mark: Mark, depth: int, deeper: Deeper, cost: float) -> float | None:
    """`cost` with what it adds to open a list at that depth: within what it stands, and what is left for it."""
    frames = reading.frames
    family, leads, line = mark.family, mark.leads, mark.line
    if depth:
        parent = frames[depth - 1]
        if not parent.leads and parent.line != line:
            cost += 6.0
        elif leads and parent.leads and family != parent.family and not deeper[family, parent.family]:
            cost += 3.5
        elif not parent.leads and mark.context is LABEL:
            cost += 1.5
        elif parent.leads and parent.family in SPOKEN and parent.line != line and mark.context > LABEL:
            cost += 2.6 if not leads else 0.0  # a paragraph of its own after paragraphs that 一是 leads
    for frame in frames[:depth]:
        if frame.family == family:
            if mark.value is None or family[0] == "#":
                cost += 6.0
            elif not leads and frame.line == line and mark.context is not LABEL:
                cost += 1.6 if not frame.leads else 1.0
            else:
                cost += 2.4 if frame.leads and not leads else 4.0
                if leads and _NESTED + family in reading.last:
                    cost -= 3.2  # this document does it
    for inner in frames[depth:]:
        cost += _single(inner)
        if inner.family == family:
            if mark.value is None:
                return None
            if mark.context is LABEL or (not inner.leads and inner.line != line):
                cost += 0.3
            elif leads:
                cost += 1.5
            else:
                cost += 3.0
        elif inner.leads:
            if leads:
                cost += 0.0 if deeper[inner.family, family] else 4.0
            else:
                cost += 0.6 if mark.context is LABEL else 2.2
        elif inner.line == line:
            cost += 0.2 if mark.context is LABEL else 0.8
    return cost


def _awaited(frames: Sequence[_Frame], mark: Mark) -> int:
    """The depth of the one list that waits for this very number at this place; -1 for none, or for more than one."""
    family, before = mark.family, (mark.value or 0) - 1
    found = -1
    for depth, frame in enumerate(frames):
        if frame.value == before and frame.family == family:
            if found >= 0:
                return -1
            found = depth
    if found >= 0 and not (frames[found].leads if mark.leads else frames[found].line == mark.line):
        return -1
    return found


def _steps(nth: int, reading: _Reading, mark: Mark, deeper: Deeper, limit: float) -> list[_Step]:
    """The steps that `mark` allows the `nth` reading, but for those that cost more than `limit`."""
    spent, frames, value = reading.cost, reading.frames, mark.value
    if value is not None and value > 1 and mark.context <= SENTENCE:
        depth = _awaited(frames, mark)
        if depth >= 0:
            cost = _continued(reading, mark, depth)
            if cost is not None and cost < 1.0:  # the one list that waits for this number: nothing else comes near
                return [(spent + cost, nth, False, depth)]
    steps = [(spent + _turned_down(mark), nth, False, -1)]
    for depth, frame in enumerate(frames):
        if frame.family == mark.family:
            cost = _continued(reading, mark, depth)
            if cost is not None and spent + cost <= limit:
                steps.append((spent + cost, nth, False, depth))
    entry = _entered(reading, mark)
    if value == LAST or spent + entry > limit:
        return steps
    for depth in range(min(len(frames), DEEPEST - 1) + 1):
        cost = _opened(reading, mark, depth, deeper, entry)
        if cost is not None and spent + cost <= limit:
            steps.append((spent + cost, nth, True, depth))
    return steps


def _after(reading: _Reading, mark: Mark, at: int, step: _Step) -> _Reading:
    """The reading once a step is taken."""
    cost, _, opened, depth = step
    frames = reading.frames
    if depth < 0:
        return _Reading(cost, frames, reading.last, reading.trail, reading.state)
    family, line = mark.family, mark.line
    if opened:
        value, leads, length, separator = mark.value or 0, mark.leads, 1, ""
    else:
        frame = frames[depth]
        value, leads, length = frame.value + 1 if mark.value == LAST else mark.value or 0, frame.leads, frame.length + 1
        separator = mark.separator
    outer = frames[:depth]
    parent, around = (outer[-1].item, outer[-1].state) if outer else (-1, None)
    state = (family, value, -1 if leads else line, around)
    last = {**reading.last, family: value}
    if opened and leads and any(frame.family == family for frame in outer):
        last[_NESTED + family] = 1
    now = _Frame(family, value, leads, line, length, at, separator, state)
    return _Reading(cost, (*outer, now), last, (at, parent, reading.trail), state)


def nest(marks: Sequence[Mark]) -> dict[int, int]:
    """The candidates that are items, each with the index of the item it stands in, -1 for none; in reading order."""
    deeper = Deeper(marks)
    beam = [_Reading(0.0, (), {}, None, None)]
    for at, mark in enumerate(marks):
        limit = beam[0].cost + _turned_down(mark) + PRUNE  # the cheapest stands first
        steps: list[_Step] = []
        for nth, reading in enumerate(beam):
            if reading.cost > limit:
                break
            found = _steps(nth, reading, mark, deeper, limit)
            limit = min(limit, min(found)[0] + PRUNE)
            steps += found
        steps.sort()
        states: list[_State | None] = []
        kept: list[_Reading] = []
        for step in steps:
            if step[0] > limit or len(kept) == BEAM:
                break
            after = _after(beam[step[1]], mark, at, step)
            if after.state not in states:
                states.append(after.state)
                kept.append(after)
        beam = kept
    final = min(beam, key=lambda reading: reading.cost + sum(_single(frame) for frame in reading.frames))
    parents: dict[int, int] = {}
    trail = final.trail
    while trail is not None:
        at, parent, trail = trail  # type: ignore[assignment]
        parents[at] = parent
    return dict(sorted(parents.items()))
