"""Word 97 files (.doc, .wps): text, automatic numbers and tables straight from the OLE file."""

from __future__ import annotations

import random
from struct import pack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doc_making import IN_CELL, ListLevel, Para, in_list, make_doc, make_ole, row_end
from rectiparse.errors import ReadingError
from rectiparse.reading.ole import read_ole

DELETED, HIDDEN = pack("<HB", 0x0800, 1), pack("<HB", 0x083C, 1)


def lines(*paragraphs: Para, **options) -> list[str]:
    return read_ole(make_doc(paragraphs, **options), "a.doc").text.split("\n")


def test_paragraphs_with_their_places() -> None:
    document = read_ole(make_doc([Para("一、总体要求\r"), Para("\r"), Para("坚持问题导向。\r")]), "a.wps")
    assert document.text == "一、总体要求\n\n坚持问题导向。"
    assert [place.paragraph for place in document.places] == [1, 2, 3]
    assert (document.format, document.encoding, document.name) == ("doc", None, "a.wps")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text("一是加强“学习”——2023年𠮷A1%；。", max_size=20), min_size=1, max_size=6),
    st.sets(st.integers(1, 30)),
)
def test_text_is_the_same_however_the_pieces_are_cut(texts: list[str], cuts: set[int]) -> None:
    units = sum(len(text.encode("utf-16-le")) // 2 + 1 for text in texts)
    document = make_doc([Para(text + "\r") for text in texts], cuts=sorted(cut for cut in cuts if cut < units))
    assert read_ole(document, "a.doc").text == "\n".join(texts)


def test_pieces_of_one_byte_characters() -> None:
    assert lines(Para("Annex “A” – 1…\r"), ansi="cp1252") == ["Annex “A” – 1…"]


def test_one_byte_pieces_that_hold_gbk() -> None:
    texts = ["一、整改措施：加强学习，按期完成。\r", "二、责任单位\r"]
    assert lines(*map(Para, texts), ansi="gbk") == ["一、整改措施：加强学习，按期完成。", "二、责任单位"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("反馈\x13 DATE \\@ \x142023年8月3日\x15会议\r", "反馈2023年8月3日会议"),
        ("见\x13 HYPERLINK \x13 REF x \x14y\x15 \x14附件\x13 PAGE \x147\x15\x15。\r", "见附件7。"),
        ("见\x13 XE 索引 \x15。\r", "见。"),
        ("甲\x0b乙\r", "甲\n乙"),
        ("2023\x1e2024\x1f年\r", "2023-2024年"),
        ("图\x01形\x08，\x05批注\x02\r", "图形，批注"),
        ("甲\t乙\r", "甲\t乙"),
    ],
)
def test_signs_and_fields_as_they_print(raw: str, text: str) -> None:
    assert "\n".join(lines(Para(raw))) == text


def test_a_field_that_goes_over_paragraphs() -> None:
    paragraphs = [Para("\x13 TOC \x14一、问题\r"), Para("二、措施\r"), Para("\x15正文\r")]
    assert lines(*paragraphs) == ["一、问题", "二、措施", "正文"]


def test_a_page_break_parts_lines_and_a_section_mark_ends_its_paragraph() -> None:
    assert lines(Para("上页\x0c下页\r"), Para("\x0c后面\r"), Para("一节\x0c"), Para("二节\r")) == [
        "上页",
        "下页",
        "后面",
        "一节",
        "二节",
    ]


def test_deleted_and_hidden_text_is_left_out() -> None:
    assert lines(Para("已于三月底前完成\r", runs=[(2, 4, DELETED), (4, 6, HIDDEN)])) == ["已于完成"[:2] + "完成"]


def test_a_symbol_prints_as_its_character() -> None:
    assert lines(Para("已完成(\r", runs=[(3, 4, pack("<HHH", 0x6A09, 0, 0x2713))])) == ["已完成✓"]


def test_automatic_numbers_print() -> None:
    levels = [ListLevel(39, "\0、"), ListLevel(37, "（\1）"), ListLevel(0, "\2."), ListLevel(18, "\3")]
    paragraphs = [
        Para("问题\r", in_list(1, 0)),
        Para("学习方面\r", in_list(1, 1)),
        Para("不深入。\r", in_list(1, 2)),
        Para("不系统。\r", in_list(1, 2)),
        Para("甲\r", in_list(1, 3)),
        Para("作风方面\r", in_list(1, 1)),
        Para("不扎实。\r", in_list(1, 2)),
        Para("措施\r", in_list(1, 0)),
        Para("无编号\r", in_list(0, 0)),
        Para("三、手打也编号\r", in_list(1, 0)),
        Para("第五\r", in_list(2, 0)),
    ]
    assert lines(*paragraphs, lists=[levels, [ListLevel(0, "\0.", start=5)]]) == [
        "一、问题",
        "（一）学习方面",
        "1.不深入。",
        "2.不系统。",
        "①甲",
        "（二）作风方面",
        "1.不扎实。",
        "二、措施",
        "无编号",
        "三、手打也编号",
        "5.第五",
    ]


def test_outline_levels_are_headings() -> None:
    document = read_ole(
        make_doc([Para("总体要求\r", pack("<HB", 0x2640, 0)), Para("正文\r", pack("<HB", 0x2640, 9))]), "a"
    )
    assert document.headings == {0: 1}


