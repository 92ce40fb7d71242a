"""Spreadsheets: each sheet a table, its cells as they show."""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.pipeline import extract
from rectiparse.reading import read
from rectiparse.reading.cell_formats import shown
from rectiparse.reading.xlsx import read_xlsx

CASES = sorted((Path(__file__).parent / "cases" / "cell_formats").glob("*.yaml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_cell_formats(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert [shown(value, code) for value, code in case["input"]] == case["expected"], case["why"]


@settings(deadline=None, max_examples=200)
@given(st.floats(), st.text('0#?.,%ymdhs"年[]$-804DBNum1;_*\\@GeneralE+/ ', max_size=30))
def test_any_format_shows_something(value: float, code: str) -> None:
    if value == value and abs(value) != float("inf"):
        assert isinstance(shown(value, code), str)


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells(document: Document, table: int = 0) -> dict[tuple[int, int], tuple[str, int, int]]:
    """The cells by place: text, rows, columns."""
    return {(c.row, c.column): (c.span.cut(document.text), c.rows, c.columns) for c in document.tables[table].cells}


def ledger(book: openpyxl.Workbook) -> None:
    sheet = book.active
    sheet.title = "整改台账"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "青禾县水务局整改台账"
    for row in (
        [],
        ["序号", "问题", "措施", "时限"],
        [1, "学习不深入", "1.集中学习；\n2.建立台账。", datetime.date(2023, 8, 3)],
        [2, "作风不扎实", "约谈", "长期坚持"],
        [None, None, "回访", None],
    ):
        sheet.append(row)
    sheet["D4"].number_format = "yyyy-mm-dd"
    sheet.merge_cells("A5:A6")
    sheet.merge_cells("B5:B6")
    other = book.create_sheet("说明")
    other["C3"] = "注"


def test_the_row_above_the_header_is_the_title() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.append(["石桥镇党委巡察整改一览"])
        sheet.merge_cells("A1:D1")
        sheet.append(["序号", "问题", "整改措施", "责任人"])
        sheet.append([1, "学习不深入", "制定学习计划", "李某某"])
        sheet.append([2, "台账不全", "补齐台账", "王某某"])

    facts = extract(workbook(fill)).document
    assert (facts.title, facts.organization) == ("石桥镇党委巡察整改一览", "石桥镇党委")


def test_rows_cells_and_places() -> None:
    document = read(workbook(ledger), name="a.xlsx")
    assert document.text == (
        "青禾县水务局整改台账\n序号\t问题\t措施\t时限\n1\t学习不深入\t1.集中学习；\n2.建立台账。\t2023-08-03\n"
        "2\t作风不扎实\t约谈\t长期坚持\n\t\t回访\n注"
    )
    assert document.format == "xlsx"
    assert [(place.sheet, place.row) for place in document.places] == [
        *(("整改台账", row) for row in (1, 3, 4, 5, 6)),
        ("说明", 3),
    ]
    found = cells(document)
    assert found[0, 0] == ("青禾县水务局整改台账", 1, 4)
    assert found[3, 0] == ("2", 2, 1)
    assert found[3, 1] == ("作风不扎实", 2, 1)
    assert found[4, 2] == ("回访", 1, 1)
    assert (4, 0) not in found
    assert [table.sheet for table in document.tables] == ["整改台账", "说明"]
    assert cells(document, 1) == {(0, 2): ("注", 1, 1)}


def test_a_file_of_another_maker() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, ["序号", "占比"])
        sheet.write_number(1, 0, 1)
        sheet.write_number(1, 1, 0.208, book.add_format({"num_format": "0.0%"}))
        sheet.write_datetime(2, 0, datetime.datetime(2023, 8, 3), book.add_format({"num_format": 14}))
        sheet.write_boolean(2, 1, True)
        sheet.write_formula(3, 0, "=1+1", None, 2)
        sheet.write_rich_string(3, 1, "整改", book.add_format({"bold": True}), "到位")
        sheet.write_string(4, 0, "甲_x000D_乙")
    assert read_xlsx(stream.getvalue(), "a.xlsx").text.split("\n") == [
        "序号\t占比",
        "1\t20.8%",
        "2023/8/3\tTRUE",
        "2\t整改到位",
        "甲_x000D_乙",
    ]


SHEET = '<worksheet xmlns="{}"><sheetData>{}</sheetData>{}</worksheet>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def with_sheet(data: str, after: str = "", namespace: str = MAIN, **parts: str) -> bytes:
    """A workbook whose only sheet holds the XML `data`."""
    source = zipfile.ZipFile(io.BytesIO(workbook(lambda book: book.active.append(["甲"]))))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = SHEET.format(namespace, data, after).encode()
            file.writestr(name, parts.get(name, content))
    return stream.getvalue()


@pytest.mark.parametrize("namespace", [MAIN, STRICT])
def test_cells_without_references_and_strict_files(namespace: str) -> None:
    rows = '<row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row><row r="5"><c r="C5" t="str"><v>乙</v></c></row>'
    document = read_xlsx(with_sheet(rows, namespace=namespace), "a.xlsx")
    assert document.text == "甲\t2\n\t\t乙"
    assert [place.row for place in document.places] == [1, 5]


def test_line_ends_that_stand_as_codes() -> None:
    rows = '<row><c t="str"><v>甲_x000D_&#10;乙_x005F_x000D_</v></c></row>'
    assert read_xlsx(with_sheet(rows), "a.xlsx").text == "甲\n乙_x000D_"


def test_errors_and_broken_cells_show_nothing_that_breaks() -> None:
    rows = (
        '<row><c t="e"><v>#REF!</v></c><c t="s"><v>99</v></c><c s="77"><v>x</v></c><c r="??"><v>1e999</v></c><c/></row>'
    )
    assert read_xlsx(with_sheet(rows), "a.xlsx").text == "x\t1e999"


def test_a_cell_in_the_last_column_pads_no_row() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>1</v></c><c r="XFD{at}"><v>2</v></c></row>' for at in range(1, 3000))
    document = read_xlsx(with_sheet(rows), "a.xlsx")
    assert document.text.split("\n")[0] == "1\t2"
    many = "".join(
        f'<row r="{at}"><c r="{"ABCDEFGH"[at % 8]}{chr(65 + at % 26)}{at}"><v>1</v></c></row>' for at in range(1, 3000)
    )
    assert len(read_xlsx(with_sheet(many), "a.xlsx").text) < 1_000_000


def test_merged_cells_that_cover_the_whole_sheet() -> None:
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, 500))
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:A9"/><mergeCell ref="x"/></mergeCells>'
    assert read_xlsx(with_sheet(rows, merged), "a.xlsx").text.startswith("1\n")


