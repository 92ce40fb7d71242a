"""What each part of the outline is: sections by their title, by what they hold, and by the sentence before them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from rectiparse.grammar.model import ANSWERS, Grammar
from rectiparse.outlining import Item, Outline
from rectiparse.recording.beside import settled
from rectiparse.recording.headed import headed
from rectiparse.recording.lead_ins import (
    lead_of,
    leads_to_answers,
    leads_to_promises,
    led_to,
    points_out,
    runs,
)
from rectiparse.recording.section import ABOUT, Section


def find_sections(outline: Outline, grammar: Grammar) -> list[Section]:
    """The sections of the document, in reading order."""
    return settled([part for section in _sections(outline, grammar) for part in _parts(section)], grammar)


def _parts(section: Section) -> list[Section]:
    """A section in parts, where sentences lead in to lists of different kinds (存在的不足和下步打算, 原因及后续安排)."""
    if section.item is None or section.kind not in ("problems", "measures"):
        return [section]
    parts: list[Section] = []
    lead, labelled = "", False
    for child in section.item.children:
        if child.kind != "item":
            lead, labelled = lead_of(child), child.kind == "label"
            continue
        before = parts[-1].items if parts else ()
        within = labelled and before and before[0].marker != child.marker  # a label stands amid a list
        anew = lead and not within
        if before and before[-1].family == child.family and not anew:
            parts[-1] = replace(parts[-1], items=(*before, child))
        else:
            kind = led_to(lead)
            parts.append(replace(section, kind=section.kind if kind == "general" else kind, items=(child,)))
        lead = ""
    kinds = {part.kind for part in parts}
    return parts if len(kinds) > 1 or kinds == {"causes"} else [section]


def _sections(outline: Outline, grammar: Grammar) -> list[Section]:
    items = outline.items
    while len(items) == 1 and len(items[0].items) > 1 and _wraps(items[0], grammar):
        items = items[0].items  # one heading over the whole document
    task = _one_task(items)
    if task is not None:
        return [Section("problems", None, (task,))]
    led = {} if any(item.leads and grammar.section(item.title) for item in items[:1]) else _led_lists(outline, grammar)
    if led:
        return _around(led, items, grammar)
    wrapping = [_wraps(item, grammar) for item in items]
    if not any(wrapping) and _is_problem_list(items, grammar):
        return _problems_and_rest(items, grammar)
    if _only_failings(items, grammar):
        return [Section("problems", None, items, led=True)]
    found: list[Section] = []
    for item, wraps in zip(items, wrapping, strict=True):
        if wraps:
            found += [headed(child, grammar) for child in item.items]
        else:
            found.append(headed(item, grammar))
    if grammar.genre == "feedback" and found and all(section.kind == "general" for section in found):
        stated = _stated(outline, grammar)
        if stated:
            return [Section("problems", None, tuple(stated))]
    return found


def _stated(outline: Outline, grammar: Grammar) -> list[Item]:
    """The items of a feedback's lists but for those that promise what will be done."""
    return [
        item
        for lead, run in runs(outline.roots)
        if not leads_to_promises(lead) and sum(grammar.doing_title(item.title) for item in run) < 0.5 * len(run)
        for item in run
    ]


def _one_task(items: tuple[Item, ...]) -> Item | None:
    """One problem told under numbered labels (一、整改任务 二、整改目标 三、整改措施 …), as public notices of a task are."""
    labelled = [item for item in items if item.label is not None]
    kinds = {item.label.kind for item in labelled if item.label is not None}
    named = [item for item in labelled if item.label is not None and item.label.kind == "problem"]
    named = [item for item in named if len(item.items) <= 1]
    if len(named) != 1 or not kinds & set(ANSWERS) or not kinds & {"goal", "deadline", "lead"} or len(labelled) < 3:
        return None
    body = next((child for child in named[0].children if child.kind == "body"), None)
    title = re.split(r"[。；\n]", body.title, maxsplit=1)[0] if body else named[0].name
    if named[0].items:
        title = named[0].items[0].title  # 一、整改问题 （一）…
    return replace(
        named[0], marker=None, family="问题", start=items[0].start, body=items[0].start, end=items[-1].end, title=title,
        children=tuple(item for item in items if item is not named[0]), label=None, answered=True,
    )  # fmt: skip


