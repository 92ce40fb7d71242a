"""Rich Text Format: text in any code page, automatic numbers as the file gives them, tables, notes and text boxes.

Read here and not by striprtf 0.0.35, which takes 100 s for a hostile file of 66 kB, loses where a table's cells end, and
halves characters beyond U+FFFF.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from rectiparse.document import Document, Place
from rectiparse.errors import ReadingError
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.docx import MAX_PARAGRAPHS, WINGDINGS
from rectiparse.reading.numbering import gap_after, is_typed
from rectiparse.reading.styles import CONTENTS, HEADING
from rectiparse.reading.surrogates import paired
from rectiparse.reading.tabulating import NOWHERE, OpenTable, RowShape

MOST_CELLS: Final = 64  # of a row, as in Word
MOST_GROUPS: Final = 10_000  # open at once; Word stops far below
TOKEN: Final = re.compile(
    r"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)

# Groups that hold no text of the document. Those that begin with \* are skipped all the same, but for OPTIONAL.
SKIPPED: Final = frozenset(
    [
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "object",
        "objdata",
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "fldinst",
        "annotation",
        "atnid",
        "atnauthor",
        "atndate",
        "bkmkstart",
        "bkmkend",
        "xe",
        "tc",
        "tcf",
        "rxe",
        "txe",
        "datafield",
        "themedata",
        "colorschememapping",
        "latentstyles",
        "datastore",
        "listtable",
        "listoverridetable",
        "revtbl",
        "rsidtbl",
        "generator",
        "filetbl",
        "shprslt",
        "nonesttables",
        "pntxta",
        "pntxtb",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "ftncn",
        "aftncn",
        "template",
        "private",
        "userprops",
        "xmlnstbl",
        "mmathPr",
        "upr",
        "do",
        "sp",
    ]
)
OPTIONAL: Final = frozenset(("shpinst", "shptxt", "ud", "nesttableprops", "fldrslt", "footnote"))
# Groups whose text stands elsewhere: after the paragraph, or after the document.
STORIES: Final = frozenset(("shptxt", "footnote"))
SIGNS: Final = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
SYMBOLS: Final = {"~": "\u00a0", "_": "-", "{": "{", "}": "}", "\\": "\\"}

# Code pages by the number of a font's character set (\fcharset).
CHARSETS: Final = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
SYMBOL_CHARSET: Final = 2
BULLETS: Final = ("o",)  # Word's bullet of the second level is this letter
CODE_PAGES: Final = {936: "gb18030", 1200: "gb18030", 10000: "mac_roman", 10008: "gb18030", 65001: "utf-8"}


class _Font(NamedTuple):
    charset: int = 0
    name: str = ""


class _State(NamedTuple):
    """What a group hands down to the groups inside it."""

    skip: bool = False
    group: str = ""  # the special group that this one stands in
    font: int = -1
    stands_for: int = 1  # how many characters after \\u stand for it where it is not known
    silent: bool = False  # deleted or hidden


@dataclass(slots=True)
class _Paragraph:
    """The paragraph that is being read."""

    pieces: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    in_table: bool = False
    outline: int | None = None
    contents: bool = False


@dataclass(slots=True)
class _Row:
    """The shape of the table row that is being read."""

    edges: list[int] = field(default_factory=lambda: [0])
    down: list[int] = field(default_factory=list)
    across: list[int] = field(default_factory=list)
    next_down: int = 0
    next_across: int = 0

    def shape(self) -> RowShape:
        """The shape so far."""
        return RowShape(tuple(self.edges), tuple(self.down), tuple(self.across))


def read_rtf(data: bytes, name: str) -> Document:
    """The document in an RTF file. Raises ReadingError for one that is cut short or damaged."""
    reader = _Reader(name)
    reader.read(data[max(data.find(b"{\\rtf"), 0) :].decode("latin-1"))
    return reader.assembler.document(name, "rtf", None, data)


@dataclass(slots=True)
class _Reader:
    """Goes through the file; text that stands elsewhere than where it is read waits in `boxes` and `notes`."""

    name: str
    assembler: Assembler = field(default_factory=Assembler)
    table: OpenTable = field(default_factory=OpenTable)
    row: _Row = field(default_factory=_Row)
    state: _State = field(default_factory=_State)
    groups: list[_State] = field(default_factory=list)
    paragraph: _Paragraph = field(default_factory=_Paragraph)
    stories: list[tuple[int, str, _Paragraph]] = field(default_factory=list)  # group, kind, paragraph around it
    boxes: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fonts: dict[int, _Font] = field(default_factory=dict)
    outlines: dict[int, int] = field(default_factory=dict)  # of styles
    contents: set[int] = field(default_factory=set)  # styles of tables of contents
    defined: int = 0  # the font or style that is being defined
    default_font: int = -1
    code_page: str | None = None
    pending: bytearray = field(default_factory=bytearray)
    optional: bool = False
    to_skip: int = 0
    paragraphs: int = 0

    def read(self, text: str) -> None:
        """Read the whole file."""
        at = 0
        while at < len(text):
            token = TOKEN.match(text, at)
            assert token is not None  # every character is a token of some kind
            at = token.end()
            word, argument, code, symbol, brace, plain = token.groups()
            if plain is not None:
                self.characters(plain.encode("latin-1"))
            elif code is not None:
                self.characters(bytes([int(code, 16)]))
            elif brace == "{":
                self.open_group()
            elif brace == "}":
                if not self.close_group():
                    break
            elif word is not None:
                self.flush()
                number = None if argument is None else int(argument)
                if word == "bin":
                    at += max(0, number or 0)
                else:
                    self.control(word, number)
            elif symbol is not None:
                self.sign(symbol)
        if self.groups:
            raise ReadingError("{name}: cut short; get the file again", name=self.name)
        if self.paragraph.pieces:
            self.end_paragraph()
        self.table.write(self.assembler)
        for note in self.notes:
            self.line(note)

    def characters(self, data: bytes) -> None:
        """Take characters in the file's code page, but those that only stand for a \\u."""
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        self.pending += data[skipped:]

    def open_group(self) -> None:
        self.flush()
        self.to_skip = 0
        if len(self.groups) >= MOST_GROUPS:
            raise ReadingError("{name}: nested too deeply; save it as .docx", name=self.name)
        self.groups.append(self.state)

    def close_group(self) -> bool:
        """End a group; False when it was the last."""
        self.flush()
        self.to_skip = 0
        if not self.groups:
            return False
        self.state = self.groups.pop()
        if self.stories and self.stories[-1][0] > len(self.groups):
            if self.paragraph.pieces:
                self.end_paragraph()
            self.paragraph = self.stories.pop()[2]
        return bool(self.groups)

    def sign(self, symbol: str) -> None:
        """Take a control symbol."""
        if symbol == "*":
            self.optional = True
        elif symbol in "\r\n":
            self.flush()
            self.control("par", None)
        elif symbol in SYMBOLS:
            self.flush()
            self.write(SYMBOLS[symbol])

    def control(self, word: str, number: int | None) -> None:
        """Take a control word."""
        optional, self.optional = self.optional, False
        state = self.state
        if word in STORIES and (not state.skip or word == "shptxt"):
            self.stories.append((len(self.groups), word, self.paragraph))
            self.paragraph = _Paragraph()
            self.state = state._replace(skip=False)
        elif word == "ud":
            self.state = state._replace(skip=False)
        elif word in SKIPPED or (optional and word not in OPTIONAL):
            self.state = state._replace(skip=True, group=word)
            self.defined = 0
        elif word == "u" and number is not None:
            value = number + 0x10000 if number < 0 else number
            self.write(self.symbol(value) if 0 <= value < 0x110000 else "")
            self.to_skip = state.stands_for
        elif word == "uc":
            self.state = state._replace(stands_for=max(0, number or 0))
        elif word == "f":
            self.state = state._replace(font=number or 0)
            self.defined = self.state.font if state.group == "fonttbl" else self.defined
        elif state.skip:
            self.define(word, number or 0)
        elif word in SIGNS:
            self.write(SIGNS[word])
        elif word in COMMANDS:
            COMMANDS[word](self, number)

    def define(self, word: str, number: int) -> None:
        """Take notice of the fonts and styles that the file defines."""
        if self.state.group == "fonttbl" and word == "fcharset":
            self.fonts[self.defined] = _Font(number)
        elif self.state.group == "stylesheet" and word == "s":
            self.defined = number
        elif self.state.group == "stylesheet" and word == "outlinelevel":
            self.outlines[self.defined] = number

    def write(self, text: str) -> None:
        """Add text to the paragraph or its number."""
        if not self.state.skip and not self.state.silent:
            (self.paragraph.number if self.state.group == "number" else self.paragraph.pieces).append(text)

    def flush(self) -> None:
        """Decode the characters that were collected."""
        if not self.pending:
            return
        data = bytes(self.pending)
        self.pending.clear()
        if self.state.group == "fonttbl":
            known = self.fonts.get(self.defined, _Font())
            self.fonts[self.defined] = known._replace(name=known.name + data.decode("latin-1"))
        elif self.state.group == "stylesheet":
            name = self.decoded(data).strip(" ;")
            if heading := HEADING.match(name):
                self.outlines[self.defined] = int(heading[1]) - 1
            elif CONTENTS.match(name):
                self.contents.add(self.defined)
        else:
            self.write(self.decoded(data))

    def decoded(self, data: bytes) -> str:
        """Characters in the code page of their font, or in the file's where the font's is Western."""
        font = self.fonts.get(self.state.font if self.state.font >= 0 else self.default_font, _Font())
        if font.charset == SYMBOL_CHARSET:
            return "".join(self.symbol(0xF000 + code) if code > 32 else chr(code) for code in data)
        if data.isascii():
            return data.decode("ascii")
        if font.charset in CHARSETS:
            return data.decode(CHARSETS[font.charset], "replace")
        try:
            return data.decode(self.code_page or "gb18030")
        except (UnicodeDecodeError, LookupError):
            return data.decode("cp1252", "replace")

    def symbol(self, code: int) -> str:
        """A character by its code; fonts of symbols have their own."""
        font = self.fonts.get(self.state.font, _Font())
        if 0xF000 <= code <= 0xF0FF and font.name.strip(" ;").lower() == "wingdings":
            return WINGDINGS.get(code & 0xFF, chr(code))
        return chr(code)

    def end_paragraph(self) -> None:
        """Write the paragraph where it belongs."""
        text = self.printed()
        boxes, outline = self.boxes, self.paragraph.outline
        if self.stories:
            (self.boxes if self.stories[-1][1] == "shptxt" else self.notes).append(text)
        elif self.paragraph.in_table:
            self.table.cell += [text, *boxes]
            self.boxes = []
        else:
            self.table.write(self.assembler)
            self.line(text, outline, "contents" if self.paragraph.contents else None)
            self.boxes = []
            for box in boxes:
                self.line(box)

    def line(self, text: str, outline: int | None = None, rule: str | None = None) -> None:
        """Write one line of the document."""
        self.paragraphs += 1
        if self.paragraphs > MAX_PARAGRAPHS:
            raise ReadingError("{name}: more than {limit} paragraphs; split it", name=self.name, limit=MAX_PARAGRAPHS)
        level = outline + 1 if outline is not None and 0 <= outline < 9 and text.strip() else None
        self.assembler.line(text, Place(NOWHERE, paragraph=self.paragraphs), heading=level, rule=rule)

    def printed(self) -> str:
        """The text of the paragraph with its number; both are used up."""
        text, number = "".join(self.paragraph.pieces), "".join(self.paragraph.number).strip()
        self.paragraph.pieces, self.paragraph.number = [], []
        text = "\n".join(part for part in text.split("\f") if part.strip()) if "\f" in text else text
        if any(map(str.isalnum, number)) and number not in BULLETS and not is_typed(number, text):
            text = number + gap_after(number, "tab") + text if text else number
        return paired(text)


