"""Dates in EDTF (ISO 8601-2:2019), recurrences and lengths of time in ISO 8601.

`date_phrases` says what is printed; this module says which year and month a phrase means that prints none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rectiparse.document import Span
from rectiparse.mentions.date_phrases import Moment, Phrase, find_phrases
from rectiparse.mentions.document_year import document_year, year_of_phrases, years_between
from rectiparse.mentions.festivals import FIXED, festival_day
from rectiparse.mentions.mention import Basis, DateMention
from rectiparse.mentions.rectifying import NEXT_PROBLEM, Rectifying

__all__ = ["dates_of", "document_year", "find_dates", "find_phrases", "year_of_phrases"]

_FROM_DOCUMENT: Final = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1}
_FROM_LAST_NAMED: Final = {"同年": 0, "当年": 0, "次年": 1, "翌年": 1}
_MONTH_SHIFT: Final = {"上月": -1, "上个月": -1, "下月": 1, "下个月": 1, "次月": 1}
_UNKNOWN: Final = "XXXX"

_TOPIC = re.compile(r"(?:针对|关于|围绕|对照|根据|按照|依据|[对就将把])\s?$")
_AS_OF = re.compile(r"截[至止]到?\s?$")
_PARAGRAPH_END = re.compile(
    r"[\n措情进成时目打结表](?:(?<=\n)|.[：:](?<=(?:措施|情况|进展|成效|时限|目标|打算|结果|表现).))"
)
_SENTENCE_END = re.compile(r"[\n。]")
_YEAR_REACH = 200  # characters: how far a date lends its year on, within its paragraph
_MONTH_REACH = 80  # and its month to a day


def find_dates(
    text: str, *, year: int | None = None, skip: Sequence[Span] = (), found: tuple[int, int] | None = None
) -> list[DateMention]:
    """The dates, recurrences and lengths of time in `text`, in reading order.

    `year` is the document's own year where the caller knows it, else `document_year` tells. Nothing inside `skip` or
    《…》 is a date. A phrase without its year takes it

    - from a date shortly before it in the same paragraph (2021年5月…，6月… is June 2021), unless that is only what is
      talked about (对2019年…问题) or an earlier year while the phrase is a deadline or 截至…, which look from the
      document's own time;
    - else from the latest full date told before it, which 2020年以来, a deadline or a year long past are not;
    - else from the document's year; else its year is `XXXX` and its basis unresolved.

    What rectifies follows the findings (反馈): after findings of December 2023, 3月底前 is March 2024, unless it tells of a
    failing. The day of issue and an early 截至 end the stretch. `found` is the year and month of the findings, for a part of a
    document that does not tell them. A time limit lies after the day of the plan that sets it, and in the year of the
    limit that the bracket behind it prints (9月底前…（完成时限：2024年9月30日）).

    当月, 上月底 and a bare day take the month named last. A solar term or festival has the day of its calendar year.
    即日起, a masked length (x个月) and a range of lengths (3至5天) have no value.
    """
    phrases = list(find_phrases(text, skip))
    return dates_of(text, phrases, year_of_phrases(text, phrases) if year is None else year, found)


def dates_of(
    text: str, phrases: Sequence[Phrase], year: int | None, found: tuple[int, int] | None = None
) -> list[DateMention]:
    """`find_dates`, where the date phrases of the text are known already, and the document's year as far as it has one."""
    walk = _Walk(text, year, Rectifying(text, phrases, found))
    return [mention for phrase in phrases if (mention := walk.mention(phrase)) is not None]


