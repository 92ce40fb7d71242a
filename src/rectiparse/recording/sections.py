"""What each part of the outline is: sections by title and by what they hold, then the problems in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rectiparse.grammar.model import ANSWERS, Grammar, SectionKind
from rectiparse.outlining import Item, Outline

REPORTS = ("report", "notice", "audit")
"""Genres that tell what was done."""
ABOUT = re.compile(r"(?:关于|针对|对于|对).{2,80}?问题")
_STATED = re.compile(r"存在|不足|差距|短板|查摆|检视|剖析|发现|查找|梳理|主要问题|突出问题")
_LISTS_PROBLEMS = re.compile(r"问题(?:检视|自查)?清单|自查问题|检视问题|查摆问题")
DONE_BEGINS = re.compile(
    r"^(?:[^，。]{0,12}[，,])?(?:已|现已|目前|正在|针对|对此|为此|我们|我[局院校镇乡县委]|收到反馈)|[局院校镇乡会室组]已"
)
"""How a sentence begins that tells what was done."""
_ANSWERED = re.compile(r"整改|自查情况|落实情况|措施")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the outline and what it is; `item` is None for a document that has no sections."""

    kind: SectionKind
    item: Item | None
    items: tuple[Item, ...]
    """The items directly below."""
    led: bool = False
    """True when a sentence opens it, not a heading."""


def answering_label(item: Item) -> bool:
    """True when the item itself holds a label after which it is answered."""
    return any(child.label is not None and child.label.kind in ANSWERS for child in item.children)


def walk(item: Item) -> Iterator[Item]:
    """The item and all items below it, in reading order."""
    stack = [item]
    while stack:
        item = stack.pop()
        yield item
        stack.extend(reversed(item.items))


def find_sections(outline: Outline, grammar: Grammar) -> list[Section]:
    """The sections of the document, in reading order."""
    items = outline.items
    while len(items) == 1 and len(items[0].items) > 1 and _wraps(items[0], grammar):
        items = items[0].items  # one heading over the whole document
    task = _one_task(items)
    if task is not None:
        return [Section("problems", None, (task,))]
    led = {} if any(item.leads and grammar.section(item.title) for item in items[:1]) else _led_lists(outline, grammar)
    if led:
        return _around(led, items, grammar)
    if not any(_wraps(item, grammar) for item in items) and _is_problem_list(items, grammar):
        return [Section("problems", None, items)]
    found: list[Section] = []
    for item in items:
        if _wraps(item, grammar):
            found += [_section(child, grammar) for child in item.items]
        else:
            found.append(_section(item, grammar))
    if found and all(section.kind == "general" for section in found) and grammar.genre == "feedback":
        return [Section("problems", None, items)]
    return found


def _one_task(items: tuple[Item, ...]) -> Item | None:
    """One problem told under numbered labels (一、整改任务 二、整改目标 三、整改措施 …), as public notices of a task are."""
    labelled = [item for item in items if item.label is not None]
    kinds = {item.label.kind for item in labelled if item.label is not None}
    named = [item for item in labelled if item.label is not None and item.label.kind == "problem" and not item.items]
    if len(named) != 1 or not kinds & set(ANSWERS) or not kinds & {"goal", "deadline", "lead"} or len(labelled) < 3:
        return None
    body = next((child for child in named[0].children if child.kind == "body"), None)
    title = re.split(r"[。；\n]", body.title, maxsplit=1)[0] if body else named[0].name
    return replace(
        named[0], marker=None, family="问题", start=items[0].start, body=items[0].start, end=items[-1].end, title=title,
        children=tuple(item for item in items if item is not named[0]), label=None,
    )  # fmt: skip


_LEADS_TO_PROBLEMS = re.compile(
    r"(?:问题|不足|差距|短板|弱项)(?:主要)?(?:有|是|为|如下|表现为|表现在|包括)?[：:，,。]?\s*$"
)
_LEADS_TO_ADVICE = re.compile(r"(?:建议|要求|意见|希望|打算|措施)(?:主要)?(?:有|是|为|如下|包括)?[：:，,]\s*$")


def _led_lists(outline: Outline, grammar: Grammar) -> dict[int, Section]:
    """Sections that a sentence opens (发现的主要问题：一是…；二是…), as news and short reports write, by their first item.

    Beside one of them a list that no sentence opens is one of problems when most of its titles state a failing.
    """
    runs: list[tuple[str, list[Item]]] = []
    before = ""
    for root in outline.roots:
        if root.kind != "item":
            before = root.title if root.kind == "body" else ""
        elif runs and not before and root.family == runs[-1][1][-1].family:
            runs[-1][1].append(root)
        else:
            runs.append((before, [root]))
            before = ""
    found: dict[int, Section] = {}
    for lead, run in runs:
        kind = _led_to(lead)
        if kind != "general" and not any(answering_label(item) for item in run):
            found[id(run[0])] = Section(kind, None, tuple(run), led=True)
    if found:
        for _, run in runs:
            failing = sum(grammar.failing_title(item.title) for item in run)
            if id(run[0]) not in found and len(run) > 1 and failing >= 0.5 * len(run):
                found[id(run[0])] = Section("problems", None, tuple(run), led=True)
    return found