def message(data: bytes) -> str:
    with pytest.raises(ReadingError) as caught:
        read_xlsx(data, "a.xlsx")
    return str(caught.value)


def test_hostile_and_broken_workbooks_are_errors() -> None:
    assert "document type" in message(with_sheet("", **{"xl/worksheets/sheet1.xml": "<!DOCTYPE a><worksheet/>"}))
    assert "broken XML" in message(with_sheet("<row>"))
    assert "without sheets" in message(with_sheet("", **{"xl/workbook.xml": "<workbook/>"}))
    names = '<Relationships xmlns="{}"><Relationship Id="rId1" Type="{}/worksheet" Target="worksheets/sheet1.xml"/>'
    names += '<Relationship Id="s" Type="{}/sharedStrings" Target="theme/theme1.xml"/></Relationships>'
    names = names.format("http://schemas.openxmlformats.org/package/2006/relationships", "x", "x")
    strings = f"<sst xmlns='{MAIN}'><si><t>{'甲' * 30_000}</t></si></sst>"
    rows = "<row>" + '<c t="s"><v>0</v></c>' * 1000 + "</row>"
    data = with_sheet(rows, **{"xl/theme/theme1.xml": strings, "xl/_rels/workbook.xml.rels": names})
    assert "holds too much" in message(data)


def test_mutated_files_give_text_or_one_clear_line() -> None:
    sound = workbook(ledger)
    with zipfile.ZipFile(io.BytesIO(sound)) as file:
        entries = {name: file.read(name) for name in file.namelist() if not name.startswith("docProps")}
    dice = random.Random(29500)
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
                places = [match.start() for match in re.finditer(rb"\d|[A-Z]\d", content)] or [0]
                at = dice.choice(places)
                content[at : at + dice.randrange(3)] = dice.choice(
                    (b"9", b"-", b"999999", b"ZZZ", b"\xff", b'"', b"<", b"")
                )
                changed[name] = bytes(content)
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as file:
                for name, content in changed.items():
                    file.writestr(name, content)
            data = bytearray(stream.getvalue())
        try:
            read_xlsx(bytes(data), "a.xlsx")
        except ReadingError as error:
            messages.append(str(error))
    assert 0 < len(messages) < 400
    assert all(message.startswith("a.xlsx: ") and "\n" not in message for message in messages)
