"""Word files (.docx): every paragraph and table in order, with its automatic number, as Word prints them.

Read straight from the XML: python-docx gives no numbers, walks into no content control or text box, and takes longer
to import than a whole plan takes to read.

What prints is read and nothing else: inserted text, the results of fields, footnotes (after the text), text boxes
(after the paragraph they hang on). Deleted and hidden text, comments, field codes, headers and footers are not.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from rectiparse.document import Cell, Document, Place, Span
from rectiparse.errors import ReadingError
from rectiparse.numerals import parse_numeral
from rectiparse.reading.archive import Archive, open_archive
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.numbering import Numbering, load_numbering
from rectiparse.reading.styles import Inherited, Styles, load_styles
from rectiparse.reading.wordml import (
    ALTERNATE,
    W,
    branch,
    integer,
    switched_child,
    transitional,
    value,
    without_table_styles,
)

MAX_FIELDS: Final = 20  # open at once; Word allows no more
# More than ten times the longest plan; each takes memory in every later stage.
MAX_PARAGRAPHS: Final = 200_000

P, R, T, TBL, TR, TC = (W + name for name in ("p", "r", "t", "tbl", "tr", "tc"))
PPR, RPR, TRPR, TCPR = (W + name for name in ("pPr", "rPr", "trPr", "tcPr"))
BOX: Final = f"{W}txbxContent"
BLOCKS: Final = frozenset((P, TBL))
# What only marks a range of the document and is read through.
WRAPPERS: Final = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
# What never prints as text, or prints only with its change refused.
LEFT_OUT: Final = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "del", "moveFrom", "delText", "delInstrText", "instrText", "sdtPr", "sdtEndPr", "customXmlPr",
        "smartTagPr", "rubyPr", "rt", "fldData",
    )
)  # fmt: skip
MATH_TEXT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
PAGE_BREAK: Final = "\f"  # no character of XML, so none of the text
SIGNS: Final = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Characters of Microsoft's symbol fonts that stand in lists and forms. Others keep their private code.
WINGDINGS: Final = {
    **{0x81 + offset: chr(ord("①") + offset) for offset in range(10)},
    **{0x8C + offset: chr(ord("❶") + offset) for offset in range(10)},
    0x6C: "●", 0x6E: "■", 0x75: "◆", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
WINGDINGS_2: Final = {
    **{0x6A + offset: chr(ord("①") + offset) for offset in range(10)},
    **{0x75 + offset: chr(ord("❶") + offset) for offset in range(10)},
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□",
}  # fmt: skip
SYMBOL_FONTS: Final = {"wingdings": WINGDINGS, "wingdings 2": WINGDINGS_2}
# 带圈字符: Word's menu entry writes a ring and a number on top of each other, as a field without a result.
RINGED: Final = re.compile(r"\s*EQ\s+\\o\s*\\ac\s*\(\s*[○◯]\s*[,，;]\s*([^\s()]{1,4})\s*\)\s*$", re.I)


def read_docx(data: bytes, name: str) -> Document:
    """The document in a Word file. Raises ReadingError for one that is broken, encrypted or made to do harm."""
    archive = open_archive(data, name)
    main = _main_part(archive)
    linked = dict(_related(archive, main))
    styles = load_styles(_part(archive, linked, "styles"))
    numbering = load_numbering(_part(archive, linked, "numbering"), styles)
    body = archive.parse(main, transitional).find(f"{W}body")
    if body is None:
        raise ReadingError("{name}: a Word file without a body; open it in Word or WPS and save it again", name=name)
    story = _Story(name, styles, numbering)
    try:
        story.blocks(body)
        story.finish()
        for kind in ("footnote", "endnote"):
            if any(note.kind == kind for note in story.notes):
                story.append_notes(kind, _part(archive, linked, f"{kind}s"))
    except RecursionError as error:
        raise ReadingError("{name}: nested too deeply; open it in Word or WPS and save it again", name=name) from error
    story.text.tables.sort(key=lambda table: (table.span.start, -table.span.end))
    return story.text.document(name, "docx", None, data)


def _main_part(archive: Archive) -> str:
    """The name of the part that holds the document."""
    for kind, target in _related(archive, ""):
        if kind == "officeDocument" and target in archive.parts:
            return target
    if "word/document.xml" in archive.parts:
        return "word/document.xml"
    raise ReadingError("{name}: a Word file without its document part; get the file again", name=archive.name)


def _related(archive: Archive, source: str) -> Iterator[tuple[str, str]]:
    """What a part refers to inside the file: the kind of relationship and the name of the part it leads to."""
    folder, file = posixpath.split(source)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if relations not in archive.parts:
        return
    for relation in archive.parse(relations):
        target = relation.get("Target")
        if target and relation.get("TargetMode") != "External":
            part = posixpath.normpath(posixpath.join("/" + folder, unquote(target))).lstrip("/")
            yield relation.get("Type", "").rsplit("/", 1)[-1], part


def _part(archive: Archive, linked: dict[str, str], kind: str) -> Element | None:
    """The root of the part of this kind, None where the document has none."""
    part = linked.get(kind)
    if part not in archive.parts:
        return None
    return archive.parse(part, without_table_styles if kind == "styles" else transitional)


class _Spot(NamedTuple):
    """A table cell, counted from 1; nothing outside of tables."""

    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class _Note:
    """A reference to a footnote or endnote, and the paragraph it stands in."""

    kind: str
    id: str
    paragraph: int


@dataclass(slots=True)
class _Field:
    """An open field: its code so far, and whether its result has begun."""

    code: list[str] = field(default_factory=list)
    result: bool = False


@dataclass(slots=True)
class _Story:
    """The text as it is put together, and what has to be known of everything before."""

    name: str
    styles: Styles
    numbering: Numbering
    text: Assembler = field(default_factory=Assembler)
    separator: str = "\n"  # what parts the next piece from the last
    spot: _Spot = field(default_factory=_Spot)  # where in tables the walk is
    paragraph: int = 0
    tables: int = 0
    anchor: int | None = None  # the paragraph that refers to the note being written
    carried: str | None = None  # the text of a paragraph whose end is deleted or hidden: it goes on in the next one
    carried_number: bool = False
    fields: list[_Field] = field(default_factory=list)
    notes: list[_Note] = field(default_factory=list)

    def blocks(self, container: Element) -> None:
        """Write all paragraphs and tables of `container`."""
        for block in _within(container, BLOCKS):
            if block.tag == P:
                self.write_paragraph(block)
            else:
                self.finish()
                self.write_table(block)

    def finish(self) -> None:
        """Write what was carried over for a next paragraph that does not come."""
        if self.carried is not None:
            self.write(self.carried)
            self.carried, self.carried_number = None, False

    def write(self, text: str, *, heading: int | None = None, rule: str | None = None) -> None:
        """Write one piece at the present place."""
        at_line_start = self.separator == "\n"
        span = self.text.line(text, heading=heading if at_line_start else None, rule=rule, separator=self.separator)
        at = self.spot
        paragraph = self.anchor or self.paragraph
        self.text.places.append(Place(span, paragraph=paragraph, table=at.table, row=at.row, column=at.column))
        self.separator = "\n"

    def write_paragraph(self, element: Element) -> None:
        self.paragraph += 1
        if self.paragraph > MAX_PARAGRAPHS:
            raise ReadingError("{name}: more than {limit} paragraphs; split it", name=self.name, limit=MAX_PARAGRAPHS)
        properties = element.find(PPR)
        mark = None if properties is None else properties.find(RPR)
        style = self.styles.of(None if properties is None else value(properties, "pStyle"))
        pieces: list[str] = []
        boxes: list[Element] = []
        self.fields.clear()  # a code that goes on over paragraphs is broken far more often than meant
        self.inline(element, pieces, boxes, style.hidden)
        text = _broken("".join(pieces))
        if mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None):
            if text or self.carried is not None:
                self.carried = (self.carried or "") + text
        elif _hides(mark, style):
            if text:
                self.carried = (self.carried or "") + self.numbered(properties, style, text)
                self.carried_number = True
        else:
            text = (self.carried or "") + text
            if not self.carried_number:
                text = self.numbered(properties, style, text)
            self.carried, self.carried_number = None, False
            heading = _heading(properties, style) if text.strip() else None
            self.write(text, heading=heading, rule="contents" if style.contents else None)
        for box in boxes:
            self.blocks(box)

    def numbered(self, properties: Element | None, style: Inherited, text: str) -> str:
        """`text` with the paragraph's automatic number before it, unless the same number is typed there as well."""
        numbers = None if properties is None else properties.find(f"{W}numPr")
        list_id = (None if numbers is None else value(numbers, "numId")) or style.list_id
        if list_id is None:
            return text
        given = None if numbers is None else integer(value(numbers, "ilvl"))
        at = self.numbering.level_of(list_id, given, style.levels)
        return self.numbering.numbered(list_id, at, text)

    def write_table(self, table: Element) -> None:
        """Write a table: a line a row, its cells parted by tabs, a cell merged over rows in the first of them."""
        self.tables += 1
        outside, number = self.spot, self.tables
        cells: list[Cell] = []
        above: dict[int, int] = {}  # the column of each merged cell that may go on, and its place in `cells`
        row = 0
        for element in _within(table, frozenset((TR,))):
            properties = element.find(TRPR)
            if properties is not None and (
                properties.find(f"{W}del") is not None or switched_child(properties, "hidden")
            ):
                continue
            column = 0 if properties is None else _columns(value(properties, "gridBefore"), 0)
            merged: dict[int, int] = {}
            first = True
            for field_ in _within(element, frozenset((TC,))):
                shape = field_.find(TCPR)
                if shape is not None and shape.find(f"{W}cellDel") is not None:
                    continue
                width = 1 if shape is None else _columns(value(shape, "gridSpan"), 1)
                if not first and shape is not None and _goes_on(shape, "hMerge"):
                    cells[-1] = replace(cells[-1], columns=cells[-1].columns + width)
                    column += width
                    continue
                if not first:
                    self.separator = "\t"
                first = False
                self.spot = _Spot(number, row + 1, column + 1)
                if shape is not None and column in above and _goes_on(shape, "vMerge"):
                    at = merged[column] = above[column]
                    cells[at] = replace(cells[at], rows=row - cells[at].row + 1)
                    self.write("")
                else:
                    span = self.write_cell(field_)
                    if shape is not None and shape.find(f"{W}vMerge") is not None:
                        merged[column] = len(cells)
                    cells.append(Cell(span, row, column, columns=width))
                column += width
            above = merged
            row += not first
        self.spot = outside
        self.text.table(cells)

    def write_cell(self, element: Element) -> Span:
        """Write the content of a cell and give its span."""
        pieces = len(self.text.pieces)
        start = self.text.length + (len(self.separator) if pieces else 0)
        self.blocks(element)
        self.finish()
        if len(self.text.pieces) == pieces:
            self.write("")
        return Span(start, self.text.length)

    def append_notes(self, kind: str, root: Element | None) -> None:
        """Write the notes that the text refers to, in the order of the references, each at its reference's place."""
        known = {} if root is None else {note.get(f"{W}id"): note for note in root.iter(W + kind)}
        for note in dict.fromkeys(self.notes):
            element = known.pop(note.id, None) if note.kind == kind else None
            if element is not None:
                self.anchor = note.paragraph
                self.blocks(element)
                self.finish()

    def inline(self, element: Element, pieces: list[str], boxes: list[Element], hidden: bool) -> None:
        """Add what prints in a paragraph, or in an element inside it, to `pieces`; text boxes are put by in `boxes`."""
        for child in element:
            tag = child.tag
            if tag == R:
                self.run(child, pieces, boxes, self.is_hidden(child, hidden))
            elif tag in LEFT_OUT:
                continue
            elif tag == ALTERNATE:
                chosen = branch(child)
                if chosen is not None:
                    self.inline(chosen, pieces, boxes, hidden)
            elif tag == BOX:
                if not hidden:
                    boxes.append(child)
            elif tag == MATH_TEXT:
                pieces.append(child.text or "")
            elif len(child):
                self.inline(child, pieces, boxes, hidden)

    def is_hidden(self, run: Element, inherited: bool) -> bool:
        """True for a run that does not print: by itself, its style or, as `inherited` says, its paragraph."""
        properties = run.find(RPR)
        if properties is None:
            return inherited
        direct = switched_child(properties, "vanish")
        if direct is not None:
            return direct
        style = value(properties, "rStyle")
        return inherited if style is None else inherited or self.styles.of(style).hidden

    def run(self, element: Element, pieces: list[str], boxes: list[Element], hidden: bool) -> None:
        """Add what prints in a run."""
        for child in element:
            tag = child.tag
            if tag == RPR:
                continue
            if tag == f"{W}fldChar":
                self.turn_field(child.get(f"{W}fldCharType"), pieces)
            elif tag == f"{W}instrText":
                if self.fields and not self.fields[-1].result:
                    self.fields[-1].code.append(child.text or "")
            elif hidden or any(not outer.result for outer in self.fields[:-1]):
                continue
            elif tag == T:
                pieces.append(_plain(child))
            elif tag in SIGNS:
                pieces.append(SIGNS[tag])
            elif tag == f"{W}br":
                pieces.append(PAGE_BREAK if child.get(f"{W}type") in ("page", "column") else "\n")
            elif tag == f"{W}sym" or tag.endswith("}symEx"):
                pieces.append(_symbol(child))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = tag.removeprefix(W).removesuffix("Reference")
                self.notes.append(_Note(kind, child.get(f"{W}id", ""), self.paragraph))
            elif tag == ALTERNATE:
                chosen = branch(child)
                if chosen is not None:
                    self.run(chosen, pieces, boxes, hidden)
            elif tag not in LEFT_OUT:
                self.inline(child, pieces, boxes, hidden)

    def turn_field(self, kind: str | None, pieces: list[str]) -> None:
        """Follow a complex field from its code to its result and its end."""
        if kind == "begin" and len(self.fields) < MAX_FIELDS:
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].result = True
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            ringed = None if ended.result else RINGED.match("".join(ended.code))
            if ringed:
                pieces.append(_ring(ringed[1]))


