"""OFD files (GB/T 33190-2016), the format of electronic official documents (电子公文): characters by their place."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.archive import Archive, open_archive
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.grid import MOST_RULES, Rule
from rectiparse.reading.layout import MOST_CHARACTERS, WIDE, Glyph, Page, Run, compose, gather, is_page_number, ranges

POINT: Final = 72 / 25.4  # OFD counts millimetres
A4: Final = (0.0, 0.0, 210.0, 297.0)
ASCENT: Final = 0.88  # of the size of type above the baseline, as Chinese fonts have it
LARGEST: Final = 1e6  # a number beyond this is no place on a page

Box = tuple[float, float, float, float]
TOKEN: Final = re.compile(r"[A-Za-z]|-?[\d.]+(?:[eE][+-]?\d+)?")


def read_ofd(data: bytes, name: str) -> Document:
    """The document that an OFD file prints, with the page of each paragraph.

    Raises ReadingError for a file that is damaged or too long, or that holds scanned pages.
    """
    archive = open_archive(data, name)
    assembler = Assembler()
    compose(_pages(archive, name), assembler)
    return assembler.document(name, "ofd", None, data)


def _pages(archive: Archive, name: str) -> Iterator[Page]:
    """The pages of all documents in the file, in order."""
    parts = {part.lower(): part for part in archive.parts}
    scanned = []
    characters = 0
    for number, (sheet, box) in enumerate(_sheets(archive, parts), 1):
        page = sheet.page(number, box)
        words = [run.text for run in page.runs]
        if all(map(is_page_number, words)) and sheet.pictures > 0.25 * box[2] * box[3]:
            scanned.append(number)
        characters += sum(map(len, words)) + sum(map(len, page.aslant))
        if characters > MOST_CHARACTERS:
            raise ReadingError("{name}: too much for one document by page {page}; split it", name=name, page=number)
        yield page
    if scanned:
        raise ReadingError(
            "{name}: scanned, page {pages} is a picture without text; "
            "recognise its text (OCR) first, or take such pages out",
            name=name,
            pages=ranges(scanned),
        )
    if not characters:
        raise ReadingError("{name}: no text in it; recognise its text (OCR) first", name=name)


def _sheets(archive: Archive, parts: dict[str, str]) -> Iterator[tuple[_Sheet, Box]]:
    """What each page draws, on the templates that lie under it, and the page's box in millimetres."""
    seen = set()
    for root in _named(_parsed(archive, parts, "OFD.xml"), "DocRoot"):
        path = _joined("", root.text)
        document = _parsed(archive, parts, path)
        folder = posixpath.dirname(path)
        places = {entry.get("ID"): entry.get("BaseLoc") for entry in _named(document, "TemplatePage")}
        templates: dict[str | None, _Sheet] = {}
        usual = next((_numbers(box.text) for box in _named(document, "PhysicalBox")), None)
        pages = next(_named(document, "Pages"), None)
        for entry in _named(pages, "Page") if pages is not None else ():
            path = _joined(folder, entry.get("BaseLoc"))
            if path in seen:  # made to be read again and again
                raise ReadingError("{name}: the page {part} stands in it twice", name=archive.name, part=path)
            seen.add(path)
            content = _parsed(archive, parts, path)
            sheet = _Sheet()
            for use in _named(content, "Template"):
                key = use.get("TemplateID")
                if key in places and key not in templates:
                    templates[key] = _Sheet()
                    templates[key].draw(_parsed(archive, parts, _joined(folder, places[key])))
                if key in templates:
                    sheet.lie_on(templates[key])
            sheet.draw(content)
            own = next((_numbers(box.text) for box in _named(content, "PhysicalBox")), None)
            yield sheet, _box(own) or _box(usual) or A4


def _parsed(archive: Archive, parts: dict[str, str], path: str) -> Element:
    """The root of a part; makers differ in capitals."""
    return archive.parse(parts.get(path.lower(), path))


def _named(root: Element, name: str) -> Iterator[Element]:
    """The elements called `name`, whatever their namespace: makers differ in it."""
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _joined(folder: str, place: str | None) -> str:
    """A place in the file as OFD writes it: from the root where it starts with a stroke, else from the folder."""
    return posixpath.normpath(posixpath.join("/", folder, (place or "").strip())).lstrip("/")


def _number(text: str | None, otherwise: float = 0.0) -> float:
    """A number, `otherwise` for what is none or lies outside of any page."""
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if abs(number) < LARGEST else otherwise


def _numbers(text: str | None) -> list[float]:
    return [_number(word) for word in (text or "").split()]


def _box(numbers: list[float] | None) -> Box | None:
    if numbers is None or len(numbers) != 4 or min(numbers[2:]) <= 0:
        return None
    return numbers[0], numbers[1], numbers[2], numbers[3]


