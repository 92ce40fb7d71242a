"""PDF files: characters by their place on the page, since plain extraction moves Chinese quotation marks."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.box_font import use_box_font
from rectiparse.reading.grid import MOST_RULES, THIN, Rule
from rectiparse.reading.layout import MOST_CHARACTERS, Glyph, Page, Run, compose, gather, is_page_number, ranges

if TYPE_CHECKING:
    import pypdfium2


MOST_OBJECTS: Final = 5_000_000  # drawn on all pages; a page of text has 50 to 500
_BLANKS: Final = frozenset(map(ord, " \t\r\n\u00a0"))
_LAST_BLANK: Final = max(_BLANKS)
_UNKNOWN: Final = frozenset({*range(32), 0xFFFE, 0xFFFF}) - _BLANKS


def read_pdf(data: bytes, name: str) -> Document:
    """The document that a PDF file prints, with the page of each paragraph.

    Raises ReadingError for a file that is encrypted, damaged or too long, that holds scanned pages, or pages
    whose fonts do not say which characters they draw: a ledger that lacks their lines would not show it.
    """
    import pypdfium2

    use_box_font()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise ReadingError(
                "{name}: encrypted; open it with its password and save it without one", name=name
            ) from None
        raise ReadingError("{name}: cut short or damaged; get the file again", name=name) from None
    assembler = Assembler()
    try:
        compose(_pages(pdf, name), assembler)
    finally:
        pdf.close()
    return assembler.document(name, "pdf", None, data)


def _pages(pdf: pypdfium2.PdfDocument, name: str) -> Iterator[Page]:
    """The pages in order, each closed before the next is opened; faults are told when all have been seen."""
    import pypdfium2

    scanned, broken, unmapped = [], [], []
    characters = objects = 0
    for number in range(1, len(pdf) + 1):
        try:
            sheet = pdf[number - 1]
            try:
                objects += pypdfium2.raw.FPDFPage_CountObjects(sheet)
                page, mapped = _page(sheet, number)
                words = [run.text for run in page.runs]
                if all(map(is_page_number, words)) and _pictured(sheet):
                    scanned.append(number)
            finally:
                sheet.close()
        except pypdfium2.PdfiumError:
            broken.append(number)
            continue
        if not mapped:
            unmapped.append(number)
        characters += sum(map(len, words)) + sum(map(len, page.aslant))
        if characters > MOST_CHARACTERS or objects > MOST_OBJECTS:
            raise ReadingError("{name}: too much for one document by page {page}; split it", name=name, page=number)
        yield page
    if broken:
        raise ReadingError(
            "{name}: damaged, page {pages} cannot be read; get the file again", name=name, pages=ranges(broken)
        )
    if scanned:
        raise ReadingError(
            "{name}: scanned, page {pages} is a picture without text; "
            "recognise its text (OCR) first, or take such pages out",
            name=name,
            pages=ranges(scanned),
        )
    if unmapped:
        raise ReadingError(
            "{name}: the fonts on page {pages} do not say which characters they draw; "
            "recognise their text (OCR) first, or find the file that it was made from",
            name=name,
            pages=ranges(unmapped),
        )
    if not characters:
        raise ReadingError("{name}: no text in it; recognise its text (OCR) first", name=name)


def _page(sheet: pypdfium2.PdfPage, number: int) -> tuple[Page, bool]:
    """The page's characters as runs and its ruling strokes, turned the way the text reads; and False where the
    fonts do not say which characters they draw.
    """
    text = sheet.get_textpage()
    try:
        turn, mapped = _sampled(text)
        runs, aslant = _runs(text, turn)
    finally:
        text.close()
    left, bottom, right, top = sheet.get_bbox()
    near, _, far, _ = _turned(left, top, right, bottom, turn)
    return Page(number, near, far, runs, _rules(sheet, turn) if runs else (), aslant), mapped


def _quarter(angle: float) -> int | None:
    """How many quarter turns, with the clock, an angle in radians is; None for what runs aslant."""
    turns = angle / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < 0.03 else None


def _sampled(text: pypdfium2.PdfTextPage) -> tuple[int, bool]:
    """The direction in which most characters run, in quarter turns, and whether most are known: samples tell."""
    import pypdfium2.raw as pdfium

    count = text.count_chars()
    samples = [at for at in range(0, count, max(1, count // 16)) if not pdfium.FPDFText_IsGenerated(text, at)]
    turns = Counter(_quarter(pdfium.FPDFText_GetCharAngle(text, at)) for at in samples)
    unknown = sum(pdfium.FPDFText_HasUnicodeMapError(text, at) == 1 for at in samples)
    turn = max((turn for turn in turns if turn is not None), key=lambda turn: (turns[turn], -turn), default=0)
    return turn, unknown * 2 <= len(samples)


def _turned(left: float, top: float, right: float, bottom: float, turn: int) -> tuple[float, float, float, float]:
    """A box in PDF's coordinates (up from below) as one that counts down from above, turned upright."""
    if turn == 0:
        return left, -top, right, -bottom
    if turn == 1:
        return -top, -right, -bottom, -left
    if turn == 2:
        return -right, bottom, -left, top
    return bottom, left, top, right


