"""The workbook: what is handed in, and what comes back when people have worked on it."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.worksheet.worksheet import Worksheet

from any_ledger import ledgers
from rectiparse.errors import LedgerError, ReadingError
from rectiparse.finding import Finding
from rectiparse.ledger import DocumentFacts, Ledger, Measure, Problem, Responsible, Source
from rectiparse.pipeline import extract
from rectiparse.writing.cells import LONGEST, clean
from rectiparse.writing.columns import COLUMNS, load_columns
from rectiparse.writing.importing import Imported, import_workbook, is_workbook
from rectiparse.writing.xlsx import DATA_SHEET, LEDGER_SHEET, dump_workbook

SAMPLES = Path(__file__).parent.parent / "samples"
FIRST = 4  # the first row below the heads
AT = {column.key: number for number, column in enumerate(COLUMNS, 1)}
SHEETS = [LEDGER_SHEET, "问题清单", "任务清单", "责任清单", "数据", "时间", "检查"]


@pytest.fixture(scope="module")
def plan() -> Ledger:
    return extract(SAMPLES / "plan.txt")


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def edited(ledger: Ledger, *edits: Callable[[Worksheet], object]) -> Imported:
    """The ledger's workbook, changed in 整改台账 as a person would, saved by another program and read back."""
    book = opened(dump_workbook([ledger]))
    for edit in edits:
        edit(book[LEDGER_SHEET])
    file = io.BytesIO()
    book.save(file)
    return import_workbook(file.getvalue(), "台账.xlsx")


def put(row: int, key: str, text: object) -> Callable[[Worksheet], object]:
    return lambda sheet: sheet.cell(row, AT[key]).__setattr__("value", text)


def codes(imported: Imported) -> list[str]:
    return [finding.code for finding in imported.findings]


# ---- what is written ----


@settings(deadline=None, max_examples=40)
@given(ledgers)
def test_any_ledger_comes_back_equal_and_is_written_the_same_again(ledger: Ledger) -> None:
    data = dump_workbook([ledger])
    imported = import_workbook(data)
    assert imported.ledgers == (ledger,)
    assert not imported.findings
    assert dump_workbook(imported.ledgers) == data


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.glob("*.*")))
def test_each_sample_comes_back_equal(sample: str) -> None:
    ledger = extract(SAMPLES / sample)
    assert import_workbook(dump_workbook([ledger])).ledgers == (ledger,)


def test_several_ledgers_stand_in_one_workbook_and_come_back_apart() -> None:
    several = [extract(SAMPLES / name) for name in ("plan.txt", "self-criticism.txt", "plan.txt", "feedback.txt")]
    data = dump_workbook(several)
    assert list(import_workbook(data).ledgers) == several
    sheet = opened(data)[LEDGER_SHEET]
    assert "文件 4 份" in sheet.cell(2, 1).value
    assert sheet.cell(FIRST, AT["origin"]).value.splitlines() == ["plan.txt", "二、（一）1."]
    numbers = [cell.value for (cell,) in sheet.iter_rows(FIRST, max_col=1) if cell.value]
    assert numbers == [str(number) for number in range(1, sum(len(each.problems) for each in several) + 1)]


def test_the_sheets_and_what_stands_in_them(plan: Ledger) -> None:
    book = opened(dump_workbook([plan]))
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == SHEETS
    sheet = book[LEDGER_SHEET]
    assert sheet.cell(1, 1).value == "青禾县水利局党组整改台账"
    assert [cell.value for cell in sheet[3]][: len(COLUMNS)] == [column.name for column in COLUMNS]
    row = {column.key: sheet.cell(FIRST, AT[column.key]).value for column in COLUMNS}
    assert row["title"] == "河湖巡查不到位"
    assert row["measure"].startswith("（1）修订巡查办法。")
    assert (row["lead"], row["deadline"]) == ("河湖管理股", "2024年7月底前")
    assert book["数据"].cell(14, 2).value == 1_260_000
    assert book["时间"]["F2"].value.date().isoformat() == "2024-03-11"
    assert sum(1 for _ in book["任务清单"].iter_rows(2)) == 15


