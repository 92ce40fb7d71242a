"""Ruled tables on a page: the strokes that rule it, and the cells that they enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, NamedTuple

THIN: Final = 3.0  # points: what is thinner is a stroke, and strokes nearer than this are one
MOST_RULES: Final = 4000  # a page with more is a drawing
MOST_FIELDS: Final = 20_000  # and so is a grid with more


class Rule(NamedTuple):
    """A straight stroke, horizontal or vertical, in points from the page's top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class GridCell(NamedTuple):
    """Where a cell lies: its first row and column, from 0, how many it takes, and its box on the page."""

    row: int
    column: int
    rows: int
    columns: int
    box: Rule


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: `xs` and `ys` are its strokes' places, `owners[row][column]` the cell that covers that field."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[int, ...], ...]
    cells: tuple[GridCell, ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds the point, None outside."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.owners[row][column] if inside else None


class _Stroke(NamedTuple):
    """A stroke at `at` on one axis that reaches from `start` to `end` on the other."""

    at: float
    start: float
    end: float


def find_grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that `rules` draw, from the top down. A frame round a single field is none."""
    if not 4 <= len(rules) <= MOST_RULES:
        return []
    across = _joined(_Stroke((r.top + r.bottom) / 2, r.left, r.right) for r in rules if r.bottom - r.top <= THIN)
    down = _joined(_Stroke((r.left + r.right) / 2, r.top, r.bottom) for r in rules if r.right - r.left <= THIN)
    if len(across) * len(down) > MOST_FIELDS:
        return []
    grids = [_grid(*group) for group in _groups(across, down)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: grid.ys[0])


def _joined(strokes: Iterable[_Stroke]) -> list[_Stroke]:
    """Strokes on one line that touch become one; those nearer than THIN lie on one line."""
    ordered = sorted(stroke for stroke in strokes if stroke.end - stroke.start > THIN)
    rows: list[list[_Stroke]] = []
    for stroke in ordered:
        if rows and stroke.at - rows[-1][0].at <= THIN:
            rows[-1].append(stroke)
        else:
            rows.append([stroke])
    joined: list[_Stroke] = []
    for row in rows:
        at = row[0].at
        start, end = None, 0.0
        for stroke in sorted(row, key=lambda stroke: stroke.start):
            if start is not None and stroke.start <= end + THIN:
                end = max(end, stroke.end)
                continue
            if start is not None:
                joined.append(_Stroke(at, start, end))
            start, end = stroke.start, stroke.end
        if start is not None:
            joined.append(_Stroke(at, start, end))
    return joined


def _groups(across: list[_Stroke], down: list[_Stroke]) -> list[tuple[list[_Stroke], list[_Stroke]]]:
    """Strokes that cross or touch one another, directly or through others."""
    parents = list(range(len(across) + len(down)))
    for (i, h), (j, v) in product(enumerate(across), enumerate(down, len(across))):
        if h.start - THIN <= v.at <= h.end + THIN and v.start - THIN <= h.at <= v.end + THIN:
            parents[_root(parents, i)] = _root(parents, j)
    groups: dict[int, tuple[list[_Stroke], list[_Stroke]]] = {}
    for i, h in enumerate(across):
        groups.setdefault(_root(parents, i), ([], []))[0].append(h)
    for j, v in enumerate(down, len(across)):
        groups.setdefault(_root(parents, j), ([], []))[1].append(v)
    return list(groups.values())


def _root(parents: list[int], of: int) -> int:
    while parents[of] != of:
        parents[of] = parents[parents[of]]
        of = parents[of]
    return of


def _grid(across: list[_Stroke], down: list[_Stroke]) -> Grid | None:
    xs, ys = sorted({v.at for v in down}), sorted({h.at for h in across})
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height < 2:
        return None
    rights = {(x, row) for x, row in product(xs, range(height)) if _ruled(down, x, ys[row], ys[row + 1])}
    floors = {(y, column) for y, column in product(ys, range(width)) if _ruled(across, y, xs[column], xs[column + 1])}
    parents = list(range(width * height))
    for row, column in product(range(height), range(width)):
        here = row * width + column
        if column + 1 < width and (xs[column + 1], row) not in rights:
            parents[_root(parents, here)] = _root(parents, here + 1)
        if row + 1 < height and (ys[row + 1], column) not in floors:
            parents[_root(parents, here)] = _root(parents, here + width)
    fields: dict[int, list[tuple[int, int]]] = {}
    for row, column in product(range(height), range(width)):
        fields.setdefault(_root(parents, row * width + column), []).append((row, column))
    if len(fields) < 2:
        return None
    cells, owners = [], [[0] * width for _ in range(height)]
    for number, members in enumerate(fields.values()):
        rows, columns = [row for row, _ in members], [column for _, column in members]
        first, last, left, right = min(rows), max(rows), min(columns), max(columns)
        box = Rule(xs[left], ys[first], xs[right + 1], ys[last + 1])
        cells.append(GridCell(first, left, last - first + 1, right - left + 1, box))
        for row, column in members:
            owners[row][column] = number
    return Grid(tuple(xs), tuple(ys), tuple(map(tuple, owners)), tuple(cells))


def _ruled(strokes: list[_Stroke], at: float, start: float, end: float) -> bool:
    """True when a stroke at `at` covers the middle of the edge from `start` to `end`."""
    middle = (start + end) / 2
    return any(stroke.at == at and stroke.start <= middle <= stroke.end for stroke in strokes)
