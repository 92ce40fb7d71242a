"""Citations: the cases, and what must hold on any text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.mentions.citations import find_citations

CASES = sorted((Path(__file__).parent / "cases" / "citations").glob("*.yaml"))
PIECES = [
    *"《》〈〉（）〔〕[]。；，\n 2023号令第x*-—/",
    *("<<", ">>", "〔2023〕7号", "青府办发", "GB/T 9704—2012", "的通知", "根据", "整改方案", "国务院令第588号", "和"),
]
NAMES = st.text("青禾县民政局整改工作实施方案管理办法〈〉“”（试行）、：2023", min_size=1, max_size=20)
NUMBERS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["青府办发", "明委发", "**民发", "县财字"]),
    st.sampled_from(["〔2023〕", "[2023]", "﹝2023﹞", "【2023】", "（2023）", "〔xx〕", "〔20xx〕"]),
    st.sampled_from(["7号", "130号", "x号", "第12号", "**号"]),
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = case["input"]
    found = [
        {"text": mention.span.cut(text), "title": mention.title, "number": mention.number}
        for mention in find_citations(text)
    ]
    assert found == case["expected"], case["why"]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_citations_lie_apart_and_name_something(text: str) -> None:
    mentions = find_citations(text)
    assert all(0 <= mention.span.start < mention.span.end <= len(text) for mention in mentions)
    assert all(mention.title or mention.number for mention in mentions)
    assert all(first.span.end <= second.span.start for first, second in pairwise(mentions))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(NAMES, st.none() | NUMBERS), min_size=1, max_size=5))
def test_titles_and_numbers_come_back(documents: list[tuple[str, str | None]]) -> None:
    text = "认真学习"
    starts = []
    for name, number in documents:
        starts.append(len(text))
        text += f"《{name}》" + (f"（{number}）" if number else "") + "，"
    mentions = find_citations(text + "逐条对照。")
    assert [(mention.title, mention.number) for mention in mentions] == documents
    assert [mention.span.start for mention in mentions] == starts


@settings(deadline=None, max_examples=100)
@given(NUMBERS, st.sampled_from(["根据", "按照《方案》和", "落实", "以", "，对照", "（"]))
def test_a_number_stands_without_the_words_before_it(number: str, before: str) -> None:
    alone = [mention for mention in find_citations(f"{before}{number}文件要求") if mention.title is None]
    assert [mention.number for mention in alone] == [number]
