"""The binary Word format of .doc and .wps files ([MS-DOC]): its pieces of text, and what its paragraphs are.

Numbers of structures in the file information block (FIB) and codes of properties (sprm) are those of [MS-DOC] 2.5 and
2.6. Text is looked up by CP, a character's place in the document, and by FC, its byte in the WordDocument stream.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from struct import error as StructError  # noqa: N812  the name the standard library gives it is no class name
from struct import unpack_from
from typing import Final, NamedTuple, TypeVar

from rectiparse.reading.docx import WINGDINGS
from rectiparse.reading.numbering import LEVELS, Level, NumberedList
from rectiparse.reading.surrogates import paired
from rectiparse.reading.tabulating import UNKNOWN, RowShape

STORIES: Final = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
ENDS: Final = re.compile("[\r\x07\x0c]")  # paragraph mark; cell or row mark; section mark or page break
FAULTS: Final = (StructError, IndexError, ValueError, OverflowError)  # what a damaged structure leads to
PAGE: Final = 512  # bytes of a page of formatting
MOST_STRETCHES: Final = 500_000
GONE: Final = "\x00"  # in the place of a character that does not print

# Numbers of the structures in the FIB.
STYLES, FONTS, CHARACTERS, PARAGRAPHS, PIECES, LISTS, OVERRIDES = 1, 15, 12, 13, 33, 73, 74
# Codes of properties.
IN_TABLE, ROW_END, DEPTH, ROW, DOWN, HUGE = 0x2416, 0x2417, 0x6649, 0xD608, 0xD62B, (0x6645, 0x6646)
LIST, LEVEL, OUTLINE, TABS = 0x460B, 0x260A, 0x2640, 0xC615
DELETED, HIDDEN, SYMBOL = 0x0800, 0x083C, 0x6A09
OPERANDS: Final = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # bytes by a code's top bits; 6 says it itself

# Number formats (MSONFC, [MS-OSHARED] 2.2.1.3) in order, under the names that ECMA-376 gives them.
NUMBER_FORMATS: Final = [
    "decimal",
    "upperRoman",
    "lowerRoman",
    "upperLetter",
    "lowerLetter",
    "ordinal",
    "cardinalText",
    "ordinalText",
    "hex",
    "chicago",
    "ideographDigital",
    "japaneseCounting",
    "aiueo",
    "iroha",
    "decimalFullWidth",
    "decimalHalfWidth",
    "japaneseLegal",
    "japaneseDigitalTenThousand",
    "decimalEnclosedCircle",
    "decimalFullWidth2",
    "aiueoFullWidth",
    "irohaFullWidth",
    "decimalZero",
    "bullet",
    "ganada",
    "chosung",
    "decimalEnclosedFullstop",
    "decimalEnclosedParen",
    "decimalEnclosedCircleChinese",
    "ideographEnclosedCircle",
    "ideographTraditional",
    "ideographZodiac",
    "ideographZodiacTraditional",
    "taiwaneseCounting",
    "ideographLegalTraditional",
    "taiwaneseCountingThousand",
    "taiwaneseDigital",
    "chineseCounting",
    "chineseLegalSimplified",
    "chineseCountingThousand",
    "ideographDigital",
    "koreanDigital",
    "koreanCounting",
    "koreanLegal",
    "koreanDigital2",
]

_CP1252: Final = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_HAN: Final = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_GBK: Final = re.compile("[\x81-\xfe][\x40-\xfe]")

T = TypeVar("T")


class Piece(NamedTuple):
    """A stretch of text: its first CP and the one after its last, its FC, and the bytes of each character."""

    start: int
    end: int
    fc: int
    width: int


@dataclass(frozen=True, slots=True)
class Format:
    """What a paragraph, or a style, says of itself; None is what it leaves to its style."""

    style: int = 0
    list: int | None = None
    level: int | None = None
    outline: int | None = None  # from 0; 9 is body text
    depth: int = 0  # how many tables it stands in
    row_end: bool = False
    row: RowShape = UNKNOWN


class Style(NamedTuple):
    """A style: its built-in number (sti), the style that it is based on, and its paragraphs' format."""

    built_in: int
    base: int
    format: Format