def _steps(text: str | None) -> list[float]:
    """The steps from character to character: `g 3 4.5` is 4.5 three times over."""
    words = (text or "").split()
    steps: list[float] = []
    at = 0
    while at < len(words):
        if words[at] == "g" and at + 2 < len(words):
            steps += [_number(words[at + 2])] * min(int(_number(words[at + 1])), MOST_CHARACTERS - len(steps))
            at += 3
        else:
            steps.append(_number(words[at]))
            at += 1
    return steps


class _Matrix(NamedTuple):
    """How an object's own coordinates are laid on the page."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The place on the page, in points."""
        return POINT * (self.a * x + self.c * y + self.e), POINT * (self.b * x + self.d * y + self.f)


def _matrix(element: Element) -> _Matrix:
    """The element's CTM, moved to the corner of its boundary."""
    corner = _numbers(element.get("Boundary"))
    x, y = corner[:2] if len(corner) == 4 else (0.0, 0.0)
    own = _numbers(element.get("CTM"))
    if len(own) != 6:
        return _Matrix(e=x, f=y)
    return _Matrix(own[0], own[1], own[2], own[3], own[4] + x, own[5] + y)


@dataclass(slots=True)
class _Sheet:
    """What has been drawn on a page so far; `pictures` is the area that they cover, in square millimetres."""

    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    aslant: list[str] = field(default_factory=list)
    pictures: float = 0.0

    def page(self, number: int, box: Box) -> Page:
        """The page with all that was drawn."""
        rules = self.rules if len(self.rules) <= MOST_RULES else []
        return Page(number, 0, POINT * box[2], self.runs, rules, self.aslant)

    def lie_on(self, template: _Sheet) -> None:
        """Add what the template draws."""
        self.runs += template.runs
        self.rules += template.rules
        self.aslant += template.aslant
        self.pictures += template.pictures

    def draw(self, content: Element) -> None:
        """Add the text, the strokes and the pictures of a page's content or template."""
        for element in content.iter():
            kind = element.tag.rpartition("}")[2]
            if kind == "TextObject":
                self.write(element)
            elif kind == "PathObject" and len(self.rules) <= MOST_RULES:
                self.stroke(element)
            elif kind == "ImageObject" and (box := _box(_numbers(element.get("Boundary")))):
                self.pictures += box[2] * box[3]

    def write(self, element: Element) -> None:
        """Add a text object; what runs aslant is kept apart."""
        matrix = _matrix(element)
        upright = abs(matrix.b) <= 0.03 * abs(matrix.a) and matrix.a > 0
        size = _number(element.get("Size"))
        em, height = size * _number(element.get("HScale"), 1), size * abs(matrix.d)
        x = y = 0.0
        for code in element:
            if code.tag.rpartition("}")[2] != "TextCode" or not code.text:
                continue
            if not upright:
                self.aslant.append(code.text.strip())
                continue
            x, y = _number(code.get("X"), x), _number(code.get("Y"), y)
            self.runs += (run for run, _ in gather(_glyphs(code, x, y, em, height, matrix)))

    def stroke(self, element: Element) -> None:
        """Add the straight edges of a path that run along the page."""
        matrix = _matrix(element)
        data = next((child.text for child in element if child.tag.rpartition("}")[2] == "AbbreviatedData"), None)
        for outline in _outlines(data or ""):
            points = [matrix.place(x, y) for x, y in outline]
            for (x, y), (u, v) in pairwise(points):
                if abs(x - u) < 0.5 or abs(y - v) < 0.5:
                    self.rules.append(Rule(min(x, u), min(y, v), max(x, u), max(y, v)))


def _glyphs(code: Element, x: float, y: float, em: float, height: float, matrix: _Matrix) -> Iterator[Glyph]:
    """The characters of a line of text; a step that is not given is the character's own width."""
    across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
    for at, letter in enumerate(code.text or ""):
        width = em if letter >= WIDE or letter in "“”‘’…—" else em / 2
        left, base = matrix.place(x, y)
        right, _ = matrix.place(x + width, y)
        yield letter, left, base - POINT * ASCENT * height, right, base + POINT * (1 - ASCENT) * height, at
        x += across[at] if at < len(across) else across[-1] if across and letter >= WIDE else width
        y += down[at] if at < len(down) else 0


def _outlines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The corners of each straight-edged figure in a path: S and M start one, L goes on, C closes it, curves end it."""
    outline: list[tuple[float, float]] = []
    tokens = TOKEN.findall(data)
    at = 0
    while at < len(tokens):
        operator = tokens[at]
        numbers = []
        at += 1
        while at < len(tokens) and not tokens[at].isalpha():
            numbers.append(_number(tokens[at]))
            at += 1
        if operator in "SM" or operator not in "LC":
            if len(outline) > 1:
                yield outline
            outline = []
        if operator in "SML" and len(numbers) >= 2:
            outline.append((numbers[0], numbers[1]))
        elif operator == "C" and outline:
            outline.append(outline[0])
    if len(outline) > 1:
        yield outline