def test_problem_cells_reach_over_their_measures_and_filters_find_all_rows(plan: Ledger) -> None:
    data = dump_workbook([plan])
    merged = {str(each) for each in opened(data)[LEDGER_SHEET].merged_cells.ranges}
    assert {"C4:C6", "B4:B8", "A4:A6"} <= merged
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        assert all(f'<c r="C{row}" s="' in sheet and f'<c r="C{row}" s=' in sheet for row in (5, 6))
        assert sheet.count('r="C5"') == 1
        assert 't="s"' in sheet[sheet.index('<c r="C5"') :].split(">", 1)[0]


def test_it_is_ready_for_work_and_for_paper(plan: Ledger) -> None:
    sheet = opened(dump_workbook([plan]))[LEDGER_SHEET]
    assert sheet.freeze_panes == "D4"
    assert sheet.auto_filter.ref == "A3:O18"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert sheet.print_title_rows == "$1:$3"
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"已完成,基本完成,正在整改,长期坚持,未完成"'
    assert sheet.cell(FIRST, AT["status"]).coordinate in rule.sqref
    assert sheet.cell(FIRST, AT["measure"]).alignment.wrap_text
    assert sheet.column_dimensions["O"].hidden
    grounds = [
        rule.formula[0] for rules in sheet.conditional_formatting for rule in rules.rules if rule.type == "expression"
    ]
    assert any('TRIM($G4)="",TRIM($H4)=""' in formula for formula in grounds)


def test_the_same_ledger_gives_the_same_bytes(plan: Ledger) -> None:
    assert dump_workbook([plan]) == dump_workbook([extract(SAMPLES / "plan.txt")])


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "http://a.cn", "123", "１"])
def test_text_stays_text(plan: Ledger, text: str) -> None:
    problem = plan.problems[0].model_copy(update={"title": text})
    sheet = opened(dump_workbook([plan.model_copy(update={"problems": (problem,)})]))[LEDGER_SHEET]
    cell = sheet.cell(FIRST, AT["title"])
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.hyperlink is None


def test_a_text_longer_than_a_cell_is_cut_in_sight_and_comes_back_whole(plan: Ledger) -> None:
    measure = plan.problems[0].measures[0].model_copy(update={"text": "长" * 40_000})
    problem = plan.problems[0].model_copy(update={"measures": (measure,)})
    ledger = plan.model_copy(update={"problems": (problem,)})
    data = dump_workbook([ledger])
    text = opened(data)[LEDGER_SHEET].cell(FIRST, AT["measure"]).value
    assert len(text) <= LONGEST
    assert text.endswith("…（全文见原文件）")
    assert import_workbook(data).ledgers == (ledger,)
    rows = [row for row in range(FIRST, 200) if f"F{row}" in opened(data)[LEDGER_SHEET].merged_cells]
    assert len(rows) > 10  # no row may be taller than Excel can show


def test_a_ledger_without_problems_says_so(plan: Ledger) -> None:
    empty = plan.model_copy(update={"problems": (), "measures": ()})
    book = opened(dump_workbook([empty]))
    assert book[LEDGER_SHEET].cell(FIRST, 1).value == "（文件中没有可列入台账的问题和措施）"
    assert import_workbook(dump_workbook([empty])).ledgers == (empty,)


def test_findings_fill_their_sheet(plan: Ledger) -> None:
    finding = Finding(
        file="plan.txt", code="R101", rule="declared-count", severity="error", message="写明6个问题，列出5个", span=(0, 2), line=3,
        expected=6, found=5,
    )  # fmt: skip
    sheet = opened(dump_workbook([plan], findings=[finding]))["检查"]
    assert [cell.value for cell in sheet[2]] == ["错误", "R101", "写明6个问题，列出5个", "6", "5", 3, "declared-count"]
    assert opened(dump_workbook([plan]))["检查"]["A2"].value == "（没有发现问题）"


