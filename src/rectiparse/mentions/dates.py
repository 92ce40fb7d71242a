"""Dates in EDTF (ISO 8601-2:2019), recurrences and lengths of time in ISO 8601.

`date_phrases` says what is printed; this module says which year and month a phrase means that prints none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from rectiparse.document import Span
from rectiparse.mentions.date_phrases import Moment, Phrase, find_phrases
from rectiparse.mentions.festivals import FIXED, festival_day
from rectiparse.mentions.mention import Basis, DateMention

_FROM_DOCUMENT: Final = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年度": -1, "前年": -2, "明年": 1}
_FROM_LAST_NAMED: Final = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTH_SHIFT: Final = {"上月": -1, "上个月": -1, "下月": 1, "下个月": 1, "次月": 1}

_TITLED = re.compile("《[^《》]{0,120}+(?:《[^《》]{0,120}+》[^《》]{0,120}+){0,4}+》")
_TOPIC = re.compile(r"(?:针对|关于|围绕|对照|根据|按照|依据|[对就将把])\s?$")
_AS_OF = re.compile(r"截[至止]到?\s?$")
_PARAGRAPH_END = re.compile(r"\n|(?:措施|情况|进展|成效|时限|目标|打算|结果|表现)[：:]")
_SENTENCE_END = re.compile(r"[\n。]")
_YEAR_REACH = 200  # characters: how far a date lends its year on, within its paragraph
_MONTH_REACH = 80  # and its month to a day

_FUTURE = re.compile(r"(?:将|拟|计划|预计|力争|争取|确保|要求|时限|期限|时间|到|定于|(?<!截)至)[^，。；\n]{0,2}$")
_ISSUED = re.compile(r"(?:发布|发文|成文|印发|发稿|填报|报告|上报|制表|公开)(?:日期|时间)[：:]\s*$")
_EDGE_OF_TEXT = 600  # characters at the head and the foot where a date on a line of its own is the day of issue
_TITLE_LENGTH = 60


def find_dates(text: str, *, year: int | None = None, skip: Sequence[Span] = ()) -> list[DateMention]:
    """The dates, recurrences and lengths of time in `text`, in reading order.

    `year` is the document's own year where the caller knows it, else `document_year` tells. Nothing inside `skip` or
    《…》 is a date. A phrase without its year takes it

    - from a date shortly before it in the same paragraph (2021年5月…，6月… is June 2021), unless that is only what is
      talked about (对2019年…问题) or an earlier year while the phrase is a deadline or 截至…, which look from the
      document's own time;
    - else from the latest full date told before it, which 2020年以来, a deadline or a year long past are not;
    - else from the document's year; else its year is `XXXX` and its basis unresolved.

    当月, 上月底 and a bare day take the month named last. A solar term or festival has the day of its calendar year.
    """
    phrases = list(find_phrases(text, _without_dates(text, skip)))
    if not phrases:
        return []
    walk = _Walk(text, _speaking_year(text, phrases) if year is None else year)
    return [mention for phrase in phrases if (mention := walk.mention(phrase)) is not None]


def document_year(text: str) -> int | None:
    """The year that the document speaks from, its 今年; None where it names no year.

    The first of these that there is:

    - the day of issue: a date alone on a line near the head or the foot, or after a label such as 发布日期;
    - the latest year of a date with a month that is told as past (of an interval its beginning, but of the very first
      one, which is the inspection, its end), or a later year that is named twice or since which something holds;
    - the title's year; the latest year that is named at all; the earliest deadline's.

    A document whose full dates are all masked (20xx年5月) has no year.
    """
    return _speaking_year(text, list(find_phrases(text, _without_dates(text, ()))))


def _without_dates(text: str, skip: Sequence[Span]) -> list[Span]:
    """The spans in which nothing is a date, sorted and joined: those given, and 《…》."""
    joined: list[Span] = []
    for span in sorted([*skip, *(Span(*match.span()) for match in _TITLED.finditer(text))]):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.end > span.start:
            joined.append(span)
    return joined


def _speaking_year(text: str, phrases: Sequence[Phrase]) -> int | None:
    """`document_year`, from the phrases."""
    alone: list[int] = []
    labelled: list[int] = []
    past: list[int] = []
    named: list[int] = []
    since: list[int] = []
    deadlines: list[int] = []
    title: list[int] = []
    masked = False
    title_end = _title_end(text)
    for phrase in phrases:
        first = phrase.first
        if first is None or first.year is None:
            continue
        if "X" in first.year:
            masked = masked or not first.bare_year
            continue
        year = int(first.year)
        start = phrase.span.start
        before = text[max(0, start - 12) : start]
        if phrase.kind == "since":
            since.append(year)
        elif phrase.kind == "deadline":
            deadlines.append(year)
        elif phrase.kind == "point" and first.month and _ISSUED.search(before):
            labelled.append(year)
        elif first.day and _alone(text, phrase.span):
            alone.append(year)
        elif not _FUTURE.search(before):
            end = _closing_year(phrase, year)
            if not first.bare_year:
                past.append(year if past else end)
            else:
                named.append(end)
                if start < title_end:
                    title.append(end)
    if alone or labelled:
        return (alone or labelled)[-1]
    if past:
        often = [year for year, times in Counter(named).items() if times > 1]
        return max(*past, *often, *since, past[0])
    if masked:
        return None
    for years in (title, named + since):
        if years:
            return max(years)
    return min(deadlines, default=None)


def _title_end(text: str) -> int:
    """Where the first line ends that is not blank, or 0 where it is too long for a title."""
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return end if end - start <= _TITLE_LENGTH else 0


def _alone(text: str, span: Span) -> bool:
    """True for a date that is all of its line, near the head or the foot of the text."""
    if _EDGE_OF_TEXT < span.start and span.end < len(text) - _EDGE_OF_TEXT:
        return False
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    around = text[start : span.start] + text[span.end : len(text) if end < 0 else end]
    return around.strip(" \t\u3000\xa0（）()") == ""


def _closing_year(phrase: Phrase, year: int) -> int:
    """The year in which a point or an interval that begins in `year` ends."""
    last = phrase.last
    if phrase.first is None or last is None:
        return year
    if last.year and last.year.isdigit():
        return int(last.year)
    return year + _turns(phrase.first.month, last.month)


def _turns(first: str | None, last: str | None) -> int:
    """1 where the month `last` can only follow `first` in the next year: 11月30日至1月15日."""
    return int(bool(first and last and first.isdigit() and last.isdigit() and int(last) < int(first)))


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A year for the months after it, None where it is masked; with both ends of an interval that crosses years."""

    year: int | None
    first: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)

    def year_of(self, month: str | None) -> int | None:
        """The year in which `month` lies inside the interval, where there is one, else the year."""
        if month and month.isdigit():
            for year in range(self.first[0], self.last[0] + 1 if self.first[0] else 0):
                if self.first <= (year, int(month)) <= self.last:
                    return year
        return self.year

    def after(self, month: str | None) -> _Anchor:
        """The anchor once `month` has been named: outside the interval, the interval is over."""
        inside = month and month.isdigit() and self.first <= (self.year_of(month) or 0, int(month)) <= self.last
        return self if inside else _Anchor(self.year)


