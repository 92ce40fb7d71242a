"""`rectiparse export` and `rectiparse import`: what they write, where, and what they say when they cannot."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import openpyxl
import pytest
import yaml

from command_line import LEDGERS, failed, run
from rectiparse.writing.xlsx import LEDGER_SHEET

SAMPLES = Path(__file__).parent.parent / "samples"
PLAN = SAMPLES / "plan.txt"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("target", "name"), [("xlsx", "plan-整改台账.xlsx"), ("docx", "plan-整改台账.docx"), ("html", "plan-整改台账.html")]
)
def test_files_are_named_after_the_document(here: Path, target: str, name: str) -> None:
    ran = run("export", PLAN, "--to", target)
    assert (ran.code, ran.out) == (0, "")
    assert name in ran.err
    assert [path.name for path in here.iterdir()] == [name]


@pytest.mark.parametrize("target", ["csv", "jsonl", "markdown"])
def test_texts_go_to_standard_output(target: str) -> None:
    ran = run("export", PLAN, "--to", target)
    assert (ran.code, ran.err) == (0, "")
    assert "河湖巡查不到位" in ran.out


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx", "a.csv", "a.jsonl", "a.md", "a.html", "a.XLSX"])
def test_the_name_says_what_to_write(here: Path, name: str) -> None:
    assert run("export", PLAN, "-o", name).code == 0
    assert (here / name).stat().st_size > 500


def test_several_become_one(here: Path) -> None:
    assert run("export", PLAN, LEDGERS / "archive.yaml", "--to", "xlsx").code == 0
    sheet = openpyxl.load_workbook(here / "整改台账.xlsx")[LEDGER_SHEET]
    assert "文件 2 份" in sheet["A2"].value


def test_documents_and_their_ledgers_give_the_same_table(here: Path) -> None:
    run("extract", PLAN, "-o", "plan.yaml")
    assert run("export", "plan.yaml", "--to", "csv").out == run("export", PLAN, "--to", "csv").out


def test_findings_come_with_the_workbook() -> None:
    run("export", SAMPLES / "plan-running-numbers.txt", "-o", "a.xlsx")
    sheet = openpyxl.load_workbook("a.xlsx")["检查"]
    codes = [row[1].value for row in sheet.iter_rows(2)]
    assert codes
    assert all(str(code).startswith("R") for code in codes)


def test_a_workbook_with_chinese_heads_holds_chinese_messages(here: Path) -> None:
    for number, language in enumerate(("en", "zh")):
        run("export", SAMPLES / "plan-running-numbers.txt", "-o", f"{number}.xlsx", "--lang", language)
    sheets = [list(openpyxl.load_workbook(f"{number}.xlsx")["检查"].values) for number in (0, 1)]
    assert sheets[0] == sheets[1]
    assert not any(re.match(r"[A-Za-z ]{12}", str(row[2])) for row in sheets[0])
    assert "written" in run("export", PLAN, "-o", "b.xlsx", "--lang", "en").err


def test_a_bare_workbook_is_asked_for(here: Path) -> None:
    run("export", PLAN, "-o", "a.xlsx", "--bare")
    assert all(sheet.sheet_state == "visible" for sheet in openpyxl.load_workbook("a.xlsx"))


def test_a_file_that_fails_is_said_and_the_others_come_out(here: Path) -> None:
    ran = run("export", "none.txt", PLAN, "-o", "a.xlsx")
    assert ran.code == 2
    assert "none.txt: no such file" in ran.err
    assert (here / "a.xlsx").exists()


def test_where_nothing_can_be_read_nothing_is_written(here: Path) -> None:
    assert "no such file" in failed(run("export", "none.txt", "-o", "a.xlsx"))
    assert not list(here.iterdir())


def test_what_is_asked_for_must_fit_together(here: Path) -> None:
    (here / "columns.yaml").write_text("- 问题\n", encoding="utf-8")
    assert "say what to write" in failed(run("export", PLAN))
    assert "say what to write" in failed(run("export", PLAN, "-o", "a.txt"))
    assert "--template fills a workbook" in failed(run("export", PLAN, "--to", "csv", "--template", "a.xlsx"))
    assert "--columns goes with tables" in failed(run("export", PLAN, "--to", "html", "--columns", "columns.yaml"))
    assert "xlsx goes to a file" in failed(run("export", PLAN, "--to", "xlsx", "-o", "-"))
    assert "choose from" in failed(run("export", PLAN, "--to", "pdf"))
    assert sorted(path.name for path in here.iterdir()) == ["columns.yaml"]


def test_an_output_that_exists_is_kept(here: Path) -> None:
    (here / "a.xlsx").write_bytes(b"mine")
    assert "exists already" in failed(run("export", PLAN, "-o", "a.xlsx"))
    assert (here / "a.xlsx").read_bytes() == b"mine"
    assert run("export", PLAN, "-o", "a.xlsx", "--force").code == 0
    assert "no folder" in failed(run("export", PLAN, "-o", "no/a.xlsx"))
    assert "one of the input files" in failed(run("export", "a.xlsx", "-o", "a.xlsx", "--force"))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(here: Path) -> None:
    (here / "locked").mkdir(mode=0o500)
    assert "cannot be written" in failed(run("export", PLAN, "-o", "locked/a.xlsx"))


def test_a_form_is_filled(here: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["序号", "问题", "措施"])
    book.save("form.xlsx")
    assert run("export", PLAN, "--to", "xlsx", "--template", "form.xlsx", "-o", "a.xlsx").code == 0
    assert openpyxl.load_workbook("a.xlsx").active["B2"].value == "河湖巡查不到位"
    assert "one of the input files" in failed(
        run("export", PLAN, "--template", "form.xlsx", "-o", "form.xlsx", "--force")
    )


# ---- and back ----


def test_out_and_back_and_out_again(here: Path) -> None:
    run("extract", PLAN, "-o", "plan.yaml")
    run("export", PLAN, "-o", "a.xlsx")
    ran = run("import", "a.xlsx", "-o", "back.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert (here / "back.yaml").read_bytes() == (here / "plan.yaml").read_bytes()
    run("export", "back.yaml", "-o", "b.xlsx", "--bare")
    run("export", "plan.yaml", "-o", "c.xlsx", "--bare")
    assert (here / "b.xlsx").read_bytes() == (here / "c.xlsx").read_bytes()


def test_a_workbook_stands_wherever_a_ledger_may(here: Path) -> None:
    run("export", PLAN, "-o", "a.xlsx")
    for command in (["show"], ["extract"], ["export", "--to", "csv"]):
        assert run(command[0], "a.xlsx", *command[1:]).out == run(command[0], PLAN, *command[1:]).out
    assert run("check", "a.xlsx").code in (0, 1)


def test_what_was_edited_comes_back_and_what_was_dropped_is_said(here: Path) -> None:
    run("export", PLAN, "-o", "a.xlsx")
    book = openpyxl.load_workbook("a.xlsx")
    book[LEDGER_SHEET]["F4"] = "（1）重新修订巡查办法。"
    book[LEDGER_SHEET]["L5"] = "已完成"
    book.save("a.xlsx")
    ran = run("import", "a.xlsx")
    assert ran.code == 0
    assert (
        ran.err
        == "rectiparse: a.xlsx: row 4: P1.M1: its words were changed by hand; its place in the document is dropped (I101)\n"
    )
    first, second = yaml.safe_load(ran.out)["problems"][0]["measures"][:2]
    assert (first["text"], first["span"], first["extra"]) == ("重新修订巡查办法。", [0, 0], {"人工修改": "整改措施"})
    assert second["status"] == "done"


def test_a_change_that_cannot_be_taken_over_is_a_finding(here: Path) -> None:
    run("export", PLAN, "-o", "a.xlsx")
    book = openpyxl.load_workbook("a.xlsx")
    book["任务清单"]["B2"] = "别的措施"
    book.save("a.xlsx")
    ran = run("import", "a.xlsx", "-f", "json")
    assert ran.code == 1
    assert "only 整改台账 is read back" in ran.err
    assert ran.out.startswith("{")


def test_what_is_no_workbook_is_one_line(here: Path) -> None:
    assert "no workbook" in failed(run("import", PLAN))
    assert "no such file" in failed(run("import", "none.xlsx"))
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    book.save("names.xlsx")
    assert "no sheet with the heads of a ledger" in failed(run("import", "names.xlsx"))
    (here / "cut.xlsx").write_bytes(io.BytesIO((here / "names.xlsx").read_bytes()).read(900))
    failed(run("import", "cut.xlsx"))
