"""Chinese and Arabic numerals as integers: 二十一, 贰拾壹, 廿一, 〇, ２１, 21."""

from __future__ import annotations

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


def parse_numeral(text: str) -> int | None:
    """The integer that `text` writes, or None where it writes none.

    Takes plain digits (half or full width, with or without `,`), positional Chinese digits (二〇二三) and
    Chinese numbers up to 亿 (两千零三, 一百一 as 110). An approximate word (余, 多, 几) is not its matter.
    """
    plain = text.translate(FULL_WIDTH).replace(",", "")
    if plain.isascii() and plain.isdigit():
        return int(plain)
    if not plain or not all(c in DIGITS or c in UNITS or c in TENS or c in MYRIADS for c in plain):
        return None
    if len(plain) > 1 and all(c in DIGITS for c in plain):
        return int("".join(str(DIGITS[c]) for c in plain))
    total = section = 0
    digit: int | None = None
    unit = 1
    for c in plain:
        if c in DIGITS:
            digit = DIGITS[c]
            if digit == 0:
                unit = 1
                digit = None
        elif c in TENS:
            section += TENS[c]
            unit = 10
        elif c in UNITS:
            unit = UNITS[c]
            section += (1 if digit is None else digit) * unit
            digit = None
        else:
            section += digit or 0
            total = (total + section) * MYRIADS[c] if MYRIADS[c] == 10**8 else total + section * MYRIADS[c]
            unit = MYRIADS[c]
            section, digit = 0, None
    if digit is not None:  # 一百一 is 110, 一万二 is 12000; 一百零一 is 101
        section += digit * (unit // 10 if unit >= 100 else 1)
    return total + section