class _Walk:
    """One walk through the phrases of a text, left to right, that knows what was named before."""

    def __init__(self, text: str, document_year: int | None) -> None:
        self.text = text
        self.document_year = document_year
        self.told: _Anchor | None = None  # the latest full date told
        self.near: _Anchor | None = None  # a date shortly before, which lends its year up to `near_end`
        self.near_end = 0
        self.named: str | None = None  # the year named last, whatever for
        self.month: Moment | None = None  # the month named last, with its year and day
        self.month_at = 0

    def mention(self, phrase: Phrase) -> DateMention | None:
        """The mention of a phrase; None where a bare day belongs to no month."""
        text = phrase.span.cut(self.text)
        if phrase.first is None:
            known: Basis = "unresolved" if phrase.value is None else "explicit"
            return DateMention(text, phrase.value, phrase.kind, known, phrase.span)
        first = self._with_month(phrase, phrase.first)
        if first is None:
            return None
        last = phrase.last and replace(phrase.last, month=phrase.last.month or (phrase.last.day and first.month))
        own, own_last = self._own_year(first), last and self._own_year(last)
        year = own or self._given_year(phrase, first, last, own_last)
        value = _edtf(year, first)
        if last:
            own_last = own_last or _shifted(year, _turns(first.month, last.month))
            value = f"{value}/{_edtf(own_last, last)}"
        elif phrase.kind == "deadline":
            value = f"../{value}"
        elif phrase.kind == "since":
            value = f"{value}/.."
        basis = self._basis(phrase, value)
        self._remember(phrase, first, last, year, own_last)
        return DateMention(text, value, phrase.kind, basis, phrase.span)

    def _with_month(self, phrase: Phrase, first: Moment) -> Moment | None:
        """`first` with the month that 当月 or a bare day takes from the text before it."""
        if not first.month_word and (first.month or not first.day):
            return first
        known = self.month
        if first.month_word:
            if known is None or not (known.month or "").isdigit() or first.year or first.year_word:
                return (
                    None
                    if phrase.kind == "point" and phrase.span.cut(self.text).endswith("月")
                    else replace(first, month="XX")
                )
            month = int(known.month or 0) + _MONTH_SHIFT.get(first.month_word, 0)
            carry, month = divmod(month - 1, 12)
            return replace(first, year=_shifted(known.year, carry), month=f"{month + 1:02}")
        between = self.text[self.month_at : phrase.span.start]
        if known is None or "\n" in between or len(between) > _MONTH_REACH:
            return replace(first, month="XX") if phrase.kind != "point" else None
        if known.day and first.day and first.day <= known.day and "月" not in phrase.span.cut(self.text):
            return None
        return replace(first, year=known.year, month=known.month)

    def _own_year(self, moment: Moment) -> str | None:
        """The year that a moment prints, as 2022, 今年 or 同年."""
        if moment.year_word in _FROM_LAST_NAMED:
            return _shifted(self.named, _FROM_LAST_NAMED[moment.year_word])
        if moment.year_word:
            year = self.document_year or (self.told and self.told.year)
            return str(year + _FROM_DOCUMENT[moment.year_word]) if year else "XXXX"
        return moment.year

    def _given_year(self, phrase: Phrase, first: Moment, last: Moment | None, own_last: str | None) -> str | None:
        """The year of a moment that prints none: from the end of its interval, or from the text before."""
        if last and own_last:
            return _shifted(own_last, -_turns(first.month, last.month))
        start = phrase.span.start
        year = self.told.year_of(first.month) if self.told else self.document_year
        if self.near and start < self.near_end:
            near = self.near.year_of(first.month)
            looks_back = phrase.kind == "deadline" or _AS_OF.search(self.text, max(0, start - 4), start)
            if not looks_back or near is None or year is None or near >= year:
                year = near
        return str(year) if year else None

    def _remember(self, phrase: Phrase, first: Moment, last: Moment | None, year: str | None, end: str | None) -> None:
        """Keep what later phrases may take from this one."""
        final = last or first
        final_year = (end if last else year) or "XXXX"
        span = phrase.span
        prints = bool(phrase.first and (phrase.first.year or phrase.first.year_word)) or bool(last and last.year)
        if prints:
            self.named = final_year
        if not final.month_word and final.month and (final.month == "XX" or _is_month(final.month)):
            self.month = replace(final, year=final_year)
            self.month_at = span.end
        anchor = _anchor(year, first, final_year, final)
        past_deadline = phrase.kind == "deadline" and (anchor.year or 0) < (self.document_year or 0)
        lends = prints and phrase.kind != "since" and not past_deadline
        if lends and not _TOPIC.search(self.text, max(0, span.start - 4), span.start):
            self.near = anchor
            self.near_end = self._reach(span.end, sentence=first.bare_year)
        elif self.near and span.start < self.near_end and final_year == str(self.near.year):
            self.near_end = max(self.near_end, self._reach(span.end, sentence=False))
        if phrase.kind in ("point", "interval") and (first.year or final.year or first.year_word in ("今年", "本年")):
            self._tell(anchor, bare=final.bare_year)
        elif self.told:
            self.told = self.told.after(final.month)

    def _tell(self, anchor: _Anchor, *, bare: bool) -> None:
        """Move on to a date that the document tells of, unless it is long past or yet to come."""
        year, own = anchor.year, self.document_year
        if year is None or (own and (year < own - 1 or anchor.first[0] > own)) or (bare and year != own):
            return
        if own and year > own:
            if not anchor.first[0]:
                return
            anchor = replace(anchor, year=own)
        if self.told is None or self.told.year is None or (anchor.year or 0) >= self.told.year:
            self.told = anchor

    def _reach(self, start: int, *, sentence: bool) -> int:
        """How far on from `start` a date lends its year: to the end of its sentence or paragraph, or a label."""
        end = min(start + _YEAR_REACH, len(self.text))
        stop = (_SENTENCE_END if sentence else _PARAGRAPH_END).search(self.text, start, end)
        return stop.start() if stop else end

    def _basis(self, phrase: Phrase, value: str) -> Basis:
        """Explicit where the phrase prints its year, unresolved where anything of the date is unknown."""
        if "X" in value:
            return "unresolved"
        prints = any(moment is not None and moment.year for moment in (phrase.first, phrase.last))
        return "explicit" if prints else "inherited"


