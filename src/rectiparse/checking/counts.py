"""Rules on counts: what is declared against what is there, and one thing counted in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from rectiparse.checking.case import Case, Counted
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.checking.numbering import mark_of
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Declared, Genre, Node, Problem
from rectiparse.numerals import parse_numeral

# ---- what is declared ------------------------------------------------------------------------------------------------

_NUMBER: Final = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5})"
_NOT_ITS_OWN: Final = re.compile(r"通报|共性|上一?轮|前一?轮|上次|历次|往年|去年|上年度?|以往|以前")
"""Words of a sentence that counts the problems of another document, or of another round."""
_OF_EARLIER: Final = re.compile(r"^[^。；，\n]{0,12}(?:上一?[轮次年]|前一?轮|往年|去年)")
"""The words of a heading: what stands below it counts what was found before."""
_INSPECTED: Final = re.compile("巡[察视]|审计|督察|督导")
_OF_WHICH_OURS: Final = re.compile(r"(?:其中)?(?:涉及|关于|属于|指向)(?:我|本)[局镇乡县区市校院委办厅单党街社]")
"""32个问题，其中涉及我局8个: of the first number the document holds a part alone."""
_DONE: Final = (
    r"(?:已(?:经)?(?:全部)?(?:完成整改|整改完成|整改到位|整改|完成|销号|办结)|完成整改|整改完成|整改到位|整改销号)"
)
_BEGUN: Final = (
    r"(?:基本完成(?:整改)?|基本整改到位|阶段性(?:完成|整改)(?:整改)?|部分(?:完成(?:整改)?|整改(?:到位)?)|正在(?:推进|抓紧|持续)?(?:整改|推进|办理)|整改中|在办|推进中|申请延期(?:整改)?|未完成(?:整改)?|"
    r"尚未(?:完成)?(?:整改)?(?:到位)?|未整改(?:到位)?|未销号|未办结|待整改)"
)
_OPEN: Final = re.compile(r"正在|整改中|在办|推进中|申请|未|尚|待|(?:\S{0,12}(?:正在|未完成|未整改))")
"""Parts that are told last, after which none is left out."""
_NEARLY: Final = 0.9
_KINDS_IN_ALL: Final = 3
_KIND: Final = r"(?:立行立改|限期整改|分阶段整改|分步整改|近期整改|中期整改)"
_LONG: Final = r"(?:长期(?:整改|坚持)|持续(?:整改|推进))"
"""How far things are, or the kind of problem: what stands beside it shows which."""
_OF: Final = r"(?:的|有|为|共|问题|任务|事项|\s){0,3}"
_PART: Final = re.compile(
    rf"(?:(?P<done>{_DONE})|(?P<begun>{_BEGUN})|(?P<kind>{_KIND})|(?P<long>{_LONG})){_OF}(?P<number>{_NUMBER})\s?(?:个|项|条|件)"
    rf"|(?P<first>{_NUMBER})\s?(?:个|项|条|件)(?:问题)?(?:(?P<was_done>{_DONE})|(?P<was_begun>{_BEGUN}))"
)
_OTHER_WHOLE: Final = re.compile(
    rf"(?:问题|任务|事项|清单|线索)(?:共计?|计|为|有)?{_NUMBER}\s?[个项条件]"
    rf"|{_NUMBER}\s?[个项条件][^，。；、\d]{{0,8}}?(?:问题|任务|事项|线索)"
)
"""整改任务52个，已完成46个: a number of its own between the declared one and the parts, whose parts they are."""
_COUNTED: Final = re.compile(rf"(?<![第\d.]){_NUMBER}\s?[个项条件]")
_HOW_FAR: Final = re.compile(r"完成|整改|推进|办结|销号|坚持|阶段|在办|办理|延期")
_ASIDE: Final = re.compile(r"[（(][^（）()]*[)）]")
_HEADING: Final = re.compile(
    rf"[（(]\s?(?:共|计|共计)?\s?(?P<aside>{_NUMBER})\s?[个项条](?:具体|突出|主要)?(?:问题)?\s?(?:[，,、；;：:][^（）()]{{0,30}})?[)）]\s?$"
    rf"|[，,]?共?(?:存在|有|计)?(?P<at_end>{_NUMBER})\s?[个项条](?:具体|突出|主要)?问题\s?$"
)
_MEASURES: Final = re.compile(
    rf"(?:制定|提出|细化|明确|采取)[^。；，,\n]{{0,8}}?"
    rf"(?:(?P<count>{_NUMBER})\s?[条项个][^。；，,\n]{{0,4}}措施|措施(?:共|计)?(?P<after>{_NUMBER})\s?[条项个])"
)


def declared_count(case: Case) -> Iterator[Fault]:
    """A count of aspects, problems or measures that the document declares and does not keep.

    It is held against the problems, and against every level of the outline above and below them: a document may count
    its headings or the points inside its problems. Parts (已完成24个、在办7个) are held against their whole, and a number of
    things (三点意见：) against the list right behind it. What a text that breaks off in mid-sentence lacks is no error.

    Fails:
        青禾县水利局党组整改方案
        巡察组反馈了2个方面4个问题，制定本方案。
        一、整改内容及措施
        （一）业务方面
        1.巡查不到位。每月只巡查一次河道。
        整改措施：由河湖股牵头，7月底前修订巡查办法。
        2.台账不完整。三处水库没有建立台账。
        整改措施：由农水股牵头，7月底前补建台账。
        （二）队伍方面
        3.培训不经常。全年没有组织过培训。
        整改措施：由人事股牵头，8月底前办班一期。

    Passes:
        青禾县水利局党组整改方案
        巡察组反馈了2个方面3个问题，制定本方案。
        一、整改内容及措施
        （一）业务方面
        1.巡查不到位。每月只巡查一次河道。
        整改措施：由河湖股牵头，7月底前修订巡查办法。
        2.台账不完整。三处水库没有建立台账。
        整改措施：由农水股牵头，7月底前补建台账。
        （二）队伍方面
        3.培训不经常。全年没有组织过培训。
        整改措施：由人事股牵头，8月底前办班一期。
    """
    yield from _totals(case)
    yield from _parts(case)
    yield from _headings(case)
    yield from _measures(case)
    yield from _announced(case)


_NOT_ONE_BY_ONE: Final[frozenset[Genre]] = frozenset({"audit", "feedback"})
"""Kinds of document that often name a few of the problems they count."""


def _totals(case: Case) -> Iterator[Fault]:
    problems = case.ledger.problems
    if not problems:
        return
    counts = _level_counts(case)
    aspects = {problem.aspect for problem in problems if problem.aspect}
    there = {
        "problem": (
            {len(problems), sum(max(len(problem.points), 1) for problem in problems), _as_printed(case), *counts},
            len(problems),
        ),
        "aspect": ({*counts, len(aspects)}, len(aspects) or (counts[0] if counts else 0)),
    }
    listed = [case.back(*match.span()) for match in _announcements(case)]
    earlier = [node.span for node, _ in case.nodes if node.marker is not None and _OF_EARLIER.search(node.title)]
    own = [
        entry
        for entry in case.ledger.document.declared
        if not _of_another(case, entry) and not any(span.overlaps(entry.span) for span in (*listed, *earlier))
    ]
    some_alone = any(
        entry.kind == "problem" and entry.count > 2 * len(problems) and entry.count not in there["problem"][0]
        for entry in own
    )
    for entry in own:
        fitting, found = there[entry.kind]
        if entry.count in fitting or not found:
            continue
        sure = not any(other.count in fitting for other in own if other.kind == entry.kind)
        near = found * 2 >= entry.count and entry.count * 2 >= found  # else the outline may not have been understood
        if not near and (case.breaks_off or case.ledger.document.genre in _NOT_ONE_BY_ONE):
            continue
        if found < entry.count and case.breaks_off:
            sure = False  # the rest may have been cut off
        if entry.kind == "aspect" and found < entry.count and some_alone:
            sure = False  # 4个方面54个问题, of which it tells six
        yield Fault(
            entry.span,
            (
                translate("{text} are declared; {found} problems are there")
                if entry.kind == "problem"
                else translate("{text} are declared; {found} are there")
            ).format(text=entry.text, found=found),
            entry.count,
            found,
            severity=None if sure and near else "warning",
        )


def _of_another(case: Case, entry: Declared) -> bool:
    if case.text is None:
        return False
    low = max(0, entry.span.start - 80)
    start = max(low, *(case.text.rfind(stop, low, entry.span.start) + 1 for stop in "。；，\n"))
    if _NOT_ITS_OWN.search(case.text, start, entry.span.end + 4):
        return True
    if case.ledger.document.genre == "self-criticism" and _INSPECTED.search(case.text, start, entry.span.start):
        return True  # what others found in the unit; what one finds in oneself is listed
    end = min(
        (at for at in (case.text.find(stop, entry.span.end) for stop in "。；\n") if at >= 0), default=len(case.text)
    )
    return _OF_WHICH_OURS.search(case.text, entry.span.end, end) is not None


def _as_printed(case: Case) -> int:
    """How many problems there are when one that is split (1. in （1） and （2）) counts once, beside 2. and 3."""
    starts = {problem.span.start for problem in case.ledger.problems}
    placed = [(node, above) for node, above in case.nodes if node.marker is not None and node.span.start in starts]
    families = {mark_of(node.marker or "")[0] for node, _ in placed}
    outermost = {
        next((one.span.start for one in above if one.marker and mark_of(one.marker)[0] in families), node.span.start)
        for node, above in placed
    }
    return len(outermost)


def _level_counts(case: Case) -> list[int]:
    """How many headings stand above the problems, level by level, from the top; the only one at its level is left out."""
    starts = {problem.span.start for problem in case.ledger.problems}
    levels: dict[int, set[int]] = {}
    for node, above in case.nodes:
        if node.marker is not None and node.span.start in starts:
            for depth, ancestor in enumerate(above):
                levels.setdefault(depth, set()).add(ancestor.span.start)
    return [len(level) for _, level in sorted(levels.items()) if len(level) > 1]


def _parts(case: Case) -> Iterator[Fault]:
    """A declared number of problems against the parts it is told to have."""
    if case.view is None:
        return
    text = case.view.text
    told: set[int] = set()
    for entry in case.ledger.document.declared:
        if entry.kind != "problem":
            continue
        end = case.at(entry.span.end - 1) + 1
        stop = min((at for at in (text.find(mark, end) for mark in "。；\n") if at >= 0), default=len(text))
        words = _ASIDE.sub(lambda match: "　" * len(match.group()), text[end:stop])
        matches = list(_PART.finditer(words))
        kinds = any(match["kind"] for match in matches)
        by_progress = [match for match in matches if not match["kind"] and not (kinds and match["long"])]
        by_kind = [match for match in matches if match["kind"] or (kinds and match["long"])]
        for parts in (by_progress, by_kind):
            counts = [parse_numeral(match["number"] or match["first"]) or 0 for match in parts]
            done = any(match["done"] or match["was_done"] for match in parts)
            rest = any(not match["done"] and not match["was_done"] for match in parts)
            whole = len(counts) > 1 and (done or parts is by_kind) and rest
            if not counts or end + parts[0].start() in told or _has_other_whole(words, matches, parts[0].start()):
                continue
            told.add(end + parts[0].start())
            whole = whole and not _more_parts(words, matches)
            left_open = parts is by_kind or any(_OPEN.match(match.group()) for match in parts)
            short = whole and sum(counts) < entry.count
            if short and parts is by_kind and len(parts) < _KINDS_IN_ALL and "其中" in words[: parts[0].start()]:
                continue  # 其中立行立改3个、长期坚持2个: the others are of no kind
            if short and not left_open and sum(counts) < _NEARLY * entry.count:
                continue  # 60个问题，已完成9个、阶段性完成22个: of those still open nothing is said
            if short or sum(counts) > entry.count:
                yield Fault(
                    case.back(end + parts[0].start(), end + parts[-1].end()),
                    (
                        translate("{parts} = {found}, but {text} are declared")
                        if len(counts) > 1
                        else translate("{parts} are told of {text}: a part is greater than its whole")
                    ).format(parts=" + ".join(map(str, counts)), found=sum(counts), text=entry.text),
                    entry.count,
                    sum(counts),
                    severity="warning" if short and not left_open else None,
                    related=(Elsewhere(entry.span),),
                )
    yield from _progress(case)


def _has_other_whole(words: str, parts: list[re.Match[str]], end: int) -> bool:
    """True when another number of problems or tasks stands between the declared one and its first part."""
    return any(
        not any(part.start() < match.end() and match.start() < part.end() for part in parts)
        for match in _OTHER_WHOLE.finditer(words, 0, end)
    )


def _more_parts(words: str, parts: list[re.Match[str]]) -> bool:
    """True when a number among the parts, or right behind them, tells how far some are in words that are not known."""
    last = parts[-1].end()
    for match in _COUNTED.finditer(words, parts[0].start()):
        if any(part.start() < match.end() and match.start() < part.end() for part in parts):
            continue
        clause = max(words.rfind(mark, 0, match.start()) for mark in "，、：") + 1
        if match.start() < last or _HOW_FAR.search(words, clause, match.start()):
            return True
    return False


def _progress(case: Case) -> Iterator[Fault]:
    """How many problems are told to be done, against those that the document itself says are done."""
    if case.view is None or case.text is None:
        return
    problems = case.ledger.problems
    if not problems or not all(_says_itself(case, problem) for problem in problems):
        return
    done = sum(problem.status in ("done", "mostly-done", "long-term") for problem in problems)
    strictly = sum(problem.status == "done" for problem in problems)
    first = case.at(problems[0].span.start)
    for entry in case.ledger.document.declared:
        end = case.at(entry.span.end - 1) + 1
        if entry.kind != "problem" or entry.count != len(problems) or end > first:
            continue
        stop = min((at for at in (case.view.text.find(mark, end) for mark in "。\n") if at >= 0), default=end)
        match = _PART.search(case.view.text, end, stop)
        if match is None or not (match["done"] or match["was_done"]):
            continue
        told = parse_numeral(match["number"] or match["first"])
        if told not in (done, strictly):
            yield Fault(
                case.back(match.start(), match.end()),
                translate("{told} problems are told to be done; by their own words {found} are").format(
                    told=told, found=done
                ),
                told,
                done,
                severity="warning",
            )


def _says_itself(case: Case, problem: Problem) -> bool:
    words = case.words(problem.span) or ""
    return problem.status_text is not None and problem.status_text in words


def _headings(case: Case) -> Iterator[Fault]:
    """A heading that says how many problems stand below it: （一）党的建设方面（8个）."""
    starts = [problem.span.start for problem in case.ledger.problems]
    for node, _ in case.nodes:
        if node.marker is None or node.role not in ("problems", "general"):
            continue
        match = _HEADING.search(node.title)
        if match is None:
            continue
        count = parse_numeral(match["aside"] or match["at_end"])
        found = sum(node.span.start < start < node.span.end for start in starts)
        inner = sum(child.marker is not None for child in node.children)
        if found and count is not None and count not in (found, inner):
            yield Fault(
                _title_span(case, node),
                translate("{count} problems are declared in the heading; {found} stand below it").format(
                    count=count, found=found
                ),
                count,
                found,
                severity="warning" if found < count and case.breaks_off else None,
            )


def _title_span(case: Case, node: Node) -> Span:
    """The first line of a node, as far as its title goes."""
    end = min(node.span.start + len(node.marker or "") + len(node.title), node.span.end)
    if case.text is not None:
        line_end = case.text.find("\n", node.span.start)
        end = min(end, line_end if line_end >= 0 else end)
    return Span(node.span.start, end)


def _measures(case: Case) -> Iterator[Fault]:
    """A plan that says how many measures it takes (制定158条整改措施)."""
    problems = case.ledger.problems
    measures = [measure for problem in problems for measure in problem.measures]
    if case.view is None or case.ledger.document.genre != "plan" or not measures:
        return
    if any(measure.marker is None for measure in measures):
        return
    for match in _MEASURES.finditer(case.view.text, 0, case.at(problems[0].span.start)):
        count = parse_numeral(match["count"] or match["after"])
        if count is not None and count > 1 and count not in (len(measures), len(measures) + len(case.ledger.measures)):
            yield Fault(
                case.back(match.start("count" if match["count"] else "after"), match.end()),
                translate("{count} measures are declared; {found} are there").format(count=count, found=len(measures)),
                count,
                len(measures),
                severity="warning",
            )


_ANNOUNCED: Final = re.compile(
    rf"(?<![第\d.])(?P<number>{_NUMBER})\s?(?:个(?:方面|问题|环节|措施|重点|层面|步骤)|[点项条个])"
    r"(?P<what>[^，。；：:、\d\n]{0,14})(?:[：:]\s*(?=一[是要]|[（(][一1][）)]|①|1[.、．])|(?<=意见|建议|要求|问题|方面|措施)[，。](?=一[是要]))"
)
_MOST_ANNOUNCED: Final = 12


def _announced(case: Case) -> Iterator[Fault]:
    """主要存在四个方面的问题：一是…二是…三是…: the list that follows right behind the number."""
    if case.view is None:
        return
    lists: dict[int, list[Node]] = {}
    for siblings in _siblings(case):
        run: list[Node] = []
        for node in siblings:
            value = mark_of(node.marker or "")[1]
            if run and (mark_of(run[-1].marker or "")[0] != mark_of(node.marker or "")[0] or value == 1):
                run = []
            if not run:
                lists[case.at(node.span.start)] = run
            run.append(node)
    text = case.view.text
    for match in _announcements(case):
        count, items = parse_numeral(match["number"]), lists.get(match.end())
        if not items or count is None or not 2 <= count <= _MOST_ANNOUNCED or len(items) == count:
            continue
        numbers = [mark_of(node.marker or "")[1] for node in items]
        cut = case.breaks_off and not text[case.at(items[-1].span.end - 1) + 1 :].strip()
        if len(items) < 2 or numbers != list(range(1, len(items) + 1)) or (cut and len(items) < count):
            continue  # a gap is told by numbering-gap
        yield Fault(
            case.back(match.start("number"), match.end("what")),
            translate("{count} are announced; {found} follow").format(count=count, found=len(items)),
            count,
            len(items),
            severity="warning",
            related=(Elsewhere(Span(items[-1].span.start, items[-1].span.start + len(items[-1].marker or ""))),),
        )


@lru_cache(maxsize=1)
def _announcements(case: Case) -> tuple[re.Match[str], ...]:
    """Where a number of things is told that are listed right behind it."""
    return tuple(_ANNOUNCED.finditer(case.view.text)) if case.view is not None else ()


def _siblings(case: Case) -> Iterator[list[Node]]:
    """The marked nodes that stand side by side, list by list."""
    beside: dict[int, list[Node]] = {}
    for node, above in case.nodes:
        if node.marker is not None:
            beside.setdefault(id(above[-1]) if above else 0, []).append(node)
    yield from beside.values()


# ---- one thing counted in two ways -----------------------------------------------------------------------------------

_THINGS: Final = frozenset("名人户家个处座项件笔元亩份条台辆套所间栋宗起例平方米")
"""Units that count what is there; how often something is done (次, 场, 期) is rightly more in a measure than before."""
_HAN: Final = re.compile(r"[\u4e00-\u9fff（）()“”、]+")
_YEAR: Final = re.compile(r"\d{4}(?=\s?年)")
_HAN_BEFORE: Final = re.compile(r"[\u4e00-\u9fff]+$")
_NOT_THE_WHOLE: Final = re.compile(
    r"其中|剩余|其余|余下|另外|另有|部分|首批|分批|先期|先行|第[一二三四\d]批|新增|增加|新建|建设|培养|引进|招录|申报|至少|不少于|达到|力争|每|再|又|还有"
)
_SHARED: Final = 4
"""Characters of the words after a figure that must be the same for it to count the same thing."""


def figure_mismatch(case: Case) -> Iterator[Fault]:
    """The same thing counted differently in a problem and in its own measure.

    The words that follow the figure must be the same in both, and the measure must not tell of a part or of a goal.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.救助对象核查不细。抽查发现44名特困对象未精准识别。
        整改措施：
        （1）由救助股牵头，对45名特困对象未精准识别的情形逐一核实。
        （2）由办公室牵头，8月底前完善核查制度。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.救助对象核查不细。抽查发现44名特困对象未精准识别。
        整改措施：
        （1）由救助股牵头，对44名特困对象未精准识别的情形逐一核实。
        （2）由办公室牵头，8月底前完善核查制度。
    """
    if case.view is None:
        return
    text = case.view.text
    by_owner: dict[str, list[Counted]] = {}
    for item in case.figures:
        figure = item.figure
        if figure.owner and _is_count(item) and figure.unit and figure.unit[-1] in _THINGS:
            by_owner.setdefault(figure.owner, []).append(item)
    for problem in case.ledger.problems:
        told = by_owner.get(problem.id, [])
        if not told:
            continue
        for measure in problem.measures:
            answers = by_owner.get(measure.id, [])
            for answer in answers:
                same = _same_thing(text, answer, told)
                if same is None or not _is_slip(same, answer, answers):
                    continue
                if not _years(text, answer) <= _years_of(case, problem):
                    continue
                clause = max(text.rfind(mark, 0, answer.start) for mark in "，。；：、\n") + 1
                if _NOT_THE_WHOLE.search(text, clause, answer.end) or _adds_up(same, answers):
                    continue
                yield Fault(
                    answer.figure.span,
                    translate("{found} here, but {expected} in the problem").format(
                        found=_joined(answer), expected=_joined(same)
                    ),
                    _joined(same),
                    _joined(answer),
                    related=(Elsewhere(same.figure.span),),
                )


def _is_count(item: Counted) -> bool:
    figure = item.figure
    return figure.value is not None and not figure.approximate and figure.bound is None and not figure.masked


def _words_after(text: str, item: Counted) -> str:
    match = _HAN.match(text, item.end, min(len(text), item.end + 12))
    return match.group() if match else ""


def _words_before(text: str, item: Counted) -> str:
    """The words up to a figure, read backwards; none where a year or a day stands before them, whose figure it is."""
    match = _HAN_BEFORE.search(text[max(0, item.start - 12) : item.start])
    return match.group()[::-1] if match and match.group()[0] not in "年月日" else ""


def _same_thing(text: str, answer: Counted, told: list[Counted]) -> Counted | None:
    """The figure among `told` that counts what `answer` counts: by the words right after both or right before both.

    Where there are none, by a long part of the words after it or by its subject; then the measure must not name a figure
    that the problem names as well.
    """
    alike = [one for one in told if one.figure.unit == answer.figure.unit]
    equal = [one for one in alike if one.figure.value == answer.figure.value]
    beside = {id(one): _shared(text, answer, one) for one in alike}
    longest = max(beside.values(), default=0)
    if longest:
        nearest = [one for one in alike if beside[id(one)] == longest]
        return next((one for one in nearest if one in equal), nearest[0])
    if equal:
        return equal[0]
    after, subject = _words_after(text, answer), answer.figure.subject or ""
    parts = {id(one): _longest_part(after, _words_after(text, one)) for one in alike}
    longest = max(parts.values(), default=0)
    return next(
        (
            one
            for one in alike
            if (longest and parts[id(one)] == longest) or (len(subject) >= _SHARED and one.figure.subject == subject)
        ),
        None,
    )


def _shared(text: str, answer: Counted, told: Counted) -> int:
    """How many characters right after two figures, or right before them, are the same; 0 where too few are.

    Where all that follows the one is shared (仍有46个未注销。), three will do, and so they will before an amount of money
    (差旅费6816元).
    """
    told_after = _words_after(text, told)
    following = _begin_alike(_words_after(text, answer), told_after)
    if following < _SHARED and not following == len(told_after) == _SHARED - 1:
        following = 0
    before = _begin_alike(_words_before(text, answer), _words_before(text, told))
    if before < _SHARED and not (before == _SHARED - 1 and answer.figure.unit == "元"):
        before = 0
    return max(following, before)


def _begin_alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _longest_part(one: str, other: str) -> int:
    """The length of the longest part of one text that stands in the other; 0 for a short one."""
    for length in range(min(len(one), len(other)), _SHARED, -1):
        if any(one[at : at + length] in other for at in range(len(one) - length + 1)):
            return length
    return 0


def _years(text: str, item: Counted) -> set[str]:
    """The years that stand before a figure in its clause."""
    start = max(text.rfind(mark, max(0, item.start - 60), item.start) for mark in "，。；：\n") + 1
    return set(_YEAR.findall(text, max(start, item.start - 60), item.start))


def _years_of(case: Case, problem: Problem) -> set[str]:
    """The years that a problem names, up to its measures."""
    end = problem.measures[0].span.start if problem.measures else problem.span.end
    return set(_YEAR.findall((case.text or "")[problem.span.start : end]))


def _is_slip(told: Counted, answer: Counted, answers: list[Counted]) -> bool:
    """True when two counts differ, not by far, and the measure does not name the first one as well, as a whole."""
    first, second = float(told.figure.value or 0), float(answer.figure.value or 0)
    if first == second or not first < 2 * second < 4 * first:
        return False
    return not any((one.figure.unit, one.figure.value) == (told.figure.unit, told.figure.value) for one in answers)


def _adds_up(whole: Counted, parts: list[Counted]) -> bool:
    values = [item.figure.value or 0 for item in parts if item.figure.unit == whole.figure.unit]
    return len(values) > 1 and sum(values) == whole.figure.value


def _joined(item: Counted) -> str:
    return "".join(item.figure.text.split())
