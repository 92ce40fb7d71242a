"""What each part of the outline is: sections by title and by what they hold, then the problems in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from rectiparse.grammar.model import ANSWERS, Grammar, SectionKind
from rectiparse.outlining import Item, Outline

REPORTS = ("report", "notice", "audit")
"""Genres that tell what was done."""
ABOUT = re.compile(r"(?:关于|针对|对于|对).{2,80}?问题|[“\"「『].{2,120}?[”\"」』](?:的|等)?(?:方面)?(?:的)?问题")
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


def walk(item: Item) -> Iterator[Item]:
    """The item and all items below it, in reading order."""
    stack = [item]
    while stack:
        item = stack.pop()
        yield item
        if item.items:
            stack.extend(reversed(item.items))


_ABSENT = re.compile(
    "从未|从不|未曾|不存在|是否|杜绝|严禁|禁止|不得|不允许|(?:发现|反映)的?问题|未(?:发现|发生|出现)"
    "|(?:没有|无)(?:任何|向|以|让|强制|私自|收取|收受|代为|为|组织|参与|举办|收取|违反|违规|擅自|发现|发生|出现|对)|没有[将把].*(?:行为|现象|情况)"
)
"""Words of a clause that says what was not done, or not found."""
_KEPT = re.compile("严格|规范|符合|做到|坚持|认真|健全|按照|按规定|公示|公开")


def _kept_rules(item: Item, grammar: Grammar) -> bool:
    """True for an item of a self-check that says how rules were kept, and nothing that was wrong."""
    said = [part.title for inner in walk(item) for part in (inner, *inner.children) if part.kind in ("item", "body")]
    clauses = re.split("[，。；：,;:\n]", "，".join(said))
    stated = [clause for clause in clauses if not _ABSENT.search(clause)]
    kept = len(stated) < len(clauses) or any(_KEPT.search(clause) for clause in stated)
    return kept and not any(grammar.failing_title(clause) for clause in stated)


def find_sections(outline: Outline, grammar: Grammar) -> list[Section]:
    """The sections of the document, in reading order."""
    found = [part for section in _sections(outline, grammar) for part in _parts(section)]
    if grammar.genre != "self-check":
        return found
    return [
        replace(section, kind="general")
        if section.kind == "problems"
        and section.items
        and not any(inner.answered for item in section.items for inner in walk(item))
        and all(_kept_rules(item, grammar) for item in section.items)
        else section
        for section in found
    ]


def _parts(section: Section) -> list[Section]:
    """A section in parts, where sentences lead in to lists of different kinds (存在的不足和下步打算, 原因及后续安排)."""
    if section.item is None or section.kind not in ("problems", "measures"):
        return [section]
    parts: list[Section] = []
    lead, labelled = "", False
    for child in section.item.children:
        if child.kind != "item":
            lead, labelled = _lead(child), child.kind == "label"
            continue
        before = parts[-1].items if parts else ()
        within = labelled and before and before[0].marker != child.marker  # a label stands amid a list
        anew = lead and not within
        if before and before[-1].family == child.family and not anew:
            parts[-1] = replace(parts[-1], items=(*before, child))
        else:
            kind = _led_to(lead)
            parts.append(replace(section, kind=section.kind if kind == "general" else kind, items=(child,)))
        lead = ""
    return parts if len({part.kind for part in parts}) > 1 else [section]


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
        return [Section("problems", None, items)]
    if _only_failings(items, grammar):
        return [Section("problems", None, items, led=True)]
    found: list[Section] = []
    for item, wraps in zip(items, wrapping, strict=True):
        if wraps:
            found += [_section(child, grammar) for child in item.items]
        else:
            found.append(_section(item, grammar))
    if found and all(section.kind == "general" for section in found):
        stated: list[Item] = []
        for lead, run in _runs(outline) if grammar.genre == "feedback" else ():
            promised = sum(grammar.doing_title(item.title) for item in run)
            if promised < 0.5 * len(run) and not _LEADS_TO_PROMISES.search(lead):
                stated += run
        if stated:
            return [Section("problems", None, tuple(stated))]
    return found


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


_LEADS_TO_CAUSES = re.compile(r"(?:原因|症结|根源)[^。；]{0,8}[：:，,]?\s*$")
_LEADS_TO_PROBLEMS = re.compile(
    r"(?:问题|不足|差距|短板|弱项|隐患)(?:主要)?(?:有|是|为|如下|表现为|表现在|包括)?[：:，,。]?\s*$"
    r"|(?:问题|不足|差距|短板)(?:作|进行)了?[^。，；]{0,6}(?:剖析|检视|分析|查摆|反思|自我批评)[：:，,。]?\s*$"
)
_POINTS_OUT = re.compile(r"(?:指出|认为|发现)(?:了)?[：:，,]\s*$")
_LEADS_TO_ANSWERS = re.compile(
    r"(?:整改|落实|处理|办理|纠正)[^。，；：:]{0,8}(?:情况|措施|工作|结果)[^。，；：:]{0,10}如下[：:]\s*$"
)
_LEADS_TO_ADVICE = re.compile(
    r"(?:建议|要求|意见|希望|打算|措施)(?:主要)?(?:有|是|为|如下|包括)?[：:，,]\s*$"
    r"|(?:将|要|重点|着力)[^。；]{0,12}(?:做好|抓好|开展|推进|落实)[^。；，]{0,10}(?:工作|方面|几点)[：:]\s*$|(?:今后|下步|下一步)[^。；：:]{0,20}[，,：:]\s*$"
)


_LEADS_TO_PROMISES = re.compile(r"(?:表态|表示|发言|强调|要求|承诺)[^。]{0,60}[。，：:,]?\s*$")


def _runs(outline: Outline) -> list[tuple[str, list[Item]]]:
    """The lists at the top, each with the paragraph before it."""
    runs: list[tuple[str, list[Item]]] = []
    before = ""
    for root in outline.roots:
        if root.kind != "item":
            before = _lead(root)
        elif runs and not before and root.family == runs[-1][1][-1].family:
            runs[-1][1].append(root)
        else:
            runs.append((before, [root]))
            before = ""
    return runs


def _led_lists(outline: Outline, grammar: Grammar) -> dict[int, Section]:
    """Sections that a sentence opens (发现的主要问题：一是…；二是…), as news and short reports write, by their first item.

    Beside one of them a list that no sentence opens is one of problems when most of its titles state a failing.
    """
    found: dict[int, Section] = {}
    runs = _runs(outline)
    for lead, run in runs:
        kind = _led_to(lead)
        if (
            kind == "general"
            and _LEADS_TO_ANSWERS.search(lead)
            and any(was.kind == "problems" for was in found.values())
        ):
            kind = "measures"
        if (
            kind == "general"
            and _POINTS_OUT.search(lead)
            and 2 * sum(_states(item, grammar) for item in run) > len(run)
        ):
            kind = "problems"
        if kind == "measures" and 2 * sum(ABOUT.match(item.title) is not None for item in run) > len(run):
            return {id(run[0]): Section("problems", None, tuple(run))}  # 一、针对…问题: answered one by one
        if kind != "general" and not any(item.answered for item in run):
            found[id(run[0])] = Section(kind, None, tuple(run), led=True)
    if found:
        for _, run in runs:
            failing = sum(_states(item, grammar) for item in run)
            if id(run[0]) not in found and len(run) > 1 and failing >= 0.5 * len(run):
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
            found.append(_section(item, grammar))
    return found


def _lead(item: Item) -> str:
    """The words of a paragraph or a label that may lead in to a list."""
    if item.kind == "label" and item.label is not None and item.label.kind in (*ANSWERS, "causes"):
        return f"{item.title}："
    return item.title if item.kind == "body" else ""


def _led_to(lead: str) -> SectionKind:
    if _LEADS_TO_CAUSES.search(lead):
        return "causes"
    if _LEADS_TO_PROBLEMS.search(lead):
        return "problems"
    return "measures" if _LEADS_TO_ADVICE.search(lead) else "general"


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
    return max(owners, about) > len(items) / 2 and named <= len(items) / 2 + about


_TACKLES = re.compile("解决|整治|纠正|克服|防止|防范|杜绝|避免|针对|着力|切实|坚决|进一步|继续|大力|聚焦")


def _only_failings(items: tuple[Item, ...], grammar: Grammar) -> bool:
    """True for a part of a document that holds no more than one list, each item of which states a failing."""
    return (
        len(items) > 1
        and len({item.family for item in items}) == 1
        and not any(inner.leads for item in items for inner in item.items)
        and all(grammar.failing_title(item.title[-8:]) and not _TACKLES.match(item.title) for item in items)
    )


def _section(item: Item, grammar: Grammar) -> Section:
    named = grammar.section(item.title)
    below = [inner for inner in walk(item) if inner is not item]
    answered = sum(inner.answered for inner in below)
    about = sum(ABOUT.match(inner.title) is not None for inner in below)
    if named in ("causes", "schedule"):
        return Section(named, item, item.items)
    if any("问题" in (child.marker or "") for child in item.items):
        return Section("problems", item, item.items)  # 问题1：…, whatever the heading
    if named is None and grammar.genre in REPORTS and item.items and not answered and not about:
        failing = sum(grammar.failing_title(child.title) for child in item.items)
        if failing < 0.5 * len(item.items):
            return Section("efforts", item, item.items)
    failing = sum(grammar.failing_title(child.title) for child in item.items)
    owners = [inner for inner in below if inner.answered]
    stating = sum(grammar.failing_title(owner.title) for owner in owners)
    if (
        named == "measures"
        and owners
        and (stating >= 0.5 * len(owners) or len(owners) > len(item.items) / 2 or "问题" in item.title)
    ):
        return Section("problems", item, item.items)
    told = about >= 2 or (about > 0 and about == len(item.items))
    if named == "measures" and not owners and failing < 0.6 * len(item.items):
        told_once = _told_once(item, grammar)
        if told_once is not None:
            return Section("problems", item, (told_once,))
    if (
        named == "measures"
        and not owners
        and _DIFFICULTIES.search(item.title)
        and failing >= 0.6 * max(len(item.items), 1)
    ):
        return Section("problems", item, item.items, led=True)  # 存在的困难和下步打算, the plans told in prose
    if (answered or told or item.answered) and named != "measures":
        if item.answered and not answered and not about and not (named == "problems" and _lists_before_answer(item)):
            return Section("problems", None, (item,))
        return Section("problems", item, item.items)
    if named == "measures" and about >= 2:
        return Section("problems", item, item.items)
    if named is not None:
        return Section(named, item, item.items)
    if item.items and item.label is not None and item.label.kind in ANSWERS:
        return Section("measures", item, item.items)
    if len(item.items) >= 2 and failing >= 0.6 * len(item.items):
        return Section("problems", item, item.items)
    return Section("general", item, item.items)


def _told_once(item: Item, grammar: Grammar) -> Item | None:
    """The one problem of a section 存在的问题及整改措施, told in a sentence before 采取以下措施： and the list of them."""
    lead = []
    for child in item.children:
        if child.kind == "item":
            break
        lead.append(child.title)
    if "问题" not in item.title or not item.items or not lead or not _LEADS_TO_ADVICE.search(lead[-1]):
        return None
    for words in re.split("[。；\n]", "\n".join(lead)):
        if grammar.failing_title(words) and not _LEADS_TO_ADVICE.search(words):
            return replace(item, marker=None, title=words.strip(), label=None)
    return None


_DIFFICULTIES = re.compile("困难|问题|不足|短板|差距")


def _lists_before_answer(item: Item) -> bool:
    """True for a section that lists problems, and then says in one paragraph what is done about all of them."""
    before = list(takewhile(lambda child: child.label is None or child.label.kind not in ANSWERS, item.children))
    return sum(child.kind == "item" and child.leads for child in before) > 1


def states_only(section: Section, grammar: Grammar, sections: list[Section], document_title: str) -> bool:
    """True when the problems of this section are stated and not answered one by one."""
    if not grammar.answered:
        return True
    if section.item is None or section.led:
        return section.led
    if any(inner.answered for item in section.items for inner in walk(item)):
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
    owners = [(item, depth) for item, depth in below if item.answered]
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
