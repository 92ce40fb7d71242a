"""Automatic numbers of Word files, as Word prints them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.numerals import parse_numeral
from rectiparse.reading import read
from rectiparse.reading.number_formats import WRITERS, print_number
from word_files import numbering, paragraph, run, styles, word_file

CASES = Path(__file__).parent / "cases"


def cases(stage: str) -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in sorted((CASES / stage).glob("*.yaml"))]


def numbered(given: Any) -> str:
    """The XML of a paragraph from its short form in a case file."""
    if isinstance(given, list):
        list_id, level, text = given
        return paragraph(text, list_id=list_id, level=level)
    mark = f"<w:rPr>{given['mark']}</w:rPr>" if "mark" in given else ""
    text = given.get("text", "")
    made = paragraph(
        "" if "run" in given else text,
        list_id=given.get("list"),
        level=given.get("level"),
        style=given.get("style"),
        extra=mark,
    )
    inside = run(text, given["run"]) if "run" in given else ""
    if "deleted" in given:
        inside += f'<w:del w:id="9" w:author="x"><w:r><w:delText>{given["deleted"]}</w:delText></w:r></w:del>'
    return made.replace("</w:p>", inside + "</w:p>")


@pytest.mark.parametrize("path", cases("numbering"))
def test_numbers_stand_before_their_paragraphs(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    source = case["input"]
    data = word_file(
        "".join(numbered(each) for each in source["paragraphs"]),
        numbering=numbering(source["definitions"], source["lists"]),
        styles=styles(source.get("styles", {})),
    )
    assert read(data, name=path.name).text.split("\n") == case["expected"], case["why"]


@pytest.mark.parametrize("path", cases("number_formats"))
def test_a_number_format_prints(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    for format_ in case["input"]:
        printed = {number: print_number(number, format_) for number in case["expected"]}
        assert printed == case["expected"], f"{format_}: {case['why']}"


def test_every_number_format_has_a_case() -> None:
    named = {
        name
        for case in (CASES / "number_formats").glob("*.yaml")
        for name in yaml.safe_load(case.read_text("utf-8"))["input"]
    }
    assert set(WRITERS) <= named


@pytest.mark.parametrize(
    "format_",
    ["chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "taiwaneseCountingThousand",
     "ideographLegalTraditional", "ideographDigital", "decimalFullWidth"],
)  # fmt: skip
def test_what_prints_can_be_read_again(format_: str) -> None:
    assert [parse_numeral(print_number(number, format_)) for number in range(1, 2000)] == list(range(1, 2000))


@settings(deadline=None, max_examples=200)
@given(st.integers(-10, 2**31), st.sampled_from(sorted(WRITERS)))
def test_any_number_prints_in_any_format(number: int, format_: str) -> None:
    assert len(print_number(number, format_)) < 1000


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 8)), max_size=30))
def test_any_order_of_lists_and_levels_keeps_every_text(order: list[tuple[int, int]]) -> None:
    definition = [{"text": "".join(f"%{shown + 1}." for shown in range(level + 1))} for level in range(9)]
    data = word_file(
        "".join(paragraph(f"甲{at}", list_id=list_id, level=level) for at, (list_id, level) in enumerate(order))
        + paragraph("末"),
        numbering=numbering({1: definition}, {1: 1, 2: {"of": 1, "starts": {1: 7}}, 3: 1}),
    )
    lines = read(data).text.split("\n")
    assert len(lines) == len(order) + 1
    assert all(line.endswith(f"甲{at}") for at, line in enumerate(lines[:-1]))
    for (list_id, level), line in zip(order, lines, strict=False):
        assert line.count(".") == (level + 1 if list_id else 0)