def test_a_bare_workbook_hides_nothing(plan: Ledger) -> None:
    data = dump_workbook([plan], bare=True)
    book = opened(data)
    assert [sheet.title for sheet in book] == SHEETS
    assert not any(column.hidden for column in book[LEDGER_SHEET].column_dimensions.values())
    assert not is_workbook(data)
    assert [problem.title for problem in import_workbook(data).ledgers[0].problems] == [
        problem.title for problem in plan.problems
    ]


# ---- what comes back ----


def test_a_changed_measure_is_kept_and_marked_and_loses_its_place(plan: Ledger) -> None:
    imported = edited(plan, put(FIRST, "measure", "（1）修订巡查办法和考核办法。由河湖管理股牵头。"))
    measure = imported.ledgers[0].problems[0].measures[0]
    assert (measure.id, measure.marker) == ("P1.M1", "（1）")
    assert measure.text == "修订巡查办法和考核办法。由河湖管理股牵头。"
    assert measure.title == "修订巡查办法和考核办法"
    assert measure.extra == {"人工修改": "整改措施"}
    assert measure.span == (0, 0)
    assert codes(imported) == ["I101"]
    assert imported.findings[0].line == FIRST
    again = import_workbook(dump_workbook(imported.ledgers))
    assert again.ledgers == imported.ledgers
    assert not again.findings


def test_who_by_when_and_how_far(plan: Ledger) -> None:
    imported = edited(
        plan,
        put(5, "leader", "张副局长"),
        put(5, "support", "河湖管理股、乡镇政府"),
        put(5, "deadline", "2024年10月底前；每季度；长期坚持"),
        put(5, "progress", "网箱已拆除2处"),
        put(5, "status", "正在整改"),
        put(8, "lead", "财务股"),
    )
    first, second = imported.ledgers[0].problems[0].measures[1], imported.ledgers[0].problems[1].measures[1]
    assert [(p.name, p.role, p.span is None) for p in first.responsible] == [
        ("水政监察大队", "lead", False), ("张副局长", "lead", True), ("河湖管理股", "support", True), ("乡镇政府", "support", True),
    ]  # fmt: skip
    assert (first.deadline, first.recurrence, first.ongoing) == ("../2024-10", "R/P3M", True)
    assert (first.status, first.status_text) == ("in-progress", "网箱已拆除2处")
    assert first.span == plan.problems[0].measures[1].span
    assert first.extra["人工修改"] == "责任领导、配合部门、完成时限、整改进展、状态"
    assert second.responsible[0].name == "财务股"
    assert not imported.findings
    sheet = opened(dump_workbook(imported.ledgers))[LEDGER_SHEET]
    assert sheet.cell(5, AT["deadline"]).value == "2024年10月底前；每季度；长期坚持"
    assert sheet.cell(5, AT["status"]).font.color.rgb == "FF1257A8"


def test_a_name_stays_in_the_column_in_which_it_was_written(plan: Ledger) -> None:
    names = {"leader": "苗圃站", "lead": "孔某", "support": "副局长"}
    imported = edited(plan, *(put(5, key, name) for key, name in names.items()))
    assert not imported.findings
    data = dump_workbook(imported.ledgers)
    assert {key: opened(data)[LEDGER_SHEET].cell(5, AT[key]).value for key in names} == names
    assert import_workbook(data).ledgers == imported.ledgers


