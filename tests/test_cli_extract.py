"""`rectiparse extract`: formats, several files, standard input, output files."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
import yaml

import rectiparse.pipeline
from command_line import LEDGERS, failed, run
from rectiparse.document import Document
from rectiparse.ledger import Ledger

ARCHIVE = LEDGERS / "archive.yaml"
PLAN = """青禾县民政局党组关于巡察反馈意见的整改方案
一、党的建设方面
1.关于“学习不深入”的问题。
整改措施：（1）制定学习计划，由办公室牵头，6月底前完成。（2）每季度开展1次研讨。
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_document_becomes_yaml(plan: Path) -> None:
    ran = run("extract", plan)
    assert (ran.code, ran.err) == (0, "")
    ledger = yaml.safe_load(ran.out)
    assert ledger["schema"] == "rectiparse.ledger/1"
    assert ledger["source"]["name"] == "方案.txt"
    assert ran.out.startswith("schema: ")


def test_the_same_document_gives_the_same_bytes(plan: Path) -> None:
    assert run("extract", plan).out == run("extract", plan).out


def test_one_document_as_json_is_indented(plan: Path) -> None:
    ran = run("extract", plan, "-f", "json")
    assert json.loads(ran.out)["source"]["characters"] == len(PLAN)
    assert ran.out.startswith('{\n  "schema": "rectiparse.ledger/1",\n')
    assert '"span": [0, ' in ran.out


def test_yaml_and_json_say_the_same(plan: Path) -> None:
    assert yaml.safe_load(run("extract", plan).out) == json.loads(run("extract", plan, "--format=json").out)


def test_several_documents_are_a_yaml_stream(plan: Path) -> None:
    ran = run("extract", plan, ARCHIVE, plan)
    names = [ledger["source"]["name"] for ledger in yaml.safe_load_all(ran.out)]
    assert names == ["方案.txt", "青禾县档案馆.txt", "方案.txt"]
    assert ran.out.startswith("---\nschema: ")


def test_several_documents_are_json_lines(plan: Path) -> None:
    ran = run("extract", plan, ARCHIVE, "-f", "json")
    lines = ran.out.splitlines()
    assert [json.loads(line)["source"]["name"] for line in lines] == ["方案.txt", "青禾县档案馆.txt"]


def test_a_ledger_passes_through_unchanged_and_changes_its_format() -> None:
    text = ARCHIVE.read_text(encoding="utf-8")
    assert run("extract", ARCHIVE).out == text
    as_json = run("extract", "-", "-f", "json", stdin=text.encode()).out
    assert run("extract", "-", stdin=as_json.encode()).out == text


def test_a_file_of_several_ledgers_gives_several() -> None:
    text = ARCHIVE.read_text(encoding="utf-8")
    stream = f"---\n{text}---\n{text}"
    assert run("extract", "-", stdin=stream.encode()).out == stream
    assert len(run("extract", "-", "-f", "json", stdin=stream.encode()).out.splitlines()) == 2


def test_standard_input_is_a_document_like_any_other(plan: Path) -> None:
    ran = run("extract", "-", "-f", "json", stdin=PLAN.encode("gb18030"))
    found = json.loads(ran.out)
    assert found["source"]["name"] == "-"
    assert found["source"]["encoding"].lower().startswith("gb")
    named = json.loads(run("extract", plan, "-f", "json").out)
    assert found["problems"] == named["problems"]


def test_standard_input_can_be_given_once() -> None:
    assert "only once" in failed(run("extract", "-", "-", stdin=b"x"))


def test_options_reach_the_reading(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, ...]] = []

    def extract(source: Path | Document, *, grammar: str | None, year: int | None, encoding: str | None) -> Ledger:
        seen.append((source, grammar, year, encoding))
        return rectiparse_extract(source, year=year)

    rectiparse_extract = rectiparse.pipeline.extract
    monkeypatch.setattr(rectiparse.pipeline, "extract", extract)
    assert run("extract", plan, "--grammar", "plan", "--year", "2022", "--encoding", "utf-8").code == 0
    assert seen == [(plan, "plan", 2022, "utf-8")]


def test_the_year_decides_dates_that_have_none(plan: Path) -> None:
    dates = json.loads(run("extract", plan, "--year", "2023", "-f", "json").out)["dates"]
    assert [date["value"] for date in dates if date["kind"] == "deadline"] == ["../2023-06"]


def test_one_that_fails_leaves_the_others_out_of_trouble(plan: Path, tmp_path: Path) -> None:
    ran = run("extract", plan, tmp_path / "none.txt", plan, "-f", "json")
    assert ran.code == 2
    assert len(ran.out.splitlines()) == 2
    assert ran.err.count("\n") == 1
    assert "none.txt" in ran.err


def test_output_file(plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "台账.yaml"
    ran = run("extract", plan, "-o", target)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert target.read_bytes().decode("utf-8") == run("extract", plan).out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["台账.yaml", "方案.txt"]


def test_an_existing_file_is_kept_without_force(plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    target.write_text("mine", encoding="utf-8")
    assert "--force" in failed(run("extract", plan, "-o", target))
    assert target.read_text(encoding="utf-8") == "mine"
    assert run("extract", plan, "-o", target, "--force").code == 0
    assert target.read_text(encoding="utf-8").startswith("schema: ")


def test_an_input_is_never_written_over(plan: Path) -> None:
    assert "input" in failed(run("extract", plan, "-o", plan, "--force"))
    assert plan.read_text(encoding="utf-8") == PLAN


def test_a_failed_run_leaves_no_file(tmp_path: Path) -> None:
    failed(run("extract", tmp_path / "none.txt", "-o", tmp_path / "out.yaml"))
    assert list(tmp_path.iterdir()) == []


def test_what_succeeded_is_in_the_file(plan: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.yaml"
    assert run("extract", tmp_path / "none.txt", plan, "-o", target).code == 2
    assert len(list(yaml.safe_load_all(target.read_text(encoding="utf-8")))) == 1


def test_dash_as_output_is_standard_output(plan: Path) -> None:
    assert run("extract", plan, "-o", "-").out == run("extract", plan).out


@pytest.mark.skipif(sys.platform == "win32", reason="devices are files on POSIX alone")
def test_a_device_is_written_as_it_is(plan: Path) -> None:
    assert run("extract", plan, "-o", "/dev/null").code == 0
    assert not Path("/dev/null").is_file()


def test_windows_shells_leave_patterns_to_us(plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rectiparse.cli import inputs

    (tmp_path / "a[1].txt").write_text(PLAN, encoding="utf-8")
    monkeypatch.setattr(inputs, "os", type("Windows", (), {"name": "nt"}))
    assert inputs.expanded([str(tmp_path / "*.txt")]) == [str(tmp_path / "a[1].txt"), str(plan)]
    assert inputs.expanded([str(tmp_path / "a[1].txt"), "-"]) == [str(tmp_path / "a[1].txt"), "-"]
    assert "no file of such a name" in failed(run("extract", str(tmp_path / "*.docx")))


def test_schema_goes_to_a_file_too(tmp_path: Path) -> None:
    assert run("schema", "-o", tmp_path / "schema.json").code == 0
    assert (tmp_path / "schema.json").read_bytes().decode() == run("schema").out


def test_names_that_are_not_utf8_do_not_stop_a_run(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only here are file names bytes")
    path = os.fsencode(tmp_path) + b"/\xd5\xfb\xb8\xc4.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - bytes for a name
        file.write(PLAN.encode())
    ran = run("extract", os.fsdecode(path))
    assert ran.code == 0
    assert yaml.safe_load(ran.out)["problems"]
