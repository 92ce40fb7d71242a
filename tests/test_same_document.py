"""The same document gives the same ledger, whatever format it comes in."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from doc_making import Para, make_doc
from ofd_making import Words as OfdWords
from ofd_making import make_ofd
from pdf_making import HEIGHT, make_pdf, typeset
from rectiparse.pipeline import extract
from rectiparse.reading.office import office_program

# Markdown, and tables drawn with characters, are no marks in the other formats.
SAMPLES = [
    path
    for path in sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
    if not re.search(r"^\||\t", path.read_text(encoding="utf-8"), re.MULTILINE)
]
POINT = 72 / 25.4
FORMATS = ("doc", "rtf", "html", "pdf")


def lines(path: Path) -> list[str]:
    """The sample's lines, as a person would type them into Word."""
    return [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def told(ledger: object) -> Any:
    """What a ledger says, but for spans and places, and for blanks, which print at no line's end."""
    if isinstance(ledger, dict):
        skipped = ("span", "place", "source", "noise", "scores")
        return {key: told(value) for key, value in ledger.items() if key not in skipped}
    if isinstance(ledger, list):
        return [told(value) for value in ledger]
    return "".join(ledger.split()) if isinstance(ledger, str) else ledger


def read(data: bytes) -> Any:
    return told(extract(data).model_dump(mode="json"))


def as_docx(texts: list[str]) -> bytes:
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "仿宋_GB2312", Pt(16)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    for text in texts:
        document.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def ledger_table() -> bytes:
    """A ledger of 16 rows as an officer types it into Word, long enough for page breaks to cut rows in two."""
    problems = "河道巡查不到位", "台账不规范", "水费收缴管理薄弱", "项目资金拨付滞后", "公务用车管理不严"
    steps = (
        "每月开展一次全面巡查，发现问题当场登记。",
        "修订《水费收缴管理办法》，对欠费的12户逐户催缴。",
        "由办公室牵头，补登2022年以来的台账共37份。",
        "约谈责任人3名，给予批评教育。",
    )
    document = docx.Document()
    document.add_paragraph("青禾县水务局巡察反馈问题整改台账")
    rows = [["序号", "反馈问题", "整改措施", "责任领导", "责任单位", "完成时限", "整改进展"]]
    for number in range(16):
        listed = [f"{at}.{steps[(number + at) % 4]}" for at in range(1, number % 4 + 2)]
        rows.append(
            [
                str(number + 1),
                f"{problems[number % 5]}（第{number + 1}项）",
                "\n".join(listed) if len(listed) > 1 else steps[number % 4],
                ("陈某某", "李某某")[number % 2],
                ("办公室", "财务股、水政股", "河长办")[number % 3],
                ("2023年6月底前", "立行立改", "2023年12月31日")[number % 3],
                ("已完成", "正在推进")[number % 2],
            ]
        )
    table = document.add_table(rows=len(rows), cols=7, style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_ofd(texts: list[str]) -> bytes:
    pages = typeset(texts)
    return make_ofd(
        [
            [OfdWords(w.x / POINT, (HEIGHT - w.y) / POINT, w.text, w.size / POINT) for w in page]
            + [OfdWords(100, 285, f"— {number} —", 4)]
            for number, page in enumerate(pages, 1)
        ]
    )


def as_rtf(texts: list[str]) -> bytes:
    def coded(text: str) -> str:
        units = memoryview(text.encode("utf-16-le")).cast("H")
        return "".join(f"\\u{unit - 65536 if unit > 32767 else unit}?" for unit in units)

    return ("{\\rtf1\\ansi\\ansicpg936\n" + "\\par\n".join(map(coded, texts)) + "\\par}").encode()


def as_html(texts: list[str]) -> bytes:
    body = "".join(f"<p>{escape(text)}</p>\n" for text in texts)
    return f'<html><head><meta charset="gb2312"></head><body>{body}</body></html>'.encode("gb18030")


WRITERS: dict[str, Callable[[list[str]], bytes]] = {
    "gb18030": lambda texts: "\r\n".join(texts).encode("gb18030"),
    "docx": as_docx,
    "doc": lambda texts: make_doc([Para(text + "\r") for text in texts]),
    "pdf": lambda texts: make_pdf(typeset(texts)),
    "ofd": as_ofd,
    "rtf": as_rtf,
    "html": as_html,
}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("format", WRITERS)
def test_a_format_changes_nothing(path: Path, format: str) -> None:
    texts = lines(path)
    assert read(WRITERS[format](texts)) == read("\n".join(texts).encode())


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples as LibreOffice writes them in each format, one run a format."""
    program = office_program()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("converted")
    for path in SAMPLES:
        (folder / f"{path.stem}.docx").write_bytes(as_docx(lines(path)))
    (folder / "ledger-table.docx").write_bytes(ledger_table())
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for format in FORMATS:
        sources = sorted(folder.glob("*.docx"))
        command = [program, profile, "--headless", "--convert-to", format, "--outdir", str(folder / format), *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("format", FORMATS)
def test_libreoffice_changes_nothing(path: Path, format: str, converted: Path) -> None:
    data = (converted / format / f"{path.stem}.{format}").read_bytes()
    assert read(data) == read("\n".join(lines(path)).encode())


@pytest.mark.parametrize("format", FORMATS)
def test_libreoffice_changes_no_record_of_a_table(format: str, converted: Path) -> None:
    typed = read(ledger_table())
    printed = read((converted / format / f"ledger-table.{format}").read_bytes())
    assert len(typed["problems"]) == 16
    for part in ("problems", "measures", "figures", "dates", "citations"):
        assert printed[part] == typed[part]