def _runs(text: pypdfium2.PdfTextPage, turn: int) -> tuple[list[Run], list[str]]:
    """The characters as runs, and the text that runs aslant."""
    import pypdfium2.raw as pdfium

    runs: list[Run] = []
    aslant: list[str] = []
    for run, first in gather(_glyphs(text, turn)):
        if _quarter(pdfium.FPDFText_GetCharAngle(text, first)) == turn:
            runs.append(run)
        else:
            aslant.append(run.text)
    return runs, ["".join(aslant)] if aslant else []


def _glyphs(text: pypdfium2.PdfTextPage, turn: int) -> Iterator[Glyph]:
    """The characters that the page draws, without the blanks and line ends that PDFium guesses."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for at in range(text.count_chars()):
        code = unicode_of(text, at)
        if not box_of(text, at, box):
            continue
        left, top, right, bottom = _turned(box.left, box.top, box.right, box.bottom, turn)
        if code <= _LAST_BLANK and left >= right and code in _BLANKS:
            continue
        if code in _UNKNOWN:  # PDFium has a sign of its own for a hyphen that ends a line
            code = ord("-") if pdfium.FPDFText_IsHyphen(text, at) == 1 else 0xFFFD
        yield chr(code), left, top, right, bottom, at


def _rules(sheet: pypdfium2.PdfPage, turn: int) -> list[Rule]:
    """The straight strokes and the edges of the boxes that the page draws."""
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_float(), ctypes.c_float()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for at in range(pdfium.FPDFPage_CountObjects(sheet)):
        path = pdfium.FPDFPage_GetObject(sheet, at)
        if pdfium.FPDFPageObj_GetType(path) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        if len(rules) > MOST_RULES:
            return []
        pdfium.FPDFPageObj_GetBounds(path, left, bottom, right, top)
        if min(right.value - left.value, top.value - bottom.value) < THIN:  # one stroke, as most are
            rules.append(Rule(*_turned(left.value, top.value, right.value, bottom.value, turn)))
            continue
        count = pdfium.FPDFPath_CountSegments(path)
        if count > MOST_RULES:
            continue
        pdfium.FPDFPageObj_GetMatrix(path, matrix)
        outline: list[tuple[float, float]] = []
        for step in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(path, step)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            point = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
                rules += _edges(outline, turn)
                outline = []
            outline.append(point)
            if pdfium.FPDFPathSegment_GetClose(segment):
                outline.append(outline[0])
        rules += _edges(outline, turn)
    return rules


def _edges(outline: list[tuple[float, float]], turn: int) -> Iterator[Rule]:
    for (x, y), (u, v) in pairwise(outline):
        if abs(x - u) < 0.5 or abs(y - v) < 0.5:
            yield Rule(*_turned(min(x, u), max(y, v), max(x, u), min(y, v), turn))


def _pictured(sheet: pypdfium2.PdfPage) -> bool:
    """True when pictures cover a good part of the page."""
    import pypdfium2.raw as pdfium

    area = 0.0
    for picture in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        left, bottom, right, top = picture.get_bounds()
        area += (right - left) * (top - bottom)
    return bool(area > 0.25 * sheet.get_width() * sheet.get_height())
