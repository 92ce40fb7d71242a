"""Which items of a section are its problems: those that hold an answer, else those whose titles state a failing."""

from __future__ import annotations

from collections import Counter

from rectiparse.grammar.model import Grammar
from rectiparse.outlining import Item
from rectiparse.recording.section import ABOUT, Section, walk


def find_problems(section: Section, grammar: Grammar, *, stated: bool) -> list[Item]:
    """The items of a problems section that are problems, in reading order."""
    below: list[tuple[Item, int]] = []
    stack = [(item, 0) for item in reversed(section.items)]
    while stack:
        item, depth = stack.pop()
        below.append((item, depth))
        stack.extend((child, depth + 1) for child in reversed(item.items))
    owners = [(item, depth) for item, depth in below if item.answered]
    if owners:
        return _like_owners(below, owners)
    if stated and not grammar.answered and grammar.problems == "direct":
        return list(section.items)
    failing = _failing_lists(below, grammar)
    leading = _leading_lists(below)
    deeper = {key: _mostly_divided(members) for key, members in _lists(below).items()}
    found: list[Item] = []
    waiting = [(item, 0) for item in reversed(section.items)]
    while waiting:
        item, depth = waiting.pop()
        inner = [child for child in item.items if (depth + 1, child.family) in failing & leading]
        if inner and (deeper[depth, item.family] or (depth, item.family) not in failing):
            waiting.extend((child, depth + 1) for child in reversed(item.items))
        elif not failing or (depth, item.family) in failing or depth == 0 or item.leads:
            found.append(item)
    if failing or stated:
        return found
    return _deepest_leading(section, below)


_List = tuple[int, str | None]
"""A list by its depth and family, wherever its items stand."""


def _lists(below: list[tuple[Item, int]]) -> dict[_List, list[Item]]:
    groups: dict[_List, list[Item]] = {}
    for item, depth in below:
        groups.setdefault((depth, item.family), []).append(item)
    return groups


def _mostly_divided(members: list[Item]) -> bool:
    """True for a list most of whose items hold lists: one that does so alone holds its points."""
    return 2 * sum(bool(item.items) for item in members) > len(members)


def _failing_lists(below: list[tuple[Item, int]], grammar: Grammar) -> set[_List]:
    """The lists most of whose titles state a failing."""
    found: set[_List] = set()
    for key, members in _lists([entry for entry in below if entry[0].label is None]).items():
        failing = sum(ABOUT.match(item.title) is not None or grammar.failing_title(item.title) for item in members)
        if failing >= 0.5 * len(members):
            found.add(key)
    return found


def _leading_lists(below: list[tuple[Item, int]]) -> set[_List]:
    """The lists whose items stand on lines of their own."""
    return {key for key, members in _lists(below).items() if sum(item.leads for item in members) >= 0.8 * len(members)}


def _deepest_leading(section: Section, below: list[tuple[Item, int]]) -> list[Item]:
    """The lowest items that lead their lines, where no title says which ones are problems."""
    leading = [item for item, _ in below if item.leads and not any(child.leads for child in item.items)]
    return leading or list(section.items)


def _like_owners(below: list[tuple[Item, int]], owners: list[tuple[Item, int]]) -> list[Item]:
    """The owners of answers, and their like: items of the same family and depth whose label was forgotten."""
    kinds = Counter((depth, item.family) for item, depth in owners)
    common = {kind for kind, count in kinds.items() if count >= 0.2 * len(owners)}
    chosen: list[Item] = []
    owning = {id(item) for item, _ in owners}
    reached = -1
    for item, depth in below:
        if item.start < reached:
            continue
        inner_owner = any(id(inner) in owning for inner in walk(item) if inner is not item)
        if (id(item) in owning and not (inner_owner and (depth, item.family) not in common)) or (
            (depth, item.family) in common and not inner_owner
        ):
            chosen.append(item)
        else:
            continue
        reached = item.end
    return chosen
