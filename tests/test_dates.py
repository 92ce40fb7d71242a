"""Dates, recurrences and lengths of time: the cases, and what must hold on any text."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.document import Span
from rectiparse.mentions.dates import document_year, find_dates
from rectiparse.mentions.festivals import NAMES, festival_day
from rectiparse.mentions.mention import DateMention

CASES = sorted((Path(__file__).parent / "cases" / "dates").glob("*.yaml"))

MOMENT = r"[\dX]{4}(?:-[\dX]{2}(?:-[\dX]{2})?)?"
VALUES = {
    "point": re.compile(MOMENT),
    "interval": re.compile(f"{MOMENT}/{MOMENT}"),
    "deadline": re.compile(rf"\.\./{MOMENT}"),
    "since": re.compile(rf"{MOMENT}/\.\."),
    "recurrence": re.compile(r"R/P\d+[DWMY]"),
    "duration": re.compile(r"P(?:\d+(?:\.\d+)?[DWMY]|\d+Y\d+M|\d+M15D|T\d+(?:\.\d+)?[HM]|T\d+H30M)"),
}
PIECES = [
    *"0123456789０２年月日号周天季度至到—-、和及，。；：\n 　前后内来起底初末中上下半每今去同次当一二三四五十两元第近个xX*×○《》“”（）.",
    *(
        "2022年",
        "2023年3月",
        "5月28日",
        "x月x日",
        "以来",
        "之前",
        "工作日",
        "小时",
        "季度",
        "旬",
        "春节",
        "国庆节前",
        "即日起",
        "整改措施：",
    ),
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def shown(mentions: list[DateMention]) -> list[list[str | None]]:
    return [[m.text, m.value, m.kind, m.basis] for m in mentions]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert shown(find_dates(case["input"], year=case.get("year"))) == case["expected"], case["why"]
    if "document_year" in case:
        assert document_year(case["input"]) == case["document_year"], case["why"]


def test_there_are_cases() -> None:
    assert len(CASES) >= 25


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_every_mention_is_its_text_and_has_a_value_of_its_kind(text: str) -> None:
    mentions = find_dates(text)
    for mention in mentions:
        assert text[mention.span.start : mention.span.end] == mention.text != ""
        if mention.value is None:
            assert mention.basis == "unresolved"
        else:
            assert VALUES[mention.kind].fullmatch(mention.value), mention
            assert (mention.basis == "unresolved") == ("X" in mention.value)
    for before, after in pairwise(mentions):
        assert before.span.end <= after.span.start


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=3))
def test_nothing_is_a_date_inside_what_is_skipped(text: str, ranges: list[tuple[int, int]]) -> None:
    skip = [Span(start, start + length) for start, length in ranges if length]
    assert not [m for m in find_dates(text, skip=skip) if any(m.span.overlaps(span) for span in skip)]


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_digits_of_full_width_mean_the_same(text: str) -> None:
    wide = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    narrow = text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    assert [(m.span, m.value, m.kind) for m in find_dates(wide)] == [
        (m.span, m.value, m.kind) for m in find_dates(narrow)
    ]


@settings(deadline=None, max_examples=150)
@given(DAYS, DAYS, st.sampled_from(["至", "到", "—", "——", "-", "－", "～"]))
def test_a_printed_day_comes_back(first: date, last: date, joint: str) -> None:
    printed = [f"{day.year}年{day.month}月{day.day}日" for day in (first, last)]
    text = f"县委巡察组于{printed[0]}{joint}{printed[1]}进驻，{printed[1]}前反馈，自{printed[0]}起整改。"
    assert [(m.text, m.value) for m in find_dates(text)] == [
        (f"{printed[0]}{joint}{printed[1]}", f"{first}/{last}"),
        (f"{printed[1]}前", f"../{last}"),
        (f"{printed[0]}起", f"{first}/.."),
    ]


@settings(deadline=None, max_examples=100)
@given(DAYS, DAYS)
def test_a_day_without_its_year_follows_the_findings(told: date, later: date) -> None:
    text = f"{told.year}年{told.month}月{told.day}日反馈意见。\n{later.month}月{later.day}日，召开会议。"
    mention = find_dates(text)[-1]
    year = told.year + (later.month < told.month)
    assert (mention.value, mention.basis) == (f"{year}-{later.month:02}-{later.day:02}", "inherited")


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.integers(1990, 2050))
def test_the_same_text_gives_the_same_dates(text: str, year: int) -> None:
    assert find_dates(text, year=year) == find_dates(text, year=year)
    assert find_dates(f"《{text}》".replace("\n", "")) == [] or "《" in text or "》" in text


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("春节", "2020-01-25"), ("春节", "2024-02-10"), ("除夕", "2022-01-31"), ("元宵", "2023-02-05"),
        ("端午", "2023-06-22"), ("中秋", "2020-10-01"), ("中秋", "2024-09-17"), ("重阳", "2021-10-14"),
        ("清明", "2022-04-05"), ("清明", "2024-04-04"), ("大寒", "2023-01-20"), ("冬至", "2021-12-21"), ("国庆", "2023-10-01"),
    ],
)  # fmt: skip
def test_festivals_of_the_published_calendar(name: str, day: str) -> None:
    assert festival_day(name, int(day[:4])).isoformat() == day


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(NAMES), st.integers(1900, 2199))
def test_a_festival_lies_in_its_year(name: str, year: int) -> None:
    assert festival_day(name, year).year == year


@pytest.mark.parametrize(
    "piece",
    ["1", "年", "每", "x", "　", "1-", "1、", "2023至", "2023、", "《", "“2023年", "5日", "年内", "近3年", "\n1"],
)
def test_a_long_run_of_one_piece_is_read_to_its_end(piece: str) -> None:
    closing = "。\n2023年5月12日。"
    mentions = find_dates(piece * (100_000 // len(piece)) + closing)
    assert mentions[-1].value == "2023-05-12"
