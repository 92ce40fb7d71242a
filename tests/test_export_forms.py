"""A unit's own form: filled by its heads, its own look kept, what stands below moved down."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from rectiparse.errors import LedgerError, ReadingError
from rectiparse.ledger import Ledger
from rectiparse.pipeline import extract
from rectiparse.writing.forms import fill_form

SAMPLES = Path(__file__).parent.parent / "samples"


@pytest.fixture(scope="module")
def plan() -> Ledger:
    return extract(SAMPLES / "plan.txt")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form with heads over two rows, three empty rows, and a line to be signed below."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "附件2"
    sheet["A1"] = "青禾县××单位巡察整改台账"
    sheet.merge_cells("A1:H1")
    for at, name in enumerate(["序号", "问题内容", "整改举措", "责任", None, "整改时限", "佐证材料", "销号情况"], 1):
        sheet.cell(2, at).value = name
    sheet["D3"], sheet["E3"] = "责任领导", "责任部门"
    sheet.merge_cells("D2:E2")
    for letter in "ABCFGH":
        sheet.merge_cells(f"{letter}2:{letter}3")
    side = Side(style="thin")
    for row in range(4, 7):
        for column in range(1, 9):
            cell = sheet.cell(row, column)
            cell.font = Font(name="楷体", size=12)
            cell.border = Border(left=side, right=side, top=side, bottom=side)
            cell.alignment = Alignment(horizontal="left", vertical="center")
    sheet["A7"] = "填表人：        审核人：        年  月  日"
    sheet.merge_cells("A7:H7")
    sheet.row_dimensions[7].height = 33
    sheet.column_dimensions["C"].width = 40
    rule = DataValidation(type="list", formula1='"已销号,未销号"')
    rule.add("H4:H6")
    sheet.add_data_validation(rule)
    sheet.print_area = "A1:H7"
    path = tmp_path / "form.xlsx"
    book.save(path)
    return path


def filled(ledger: Ledger, form: Path) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(fill_form([ledger], form)))["附件2"]


def test_each_column_is_filled_by_what_its_head_means(plan: Ledger, form: Path) -> None:
    sheet = filled(plan, form)
    assert [sheet.cell(4, at).value for at in range(1, 9)] == [
        1, "河湖巡查不到位", "（1）修订巡查办法。由河湖管理股牵头，7月底前修订《青禾县河湖巡查办法》，明确巡查频次、处置时限和责任追究。", None,
        "河湖管理股", "2024年7月底前", None, None,
    ]  # fmt: skip
    assert sheet["D6"].value == "分管领导"
    assert sheet["B7"].value == "饮水安全工程管护薄弱"
    assert {"A4:A6", "B4:B6"} <= {str(each) for each in sheet.merged_cells.ranges}


def test_the_form_keeps_its_look(plan: Ledger, form: Path) -> None:
    sheet = filled(plan, form)
    assert sheet["A1"].value == "青禾县××单位巡察整改台账"
    for row in (4, 12, 18):
        cell = sheet.cell(row, 3)
        assert (cell.font.name, cell.font.sz, cell.border.left.style) == ("楷体", 12, "thin")
        assert (cell.alignment.horizontal, cell.alignment.wrap_text) == ("left", True)
        assert sheet.row_dimensions[row].height > 15


def test_what_stands_below_moves_down(plan: Ledger, form: Path) -> None:
    sheet = filled(plan, form)
    assert sheet["A19"].value == "填表人：        审核人：        年  月  日"
    assert "A19:H19" in {str(each) for each in sheet.merged_cells.ranges}
    assert sheet.row_dimensions[19].height == 33
    assert sheet["A7"].value != sheet["A19"].value
    assert str(sheet.data_validations.dataValidation[0].sqref) == "H4:H18"
    assert sheet.print_area.endswith("$H$19")


def test_rows_that_are_left_stay_empty(plan: Ledger, form: Path) -> None:
    short = plan.model_copy(update={"problems": plan.problems[1:2]})
    sheet = filled(short, form)
    assert [sheet.cell(6, at).value for at in range(1, 9)] == [None] * 8
    assert sheet["A7"].value.startswith("填表人")


def test_the_same_form_is_filled_the_same(plan: Ledger, form: Path) -> None:
    assert fill_form([plan], form) == fill_form([plan], form)


def test_text_stays_text(plan: Ledger, form: Path) -> None:
    problem = plan.problems[0].model_copy(update={"title": "=HYPERLINK(A1)"})
    cell = filled(plan.model_copy(update={"problems": (problem,)}), form)["B4"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(A1)", "s")


def test_what_is_no_form_is_said(plan: Ledger, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save(tmp_path / "names.xlsx")
    with pytest.raises(LedgerError, match="no sheet with the heads of a ledger"):
        fill_form([plan], tmp_path / "names.xlsx")
    with pytest.raises(LedgerError, match="no workbook"):
        fill_form([plan], SAMPLES / "plan.txt")
    with pytest.raises(ReadingError, match="no such file"):
        fill_form([plan], tmp_path / "none.xlsx")