def _led_lists(outline: Outline, grammar: Grammar) -> dict[int, Section]:
    """Sections that a sentence opens (发现的主要问题：一是…；二是…), as news and short reports write, by their first item.

    Beside one of them a list that no sentence opens is one of problems when most of its titles state a failing.
    """
    found: dict[int, Section] = {}
    lists = runs(outline.roots)
    for lead, run in lists:
        kind = led_to(lead)
        if kind == "general" and leads_to_answers(lead) and any(was.kind == "problems" for was in found.values()):
            kind = "measures"
        if kind == "general" and points_out(lead) and 2 * sum(_states(item, grammar) for item in run) > len(run):
            kind = "problems"
        if kind == "measures" and 2 * sum(ABOUT.match(item.title) is not None for item in run) > len(run):
            return {id(run[0]): Section("problems", None, tuple(run))}  # 一、针对…问题: answered one by one
        if kind != "general" and not any(item.answered for item in run):
            found[id(run[0])] = Section(kind, None, tuple(run), led=True)
    if found:
        for lead, run in lists:
            failing = sum(_states(item, grammar) for item in run)
            promised = leads_to_promises(lead) or run[0].family == "一要"
            if id(run[0]) not in found and not promised and len(run) > 1 and failing >= 0.5 * len(run):
                found[id(run[0])] = Section("problems", None, tuple(run), led=True)
    return found


def _states(item: Item, grammar: Grammar) -> bool:
    """True when an item's title, or what follows it, states a failing: 一是党的建设方面：党费收缴不规范；…."""
    said = [item.title, *(child.title for child in item.children if child.kind == "body")]
    return any(grammar.failing_title(words) for words in said) and not grammar.doing_title(item.title)


def _around(led: dict[int, Section], items: tuple[Item, ...], grammar: Grammar) -> list[Section]:
    """The sections that a sentence opens, and those with headings of their own between them."""
    found: list[Section] = []
    inside = {id(item) for section in led.values() for item in section.items}
    for item in items:
        if id(item) in led:
            found.append(led[id(item)])
        elif id(item) not in inside:
            found.append(headed(item, grammar))
    return found


def _wraps(item: Item, grammar: Grammar) -> bool:
    """True when the item's children are sections of different kinds, so that it is no section itself."""
    leading = [child for child in item.items if child.leads]
    if not any(child.items and grammar.section(child.title) == "problems" for child in leading):
        return False
    return len({grammar.section(child.title) for child in leading} - {None}) >= 2


def _is_problem_list(items: tuple[Item, ...], grammar: Grammar) -> bool:
    """True when the items at the top are problems themselves, with no section above them."""
    if not items:
        return False
    owners = sum(item.answered or item.family == "问题一" for item in items)
    named = sum(grammar.section(item.title) is not None for item in items)
    about = sum(ABOUT.match(item.title) is not None for item in items)
    most = 2 * owners > len(items) or (about > 1 and 2 * about >= len(items))
    return most and named <= len(items) / 2 + about


def _problems_and_rest(items: tuple[Item, ...], grammar: Grammar) -> list[Section]:
    """A list of problems at the top, and the sections of other kinds that it goes on to (三、下一步打算)."""
    rest = [
        item
        for item in items
        if grammar.section(item.title) not in (None, "problems")
        and not ABOUT.match(item.title)
        and not grammar.failing_title(item.title)
    ]
    problems = Section("problems", None, tuple(item for item in items if item not in rest))
    return [problems, *(_of_kind(item, grammar) for item in rest)]


def _of_kind(item: Item, grammar: Grammar) -> Section:
    """A section of the kind that its heading names, whatever it holds."""
    return Section(grammar.section(item.title) or "general", item, item.items)


_TACKLES = re.compile("解决|整治|纠正|克服|防止|防范|杜绝|避免|针对|着力|切实|坚决|进一步|继续|大力|聚焦")


def _only_failings(items: tuple[Item, ...], grammar: Grammar) -> bool:
    """True for a part of a document that holds no more than one list, each item of which states a failing."""
    return (
        len(items) > 1
        and len({item.family for item in items}) == 1
        and not any(inner.leads for item in items for inner in item.items)
        and all(grammar.failing_title(item.title[-8:]) and not _TACKLES.match(item.title) for item in items)
    )


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
