"""Noise: the cases, and what must hold wherever noise is put into a text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.mentions.noise import find_noise

CASES = sorted((Path(__file__).parent / "cases" / "noise").glob("*.yaml"))
RULES = {"advertisement", "watermark", "paid-content", "page-number", "site-furniture", "markup"}
STRAY = "~^&#@%*"

SENTENCES = [
    "按照县委统一部署，县委第二巡察组于2023年4月对青禾县民政局党组开展了常规巡察。",
    "通过微信群、QQ群推送学习素材，组织党员关注公众号，开展网上学习12场次。",
    "针对“服务群众不够主动”问题，由办公室牵头，每季度开展1次走访，占比87%。",
    "完善了《公务接待制度》（青府办发〔2023〕7号），切实压实责任；",
    "整改措施：（1）加强学习。（2）建立台账，责任单位：县财政局。",
    "联系人：张某某，联系电话：0831-1234567，举报网站已开通。",
]
WHOLE = [  # each is found as it stands, wherever a sentence ends
    "【更多优质素材搜索青岚文库】",
    "[【青岚代写服务】专业代写，质量保障，添加客服微信：qinglan88，为您服务！]",
    "##paidbegin##",
    "&nbsp;",
]
DISGUISED = "更多公文素材搜索青岚文库"
PIECES = [
    *"【】[]（）{}~^&#@%*—-<>。！\n 　",
    *(
        "微信",
        "QQ：123456",
        "素材库",
        "代写服务",
        "客服",
        "公众号：",
        "更多素材",
        "##paid##",
        "&nbsp;",
        "<br>",
        "第1页",
    ),
    *(
        "来源：",
        "责任编辑：张某",
        "打印本页",
        "字号：大",
        "版权所有",
        "— 1 —",
        "县民政局",
        "整改",
        "欢迎加入",
        "更多范文请关注",
    ),
]


def found(text: str) -> list[dict[str, str]]:
    return [{"rule": mark.rule, "text": mark.text} for mark in find_noise(text)]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert found(case["input"]) == case["expected"], case["why"]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_marks_lie_apart_in_the_text(text: str) -> None:
    marks = find_noise(text)
    for mark in marks:
        assert mark.rule in RULES
        assert mark.text == mark.span.cut(text)
        assert mark.text.strip()
    assert all(first.span.end <= second.span.start for first, second in pairwise(marks))


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12), st.sampled_from(["", "\n", "\n\n"]))
def test_prose_is_no_noise(sentences: list[str], between: str) -> None:
    assert find_noise(between.join(sentences)) == []


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from(WHOLE), st.data())
def test_what_was_put_in_is_found_and_nothing_else(sentences: list[str], noise: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sentences)))
    before, after = "".join(sentences[:at]), "".join(sentences[at:])
    marks = find_noise(before + noise + after)
    assert [mark.text for mark in marks] == [noise]
    assert marks[0].span.start == len(before)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(1, len(DISGUISED) - 1), st.sampled_from(STRAY)), max_size=6))
def test_stray_symbols_hide_nothing(strays: list[tuple[int, str]]) -> None:
    words = list(DISGUISED)
    for at, stray in strays:
        words[at] = stray + words[at]
    run = f"【{''.join(words)}】"
    assert [mark.text for mark in find_noise(f"持续巩固整改成果。{run}\n二、下一步打算")] == [run]
