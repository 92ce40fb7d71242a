"""Word files: everything that prints, in order, and nothing else; broken and hostile ones end in one clear line."""

from __future__ import annotations

import io
import random
import socket
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading import archive, read
from rectiparse.reading.archive import MAX_ENTRIES, MAX_NODES, MAX_PART
from rectiparse.reading.docx import MAX_PARAGRAPHS
from word_files import NAMESPACES, numbering, paragraph, part, relationships, styles, word_file, zipped

CASES = Path(__file__).parent / "cases" / "docx"
PLAN = ["明川市水务局整改方案", "一、总体要求", "（一）加强学习。", "1.每月学习一次。", "", "二、整改措施"]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in sorted(CASES.glob("*.yaml"))])
def test_what_prints_is_read(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = read(word_file(**case["input"]))
    assert document.text.split("\n") == case["expected"], case["why"]
    assert (document.format, document.encoding) == ("docx", None)
    check_spans(document)
    if "cells" in case:
        assert [
            [cell.span.cut(document.text), cell.row, cell.column, cell.rows, cell.columns]
            for table in document.tables
            for cell in table.cells
        ] == case["cells"], case["why"]
    if "headings" in case:
        found = {
            document.text[offset:].split("\n")[0].split("\t")[0]: level for offset, level in document.headings.items()
        }
        assert found == case["headings"], case["why"]
    if "furniture" in case:
        assert [each.span.cut(document.text) for each in document.furniture] == case["furniture"], case["why"]
    for words, expected in case.get("places", {}).items():
        place = document.place_of(document.text.index(words))
        assert place is not None
        assert [place.paragraph, place.table, place.row, place.column] == expected, case["why"]


def check_spans(document: Document) -> None:
    ends = 0
    for place in document.places:
        assert ends <= place.span.start <= place.span.end <= len(document.text)
        ends = place.span.end
    for table in document.tables:
        for cell in table.cells:
            assert table.span.covers(cell.span)


def test_a_file_that_python_docx_wrote() -> None:
    written = docx.Document()
    for line in PLAN:
        written.add_paragraph(line)
    table = written.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "问题"
    table.cell(0, 1).text = "措施"
    table.cell(1, 1).text = "时限"
    buffer = io.BytesIO()
    written.save(buffer)
    document = read(buffer.getvalue(), name="方案.docx")
    assert document.text == "\n".join([*PLAN, "问题\t措施", "\t时限"])
    assert document.name == "方案.docx"


def test_headings_and_lists_of_python_docx() -> None:
    written = docx.Document()
    written.add_heading("整改措施", 1)
    written.add_paragraph("学习", style="List Number")
    written.add_paragraph("研究", style="List Number")
    written.add_paragraph("落实", style="List Bullet")
    buffer = io.BytesIO()
    written.save(buffer)
    document = read(buffer.getvalue())
    assert document.text == "整改措施\n1.学习\n2.研究\n落实"
    assert document.headings == {0: 1}


def test_the_same_document_typed_or_numbered_in_four_ways_reads_the_same() -> None:
    given = [
        {"format": "chineseCounting", "text": "%1、", "style": "A"},
        {"format": "chineseCounting", "text": "（%2）", "style": "B"},
    ]
    outline = [(0, "总体要求"), (1, "指导思想"), (1, "基本原则"), (0, "任务"), (1, "学习"), (0, "保障")]
    typed = ["一、总体要求", "（一）指导思想", "（二）基本原则", "二、任务", "（一）学习", "三、保障"]
    lists = numbering({1: given}, {1: 1, 2: 1})
    linked = styles({"A": {"list": 1, "level": 0}, "B": {"list": 1}, "C": {"base": "A"}, "D": {"base": "B"}})
    ways = [
        "".join(paragraph(line) for line in typed),
        "".join(paragraph(text, list_id=1, level=at) for at, text in outline),
        "".join(paragraph(text, style="AB"[at]) for at, text in outline),
        "".join(paragraph(text, style="CD"[at]) for at, text in outline),
        "".join(paragraph(text, list_id=1 + index % 2, level=at) for index, (at, text) in enumerate(outline)),
    ]
    texts = {read(word_file(body, numbering=lists, styles=linked)).text for body in ways}
    assert texts == {"\n".join(typed)}


def test_strict_files_and_files_in_utf_16() -> None:
    plain = word_file(paragraph("整改", list_id=1, level=0), numbering=numbering({1: [{"text": "%1."}]}, {1: 1}))
    strict = rewritten(
        plain,
        lambda data: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        ),
    )
    wide = rewritten(
        plain, lambda data: data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    )
    assert read(plain).text == read(strict).text == read(wide).text == "1.整改"


