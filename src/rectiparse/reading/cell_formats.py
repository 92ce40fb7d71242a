"""Numbers and dates of a spreadsheet as its cells show them, by their number formats (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from rectiparse.reading.number_formats import print_number

GENERAL: Final = "General"
# Formats that files name by number alone (18.8.30); 27 to 36 and 50 to 58 as Chinese Excel shows them.
BUILT_IN: Final = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"', 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
MOST_DECIMALS: Final = 30
LAST_DAY: Final = 2_958_466  # 31 December 9999

TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|\[(?P<bracket>[^\]]*)\]|_.|\*.|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[aA]{3,4})'
    r"|(?P<noon>AM/PM|上午/下午|A/P)|(?P<digits>[0#?]|[.,](?=[0#?%\s,;\x22]))|(?P<percent>%)|(?P<exponent>[eE][+-])"
    r"|(?P<general>General|G/通用格式)|(?P<text>@)|(?P<plain>.)",
    re.S,
)


class _Section(NamedTuple):
    """A format for one sign: its tokens, and whether it shows dates."""

    tokens: tuple[tuple[str, str], ...]
    is_date: bool
    chinese: bool  # digits written 一二三 ([DBNum1])


def shown(value: float, code: str, since_1904: bool = False) -> str:
    """`value` as a cell with the number format `code` shows it; what only decorates (colour, width) is left out.

    A format that cannot be followed (fractions, exponents) shows the number itself.
    """
    sections = _sections(code)
    at = 0
    if len(sections) > 1 and value < 0:
        at = 1
    elif len(sections) > 2 and value == 0:
        at = 2
    section = sections[at]
    if section.is_date:
        return _date(value, section, since_1904)
    return _number(abs(value) if at == 1 else value, section)


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    chinese = False
    for match in TOKEN.finditer(f"{code[:500]};"):
        kind, word = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        if kind == "plain" and word == ";":
            is_date = any(kind == "date" for kind, _ in tokens) and not any(kind == "digits" for kind, _ in tokens)
            sections.append(_Section(tuple(tokens), is_date, chinese))
            tokens, chinese = [], False
        elif kind == "bracket":
            chinese |= word.startswith("DBNum1")
            if word.lower() in ("h", "hh", "m", "mm", "s", "ss"):
                tokens.append(("elapsed", word.lower()[0]))
            elif word.startswith("$"):
                tokens.append(("plain", word[1:].split("-")[0]))
        elif kind is not None:
            tokens.append(("plain" if kind in ("quoted", "escaped") else kind, word))
    return tuple(sections) or (_Section(tuple(tokens), False, chinese),)


def _plain(value: float) -> str:
    """A number without a format: whole where it is, at most eleven digits else."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.11g}"


def _number(value: float, section: _Section) -> str:
    digits = "".join(word for kind, word in section.tokens if kind in ("digits", "percent"))
    kinds = {kind for kind, _ in section.tokens}
    if "exponent" in kinds or "?" in digits or not kinds & {"digits", "percent", "general", "text"}:
        literal = "".join(word for kind, word in section.tokens if kind == "plain")
        return literal if section.tokens and kinds <= {"plain"} and literal.strip() else _plain(value)
    if kinds & {"general", "text"}:
        bare = _plain(value)
        if section.chinese and bare.isdecimal():
            bare = print_number(int(bare), "chineseCountingThousand")
        return _laid_out(section, bare)
    pattern = digits.replace("%", "")
    thousands = len(pattern) - len(pattern.rstrip(","))  # at the end they divide
    whole, _, decimals = pattern.rstrip(",").partition(".")
    scaled = value * 100 ** digits.count("%") / 1000**thousands
    places = min(sum(c in "0#" for c in decimals), MOST_DECIMALS)
    text = f"{abs(scaled):.{places}f}"
    kept = decimals.count("0")
    if places > kept:
        text = text[: len(text) - (places - kept)] + text[len(text) - (places - kept) :].rstrip("0")
        text = text.rstrip(".")
    integer, point, rest = text.partition(".")
    integer = integer.zfill(whole.count("0"))
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", integer)
    sign = "-" if scaled < 0 and float(text) else ""
    return sign + _laid_out(section, integer + point + rest)


def _laid_out(section: _Section, number: str) -> str:
    """The literal text of a section with the number in its place."""
    pieces: list[str] = []
    placed = False
    for kind, word in section.tokens:
        if kind in ("digits", "general", "text"):
            if not placed:
                pieces.append(number)
            placed = True
        elif kind == "percent":
            pieces.append("%")
        elif kind == "plain":
            pieces.append(word)
    return "".join(pieces).strip()


def _date(value: float, section: _Section, since_1904: bool) -> str:
    if not 0 <= value < LAST_DAY:
        return _plain(value)
    # Day 60 of the count from 1900 is a 29 February that never was.
    start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30 if value >= 60 else 31)
    try:
        moment = start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return _plain(value)
    if any(kind == "date" and word.lower().startswith("mmm") for kind, word in section.tokens):
        return f"{moment:%Y-%m-%d}"  # English names of months: 3-Aug-23
    noon = any(kind == "noon" for kind, _ in section.tokens)
    pieces: list[str] = []
    after_hour = False
    for at, (kind, word) in enumerate(section.tokens):
        if kind == "elapsed":
            seconds = round(value * 86_400)
            pieces.append(str(seconds // {"h": 3600, "m": 60, "s": 1}[word]))
            after_hour = True
        elif kind == "noon":
            pieces.append("上午" if moment.hour < 12 else "下午")
        elif kind == "date":
            unit = word[0].lower()
            before_seconds = next((w for k, w in section.tokens[at + 1 :] if k == "date"), "").lower().startswith("s")
            if unit == "m" and (after_hour or before_seconds):
                unit = "minute"
            pieces.append(_part(moment, unit, len(word), noon, section.chinese))
            after_hour = unit == "h"
        elif kind in ("plain", "digits"):
            pieces.append(word)
    return "".join(pieces).strip()


def _part(moment: datetime, unit: str, width: int, noon: bool, chinese: bool) -> str:
    """One part of a date: the year, the month and so on."""
    if unit == "y":
        year = str(moment.year)
        if chinese:
            return year.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
        return year if width > 2 else year[2:]
    if unit == "a" or (unit == "d" and width > 2):  # aaaa, dddd: the day of the week
        return ("星期" if width > 3 else "") + "一二三四五六日"[moment.weekday()]
    hour = (moment.hour + 11) % 12 + 1 if noon else moment.hour
    number = {"m": moment.month, "d": moment.day, "h": hour, "minute": moment.minute, "s": moment.second}[unit]
    if chinese:
        return print_number(number, "chineseCountingThousand")
    return str(number).zfill(min(width, 2))
