"""Rules on problems and measures: what a plan must say of each step, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from rectiparse.checking.case import Case, Step
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.checking.numbering import mark_of
from rectiparse.document import Span
from rectiparse.language import plural, translate
from rectiparse.ledger import Measure, Node, Problem

_ANSWERING: Final = 0.5
"""The share of problems with measures from which on a document answers problem by problem."""
_WRONG: Final = "违|乱|超标|超面积|挪用|截留|收取|收费|搭车|强制|强迫|任何|体罚|私设|套取|虚报|隐瞒|拖欠|新建|维修改造"
_NONE_THERE: Final = re.compile(
    rf"不存在|(?:未|没有)(?:发现|出现|发生)|从未|从不|(?:没有|无|未)[^，。；]{{0,12}}(?:{_WRONG})|(?:全部|均|都)(?:符合|达到)"
)
"""Words by which a self-check says of an item that nothing is wrong with it."""
_LACKING: Final = re.compile(
    r"不(?:够|足|到位|强|力|严|全|高|细|健全|规范|完善|及时|经常|完整)|差距|薄弱|滞后|欠缺|短板"
)
_OF_PROBLEMS: Final = re.compile(r"问题|不足|短板|薄弱|差距")
_NEAR: Final = 1000
_LEAST_ANSWER: Final = 8
"""Characters under a label that answer a problem, and how far from its start they are looked for."""
_LABELLED: Final = 0.6
"""The share of problems with a label before their measures from which on the others lack it."""


def _answers_each(case: Case) -> bool:
    problems = case.ledger.problems
    answered = sum(bool(problem.measures) for problem in problems)
    return answered > 0 and answered >= _ANSWERING * len(problems)


def problem_without_measure(case: Case) -> Iterator[Fault]:
    """A problem that no measure answers, in a document that answers its problems one by one.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        2.台账不完整。三处水库没有建立台账。
        3.培训不经常。全年没有组织过培训。
        整改措施：
        （1）由人事股牵头，8月底前办班一期。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        2.培训不经常。全年没有组织过培训。
        整改措施：
        （1）由人事股牵头，8月底前办班一期。
    """
    if not _answers_each(case) or case.ledger.document.genre in ("feedback", "self-criticism"):
        return
    for problem, following in zip_longest(case.ledger.problems, case.ledger.problems[1:]):
        if problem.measures or _is_answered(case, problem, following):
            continue
        if not _is_fine(case, problem) and not _is_left_over(case, problem):
            said = problem.status_text is not None and problem.status != "unknown"
            yield Fault(
                case.opening(problem),
                (
                    translate("the problem says how far it is, but not what was done")
                    if said
                    else translate("no measure answers this problem")
                ),
                severity=None if not said and _stands_under_problems(case, problem) else "warning",
            )


def _stands_under_problems(case: Case, problem: Problem) -> bool:
    """False for an item of a self-check below headings that speak of no problems: it may only tell what was looked at."""
    return case.ledger.document.genre != "self-check" or _OF_PROBLEMS.search(" ".join(problem.path)) is not None


_STILL_THERE: Final = re.compile(r"存在的?(?:主要)?(?:问题|不足|困难|短板|差距)|不足之处|困难|下一?步")
_ANSWERED_THERE: Final = re.compile(r"整改|措施|落实")


def _is_left_over(case: Case, problem: Problem) -> bool:
    """True in a section that tells what is still wanting after all (三、存在的不足) and answers none of it one by one."""
    if case.ledger.document.genre == "plan" or not problem.path:
        return False
    head = problem.path[0]
    if not _STILL_THERE.search(head) or _ANSWERED_THERE.search(head):
        return False
    return not any(other.measures for other in case.ledger.problems if other.path[:1] == problem.path[:1])


def _is_fine(case: Case, problem: Problem) -> bool:
    """True for an item of a self-check that tells that there is no problem: 不存在超标购车的情况."""
    if case.ledger.document.genre != "self-check":
        return False
    words = problem.title + (problem.detail or "") if case.text is None else problem.span.cut(case.text)
    return _NONE_THERE.search(words) is not None and _LACKING.search(words) is None


def _is_answered(case: Case, problem: Problem, following: Problem | None) -> bool:
    """True when words stand under a label before the next problem: an answer all the same, if not read as a measure."""
    if case.view is None:
        return False
    labels = {node.title for node, _ in case.nodes if node.role == "label"}
    start = case.at(problem.span.start)
    end = case.at(following.span.start) if following else len(case.view.text)
    words = case.view.text[start : min(end, start + _NEAR)]
    return any(
        len(words[at + len(label) :].strip("：:】] \t\u3000\n*")) >= _LEAST_ANSWER
        for label in labels
        for at in [words.find(label)]
        if at >= 0
    )


def measure_without_owner(case: Case) -> Iterator[Fault]:
    """Measures of a plan that say not who answers for them; one finding a problem, one for all where none says it.

    An owner named at the problem counts for all its measures.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        （2）8月底前安装监控探头。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        （2）由信息股负责，8月底前安装监控探头。
    """
    yield from _lacking(
        case,
        lambda measure: bool(measure.responsible),
        lambda problem: bool(problem.responsible),
        lambda count, of: (
            plural(
                "{count} of {of} measures names nobody who answers for it",
                "{count} of {of} measures name nobody who answers for them",
                count,
            ).format(count=count, of=of)
            if of > 1
            else translate("the measure names nobody who answers for it")
        ),
        lambda of: translate("none of the {of} measures names anybody who answers for it").format(of=of),
    )


def measure_without_deadline(case: Case) -> Iterator[Fault]:
    """Measures of a plan without a day by which they are done; one finding a problem, one for all where none has one.

    A recurrence (每季度), 立行立改, 立即, 拟于9月 and 长期坚持 say when as well. A word such as 及时 does not, but is `vague-deadline`'s.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        （2）由信息股负责安装监控探头。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        （2）由信息股负责，每季度检查一次监控探头。
    """
    yield from _lacking(
        case,
        lambda measure: bool(
            measure.deadline
            or measure.deadline_text
            or measure.recurrence
            or measure.ongoing
            or _AT_A_TIME.search(measure.text)
        ),
        lambda problem: bool(problem.deadline or problem.deadline_text or problem.ongoing),
        lambda count, of: (
            plural(
                "{count} of {of} measures has no day by which it is done",
                "{count} of {of} measures have no day by which they are done",
                count,
            ).format(count=count, of=of)
            if of > 1
            else translate("the measure has no day by which it is done")
        ),
        lambda of: translate("none of the {of} measures has a day by which it is done").format(of=of),
    )


_AT_A_TIME: Final = re.compile(
    r"(?:拟|计划|安排)[于在]\s?(?:\d{4}\s?年)?\s?\d{1,2}\s?月|(?<![能可])(?<!可以)(?:立即|即日起)"
)


def _lacking(
    case: Case,
    has: Callable[[Measure], bool],
    inherits: Callable[[Problem], bool],
    say: Callable[[int, int], str],
    say_none: Callable[[int], str],
) -> Iterator[Fault]:
    if not case.is_plan:
        return
    answering = [step for step in case.steps if step.problem is not None]
    missing = [step for step in answering if not has(step.measure) and not (step.problem and inherits(step.problem))]
    if not missing:
        return
    if len(missing) == len(answering) > 1:
        first = answering[0].measure
        yield Fault(case.opening(first), say_none(len(answering)), None, 0)
        return
    by_problem: dict[str, list[Step]] = {}
    for step in missing:
        by_problem.setdefault(step.problem.id if step.problem else "", []).append(step)
    for steps in by_problem.values():
        problem = steps[0].problem
        count = len(problem.measures) if problem else len(steps)
        yield Fault(
            case.opening(steps[0].measure),
            say(len(steps), count),
            count,
            count - len(steps),
            related=tuple(Elsewhere(case.opening(step.measure)) for step in steps[1:]),
        )


_VAGUE: Final = re.compile(r"及时|尽快|尽早|适时|早日|近期|限期|择机")
_ON_OCCASION: Final = re.compile(
    r"通过及时|(?:(?:发现|出现|遇有|遇到|一旦|凡是?|如有|若有)[^。；]{0,16}，[^，。；]{0,4}|对(?:于)?[^。；]{1,36}的，?[^，。；]{0,4})及时|及时(?:发现|掌握|了解|化解|回应|跟进|跟踪|预警|纠正发现)"
)
"""发现问题及时处理: how a thing is done whenever it comes up, not when."""
_NOT_VAGUE: Final = re.compile(r"[不未没]$|不够$|是否$|不能$")


def vague_deadline(case: Case) -> Iterator[Fault]:
    """A measure whose only word on time is one that can be held to nothing: 及时, 尽快, 适时.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，尽快修订巡查办法。
        （2）由信息股负责，8月底前安装监控探头。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。发现问题未及时处理。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法，及时处理发现的问题。
        （2）由信息股负责，8月底前安装监控探头。
    """
    if not case.is_plan:
        return
    for measure, problem in case.steps:
        dated = measure.deadline or measure.recurrence or measure.ongoing
        by_problem = problem is not None and (problem.deadline or problem.ongoing)
        if problem is None or dated or by_problem:
            continue
        found = _vague_word(case, measure)
        if found is not None:
            span, word = found
            yield Fault(span, translate("{word} is no day that anybody can be held to").format(word=word), None, word)


def _vague_word(case: Case, measure: Measure) -> tuple[Span, str] | None:
    if case.view is None:
        match = _VAGUE.fullmatch(measure.deadline_text or "")
        return (case.opening(measure), match.group()) if match else None
    text = case.view.text
    start, end = case.at(measure.span.start), case.at(measure.span.end - 1) + 1
    for match in _VAGUE.finditer(text, start, end):
        if match.group() == "及时" and _ON_OCCASION.search(text, max(start, match.start() - 40), match.end() + 4):
            continue
        if not _NOT_VAGUE.search(text, max(start, match.start() - 2), match.start()):
            return case.back(*match.span()), match.group()
    return None


def missing_label(case: Case) -> Iterator[Fault]:
    """A problem without the label (整改措施：) that stands before the measures of the others.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        2.台账不完整。三处水库没有建立台账。
        整改措施：
        （2）由农水股牵头，7月底前补建台账。
        3.培训不经常。全年没有组织过培训。
        （3）由人事股牵头，8月底前办班一期。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，7月底前修订巡查办法。
        2.台账不完整。三处水库没有建立台账。
        整改措施：
        （2）由农水股牵头，7月底前补建台账。
        3.培训不经常。全年没有组织过培训。
        整改措施：
        （3）由人事股牵头，8月底前办班一期。
    """
    answered = [problem for problem in case.ledger.problems if problem.measures]
    if len(answered) < 3:
        return
    labels = sorted((node.span.start, node.title) for node, _ in case.nodes if node.role == "label")
    lacking: list[Problem] = []
    words: dict[str, int] = {}
    at = 0
    for problem in answered:
        first = problem.measures[0].span.start
        while at < len(labels) and labels[at][0] < problem.span.start:
            at += 1
        here = []
        while at < len(labels) and labels[at][0] <= first:
            here.append(labels[at][1])
            at += 1
        if here:
            words[here[-1]] = words.get(here[-1], 0) + 1
        else:
            lacking.append(problem)
    if not words or len(answered) - len(lacking) < _LABELLED * len(answered):
        return
    usual = max(words, key=lambda word: words[word])
    for problem in lacking:
        yield Fault(
            case.opening(problem),
            translate("{label} stands before the measures of the other problems, not of this one").format(label=usual),
            usual,
            None,
        )


def empty_section(case: Case) -> Iterator[Fault]:
    """A heading with nothing below it, where the headings beside it have something.

    Fails:
        青禾县水利局自查报告
        一、基本情况
        局党组召开会议，安排部署自查工作。
        二、存在的主要问题
        三、下一步打算
        局党组将限期完成整改任务，每月调度。

    Passes:
        青禾县水利局自查报告
        一、基本情况
        局党组召开会议，安排部署自查工作。
        二、存在的主要问题
        （一）台账不完整。三处水库没有建立台账。
        三、下一步打算
        局党组将限期完成整改任务，每月调度。
    """
    beside: dict[tuple[int, str], list[Node]] = {}
    heads: list[list[Node]] = []
    for node, above in case.nodes:
        if node.marker is None or len(above) > 1:
            continue
        key = (id(above[-1]) if above else 0, mark_of(node.marker)[0])
        if key not in beside:
            beside[key] = []
            heads.append(beside[key])
        beside[key].append(node)
    records = {problem.span.start for problem in case.ledger.problems}
    records |= {measure.span.start for measure, problem in case.steps if problem is not None}
    for nodes in heads:
        empty = [node for node in nodes if _is_empty(case, node)]
        if len(nodes) < 2 or len(empty) * 2 >= len(nodes):
            continue
        for node in empty:
            if node.span.start in records or node.role in ("point", "task", "contents") or _is_sentence(case, node):
                continue
            yield Fault(Span(node.span.start, node.span.end), translate("nothing stands below this heading"))


def _is_empty(case: Case, node: Node) -> bool:
    """True when a node is its marker and its title alone, on a line of its own."""
    start, end = node.span
    if node.children or end - start > len(node.marker or "") + len(node.title) + 2:
        return False
    return case.text is None or not (case.text[start - 1 : start].strip() or case.text[end : end + 1].strip())


_LEAST_SENTENCE: Final = 25
"""Characters of an item that says its own when it ends as a sentence: it is no heading that waits for a text."""


def _is_sentence(case: Case, node: Node) -> bool:
    words = node.title if case.text is None else node.span.cut(case.text).strip()
    return len(words) >= _LEAST_SENTENCE and words[-1] in "。；！"


_BOILERPLATE: Final = re.compile(
    r"整改|工作|加强|进一步|严格|落实|开展|组织|提高|强化|建立|完善|健全|制度|措施|问题|情况|要求|相关|有关|确保|做到|推动|推进|认真|切实|"
    r"坚持|责任|牵头|负责|由|对|的|和|及|等|将|在|为|与|并|了|个|名|次|年|月|日|前|底|不|有|局|县|市|区|镇|党组|党委|领导|干部|人员|部门|单位|机关|办公室"
)
_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,}")
_LEAST: Final = 8
"""Pairs of characters that a measure and its problem need at least to be held against each other."""
_PLENTY: Final = 30
"""Pairs of a measure so long that it would share one with its problem by the way, were it about it."""
_CLOSER: Final = 3
"""Pairs shared with another problem that show where a measure belongs."""


def measure_off_topic(case: Case) -> Iterator[Fault]:
    """A measure that shares no word with its problem, and is long, or shares some with another problem.

    What is said of any problem (约谈, 举一反三) is left out, and so are words that stand in every plan.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.河道巡查不到位。每月只巡查一次河道，采砂点无人看管。
        整改措施：
        （1）由河湖股牵头，7月底前修订河道巡查办法，看管采砂点。
        （2）由人事股牵头，8月底前核查人事档案，补录学历与出生日期。
        2.人事档案审核不细。学历与出生日期前后不一。
        整改措施：
        （3）由人事股牵头，9月底前逐卷审核人事档案。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.河道巡查不到位。每月只巡查一次河道，采砂点无人看管。
        整改措施：
        （1）由河湖股牵头，7月底前修订河道巡查办法，看管采砂点。
        （2）由信息股牵头，9月底前在河道采砂点安装监控。
        2.人事档案审核不细。学历与出生日期前后不一。
        整改措施：
        （3）由人事股牵头，9月底前逐卷审核人事档案。
    """
    if not case.is_plan:
        return
    topics = [_topic(problem) for problem in case.ledger.problems]
    for problem, about in zip(case.ledger.problems, topics, strict=True):
        if len(about) < _LEAST:
            continue
        measures = [(measure, _content(measure.text)) for measure in problem.measures]
        near = about.union(*(words for _, words in measures if words & about))
        for measure, words in measures:
            general = measure.category in ("追责问责", "举一反三", "教育培训")
            if len(words) < _LEAST or general or words & near or words & _content("".join(problem.path)):
                continue
            if len(words) >= _PLENTY or any(len(words & other) >= _CLOSER for other in topics):
                yield Fault(case.opening(measure), translate("the measure shares no word with its problem"))


def _topic(problem: Problem) -> set[str]:
    """What a problem is about."""
    return _content(" ".join([problem.title, problem.detail or "", *(point.text for point in problem.points)]))


def _content(text: str) -> set[str]:
    """The pairs of characters of a text that say what it is about."""
    return {run[at : at + 2] for run in _HAN.findall(_BOILERPLATE.sub(" ", text)) for at in range(len(run) - 1)}