class _Anchor(NamedTuple):
    """A year for the months after it, None where it is masked; with both ends of an interval that crosses years."""

    year: int | None
    first: tuple[int, int] = (0, 0)
    last: tuple[int, int] = (0, 0)

    def year_of(self, month: int | None) -> int | None:
        """The year in which `month` lies inside the interval, where there is one, else the year."""
        if not self.last[0]:
            return self.year
        years = range(self.first[0], self.last[0] + 1)
        return next((year for year in years if self._holds(year, month)), self.year)

    def after(self, month: int | None) -> _Anchor:
        """The anchor once `month` has been named: outside the interval, the interval is over."""
        if not self.last[0]:
            return self
        year = self.year_of(month)
        return self if year is not None and self._holds(year, month) else _Anchor(self.year)

    def _holds(self, year: int, month: int | None) -> bool:
        """True where `month` of `year` lies inside the interval."""
        return month is not None and self.first <= (year, month) <= self.last


class _Walk:
    """One walk through the phrases of a text, left to right, that knows what was named before."""

    def __init__(self, text: str, document_year: int | None, rectifying: Rectifying) -> None:
        self.text = text
        self.rectifying = rectifying
        self.document_year = document_year
        self.told: _Anchor | None = None  # the latest full date told
        self.told_month = (0, 0)  # and its year and month
        self.near: _Anchor | None = None  # a date shortly before, which lends its year up to `near_end`
        self.near_end = 0
        self.near_month = (0, 0)  # year and month of that date
        self.due: tuple[int, int] | None = None  # the time limit printed last, which those listed with it go on from
        self.due_end = 0
        self.named: str | None = None  # the year named last, whatever for
        self.month: Moment | None = None  # the month named last, and where that ended
        self.month_end = 0
        self.recurred = 0  # where the last recurrence ended

    def mention(self, phrase: Phrase) -> DateMention | None:
        """The mention of a phrase; None where a bare day or month word belongs to no month."""
        text = phrase.span.cut(self.text)
        if phrase.first is None:
            basis: Basis = "unresolved" if phrase.value is None else "explicit"
            if phrase.kind == "recurrence":
                self.recurred = phrase.span.end
            return DateMention(text, phrase.value, phrase.kind, basis, phrase.span)
        first = self._with_month(phrase, phrase.first)
        if first is None:
            return None
        first, last = self._with_years(phrase, first)
        self._remember(phrase, first, last)
        value = _edtf(first)
        if last is not None:
            value = f"{value}/{_edtf(last)}"
        elif phrase.kind == "deadline":
            value = f"../{value}"
        elif phrase.kind == "since":
            value = f"{value}/.."
        return DateMention(text, value, phrase.kind, _basis(phrase, value), phrase.span)

    def _with_month(self, phrase: Phrase, first: Moment) -> Moment | None:
        """`first` with the month that 当月 or a bare day takes from the text before it."""
        if first.month_word:
            return self._month_meant(phrase, first, first.month_word)
        if first.month or not first.day:
            return first
        known = self.month
        distance = phrase.span.start - self.month_end
        if known is None or distance > _MONTH_REACH or "\n" in self.text[self.month_end : phrase.span.start]:
            return first._replace(month="XX") if phrase.kind != "point" else None
        if known.day and first.day <= known.day:  # days are told in order: 3月28日…，3日 is no third of March
            return None
        return first._replace(year=known.year, month=known.month)

    def _month_meant(self, phrase: Phrase, first: Moment, word: str) -> Moment | None:
        """The month of 当月, 上月底, 次月10日前, 月底前; none in 每月底前汇总，次月5日前通报, which is any month."""
        if self.month_end < self.recurred and word != "月":
            stop = _SENTENCE_END.search(self.text, self.recurred, phrase.span.start)
            if stop is None and phrase.span.start < self.recurred + _MONTH_REACH:
                return None
        if self.month is None or self.month.month_number is None or first.year or first.year_word:
            general = phrase.kind == "point" and phrase.span.end - phrase.span.start == len(word)  # 当月结算
            return None if general else first._replace(month="XX")
        carry, month = divmod(self.month.month_number - 1 + _MONTH_SHIFT.get(word, 0), 12)
        return first._replace(year=_shifted(self.month.year, carry), month=f"{month + 1:02}")

    def _with_years(self, phrase: Phrase, first: Moment) -> tuple[Moment, Moment | None]:
        """Both moments with the years that they print, take from each other, or from the text before."""
        year, last = self._own_year(first), phrase.last
        if last is None:
            return _dated(first, year or self._year_before(phrase, first)), None
        if last.day and not last.month:
            last = last._replace(month=first.month)
        next_year = _FROM_LAST_NAMED.get(last.year_word or "")  # 11月至次年2月
        last_year = self._own_year(last) if next_year is None else None
        if year is None:
            year = _shifted(last_year, -years_between(first, last)) or self._year_before(phrase, first)
        last_year = last_year or _shifted(year, years_between(first, last) if next_year is None else next_year)
        return _dated(first, year), _dated(last, last_year)

    def _own_year(self, moment: Moment) -> str | None:
        """The year that a moment prints, as 2022, 今年 or 同年."""
        if moment.year_word is None:
            return moment.year
        if moment.year_word in _FROM_LAST_NAMED:
            return _shifted(self.named, _FROM_LAST_NAMED[moment.year_word]) or _UNKNOWN
        year = self.document_year or (self.told and self.told.year)
        return str(year + _FROM_DOCUMENT[moment.year_word]) if year else _UNKNOWN

    def _year_before(self, phrase: Phrase, moment: Moment) -> str:
        """The year that a moment takes from the text before it."""
        start = phrase.span.start
        rectifying = self.rectifying
        year = self.told.year_of(moment.month_number) if self.told else self.document_year
        as_of = _AS_OF.search(self.text, max(0, start - 4), start) is not None
        if self.near and start < self.near_end:
            near = self.near.year_of(moment.month_number)
            from_now = phrase.kind == "deadline" or as_of or rectifying.comes(phrase) or rectifying.looks_back(phrase)
            if not (from_now and near and year and near < year):
                year = near
                if rectifying.told and self.near_month < rectifying.told and not from_now:
                    return str(near) if near else _UNKNOWN  # a fact that was found, and what goes with it
        if year and rectifying.told and not (as_of and (phrase.kind == "deadline" or not rectifying.written)):
            year = rectifying.year_of(phrase, moment, year)
        if self.due and start < self.due_end and year == self.due[0] - 1:
            month = moment.month_number or 0
            # 2025年3月底前…，6月底前 is later; what a report without findings did by 2023年4月底前, it did in that year.
            goes_on = month >= self.due[1] if phrase.kind == "deadline" else 0 < month <= self.due[1]
            if goes_on and (phrase.kind == "deadline" or not rectifying.told):
                year = self.due[0]
        if year and year == self.told_month[0] < (self.document_year or 0) and not rectifying.told:
            year = rectifying.year_after(self.told_month, phrase, moment)
        if year:
            year = rectifying.year_of_limit(phrase, moment, year)
        return str(year) if year else _UNKNOWN

    def _remember(self, phrase: Phrase, first: Moment, last: Moment | None) -> None:
        """Keep what later phrases may take from this one."""
        final = last or first
        start, end = phrase.span
        words = _year_words(phrase)
        prints = _prints_year(phrase)
        if prints or words or final.month_number:
            self.named = final.year
        if not final.month_word and (final.month == "XX" or final.month_number):
            self.month, self.month_end = final, end

        anchor = _anchor(first, final)
        if phrase.kind in ("point", "interval") and anchor.year and final.month_number:
            if prints and _AS_OF.search(self.text, max(0, start - 4), start):
                if self.rectifying.as_of((anchor.year, final.month_number)):
                    return  # up to when a report tells, which is no year for what it tells
            elif self.rectifying.tell(phrase, (anchor.year, final.month_number)) and not prints:
                self.told = _Anchor(anchor.year)
        if prints and phrase.kind == "deadline" and anchor.year and final.month_number:
            self.due, self.due_end = (anchor.year, final.month_number), self._reach(end, NEXT_PROBLEM)
        past_deadline = phrase.kind == "deadline" and (anchor.year or 0) < (self.document_year or 0)
        lends = (prints or (words and anchor.year)) and phrase.kind != "since" and not past_deadline
        if lends and not _TOPIC.search(self.text, max(0, start - 4), start):
            if first.bare_year and self._is_object(anchor, start):
                return
            self.near, self.near_end = anchor, self._reach(end, _SENTENCE_END if first.bare_year else _PARAGRAPH_END)
            self.near_month = (anchor.year or 0, final.month_number or 12)
        elif self.near and start < self.near_end and self.near.year == anchor.year:
            self.near_end = max(self.near_end, self._reach(end, _PARAGRAPH_END))

        if phrase.kind in ("point", "interval") and (prints or "今年" in words):
            self._tell(anchor, bare=final.bare_year)
            self.told_month = (anchor.year or 0, final.month_number or 0)
        elif self.told:
            self.told = self.told.after(final.month_number)

    def _is_object(self, anchor: _Anchor, start: int) -> bool:
        """True for the earlier year of what is dealt with at a later date: 2024年2月…，3月公开2023年度账目."""
        if not self.near or start >= self.near_end or (anchor.year or 0) >= (self.near.year or 0):
            return False
        return self.text[start - 1] not in "，。；：、,;（(\n \u3000"

    def _tell(self, anchor: _Anchor, *, bare: bool) -> None:
        """Move on to a date that the document tells of, unless it is long past or yet to come."""
        own = self.document_year
        if anchor.year is None or (bare and anchor.year != own):
            return
        if own is not None:
            if anchor.year < own - 1 or (anchor.first[0] or anchor.year) > own:
                return
            anchor = anchor._replace(year=min(anchor.year, own))
        if self.told is None or (anchor.year or 0) >= (self.told.year or 0):
            self.told = anchor

    def _reach(self, start: int, border: re.Pattern[str]) -> int:
        """How far on from `start` a date lends its year: to the end of its sentence or paragraph, or a label."""
        end = min(start + _YEAR_REACH, len(self.text))
        stop = border.search(self.text, start, end)
        return stop.start() if stop else end


