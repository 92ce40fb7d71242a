"""Date phrases as they are printed: 2021年11月30日至2022年1月15日, 6月底前, 每季度, 3个工作日.

A phrase holds what the words say and no more: which year 3月28日 lies in is a matter for `dates`. One cheap scan finds
the places where a phrase may begin; the patterns of `date_patterns` are tried there alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rectiparse.document import Span
from rectiparse.mentions import date_patterns as patterns
from rectiparse.mentions.mention import DateKind
from rectiparse.numerals import parse_numeral


class Moment(NamedTuple):
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


class Phrase(NamedTuple):
    """A date phrase: a moment with what bounds it, an interval of two, or a `value` that needs no context."""

    span: Span
    kind: DateKind
    first: Moment | None = None
    last: Moment | None = None
    value: str | None = None


_MONTH_LIMIT: Final = 20  # EDTF gives 21 and up to seasons, quarters and halves
_DAY_LIMIT: Final = 39  # 2月30日 is a date that cannot be, 3月45日 is none
_MASKS: Final = frozenset(patterns.MASK)
_CHINESE: Final = frozenset("零一二两三四五六七八九十百千万廿")
_PERIODS: Final = (("month", "M"), ("year", "Y"), ("week", "W"), ("day", "D"))
_HALVES: Final = (("Y", "P6M"), ("M", "P15D"), ("D", "PT12H"), ("TH", "PT30M"))

# Characters before and after which a word is another one: 文明年, 以前年度, 同年龄, 三年内, 首次月.
_NUMERALS: Final = "0123456789０１２３４５６７８９一二两三四五六七八九十百千万几多数余半" + patterns.MASK
_OTHER_BEFORE: Final = {
    "去年": "过", "前年": "以之提目", "明年": "文声说证", "本年": "基", "同年": "不相合共", "次年": "首再每层" + _NUMERALS,
    "上年": "以之于比较同与按晚", "上一年": "以之于比较同与按晚",  # 不低于上年度: only a measure
    "上月": "以之", "上个月": "以之", "下月": "以之", "下个月": "以之", "次月": "首再每" + _NUMERALS,
    "年": "年末每往历近" + _NUMERALS, "月": "每个" + _NUMERALS, "": "第这满近",  # 第三月, 近3月
}  # fmt: skip
_OTHER_AFTER: Final = {"同年": "龄级代限", "次年": "会检均级", "前年": "度"}
_NEEDS_PART: Final = frozenset({"当年", "上年", "上一年"})  # 当年新增, 上年水平 name no time


_PARTICLES: Final = ("PM", "PM2.")  # PM10年均浓度, PM2.5年均浓度

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
    if text[max(0, start - 4) : start].endswith(_PARTICLES):
        return None
    return (
        _numeric(text, start)
        or _calendar(text, start)
        or _length(text, start)
        or _term_days(text, start)
        or _bare_day(text, start)
    )


def _joins(before: str, lead: str) -> bool:
    """True where `lead` is not the first character of its number or mask."""
    if lead.isdecimal():
        return before.isdecimal()
    if lead in _MASKS:
        return before in _MASKS or before.isdecimal() or (before.isascii() and before.isalpha())
    return lead in _CHINESE and before in _CHINESE


def _recurrence(text: str, start: int) -> _Found | None:
    """每季度, 每两周, 每月10日前: one span, an ISO 8601 recurrence."""
    match = patterns.RECURRENCE.match(text, start)
    count = match and (2 if match["count"] == "双" else _count(match["count"] or "1"))
    if match is None or count is None:
        return None
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
    if match is None:
        return None
    before = text[start - 1] if start else ""
    if before.isascii() and (before.isalnum() or before in tuple("./-_")):
        return None
    if match["day"] is None and (
        (match["mark"] in "-－" and len(match["month"]) < 2) or (before and not patterns.STANDS_FREE.match(before))
    ):
        return None
    first = _numeric_moment(match)
    if first is None:
        return None
    end = match.end()
    if to := patterns.TO.match(text, end):
        tail = patterns.NUMERIC_TAIL if match["day"] else patterns.NUMERIC_MONTH
        second = patterns.NUMERIC.match(text, to.end()) or tail.match(text, to.end())
        last = second and _numeric_moment(second)
        if second and last:
            return second.end(), Phrase(Span(start, second.end()), "interval", first, last)
    return _bounded(text, start, end, first)


def _numeric_moment(match: re.Match[str]) -> Moment | None:
    """The moment of a numeric date, or None where its month or day cannot be one."""
    parts = match.groupdict()
    printed = parts.get("day")
    month, day = int(parts["month"]), int(printed or "1")
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = parts.get("year")
    return Moment(year=year and str(int(year)), month=f"{month:02}", day=printed and f"{day:02}")


def _calendar(text: str, start: int) -> _Found | None:
    """A moment in words, with what bounds it, or an interval of two."""
    found = _moment_at(text, start)
    if found is None:
        return None
    match, first = found
    end = match.end()
    if _is_no_date(text, match, first):
        return end, None
    if first.year == "XXXX" and first.bare_year and patterns.NOT_LENGTH.match(text, end):
        return None
    if (to := patterns.TO.match(text, end)) and (second := _closing(text, to.end(), first)):
        return second[0], Phrase(Span(start, second[0]), "interval", first, second[1])
    if first.through:
        return end, Phrase(Span(start, end), "interval", first, first._replace(month=first.through, through=None))
    end, phrase = _bounded(text, start, end, first)
    needs_bound = first.festival or (match["bare"] and not match["edge"])  # 春节前, 年内
    return end, None if needs_bound and phrase.kind != "deadline" else phrase


def _closing(text: str, start: int, first: Moment) -> tuple[int, Moment] | None:
    """The end of an interval that began with `first`, and where it ends in the text."""
    if found := _moment_at(text, start):
        return found[0].end(), found[1]
    closing = patterns.CLOSING_DAY if first.day else patterns.BARE_DAY if first.month else None
    match = closing and closing.match(text, start)
    day = match and _digits(match["day"], _DAY_LIMIT)
    return (match.end(), Moment(day=day)) if match and day else None


def _bounded(text: str, start: int, end: int, moment: Moment) -> tuple[int, Phrase]:
    """The phrase of `moment`, with the suffix that makes it a deadline or a beginning."""
    suffix = patterns.SUFFIX.match(text, end)
    if suffix is None:
        return end, Phrase(Span(start, end), "point", moment)
    kind: DateKind = "since" if suffix["since"] else "deadline"
    return suffix.end(), Phrase(Span(start, suffix.end()), kind, moment)


def _moment_at(text: str, start: int) -> tuple[re.Match[str], Moment] | None:
    """The moment that begins at `start` with its match; a month or day that cannot be one is left out of it."""
    match = patterns.MOMENT.match(text, start)
    for part, limit in (("month", _MONTH_LIMIT), ("day", _DAY_LIMIT)):
        if match and (printed := match[part]) and printed != "元" and not _digits(printed, limit):
            match = patterns.MOMENT.match(text, start, match.start(part))
    if match is None or match.end() == start or _is_other_word(text, match):
        return None
    moment = _moment(text, match)
    return (match, moment) if moment else None


def _moment(text: str, match: re.Match[str]) -> Moment | None:
    """What the parts of a match say, or None where its year or quarter cannot be one."""
    (
        year, word, fiscal, blanks, month, month_word, day, half, quarter, quarters, months, festival, bare, edge
    ) = match.groups()  # fmt: skip
    if month:
        month = "01" if month == "元" else _digits(month, _MONTH_LIMIT)
    elif blanks:  # 2023年  月  日, left to be filled in
        month, day = "XX", "XX"
    elif half:
        month = "40" if half == "上" else "41"
    elif quarter:
        month = _quarter(quarter)
        if not month:
            return None
    elif quarters or months:
        month = "33" if quarters else "01"
    elif edge and not month_word:  # 年底, 2022年初
        month = "01" if edge == "初" else "12"
    if year:
        year = _year(year, dated=bool(month or fiscal or text.startswith("以来", match.end())))
        if not year:
            return None
    elif bare and not edge:  # 年内
        word = word or "今年"
    if day and not blanks:
        day = _digits(day, _DAY_LIMIT)
    through = _quarter(quarters) if quarters else months and _digits(months, 12)
    return Moment(year, word, month, month_word, day, festival, through)


def _quarter(printed: str) -> str | None:
    """EDTF's code of a quarter, 33 to 36, or None."""
    number = _count(printed)
    return str(32 + number) if number and 1 <= number <= 4 else None