@pytest.mark.parametrize(
    ("words", "value", "said"),
    [
        ("2024年9月20日前", "../2024-09-20", "2024年9月20日前"),
        ("9月20日前", "../2024-09-20", "2024年9月20日前"),
        ("2024-09-20", "../2024-09-20", "2024-09-20"),
        ("年底前", "../2024-12", "2024年底前"),
        ("立行立改", None, "立行立改"),
        ("待定", None, "待定"),
        ("", None, None),
    ],
)
def test_deadlines_are_read(plan: Ledger, words: str, value: str | None, said: str | None) -> None:
    imported = edited(plan, put(FIRST, "deadline", words))
    measure = imported.ledgers[0].problems[0].measures[0]
    assert measure.deadline == value
    assert opened(dump_workbook(imported.ledgers))[LEDGER_SHEET].cell(FIRST, AT["deadline"]).value == said


def test_a_date_that_excel_knows_as_a_date_is_a_deadline(plan: Ledger) -> None:
    from datetime import date

    def day(sheet: Worksheet) -> None:
        cell = sheet.cell(FIRST, AT["deadline"])
        cell.value, cell.number_format = date(2024, 9, 20), "yyyy-mm-dd"

    assert edited(plan, day).ledgers[0].problems[0].measures[0].deadline == "../2024-09-20"


def test_the_problem_itself(plan: Ledger) -> None:
    imported = edited(
        plan, put(FIRST, "title", "河湖巡查流于形式"), put(FIRST, "goal", "应巡尽巡"), put(FIRST, "aspect", "政治建设")
    )
    first, second = imported.ledgers[0].problems[:2]
    assert (first.id, first.title, first.goal, first.aspect, first.span) == (
        "P1",
        "河湖巡查流于形式",
        "应巡尽巡",
        "政治建设",
        (0, 0),
    )
    assert second.aspect == "政治建设"  # one cell says it of both
    assert second.span == plan.problems[1].span
    assert first.measures == plan.problems[0].measures
    assert codes(imported) == ["I101"]


def test_rows_added_deleted_and_moved_keep_the_ids_they_have(plan: Ledger) -> None:
    def work(sheet: Worksheet) -> None:
        for merged in list(sheet.merged_cells.ranges):
            if merged.min_row >= FIRST:
                sheet.unmerge_cells(str(merged))
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(FIRST)]
        kept = [
            rows[14],
            rows[13],
            *rows[2:13],
        ]  # the last problem first, its measures swapped; P1 without two measures
        kept.insert(
            2, [None, None, "新增问题", *[None] * 2, "（1）新增措施，由人事股负责。", None, "人事股", *[None] * 7]
        )
        kept.insert(3, [None, None, None, *[None] * 2, "（2）再次新增。", *[None] * 9])
        for at, row in enumerate(kept, FIRST):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column).value = value
        sheet.delete_rows(FIRST + len(kept), 50)

    imported = edited(plan, work)
    ledger = imported.ledgers[0]
    assert [problem.id for problem in ledger.problems] == ["P6", "P7", "P1", "P2", "P3", "P4", "P5"]
    assert [measure.id for measure in ledger.problems[0].measures] == ["P6.M2", "P6.M1"]
    assert [measure.id for measure in ledger.problems[1].measures] == ["P7.M1", "P7.M2"]
    assert ledger.problems[1].title == "新增问题"
    assert ledger.problems[1].measures[0].responsible == (Responsible(name="人事股", role="lead"),)
    assert ledger.problems[1].extra == {"人工修改": "新增"}
    assert [measure.id for measure in ledger.problems[2].measures] == ["P1.M3"]
    assert ledger.problems[3] == plan.problems[1]
    assert codes(imported) == ["I102", "I102"]
    assert "P1.M1" in imported.findings[0].message
    assert all(figure.owner not in ("P1.M1", "P1.M2") for figure in ledger.figures)
    assert len(ledger.figures) == len(plan.figures)