class Paragraph(NamedTuple):
    """A paragraph's characters, field codes and all, the mark that ends it, and its format."""

    text: str
    mark: str
    format: Format


class Stretch(NamedTuple):
    """A range of FCs and its formatting: of paragraphs, the style's number and the properties."""

    start: int
    end: int
    properties: bytes


class Change(NamedTuple):
    """A range of FCs whose characters do not print, or print as one symbol each."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True, slots=True)
class WordFile:
    """A document of Word 97 to 2003: its text, and the tables that say what it is."""

    word: bytes
    pieces: tuple[Piece, ...]
    lengths: tuple[int, ...]  # characters of each of the STORIES
    styles: Sequence[Style | None]
    lists: dict[str, NumberedList]
    paragraphs: tuple[tuple[Stretch, Format], ...]
    changes: tuple[Change, ...]

    def story(self, name: str) -> Iterator[Paragraph]:
        """The paragraphs of one story, in order."""
        number = STORIES.index(name)
        start = sum(self.lengths[:number])
        text: list[str] = []
        for piece in self.pieces:
            first, last = max(piece.start, start), min(piece.end, start + self.lengths[number])
            if first < last:
                fc = piece.fc + (first - piece.start) * piece.width
                yield from self._paragraphs(fc, last - first, piece.width, text)
        if any(text):
            yield Paragraph(_plain(text), "\r", Format())

    def _paragraphs(self, fc: int, count: int, width: int, text: list[str]) -> Iterator[Paragraph]:
        """The paragraphs that end in a piece; what follows the last is left in `text` for the next piece."""
        characters = self._printing(_decoded(self.word[fc : fc + count * width], width), fc, width)
        done = 0
        for match in ENDS.finditer(characters):
            after = fc + match.end() * width
            at = bisect_right(self.paragraphs, after - width, key=lambda known: known[0].start) - 1
            stretch, format = self.paragraphs[at] if at >= 0 else (None, Format())
            if stretch is None or stretch.end < after:
                format = Format()
            elif match[0] == "\x0c" and after < stretch.end:
                continue  # a page break in the middle of a paragraph
            text.append(characters[done : match.start()])
            yield Paragraph(_plain(text), match[0], format)
            text.clear()
            done = match.end()
        text.append(characters[done:])

    def _printing(self, text: str, fc: int, width: int) -> str:
        """`text` with the changes made, character for character so that places stay."""
        first = max(0, bisect_right(self.changes, fc, key=lambda change: change.start) - 1)
        for change in self.changes[first:]:
            start, end = max(0, (change.start - fc) // width), min(len(text), (change.end - fc) // width)
            if start >= len(text):
                break
            if start < end:
                text = text[:start] + change.instead * (end - start) + text[end:]
        return text

    def resolved(self, format: Format) -> tuple[Format, int]:
        """`format` with what it leaves to its style, and the style's built-in number."""
        number, seen = format.style, 0
        built_in = -1
        while 0 <= number < len(self.styles) and seen < 50:  # Word allows 11 styles in a chain
            style = self.styles[number]
            if style is None:
                break
            built_in = style.built_in if built_in < 0 else built_in
            format = replace(
                format,
                list=style.format.list if format.list is None else format.list,
                level=style.format.level if format.level is None else format.level,
                outline=style.format.outline if format.outline is None else format.outline,
            )
            number, seen = style.base, seen + 1
        return format, built_in


