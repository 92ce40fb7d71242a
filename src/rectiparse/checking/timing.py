"""Rules on time: days that cannot be, that stand in the wrong order, that have passed, that keep no limit."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Final

from rectiparse.checking.case import PLANS, Case
from rectiparse.checking.dating import document_date, document_days
from rectiparse.checking.days import days_of
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.checking.limits import Limit
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Date, Genre
from rectiparse.numerals import parse_numeral

_CN: Final = "〇零一二三四五六七八九十廿卅"
_PRINTED: Final = re.compile(
    rf"(?=[\d{_CN}○])(?:"
    rf"(?:(?P<year>(?<!\d)\d{{4}}|[〇○零一二三四五六七八九]{{4}})\s?年\s?)?(?<![\d.{_CN}])(?P<month>\d{{1,2}}|[{_CN}]{{1,3}})\s?月\s?(?P<day>\d{{1,2}}|[{_CN}]{{1,3}})\s?(?:日|号(?![文楼令件院地块标栋铺线桥公通]))"
    r"|(?<!\d)(?P<year_only>\d{4})\s?年\s?(?P<month_only>\d{1,2})\s?月(?!\s?\d)"
    r"|(?<![\d.\-/〔\[（(A-Za-z])(?P<y>(?:19|20)\d\d)(?P<mark>[-./])(?P<m>\d{1,2})(?P=mark)(?P<d>\d{1,2})(?![\d.\-/])"
    r"|(?<!\d)(?P<long>(?:19|20)\d{3})\s?年)"
)

_RUN_TOGETHER: Final = re.compile(r"(?<![\d.\-/第])20[0-4]\d(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12]\d|3[01])日(?![\d元])")
"""A day whose 年 and 月 were lost: 202442日."""


def impossible_date(case: Case) -> Iterator[Fault]:
    """A day that no calendar has: 2月30日, 13月, 6月31日, or a day of another weekday than the one beside it.

    Fails:
        青禾县水利局自查报告
        一、基本情况。2023年2月30日，局党组召开会议部署自查。
        二、主要问题。台账不完整。

    Passes:
        青禾县水利局自查报告
        一、基本情况。2024年2月29日，局党组召开会议部署自查。
        二、主要问题。台账不完整。
    """
    yield from _wrong_weekdays(case)
    if case.view is None:
        yield from (
            _impossible(date.span, date.value)
            for date in case.ledger.dates
            if date.value and re.search(r"\d{4}-\d\d", date.value) and "X" not in date.value and not _can_be(date.value)
        )
        return
    for match in _PRINTED.finditer(case.view.text):
        if match["long"] or not _is_day(match):
            yield _impossible(case.back(*match.span()), "".join(match.group().split()))
    for match in _RUN_TOGETHER.finditer(case.view.text):
        yield _impossible(case.back(*match.span()), match.group())


_WEEKDAYS: Final = "一二三四五六日"
_WEEKDAY: Final = re.compile(
    r"\s?(?:[（(]\s?(?:星期|周|礼拜)(?P<bracketed>[一二三四五六日天])\s?[）)]|(?:星期|礼拜)(?P<bare>[一二三四五六日天])(?!至|到)"
    r"|，?周(?P<short>[一二三四五六日])(?=[，。；、）)]|[上下]午))"
)


def _wrong_weekdays(case: Case) -> Iterator[Fault]:
    """2023年8月3日（星期三）, which was a Thursday."""
    if case.view is None:
        return
    text = case.view.text
    for date in case.ledger.dates:
        days = days_of(date.value) if date.kind == "point" else None
        if days is None or days.first is None or days.first != days.last:
            continue
        end = case.at(date.span.end - 1) + 1
        match = _WEEKDAY.match(text, end)
        if match is None:
            continue
        told = (match["bracketed"] or match["bare"] or match["short"]).replace("天", "日")
        right = _WEEKDAYS[days.first.weekday()]
        if told != right:
            yield Fault(
                case.back(case.at(date.span.start), match.end()),
                translate("{day} is a {right}, not a {told}").format(
                    day=date.value, right=f"星期{right}", told=f"星期{told}"
                ),
                f"星期{right}",
                f"星期{told}",
                severity=None if date.basis == "explicit" else "warning",
            )


def _impossible(span: Span, words: str) -> Fault:
    return Fault(span, translate("{day}: there is no such day").format(day=words), None, words)


def _can_be(value: str) -> bool:
    return all(part == ".." or days_of(part) is not None for part in value.split("/"))


def _is_day(match: re.Match[str]) -> bool:
    year = parse_numeral(match["year"] or match["year_only"] or match["y"] or "") if match.group() else None
    month = parse_numeral(match["month"] or match["month_only"] or match["m"] or "")
    day = parse_numeral(match["day"] or match["d"] or "1")
    if month is None or day is None:
        return True
    if not 1 <= month <= 12:
        return match["mark"] is not None  # 2023-15-01 may number anything
    leap = year if year and 1 <= year <= 9999 else 2024
    return 1 <= day <= monthrange(leap, month)[1]


def date_order(case: Case) -> Iterator[Fault]:
    """An interval that ends before it begins, or findings handed over before the inspection was at its end.

    So a day that is told to come after one that it lies before, and one that the document tells of though it was still to come.

    An end without a year of its own may lie in the next year (11月20日至1月10日) and is left alone, but where an inspection
    would last longer than any does, or the findings wait as long.

    Fails:
        青禾县水利局党组整改方案
        2024年5月10日至2024年3月11日，县委第二巡察组开展了常规巡察。
        一、工作要求。各股室按期完成整改任务。
        二、组织保障。局党组成立领导小组。

    Passes:
        青禾县水利局党组整改方案
        2024年3月11日至2024年5月10日，县委第二巡察组开展了常规巡察。
        一、工作要求。各股室按期完成整改任务。
        二、组织保障。局党组成立领导小组。
    """
    for date in case.ledger.dates:
        if date.kind == "interval" and date.value and "/" in date.value:
            start, end = (days_of(part) for part in date.value.split("/", 1))
            if start and end and start.first and end.last and end.last < start.first:
                yield Fault(
                    date.span,
                    translate("ends before it begins"),
                    None,
                    date.value,
                )
    yield from _wrapped(case)
    yield from _one_after_another(case)
    yield from _told_too_early(case)
    facts = case.ledger.document
    inspected, feedback = days_of(facts.inspected), days_of(facts.feedback)
    if inspected and feedback and inspected.last and feedback.last and feedback.last < inspected.last:
        told = next((date for date in case.ledger.dates if date.value == facts.feedback), None)
        if told is not None and inspected.first and inspected.first <= inspected.last:
            yield Fault(
                told.span,
                translate("the findings are handed over on {feedback}, before the inspection ends ({end})").format(
                    feedback=facts.feedback, end=inspected.last
                ),
                None,
                facts.feedback,
                severity="warning",
            )


_TOO_LONG: Final = datetime.timedelta(days=240)
"""No inspection lasts so long, and no findings wait so long."""
_A_YEAR: Final = re.compile(r"\d{4}")


def _wrapped(case: Case) -> Iterator[Fault]:
    """What was read into the next year for want of one of its own, though it then lies too far off."""
    facts = case.ledger.document
    inspected, feedback = days_of(facts.inspected), days_of(facts.feedback)
    if inspected is None or inspected.first is None or inspected.last is None:
        return
    told = next((date for date in case.ledger.dates if date.value == facts.inspected), None)
    ends_anew = told is not None and len(_A_YEAR.findall(told.text)) == 1 and inspected.last.year > inspected.first.year
    if told is not None and ends_anew and inspected.last - inspected.first > _TOO_LONG:
        yield Fault(told.span, translate("ends before it begins"), None, told.value, severity="warning")
        return
    if feedback is None or feedback.first is None or feedback.first - inspected.last <= _TOO_LONG:
        return
    day = (facts.feedback or "")[4:]
    told = next(
        (date for date in case.ledger.dates if date.basis == "inherited" and (date.value or "")[4:] == day), None
    )
    if told is not None and day and not _A_YEAR.search(told.text):
        yield Fault(
            told.span,
            translate("the findings are handed over on {feedback}, before the inspection ends ({end})").format(
                feedback="".join(told.text.split()), end=inspected.last
            ),
            None,
            facts.feedback,
            severity="warning",
        )


_AFTER: Final = r"(?<![先前今最])后(?![续勤备期台果进顾者劲面半])[，,]?(?:[^，。；\n对将把就]{0,16}[，,])?(?:[^，。；\n对将把就]{0,12}(?:于|在))?\s?"
_AND_THEN: Final = re.compile(rf"[^。；\n]{{0,60}}?{_AFTER}")
_AFTER_FEEDBACK: Final = re.compile(rf"(?:收到|接到|巡[察视])[^。；\n]{{0,16}}反馈(?:意见|会议?|情况)?之?{_AFTER}$")
_HALF_A_YEAR: Final = datetime.timedelta(days=180)
"""A day that lies further back than this may be one of the next year, which is not printed."""


def _one_after_another(case: Case) -> Iterator[Fault]:
    """5月16日…到任后，于5月14日召开: what came after comes before; so what was done after the findings came."""
    if case.view is None:
        return
    text = case.view.text
    feedback = days_of(case.ledger.document.feedback)
    before: Date | None = None
    for date in case.ledger.dates:
        day = _one_day(date)
        if day is None:
            before = None
            continue
        start = case.at(date.span.start)
        earlier: datetime.date | None = None
        if before is not None and _AND_THEN.fullmatch(text, case.at(before.span.end - 1) + 1, start):
            earlier = _one_day(before)
        elif feedback and feedback.first == feedback.last and _AFTER_FEEDBACK.search(text, max(0, start - 60), start):
            earlier = feedback.first
        if earlier and datetime.timedelta(0) < earlier - day < _HALF_A_YEAR:
            yield Fault(
                date.span,
                translate("{day} is told to come after {earlier}").format(day=day, earlier=earlier),
                None,
                date.value,
                severity="warning",
            )
        before = date


def _one_day(date: Date) -> datetime.date | None:
    days = days_of(date.value) if date.kind == "point" and date.basis != "unresolved" else None
    return days.first if days and days.first == days.last else None


_TOLD_AS_DONE: Final = re.compile(r"[^。；\n]{0,60}?(?:召开了?|印发了?|出台了?|开展了|进行了|反馈了|成立了?|已|完成了)")
_YET_TO_COME: Final = re.compile(r"[将拟]|计划|预计|争取|力争|确保|到期|起施行|截止|有效期")


def _told_too_early(case: Case) -> Iterator[Fault]:
    """2032年3月5日召开了 in a document of 2023."""
    own = document_date(case)
    days = days_of(own.value) if own else None
    if case.view is None or own is None or days is None or days.last is None:
        return
    if case.ledger.document.genre not in _REPORTS:
        return
    text = case.view.text
    for date in case.ledger.dates:
        day = _one_day(date)
        if day is None or date.basis != "explicit" or day <= days.last or date is own:
            continue
        start, end = case.at(date.span.start), case.at(date.span.end - 1) + 1
        match = _TOLD_AS_DONE.match(text, end)
        low = max(0, start - _FAR)
        clause = max(low, *(text.rfind(mark, low, start) + 1 for mark in "。；\n"))
        if match and not _YET_TO_COME.search(text, clause, match.end()):
            yield Fault(
                date.span,
                translate("told as done, but the document is dated {day}").format(day=own.value),
                None,
                date.value,
                severity="warning",
                related=(Elsewhere(own.span),),
            )


_REPORTS: Final[frozenset[Genre]] = frozenset({"report", "notice", "audit", "self-check"})
_PAST: Final = re.compile(r"^\s?(?:应|未|仍|没有|已|完成的|形成的|发生的|取得的|报废|的|成立|购|修建|出生|参加)")


def deadline_before_document(case: Case) -> Iterator[Fault]:
    """A deadline that had passed on the day of the document, or of the feedback that a plan answers.

    In a report it counts where the step is told to be still under way.

    Fails:
        青禾县水利局党组整改方案
        2024年6月18日，县委第二巡察组反馈了巡察意见。
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，2024年5月底前修订巡查办法。
        （2）由信息股负责，2024年8月底前安装监控探头。

    Passes:
        青禾县水利局党组整改方案
        2024年6月18日，县委第二巡察组反馈了巡察意见。
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，2024年7月底前修订巡查办法。
        （2）由信息股负责，2024年8月底前安装监控探头。
    """
    facts = case.ledger.document
    own = document_days(case)
    feedback = days_of(facts.feedback)
    since = own.first if own else None
    if case.is_plan and since is None:
        since = feedback.first if feedback else None
    if since is None or facts.genre not in PLANS | _REPORTS:
        return
    foreseen: set[Span] = set()
    if facts.genre in _REPORTS and own and own.first:
        for fault in _foreseen_too_late(case, own.first):
            foreseen.add(fault.span)
            yield fault
    open_ids = {
        measure.id
        for measure, problem in case.steps
        if problem is not None and (case.is_plan or problem.status in ("in-progress", "not-done"))
    }
    open_ids |= {
        problem.id
        for problem in case.ledger.problems
        if problem.deadline and (case.is_plan or problem.status in ("in-progress", "not-done"))
    }
    labelled = {problem.id: problem.deadline for problem in case.ledger.problems}
    for date in case.ledger.dates:
        if date.kind != "deadline" or date.owner not in open_ids or date.value is None or date.basis != "explicit":
            continue  # a month without its year may lie in the next one
        if date.owner in labelled and labelled[date.owner] != date.value:
            continue  # in the words of the problem itself deadlines of the past are told
        due = days_of(date.value.removeprefix("../"))
        if due is None or due.last is None or due.last >= since or _told_of_the_past(case, date):
            continue
        if date.span in foreseen:
            continue
        yield Fault(
            date.span,
            translate("due {due}, but that had passed on {day}").format(due=date.value.removeprefix("../"), day=since),
            str(since),
            date.value.removeprefix("../"),
        )


_FAR: Final = 200
"""Characters of a sentence that are looked at on each side of a day."""
_STILL_TO_COME: Final = re.compile(r"(?<!原)(?:预计|拟于|拟在|计划于|计划在|力争|争取)(?:于|在|到)?\s?$")
_TO_BE_DONE: Final = re.compile(
    r"[^，。；]{0,12}?(?:完成|投入|竣工|到位|交付|验收|建成|办结|整改|启用|销号|开工)(?!了|的)"
)
_NOT_KEPT: Final = re.compile(r"实际|延期|延迟|推迟|未能|逾期|后因|由于|超期|已于|但")


def _foreseen_too_late(case: Case, since: datetime.date) -> Iterator[Fault]:
    """预计2023年6月底前完成 in a report of September: what is foreseen had passed."""
    if case.view is None:
        return
    text = case.view.text
    steps = {measure.id for measure, _ in case.steps} | {problem.id for problem in case.ledger.problems}
    for date in case.ledger.dates:
        if date.kind not in ("deadline", "point") or date.basis != "explicit" or date.value is None:
            continue
        due = days_of(date.value.removeprefix("../"))
        if date.owner not in steps or due is None or due.last is None or due.last >= since:
            continue
        start, end = case.at(date.span.start), case.at(date.span.end - 1) + 1
        stop = min((at for at in (text.find(mark, end, end + _FAR) for mark in "。\n") if at >= 0), default=end + _FAR)
        low = max(0, start - _FAR)
        if (
            _STILL_TO_COME.search(text, max(0, start - 8), start)
            and _TO_BE_DONE.match(text, end)
            and not _NOT_KEPT.search(text, max(low, *(text.rfind(mark, low, start) + 1 for mark in "。\n")), stop)
        ):
            yield Fault(
                date.span,
                translate("due {due}, but that had passed on {day}").format(
                    due=date.value.removeprefix("../"), day=since
                ),
                str(since),
                date.value.removeprefix("../"),
            )


def _told_of_the_past(case: Case, date: Date) -> bool:
    return case.text is not None and _PAST.match(case.text[date.span.end : date.span.end + 6]) is not None


_NUMBER_YEAR: Final = re.compile(r"[〔\[［﹝【〈（(]\s?(\d{4})\s?[〕\]］﹞】〉）)]")


def dated_before_cited(case: Case) -> Iterator[Fault]:
    """A document that is dated before one that it cites, or before the feedback that it answers.

    Fails:
        青禾县水利局党组整改方案
        根据《关于做好巡察整改工作的通知》（青办发〔2024〕15号），制定本方案。
        一、工作要求。各股室按期完成整改任务。
        二、组织保障。局党组成立领导小组。

        青禾县水利局党组
        2023年7月8日

    Passes:
        青禾县水利局党组整改方案
        根据《关于做好巡察整改工作的通知》（青办发〔2023〕15号），制定本方案。
        一、工作要求。各股室按期完成整改任务。
        二、组织保障。局党组成立领导小组。

        青禾县水利局党组
        2023年7月8日
    """
    own = document_date(case)
    days = days_of(own.value) if own else None
    facts = case.ledger.document
    year = days.last.year if days and days.last else facts.year
    if year is not None and not days and str(year) in (facts.title or ""):
        year += 1  # the title names the year that was examined: 2023年度考核反馈问题整改方案
    if year is not None:
        for citation in case.ledger.citations:
            match = _NUMBER_YEAR.search(citation.number or "")
            if match and int(match[1]) > year:
                yield Fault(
                    _number_span(case, citation.span, match.group()),
                    translate("{number} is cited, but the document is of {year}").format(
                        number=citation.number, year=days.last if days else year
                    ),
                    None,
                    citation.number,
                    related=(Elsewhere(own.span),) if own else (),
                )
    feedback = days_of(facts.feedback)
    if own and days and days.last and feedback and feedback.first and days.last < feedback.first:
        yield Fault(
            own.span,
            translate("the document is dated {day}, before the feedback of {feedback}").format(
                day=days.last, feedback=facts.feedback
            ),
            None,
            own.value,
        )


def _number_span(case: Case, span: Span, words: str) -> Span:
    """Where the year of a document number stands inside a citation."""
    at = case.text.find(words, span.start, span.end) if case.text is not None else -1
    return Span(at, at + len(words)) if at >= 0 else span


def time_limit(case: Case) -> Iterator[Fault]:
    """What keeps no time limit of the profile that was given; without a profile the rule is silent.

    Profile:
        limits: [{of: plan, within: P1M, after: feedback}]

    Fails:
        青禾县水利局党组整改方案
        2024年6月18日，县委第二巡察组反馈了巡察意见。
        一、工作要求。各股室按期完成整改任务。
        二、组织保障。局党组成立领导小组。

        青禾县水利局党组
        2024年7月28日

    Passes:
        青禾县水利局党组整改方案
        2024年6月18日，县委第二巡察组反馈了巡察意见。
        一、工作要求。各股室按期完成整改任务。
        二、组织保障。局党组成立领导小组。

        青禾县水利局党组
        2024年7月10日
    """
    own = document_date(case)
    for limit in case.limits:
        begin = _begin(case, limit)
        if begin is None:
            continue
        last = limit.last_day(begin)
        if limit.of == "measures":
            steps = {measure.id for measure, _ in case.steps} | {problem.id for problem in case.ledger.problems}
            held = [date for date in case.ledger.dates if date.kind == "deadline" and date.owner in steps]
        else:
            held = [own] if own and limit.of == case.ledger.document.genre else []
        for date in held:
            days = days_of((date.value or "").removeprefix("../"))
            if days and days.first and days.first > last:
                yield Fault(
                    date.span,
                    translate("later than {within} after the {event} ({begin}): the last day is {last}{source}").format(
                        within=limit.said(),
                        event=_EVENTS[limit.after](),
                        begin=begin,
                        last=last,
                        source=f" ({limit.source})" if limit.source else "",
                    ),
                    str(last),
                    date.value,
                )


_EVENTS: Final = {
    "inspection": lambda: translate("end of the inspection"),
    "feedback": lambda: translate("feedback"),
    "document": lambda: translate("day of the document"),
}


def _begin(case: Case, limit: Limit) -> datetime.date | None:
    """The day from which a limit runs; the last one that the words may mean."""
    facts = case.ledger.document
    if limit.after == "document":
        days = document_days(case)
    else:
        days = days_of(facts.feedback if limit.after == "feedback" else facts.inspected)
    return days.last if days else None
