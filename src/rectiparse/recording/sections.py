"""What each part of the outline is: sections by their title, by what they hold, and by the sentence before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from rectiparse.grammar.model import ANSWERS, Grammar, SectionKind
from rectiparse.outlining import Item, Outline
from rectiparse.recording.lead_ins import (
    lead_of,
    leads_to_answers,
    leads_to_plans,
    leads_to_promises,
    led_to,
    points_out,
    runs,
)

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
    stating = [_states_problems(section, grammar) for section in found]
    return [
        replace(section, kind="measures")
        if (any(stating[:at]) and _answers_by_name(section, grammar)) or _answers_in_prose(section, found[:at])
        else replace(section, kind="general")
        if grammar.genre == "self-check" and _says_all_is_well(section, grammar, others=any(stating[at + 1 :]))
        else section
        for at, section in enumerate(found)
    ]


def _states_problems(section: Section, grammar: Grammar) -> bool:
    """True for a section whose heading says that it states problems: 存在的问题."""
    return (
        section.kind == "problems"
        and section.item is not None
        and bool(section.items)
        and _DIFFICULTIES.search(section.item.title) is not None
        and grammar.section(section.item.title) == "problems"
    )


def _answers_by_name(section: Section, grammar: Grammar) -> bool:
    """True for a section of measures, each of which names the problem that it answers: 针对学习不深的问题，每周自学."""
    if section.kind != "problems" or section.item is None or grammar.section(section.item.title) != "measures":
        return False
    if any(inner.answered for item in section.items for inner in walk(item)):
        return False
    for item in section.items:
        about = ABOUT.match(item.title) if item.title[:1] in "针对" else None
        if about is None or (grammar.genre not in ("self-check", "self-criticism") and about.end() == len(item.title)):
            return False
    return True


def _answers_in_prose(section: Section, before: list[Section]) -> bool:
    """True for a section 整改情况 without a list, after one that states problems."""
    item = section.item
    return (
        section.kind == "general"
        and item is not None
        and not item.items
        and _ANSWER.search(item.title) is not None
        and any(other.kind == "problems" for other in before)
    )


def _says_all_is_well(section: Section, grammar: Grammar, *, others: bool) -> bool:
    """True for a section of a self-check that says how rules were kept; `others` are sections that state problems."""
    if section.kind != "problems" or not section.items:
        return False
    if any(inner.answered for item in section.items for inner in walk(item)):
        return False
    if others and section.item is not None and not _DIFFICULTIES.search(section.item.title):
        return True  # 一、自查情况 before 二、存在的问题
    return all(_kept_rules(item, grammar) for item in section.items)


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
            found += [_section(child, grammar) for child in item.items]
        else:
            found.append(_section(item, grammar))
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
            found.append(_section(item, grammar))
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


def _section(item: Item, grammar: Grammar) -> Section:
    """A part with a heading: what its words name, unless what it holds says otherwise."""
    named = grammar.section(item.title)
    if named in ("causes", "schedule"):
        return Section(named, item, item.items)
    problems = Section("problems", item, item.items)
    if any("问题" in (child.marker or "") for child in item.items):
        return problems  # 问题1：…, whatever the heading
    below = [inner for inner in walk(item) if inner is not item]
    owners = [inner for inner in below if inner.answered]
    about = sum(ABOUT.match(inner.title) is not None for inner in below)
    failing = sum(grammar.failing_title(child.title) for child in item.items)
    if named == "measures":
        return _of_measures(item, owners, about, failing, grammar)
    told = grammar.genre in REPORTS and not (owners or about)
    if told and named in (None, "efforts") and _states_failings(item, grammar):
        return problems  # 整改落实情况, each problem answered without a label
    if told and named is None and not item.answered and failing < 0.5 * len(item.items):
        return Section("efforts", item, item.items)
    if owners or about >= 2 or 0 < about == len(item.items):
        return problems
    if item.answered:
        lists = about or (named == "problems" and _lists_before_answer(item))
        return problems if lists else Section("problems", None, (item,))
    if named is not None:
        return Section(named, item, item.items)
    if item.items and item.label is not None and item.label.kind in ANSWERS:
        return Section("measures", item, item.items)
    if len(item.items) >= 2 and failing >= 0.6 * len(item.items):
        return problems
    return Section("general", item, item.items)


def _states_failings(item: Item, grammar: Grammar) -> bool:
    """True for a section whose list, or whose lists below headings of aspects (（一）党的领导方面), state failings."""
    lists = (item.items, tuple(child for aspect in item.items if aspect.leads for child in aspect.items))
    return any(
        len(listed) > 1
        and all(child.leads for child in listed)
        and sum(grammar.failing_title(child.title) and not grammar.doing_title(child.title) for child in listed)
        >= 0.6 * len(listed)
        for listed in lists
    )


def _of_measures(item: Item, owners: list[Item], about: int, failing: int, grammar: Grammar) -> Section:
    """A section whose heading names measures: of those, or of problems with their measures (存在的问题及整改措施).

    `owners` are the items in it that hold an answer; `about` is how many of them are titled 关于…问题, `failing` how many of
    its own items state a failing.
    """
    problems = Section("problems", item, item.items)
    if owners:
        stating = sum(grammar.failing_title(owner.title) for owner in owners)
        if stating >= 0.5 * len(owners) or len(owners) > len(item.items) / 2 or "问题" in item.title:
            return problems
    else:
        doing = sum(grammar.doing_title(child.title) for child in item.items)
        if _WITH_ANSWERS.search(item.title) and max(failing, 1) >= 0.4 * len(item.items) > doing:
            return problems
        if failing < 0.6 * len(item.items):
            told_once = _told_once(item, grammar)
            if told_once is not None:
                return Section("problems", item, (told_once,))
        elif item.items and _DIFFICULTIES.search(item.title):
            return replace(problems, led=True)  # 存在的困难和下步打算, the plans told in prose
    return problems if about >= 2 else Section("measures", item, item.items)


def _told_once(item: Item, grammar: Grammar) -> Item | None:
    """The one problem of a section 存在的问题及整改措施, told in a sentence before 采取以下措施： and the list of them."""
    lead = []
    for child in item.children:
        if child.kind == "item":
            break
        lead.append(child.title)
    if "问题" not in item.title or not item.items or not lead or not leads_to_plans(lead[-1]):
        return None
    for words in re.split("[。；\n]", "\n".join(lead)):
        if grammar.failing_title(words) and not leads_to_plans(words):
            return replace(item, marker=None, title=words.strip(), label=None)
    return None


_ANSWER = re.compile("^(?:问题)?整改(?:工作)?(?:落实|完成|进展)?情况$")
_WITH_ANSWERS = re.compile(
    "(?:问题|不足|短板|隐患)(?:以?及|和|与|、)(?:其)?(?:整改|改进|解决)(?:的)?(?:具体|主要)?(?:措施|情况|办法|对策)"
)
"""Titles of a section that tells each problem and its answer in a paragraph."""
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