def _year(printed: str, *, dated: bool) -> str | None:
    """The EDTF year that a numeral prints, or None; of two figures only where a part of it is `dated` (22年5月)."""
    if printed[0] in _CHINESE:
        year = parse_numeral(printed) if len(printed) == 4 else None
        return str(year) if year and 1500 <= year < 2200 else None
    plain = _plain(printed)
    if plain.strip("X") == "":
        return "XXXX"
    if len(plain) == 2 and dated and plain.isdecimal():
        return ("20" if plain < "50" else "19") + plain
    if len(plain) != 4 or plain[0] not in "12" or not plain.replace("X", "0").isdecimal():
        return None
    return plain if "X" in plain or 1500 <= int(plain) < 2200 else None


def _digits(printed: str, limit: int) -> str | None:
    """Two EDTF digits for a numeral from 1 to `limit`, XX for a mask, 1X for a half one; None for anything else."""
    if not printed.isdecimal():
        plain = _plain(printed)
        if plain.strip("X") == "":
            return "XX"
        if "X" in plain:
            return plain if len(plain) == 2 and plain.strip("X").isdecimal() else None
    number = _count(printed) if len(printed) <= 3 else None
    return f"{number:02}" if number is not None and 1 <= number <= limit else None


def _plain(printed: str) -> str:
    """A printed number with figures of half width, and X for each mask."""
    if printed.isascii() and printed.isdecimal():
        return printed
    return "".join("X" if c in _MASKS else str(int(c)) if c.isdecimal() else c for c in printed)