def test_a_table_is_a_line_a_row() -> None:
    rows = [
        *[Para(text + "\x07", IN_CELL) for text in ("序号", "问题", "措施")],
        Para("\x07", row_end([0, 1000, 2000, 3000])),
        Para("1\x07", IN_CELL),
        Para("学习不深入\x07", IN_CELL),
        Para("集中学习；\r", IN_CELL),
        Para("建立台账。\x07", IN_CELL),
        Para("\x07", row_end([0, 1000, 2000, 3000])),
    ]
    document = read_ole(make_doc([Para("整改台账\r"), *rows, Para("完\r")]), "a.doc")
    assert document.text == "整改台账\n序号\t问题\t措施\n1\t学习不深入\t集中学习；\n建立台账。\n完"
    (table,) = document.tables
    assert [(cell.span.cut(document.text), cell.row, cell.column) for cell in table.cells][3:] == [
        ("1", 1, 0),
        ("学习不深入", 1, 1),
        ("集中学习；\n建立台账。", 1, 2),
    ]
    assert [(place.table, place.row) for place in document.places] == [(None, None), (1, 1), (1, 2), (None, None)]


def test_merged_cells_stand_once() -> None:
    edges = [0, 1000, 2000, 3000]
    rows = [
        *[Para(text + "\x07", IN_CELL) for text in ("问题", "措施甲", "办公室")],
        Para("\x07", row_end(edges, [3, 0, 0])),
        *[Para(text + "\x07", IN_CELL) for text in ("", "措施乙", "财务股")],
        Para("\x07", row_end(edges, [1, 0, 0])),
        *[Para(text + "\x07", IN_CELL) for text in ("合计", "两项")],
        Para("\x07", row_end([0, 1000, 3000])),
    ]
    document = read_ole(make_doc([*rows, Para("\r")]), "a.doc")
    shapes = {
        cell.span.cut(document.text): (cell.row, cell.column, cell.rows, cell.columns)
        for cell in document.tables[0].cells
    }
    assert shapes["问题"] == (0, 0, 2, 1)
    assert shapes["措施乙"] == (1, 1, 1, 1)
    assert shapes["两项"] == (2, 1, 1, 2)
    assert document.text.split("\n")[1] == "\t措施乙\t财务股"


def test_footnotes_follow_the_text() -> None:
    assert lines(Para("正文\x02。\r"), notes="\x02 注释。\r") == ["正文。", " 注释。"]


def message(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_ole(data, "a.doc")
    return str(caught.value)


@pytest.mark.parametrize(
    ("streams", "part"),
    [
        ({"Workbook": b""}, "an old spreadsheet"),
        ({"Book": b""}, "an old spreadsheet"),
        ({"PowerPoint Document": b""}, "a presentation"),
        ({"EncryptedPackage": b"", "EncryptionInfo": b""}, "encrypted"),
        ({"__properties_version1.0": b""}, "an e-mail"),
        ({"MatOST": b"", "CONTENTS": b""}, "Microsoft Works"),
        ({"Other": b""}, "without a Word document"),
        ({"WordDocument": b"", "1Table": b""}, "damaged"),
    ],
)
def test_other_ole_files_are_named(streams: dict[str, bytes], part: str) -> None:
    assert part in message(make_ole(streams))


def test_a_program_to_install_is_named() -> None:
    clsid = bytes.fromhex("84100C0000000000C000000000000046")
    assert "a program to install" in message(make_ole({"x": b""}, clsid))


def test_encrypted_and_old_documents_are_named() -> None:
    assert "encrypted" in message(make_doc([Para("密\r")], flags=0x0100))
    assert "Word 95" in message(make_doc([Para("旧\r")], version=0x65))


def test_a_container_that_is_cut_short_is_an_error() -> None:
    data = make_doc([Para("一、总体要求\r")])
    assert message(data[:700]).startswith("a.doc: ")
    assert message(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").startswith("a.doc: ")


def test_mutated_files_give_text_or_one_clear_line() -> None:
    sound = make_doc(
        [
            Para("一、问题清单\r", in_list(1, 0)),
            Para("学习\x13 DATE \x14不深入\x15。\r", in_list(1, 1), runs=[(0, 1, DELETED)]),
            *[Para(text + "\x07", IN_CELL) for text in ("问题", "措施甲", "办公室")],
            Para("\x07", row_end([0, 1000, 2000, 3000], [3, 0, 0])),
            Para("完\r"),
        ],
        cuts=[3, 9],
        lists=[[ListLevel(39, "\0、"), ListLevel(0, "\1.")]],
    )
    busy = [at for at in range(len(sound)) if sound[at]]
    dice = random.Random(97)
    messages = []
    for _ in range(400):
        data = bytearray(sound)
        for _ in range(dice.choice((1, 3, 20))):
            data[dice.choice(busy) if dice.random() < 0.7 else dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.2:
            del data[dice.randrange(len(data)) :]
        try:
            read_ole(bytes(data), "a.doc")
        except ReadingError as error:
            messages.append(str(error))
    assert 0 < len(messages) < 400
    assert all(message.startswith("a.doc: ") and "\n" not in message for message in messages)