def test_a_row_put_into_a_merged_block_belongs_to_it(plan: Ledger) -> None:
    def insert(sheet: Worksheet) -> None:
        merged = [str(each) for each in sheet.merged_cells.ranges if each.min_row >= FIRST]
        for each in merged:
            sheet.unmerge_cells(each)
        sheet.insert_rows(6)
        sheet.cell(6, AT["measure"]).value = "新增一条巡查措施"
        sheet.merge_cells("A4:A7")
        sheet.merge_cells("C4:C7")
        sheet.merge_cells("D4:D7")

    ledger = edited(plan, insert).ledgers[0]
    assert [measure.id for measure in ledger.problems[0].measures] == ["P1.M1", "P1.M2", "P1.M4", "P1.M3"]
    assert ledger.problems[0].title == plan.problems[0].title
    assert ledger.problems[0].detail == plan.problems[0].detail


def test_a_measure_for_a_problem_that_had_none() -> None:
    feedback = extract(SAMPLES / "feedback.txt")
    ledger = edited(feedback, put(FIRST, "measure", "一是立即整改。"), put(FIRST, "lead", "办公室")).ledgers[0]
    (measure,) = ledger.problems[0].measures
    assert (measure.id, measure.marker, measure.text) == ("P1.M1", "一是", "立即整改。")
    assert measure.responsible[0].name == "办公室"
    assert ledger.problems[0].title == feedback.problems[0].title


def test_a_status_said_of_the_whole_problem() -> None:
    report = extract(SAMPLES / "report.txt")
    assert report.problems[0].status == "done"
    whole = edited(report, put(FIRST, "status", "未完成")).ledgers[0].problems[0]
    assert whole.status == "not-done"
    assert all(measure.status == "unknown" for measure in whole.measures)

    def one(sheet: Worksheet) -> None:
        merged = next(each for each in sheet.merged_cells.ranges if sheet.cell(FIRST, AT["status"]).coordinate in each)
        sheet.unmerge_cells(str(merged))
        for row, words in enumerate(("已完成", "未完成"), FIRST):
            sheet.cell(row, AT["status"]).value = words

    parted = edited(report, one).ledgers[0].problems[0]
    assert [measure.status for measure in parted.measures] == ["done", "not-done"]
    assert parted.status == "in-progress"


def test_words_that_are_no_status_are_kept_and_said(plan: Ledger) -> None:
    imported = edited(plan, put(FIRST, "status", "挂起"))
    measure = imported.ledgers[0].problems[0].measures[0]
    assert (measure.status, measure.status_text) == ("unknown", "挂起")
    assert codes(imported) == ["I104"]


def test_what_is_not_read_back_is_said(plan: Ledger) -> None:
    book = opened(dump_workbook([plan]))
    book["问题清单"]["C2"] = "别的问题"
    book[LEDGER_SHEET].cell(FIRST, AT["origin"]).value = "别处"
    file = io.BytesIO()
    book.save(file)
    imported = import_workbook(file.getvalue())
    assert sorted(codes(imported)) == ["I103", "I107"]
    assert imported.ledgers == (plan,)


def test_remarks_and_columns_of_ones_own(plan: Ledger) -> None:
    def own(sheet: Worksheet) -> None:
        sheet.cell(3, 16).value = "佐证材料"
        sheet.cell(FIRST, 16).value = "会议纪要"
        sheet.cell(FIRST, AT["remark"]).value = "与水政大队会商"

    ledger = edited(plan, own).ledgers[0]
    extra = ledger.problems[0].measures[0].extra
    assert extra["佐证材料"] == "会议纪要"
    assert extra["备注"] == "与水政大队会商"
    sheet = opened(dump_workbook([ledger]))[LEDGER_SHEET]
    assert sheet.cell(FIRST, AT["remark"]).value == "与水政大队会商\n佐证材料：会议纪要"
    assert import_workbook(dump_workbook([ledger])).ledgers == (ledger,)


