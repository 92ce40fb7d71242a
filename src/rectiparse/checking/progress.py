"""The rule on progress: what is told to be done, against what the text says is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rectiparse.checking.case import Case
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Problem

_UNFINISHED: Final = re.compile(
    r"正在(?:建设|施工|推进|办理|整改|实施|进行|报批|协调|洽谈|招标|采购|审批|走|按程序|筹备|申报|完善|修订|制定)[^，。；]{0,8}"
    r"|(?:预计|计划|拟于|拟在|力争|争取)(?:于|在|到)?[^，。；]{0,6}?(?:年底|月底|年内|月份|上半年|下半年|季度|\d{1,2}月|\d{4}年)[^，。；]{0,4}?(?:前|底|末)?(?:全部|可|能|将)*(?:完成|投入|竣工|到位|交付|验收|建成|办结|整改|启用|销号)"
    r"|无法(?:核销|销号|整改|完成|办理|落实|解决|清退|追回|收回)"
    r"|(?:尚|还|仍|暂|至今|目前)未(?:能)?(?:完成|整改|到位|办结|销号|启动|竣工|验收|开工|动工|落实|接通|建成|收回|清退|追回|解决|投入|拨付|办理)"
    r"|(?:尚|还|仍)有[^，。；]{0,12}(?:未|没有)[^，。；]{0,4}(?:完成|整改|到位|办结|销号|接通|收回|清退|解决)"
    r"|(?<=[，。；：\n])(?:目前|现|该问题|此问题|该事项|截至目前|[，,]){0,3}(?:未完成(?:整改)?|未整改(?:到位|完成)|未销号|正在整改)(?=[。；，）\n]|$)"
    r"|(?:还|仍)?需(?:要)?(?:进一步|继续|持续)(?:推进|整改|协调)"
)
_REMAINS: Final = re.compile(
    r"(?:剩余|其余|余下|剩下|尚余|还剩|(?:尚|还|仍)有)(?:的|下)?[^，。；、]{0,6}?(?:\d|[一二两三四五六七八九十])[^，。；]{0,12}?"
    r"(?:正在?|(?:尚|还|仍|暂)?未(?:能)?|没有|待)[^，。；]{0,4}?"
    r"(?P<verb>修[复缮]|追[回缴]|收[回缴]|整[改治]|完[成工]|到位|办[结理]|销号|清[退理收]|退[还回缴]|上缴|拆除|复垦|安装|建[成设]|施工|开工|竣工|动工|验收|投[用入]|拨付|支付|兑[付现]|解决"
    r"|处[置理]|盘活|化解|归还|偿还|缴[纳清]|签订|核销|接通|移交|启动|实施|推进|更换|改造|搬迁|安置)(?:中|之中)?"
)
"""What is left of a number, and what has not been done to it: 剩余5处正在修复, 其余1万元未追回."""
_DONE_SINCE: Final = 60
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

    A document that names no problem one by one is held to what it says of all of them.

    Fails:
        青禾县水利局党组整改情况报告
        巡察组反馈了3个问题。截至目前，3个问题已全部完成整改。
        一、整改落实情况
        1.关于“泵站建设滞后”问题。
        整改情况：东渠泵站机房已封顶，进水管道正在建设，年底前可投入使用。
        2.关于“台账不完整”问题。
        整改情况：三处水库的台账已补建并经过验收。
        3.关于“培训不经常”问题。
        整改情况：全年举办培训班两期，培训职工40人。

    Passes:
        青禾县水利局党组整改情况报告
        巡察组反馈了3个问题，目前已完成整改2个，正在整改1个。
        一、整改落实情况
        1.关于“泵站建设滞后”问题。
        整改情况：东渠泵站机房已封顶，进水管道正在建设，年底前可投入使用。正在整改。
        2.关于“台账不完整”问题。
        整改情况：三处水库的台账已补建并经过验收。已完成整改。
        3.关于“培训不经常”问题。
        整改情况：全年举办培训班两期，培训职工40人。已完成整改。
    """
    for problem in case.ledger.problems:
        if problem.status == "done" and problem.status_text:
            yield from _unfinished(case, problem)
        elif problem.status in ("not-done", "in-progress"):
            yield from _both(case, problem)
    yield from _still_open(case)
    yield from _at_the_head(case)
    yield from _as_a_whole(case)