def _end_cell(reader: _Reader, _: int | None) -> None:
    reader.table.end_cell("\n".join((reader.printed(), *reader.boxes)))
    reader.boxes = []


def _end_row(reader: _Reader, _: int | None) -> None:
    reader.table.end_row(reader.row.shape())


def _new_row(reader: _Reader, _: int | None) -> None:
    reader.row = _Row()


def _edge(reader: _Reader, place: int | None) -> None:
    row = reader.row
    if len(row.edges) < MOST_CELLS:
        row.edges.append(place or 0)
        row.down.append(row.next_down)
        row.across.append(row.next_across)
    row.next_down = row.next_across = 0


def _merged(down: int, across: int) -> Callable[[_Reader, int | None], None]:
    def apply(reader: _Reader, _: int | None) -> None:
        reader.row.next_down = down or reader.row.next_down
        reader.row.next_across = across or reader.row.next_across

    return apply


def _left_edge(reader: _Reader, place: int | None) -> None:
    reader.row.edges[0] = place or 0


def _plain_paragraph(reader: _Reader, _: int | None) -> None:
    paragraph = reader.paragraph
    paragraph.in_table, paragraph.outline, paragraph.contents = False, None, False


def _in_table(reader: _Reader, _: int | None) -> None:
    reader.paragraph.in_table = True