def test_columns_chosen_by_a_file_come_back_and_the_others_stay(plan: Ledger, tmp_path: Path) -> None:
    chosen = tmp_path / "columns.yaml"
    chosen.write_text("- 序号\n- 问题内容: 30\n- 整改举措: 60\n- 责任单位及责任人\n- 佐证材料\n", encoding="utf-8")
    data = dump_workbook([plan], columns=load_columns(chosen))
    book = opened(data)
    sheet = book[LEDGER_SHEET]
    assert [cell.value for cell in sheet[3]][:5] == ["序号", "问题内容", "整改举措", "责任单位及责任人", "佐证材料"]
    assert sheet.cell(6, 4).value == "分管领导"
    assert import_workbook(data).ledgers == (plan,)
    sheet.cell(FIRST, 4).value = "河湖管理股、王副局长"
    file = io.BytesIO()
    book.save(file)
    measure = import_workbook(file.getvalue()).ledgers[0].problems[0].measures[0]
    assert [party.name for party in measure.responsible] == ["河湖管理股", "王副局长"]
    assert measure.deadline == plan.problems[0].measures[0].deadline


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_it_comes_back_equal(plan: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    book = tmp_path / "a" / "台账.xlsx"
    book.write_bytes(dump_workbook([plan]))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
    ]
    subprocess.run([*command, tmp_path, book], check=True, capture_output=True, timeout=120)
    imported = import_workbook(tmp_path / "台账.xlsx")
    assert imported.ledgers == (plan,)
    assert not imported.findings


def test_a_units_own_workbook_is_read_by_its_heads(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["白石镇党委整改台账"])
    sheet.append(["序号", "问题内容", "整改措施", "责任单位", "整改时限"])
    sheet.append([1, "村级账目公开不及时", "每季度公开一次账目。", "财政所", "2024年6月底前"])
    book.save(tmp_path / "own.xlsx")
    (ledger,) = import_workbook(tmp_path / "own.xlsx").ledgers
    assert ledger.problems[0].title == "村级账目公开不及时"
    assert ledger.problems[0].measures[0].text == "每季度公开一次账目。"


def test_what_is_no_ledger_is_said(plan: Ledger, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.active.append(["张某某", "123"])
    book.save(tmp_path / "names.xlsx")
    with pytest.raises(LedgerError, match="no sheet with the heads of a ledger"):
        import_workbook(tmp_path / "names.xlsx")
    with pytest.raises(LedgerError, match="no workbook"):
        import_workbook(SAMPLES / "plan.txt")
    with pytest.raises(ReadingError):
        import_workbook(dump_workbook([plan])[:2000], "cut.xlsx")
    changed = opened(dump_workbook([plan]))
    changed[DATA_SHEET]["A1"] = changed[DATA_SHEET]["A1"].value[:-40]
    file = io.BytesIO()
    changed.save(file)
    with pytest.raises(LedgerError, match="its hidden sheet was changed"):
        import_workbook(file.getvalue(), "x.xlsx")


def test_control_characters_and_blanks_leave_no_trace() -> None:
    assert clean(" \x00a\x0b\r\nb\r \ufffe") == "a\nb"
    assert len(clean("𠮷" * 40_000).encode("utf-16-le")) // 2 <= LONGEST


def test_parties_of_the_problem_stand_for_its_measures() -> None:
    office = Responsible(name="办公室", role="lead")
    measures = tuple(Measure(id=f"P1.M{n}", marker=None, title="甲", text=f"甲{n}", span=(n, n + 1)) for n in (1, 2))
    problem = Problem(id="P1", marker=None, title="乙", responsible=(office,), measures=measures, span=(0, 9))
    source = Source(name="a.txt", format="txt", sha256="0", characters=9)
    ledger = Ledger(source=source, document=DocumentFacts(grammar="base"), problems=(problem,))
    sheet = opened(dump_workbook([ledger]))[LEDGER_SHEET]
    assert f"{sheet.cell(FIRST, AT['lead']).coordinate}:H5" in {str(each) for each in sheet.merged_cells.ranges}
    changed = edited(ledger, put(FIRST, "lead", "财务股")).ledgers[0].problems[0]
    assert changed.responsible == (Responsible(name="财务股", role="lead"),)
    assert changed.measures == measures
