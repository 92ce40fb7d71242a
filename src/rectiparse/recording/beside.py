"""What sections say of each other: which of them answers what another states, and which states what none answers."""

from __future__ import annotations

import re
from dataclasses import replace

from rectiparse.grammar.model import Grammar
from rectiparse.outlining import Item
from rectiparse.recording.section import ABOUT, DIFFICULTIES, DONE_BEGINS, Section, walk


def settled(found: list[Section], grammar: Grammar) -> list[Section]:
    """Sections that look like problems as what they are beside the others: answers to them, or what was looked at first."""
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
        and DIFFICULTIES.search(section.item.title) is not None
        and grammar.section(section.item.title) == "problems"
    )


_ANSWERS = re.compile("^(?:问题)?(?:整改|立行立改)(?!.*问题)")
"""Titles of a section that answers what another one states: 整改措施及结果, 立行立改情况."""


def _answers_by_name(section: Section, grammar: Grammar) -> bool:
    """True for a section of measures, each of which names the problem that it answers: 针对学习不深的问题，每周自学."""
    if section.kind != "problems" or section.item is None:
        return False
    own = grammar.genre in ("self-check", "self-criticism")
    if grammar.section(section.item.title) != "measures" and not (own and _ANSWERS.search(section.item.title)):
        return False
    if any(inner.answered for item in section.items for inner in walk(item)):
        return False
    for item in section.items:
        about = ABOUT.match(item.title) if item.title[:1] in "针对" else None
        if about is None or (not own and about.end() == len(item.title)):
            return False
    return True


_ANSWER = re.compile("^(?:问题)?整改(?:工作)?(?:落实|完成|进展)?情况$")


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
    if others and section.item is not None and not DIFFICULTIES.search(section.item.title):
        return True  # 一、自查情况 before 二、存在的问题
    return all(_kept_rules(item, grammar) for item in section.items)


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


_STATED = re.compile(r"存在|不足|差距|短板|查摆|检视|剖析|发现|查找|梳理|主要问题|突出问题")
_LISTS_PROBLEMS = re.compile(r"问题(?:检视|自查)?清单|自查问题|检视问题|查摆问题")
_ANSWERED = re.compile(r"整改|自查情况|落实情况|措施")


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