def rewritten(data: bytes, change: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return zipped({name: change(opened.read(name)) for name in opened.namelist()})


def test_the_document_part_is_found_by_its_relationship() -> None:
    body = part("document", f"<w:body>{paragraph('整改')}</w:body>")
    moved = {"word/document.xml": part("document", "<w:body/>"), "word/document2.xml": body}
    target = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relation = relationships(f'<Relationship Id="r1" Type="{target}" Target="/word/document2.xml"/>')
    assert read(word_file("", parts={**moved, "_rels/.rels": relation})).text == "整改"
    assert read(zipped({"word/document.xml": body})).text == "整改"


def test_table_styles_are_left_aside_and_others_kept() -> None:
    inner = (
        '<w:style w:type="table" w:styleId="T"><w:name w:val="表"/><w:tblPr/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="table" w:styleId="U"/>'
        '<w:style w:type="table" w:styleId="V"><w:name w:val="表"/></w:style>'
    )
    assert read(word_file(paragraph("整改", style="H"), styles=inner)).headings == {0: 2}


BROKEN = {
    "no_document_part": zipped({"word/styles.xml": part("styles", ""), "[Content_Types].xml": "<Types/>"}),
    "no_body": word_file("", parts={"word/document.xml": part("document", "")}),
    "broken_xml": word_file("", parts={"word/document.xml": "<w:document><w:body>"}),
    "empty_part": word_file("", parts={"word/document.xml": ""}),
    "broken_styles": word_file(paragraph("整改"), styles="<w:style"),
    "broken_relationships": word_file(paragraph("整改"), parts={"_rels/.rels": "<"}),
    "only_pictures": word_file("<w:p><w:r><w:drawing/></w:r></w:p>"),
    "entities": word_file(
        "",
        parts={
            "word/document.xml": '<!DOCTYPE d [<!ENTITY a "整改"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"
        },
    ),
    "external_entity": word_file(
        "",
        parts={
            "word/document.xml": '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
            f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>"
        },
    ),
    "truncated": word_file(paragraph("整改"))[:300],
    "only_the_end": b"PK\x05\x06" + bytes(18),
    "deep": word_file("<w:sdt><w:sdtContent>" * 3000 + paragraph("整改") + "</w:sdtContent></w:sdt>" * 3000),
    "deep_tables": word_file("<w:tbl><w:tr><w:tc>" * 3000 + paragraph("整改") + "</w:tc></w:tr></w:tbl>" * 3000),
    "many_paragraphs": word_file("<w:p/>" * (MAX_PARAGRAPHS + 1)),
    "many_nodes": word_file("<w:p/>" * MAX_NODES),
    "wide_elements": word_file("<w:p " + " ".join(f'a{at}=""' for at in range(MAX_NODES)) + "/>"),
    "many_entries": zipped({f"word/{at}.xml": "" for at in range(MAX_ENTRIES + 1)}),
    "bomb": zipped({"word/document.xml": b"\x00" * (MAX_PART // 4)}),
    "presentation": zipped({"ppt/presentation.xml": "<p/>"}),
    "open_document": zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}),
    "archive": zipped({"方案.txt": "整改"}),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_or_hostile_file_is_one_clear_line(name: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read(BROKEN[name], name=f"{name}.docx")
    message = str(caught.value)
    assert message.startswith(f"{name}.docx: ")
    assert "\n" not in message


@pytest.mark.parametrize("limit", ["MAX_PART", "MAX_TOTAL", "MAX_NODES"])
def test_the_budget_is_looked_at_before_the_text(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = word_file(paragraph("整改"))
    assert read(data).text == "整改"
    monkeypatch.setattr(archive, limit, 20)
    with pytest.raises(ReadingError, match=r"limit is|too many"):
        read(data)


def test_an_encrypted_entry_is_named_as_such() -> None:
    data = bytearray(word_file(paragraph("整改")))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(magic)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(magic, at + 4)
    with pytest.raises(ReadingError, match="encrypted"):
        read(bytes(data))


def test_fields_that_never_end_hide_nothing_after_their_paragraph() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    document = read(word_file("<w:p>" + begin * 20_000 + "</w:p>" + paragraph("整改") * 2))
    assert document.text == "\n整改\n整改"


def test_nothing_outside_the_file_is_touched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.chdir(tmp_path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    outside = relationships(
        f'<Relationship Id="r1" Type="{kind}/styles" Target="http://example.invalid/styles.xml" TargetMode="External"/>'
        f'<Relationship Id="r2" Type="{kind}/numbering" Target="../../../../etc/passwd"/>'
        f'<Relationship Id="r3" Type="{kind}/attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/>'
    )
    assert read(word_file(paragraph("整改"), parts={"word/_rels/document.xml.rels": outside})).text == "整改"
    assert list(tmp_path.iterdir()) == []


def rich_file() -> bytes:
    """A Word file with something of everything."""
    bodies = [
        yaml.safe_load(path.read_text(encoding="utf-8"))["input"]["body"] for path in sorted(CASES.glob("*.yaml"))
    ]
    return word_file(
        "".join(bodies) + paragraph("甲", list_id=1, level=0) + paragraph("乙", style="A"),
        numbering=numbering({1: [{"format": "chineseCounting", "text": "%1、"}, {"text": "%1.%2"}]}, {1: 1}),
        styles=styles({"A": {"list": 1, "level": 1, "outline": 0, "base": "B"}, "B": {"name": "heading 1"}}),
        footnotes='<w:footnote w:id="1"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote>',
    )


def mutated(data: bytes, chance: random.Random) -> bytes:
    """`data` with some bytes changed, cut out, doubled or put elsewhere."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, length = chance.randrange(len(out)), chance.choice((1, 1, 2, 8, 64))
        match chance.randrange(4):
            case 0:
                out[at] = chance.randrange(256)
            case 1 if len(out) > 200:
                del out[at : at + length]
            case 2:
                out[at:at] = out[at : at + length]
            case _:
                out[at : at + length] = chance.randbytes(length)
    return bytes(out)


def read_or_say(data: bytes) -> Document | str:
    try:
        return read(data, name="x.docx")
    except ReadingError as error:
        return str(error)


@pytest.mark.parametrize("seed", range(10))
def test_mutated_files_give_a_text_or_one_clear_line(seed: int) -> None:
    chance = random.Random(seed)
    data = rich_file()
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        entries = {name: opened.read(name) for name in opened.namelist()}
    for _ in range(30):
        # The zip file itself is mostly refused by its checksums, so its parts are changed as well.
        changed = dict(entries)
        for name in chance.sample(sorted(entries), 2):
            changed[name] = mutated(entries[name], chance)
        for candidate in (mutated(data, chance), zipped(changed), zipped(tags_swapped(entries, chance))):
            outcome = read_or_say(candidate)
            if isinstance(outcome, str):
                assert "\n" not in outcome
            else:
                check_spans(outcome)


def tags_swapped(entries: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The parts with some names of elements and attributes exchanged: well-formed, but not what Word writes."""
    names = [
        b"w:p",
        b"w:tbl",
        b"w:tr",
        b"w:tc",
        b"w:r",
        b"w:t",
        b"w:sdt",
        b"w:numId",
        b"w:ilvl",
        b"w:lvl",
        b"w:num",
        b"w:val",
    ]
    changed = dict(entries)
    for _ in range(3):
        old, new = chance.sample(names, 2)
        for name in ("word/document.xml", "word/numbering.xml", "word/styles.xml"):
            changed[name] = changed[name].replace(b"<" + old + b" ", b"<" + new + b" ").replace(old + b"=", new + b"=")
            changed[name] = changed[name].replace(b"<" + old + b"/>", b"<" + new + b"/>")
    return changed