def _anchor(year: str | None, first: Moment, final_year: str, final: Moment) -> _Anchor:
    """What a moment or an interval lends to the months after it."""
    if not final_year.isdigit():
        return _Anchor(None)
    if year and year.isdigit() and year < final_year and _is_month(first.month) and _is_month(final.month):
        return _Anchor(int(final_year), (int(year), int(first.month or 0)), (int(final_year), int(final.month or 0)))
    return _Anchor(int(final_year))


def _is_month(month: str | None) -> bool:
    """True for 01 to 12, not for a masked month, a quarter or a half-year."""
    return month is not None and month.isdigit() and int(month) <= 12


def _shifted(year: str | None, by: int) -> str | None:
    """The year `by` years on; a masked one stays as it is."""
    return str(int(year) + by) if year and year.isdigit() else year


def _edtf(year: str | None, moment: Moment) -> str:
    """The EDTF value of a moment in `year`, None being an unknown year."""
    year = year or "XXXX"
    if moment.festival is None:
        return "-".join(part for part in (year, moment.month, moment.day) if part)
    if year.isdigit():
        return festival_day(moment.festival, int(year)).isoformat()
    month, day = FIXED.get(moment.festival, ("XX", "XX"))
    return f"{year}-{month:0>2}-{day:0>2}"
