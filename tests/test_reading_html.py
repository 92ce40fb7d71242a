"""Web pages, and .doc files that are web pages."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.html import read_html

CASES = sorted((Path(__file__).parent / "cases" / "html").glob("*.yaml"))


def parted(document: Document) -> tuple[list[str], list[str]]:
    """The lines of the document, and its furniture."""
    aside = {piece.span.start for piece in document.furniture}
    lines, at = [], 0
    for line in document.text.split("\n"):
        if at not in aside and line:
            lines.append(line)
        at += len(line) + 1
    assert {piece.rule for piece in document.furniture} <= {"site"}
    return lines, [piece.span.cut(document.text) for piece in document.furniture]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = read_html(case["input"].encode(), "a.html")
    assert parted(document) == (case["expected"], case["furniture"]), case["why"]
    cells = [
        [cell.span.cut(document.text), cell.row, cell.column, cell.rows, cell.columns]
        for table in document.tables
        for cell in table.cells
    ]
    assert cells == case.get("cells", [])


@pytest.mark.parametrize(
    ("encoding", "head", "found"),
    [
        ("utf-8", '<meta charset="utf-8">', "utf-8"),
        ("utf-8-sig", "", "utf-8-sig"),
        ("gb18030", '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gb18030"),
        ("gb18030", "", "gb18030"),
        ("utf-8", '<meta charset="gb2312">', "utf-8"),
        ("gb18030", '<meta charset="utf-8">', "gb18030"),
        ("gb18030", '<?xml version="1.0" encoding="gbk"?>', "gb18030"),
        ("big5", '<meta charset="big5">', "big5"),
        ("utf-16", '<meta charset="utf-16">', "utf-16-le"),
        ("gb18030", '<meta charset="no-such">', "gb18030"),
    ],
)
def test_the_encoding_is_found(encoding: str, head: str, found: str) -> None:
    words = "<p>" + "加強學習，提高認識。" * 6 if encoding == "big5" else "<p>坚持“问题导向”，压实责任，限期整改。"
    document = read_html((head + "<html><body>" + words).encode(encoding), "a.html")
    assert document.text == words.removeprefix("<p>")
    assert (document.encoding, document.format) == (found, "html")


def test_headings_have_levels_and_lines_have_places() -> None:
    document = read_html("<h1>方案</h1><p>一、总体</p><h3>（一）措施</h3>".encode(), "a.html")
    assert document.headings == {0: 1, document.text.index("（一）"): 3}
    assert [place.paragraph for place in document.places] == [1, 2, 3]


TEXTS = st.lists(
    st.text("一二整改措施，。：abc 1２<>&\"'　", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=8
)


@settings(deadline=None, max_examples=60)
@given(TEXTS, st.sampled_from(["p", "div", "li", "h2", "td", "span><br", "center", "b><p"]))
def test_every_character_of_a_plain_page_is_kept(texts: list[str], tag: str) -> None:
    from html import escape

    page = "".join(f"<{tag}>{escape(text)}" for text in texts)
    document = read_html(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert "".join(document.text.split()) == "".join("".join(texts).split())


def message(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_html(data, "a.html")
    return str(caught.value)


def test_deep_nesting_loses_nothing_or_is_an_error() -> None:
    assert read_html(("<div>" * 900 + "深处").encode(), "a.html").text == "深处"
    assert "nested too deeply" in message(("<div>" * 9000 + "深处").encode())


def test_too_many_elements_and_pages_without_any() -> None:
    assert "too many elements" in message(b"<b>" * 700_000)
    assert message(b"<!-- -->").startswith("a.html: ")


@pytest.mark.parametrize(
    "piece",
    ["<p>甲", "<a href=1>甲</a>", "<table><tr><td>甲", "<ol><li>甲", "<td rowspan=999>甲<td>乙<tr>", "　 \n", "&#x"],
)
def test_hostile_pages_come_to_an_end(piece: str) -> None:
    page = "<html><body><table>" + piece * (200_000 // len(piece)) + "甲"
    try:
        found = read_html(page.encode(), "a.html").text
    except ReadingError as error:
        found = str(error)
    assert "甲" in found or "nested too deeply" in found


def test_mutated_pages_give_text_or_one_clear_line() -> None:
    sound = "".join(yaml.safe_load(path.read_text(encoding="utf-8"))["input"] for path in CASES).encode("gb18030")
    dice = random.Random(5)
    messages = []
    for _ in range(250):
        data = bytearray(sound)
        for _ in range(dice.choice((1, 10, 100))):
            at = dice.randrange(len(data))
            data[at : at + dice.randrange(3)] = dice.choice(
                (b"<", b">", b"\x00", b"</", b'"', b"<!--", b"\xff", b"<table>")
            )
        try:
            read_html(bytes(data), "a.html")
        except ReadingError as error:
            messages.append(str(error))
    assert len(messages) < 250
    assert all(message.startswith("a.html: ") and "\n" not in message for message in messages)