def _unfinished(case: Case, problem: Problem) -> Iterator[Fault]:
    found = _states_of(case, problem)
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


_SAYS_DONE: Final = re.compile(
    r"(?<=[。；：\n])\s?(?:目前|现|该问题|此问题|该事项|截至目前|[，,]){0,3}已(?:经)?(?:全部)?(?:完成整改|整改完成|整改到位|完成销号|销号|完成|办结)(?=[。；）\n]|$)"
)
_SAYS_NOT_DONE: Final = re.compile(
    r"(?<=[。；：\n])\s?(?:目前|现|该问题|此问题|该事项|截至目前|[，,]){0,3}(?:尚|仍|还)?(?:未完成(?:整改)?|未整改(?:到位|完成)|未销号|正在整改)(?=[。；）\n]|$)"
)


def _both(case: Case, problem: Problem) -> Iterator[Fault]:
    """已完成整改。 and 未完成整改。, of one problem."""
    if case.view is None:
        return
    text, start, end = case.view.text, case.at(problem.span.start), case.at(problem.span.end - 1) + 1
    done, open_ = _SAYS_DONE.search(text, start, end), _SAYS_NOT_DONE.search(text, start, end)
    if done and open_:
        claim = "".join(done.group().split())
        yield Fault(
            case.back(*open_.span()),
            translate("told to be done ({claim}), but here it is not").format(claim=claim),
            claim,
            "".join(open_.group().split()),
            related=(Elsewhere(case.back(*done.span())),),
        )


def _states_of(case: Case, problem: Problem) -> list[Span]:
    """Where the answer to a problem says so: in its measures, and in what stands before, between and after them."""
    if case.view is None or not problem.measures:
        return [entry for measure in problem.measures for entry in _states(case, measure.span, measure.text)]
    claim = _claim(case, problem)
    start = min(measure.span.start for measure in problem.measures)
    if claim is not None and claim.start >= problem.span.start:
        start = min(start, claim.end)
    end = max(problem.span.end, *(measure.span.end for measure in problem.measures))
    return sorted(_states(case, Span(start, end), "", claim))


def _states(case: Case, span: Span, words: str, claim: Span | None = None) -> Iterator[Span]:
    """Where a part of the text says that something is not done; all of it, by its words, where the text is not at hand.

    What was left, but is told to be done since, before the `claim` that all is, is none.
    """
    if case.view is None:
        if any(_is_state(words, match) for match in _UNFINISHED.finditer(words)):
            yield span
        return
    text = case.view.text
    start, end = case.at(span.start), case.at(span.end - 1) + 1
    told: list[Span] = []
    for match in _UNFINISHED.finditer(text, start, end):
        if _is_state(text, match):
            told.append(Span(*match.span()))
            yield case.back(*match.span())
    for match in _REMAINS.finditer(text, start, end):
        stop = min(match.end() + _DONE_SINCE, end if claim is None else max(match.end(), case.at(claim.start)))
        since = re.compile(rf"(?:已|均|全部)[^，。；]{{0,8}}{match['verb']}")
        if any(span.overlaps(Span(*match.span())) for span in told):
            continue
        if _is_state(text, match) and not since.search(text, match.end(), stop):
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


