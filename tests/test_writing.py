"""Ledgers written as YAML and JSON, and read back, hand-edited ones too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from any_ledger import AWKWARD, ledgers
from command_line import LEDGERS
from rectiparse.errors import LedgerError, WritingError
from rectiparse.ledger import DocumentFacts, Ledger, Measure, Problem, Source
from rectiparse.writing import json as json_format
from rectiparse.writing import yaml as yaml_format
from rectiparse.writing.loading import is_ledger, load_ledgers
from rectiparse.writing.plain import plain
from rectiparse.writing.saving import replacing

few = settings(deadline=None, max_examples=150)


def listed(value: object) -> object:
    """The value as a parser gives it: tuples as lists."""
    return json.loads(json.dumps(value))


@few
@given(ledgers)
def test_any_yaml_parser_reads_what_we_write(ledger: Ledger) -> None:
    assert yaml.safe_load(yaml_format.dump(ledger)) == listed(plain(ledger))


@few
@given(ledgers)
def test_any_json_parser_reads_what_we_write(ledger: Ledger) -> None:
    assert json.loads(json_format.dump(ledger)) == listed(plain(ledger))
    line = json_format.dump_line(ledger)
    assert json.loads(line) == listed(plain(ledger))
    assert line.count("\n") == 1


@few
@given(ledgers)
def test_a_ledger_comes_back_equal_and_is_written_the_same_again(ledger: Ledger) -> None:
    for dump in (yaml_format.dump, json_format.dump, json_format.dump_line):
        (back,) = load_ledgers(dump(ledger))
        assert back == ledger
        assert dump(back) == dump(ledger)


@pytest.mark.parametrize("text", AWKWARD)
def test_no_text_changes_its_type_in_yaml(text: str) -> None:
    assert yaml.safe_load(f"a: {yaml_format.scalar(text)}\nb: [{yaml_format.scalar(text)}]") == {"a": text, "b": [text]}


def test_yaml_is_readable() -> None:
    text = (LEDGERS / "archive.yaml").read_text(encoding="utf-8")
    (ledger,) = load_ledgers(text)
    assert yaml_format.dump(ledger) == text
    lines = text.splitlines()
    assert lines[0] == "schema: rectiparse.ledger/1"
    assert "    text: 清退违规补贴3.2万元，财务室、人事科配合办公室落实，长期坚持。" in lines
    assert "  title: 库房𠮷字号档案受潮140余卷，抢救不及时" in lines
    assert "    - {name: 办公室, role: lead}" in lines
    assert "    span: [129, 172]" in lines


def test_what_the_contract_names_stands_though_empty_and_the_rest_does_not() -> None:
    source = Source(name="a.txt", format="txt", sha256="0", characters=1)
    bare = Measure(id="P1.M1", marker=None, title="a", text="a", span=(0, 1))
    problem = Problem(id="P1", marker=None, title="a", measures=(bare,), span=(0, 1))
    ledger = Ledger(source=source, document=DocumentFacts(grammar="base"), problems=(problem,))
    value = listed(plain(ledger))
    assert list(value) == [
        "schema", "source", "document", "outline", "problems", "measures", "causes", "schedule", "figures", "dates",
        "citations", "noise",
    ]  # fmt: skip
    assert list(value["source"]) == ["name", "format", "encoding", "sha256", "characters"]
    assert list(value["document"]) == [
        "title", "genre", "grammar", "organization", "inspector", "inspected", "feedback", "declared",
    ]  # fmt: skip
    assert list(value["problems"][0]) == [
        "id", "marker", "title", "detail", "aspect", "path", "points", "status", "measures", "span",
    ]  # fmt: skip
    assert list(value["problems"][0]["measures"][0]) == [
        "id", "marker", "title", "text", "points", "responsible", "deadline", "recurrence", "status", "span",
    ]  # fmt: skip


def test_quotes_taken_away_by_hand_change_nothing() -> None:
    text = (LEDGERS / "archive.yaml").read_text(encoding="utf-8")
    edited = text.replace('marker: "1."', "marker: 0123").replace("title: 党的建设方面", "title: yes")
    edited = edited.replace('value: "2023-05-12"', "value: 2023-05-12").replace("aspect: 党的建设\n", "aspect: 12:30\n")
    assert edited.count("2023-05-12,") == 1
    (ledger,) = load_ledgers(edited)
    assert ledger.outline[2].title == "yes"
    assert ledger.problems[0].marker == "0123"
    assert ledger.problems[0].aspect == "12:30"
    assert ledger.dates[1].value == "2023-05-12"
    assert ledger.figures[2].value == 62.5
    assert ledger.figures[3].bound == "min"
    assert ledger.problems[0].detail is None


def test_several_ledgers_in_one_file() -> None:
    text = (LEDGERS / "archive.yaml").read_text(encoding="utf-8")
    (ledger,) = load_ledgers(text)
    line = json_format.dump_line(ledger)
    for several in (f"---\n{text}---\n{text}", line + line, f"[{line},{line}]", "\n" + line + "\n\n" + line):
        assert load_ledgers(several) == [ledger, ledger]


BROKEN = {
    "": "empty",
    "schema: rectiparse.ledger/9\n": "rectiparse.ledger/9",
    "schema: rectiparse.ledger/1\n": "source is missing",
    "schema: rectiparse.ledger/1\nsource: {name: a\n": "broken YAML in line 3",
    "schema: rectiparse.ledger/1\nsource: &a [1]\ndocument: *a\n": "alias",
    "schema: rectiparse.ledger/1\nschema: rectiparse.ledger/1\n": "schema stands twice, in line 2",
    "\x00": "broken YAML",
    '{"schema": "rectiparse.ledger/1",\n"source": }': "broken JSON in line 2",
    "[" * 100_000: "broken JSON",
    "- " * 100_000: "'schema' is missing",
    "schema: rectiparse.ledger/1\nsource: " + "[" * 9_000 + "]" * 9_000: "source cannot be […]",
    "{]": "broken JSON",
    "a: 1": "'schema' is missing",
    "[1]": "'schema' is missing",
}  # fmt: skip


@pytest.mark.parametrize("text", list(BROKEN))
def test_a_broken_ledger_is_told_in_one_line(text: str) -> None:
    with pytest.raises(LedgerError, match=r"\A台账\.yaml: [^\n]*\Z") as caught:
        load_ledgers(text, "台账.yaml")
    assert BROKEN[text] in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: P1\n", "id: P1\n  owner: x\n", "problems[0].owner is no key of a ledger"),
        ("  title: 理论学习走过场，党员参学率只有62.5%\n", "", "problems[0].title is missing"),
        ("characters: 285", "characters: many", "source.characters cannot be many"),
        ("status: in-progress", "status: nearly", "problems[1].status cannot be nearly"),
        ("span: [93, 207]\n- id", "span: [93]\n- id", "problems[0].span"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(old: str, new: str, told: str) -> None:
    text = (LEDGERS / "archive.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(LedgerError) as caught:
        load_ledgers(text.replace(old, new, 1), "台账.yaml")
    assert told in str(caught.value)


def test_a_ledger_file_that_is_not_there_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot be read"):
        load_ledgers(tmp_path / "none.yaml")
    path = tmp_path / "gbk.yaml"
    path.write_bytes("schema: 台账".encode("gbk"))
    with pytest.raises(LedgerError, match="UTF-8"):
        load_ledgers(path)


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.yaml", "", True),
        ("a.JSONL", "", True),
        ("a.txt", "schema: rectiparse.ledger/1", True),
        ("-", '\ufeff{\n "schema": "rectiparse.ledger/1"', True),
        ("-", '[{"schema":"rectiparse.ledger/1"', True),
        ("-", "# 手工修改\n---\n'schema' : rectiparse.ledger/1", True),
        ("方案.txt", "一、schema: 数据库", False),
        ("方案.md", "# 整改方案\n一、问题", False),
        ("-", "\n" * 4000 + "---" + "\n" * 90 + "x", False),
        ("方案.txt", "", False),
    ],
)
def test_a_ledger_says_what_it_is(name: str, head: str, expected: bool) -> None:
    assert is_ledger(name, head) is expected


def write_half(path: Path) -> None:
    with replacing(path, force=True) as file:
        file.write(b"half")
        raise RuntimeError


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "out.yaml"
    with pytest.raises(RuntimeError):
        write_half(path)
    assert list(tmp_path.iterdir()) == []
    with replacing(path) as file:
        file.write(b"whole")
    assert path.read_bytes() == b"whole"
    with pytest.raises(RuntimeError):
        write_half(path)
    assert path.read_bytes() == b"whole"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.yaml"]


def test_a_block_that_writes_nothing_leaves_nothing(tmp_path: Path) -> None:
    with replacing(tmp_path / "out.yaml"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_link_keeps_pointing_where_it_does(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_text("old", encoding="utf-8")
    link.symlink_to(real)
    with replacing(link, force=True) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_what_cannot_be_written_is_refused_before(tmp_path: Path) -> None:
    (tmp_path / "there.yaml").write_text("", encoding="utf-8")
    for path, told in (
        (tmp_path, "folder"),
        (tmp_path / "there.yaml", "--force"),
        (tmp_path / "no" / "a.yaml", "create it"),
    ):
        with pytest.raises(WritingError, match=told), replacing(path):
            raise AssertionError("must not begin")
