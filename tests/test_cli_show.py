"""`rectiparse show`: what is drawn, in colour and without, at any width."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from any_ledger import ledgers
from command_line import LEDGERS, run
from rectiparse.cli.picture import draw
from rectiparse.cli.wrapping import breaks, clip, printable, width, wrap
from rectiparse.ledger import Ledger

CASES = sorted((Path(__file__).parent / "cases" / "show").glob("*.yaml"))
ARCHIVE = LEDGERS / "archive.yaml"
CLAUSES = [
    "组织学习，",
    "制定《办法》。",
    "由办公室（人事科）牵头；",
    "“三会一课”制度、",
    "完成率23.97%，",
    "all done, ",
]
prose = st.text("一整改，。、“”（）《》 a1.%-é①…·\u3000", max_size=80)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    ran = run("show", LEDGERS / case["input"], "--lang", case["language"], COLUMNS=str(case["columns"]))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == case["expected"]


def test_there_are_cases() -> None:
    assert len(CASES) >= 4


@settings(deadline=None, max_examples=60)
@given(ledgers, st.integers(40, 200), st.booleans())
def test_no_line_is_wider_than_the_terminal(ledger: Ledger, columns: int, plain: bool) -> None:
    for line in draw(ledger, columns, plain=plain):
        assert width(line.plain) <= columns
        assert line.plain == printable(line.plain)


def test_plain_where_there_is_no_terminal() -> None:
    out = run("show", ARCHIVE).out
    assert "\x1b" not in out
    assert "[每季度]至少开展{1次}集中研讨" in out


def test_colour_on_a_terminal() -> None:
    out = run("show", ARCHIVE, FORCE_COLOR="1", TERM="xterm-256color").out
    assert "\x1b[4;36m每季度\x1b[0m至少开展\x1b[1;33m1次\x1b[0m集中研讨" in out
    assert "{1次}" not in out
    assert "├ " in out


def test_no_colours_where_nobody_wants_them() -> None:
    out = run("show", ARCHIVE, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm-256color").out
    codes = {code for run_ in re.findall(r"\x1b\[([\d;]*)m", out) for code in run_.split(";")}
    assert codes <= {"0", "1", "2", "4"}
    assert {"1", "4"} <= codes


def test_control_characters_of_a_document_do_not_reach_the_terminal(tmp_path: Path) -> None:
    text = ARCHIVE.read_text(encoding="utf-8").replace("title: 下一步打算", 'title: "下一步\\e[2J\\u202e打算"')
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    out = run("show", tmp_path / "a.yaml").out
    assert "下一步" in out
    assert not {"\x1b", "\u202e"} & set(out)


def test_several_files_are_told_apart() -> None:
    out = run("show", ARCHIVE, ARCHIVE).out
    assert out.count("== 青禾县档案馆.txt\n") == 2


def test_a_document_of_no_known_kind_is_drawn_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("今天下了雨。", encoding="utf-8")
    ran = run("show", tmp_path / "a.txt", "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    assert "今天下了雨。" in ran.out
    assert "类型不明" in ran.out


@given(prose)
def test_width_is_what_rich_counts(text: str) -> None:
    assert width(text) == cell_len(text)


@given(prose | st.text(max_size=60), st.integers(2, 50))
@example("a\u1680b\u2005c\u205f", 2)  # blanks among the letters of other scripts
def test_wrapping_loses_nothing_but_blanks(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())
    assert all(line == line.strip() for line in lines)


@given(st.lists(st.sampled_from(CLAUSES)), st.integers(8, 50))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(clauses: list[str], columns: int) -> None:
    lines = wrap("".join(clauses), columns)
    assert not [line for line in lines[1:] if line[0] in "，。；、”）》％%,."]
    assert not [line for line in lines if line and line[-1] in "“（《"]


def test_words_stay_whole() -> None:
    assert wrap("rectification of problems", 13) == ["rectification", "of problems"]
    assert wrap("由办公室（人事科）牵头", 10) == ["由办公室", "（人事科）", "牵头"]
    assert wrap("", 10) == [""]


@given(prose, st.integers(2, 30))
def test_clipping_fits(text: str, columns: int) -> None:
    clipped = clip(text, columns)
    assert width(clipped) <= columns
    assert clipped == text or clipped.endswith("…")


def test_wrapping_grows_with_the_text_alone() -> None:
    for text in ("一" * 100_000, "a" * 100_000, "（" * 100_000, "，" * 100_000, " " * 100_000, "一 " * 50_000):
        assert sum(end - start for start, end in breaks(text, 40)) <= len(text)
