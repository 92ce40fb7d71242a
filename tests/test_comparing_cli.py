"""`diff`, `trace` and `recur` on the command line: what comes out in each format, and the exit code."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
import yaml

from command_line import failed, run

OLD = """白石镇党委关于巡察反馈问题整改情况的报告

二〇二二年，县委第二巡察组对白石镇党委开展了巡察，反馈了3个问题。现将整改情况报告如下：
一、巡察反馈问题整改情况
（一）关于“公务接待超标准”问题。
整改情况：一是修订公务接待管理办法，明确陪餐人数；二是清退超标准费用1200元。该问题已整改完成。
（二）关于“低保动态管理不及时”问题。
整改情况：一是对全镇低保户入户核查；二是建立进出台账。
（三）关于“绿化工程未验收”问题。
整改情况：一是组织验收；二是补齐资料。
"""
NEW = """白石镇党委关于巡察反馈问题整改情况的报告

二〇二四年，县委第一巡察组对白石镇党委开展了巡察，反馈了3个问题。现将整改情况报告如下：
一、巡察反馈问题整改情况
（一）关于“低保户应退未退”问题。
整改情况：一是比对房产车辆信息；二是停发4户。
（二）关于“<接待>无公函、陪餐超人数”问题。
整改情况：一是严格凭公函接待；二是约谈经办人。
（三）关于“保密柜缺失”问题。
整改情况：一是配齐保密柜；二是开展保密培训。
"""


@pytest.fixture
def rounds(tmp_path: Path) -> tuple[Path, Path]:
    old, new = tmp_path / "2022.txt", tmp_path / "2024.txt"
    old.write_text(OLD, encoding="utf-8")
    new.write_text(NEW, encoding="utf-8")
    return old, new


def test_diff_as_json_and_yaml_hold_the_contract(rounds):
    out = json.loads(run("diff", *rounds, "-f", "json").out)
    assert {(row["old"], row["new"], row["wording"]) for row in out["recurring"]} == {
        ("P1", "P2", "changed"),
        ("P2", "P1", "changed"),
    }
    assert (out["new"], out["gone"]) == (["P3"], ["P3"])
    assert all(0 < row["score"] <= 1 and row["evidence"] for row in out["recurring"])
    assert yaml.safe_load(run("diff", *rounds, "-f", "yaml").out) == out


def test_diff_of_ledgers_and_of_documents_is_the_same(rounds, tmp_path):
    for path in rounds:
        (tmp_path / f"{path.stem}.json").write_text(run("extract", path, "-f", "json").out, encoding="utf-8")
    ledgers = [path.with_suffix(".json") for path in rounds]
    assert run("diff", *ledgers, "-f", "json").out == run("diff", *rounds, "-f", "json").out


def test_diff_in_the_terminal_marks_what_both_share(rounds):
    out = run("diff", *rounds).out
    assert "[公务接待]" in out.replace("\n", "")
    assert "保密柜缺失" in out
    assert "绿化工程未验收" in out


def test_diff_as_markdown_and_page_escapes_what_the_document_holds(rounds):
    page = run("diff", *rounds, "-f", "html").out
    assert "<接待>" not in page
    assert "&lt;" in page
    assert "<script" not in page
    assert "<mark>" in page
    markdown = run("diff", *rounds, "-f", "markdown").out
    assert "| P1 |" in markdown
    assert r"\<" in markdown


def test_diff_as_workbook_keeps_text_as_text(rounds, tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (first, second):
        assert run("diff", *rounds, "-f", "xlsx", "-o", path).code == 0
    assert first.read_bytes() == second.read_bytes()
    book = openpyxl.load_workbook(BytesIO(first.read_bytes()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "公务接待超标准" in {cell.value for cell in cells}
    assert not any(cell.data_type == "f" for cell in cells)


def test_a_workbook_needs_a_file(rounds):
    assert "-o" in failed(run("diff", *rounds, "-f", "xlsx"))


def test_exit_codes_of_diff(rounds, tmp_path):
    assert run("diff", *rounds).code == 0
    assert run("diff", *rounds, "--exit-code").code == 1
    other = tmp_path / "other.txt"
    other.write_text(
        NEW.replace("<接待>无公函、陪餐超人数", "蓝莓滞销").replace("低保户应退未退", "路灯不亮"), encoding="utf-8"
    )
    assert run("diff", other, rounds[0], "--exit-code", "--threshold", "1").code == 0


@pytest.mark.parametrize("threshold", ["2", "-1", "much"])
def test_a_threshold_out_of_bounds(rounds, threshold):
    assert "--threshold" in failed(run("diff", *rounds, f"--threshold={threshold}"))


def test_answers_are_written_and_kept(rounds, tmp_path):
    path = tmp_path / "answers.yaml"
    assert run("diff", *rounds, "--write-answers", path).code == 0
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert all(row["same"] is None for row in rows)
    row = next(row for row in rows if row["old"]["title"] == "公务接待超标准")
    row["same"] = False
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    out = json.loads(run("diff", *rounds, "-f", "json", "--answers", path, "--write-answers", path).out)
    assert {(entry["old"], entry["new"]) for entry in out["recurring"]} == {("P2", "P1")}
    kept = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [entry["same"] for entry in kept if entry["old"]["title"] == "公务接待超标准"] == [False]


def test_answers_already_there_are_not_overwritten_unasked(rounds, tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("[]", encoding="utf-8")
    assert "answers.yaml" in failed(run("diff", *rounds, "--write-answers", path))
    assert path.read_text(encoding="utf-8") == "[]"


def test_themes_of_ones_own(rounds, tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("themes:\n  - {name: 保密, terms: [绿化工程]}\n", encoding="utf-8")
    out = json.loads(run("diff", *rounds, "-f", "json", "--themes", path).out)
    assert ("P3", "P3") in {(row["old"], row["new"]) for row in out["recurring"]}
    path.write_text("themes:\n  - {name: 保密, words: [绿化]}\n", encoding="utf-8")
    assert "line 2" in failed(run("diff", *rounds, "--themes", path))


def test_trace_in_each_format(rounds, tmp_path):
    plan, report = rounds
    out = json.loads(run("trace", plan, report, "-f", "json").out)
    assert [(row["plan"], row["report"]) for row in out["problems"]] == [("P1", "P2"), ("P2", "P1"), ("P3", None)]
    assert yaml.safe_load(run("trace", plan, report, "-f", "yaml").out) == out
    assert "绿化工程未验收" in run("trace", plan, report).out
    assert "## " in run("trace", plan, report, "-f", "markdown").out
    assert "<table>" in run("trace", plan, report, "-f", "html").out
    assert run("trace", plan, report, "-f", "xlsx", "-o", tmp_path / "t.xlsx").code == 0


def test_exit_codes_of_trace(rounds):
    plan, report = rounds
    assert run("trace", plan, report, "--exit-code").code == 1
    assert run("trace", plan, plan, "--exit-code").code == 0
    assert "--today" in failed(run("trace", plan, plan, "--today", "soon"))


def test_recur_over_folders(tmp_path):
    for name, text in (("2022", OLD), ("2024", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "白石镇.txt").write_text(text, encoding="utf-8")
        (tmp_path / name / "~$白石镇.docx").write_bytes(b"lock")
    out = json.loads(run("recur", tmp_path / "2022", tmp_path / "2024", "--unit-from", "file", "-f", "json").out)
    assert (out["rounds"], out["units"]) == (["2022", "2024"], ["白石镇"])
    families = {row["title"]: row for row in out["families"]}
    assert set(families) == {"公务接待超标准", "低保动态管理不及时"}
    assert families["公务接待超标准"]["reopened"]
    by_pattern = run("recur", tmp_path, "--round-from", r"/(\d{4})/", "--unit-from", "file", "-f", "json").out
    assert json.loads(by_pattern) == out
    assert json.loads(run("recur", tmp_path, "--round-from", "folder", "--unit-from", "file", "-f", "json").out) == out


def test_recur_draws_a_timeline_and_heat_maps(rounds):
    out = run("recur", *rounds, "--unit-from", "file").out
    assert "○●" in out
    assert "公务接待" in out


def test_recur_as_picture_and_page(rounds):
    picture = run("recur", *rounds, "-f", "svg").out
    words = {word for element in ElementTree.fromstring(picture).iter() for word in element.itertext()}
    assert {"公务接待", "低保", "2022", "2024"} <= words
    page = run("recur", *rounds, "-f", "html").out
    assert "<svg" in page
    assert "http://www.w3.org/2000/svg" in page
    assert "src=" not in page


def test_a_file_that_fails_is_said_and_the_others_go_on(rounds, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = run("recur", *rounds, empty, "-f", "json")
    assert done.code == 2
    assert "empty.txt" in done.err
    assert len(json.loads(done.out)["rounds"]) == 2


def test_a_bad_pattern_is_named(rounds):
    assert "([" in failed(run("recur", *rounds, "--round-from", "(["))