def open_word(word: bytes, table: bytes, data: bytes) -> WordFile:
    """The document in the streams WordDocument, 0Table or 1Table, and Data.

    Raises one of FAULTS when the text cannot be found; formatting that cannot be read is done without.
    """
    lengths = tuple(unpack_from("<8i", word, 0x4C))
    pieces = tuple(_pieces(_structure(word, table, PIECES)))
    if min(lengths) < 0 or not pieces or sum(lengths[:1]) > pieces[-1].end:
        raise ValueError("the text lies outside of its pieces")
    if sum((piece.end - piece.start) * piece.width for piece in pieces) > 2 * len(word):
        raise ValueError("pieces that share their text, again and again")
    fonts: list[str] = _tolerant(lambda: list(_fonts(_structure(word, table, FONTS))), [])
    stretches: list[Stretch] = _tolerant(
        lambda: list(_stretches(word, _structure(word, table, PARAGRAPHS), _paragraph_page)), []
    )
    runs: list[Stretch] = _tolerant(
        lambda: list(_stretches(word, _structure(word, table, CHARACTERS), _character_page)), []
    )
    styles: list[Style | None] = _tolerant(lambda: list(_styles(_structure(word, table, STYLES))), [])
    return WordFile(
        word=word,
        pieces=pieces,
        lengths=lengths,
        styles=styles,
        lists=_tolerant(lambda: _lists(word, table), {}),
        paragraphs=tuple((stretch, _paragraph_format(stretch.properties, data)) for stretch in stretches),
        changes=tuple(_changes(runs, fonts)),
    )


def _tolerant(build: Callable[[], T], otherwise: T) -> T:
    try:
        return build()
    except FAULTS:
        return otherwise


def _structure(word: bytes, table: bytes, number: int) -> bytes:
    """One of the structures that the FIB points to; empty where the file has none."""
    start, length = unpack_from("<II", word, 0x9A + 8 * number)
    return table[start : start + length]


# --- text ----------------------------------------------------------------------------------------------------------


def _pieces(clx: bytes) -> Iterator[Piece]:
    """The piece table (2.8.35), after the property lists that may stand before it."""
    at = 0
    while clx[at] == 1:
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("no piece table")
    count = (unpack_from("<I", clx, at + 1)[0] - 4) // 12
    at += 5
    places = unpack_from(f"<{count + 1}I", clx, at)
    for number in range(count):
        (fc,) = unpack_from("<I", clx, at + 4 * (count + 1) + 8 * number + 2)
        start, end = places[number], places[number + 1]
        if start > end:
            raise ValueError("pieces out of order")
        yield Piece(start, end, (fc & 0x3FFFFFFF) // 2, 1) if fc & 0x40000000 else Piece(start, end, fc, 2)


def _decoded(raw: bytes, width: int) -> str:
    """The characters of a piece, one for each place; of two bytes that are one character the second gives GONE."""
    if width == 2:
        return "".join(map(chr, unpack_from(f"<{len(raw) // 2}H", raw)))
    text = raw.decode("latin-1")
    high = len(_HIGH.findall(raw))
    if high and 2 * len(_HAN.findall(raw)) > 0.6 * high:  # GBK, as makers other than Word write it
        return _GBK.sub(lambda pair: pair[0].encode("latin-1").decode("gbk", "replace")[0] + GONE, text)
    return text.translate(_CP1252)


def _plain(pieces: Iterable[str]) -> str:
    """The text in `pieces` without what does not print, surrogates paired."""
    return paired("".join(pieces).replace(GONE, ""))


# --- formatting ----------------------------------------------------------------------------------------------------


def _stretches(word: bytes, table: bytes, page: Callable[[bytes], Iterable[Stretch]]) -> Iterator[Stretch]:
    """The stretches on all pages of formatting that a table (2.8.5, 2.8.6) lists, by FC."""
    count = (len(table) - 4) // 8
    known: list[Stretch] = []
    for number in range(count):
        (place,) = unpack_from("<I", table, 4 * (count + 1) + 4 * number)
        start = (place & 0x3FFFFF) * PAGE
        known += page(word[start : start + PAGE])
        if len(known) > MOST_STRETCHES:
            raise ValueError("more formatting than text")
    end = -1
    for stretch in sorted(known, key=lambda stretch: stretch.start):
        if stretch.start >= end:  # pages of a damaged file may overlap
            yield stretch
            end = stretch.end


def _paragraph_page(page: bytes) -> Iterator[Stretch]:
    """Paragraphs (2.9.176): each has 13 bytes, of which the first is half the place of its properties."""
    count = page[PAGE - 1]
    places = unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + 13 * number]
        size = 2 * page[at] - 1
        if at and size < 0:
            at, size = at + 1, 2 * page[at + 1]
        yield Stretch(places[number], places[number + 1], page[at + 1 : at + 1 + size] if at else b"")


