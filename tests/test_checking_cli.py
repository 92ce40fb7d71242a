"""`rectiparse check` as its users meet it: what it prints, how it ends, what it leaves in files."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import jsonschema
import pytest

from command_line import failed, run
from rectiparse.checking import RULES
from rectiparse.cli.findings import Page, lines_of
from rectiparse.cli.wrapping import width
from rectiparse.document import Span
from rectiparse.finding import Finding
from rectiparse.reading import read

REPORT = """青禾县财政局党组整改情况报告
县委第一巡察组反馈了2个方面4个问题，现将整改情况报告如下。
一、整改落实情况
（一）业务方面
1.关于“预算编制不细”问题。
整改情况：修订预算编制办法，按项目细化支出，约谈XX同志。
2.关于“拨款不及时”问题。
整改情况：建立拨款台账，按月通报进度。
（二）队伍方面
3.关于“培训不经常”问题。
整改情况：举办培训班两期，培训会计40人。
"""
CLEAN = REPORT.replace("4个问题", "3个问题").replace("，约谈XX同志", "")

# What SARIF 2.1.0 asks of a log of ours, after its published schema.
SARIF = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {"items": {"required": ["id"], "properties": {"id": {"type": "string"}}}}
                                },
                            }
                        }
                    },
                    "results": {
                        "items": {
                            "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
                            "properties": {
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "locations": {
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"type": "string", "pattern": "^[\\x21-\\x7e]+$"}
                                                        }
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            key: {"type": "integer", "minimum": 1}
                                                            for key in (
                                                                "startLine",
                                                                "startColumn",
                                                                "endLine",
                                                                "endColumn",
                                                            )
                                                        }
                                                    },
                                                },
                                            }
                                        }
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    return tmp_path


# ---- how it ends -------------------------------------------------------------------------------------------------------


def test_exit_codes(folder: Path) -> None:
    assert run("check", "报告.txt").code == 1
    assert run("check", "clean.txt").code == 0
    assert run("check", "报告.txt", "--exit-zero").code == 0
    assert run("check", "报告.txt", "--ignore", "R101").code == 0
    assert run("check", "报告.txt", "--ignore", "R101", "--fail-on", "warning").code == 1
    assert run("check", "missing.txt").code == 2
    both = run("check", "missing.txt", "报告.txt")
    assert (both.code, "missing.txt" in both.err, "R101" in both.out) == (2, True, True)


def test_what_it_cannot_run_with_is_one_line(folder: Path) -> None:
    assert "FILE… is missing" in failed(run("check"))
    assert "perhaps declared-count" in failed(run("check", "报告.txt", "--select", "declared"))
    assert "add -o" in failed(run("check", "报告.txt", "-f", "xlsx"))
    assert "choose from" in failed(run("check", "报告.txt", "--severity", "grave"))
    assert "no baseline" in failed(run("check", "报告.txt", "--baseline", "clean.txt"))
    assert "one of the input files" in failed(run("check", "报告.txt", "-o", "报告.txt"))


# ---- the terminal ------------------------------------------------------------------------------------------------------


def test_the_words_are_underlined_where_they_stand(folder: Path) -> None:
    out = run("check", "报告.txt").out
    assert "line 2  error  R101 declared-count\n   4个问题 are declared; 3 problems are there\n" in out
    lines = out.split("\n")
    for number, line in enumerate(lines):
        if re.fullmatch(r"   \| +\^+", line):
            above = lines[number - 1]
            start, columns = line.index("^"), line.count("^")
            words = "".join(c for at, c in columns_of(above) if start <= at < start + columns)
            assert words in ("4个问题", "XX")
    assert out.endswith("1 file: 1 error, 1 warning\n")


def columns_of(line: str) -> list[tuple[int, str]]:
    at, found = 0, []
    for character in line:
        found.append((at, character))
        at += width(character)
    return found


def test_nothing_found_says_so(folder: Path) -> None:
    assert run("check", "clean.txt").out == "1 file: nothing found\n"


def test_chinese(folder: Path) -> None:
    ran = run("check", "报告.txt", "--lang", "zh")
    assert "第 2 行  错误  R101 declared-count\n   文中称4个问题，实有3个\n" in ran.out
    assert ran.out.endswith("1个文件：1项错误，1项警告\n")


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal(folder: Path, columns: int) -> None:
    out = run("check", "报告.txt", COLUMNS=str(columns)).out
    assert all(width(line) <= columns for line in out.split("\n"))
    assert "^^^^^^^" in out


def test_findings_of_one_rule_in_one_line_stand_together(folder: Path) -> None:
    (folder / "x.txt").write_text(
        "XX局自查报告\n一、x月x日开会，参加x人，约谈XX同志。\n二、台账不完整。\n", encoding="utf-8"
    )
    out = run("check", "x.txt", "--select", "placeholder").out
    assert out.count("placeholder") == 2
    assert "R401 placeholder ×3" in out


def test_control_characters_and_breaks_never_reach_the_terminal() -> None:
    document = read(("甲\x07乙“丙\x1b[31m丁\n戊" + "己庚辛壬癸" * 200).encode(), name="x\x1b.txt")
    finding = Finding(
        file="x.txt", code="R404", rule="unbalanced-marks", severity="warning", message="m\x1b", span=Span(2, 12), line=1, column=3,
        text=document.text[2:12],
    )  # fmt: skip
    for plain in (True, False):
        shown = "".join(line.plain for line in lines_of([finding], Page(60, plain, {"x.txt": document})))
        assert not re.search(r"[\x00-\x1f\x7f]", shown)


# ---- the other formats -------------------------------------------------------------------------------------------------


def test_json_holds_what_the_contract_names(folder: Path) -> None:
    findings = json.loads(run("check", "报告.txt", "-f", "json").out)
    assert [(one["file"], one["code"], one["line"]) for one in findings] == [
        ("报告.txt", "R101", 2),
        ("报告.txt", "R401", 6),
    ]
    first = findings[0]
    assert {"file", "code", "rule", "severity", "message", "span", "line", "expected", "found"} <= set(first)
    assert (first["severity"], first["expected"], first["found"]) == ("error", 4, 3)
    assert REPORT[slice(*first["span"])] == "4个问题"
    assert run("check", "clean.txt", "-f", "json").out == "[]\n"


def test_sarif_is_a_log_that_points_at_the_words(folder: Path) -> None:
    log = json.loads(run("check", "报告.txt", "-f", "sarif").out)
    jsonschema.validate(log, SARIF)
    (tool,) = log["runs"]
    assert [rule["id"] for rule in tool["tool"]["driver"]["rules"]] == [rule.code for rule in RULES]
    first = tool["results"][0]
    assert tool["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "R101"
    region = first["locations"][0]["physicalLocation"]["region"]
    line = REPORT.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "4个问题" == region["snippet"]["text"]


def test_github_annotations_are_one_line_each(folder: Path) -> None:
    lines = run("check", "报告.txt", "-f", "github").out.splitlines()
    assert lines[0] == (
        "::error file=报告.txt,line=2,col=15,endColumn=19,title=R101 declared-count::4个问题 are declared; 3 problems are there"
    )
    assert lines[1].startswith("::warning file=报告.txt,line=6,")
    assert len(lines) == 2


def test_markdown_marks_the_words(folder: Path) -> None:
    out = run("check", "报告.txt", "-f", "markdown").out
    assert "## 报告.txt" in out
    assert "**4个问题**" in out
    assert "1 file: 1 error, 1 warning" in out


def test_a_workbook_is_the_same_bytes_again(folder: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        assert run("check", "报告.txt", "-f", "xlsx", "-o", name).code == 1
    first, second = ((folder / name).read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert first == second
    with ZipFile(BytesIO(first)) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert "R101" in strings
    assert "报告.txt" in strings


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "markdown"])
def test_a_result_goes_to_a_file_as_to_the_terminal(folder: Path, format: str) -> None:
    out = run("check", "报告.txt", "-f", format).out
    assert run("check", "报告.txt", "-f", format, "-o", "out").out == ""
    assert (folder / "out").read_text(encoding="utf-8") == out


# ---- settings, baselines, profiles -------------------------------------------------------------------------------------


def test_settings_are_found_and_options_override_them(folder: Path) -> None:
    (folder / ".rectiparse.toml").write_text('ignore = ["R101"]\nfail-on = "warning"\n')
    assert "R101" not in run("check", "报告.txt").out
    assert run("check", "报告.txt").code == 1
    assert run("check", "报告.txt", "--fail-on", "error").code == 0
    assert "R101" in run("check", "报告.txt", "--ignore", "R401").out
    (folder / "other.toml").write_text('[tool.rectiparse]\nselect = ["R4"]\n')
    assert "R101" not in run("check", "报告.txt", "--config", "other.toml").out


def test_a_baseline_leaves_new_findings_alone(folder: Path) -> None:
    assert run("check", "报告.txt", "--write-baseline", "known.json").code == 0
    ran = run("check", "报告.txt", "--baseline", "known.json")
    assert (ran.code, ran.out) == (0, "1 file: nothing found (2 known)\n")
    (folder / "报告.txt").write_text("\n" + REPORT.replace("40人", "xx人"), encoding="utf-8")
    ran = run("check", "报告.txt", "--baseline", "known.json", "-f", "json")
    assert [one["text"] for one in json.loads(ran.out)] == ["xx人"]
    assert "exists already" in failed(run("check", "报告.txt", "--write-baseline", "known.json"))
    (folder / ".rectiparse.toml").write_text('baseline = "known.json"\n')
    assert run("check", "报告.txt", "--write-baseline", "known.json").code == 0
    assert run("check", "报告.txt").out == "1 file: nothing found (3 known)\n"


def test_a_profile_sets_time_limits(folder: Path) -> None:
    (folder / "plan.txt").write_text(
        "青禾县财政局党组整改方案\n2024年1月31日，县委第二巡察组反馈了巡察意见。\n一、工作要求。各股室按期完成整改任务。\n"
        "二、组织保障。局党组成立领导小组。\n\n青禾县财政局党组\n2024年3月1日\n",
        encoding="utf-8",
    )
    (folder / "limits.yaml").write_text("limits: [{of: plan, within: P1M, source: 第八条}]", encoding="utf-8")
    assert "R308" not in run("check", "plan.txt").out
    out = run("check", "plan.txt", "--profile", "limits.yaml", COLUMNS="120").out
    assert "later than 1 month after the feedback (2024-01-31): the last day is 2024-02-29 (第八条)" in out


# ---- ledgers -----------------------------------------------------------------------------------------------------------


def test_a_ledger_with_its_document_beside_it_is_checked_as_the_document(folder: Path) -> None:
    assert run("extract", "报告.txt", "-o", "ledger.yaml").code == 0
    assert run("check", "ledger.yaml").out == run("check", "报告.txt").out


def test_a_ledger_alone_says_that_rules_on_the_text_are_silent(folder: Path) -> None:
    assert run("extract", "报告.txt", "-o", "ledger.yaml").code == 0
    (folder / "报告.txt").write_text("另一份文件。\n", encoding="utf-8")
    ran = run("check", "ledger.yaml", "-f", "json")
    assert "its document 报告.txt is not beside it" in ran.err
    assert [(one["file"], one["code"], one["line"]) for one in json.loads(ran.out)] == [("ledger.yaml", "R101", None)]
    assert "R101 declared-count" in run("check", "ledger.yaml").out


def test_a_ledger_whose_spans_were_edited_is_checked_without_its_text(folder: Path) -> None:
    ledger = run("extract", "报告.txt", "-f", "json").out
    edited = json.loads(ledger)
    edited["figures"][0]["span"] = [5, 99999]
    (folder / "ledger.json").write_text(json.dumps(edited, ensure_ascii=False), encoding="utf-8")
    ran = run("check", "ledger.json", "-f", "json")
    assert ran.code == 1
    assert "rules on the text are silent" in ran.err


def test_ledgers_in_one_file_are_told_apart(folder: Path) -> None:
    (folder / "inner").mkdir()
    assert run("extract", "报告.txt", "clean.txt", "-o", "inner/all.yaml").code == 0
    ran = run("check", "inner/all.yaml", "-f", "json")
    assert {one["file"] for one in json.loads(ran.out)} == {"inner/all.yaml#报告.txt"}


def test_standard_input(folder: Path) -> None:
    ran = run("check", "-", "-f", "json", stdin=REPORT.encode())
    assert {one["file"] for one in json.loads(ran.out)} == {"-"}


# ---- the rules themselves ----------------------------------------------------------------------------------------------


def test_every_rule_is_listed_and_explained_in_both_languages() -> None:
    for language in ("en", "zh"):
        listed = run("check", "--list", "--lang", language).out
        assert [line.split()[0] for line in listed.splitlines()] == [rule.code for rule in RULES]
        explained = run("check", "--explain", "all", "--lang", language).out
        for rule in RULES:
            assert f"{rule.code} {rule.name}" in explained
    assert "Unwritten" not in explained


def test_a_rule_explains_itself_with_both_texts() -> None:
    out = run("check", "--explain", "R101").out
    assert "fails:\n    青禾县水利局党组整改方案\n" in out
    assert "passes:\n    青禾县水利局党组整改方案\n" in out
