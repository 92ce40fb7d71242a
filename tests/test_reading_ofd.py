"""OFD files: what is printed comes back as paragraphs, tables and furniture."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ofd_making import SIZE, Item, Picture, Stroke, Words, make_ofd
from pdf_making import HEIGHT, typeset
from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.ofd import read_ofd

POINT = 72 / 25.4


def body(document: Document) -> list[str]:
    """The lines that are no furniture."""
    aside = {piece.span.start for piece in document.furniture}
    lines, at = [], 0
    for line in document.text.split("\n"):
        if at not in aside:
            lines.append(line)
        at += len(line) + 1
    return lines


def as_ofd(page: list) -> list[Item]:
    """A page of a PDF laid out by `typeset`, in millimetres from above."""
    return [Words(words.x / POINT, (HEIGHT - words.y) / POINT, words.text, words.size / POINT) for words in page]


def printed(*lines: str) -> list[Item]:
    return [Words(30 + 2 * SIZE, 40 + 10 * at, line) for at, line in enumerate(lines)]


PARAGRAPHS = [
    "一、总体要求",
    "坚持问题导向，逐条认领反馈意见，明确责任单位和完成时限，确保件件有着落、事事有回音。" * 2,
    "二、整改任务",
]


def test_paragraphs_come_back_over_lines_and_pages() -> None:
    pages = [as_ofd(page) for page in typeset(PARAGRAPHS, per_page=3)]
    numbered = [[*page, Words(100, 285, f"— {at} —", 4)] for at, page in enumerate(pages, 1)]
    document = read_ofd(make_ofd(numbered), "a.ofd")
    assert body(document) == PARAGRAPHS
    assert [(piece.span.cut(document.text), piece.rule) for piece in document.furniture] == [
        (f"— {at} —", "page-number") for at in range(1, len(pages) + 1)
    ]
    assert {place.page for place in document.places} == {1, 2}
    assert (document.format, document.name) == ("ofd", "a.ofd")


@settings(deadline=None, max_examples=40)
@given(st.permutations([("落实", 0), ("“", 2), ("第一议题", 3), ("”", 7), ("制度。", 8)]))
def test_text_objects_are_read_by_their_place(objects: list[tuple[str, int]]) -> None:
    page = [Words(30 + at * SIZE, 40, text) for text, at in objects]
    assert read_ofd(make_ofd([page]), "a.ofd").text == "落实“第一议题”制度。"


@pytest.mark.parametrize("steps", ["5.6 5.6 5.6", "g 3 5.6", "5.6 g 2 5.6", None])
def test_steps_may_be_repeated_or_left_out(steps: str | None) -> None:
    assert read_ofd(make_ofd([[Words(30, 40, "整改措施", steps=steps)]]), "a.ofd").text == "整改措施"


def test_a_wide_step_leaves_room_for_what_is_drawn_there() -> None:
    page = [Words(30, 40, "由办公室", steps="5.6 g 2 16.8"), Words(30 + 2 * SIZE, 40, "党组")]
    assert read_ofd(make_ofd([page]), "a.ofd").text == "由办党组公 室"


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org", "urn:else"])
def test_any_namespace(namespace: str) -> None:
    assert read_ofd(make_ofd([printed("一、总体要求")], namespace=namespace), "a.ofd").text == "一、总体要求"


def test_text_scaled_by_its_matrix() -> None:
    page = [Words(30, 40, "整改措施", 1, ctm="5.6 0 0 5.6 0 0"), Words(30 + 4 * SIZE, 40 + SIZE - 1, "：")]
    assert read_ofd(make_ofd([page]), "a.ofd").text == "整改措施："


def test_a_template_is_read_on_every_page_and_its_running_head_is_furniture() -> None:
    pages = [printed("一、问题"), printed("二、措施"), printed("三、保障")]
    document = read_ofd(make_ofd(pages, template=[Words(30, 15, "内部资料")]), "a.ofd")
    assert body(document) == ["一、问题", "二、措施", "三、保障"]
    assert [piece.rule for piece in document.furniture] == ["running-head"] * 3


def test_slanting_text_is_a_watermark() -> None:
    page = [*printed("一、问题", "二、措施"), Words(40, 45, "青禾县", 20, ctm="0.7 0.7 -0.7 0.7 0 0")]
    document = read_ofd(make_ofd([page]), "a.ofd")
    assert body(document) == ["一、问题", "二、措施"]
    assert [(piece.span.cut(document.text), piece.rule) for piece in document.furniture] == [("青禾县", "watermark")]


def test_a_ruled_table_is_read_cell_by_cell() -> None:
    xs, ys = [20, 40, 120], [40, 60, 90]
    page: list[Item] = [
        *(Stroke(20, y, 120, y) for y in ys),
        *(Stroke(x, 40, x, 90) for x in xs),
        Words(22, 52, "序号", 4),
        Words(42, 52, "整改措施", 4),
        Words(22, 72, "1", 4),
        Words(42, 72, "每月集中学习一次，由办公室负责，形成", 4),
        Words(42, 80, "台账。", 4),
    ]
    document = read_ofd(make_ofd([page]), "a.ofd")
    assert document.text == "序号\t整改措施\n1\t每月集中学习一次，由办公室负责，形成台账。"
    assert [(cell.row, cell.column) for cell in document.tables[0].cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]


def message(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_ofd(data, "a.ofd")
    return str(caught.value)


def test_scanned_pages_are_named() -> None:
    scan = [Picture(0, 0, 210, 297)]
    assert "scanned, page 1–2 is a picture" in message(make_ofd([scan, scan, printed("一、问题")]))
    assert "no text" in message(make_ofd([[]]))


def test_missing_parts_and_entities_are_errors() -> None:
    assert "missing" in message(make_ofd([[]], parts={"OFD.xml": "<OFD><DocRoot>Doc_9/Document.xml</DocRoot></OFD>"}))
    bomb = '<!DOCTYPE OFD [<!ENTITY a "b">]><OFD><DocRoot>&a;</DocRoot></OFD>'
    assert message(make_ofd([[]], parts={"OFD.xml": bomb})).startswith("a.ofd: ")
    twice = '<Document><Pages><Page BaseLoc="Pages/Page_0/Content.xml"/><Page BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>'
    assert "twice" in message(make_ofd([printed("一")], parts={"Doc_0/Document.xml": twice}))


def test_places_outside_of_the_file_are_not_followed() -> None:
    outside = "<OFD><DocRoot>../../../../etc/passwd</DocRoot></OFD>"
    assert "etc/passwd is missing" in message(make_ofd([[]], parts={"OFD.xml": outside}))


def test_mutated_files_give_text_or_one_clear_line() -> None:
    page = [
        *printed("一、问题", "二、措施"),
        Stroke(20, 40, 120, 40),
        Picture(1, 1, 2, 2),
        Words(3, 3, "水印", ctm="1 1 -1 1 0 0"),
    ]
    sound = make_ofd([page, page], template=[Words(30, 15, "内部资料", steps="g 3 5.6")])
    with zipfile.ZipFile(io.BytesIO(sound)) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    dice = random.Random(33190)
    messages = []
    for number in range(400):
        if number % 2:
            data = bytearray(sound)
            for _ in range(dice.choice((1, 4, 30))):
                data[dice.randrange(len(data))] = dice.randrange(256)
            if dice.random() < 0.2:
                del data[dice.randrange(len(data)) :]
        else:  # inside the XML, packed anew
            changed = dict(entries)
            for _ in range(dice.choice((1, 3))):
                name = dice.choice(list(changed))
                content = bytearray(changed[name])
                at = dice.randrange(len(content))
                content[at : at + dice.randrange(4)] = dice.choice(
                    (b"9", b"-", b"e9", b"\xff", b'"', b"<", b" ", b"nan")
                )
                changed[name] = bytes(content)
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as file:
                for name, content in changed.items():
                    file.writestr(name, content)
            data = bytearray(stream.getvalue())
        try:
            read_ofd(bytes(data), "a.ofd")
        except ReadingError as error:
            messages.append(str(error))
    assert 0 < len(messages) < 400
    assert all(message.startswith("a.ofd: ") and "\n" not in message for message in messages)