def _character_page(page: bytes) -> Iterator[Stretch]:
    """Runs of characters (2.9.33): each has half the place of its properties."""
    count = page[PAGE - 1]
    places = unpack_from(f"<{count + 1}I", page)
    for number in range(count):
        at = 2 * page[4 * (count + 1) + number]
        yield Stretch(places[number], places[number + 1], page[at + 1 : at + 1 + page[at]] if at else b"")


def _properties(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """The properties in a list (2.6): each one's code and operand; a list that is cut short ends early."""
    at = 0
    while at + 3 <= len(packed):
        (code,) = unpack_from("<H", packed, at)
        at += 2
        size = OPERANDS.get(code >> 13, 0)
        if code == ROW:
            size = int.from_bytes(packed[at : at + 2], "little") - 1
            at += 2
        elif size == 0:
            size = packed[at]
            at += 1
            if code == TABS and size == 255:
                gone = packed[at] if at < len(packed) else 0
                added = packed[at + 1 + 4 * gone] if at + 1 + 4 * gone < len(packed) else 0
                size = 2 + 4 * gone + 3 * added
        yield code, packed[at : at + max(0, size)]
        at += max(0, size)


def _paragraph_format(stretch: bytes, data: bytes) -> Format:
    """The format of a paragraph from its style's number and its properties."""
    return _tolerant(lambda: _format(int.from_bytes(stretch[:2], "little"), stretch[2:], data), Format())


def _format(style: int, packed: bytes, data: bytes) -> Format:
    numbers: dict[int, int] = {}
    row = RowShape()
    for code, operand in _properties(packed):
        if code in HUGE:  # more than fits on a page stands in the stream Data
            (start,) = unpack_from("<I", operand)
            (size,) = unpack_from("<H", data, start)
            huge = _format(style, data[start + 2 : start + 2 + size], b"")
            numbers |= {ROW_END: huge.row_end, DEPTH: huge.depth}
            row = huge.row
        elif code == ROW:
            row = _row_format(operand)
        elif code == DOWN and len(operand) == 2 and operand[0] < len(row.down):
            row = row._replace(down=(*row.down[: operand[0]], operand[1], *row.down[operand[0] + 1 :]))
        else:
            numbers[code] = int.from_bytes(operand[:4], "little")
    return Format(
        style=style,
        list=numbers.get(LIST),
        level=numbers.get(LEVEL),
        outline=numbers.get(OUTLINE),
        depth=max(numbers.get(DEPTH, 0), int(bool(numbers.get(IN_TABLE)))),
        row_end=bool(numbers.get(ROW_END)),
        row=row,
    )


def _row_format(operand: bytes) -> RowShape:
    """The cells of a row (2.9.319): their edges, and 20 bytes for each, which may be left out at the end."""
    count = operand[0]
    edges = unpack_from(f"<{count + 1}h", operand, 1)
    cells = operand[3 + 2 * count :]
    flags = [int.from_bytes(cells[20 * number : 20 * number + 2], "little") for number in range(count)]
    return RowShape(edges, tuple(flag >> 5 & 3 for flag in flags), tuple(flag & 3 for flag in flags))


def _changes(runs: Iterable[Stretch], fonts: Sequence[str]) -> Iterator[Change]:
    """What does not print, deleted and hidden text, and the symbols that are given by their code in a font."""
    for run in runs:
        properties = dict(_properties(run.properties)) if run.properties else {}
        if properties.get(DELETED, b"")[:1] == b"\1" or properties.get(HIDDEN, b"")[:1] in (b"\1", b"\x81"):
            yield Change(run.start, run.end, GONE)
        elif len(symbol := properties.get(SYMBOL, b"")) == 4:
            font, code = unpack_from("<HH", symbol)
            wingdings = font < len(fonts) and fonts[font].lower() == "wingdings"
            yield Change(run.start, run.end, WINGDINGS.get(code & 0xFF, chr(code)) if wingdings else chr(code))


def _fonts(table: bytes) -> Iterator[str]:
    """The names of the fonts (2.9.286): each entry says its length, its name starts at byte 39."""
    (count,) = unpack_from("<H", table)
    at = 4
    for _ in range(count):
        size = table[at]
        yield table[at + 40 : at + 1 + size].decode("utf-16-le", "replace").split("\0")[0]
        at += 1 + size


def _styles(table: bytes) -> Iterator[Style | None]:
    """The styles (2.9.271) by number, None where a number is not used."""
    header, count, fixed = unpack_from("<HHH", table)
    at = 2 + header
    for _ in range(count):
        (size,) = unpack_from("<H", table, at)
        at += 2
        yield _style(table[at : at + size], fixed) if size else None
        at += size


def _style(entry: bytes, fixed: int) -> Style:
    built_in, kind, packed = unpack_from("<HHH", entry)
    (name,) = unpack_from("<H", entry, fixed)
    at = fixed + 2 + 2 * name + 2
    format = Format()
    if kind & 0xF == 1 and packed & 0xF:  # a paragraph style: its first list of properties starts with a number
        (size,) = unpack_from("<H", entry, at)
        format = _tolerant(lambda: _format(0, entry[at + 4 : at + 2 + size], b""), format)
    return Style(built_in & 0xFFF, kind >> 4, format)


# --- lists ---------------------------------------------------------------------------------------------------------


def _lists(word: bytes, table: bytes) -> dict[str, NumberedList]:
    """The lists by the number that a paragraph gives (ilfo), as the numbering counts them."""
    definitions = dict(_definitions(word, table))
    overrides = _structure(word, table, OVERRIDES)
    (count,) = unpack_from("<I", overrides)
    at = 4 + 16 * count
    lists = {}
    for number in range(min(count, 0x7FE)):
        definition, _, _, changed = unpack_from("<iiiB", overrides, 4 + 16 * number)
        levels, starts = dict(definitions.get(definition, {})), {}
        at += 4
        for _ in range(changed):
            start, flags = unpack_from("<iI", overrides, at)
            at += 8
            level = flags & 0xF
            if flags & 0x20:
                levels[level], at = _level(overrides, at)
            elif flags & 0x10:
                starts[level] = start
        lists[str(number + 1)] = NumberedList(str(definition), levels, starts)
    return lists


def _definitions(word: bytes, table: bytes) -> Iterator[tuple[int, dict[int, Level]]]:
    """The levels of each list definition (2.9.147); they follow the table that names the definitions."""
    start, length = unpack_from("<II", word, 0x9A + 8 * LISTS)
    if not length:
        return
    (count,) = unpack_from("<H", table, start)
    at = start + length
    for number in range(count):
        (definition,) = unpack_from("<i", table, start + 2 + 28 * number)
        simple = table[start + 2 + 28 * number + 26] & 1
        levels = {}
        for level in range(1 if simple else LEVELS):
            levels[level], at = _level(table, at)
        yield definition, levels


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """A level (2.9.150) and where the next one starts."""
    start, format, flags = unpack_from("<iBB", table, at)
    places, follows = table[at + 6 : at + 15], table[at + 15]
    size, before, restart = table[at + 24], table[at + 25], table[at + 26]
    marked = dict(_properties(table[at + 28 + before : at + 28 + before + size]))
    at += 28 + before + size
    (length,) = unpack_from("<H", table, at)
    text = list(table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace"))
    for place in places:
        if 0 < place <= len(text) and ord(text[place - 1]) < LEVELS:
            text[place - 1] = f"%{ord(text[place - 1]) + 1}"
    level = Level(
        start=start,
        format=NUMBER_FORMATS[format] if format < len(NUMBER_FORMATS) else "decimal",
        template="".join(text),
        restart=restart if flags & 8 else None,
        legal=bool(flags & 4),
        suffix=("tab", "space", "nothing")[min(follows, 2)],
        hidden=marked.get(HIDDEN, b"")[:1] == b"\1",
    )
    return level, at + 2 + 2 * length
