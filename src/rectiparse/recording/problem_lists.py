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
    found: list[Item] = []
    waiting = [(item, 0) for item in reversed(section.items)]
    while waiting:
        item, depth = waiting.pop()
        inner = [child for child in item.items if (depth + 1, child.family) in failing & leading]
        if inner:
            waiting.extend((child, depth + 1) for child in reversed(item.items))
        elif not failing or (depth, item.family) in failing or depth == 0 or item.leads:
            found.append(item)
    if failing or stated:
        return found
    return _deepest_leading(section, below)


def _failing_lists(below: list[tuple[Item, int]], grammar: Grammar) -> set[tuple[int, str | None]]:
    """The lists, by depth and family, most of whose titles state a failing."""
    groups: dict[tuple[int, str | None], list[bool]] = {}
    for item, depth in below:
        if item.label is None:
            failing = ABOUT.match(item.title) is not None or grammar.failing_title(item.title)
            groups.setdefault((depth, item.family), []).append(failing)
    return {key for key, members in groups.items() if sum(members) >= 0.5 * len(members)}


def _leading_lists(below: list[tuple[Item, int]]) -> set[tuple[int, str | None]]:
    """The lists, by depth and family, whose items stand on lines of their own."""
    groups: dict[tuple[int, str | None], list[bool]] = {}
    for item, depth in below:
        groups.setdefault((depth, item.family), []).append(item.leads)
    return {key for key, members in groups.items() if sum(members) >= 0.8 * len(members)}


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
