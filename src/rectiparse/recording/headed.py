"""What a part with a heading is: what its words name, unless what it holds says otherwise."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from rectiparse.grammar.model import ANSWERS, Grammar
from rectiparse.outlining import Item
from rectiparse.recording.lead_ins import leads_to_plans
from rectiparse.recording.section import ABOUT, DIFFICULTIES, REPORTS, Section, walk


def headed(item: Item, grammar: Grammar) -> Section:
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
    if named == "problems" and item.items and _AND_PLANS.search(item.title) and failing < 0.3 * len(item.items):
        return Section("measures", item, item.items)
    if item.answered:
        lists = about or (named == "problems" and _lists_before_answer(item))
        return problems if lists else Section("problems", None, (item,))
    if named is not None and not (named == "general" and _TASKS.search(item.title)):
        return Section(named, item, item.items)
    if item.items and item.label is not None and item.label.kind in ANSWERS:
        return Section("measures", item, item.items)
    if len(item.items) >= 2 and failing >= 0.6 * len(item.items):
        return problems
    tasks = grammar.genre == "plan" and _TASKS.search(item.title) is not None
    return Section("measures" if tasks else "general", item, item.items)


_AND_PLANS = re.compile("(?:及|和|与|、|并)[^，。]{0,12}(?:打算|计划|安排)|下一?步[^，。]{0,10}措施")
"""Titles of a section that may hold the plans alone: 存在的不足及下步打算."""
_TASKS = re.compile("(?:整治|治理|工作|主要|重点|排查|创建)(?:的)?(?:重点|内容|任务|举措|事项)$")
"""Titles of the steps of a plan that answers no findings (专项整治方案)."""


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


_WITH_ANSWERS = re.compile(
    "(?:问题|不足|短板|隐患)(?:以?及|和|与|、)(?:其)?(?:整改|改进|解决)(?:的)?(?:具体|主要)?(?:措施|情况|办法|对策)"
)
"""Titles of a section that tells each problem and its answer in a paragraph."""


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
        elif item.items and DIFFICULTIES.search(item.title):
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


def _lists_before_answer(item: Item) -> bool:
    """True for a section that lists problems, and then says in one paragraph what is done about all of them."""
    before = list(takewhile(lambda child: child.label is None or child.label.kind not in ANSWERS, item.children))
    return sum(child.kind == "item" and child.leads for child in before) > 1