def _style(reader: _Reader, number: int | None) -> None:
    reader.paragraph.outline = reader.outlines.get(number or 0)
    reader.paragraph.contents = (number or 0) in reader.contents


def _outline(reader: _Reader, level: int | None) -> None:
    reader.paragraph.outline = level


def _plain_characters(reader: _Reader, _: int | None) -> None:
    reader.state = reader.state._replace(font=reader.default_font, silent=False)


def _silent(reader: _Reader, switch: int | None) -> None:
    reader.state = reader.state._replace(silent=switch != 0)


def _number(reader: _Reader, _: int | None) -> None:
    reader.state = reader.state._replace(group="number")


def _default_font(reader: _Reader, number: int | None) -> None:
    reader.default_font = number or 0


def _code_page(reader: _Reader, number: int | None) -> None:
    page = CODE_PAGES.get(number or 0, f"cp{number}")
    try:
        reader.code_page = codecs.lookup(page).name
    except LookupError:
        reader.code_page = None


COMMANDS: Final[dict[str, Callable[[_Reader, int | None], None]]] = {
    "par": lambda reader, _: reader.end_paragraph(),
    "sect": lambda reader, _: reader.end_paragraph(),
    "page": lambda reader, _: reader.write("\f"),
    "column": lambda reader, _: reader.write("\f"),
    "cell": _end_cell,
    "nestcell": lambda reader, _: reader.end_paragraph(),
    "row": _end_row,
    "trowd": _new_row,
    "cellx": _edge,
    "clvmgf": _merged(3, 0),
    "clvmrg": _merged(1, 0),
    "clmgf": _merged(0, 1),
    "clmrg": _merged(0, 2),
    "trleft": _left_edge,
    "pard": _plain_paragraph,
    "intbl": _in_table,
    "s": _style,
    "outlinelevel": _outline,
    "plain": _plain_characters,
    "v": _silent,
    "deleted": _silent,
    "listtext": _number,
    "pntext": _number,
    "deff": _default_font,
    "ansicpg": _code_page,
}
