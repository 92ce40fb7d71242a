"""PDF files: what is printed comes back as paragraphs, tables and furniture."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pdf_making import HEIGHT, Item, Picture, Stroke, Words, make_pdf, typeset
from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.layout import Glyph, gather, is_page_number, lines_of
from rectiparse.reading.pdf import read_pdf

CASES = sorted((Path(__file__).parent / "cases" / "layout").glob("*.yaml"))
SIZE = 16


def printed(page: str) -> list[Item]:
    """A page as it looks: a full-width blank is one character wide, an ASCII one half, an empty line is a gap."""
    items: list[Item] = []
    for row, line in enumerate(page.split("\n")):
        for part in re.finditer(r"\S(?:(?! {3}).)*", line):
            before = line[: part.start()]
            x = 90 + sum(SIZE / 2 if c.isascii() else SIZE for c in before)
            items.append(Words(x, HEIGHT - 100 - 28 * row, part[0], SIZE))
    return items


def body(document: Document) -> list[str]:
    """The lines that are no furniture."""
    aside = {piece.span.start for piece in document.furniture}
    lines, at = [], 0
    for line in document.text.split("\n"):
        if at not in aside:
            lines.append(line)
        at += len(line) + 1
    return lines


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_layout_case(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = read_pdf(make_pdf([printed(page) for page in case["input"]]), "a.pdf")
    assert body(document) == case["expected"], case["why"]
    furniture = [[piece.span.cut(document.text), piece.rule] for piece in document.furniture]
    assert furniture == case.get("furniture", [])


WORD = st.text("青禾县水务局党组逐条认领反馈意见制定整改措施明确责任单位", min_size=3, max_size=60)
SENTENCE = st.builds("，".join, st.lists(WORD, min_size=1, max_size=4)).map(lambda text: text + "。")
PARAGRAPHS = st.lists(st.one_of(SENTENCE, st.builds("（一）{}".format, SENTENCE)), min_size=2, max_size=12)


@settings(deadline=None, max_examples=80)
@given(PARAGRAPHS, st.sampled_from([{"indent": 2}, {"indent": 0, "gap": 12}, {"indent": 2, "gap": 9}]))
def test_paragraphs_come_back_over_lines_and_pages(paragraphs: list[str], style: dict[str, int]) -> None:
    # Without an indent, a page of nothing but full lines shows no end of a paragraph.
    assume(style["indent"] or all(2 < len(paragraph) % 26 < 23 for paragraph in paragraphs))
    filler = [
        "各股室按照分工推进，每月末通报一次进展情况。",
        "由办公室负责汇总整改台账，逐项核对后报送县委巡察办备案。",
    ]
    document = read_pdf(make_pdf(typeset([*filler, *paragraphs], per_page=9, **style)), "a.pdf")
    assert document.text.split("\n") == [*filler, *paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "— 1 —",
        "－1－",
        "- 12 -",
        "第1页",
        "第 1 页 共 12 页",
        "第1页/共12页",
        "共5页 第2页",
        "1/5",
        "Page 1 of 3",
        "P1",
        "·1·",
        "〔1〕",
        "第三页",
        "（1）",
        "— I —",
    ],
)
def test_page_numbers(text: str) -> None:
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["2023年", "1.", "一、", "3人", "第1条", "整改", "1.5", "（一）"])
def test_no_page_numbers(text: str) -> None:
    assert not is_page_number(text)


def test_each_paragraph_knows_its_page() -> None:
    document = read_pdf(make_pdf([printed("　　一、总体要求"), [], printed("　　二、整改任务")]), "a.pdf")
    assert [(document.text[p.span.start : p.span.end], p.page) for p in document.places] == [
        ("一、总体要求", 1),
        ("二、整改任务", 3),
    ]
    assert (document.format, document.encoding, document.name) == ("pdf", None, "a.pdf")


def test_quotes_drawn_out_of_order_stand_where_they_are_printed() -> None:
    page = [
        Words(90, 700, "落实"),
        Words(90 + 3 * SIZE, 700, "第一议题"),
        Words(90 + 8 * SIZE, 700, "制度。"),
        Words(90 + 2 * SIZE, 700, "“"),
        Words(90 + 7 * SIZE, 700, "”"),
    ]
    assert read_pdf(make_pdf([page]), "a.pdf").text == "落实“第一议题”制度。"


def test_narrow_quotes_drawn_last_stand_in_the_gaps_that_were_left_for_them() -> None:
    def drawn(text: str, left: float, width: float) -> list[Glyph]:
        return [(sign, left + at * width, 100, left + (at + 1) * width, 115, 0) for at, sign in enumerate(text)]

    words = drawn("四好", 90, 16) + drawn("农村路", 125.5, 16) + drawn("建设", 177, 16)
    runs = [run for run, _ in gather([*words, *drawn("‘", 122, 3.5), *drawn("’", 173.5, 3.5)])]
    assert [line.text for line in lines_of(runs, 1)] == ["四好‘农村路’建设"]


def test_a_gap_between_words_is_a_blank_and_one_between_the_signs_of_a_wide_setting_is_none() -> None:
    labels = [Words(90, 700, "责任领导：陈某某"), Words(90 + 8.5 * SIZE, 700, "责任单位：安全股")]
    wide = [Words(90 + 1.5 * SIZE * at, 660, sign) for at, sign in enumerate("整改方案")]
    assert read_pdf(make_pdf([labels + wide]), "a.pdf").text == "责任领导：陈某某 责任单位：安全股\n整改方案"


def test_equal_words_in_one_column_are_all_kept() -> None:
    page = [Words(90, 700 - 30 * row, "整改措施：") for row in range(5)]
    assert read_pdf(make_pdf([page]), "a.pdf").text.split("\n") == ["整改措施："] * 5


def test_text_printed_twice_for_bold_stands_once() -> None:
    page = [Words(90, 700, "整改措施："), Words(90.4, 700, "整改措施：")]
    assert read_pdf(make_pdf([page]), "a.pdf").text == "整改措施："


def test_title_over_two_centred_lines_is_one_line() -> None:
    page: list[Item] = [
        Words(122, 740, "中共青禾县水务局党组关于巡察反馈", 22),
        Words(199, 708, "意见整改情况的报告", 22),
        *typeset(["现将整改情况报告如下，请予审阅，不妥之处请批评指正，我们将继续改进各项工作。" * 2])[0],
    ]
    page = [
        item._replace(y=item.y - 80) if at > 1 and isinstance(item, Words) else item for at, item in enumerate(page)
    ]
    text = read_pdf(make_pdf([page]), "a.pdf").text
    assert text.split("\n")[0] == "中共青禾县水务局党组关于巡察反馈意见整改情况的报告"


@pytest.mark.parametrize(
    ("rotate", "matrix", "place"),
    [
        (90, (0, 1, -1, 0), lambda x, y: (HEIGHT - y, x)),
        (180, (-1, 0, 0, -1), lambda x, y: (595 - x, HEIGHT - y)),
        (270, (0, -1, 1, 0), lambda x, y: (595 - (HEIGHT - y), HEIGHT - x)),
        (0, (0, 1, -1, 0), lambda x, y: (HEIGHT - y, x)),
    ],
)
def test_turned_pages_read_as_the_text_runs(rotate: int, matrix, place) -> None:
    lines = ["一、问题清单", "责任单位：水务局", "完成时限：六月底前"]
    page = [Words(*place(90, 700 - 30 * row), line, SIZE, matrix) for row, line in enumerate(lines)]
    assert read_pdf(make_pdf([page], rotate=rotate), "a.pdf").text.split("\n") == lines


def test_a_slanting_watermark_is_furniture_and_cuts_no_line() -> None:
    page = [*printed("　　一、总体要求\n　　二、整改任务"), Words(100, 690, "内部资料", 60, (0.7, 0.7, -0.7, 0.7))]
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert body(document) == ["一、总体要求", "二、整改任务"]
    assert [(piece.span.cut(document.text), piece.rule) for piece in document.furniture] == [("内部资料", "watermark")]


def test_radicals_that_stand_for_characters_are_read_as_those() -> None:
    assert read_pdf(make_pdf([[Words(90, 700, "⼀、⺠⽣")]]), "a.pdf").text == "一、民生"


def ruled(columns: list[float], rows: list[float]) -> list[Item]:
    """The strokes of a table."""
    return [
        *(Stroke(columns[0], y, columns[-1], y) for y in rows),
        *(Stroke(x, rows[0], x, rows[-1]) for x in columns),
    ]


COLUMNS = [90.0, 140.0, 300.0, 500.0]


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    page: list[Item] = [
        Words(90, 760, "整改台账"),
        *ruled(COLUMNS, [740, 700, 620]),
        Words(95, 715, "序号", 12),
        Words(145, 715, "问题", 12),
        Words(305, 715, "整改措施", 12),
        Words(95, 680, "1", 12),
        Words(145, 680, "学习制度落实不到位，学", 12),
        Words(145, 660, "用结合不紧。", 12),
        Words(305, 680, "1.每月集中学习一次。", 12),
        Words(305, 660, "2.建立学习台账。", 12),
        Words(90, 580, "注：由办公室汇总。"),
    ]
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert document.text.split("\n")[0] == "整改台账"
    assert document.text.split("\n")[-1] == "注：由办公室汇总。"
    (table,) = document.tables
    assert {(cell.row, cell.column): cell.span.cut(document.text) for cell in table.cells} == {
        (0, 0): "序号",
        (0, 1): "问题",
        (0, 2): "整改措施",
        (1, 0): "1",
        (1, 1): "学习制度落实不到位，学用结合不紧。",
        (1, 2): "1.每月集中学习一次。\n2.建立学习台账。",
    }


def test_a_merged_cell_stands_once() -> None:
    strokes = [*ruled(COLUMNS, [740, 700]), *ruled(COLUMNS[1:], [700, 660, 620]), Stroke(90, 700, 90, 620)]
    page = [
        *strokes,
        Stroke(90, 620, 140, 620),
        Words(95, 715, "序号", 12),
        Words(145, 715, "措施", 12),
        Words(305, 715, "责任单位", 12),
        Words(95, 655, "1", 12),
        Words(145, 675, "集中学习", 12),
        Words(305, 675, "办公室", 12),
        Words(145, 635, "建立台账", 12),
        Words(305, 635, "财务股", 12),
    ]
    (table,) = (document := read_pdf(make_pdf([page]), "a.pdf")).tables
    merged = next(cell for cell in table.cells if cell.span.cut(document.text) == "1")
    assert (merged.row, merged.column, merged.rows, merged.columns) == (1, 0, 2, 1)
    assert document.text == "序号\t措施\t责任单位\n1\t集中学习\t办公室\n\t建立台账\t财务股"


def test_a_table_goes_on_over_the_page_and_its_repeated_head_is_furniture() -> None:
    def page(rows: list[tuple[str, str, str]]) -> list[Item]:
        items = ruled(COLUMNS, [740.0 - 40 * at for at in range(len(rows) + 2)])
        for at, row in enumerate([("序号", "问题", "时限"), *rows]):
            items += [Words(x + 5, 715 - 40 * at, text, 12) for x, text in zip(COLUMNS, row, strict=False) if text]
        return items

    first = [("1", "公开不及时。", "6月底前"), ("2", "台账管理较为混", "长期坚持")]
    second = [("", "乱。", ""), ("3", "制度不健全。", "年底前")]
    document = read_pdf(make_pdf([page(first), page(second)]), "a.pdf")
    assert body(document) == [
        "序号\t问题\t时限",
        "1\t公开不及时。\t6月底前",
        "2\t台账管理较为混乱。\t长期坚持",
        "3\t制度不健全。\t年底前",
    ]
    assert [piece.rule for piece in document.furniture] == ["running-head"]
    assert [(place.page, place.row) for place in document.places[:4]] == [(1, 1), (1, 2), (1, 3), (2, 4)]


def test_a_frame_round_the_page_is_no_table() -> None:
    page = [*ruled([50, 545], [800, 50]), *printed("　　一、总体要求")]
    document = read_pdf(make_pdf([page]), "a.pdf")
    assert (document.text, document.tables) == ("一、总体要求", ())


def test_scanned_pages_are_named() -> None:
    scan: list[Item] = [Picture(0, 0, 595, 842)]
    data = make_pdf([printed("　　一、总体要求"), scan, scan, scan, [], [*scan, Words(280, 40, "— 6 —")]])
    with pytest.raises(ReadingError, match=r"scanned, page 2–4, 6 is a picture"):
        read_pdf(data, "a.pdf")


def test_a_small_picture_beside_text_is_no_scan() -> None:
    assert (
        read_pdf(make_pdf([[Picture(90, 90, 100, 50), *printed("　　一、总体要求")]]), "a.pdf").text == "一、总体要求"
    )


def test_an_empty_pdf_says_so() -> None:
    with pytest.raises(ReadingError, match="no text"):
        read_pdf(make_pdf([[]]), "a.pdf")


def test_fonts_without_a_map_to_characters_are_an_error() -> None:
    with pytest.raises(ReadingError, match="the fonts on page 1 do not say"):
        read_pdf(make_pdf([printed("　　一、总体要求坚持问题导向")], mapped=False), "a.pdf")


def test_mutated_files_give_text_or_one_clear_line() -> None:
    sound = make_pdf(
        [
            *typeset(["青禾县水务局党组逐条认领反馈意见，制定整改措施十六条。" * 4], per_page=4),
            ruled(COLUMNS, [740, 700, 620]),
        ]
    )
    dice = random.Random(33190)
    messages = []
    for _ in range(250):
        data = bytearray(sound)
        for _ in range(dice.choice((1, 4, 30))):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.3:
            del data[dice.randrange(len(data)) :]
        if dice.random() < 0.2:
            at = dice.randrange(len(data) or 1)
            data[at:at] = data[at : at + dice.randrange(400)]
        try:
            read_pdf(bytes(data), "a.pdf")
        except ReadingError as error:
            messages.append(str(error))
    assert 0 < len(messages) < 250
    assert all(message.startswith("a.pdf: ") and "\n" not in message for message in messages)