def _count(printed: str) -> int | None:
    """The number that a numeral writes; None for none, and for 三五 and the like, which are no number but a guess."""
    if printed.isdecimal():
        return int(printed)
    if len(printed) > 1 and not any(c in "十廿" for c in printed):
        return None
    return parse_numeral(printed)


def _is_other_word(text: str, match: re.Match[str]) -> bool:
    """True where the year or month word of a match belongs to another word, or names no time by itself."""
    start, end = match.span()
    before = text[start - 1] if start else ""
    word = match["word"] or match["month_word"] or ("年" if match["bare"] and not match["year"] else "")
    if before == "提" and (match["months"] or match["quarters"]):  # 提前6个月
        return True
    if not word and (match["year"] or not (match["month"] or match["quarter"])):
        return False
    if before and before in _OTHER_BEFORE.get(word, ""):
        return True
    following = text[match.end("word") : match.end("word") + 1] if match["word"] else ""
    if following and following in _OTHER_AFTER.get(word, ""):
        return True
    says_part = end > match.end("word") or text.startswith("内", end)
    return word in _NEEDS_PART and not says_part


def _is_no_date(text: str, match: re.Match[str], moment: Moment) -> bool:
    """True for what reads like a date and is none."""
    if match["year"] or match["word"]:
        return moment.bare_year and _is_name(text, match)
    start, end = match.span()
    if moment.month in ("01", "33") and moment.day is None and patterns.ONE_OF.match(text, end):
        return True
    # 1、3月份组织…: a list mark, then a month. 2、3月26日, wherever it stands: months listed have no day.
    shares = (text[end - 1].isdecimal() or text[end - 1] in _CHINESE) and text[start] != "第"
    listed = shares and text.startswith("、", end)
    return listed and (_opens(text, start) or patterns.DAY_AFTER.match(text, end) is not None)


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
    count = match["count"]
    masked = count[0] in _MASKS
    if not masked and count != "半" and _count(count) is None:
        return end, None
    whole = patterns.DECIMALS.search(text, max(0, start - 4), start) if text[start - 1 : start] in (".", "．") else None
    if whole and count.isdecimal() and not match["range"] and not _opens(text, whole.start()):
        start = whole.start()  # 9.8天; at the beginning of a line 9. is the mark of an item
        count = f"{int(whole.group()[:-1])}.{int(count) if len(count) < 2 else count}"
    before = text[max(0, start - 5) : start]
    off_duty = match["TH"] and _count(count) == 8 and patterns.OFF_DUTY.match(text, end)
    if off_duty or patterns.NO_LENGTH_BEFORE.search(before) or patterns.NO_LENGTH_AFTER.match(text, end):
        return end, None
    halved = match["M_half"] or match["TH_half"] or match["half"]  # 一个半月 measures, 一个月 may be an article
    if (count in ("一", "半") and not halved) and not (
        patterns.MEASURED_BEFORE.search(before) or patterns.MEASURED_AFTER.match(text, end)
    ):
        return end, None
    value = None if masked or match["range"] else _duration(match, count)
    return end, Phrase(Span(start, end), "duration", value=value)


def _duration(match: re.Match[str], count: str) -> str | None:
    """The ISO 8601 duration of a length; `count` is its number, also with a decimal part."""
    if count == "半":
        return next((value for name, value in _HALVES if match[name]), None)
    number = count if "." in count else _count(count) or 0
    if match["Y"]:
        months = 6 if match["half"] else _count(match["months"] or "0")
        return f"P{number}Y" + (f"{months}M" if months else "")
    if match["Q"]:
        return f"P{3 * number}M" if isinstance(number, int) else None
    unit = match.lastgroup or ""
    half = "15D" if match["M_half"] else "30M" if match["TH_half"] else ""
    return (f"PT{number}{unit[1]}" if unit.startswith("T") else f"P{number}{unit}") + half


def _term_days(text: str, start: int) -> _Found | None:
    """公示5日 is a length of time, and no fifth day."""
    match = patterns.TERM_DAYS.match(text, start)
    if match is None or not patterns.TERM_DAYS_BEFORE.search(text[max(0, start - 5) : start]):
        return None
    return match.end(), Phrase(Span(*match.span()), "duration", value=f"P{int(match['count'])}D")


def _bare_day(text: str, start: int) -> _Found | None:
    """5日, a day of a month that was named before."""
    match = patterns.BARE_DAY.match(text, start)
    day = match and _digits(match["day"], _DAY_LIMIT)
    if match is None or day is None:
        return None
    first = Moment(day=day)
    to = patterns.TO.match(text, match.end())
    second = to and patterns.BARE_DAY.match(text, to.end())
    if second and (last := _digits(second["day"], _DAY_LIMIT)):
        return second.end(), Phrase(Span(start, second.end()), "interval", first, Moment(day=last))
    return _bounded(text, start, match.end(), first)
