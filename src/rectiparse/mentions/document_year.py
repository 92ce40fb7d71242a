"""The year that a document speaks from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from rectiparse.document import Span
from rectiparse.mentions.date_phrases import Moment, Phrase, find_phrases

_FUTURE = re.compile(r"(?:将|拟|计划|预计|力争|争取|确保|要求|时限|期限|时间|到|定于|(?<!截)至)[^，。；,;\n]{0,2}$")
_ISSUED = re.compile(
    r"(?:(?:发布|发文|成文|印发|发稿|填报|报告|上报|制表|公开|公布|更新|生成)(?:日期|时间)|(?<!\w)日期)[：:]\s*$"
)
_PLAN = re.compile(r"方案|计划")
_REPORT = re.compile(r"报告|通报|汇报|公示|(?:整改|落实|进展|完成|推进)情况")
_EDGE_OF_TEXT = 200  # characters at the head and the foot where a date on a line of its own is the day of issue
_TITLE_LENGTH = 60


def document_year(text: str) -> int | None:
    """The year that the document speaks from, its 今年; None where it names no year.

    The first of these that there is:

    - the day of issue: a date alone on a line at the head or the foot;
    - the date after a label such as 发布日期, where the text itself tells of nothing later than two years before, since
      a page is often put up early in the year after;
    - the latest year of a date with a month that is told as past (of an interval its beginning, but of the very first
      one, which is the inspection, its end), or a later year since which something holds or that is named twice, but
      in a plan no year after its first deadline (2025年预算, where all is to be done in 2024);
    - the title's year, or the latest year that is named at all, but of plans with no deadline within two years after
      it, or before its end where that is a deadline (2023年底前), the earliest deadline's.

    A document whose full dates are all masked (20xx年5月) has no year.
    """
    return year_of_phrases(text, list(find_phrases(text)))


def year_of_phrases(text: str, phrases: Sequence[Phrase]) -> int | None:
    """`document_year`, where the date phrases of the text are known already."""
    years: defaultdict[str, list[int]] = defaultdict(list)
    title_end = _title_end(text)
    for phrase in phrases:
        if phrase.first is None or phrase.first.year is None:
            continue
        if "X" in phrase.first.year:
            if not phrase.first.bare_year:
                years["masked"].append(0)
            continue
        role = _role(text, phrase, phrase.first)
        end = closing_year(phrase)
        opens_later = role == "past" and years["past"]
        years[role].append(int(phrase.first.year) if opens_later else end)
        if role == "deadline" and phrase.first.month == "12":
            years["year's end"].append(end)  # 2023年底前 is set in 2023
        if role in ("named", "part") and phrase.span.start < title_end:
            years["title"].append(end)
    if years["alone"]:
        return years["alone"][-1]
    if years["labelled"] and years["labelled"][-1] > max(years["past"], default=0) + 1:
        return years["labelled"][-1]
    if years["past"]:
        often = [year for year, times in Counter(years["named"] + years["part"]).items() if times > 1]
        set_out = [year for year in years["deadline"] if year >= max(years["past"])] if sets_out(text) else ()
        often = [year for year in often if year <= min(set_out, default=year) or year in years["title"]]
        return max(years["past"] + often + years["since"])
    if years["masked"]:
        return None
    # Half-years and quarters may be targets (2018年上半年再增80公里): they count where nothing says when the plan is for.
    parts = [year for year in years["part"] if year <= min(years["deadline"], default=year)]
    named = years["title"] or years["named"] + years["since"] + parts
    if years["deadline"] and not years["title"] and max(named, default=0) > max(years["deadline"]) and sets_out(text):
        named = [min(years["deadline"])]  # 2025年预算, where all is to be done in 2024
    reach = 1 if years["title"] or not years["year's end"] else 0
    if years["deadline"] and max(named, default=0) < min(years["deadline"]) - reach:
        return min(years["deadline"])  # what is named lies too far back for somebody who sets these
    return max(named) if named else None


def day_of_issue(text: str, phrases: Sequence[Phrase]) -> tuple[int, int] | None:
    """The year and month of the day of issue, a date alone on a line at the head or the foot; None without one."""
    edges = phrases if len(phrases) < 12 else [*phrases[:6], *phrases[-6:]]
    for phrase in reversed(edges):
        first = phrase.first
        if phrase.kind != "point" or not (first and first.year and first.year.isdigit() and first.day):
            continue
        if first.month_number and _is_alone(text, phrase.span):
            return int(first.year), first.month_number
    return None


def sets_out(text: str) -> bool:
    """True for a plan: what it says of time lies before it, but for what was found."""
    head = re.split("[。；：]", text[:100], maxsplit=1)[0]
    return _PLAN.search(head) is not None and _REPORT.search(head) is None


def _role(text: str, phrase: Phrase, first: Moment) -> str:
    """What an explicit date says about the document's year."""
    if phrase.kind == "since":
        return "since"
    if phrase.kind == "deadline":
        return "bounded" if first.bare_year else "deadline"
    start = phrase.span.start
    before = text[max(0, start - 24) : start]
    if first.month and _ISSUED.search(before):
        return "labelled"
    if first.day and _is_alone(text, phrase.span):
        return "alone"
    if _FUTURE.search(before):
        return "deadline"
    if first.month and first.month > "20" and first.month.isdigit():
        return "part"
    return "past" if first.month_number else "named"


def _title_end(text: str) -> int:
    """Where the first line ends that is not blank, or 0 where it is too long for a title."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return end if end - start <= _TITLE_LENGTH else 0


def _is_alone(text: str, span: Span) -> bool:
    """True for a date that is all of its line, at the head or the foot of the text."""
    if span.start > _EDGE_OF_TEXT and span.end < len(text) - _EDGE_OF_TEXT:
        return False
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    around = text[start : span.start] + text[span.end : len(text) if end < 0 else end]
    return around.strip(" \t\u3000\xa0（）()") == ""


def closing_year(phrase: Phrase) -> int:
    """The year in which a phrase that prints its first year ends."""
    first, last = phrase.first, phrase.last
    assert first is not None, phrase
    assert first.year is not None, phrase
    if last is None:
        return int(first.year)
    if last.year and last.year.isdigit():
        return int(last.year)
    return int(first.year) + years_between(first, last)


def years_between(first: Moment, last: Moment) -> int:
    """1 where `last`, printed without its year, can only follow `first` in the next one: 11月30日至1月15日."""
    months = (first.month or "", last.month or "")
    return int(all(month.isdigit() for month in months) and int(months[1]) < int(months[0]))