def _around(led: dict[int, Section], items: tuple[Item, ...], grammar: Grammar) -> list[Section]:
    """The sections that a sentence opens, and those with headings of their own between them."""
    found: list[Section] = []
    inside = {id(item) for section in led.values() for item in section.items}
    for item in items:
        if id(item) in led:
            found.append(led[id(item)])
        elif id(item) not in inside:
            found.append(_section(item, grammar))
    return found


def _led_to(lead: str) -> SectionKind:
    if _LEADS_TO_PROBLEMS.search(lead):
        return "problems"
    return "measures" if _LEADS_TO_ADVICE.search(lead) else "general"


def _wraps(item: Item, grammar: Grammar) -> bool:
    """True when the item's children are sections of different kinds, so that it is no section itself."""
    kinds = {child: grammar.section(child.title) for child in item.items if child.leads}
    listed = any(kind == "problems" and child.items for child, kind in kinds.items())
    return listed and len(set(kinds.values()) - {None}) >= 2


def _is_problem_list(items: tuple[Item, ...], grammar: Grammar) -> bool:
    """True when the items at the top are problems themselves, with no section above them."""
    if not items:
        return False
    owners = sum(answering_label(item) or item.family == "问题一" for item in items)
    named = sum(grammar.section(item.title) is not None for item in items)
    about = sum(ABOUT.match(item.title) is not None for item in items)
    return max(owners, about) > len(items) / 2 and named <= len(items) / 2 + about


def _section(item: Item, grammar: Grammar) -> Section:
    named = grammar.section(item.title)
    below = [inner for inner in walk(item) if inner is not item]
    answered = sum(answering_label(inner) for inner in below)
    about = sum(ABOUT.match(inner.title) is not None for inner in below)
    if named in ("causes", "schedule"):
        return Section(named, item, item.items)
    if named is None and grammar.genre in REPORTS and item.items and not answered and not about:
        failing = sum(grammar.failing_title(child.title) for child in item.items)
        if failing < 0.5 * len(item.items):
            return Section("efforts", item, item.items)
    failing = sum(grammar.failing_title(child.title) for child in item.items)
    owners = [inner for inner in below if answering_label(inner)]
    stating = sum(grammar.failing_title(owner.title) for owner in owners)
    if (
        named == "measures"
        and owners
        and (stating >= 0.5 * len(owners) or len(owners) > len(item.items) / 2 or "问题" in item.title)
    ):
        return Section("problems", item, item.items)
    if (answered or about >= 2 or answering_label(item)) and named != "measures":
        if answering_label(item) and not answered and not about:
            return Section("problems", None, (item,))
        return Section("problems", item, item.items)
    if named == "measures" and about >= 2:
        return Section("problems", item, item.items)
    if named is not None:
        return Section(named, item, item.items)
    if len(item.items) >= 2 and failing >= 0.6 * len(item.items):
        return Section("problems", item, item.items)
    return Section("general", item, item.items)


def states_only(section: Section, grammar: Grammar, sections: list[Section], document_title: str) -> bool:
    """True when the problems of this section are stated and not answered one by one."""
    if not grammar.answered:
        return True
    if section.item is None:
        return section.led
    if any(answering_label(inner) for item in section.items for inner in walk(item)):
        return False
    title = section.item.title
    if _ANSWERED.search(title) is not None:
        return False
    named = _STATED.search(title) is not None
    if named and any(other.kind == "measures" and other.items for other in sections):
        return True
    said = [
        child.title
        for item in section.items
        for inner in walk(item)
        for child in inner.children
        if child.kind == "body"
    ]
    told = sum(grammar.doing_title(words) or DONE_BEGINS.search(words) is not None for words in said)
    return (named or _LISTS_PROBLEMS.search(document_title) is not None) and bool(said) and told < 0.5 * len(said)


def find_problems(section: Section, grammar: Grammar, *, stated: bool) -> list[Item]:
    """The items of a problems section that are problems, in reading order."""
    below: list[tuple[Item, int]] = []
    stack = [(item, 0) for item in reversed(section.items)]
    while stack:
        item, depth = stack.pop()
        below.append((item, depth))
        stack.extend((child, depth + 1) for child in reversed(item.items))
    owners = [(item, depth) for item, depth in below if answering_label(item)]
    if owners:
        return _like_owners(below, owners)
    if stated and not grammar.answered and grammar.problems == "direct":
        return list(section.items)
    failing = failing_lists(below, grammar)
    leading = leading_lists(below)
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


def failing_lists(below: list[tuple[Item, int]], grammar: Grammar) -> set[tuple[int, str | None]]:
    """The lists, by depth and family, most of whose titles state a failing."""
    groups: dict[tuple[int, str | None], list[bool]] = {}
    for item, depth in below:
        if item.label is None:
            failing = ABOUT.match(item.title) is not None or grammar.failing_title(item.title)
            groups.setdefault((depth, item.family), []).append(failing)
    return {key for key, members in groups.items() if sum(members) >= 0.5 * len(members)}


def leading_lists(below: list[tuple[Item, int]]) -> set[tuple[int, str | None]]:
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


def listed_families(outline: Outline) -> frozenset[str | None]:
    """The families whose items follow a label of answers somewhere: their items are measures without a label too."""
    counts: Counter[str | None] = Counter()
    for item, _ in outline.walk():
        answering = item.label is not None and item.label.kind in ANSWERS
        for child in item.children:
            if child.kind == "label" and child.label is not None:
                answering = child.label.kind in ANSWERS
            elif child.kind == "item" and answering:
                counts[child.family] += 1
    return frozenset(counts)