def _prints_year(phrase: Phrase) -> bool:
    """True where the phrase prints a year in figures, masked or not."""
    first, last = phrase.first, phrase.last
    return (first is not None and first.year is not None) or (last is not None and last.year is not None)


def _year_words(phrase: Phrase) -> list[str]:
    """The year words of the phrase, 今年 and the like."""
    first, last = phrase.first, phrase.last
    words = [first.year_word] if first and first.year_word else []
    return [*words, last.year_word] if last and last.year_word else words


def _basis(phrase: Phrase, value: str) -> Basis:
    """Unresolved where anything of the date is unknown, explicit where the phrase prints its year."""
    if "X" in value:
        return "unresolved"
    return "explicit" if _prints_year(phrase) else "inherited"


def _anchor(first: Moment, final: Moment) -> _Anchor:
    """What a moment or an interval lends to the months after it."""
    year, first_year = _known(final.year), _known(first.year)
    if year and first_year and first_year < year and first.month_number and final.month_number:
        return _Anchor(year, (first_year, first.month_number), (year, final.month_number))
    return _Anchor(year)


def _known(year: str | None) -> int | None:
    """The year as a number, None where it is masked or unknown."""
    return int(year) if year and year.isdigit() else None


def _dated(moment: Moment, year: str | None) -> Moment:
    """The moment with its year."""
    return moment if moment.year == year else moment._replace(year=year)


def _shifted(year: str | None, by: int) -> str | None:
    """The year `by` years on; a masked one stays as it is."""
    return str(int(year) + by) if year and year.isdigit() else year


def _edtf(moment: Moment) -> str:
    """The EDTF value of a moment whose year is known or `XXXX`."""
    if moment.festival is None:
        return "-".join(filter(None, (moment.year, moment.month, moment.day)))
    year = _known(moment.year)
    if year is not None:
        return festival_day(moment.festival, year).isoformat()
    month, day = FIXED.get(moment.festival, ("XX", "XX"))
    return f"{moment.year}-{month:0>2}-{day:0>2}"
