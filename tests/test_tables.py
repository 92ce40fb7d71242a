"""Ledgers that exist already become problems and measures by their header."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.document import Document, Place
from rectiparse.ledger import Measure, Problem
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.tabulating import NOWHERE, TableCell, write_table
from rectiparse.recording.table_headers import is_ledger, role_of_header
from rectiparse.recording.tables import records_of_tables

CASES = sorted((Path(__file__).parent / "cases" / "tables").glob("*.yaml"))


def document_of(*tables: list[list[str]]) -> Document:
    """A document of tables; `<` goes on with the cell before, `^` with the one above."""
    assembler = Assembler()
    for rows in tables:
        cells = []
        for r, row in enumerate(rows):
            cells.append([])
            for c, text in enumerate(row):
                if text in ("<", "^"):
                    continue
                width = next((at for at in range(1, len(row) - c) if row[c + at] != "<"), len(row) - c)
                height = next((at for at in range(1, len(rows) - r) if rows[r + at][c] != "^"), len(rows) - r)
                cells[-1].append(TableCell(text, height, width, c))
        write_table(assembler, cells, [Place(NOWHERE, row=r + 1) for r in range(len(rows))])
    return assembler.document("a.docx", "docx", None, b"")


def told(record: Problem | Measure) -> dict[str, object]:
    """A record as the cases write it."""
    told = record.model_dump(mode="json")
    told["responsible"] = [f"{party.name} {party.role}" for party in record.responsible]
    told["points"] = [f"{point.marker} {point.text}" for point in record.points]
    return told


def assert_holds(expected: dict[str, object], found: dict[str, object]) -> None:
    """All that the case names is so."""
    assert {key: found[key] for key in expected if key != "measures"} == {
        key: value for key, value in expected.items() if key != "measures"
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = document_of(case["input"])
    records = records_of_tables(document, year=2023)
    assert is_ledger(document, document.tables[0]) == (records is not None)
    problems = records.problems if records else ()
    measures = records.measures if records else ()
    assert [problem.id for problem in problems] == [f"P{at}" for at in range(1, len(case.get("problems", [])) + 1)]
    assert len(measures) == len(case.get("measures", []))
    assert (records.title if records else None) == case.get("title")
    for expected, problem in zip(case.get("problems", []), problems, strict=True):
        assert_holds(expected, told(problem))
        assert len(problem.measures) == len(expected["measures"])
        for inner, measure in zip(expected["measures"], problem.measures, strict=True):
            assert_holds(inner, told(measure))
    for expected, measure in zip(case.get("measures", []), measures, strict=True):
        assert_holds(expected, told(measure))


@pytest.mark.parametrize(
    ("header", "role"),
    [
        *((word, "problem") for word in ["问题", "反馈问题", "问题内容", "具体问题", "存在的问题", "巡察反馈意见", "隐患问题描述", "整改问题", "审计查出问题", "问题标题"]),
        *((word, "manifestation") for word in ["具体表现", "表现形式", "主要表现"]),
        *((word, "measure") for word in ["整改措施", "措施内容", "整改举措", "审计处理意见", "整改建议描述", "整改要求(措施)", "整改措施及完成情况"]),
        *((word, "goal") for word in ["整改目标", "整改落实目标", "整改标准", "整改要求"]),
        *((word, "deadline") for word in ["完成时限", "整改时限", "整改期限", "完成时间", "预计完成时间", "时间节点", "计划完成时间", "整改完成日期"]),
        *((word, "party") for word in ["责任单位", "牵头部门", "责任科室（部门）", "主责部门", "责任领导", "分管领导", "配合单位", "牵头股室", "责任部门及责任人"]),
        *((word, "status") for word in ["整改状态", "完成状态", "是否完成", "销号情况", "整改进度"]),
        *((word, "progress") for word in ["整改进展", "完成情况", "整改情况", "整改成效", "落实情况"]),
        *((word, "aspect") for word in ["问题类别", "发生领域", "方面"]),
        *((word, "other") for word in ["备注", "佐证材料", "姓名", "实际完成时间", "督导单位", "验收单位", "电话", "问题来源", "措施数量"]),
        ("序  号", "number"),
        ("是否常态化坚持", "ongoing"),
        ("措施类型", "category"),
        ("完 成\n时 限", "deadline"),
    ],
)  # fmt: skip
def test_headers(header: str, role: str) -> None:
    assert role_of_header(header) == role


def test_tables_count_on_and_one_without_a_header_goes_on() -> None:
    head = ["序号", "问题", "措施", "时限"]
    document = document_of(
        [head, ["1", "甲", "乙。", "年底前"]], [["2", "丙", "丁。", "年底前"]], [head, ["1", "戊", "己。", "年底前"]]
    )
    records = records_of_tables(document, year=2023)
    assert records is not None
    assert [(problem.id, problem.title, problem.measures[0].id) for problem in records.problems] == [
        ("P1", "甲", "P1.M1"),
        ("P2", "丙", "P2.M1"),
        ("P3", "戊", "P3.M1"),
    ]


CELL = st.one_of(
    st.sampled_from(["^", "<", "", "序号", "问题", "整改措施", "责任单位", "时限", "1", "合计"]),
    st.text("一是；。1.（二）\n办公室2023年8月底前", max_size=20),
)


@settings(deadline=None, max_examples=150)
@given(
    st.integers(1, 6).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=8)
    )
)
def test_every_record_lies_in_its_source(rows: list[list[str]]) -> None:
    rows[0][0] = "序号" if rows[0][0] in ("^", "<") else rows[0][0]
    document = document_of(
        [["问题", "整改措施", "责任单位", "时限"][: len(rows[0])] + [""] * (len(rows[0]) - 4), *rows]
    )
    records = records_of_tables(document, year=2023)
    for problem in records.problems if records else ():
        assert document.text[slice(*problem.span)].strip()
        assert records is not None
        assert records.span.covers(problem.span)
        for measure in problem.measures:
            assert records is not None
            assert records.span.covers(measure.span)  # a merged cell may answer the problem above as well
            assert measure.span.cut(document.text).startswith(measure.marker or "")
            assert measure.text in measure.span.cut(document.text)
            for point in measure.points:
                assert measure.span.covers(point.span)
            for party in measure.responsible:
                assert party.span is not None
                assert party.span.cut(document.text).startswith(party.name[0])
