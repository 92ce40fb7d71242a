"""OLE compound files: Word 97 to 2003 documents (.doc, .wps). What else such a container may hold is named."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from struct import unpack_from
from typing import Final

from rectiparse.document import Document, Place
from rectiparse.errors import ReadingError
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.docx import MAX_PARAGRAPHS
from rectiparse.reading.numbering import Numbering, is_typed
from rectiparse.reading.tabulating import NOWHERE, OpenTable
from rectiparse.reading.word97 import FAULTS, Paragraph, WordFile, open_word

WORD_97: Final = 0xC1  # the first version of the file format (nFib) whose text stands in a piece table
ENCRYPTED, FIRST_TABLE = 0x0100, 0x0200  # flags of the FIB ([MS-DOC] 2.5.2)
HEADINGS, CONTENTS = range(1, 10), range(19, 28)  # numbers of the built-in styles (sti)
LAST_LIST: Final = 0x7FE  # higher numbers take a paragraph out of its list

FIELD: Final = re.compile("[\x13\x14\x15]|[^\x13\x14\x15]+")
SIGNS: Final = {code: "" for code in range(32) if chr(code) not in "\t\n"} | {
    0x0B: "\n",  # line break
    0x0C: "\f",  # page break
    0x0E: "\f",  # column break
    0x1E: "-",  # hyphen that does not break
}


def read_ole(data: bytes, name: str) -> Document:
    """The document in a .doc or .wps file, with its automatic numbers.

    Raises ReadingError for one that is encrypted, damaged or older than Word 97, and for all else that OLE files hold.
    """
    streams = _streams(data, name)
    word = streams.get("WordDocument", b"")
    if len(word) < 0x300 or word[:2] not in (b"\xec\xa5", b"\xdc\xa5"):
        raise ReadingError("{name}: damaged; open it in Word or WPS and save it as .docx", name=name)
    (version,), (flags,) = unpack_from("<H", word, 2), unpack_from("<H", word, 0x0A)
    if flags & ENCRYPTED:
        raise ReadingError("{name}: encrypted; open it with its password and save it without one", name=name)
    if version < WORD_97:
        raise ReadingError("{name}: made by Word 95 or older; open it in Word or WPS and save it as .docx", name=name)
    table = streams.get("1Table" if flags & FIRST_TABLE else "0Table", b"")
    try:
        file = open_word(word, table, streams.get("Data", b""))
        story = _Story(name, file, Numbering(file.lists))
        for part in ("text", "boxes", "footnotes", "endnotes"):
            for paragraph in file.story(part):
                story.add(paragraph)
            story.table.write(story.text)
    except FAULTS:
        raise ReadingError("{name}: damaged; open it in Word or WPS and save it as .docx", name=name) from None
    return story.text.document(name, "doc", None, data)


def _streams(data: bytes, name: str) -> dict[str, bytes]:
    """The streams that a Word document needs. Raises ReadingError for a file that is something else."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            paths = {entry[-1].lstrip("\x05") for entry in file.listdir()}
            if "WordDocument" in paths:
                wanted = ("WordDocument", "0Table", "1Table", "Data")
                return {path: file.openstream(path).read() for path in wanted if file.exists(path)}
            installer = file.root.clsid == "000C1084-0000-0000-C000-000000000046"
    except (OSError, TypeError, AttributeError, *FAULTS):
        raise ReadingError("{name}: cut short or damaged; get the file again", name=name) from None
    if "EncryptedPackage" in paths:
        raise ReadingError("{name}: encrypted; open it with its password and save it without one", name=name)
    if {"Workbook", "Book"} & paths:
        raise ReadingError("{name}: an old spreadsheet (.xls); open it in Excel or WPS and save it as .xlsx", name=name)
    if "PowerPoint Document" in paths:
        raise ReadingError("{name}: a presentation (.ppt); save its text as .docx or .txt", name=name)
    if "__properties_version1.0" in paths:
        raise ReadingError("{name}: an e-mail (.msg); save its text or its attachment and give that", name=name)
    if "MatOST" in paths:
        raise ReadingError("{name}: a document of Microsoft Works; open it in WPS and save it as .docx", name=name)
    if installer:
        raise ReadingError("{name}: a program to install (.msi); give a document", name=name)
    raise ReadingError("{name}: an OLE file without a Word document; give a .doc, .wps or .docx file", name=name)


@dataclass(slots=True)
class _Story:
    """The text as it is put together, with the open fields and table and the numbers counted so far."""

    name: str
    file: WordFile
    numbering: Numbering
    text: Assembler = field(default_factory=Assembler)
    fields: list[bool] = field(default_factory=list)  # of each open field, whether its result has begun
    table: OpenTable = field(default_factory=OpenTable)
    paragraphs: int = 0

    def add(self, paragraph: Paragraph) -> None:
        """Add a paragraph, a cell's last one or the end of a row."""
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise ReadingError("{name}: more than {limit} paragraphs; split it", name=self.name, limit=MAX_PARAGRAPHS)
        text = self._printed(paragraph.text)
        format, built_in = self.file.resolved(paragraph.format)
        if format.list and format.list <= LAST_LIST and not format.row_end:
            number, gap = self.numbering.number(str(format.list), min(format.level or 0, 8))
            if number and not is_typed(number, text):
                text = number + gap + text if text else number
        ends_cell = paragraph.mark == "\x07"
        if not ends_cell and not format.depth:
            self.table.write(self.text)
            self._line(text, format.outline, built_in)
        elif format.row_end or (ends_cell and not self.file.paragraphs and not text and not self.table.cell):
            self.table.end_row(format.row)
        elif ends_cell:
            self.table.end_cell(text)
        else:
            self.table.cell.append(text)

    def _line(self, text: str, outline: int | None, built_in: int) -> None:
        level = outline + 1 if outline is not None else built_in if built_in in HEADINGS else None
        self.text.line(
            text,
            Place(NOWHERE, paragraph=self.paragraphs),
            heading=level if level is not None and level <= len(HEADINGS) and text.strip() else None,
            rule="contents" if built_in in CONTENTS else None,
        )

    def _printed(self, raw: str) -> str:
        """The characters that print: of fields, which may go over paragraphs, the results alone."""
        kept = []
        for match in FIELD.finditer(raw):
            if match[0] == "\x13":
                self.fields.append(False)
            elif match[0] == "\x14" and self.fields:
                self.fields[-1] = True
            elif match[0] == "\x15" and self.fields:
                self.fields.pop()
            elif all(self.fields):
                kept.append(match[0].translate(SIGNS))
        text = "".join(kept)
        return "\n".join(part for part in text.split("\f") if part.strip()) if "\f" in text else text
