"""Numerals: whatever a person writes as a number is read as that number, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.numerals import parse_numeral

PLAIN = ("零一二三四五六七八九", "十百千", "万亿")
FORMAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬億")


def write_section(number: int, digits: str, units: str) -> str:
    """A number below 10000 in Chinese, with 零 for each gap."""
    written = ""
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += digits[digit] + (units[power - 1] if power else "")
        elif written and not written.endswith(digits[0]):
            written += digits[0]
    return written.rstrip(digits[0])


def write(number: int, signs: tuple[str, str, str] = PLAIN) -> str:
    """A number below 10^12 in Chinese, as it is taught in school: 一亿零二十万零三."""
    digits, units, (myriad, yi) = signs
    if number == 0:
        return digits[0]
    written = ""
    for size, name in ((10**8, yi), (10**4, myriad), (1, "")):
        section = number // size % 10**4
        if section:
            gap = written and (section < 1000 or (number // size // 10**4) % 10 == 0)
            written += (digits[0] if gap else "") + write_section(section, digits, units) + name
    return written


@settings(deadline=None, max_examples=400)
@given(st.integers(0, 10**9) | st.integers(0, 10**4))
def test_what_is_written_in_chinese_reads_back(number: int) -> None:
    assert parse_numeral(write(number)) == number
    assert parse_numeral(write(number, FORMAL)) == number


@settings(deadline=None, max_examples=200)
@given(st.integers(10, 19), st.sampled_from(["", "万", "亿"]))
def test_ten_may_drop_its_one(number: int, scale: str) -> None:
    written = write(number).removeprefix("一") + scale
    assert parse_numeral(written) == number * {"": 1, "万": 10**4, "亿": 10**8}[scale]


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10**15))
def test_digits_read_back_in_any_dress(number: int) -> None:
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    for written in (str(number), f"{number:,}", str(number).translate(wide), f"{number:,}".translate(wide)):
        assert parse_numeral(written) == number
    if number > 9:
        assert parse_numeral(str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))) == number


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="零〇一二两三五九十百千万亿廿卅壹拾佰0123456789０，,.x人", max_size=40))
def test_any_text_gives_a_number_or_none(text: str) -> None:
    number = parse_numeral(text)
    assert number is None or number >= 0


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一百一", 110),
        ("一百零一", 101),
        ("一千二百五", 1250),
        ("三万五", 35000),
        ("一亿三", 130000000),
        ("两千零三", 2003),
        ("廿一", 21),
        ("卅", 30),
        ("百", 100),
        ("万", 10000),
        ("三万亿", 3 * 10**12),
        ("一万二千亿", 12000 * 10**8),
        ("二〇二三", 2023),
        ("贰拾壹", 21),
        ("兩萬", 20000),
        ("壹佰", 100),
        ("２１", 21),
        ("8,863", 8863),
    ],
)
def test_numbers_as_people_write_them(text: str, number: int) -> None:
    assert parse_numeral(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "人",
        "三人",
        "千百",
        "三五十",
        "十十",
        "百千",
        "三百三千",
        "二廿",
        "一万二万",
        "1.5",
        "-3",
        "1" * 5000,
        "一" * 5000,
    ],
)
def test_what_is_no_number_gives_none(text: str) -> None:
    assert parse_numeral(text) is None
