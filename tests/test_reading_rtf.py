"""RTF files: text in any code page, numbers, tables, notes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.rtf import read_rtf

FONTS = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\fnil\fcharset2 Wingdings;}}"


def rtf(body: str, head: str = r"\ansi\ansicpg936\deff0" + FONTS) -> Document:
    return read_rtf(b"{\\rtf1" + (head + "\n" + body + "}").encode("latin-1"), "a.rtf")


def hexed(text: str, encoding: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def coded(text: str) -> str:
    """The characters as \\u codes, halves for those beyond U+FFFF."""
    units = memoryview(text.encode("utf-16-le")).cast("H")
    return "".join(f"\\u{unit - 65536 if unit > 32767 else unit}?" for unit in units)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f1 " + hexed("一、总体要求"), "一、总体要求"),
        (r"\f0 " + hexed("一、总体要求"), "一、总体要求"),
        (hexed("总体")[:8] + "\n" + hexed("总体")[8:], "总体"),
        ("总体".encode("gbk").decode("latin-1"), "总体"),
        (coded("“问题导向”𠮷"), "“问题导向”𠮷"),
        (r"\uc2\u24635\'d7\'dc" + r"{\uc0\u20307}\u20307\'cc\'e5", "总体体"),
        (r"\uc1\u24635?\u20307 ?.", "总体."),
        (r"2023\~\_A\{\}\\\-", "2023\u00a0-A{}\\"),
        (r"\ldblquote A\rdblquote\emdash\tab B\line C", "“A”—\tB\nC"),
        (r"\f2 \u-3844?\f1 " + hexed("完成"), "✓完成"),
        (r"\'81A", "丄"),
    ],
)
def test_characters(body: str, text: str) -> None:
    assert rtf(body).text == text


@pytest.mark.parametrize(
    ("head", "data", "text"),
    [
        (r"\ansi\ansicpg950", hexed("一、總體要求", "big5"), "一、總體要求"),
        (r"\ansi\ansicpg1252", r"caf\'e9 \'93x\'94", "café “x”"),
        (r"\ansi", hexed("总体要求"), "总体要求"),
        (r"\ansi\ansicpg99999", hexed("总体要求"), "总体要求"),
        (r"\ansi\ansicpg65001", hexed("总体要求", "utf-8"), "总体要求"),
    ],
)
def test_code_pages(head: str, data: str, text: str) -> None:
    assert rtf(data, head).text == text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("一二措施“”𠮷A1 {}\\，。\u00e9", max_size=20), min_size=1, max_size=6), st.booleans())
def test_every_paragraph_comes_back(texts: list[str], grouped: bool) -> None:
    body = [coded(text) for text in texts]
    body = ["{\\f1 " + text + "}" if grouped else text for text in body]
    document = rtf("\\pard " + "\\par\n".join(body) + "\\par")
    assert document.text == "\n".join(texts)
    assert document.format == "rtf"


def test_what_is_no_text_of_the_document_is_left_out() -> None:
    body = (
        r"{\info{\title secret}}{\header H}{\footer F}{\*\unknown x}{\pict\pngblip 89504e47}{\colortbl;\red0;}"
        r"A{\deleted B}{\v C}\v D\v0 E{\field{\*\fldinst DATE}{\fldrslt 2023}}{\*\bkmkstart b}{\object{\*\objdata 00}}"
    )
    assert rtf(body).text == "AE2023"


def test_binary_data_is_stepped_over() -> None:
    assert rtf("A{\\pict\\bin5 }{\\}{B}C").text == "AC"


def test_automatic_numbers_are_those_of_the_file() -> None:
    number = r"{\listtext\pard\plain " + hexed("一、") + r"\tab}"
    bullet = r"{\listtext\f2\'a7\tab}"
    body = rf"\pard{number}{hexed('总体要求')}\par{bullet}{hexed('加强学习')}\par{number}{hexed('一、已有编号')}\par"
    body += r"{\pntext 1\tab}2023" + hexed("年") + r"\par{\listtext o\tab}" + hexed("其他") + r"\par"
    assert rtf(body).text.split("\n") == ["一、总体要求", "加强学习", "一、已有编号", "1 2023年", "其他"]


def test_headings_by_outline_level_and_by_style() -> None:
    styles = r"{\stylesheet{\s1\f1 heading 2;}{\s5\outlinelevel3 x;}{\s7 toc 1;}}"
    document = rtf(styles + r"\pard\s1 A\par\pard B\par\pard\s5 C\par\pard\outlinelevel0 D\par\pard\s7 E\par")
    assert {document.text[at]: level for at, level in document.headings.items()} == {"A": 2, "C": 4, "D": 1}
    assert [(piece.span.cut(document.text), piece.rule) for piece in document.furniture] == [("E", "contents")]


def test_a_table_with_merged_cells() -> None:
    row = r"\trowd\trleft0{}\cellx1000\cellx2000\cellx3000\pard\intbl {}\cell {}\cell {}\cell\row"
    body = r"\pard T\par"
    body += row.format(r"\clvmgf", "1", r"A\par B", "C") + row.format(r"\clvmrg", "", "D", "E")
    body += r"\trowd\trleft0\cellx1000\cellx3000\pard\intbl F\cell G\cell\row\pard H\par"
    document = rtf(body)
    assert document.text == "T\n1\tA\nB\tC\n\tD\tE\nF\tG\nH"
    shapes = {c.span.cut(document.text): (c.row, c.column, c.rows, c.columns) for c in document.tables[0].cells}
    assert shapes["1"] == (0, 0, 2, 1)
    assert shapes["A\nB"] == (0, 1, 1, 1)
    assert shapes["G"] == (2, 1, 1, 2)
    assert [(place.table, place.row, place.paragraph) for place in document.places] == [
        (None, None, 1),
        (1, 1, None),
        (1, 2, None),
        (1, 3, None),
        (None, None, 2),
    ]


def test_text_boxes_follow_their_paragraph_and_footnotes_the_text() -> None:
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard BOX\par}}{\shprslt X}}"
    body = rf"\pard A{box}B{{\footnote\pard NOTE}}C\par D\par"
    assert rtf(body).text.split("\n") == ["ABC", "BOX", "D", "NOTE"]


def message(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_rtf(data, "a.rtf")
    return str(caught.value)


def test_a_file_that_is_cut_short_is_an_error() -> None:
    assert "cut short" in message(rb"{\rtf1{\f1 A}\par B")
    assert "nested too deeply" in message(b"{\\rtf1" + b"{" * 20_000)


@pytest.mark.parametrize(
    "piece", ['{\\field{\\*\\fldinst{ HYPERLINK "a"', "{\\f1", "\\u1", "\\'81", "\\trowd\\cellx1\\cell\\row", "\\bin0 "]
)
def test_hostile_files_come_to_an_end(piece: str) -> None:
    try:
        found = read_rtf(("{\\rtf1 A" + piece * (300_000 // len(piece)) + "\\par}").encode("latin-1"), "a.rtf").text
    except ReadingError as error:
        found = str(error)
    assert "A" in found or "nested too deeply" in found or "cut short" in found


def test_mutated_files_give_text_or_one_clear_line() -> None:
    row = r"\trowd\clvmgf\cellx1000\cellx2000\pard\intbl 1\cell " + hexed("学习") + r"\cell\row\pard "
    body = (
        FONTS
        + r"{\stylesheet{\s1 heading 1;}}\pard\s1 "
        + hexed("总体要求")
        + r"\par{\listtext 1.\tab}"
        + coded("措施𠮷")
        + row * 2
    )
    sound = b"{\\rtf1\\ansi\\ansicpg936" + (body + r"{\footnote A}{\pict\bin3 abc}\par}").encode("latin-1")
    dice = random.Random(1987)
    messages = []
    for _ in range(400):
        data = bytearray(sound)
        for _ in range(dice.choice((1, 4, 20))):
            at = dice.randrange(len(data))
            data[at : at + dice.randrange(3)] = dice.choice(
                (b"{", b"}", b"\\", b"\\u", b"9", b"-", b"\xff", b"\\bin", b"\\cell")
            )
        try:
            read_rtf(bytes(data), "a.rtf")
        except ReadingError as error:
            messages.append(str(error))
    assert 0 < len(messages) < 400
    assert all(message.startswith("a.rtf: ") and "\n" not in message for message in messages)
