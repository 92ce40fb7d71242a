"""Chinese and Arabic numerals as integers: 二十一, 贰拾壹, 廿一, 〇, ２１, 21."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

DIGITS: Final = {
    **{mark: value for value, marks in enumerate("〇一二三四五六七八九") for mark in marks},
    **{mark: value for value, marks in enumerate("零壹贰叁肆伍陆柒捌玖") for mark in marks},
    **{mark: value for value, marks in enumerate("○壱貳參肆伍陸柒捌玖") for mark in marks},
    "○": 0, "Ｏ": 0, "O": 0, "o": 0, "弌": 1, "两": 2, "兩": 2, "俩": 2, "弐": 2, "仨": 3, "叄": 3, "陸": 6,
    "ー": 1,  # katakana that text recognition puts for 一
    "ニ": 2,
}  # fmt: skip
UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS: Final = {"廿": 20, "卅": 30, "卌": 40}
MYRIADS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


LONGEST: Final = 32
"""More digits than this count nothing; an identity number has 18, and a run of thousands would stop `int`."""


@lru_cache(maxsize=4096)
def parse_numeral(text: str) -> int | None:
    """The integer that `text` writes, or None where it writes none.

    Takes plain digits (half or full width, with or without `,`), positional Chinese digits (二〇二三) and
    well-formed Chinese numbers (两千零三, 三万亿, 一百一 as 110, 百 and 万 alone as 100 and 10000). Words put
    together from numerals (千百, 三五十) write none, nor do more than 32 digits. An approximate word (余, 多, 几)
    is not its matter.
    """
    plain = text.translate(FULL_WIDTH).replace(",", "")
    if not plain or len(plain) > LONGEST:
        return None
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if all(c in DIGITS for c in plain):
        return int("".join(str(DIGITS[c]) for c in plain))
    return _parse_chinese(plain)


def _parse_chinese(plain: str) -> int | None:
    total = section = 0  # what 万 and 亿 have closed; what stands since
    digit: int | None = None  # waits for its 十, 百 or 千
    below = 10**4  # within a section the units fall: 千, 百, 十
    unit = 1  # the last one seen; it scales a digit that is left over
    myriads: list[int] = []
    for c in plain:
        if c in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[c] or None
            if digit is None:
                unit = 1
        elif c in TENS or c in UNITS:
            size = UNITS.get(c, 10)
            if size >= below or (c in TENS and digit is not None):
                return None
            if digit is None and size > 10 and (section or total):
                return None
            section += TENS[c] if c in TENS else (1 if digit is None else digit) * size
            unit = below = size
            digit = None
        elif c in MYRIADS:
            size = MYRIADS[c]
            if size in myriads:
                return None
            section += digit or 0
            if size == 10**8:
                total = (total + section or 1) * size
            elif section or not total:
                total += (section or 1) * size
            else:
                return None
            myriads.append(size)
            section, digit, below, unit = 0, None, 10**4, size
        else:
            return None
    if digit is not None:  # 一百一 is 110, 一万二 is 12000; 一百零一 is 101
        section += digit * (unit // 10 if unit >= 100 else 1)
    return total + section
