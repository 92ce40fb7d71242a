"""Figures: the cases, a table's units, and what must hold on any text."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.document import Span
from rectiparse.mentions.cells import figure_in_cell, unit_of_header
from rectiparse.mentions.figures import find_figures
from rectiparse.mentions.mention import FigureMention

CASES = sorted((Path(__file__).parent / "cases" / "figures").glob("*.yaml"))
UNITS = ["个", "名", "户", "家", "人次", "万元", "元", "%", "平方米", "个百分点", "台", "笔", "座", "公里"]
PIECES = [
    *'0123456789０９，,.．、。；：\n 　一二两三五十百千万亿零壹佰半数几余多来约近第届次个名元人月年天xX*＊×_“”"《》（）-—～至到/·%￥上下内以',
    *UNITS,
    *(
        "至少",
        "不超过",
        "以上",
        "左右",
        "百分之",
        "分之",
        "三会一课",
        "四个意识",
        "2023年",
        "项目",
        "工作日",
        "**",
        "GB",
        "组织",
        "问题",
    ),
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))


def flags(figure: FigureMention) -> str:
    words = ("approximate" * figure.approximate, figure.bound or "", "masked" * figure.masked)
    return " ".join(word for word in words if word)


def skipped(text: str, pieces: list[str]) -> list[Span]:
    return sorted(Span(*found.span()) for piece in pieces for found in re.finditer(re.escape(piece), text))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    figures = find_figures(case["input"], skip=skipped(case["input"], case.get("skip", [])))
    shown = [[f.text, f.value if f.value is None else round(f.value, 6), f.unit, flags(f)] for f in figures]
    assert shown == [[*row, ""][:4] for row in case["expected"]]
    if "subjects" in case:
        assert [figure.subject for figure in figures] == case["subjects"]


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_every_figure_is_evidence(text: str) -> None:
    figures = find_figures(text)
    for figure in figures:
        assert figure.span.cut(text) == figure.text
        assert figure.text == figure.text.strip()
        assert (figure.value is None) == figure.masked
    for one, two in pairwise(figures):
        assert one.span.end <= two.span.start


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.data())
def test_nothing_skipped_is_a_figure(text: str, data: st.DataObject) -> None:
    edge = st.integers(0, len(text))
    skip = [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(edge, edge), max_size=5))]
    for figure in find_figures(text, skip=sorted(skip)):
        assert not any(figure.span.overlaps(span) for span in skip if span.start < span.end)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.decimals(0, 99999, places=2),
            st.sampled_from(UNITS),
            st.sampled_from(["", "约", "不超过", "至少"]),
            st.sampled_from(["，", "；", "、", "。共", "，其中"]),
        ),
        max_size=8,
    )
)
def test_written_figures_come_back(parts: list[tuple[Any, str, str, str]]) -> None:
    text, expected = "情况：", []
    for number, unit, word, mark in parts:
        written = f"{number.normalize():f}"
        text += word
        expected.append((len(text), len(text) + len(written + unit), float(number) * (10**4 if unit == "万元" else 1)))
        text += written + unit + mark
    found = [(figure.span.start, figure.span.end, figure.value) for figure in find_figures(text)]
    assert [(start, end) for start, end, _ in found] == [(start, end) for start, end, _ in expected]
    assert [value for _, _, value in found] == pytest.approx([value for _, _, value in expected])


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(st.integers(2, 99999), st.sampled_from(UNITS)), min_size=1, max_size=6))
def test_full_width_digits_give_the_same_figures(parts: list[tuple[int, str]]) -> None:
    text = "，".join(f"共{number}{unit}" for number, unit in parts)
    wide = text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))
    half = [(figure.span, figure.value, figure.unit) for figure in find_figures(text)]
    assert len(half) == len(parts)
    assert [(figure.span, figure.value, figure.unit) for figure in find_figures(wide)] == half


@pytest.mark.parametrize("sign", ["1", "一", "，", "x", "1,", "*", "第1", "1-", "“", "两三", '"', "1\n", "1.", "数十"])
def test_long_rows_of_one_sign_hold_no_figure(sign: str) -> None:
    assert find_figures(sign * (20000 // len(sign))) == []


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("金额（万元）", ("元", 10000)),
        ("（单位：万元）", ("元", 10000)),
        ("单位:亿元", ("元", 100000000)),
        ("人数(人)", ("人", 1)),
        ("占比（%）", ("%", 1)),
        ("占比％", ("%", 1)),
        ("金额/亿元", ("元", 100000000)),
        ("面积（万平方米）", ("平方米", 10000)),
        ("装机（千瓦）", ("千瓦", 1)),
        ("标准（元/人·月）", ("元/人·月", 1)),
        ("序号", None),
        ("责任单位：县财政局", None),
        ("责任单位（盖章）", None),
        ("单位：万元、个", None),
    ],
)
def test_a_header_names_its_unit(header: str, unit: tuple[str, int] | None) -> None:
    assert unit_of_header(header) == unit


@pytest.mark.parametrize(
    ("cell", "header", "value"),
    [
        ("12.5", "金额（万元）", 125000),
        (" 1,234 ", "人数（人）", 1234),
        ("-3.2", "增幅（%）", -3.2),
        ("１２", "户数（户）", 12),
    ],
)
def test_a_bare_cell_takes_the_unit_of_its_header(cell: str, header: str, value: float) -> None:
    figure = figure_in_cell(cell, header)
    assert figure is not None
    assert figure.value == value
    assert figure.span.cut(cell) == figure.text == cell.strip()
    assert figure.subject == header[:2]


def test_a_masked_cell_has_no_value() -> None:
    figure = figure_in_cell("xx", "人数（人）")
    assert figure is not None
    assert (figure.value, figure.masked, figure.unit) == (None, True, "人")


@pytest.mark.parametrize(
    ("cell", "header"),
    [("12个", "数量（个）"), ("—", "金额（万元）"), ("12", "备注"), ("", "金额（元）"), ("2023年", "金额（元）")],
)
def test_other_cells_hold_no_bare_figure(cell: str, header: str) -> None:
    assert figure_in_cell(cell, header) is None
