"""Date phrases as they are printed: 2021年11月30日至2022年1月15日, 6月底前, 每季度, 3个工作日.

A phrase holds what the words say and no more: which year 3月28日 lies in is a matter for `dates`. One cheap scan finds
the places where a phrase may begin; the patterns of `date_patterns` are tried there alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rectiparse.document import Span
from rectiparse.mentions import date_patterns as patterns
from rectiparse.mentions.mention import DateKind
from rectiparse.numerals import parse_numeral


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time as printed; a part that is not printed is None, a masked digit is X.

    `month` is 01 to 12 (or an impossible one, to 20), or EDTF's code of a quarter (33 to 36) or a half-year (40, 41);
    `year_word` is 今年 and the like, `month_word` 当月 and the like; `through` is the last month of 前三季度.
    """

    year: str | None = None
    year_word: str | None = None
    month: str | None = None
    month_word: str | None = None
    day: str | None = None
    festival: str | None = None
    through: str | None = None

    @property
    def bare_year(self) -> bool:
        """True where it says a year and nothing within it."""
        return not (self.month or self.month_word or self.day or self.festival)

    @property
    def month_number(self) -> int | None:
        """1 to 12; None for a masked or impossible month, a quarter, a half-year."""
        number = int(self.month) if self.month and self.month.isdigit() else 0
        return number if 1 <= number <= 12 else None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase: a moment with what bounds it, an interval of two, or a `value` that needs no context."""

    span: Span
    kind: DateKind
    first: Moment | None = None
    last: Moment | None = None
    value: str | None = None


_MONTH_LIMIT: Final = 20  # EDTF gives 21 and up to seasons, quarters and halves
_DAY_LIMIT: Final = 39  # 2月30日 is a date that cannot be, 3月45日 is none
_TO_X: Final = str.maketrans(
    {**dict.fromkeys(patterns.MASK, "X"), **dict(zip("０１２３４５６７８９", "0123456789", strict=True))}
)
_DIGITS: Final = frozenset("0123456789０１２３４５６７８９")
_MASKS: Final = frozenset(patterns.MASK)
_CHINESE: Final = frozenset("零一二两三四五六七八九十百千万廿")

_PERIODS: Final = (("month", "M"), ("year", "Y"), ("week", "W"), ("day", "D"))

_Found = tuple[int, Phrase | None]
"""Where to look on, and the phrase, or None where the words look like a date and are none."""


def find_phrases(text: str, skip: Sequence[Span] = ()) -> Iterator[Phrase]:
    """The date phrases of `text` in reading order, none of them touching a span of `skip` or a title 《…》."""
    barred = _barred(text, skip)
    at = index = 0
    while (beginning := patterns.BEGINNING.search(text, at)) is not None:
        start = beginning.start()
        while index < len(barred) and barred[index].end <= start:
            index += 1
        if index < len(barred) and barred[index].start <= start:
            at = barred[index].end
            continue
        at, phrase = _phrase_at(text, start) or (start + 1, None)
        if phrase is not None and not (index < len(barred) and phrase.span.overlaps(barred[index])):
            yield phrase


def _barred(text: str, skip: Sequence[Span]) -> list[Span]:
    """The spans of `skip` and of the titles, sorted and joined where they touch."""
    joined: list[Span] = []
    for span in sorted([*skip, *(Span(*match.span()) for match in patterns.TITLED.finditer(text))]):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        elif span.end > span.start:
            joined.append(span)
    return joined


def _phrase_at(text: str, start: int) -> _Found | None:
    """What stands at `start`, or None where no date phrase begins there."""
    lead = text[start]
    if lead == "每":
        return _recurrence(text, start)
    if lead == "即":
        end = start + len("即日起")
        return (end, Phrase(Span(start, end), "since")) if text.startswith("即日起", start) else None
    if start and _joins(text[start - 1], lead):
        return None
    return (
        _numeric(text, start)
        or _calendar(text, start)
        or _length(text, start)
        or _term_days(text, start)
        or _bare_day(text, start)
    )


def _joins(before: str, lead: str) -> bool:
    """True where `lead` is not the first character of its number, mask or word."""
    if lead in _DIGITS:
        return before in _DIGITS
    if lead in _MASKS:
        return before in _MASKS or before in _DIGITS or (before.isascii() and before.isalpha())
    return lead in _CHINESE and before in _CHINESE


def _recurrence(text: str, start: int) -> _Found | None:
    """每季度, 每两周, 每月10日前: one span, an ISO 8601 recurrence."""
    match = patterns.RECURRENCE.match(text, start)
    if match is None:
        return None
    count = 2 if match["count"] == "双" else _number(match["count"] or "1")
    if match["half_month"]:
        period = "P15D"
    elif match["half_year"]:
        period = "P6M"
    elif match["quarter"]:
        period = f"P{3 * count}M"
    elif match["ten_days"]:
        period = f"P{10 * count}D"
    else:
        period = f"P{count}{next(letter for name, letter in _PERIODS if match[name])}"
    return match.end(), Phrase(Span(*match.span()), "recurrence", value=f"R/{period}")


def _numeric(text: str, start: int) -> _Found | None:
    """2023.5.12, 2023/5/12, 2023-5-12, an interval of two of them (2023.5.12-5.20), and 2023.05 where nothing counts."""
    match = patterns.NUMERIC.match(text, start)
    if match is None or (start and text[start - 1] in patterns.NUMBER_GOES_ON):
        return None
    if match["day"] is None and (
        (match["mark"] in "-－" and len(match["month"]) < 2)
        or (start and not patterns.STANDS_FREE.match(text, start - 1))
    ):
        return None
    first = _numeric_moment(match)
    if first is None:
        return None
    end = match.end()
    if to := patterns.TO.match(text, end):
        second = patterns.NUMERIC.match(text, to.end()) or patterns.NUMERIC_TAIL.match(text, to.end())
        last = second and _numeric_moment(second)
        if second and last:
            return second.end(), Phrase(Span(start, second.end()), "interval", first, last)
    return _bounded(text, start, end, first)


def _numeric_moment(match: re.Match[str]) -> Moment | None:
    """The moment of a numeric date, or None where its month or day cannot be one."""
    parts = match.groupdict()
    month, day = _number(parts["month"]), _number(parts["day"] or "1")
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = parts.get("year")
    return Moment(year and _slot(year, 4), month=f"{month:02}", day=parts["day"] and f"{day:02}")


def _calendar(text: str, start: int) -> _Found | None:
    """A moment in words, with what bounds it, or an interval of two."""
    match = patterns.MOMENT.match(text, start)
    if match is None or match.end() == start:
        return None
    end = match.end()
    first = _moment(match)
    if first is None or _is_no_date(text, match, first):
        return end, None
    if first.year == "XXXX" and first.bare_year and patterns.NOT_LENGTH.match(text, end):
        return None
    if to := patterns.TO.match(text, end):
        second = patterns.MOMENT.match(text, to.end())
        if second is not None and second.end() == to.end():
            second = patterns.BARE_DAY.match(text, to.end()) if first.day or first.month else None
        last = second and _moment(second)
        if second and last:
            return second.end(), Phrase(Span(start, second.end()), "interval", first, last)
    if first.through:
        return end, Phrase(Span(start, end), "interval", first, replace(first, month=first.through, through=None))
    return _bounded(text, start, end, first)


def _bounded(text: str, start: int, end: int, moment: Moment) -> _Found:
    """The phrase of `moment`, with the suffix that makes it a deadline or a beginning."""
    suffix = patterns.SUFFIX.match(text, end)
    if suffix is None:
        return end, Phrase(Span(start, end), "point", moment)
    kind: DateKind = "since" if suffix["since"] else "deadline"
    return suffix.end(), Phrase(Span(start, suffix.end()), kind, moment)


def _moment(match: re.Match[str]) -> Moment | None:
    """What the parts of a match say, or None where they can be no date."""
    parts = match.groupdict()
    year = month = through = None
    day = _slot(parts["day"], 2) if parts.get("day") else None
    if parts.get("year"):
        year = _slot(parts["year"], 4)
        if year.isdigit() and not 1500 <= int(year) < 2200:
            return None
    elif parts.get("short"):
        short = _number(parts["short"])
        year = str(short + (2000 if short < 50 else 1900))
    if parts.get("month"):
        month = "01" if parts["month"] == "元" else _slot(parts["month"], 2)
        if month.isdigit() and not 1 <= int(month) <= _MONTH_LIMIT:
            return None
    if day and day.isdigit() and not 1 <= int(day) <= _DAY_LIMIT:
        return None
    if parts.get("blanks"):  # 2023年  月  日, left to be filled in
        month = day = "XX"
    elif parts.get("edge"):
        month = "01" if parts["edge"] == "初" else "12"
    elif parts.get("half"):
        month = "40" if parts["half"] == "上" else "41"
    elif parts.get("quarter"):
        month = str(32 + _number(parts["quarter"]))
    elif parts.get("quarters"):
        month, through = "33", str(32 + _number(parts["quarters"]))
    elif parts.get("months"):
        month, through = "01", f"{_number(parts['months']):02}"
    return Moment(
        year=year,
        year_word="今年" if parts.get("this_year") else parts.get("word"),
        month=month,
        month_word=parts.get("month_word"),
        day=day,
        festival=parts.get("festival"),
        through=through,
    )


def _is_no_date(text: str, match: re.Match[str], moment: Moment) -> bool:
    """True for what reads like a date and is none."""
    if match["year"] or match["short"] or match["word"]:
        return moment.bare_year and _is_name(text, match)
    start, end = match.span()
    if start and text[start - 1] in "第这满近":  # 第三月, 近3月
        return True
    if moment.month in ("01", "33") and moment.day is None and patterns.ONE_OF.match(text, end):
        return True
    # 1、3月份组织…: a list mark, then a month.
    shares = text[end - 1] in _DIGITS or text[end - 1] in _CHINESE
    return shares and text[start] != "第" and text.startswith("、", end) and _opens(text, start)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """True for a year inside a plan's name, a document's number, a quoted name, or behind a Markdown mark."""
    start, end = match.span()
    if patterns.NO_DATE_AFTER.match(text, end):
        return True
    if text[start] == "*" and _opens(text, start) and "**" in text[end : end + 40]:
        return True
    quote = patterns.QUOTED.search(text, max(0, start - 26), start)
    return quote is not None and patterns.QUOTED_NAME.match(text, quote.start() + 1) is not None


def _opens(text: str, start: int) -> bool:
    """True where a line or a sentence begins at `start`."""
    return start == 0 or patterns.LIST_MARK.search(text, max(0, start - 8), start) is not None


def _length(text: str, start: int) -> _Found | None:
    """A length of time; a range (3至5年) and a masked one (x个月) have no value."""
    match = patterns.LENGTH.match(text, start)
    if match is None:
        return None
    end = match.end()
    before = text[max(0, start - 5) : start]
    count = match["count"]
    off_duty = match["TH"] and count in ("8", "８", "八") and patterns.OFF_DUTY.match(text, end)
    if off_duty or patterns.NO_LENGTH_BEFORE.search(before) or patterns.NO_LENGTH_AFTER.match(text, end):
        return end, None
    if count in ("一", "半") and not (
        patterns.MEASURED_BEFORE.search(before) or patterns.MEASURED_AFTER.match(text, end)
    ):
        return end, None
    return end, Phrase(Span(start, end), "duration", value=_duration(match))


def _duration(match: re.Match[str]) -> str | None:
    """The ISO 8601 duration, or None where there is no single one."""
    count = match["count"]
    if match["range"] or count[0] in _MASKS:
        return None
    if count == "半":
        return {"Y": "P6M", "M": "P15D", "D": "PT12H", "TH": "PT30M"}.get(match.lastgroup or "")
    number = _number(count)
    if match["Y"]:
        months = 6 if match["half"] else _number(match["months"] or "0")
        return f"P{number}Y" + (f"{months}M" if months else "")
    if match["Q"]:
        return f"P{3 * number}M"
    unit = match.lastgroup or ""
    return f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}"


def _term_days(text: str, start: int) -> _Found | None:
    """公示5日 is a length of time, and no fifth day."""
    match = patterns.TERM_DAYS.match(text, start)
    if match is None or not patterns.TERM_DAYS_BEFORE.search(text[max(0, start - 5) : start]):
        return None
    return match.end(), Phrase(Span(*match.span()), "duration", value=f"P{_number(match['count'])}D")


def _bare_day(text: str, start: int) -> _Found | None:
    """5日, a day of a month that was named before."""
    match = patterns.BARE_DAY.match(text, start)
    if match is None:
        return None
    first = Moment(day=_slot(match["day"], 2))
    if (to := patterns.TO.match(text, match.end())) and (second := patterns.BARE_DAY.match(text, to.end())):
        return second.end(), Phrase(Span(start, second.end()), "interval", first, Moment(day=_slot(second["day"], 2)))
    return _bounded(text, start, match.end(), first)


def _slot(printed: str, width: int) -> str:
    """The EDTF digits of a printed number: 3 gives 03, x and xx give XX, 二〇二三 gives 2023."""
    if printed[0] in _CHINESE:
        return str(_number(printed)).rjust(width, "0")
    plain = printed.translate(_TO_X)
    if plain.strip("X") == "":
        return "X" * width
    return plain.rjust(width, "0")


def _number(printed: str) -> int:
    """The integer that a numeral of these patterns writes."""
    number = parse_numeral(printed)
    assert number is not None, printed
    return number
