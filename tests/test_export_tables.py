"""What is taken away as text and as a Word table: CSV, JSON Lines, Markdown, docx."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from any_ledger import ledgers
from rectiparse.errors import LedgerError
from rectiparse.ledger import Ledger, Measure, Problem, Responsible
from rectiparse.pipeline import extract
from rectiparse.writing.columns import COLUMNS, column_named, load_columns
from rectiparse.writing.csv import dump_csv, safe
from rectiparse.writing.docx import dump_document
from rectiparse.writing.edtf import bounds
from rectiparse.writing.jsonl import dump_lines
from rectiparse.writing.markdown import dump_markdown
from rectiparse.writing.rows import marks_above
from rectiparse.writing.wording import is_person, said_date, said_deadline, said_time

SAMPLES = Path(__file__).parent.parent / "samples"
few = settings(deadline=None, max_examples=60)


@pytest.fixture(scope="module")
def plan() -> Ledger:
    return extract(SAMPLES / "plan.txt")


# ---- words ----


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-07-20", "2024年7月20日"), ("2024-07", "2024年7月"), ("2024", "2024年"), ("../2024-07-20", "2024年7月20日前"),
        ("2020/..", "2020年以来"), ("2021-11-30/2022-01-15", "2021年11月30日至2022年1月15日"), ("2022-33", "2022年第一季度"),
        ("../2022-34", "2022年第二季度前"), ("2020-40", "2020年上半年"), ("XXXX-03-28", "3月28日"), ("XXXX-XX-XX", "××××年××月××日"),
        ("R/P3M", "每季度"), ("R/P2W", "每两周"), ("R/P5D", "每5天"), ("P6M", "6个月"), ("", ""), (None, ""), ("soon", "soon"),
    ],
)  # fmt: skip
def test_dates_in_words(value: str | None, words: str) -> None:
    assert said_date(value) == words


@pytest.mark.parametrize(
    ("value", "printed", "words"),
    [
        ("../2024-07", "7月底前", "2024年7月底前"), ("../2024-07", "2024年7月底前", "2024年7月底前"), ("../2023-12", "年底前", "2023年底前"),
        ("../2024-34", "二季度前", "2024年二季度前"), ("../2024-01-20", "大寒节前", "大寒节前（2024年1月20日前）"), (None, "立行立改", "立行立改"),
        ("../2024-07", None, "2024年7月前"), ("../XXXX-07-31", "7月31日前", "7月31日前"), (None, None, ""),
    ],
)  # fmt: skip
def test_deadlines_as_printed_with_their_year(value: str | None, printed: str | None, words: str) -> None:
    assert said_deadline(value, printed) == words


def test_how_often_and_whether_it_goes_on_stand_beside_by_when() -> None:
    measure = Measure(
        id="M1", marker=None, title="", text="", deadline="../2024-07", recurrence="R/P1M", ongoing=True, span=(0, 0)
    )
    assert said_time(measure) == "2024年7月前；每月；长期坚持"


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("党组书记", True), ("分管领导", True), ("张某某", True), ("王秀英", True), ("局长张三", True), ("办公室负责人", True), ("李四同志", True),
        ("财务股", False), ("办公室", False), ("县财政局", False), ("党组", False), ("农水股", False), ("机关纪委", False), ("白石镇", False),
        ("县水质检测中心", False), ("人社局", False), ("各乡镇", False), ("项目办", False), ("残联", False),
    ],
)  # fmt: skip
def test_posts_and_people_stand_apart_from_offices(name: str, person: bool) -> None:
    assert is_person(name) is person


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-07-20", "2024-07-20", "2024-07-20"), ("2024-02", "2024-02-01", "2024-02-29"), ("2024", "2024-01-01", "2024-12-31"),
        ("../2024-06", None, "2024-06-30"), ("2020/..", "2020-01-01", None), ("2022-33", "2022-01-01", "2022-03-31"),
        ("2020-41", "2020-07-01", "2020-12-31"), ("2021-11-30/2022-01-15", "2021-11-30", "2022-01-15"), ("XXXX-03", None, None),
        ("R/P1M", None, None), ("0000", None, None), ("2024-13", None, None), ("2023-02-29", None, None), (None, None, None),
    ],
)  # fmt: skip
def test_the_days_that_a_value_covers(value: str | None, first: str | None, last: str | None) -> None:
    assert tuple(day and day.isoformat() for day in bounds(value)) == (first, last)


def test_where_a_record_stands_by_the_marks_above_it(plan: Ledger) -> None:
    assert marks_above(plan.outline, plan.problems[3].span.start) == ["二、", "（二）", "4."]
    assert marks_above(plan.outline, plan.problems[3].measures[1].span.start) == ["二、", "（二）", "4.", "（2）"]


# ---- columns ----


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("序号", "number"), ("问题内容", "title"), ("具体问题", "title"), ("存在问题", "title"), ("具体表现", "detail"), ("整改措施", "measure"),
        ("整 改 措 施", "measure"), ("整改任务", "measure"), ("责任领导", "leader"), ("分管领导", "leader"), ("责任单位", "lead"),
        ("牵头股室", "lead"), ("配合单位", "support"), ("整改时限", "deadline"), ("整改期限", "deadline"), ("完成情况", "progress"),
        ("销号情况", "status"), ("备注", "remark"), ("问题来源", "origin"), ("整改措施（可续页）", "measure"),
    ],
)  # fmt: skip
def test_heads_are_known_by_the_names_in_use(head: str, key: str) -> None:
    column = column_named(head)
    assert column is not None
    assert (column.key, column.name) == (key, head)


def test_heads_of_ones_own_are_not_known() -> None:
    assert column_named("佐证材料") is None


def test_a_file_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text("- 序号\n- 问题内容: 30\n- 整改措施\n- 责任单位\n- 佐证材料\n", encoding="utf-8")
    columns = load_columns(path)
    assert [column.key for column in columns] == ["number", "title", "measure", "party", "extra"]
    assert [column.name for column in columns] == ["序号", "问题内容", "整改措施", "责任单位", "佐证材料"]
    assert columns[1].width == (30, 30)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no column for problems or measures"), ("序号: 1\n", "no column for problems or measures"), ("- 序号\n", "no column for problems"),
        ("- 问题: 很宽\n", "width of 问题"), ("- 问题: 900\n", "width of 问题"), ("- 问题\n- 问题\n", "stands twice"), ("- [问题]\n", "entry 1"),
        ("- 问题\n- ''\n", "entry 2"), ("- 问题\n  - : [", "broken YAML"),
    ],
)  # fmt: skip
def test_a_broken_file_of_columns_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "columns.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LedgerError, match=words):
        load_columns(path)


# ---- CSV ----


@few
@given(ledgers)
def test_csv_has_a_row_for_each_measure_and_none_that_runs(ledger: Ledger) -> None:
    text = dump_csv([ledger])
    assert text.startswith("\ufeff序号,")
    rows = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert len(rows) == 1 + sum(max(len(problem.measures), 1) for problem in ledger.problems) + len(ledger.measures)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_text(text: str) -> None:
    assert safe(text).startswith("'")


def test_what_it_would_not_run_stays_as_it_is() -> None:
    assert safe("一是") == "一是"
    assert safe("（1）-2") == "（1）-2"


# ---- JSON Lines ----


@few
@given(ledgers)
def test_json_lines_have_a_flat_object_for_each_measure(ledger: Ledger) -> None:
    lines = dump_lines([ledger]).split("\n")
    assert lines.pop() == ""
    rows = [json.loads(line) for line in lines]
    assert len({tuple(row) for row in rows}) <= 1
    assert [row["measure"] for row in rows if row["measure"] is not None] == [
        measure.id for problem in ledger.problems for measure in problem.measures
    ] + [measure.id for measure in ledger.measures]


def test_a_measure_takes_over_what_its_problem_says() -> None:
    ledger = extract(SAMPLES / "report.txt")
    first = json.loads(dump_lines([ledger]).split("\n")[0])
    assert (first["status"], first["status_zh"], first["problem"], first["measure"]) == (
        "done",
        "已完成",
        "P1",
        "P1.M1",
    )


# ---- Markdown ----


@few
@given(ledgers)
def test_markdown_is_one_table_whatever_the_cells_hold(ledger: Ledger) -> None:
    lines = dump_markdown([ledger]).split("\n")
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 2 + sum(max(len(problem.measures), 1) for problem in ledger.problems) + len(ledger.measures)
    assert len({len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) for row in rows}) == 1


def test_markdown_shows_marks_as_they_stand(plan: Ledger) -> None:
    problem = plan.problems[0].model_copy(update={"title": "a|b*c_<b>\nd"})
    text = dump_markdown([plan.model_copy(update={"problems": (problem,)})])
    assert r"a\|b\*c\_\<b\><br>d" in text


# ---- Word ----


@few
@given(st.lists(ledgers, min_size=1, max_size=2))
def test_word_takes_any_ledger(several: list[Ledger]) -> None:
    document = docx.Document(io.BytesIO(dump_document(several)))
    (table,) = document.tables
    rows = sum(max(len(p.measures), 1) for each in several for p in each.problems) + sum(
        len(e.measures) for e in several
    )
    assert len(table.rows) == 1 + rows


def test_the_word_table_is_as_offices_set_it(plan: Ledger) -> None:
    data = dump_document([plan])
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (29.7, 21.0)
    (table,) = document.tables
    assert document.paragraphs[0].text == "青禾县水利局党组整改台账"
    heads = [cell.text for cell in table.rows[0].cells]
    assert heads == [
        "序号",
        "方面",
        "反馈问题",
        "具体表现",
        "整改措施",
        "责任领导",
        "牵头部门",
        "配合部门",
        "完成时限",
        "状态",
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml
    first = table.rows[1].cells
    assert [cell.text for cell in first][2:4] == [plan.problems[0].title, plan.problems[0].detail]
    assert table.rows[2].cells[2]._tc is first[2]._tc  # merged over the measures of the problem
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        fonts = archive.read("word/fontTable.xml").decode()
        body = archive.read("word/document.xml").decode()
        footer = "".join(archive.read(name).decode() for name in archive.namelist() if "footer" in name)
    for font in ("方正小标宋简体", "黑体", "仿宋_GB2312"):
        assert f'w:eastAsia="{font}"' in body
        assert re.search(f'<w:font w:name="{font}"><w:altName w:val="[^"]+"', fonts)
    assert "PAGE" in footer
    total = sum(int(width) for width in re.findall(r'<w:gridCol w:w="(\d+)"', body))
    assert total <= section.page_width.twips - section.left_margin.twips - section.right_margin.twips


def test_the_same_ledger_gives_the_same_word_file(plan: Ledger) -> None:
    assert dump_document([plan]) == dump_document([plan])


def test_a_ledger_that_says_nothing_more_has_few_columns(plan: Ledger) -> None:
    measure = Measure(
        id="P1.M1", marker=None, title="甲", text="甲", responsible=(Responsible(name="乙", role="lead"),), span=(0, 1)
    )
    bare = plan.model_copy(
        update={"problems": (Problem(id="P1", marker=None, title="甲", measures=(measure,), span=(0, 1)),)}
    )
    (table,) = docx.Document(io.BytesIO(dump_document([bare]))).tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "序号",
        "方面",
        "反馈问题",
        "整改措施",
        "牵头部门",
        "完成时限",
        "状态",
    ]