_ALL_DONE: Final = re.compile(
    r"(?:整改)?完成率(?:均)?(?:为|达到|达|已达)?\s?100(?:\.0+)?%|问题(?:均|都|全部)?已(?:经)?(?:全部|均)?(?:整改完成|完成整改|整改到位|整改销号)"
)
_SOME_NOT: Final = re.compile(
    r"(?:仍|还|尚)有\s?(?:\d{1,4}|[一二三四五六七八九十两]{1,3})\s?[个项条件](?:具体)?(?:问题|任务)[^，。；]{0,6}(?:未|没有)[^，。；]{0,4}(?:完成|整改|到位|销号)"
)
_HOW_IT_STANDS: Final = re.compile(r"整改(?:落实|完成|进展)?情况|完成情况|整改进展|整改结果|整改成效")


def _as_a_whole(case: Case) -> Iterator[Fault]:
    """A document that names no problem of its own, says that all is done, and says below that some is not."""
    if case.view is None or case.ledger.problems:
        return
    text = case.view.text
    claim = next((match for match in _ALL_DONE.finditer(text) if not _partly(text, match)), None)
    if claim is None:
        return
    found = [case.back(*match.span()) for match in _SOME_NOT.finditer(text, claim.end())]
    for node, above in case.nodes:
        if node.marker is not None and not above and _HOW_IT_STANDS.search(node.title):
            found += [span for span in _states(case, node.span, "") if span.start > case.back(*claim.span()).start]
    if found:
        first, *rest = sorted(set(found))
        yield Fault(
            first,
            translate("told to be done ({claim}), but here it is not").format(claim="".join(claim.group().split())),
            "".join(claim.group().split()),
            "".join((case.words(first) or "").split()) or None,
            related=(*(Elsewhere(span) for span in rest), Elsewhere(case.back(*claim.span()))),
        )


_SOME_OPEN: Final = re.compile(
    r"(?:正在(?:推进|抓紧|持续)?整改|未完成整改|(?:尚)?未整改(?:到位)?)(?:的)?(?:问题)?\s?\d{1,3}\s?[个项条]"
    r"|\d{1,3}\s?[个项条](?:问题)?(?:正在(?:推进|抓紧|持续)?整改|未完成整改|(?:尚)?未整改(?:到位)?)"
)
_THEN: Final = re.compile(r"截至|截止|集中|期间|期内|当时|此前|前期|中期|\d\s?[月日]|初|底")
"""Words of a sentence on how things stood before."""
_COUNT_BEFORE: Final = re.compile(r"(\d{1,3})\s?[个项条]$")


def _at_the_head(case: Case) -> Iterator[Fault]:
    """正在整改1个, and in the same paragraph, ahead of all problems, 2个问题已全部整改到位."""
    if case.view is None or not case.ledger.problems:
        return
    text, first = case.view.text, case.at(case.ledger.problems[0].span.start)
    counts = {str(entry.count) for entry in case.ledger.document.declared if entry.kind == "problem"}
    wholes = [case.at(entry.span.end - 1) + 1 for entry in case.ledger.document.declared]
    for claim in _ALL_DONE.finditer(text, 0, first):
        before = _COUNT_BEFORE.search(text, max(0, claim.start() - 6), claim.start())
        if (before[1] not in counts) if before else _partly(text, claim):
            continue
        line = text.rfind("\n", 0, claim.start()) + 1
        for match in _SOME_OPEN.finditer(text, line, claim.start()):
            start = max(
                text.rfind("。", line, match.start()) + 1, line, *(end for end in wholes if end < match.start())
            )
            if not _THEN.search(text, start, match.start()):
                told = "".join(claim.group().split())
                yield Fault(
                    case.back(*match.span()),
                    translate("told to be done ({claim}), but here it is not").format(claim=told),
                    told,
                    "".join(match.group().split()),
                    related=(Elsewhere(case.back(*claim.span())),),
                )
                return


def _partly(text: str, match: re.Match[str]) -> bool:
    """True where the claim is of a part alone: 立行立改问题均已完成整改."""
    before = text[max(0, match.start() - 16) : match.start()]
    return re.search(r"立行立改|其中|部分|[个项条件]$|上一?轮|移交|信访", before) is not None


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
