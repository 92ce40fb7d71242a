"""The rule on progress: what is told to be done, against what the text says is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rectiparse.checking.case import Case
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Measure, Problem

_UNFINISHED: Final = re.compile(
    r"正在(?:建设|施工|推进|办理|整改|实施|进行|报批|协调|洽谈|招标|采购|审批|走|按程序|筹备|申报|完善|修订|制定)[^，。；]{0,8}"
    r"|(?:预计|计划|拟于|拟在|力争|争取)(?:于|在|到)?[^，。；]{0,6}?(?:年底|月底|年内|月份|上半年|下半年|季度|\d{1,2}月|\d{4}年)[^，。；]{0,4}?(?:前|底|末)?(?:全部|可|能|将)*(?:完成|投入|竣工|到位|交付|验收|建成|办结|整改|启用|销号)"
    r"|无法(?:核销|销号|整改|完成|办理|落实|解决|清退|追回|收回)"
    r"|(?:尚|还|仍|暂|至今|目前)未(?:能)?(?:完成|整改|到位|办结|销号|启动|竣工|验收|开工|动工|落实|接通|建成|收回|清退|追回|解决|投入|拨付|办理)"
    r"|(?:尚|还|仍)有[^，。；]{0,12}(?:未|没有)[^，。；]{0,4}(?:完成|整改|到位|办结|销号|接通|收回|清退|解决)"
    r"|(?:还|仍)?需(?:要)?(?:进一步|继续|持续)(?:推进|整改|协调)"
)
_NO_FACT: Final = re.compile(
    r"如|若|凡|对(?:于)?[^，。；]{0,6}$|防止|避免|杜绝|以免|确保|不得|严禁|针对[^，。；]{0,10}$"
)
"""Words before it that make it a case to be met and no state of things: 对尚未办结的案件…."""
_OF_OTHERS: Final = re.compile(r"^的")
_OPEN: Final = re.compile(
    r"(?:未|尚未|没有|未能)(?:完成|全部完成)?整改(?:到位|完成|销号)?的\s?(?P<count>\d{1,3}|[一二三四五六七八九十两]{1,3})\s?[个项条]|(?:正在|持续)整改的\s?(?P<more>\d{1,3})\s?[个项条]问题"
)


def status_contradiction(case: Case) -> Iterator[Fault]:
    """A problem that is told to be done, by itself or with all the others, while its own words say it is not.

    Fails:
        青禾县水利局党组整改情况报告
        巡察组反馈了3个问题。截至目前，3个问题已全部完成整改。
        一、整改落实情况
        1.关于“泵站建设滞后”问题。
        整改情况：东渠泵站主体工程已完工，附属工程正在建设当中，预计年底前可投入使用。
        2.关于“台账不完整”问题。
        整改情况：三处水库的台账已补建并经过验收。
        3.关于“培训不经常”问题。
        整改情况：全年举办培训班两期，培训职工40人。

    Passes:
        青禾县水利局党组整改情况报告
        巡察组反馈了3个问题，目前已完成整改2个，正在整改1个。
        一、整改落实情况
        1.关于“泵站建设滞后”问题。
        整改情况：东渠泵站主体工程已完工，附属工程正在建设当中，预计年底前可投入使用。正在整改。
        2.关于“台账不完整”问题。
        整改情况：三处水库的台账已补建并经过验收。已完成整改。
        3.关于“培训不经常”问题。
        整改情况：全年举办培训班两期，培训职工40人。已完成整改。
    """
    for problem in case.ledger.problems:
        if problem.status == "done" and problem.status_text:
            yield from _unfinished(case, problem)
    yield from _still_open(case)


def _unfinished(case: Case, problem: Problem) -> Iterator[Fault]:
    found = [entry for measure in problem.measures for entry in _states(case, measure)]
    if not found:
        return
    first, *rest = found
    claim = _claim(case, problem)
    yield Fault(
        first,
        translate("told to be done ({claim}), but here it is not").format(claim=problem.status_text),
        problem.status_text,
        "".join((case.words(first) or "").split()) or None,
        related=(*(Elsewhere(span) for span in rest), *((Elsewhere(claim),) if claim else ())),
    )


def _states(case: Case, measure: Measure) -> Iterator[Span]:
    """Where a measure says that something is not done; all of it where the text is not at hand."""
    if case.view is None:
        if any(_is_state(measure.text, match) for match in _UNFINISHED.finditer(measure.text)):
            yield measure.span
        return
    text = case.view.text
    start, end = case.at(measure.span.start), case.at(measure.span.end - 1) + 1
    for match in _UNFINISHED.finditer(text, start, end):
        if _is_state(text, match):
            yield case.back(*match.span())


def _is_state(text: str, match: re.Match[str]) -> bool:
    before = max(text.rfind(mark, max(0, match.start() - 40), match.start()) for mark in "，。；：") + 1
    clause = text[max(before, match.start() - 12) : match.start()]
    return not _NO_FACT.search(clause) and not _OF_OTHERS.match(text[match.end() : match.end() + 1])


def _claim(case: Case, problem: Problem) -> Span | None:
    """Where the claim stands: in the problem, else before all problems."""
    if case.text is None or not problem.status_text:
        return None
    at = case.text.find(problem.status_text, problem.span.start, problem.span.end)
    if at < 0:
        at = case.text.find(problem.status_text)
    return Span(at, at + len(problem.status_text)) if at >= 0 else None


def _still_open(case: Case) -> Iterator[Fault]:
    """下一步对未整改到位的3个问题…, where every problem is told to be done."""
    problems = case.ledger.problems
    if case.view is None or not problems or any(problem.status != "done" for problem in problems):
        return
    start = case.at(problems[-1].span.end - 1)
    for match in _OPEN.finditer(case.view.text, start):
        claim = _claim(case, problems[0])
        yield Fault(
            case.back(*match.span()),
            translate("all problems are told to be done, but here some are not"),
            problems[0].status_text,
            match.group(),
            related=(Elsewhere(claim),) if claim else (),
        )