def _within(container: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The elements of the kinds `wanted`, in order, also inside content controls and the like."""
    for child in container:
        if child.tag in wanted:
            yield child
        elif child.tag == ALTERNATE:
            chosen = branch(child)
            if chosen is not None:
                yield from _within(chosen, wanted)
        elif child.tag in WRAPPERS:
            yield from _within(child, wanted)


def _columns(text: str | None, default: int) -> int:
    """How many columns a cell takes; Word knows 63 (ECMA-376 part 1, 17.4.17)."""
    columns = integer(text)
    return default if columns is None else max(default, min(columns, 63))


def _goes_on(shape: Element, kind: str) -> bool:
    """True for a cell that only goes on with the one above (vMerge) or before (hMerge) it."""
    merge = shape.find(W + kind)
    return merge is not None and merge.get(f"{W}val") != "restart"


def _hides(mark: Element | None, style: Inherited) -> bool:
    """True when the paragraph's end does not print, so that it goes on in the next one."""
    own = None if mark is None else switched_child(mark, "vanish")
    return style.hidden if own is None else own


def _heading(properties: Element | None, style: Inherited) -> int | None:
    """The outline level from 1: the paragraph's own, or its style's."""
    own = None if properties is None else integer(value(properties, "outlineLvl"))
    if own is None:
        return style.heading
    return own + 1 if 0 <= own < 9 else None


def _plain(element: Element) -> str:
    """The characters of a w:t; blanks at its ends count only where it says so."""
    text = element.text or ""
    if element.get(SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return text.replace("\r", "").replace("\n", " ")


def _broken(text: str) -> str:
    """A page break inside a paragraph parts lines; before or after its text it leaves none."""
    return "\n".join(part for part in text.split(PAGE_BREAK) if part.strip()) if PAGE_BREAK in text else text


def _symbol(element: Element) -> str:
    """A character given by its code in a font."""
    font, code = "", ""
    for key, given in element.items():
        if key.endswith("}char"):
            code = given
        elif key.endswith("}font"):
            font = given
    try:
        number = int(code, 16)
        character = chr(number)
    except (ValueError, OverflowError):
        return ""
    if 0xF000 <= number <= 0xF0FF:
        return SYMBOL_FONTS.get(font.lower(), {}).get(number & 0xFF, character)
    return "" if 0xD800 <= number <= 0xDFFF else character


def _ring(inside: str) -> str:
    """The character for a number in a ring; what has none stays as it is."""
    number = parse_numeral(inside)
    if number is None:
        return inside
    if inside.isdecimal():
        return chr(ord("①") + number - 1) if 1 <= number <= 20 else inside
    return chr(ord("㊀") + number - 1) if 1 <= number <= 10 else inside
