"""PDF files: characters by their place on the page, since plain extraction moves Chinese quotation marks."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.assembling import Assembler
from rectiparse.reading.grid import MOST_RULES, Rule
from rectiparse.reading.layout import WIDE, Page, Run, compose, is_page_number

if TYPE_CHECKING:
    import pypdfium2

MOST_CHARACTERS: Final = 6_000_000  # a plan has 60,000, a book 500,000

_BLANKS: Final = frozenset(map(ord, " \t\r\n\u00a0\u3000"))
_UNKNOWN: Final = frozenset({*range(32), 0xFFFE, 0xFFFF}) - _BLANKS
_WIDE: Final = ord(WIDE)


def read_pdf(data: bytes, name: str) -> Document:
    """The document that a PDF file prints, with the page of each paragraph.

    Raises ReadingError for a file that is encrypted, damaged or too long, that holds scanned pages, or pages
    whose fonts do not say which characters they draw: a ledger that lacks their lines would not show it.
    """
    import pypdfium2

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
    characters = 0
    for number in range(1, len(pdf) + 1):
        try:
            sheet = pdf[number - 1]
            try:
                page, mapped = _page(sheet, number)
                if not mapped:
                    unmapped.append(number)
                words = [run.text for run in page.runs]
                if all(map(is_page_number, words)) and _pictured(sheet):
                    scanned.append(number)
            finally:
                sheet.close()
        except pypdfium2.PdfiumError:
            broken.append(number)
            continue
        characters += sum(map(len, words))
        if characters > MOST_CHARACTERS:
            raise ReadingError(
                "{name}: more than {most} characters by page {page}; split it",
                name=name,
                most=MOST_CHARACTERS,
                page=number,
            )
        yield page
    if broken:
        raise ReadingError(
            "{name}: damaged, page {pages} cannot be read; get the file again", name=name, pages=_ranges(broken)
        )
    if scanned:
        raise ReadingError(
            "{name}: scanned, page {pages} is a picture without text; "
            "recognise its text (OCR) first, or take such pages out",
            name=name,
            pages=_ranges(scanned),
        )
    if unmapped:
        raise ReadingError(
            "{name}: the fonts on page {pages} do not say which characters they draw; "
            "recognise their text (OCR) first, or find the file that it was made from",
            name=name,
            pages=_ranges(unmapped),
        )
    if not characters:
        raise ReadingError("{name}: no text in it; recognise its text (OCR) first", name=name)


def _ranges(numbers: list[int]) -> str:
    """Numbers as a person writes them: 1–3, 7."""
    runs = [
        [number for _, number in group] for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


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
    """Characters that follow each other on one line as runs, and the text that runs aslant.

    A run ends at any gap, so that what is drawn out of order falls into its place when runs are sorted.
    """
    import pypdfium2.raw as pdfium

    unicode_of, box_of, angle_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle,
    )
    box = pdfium.FS_RECTF()
    runs: list[Run] = []
    aslant: list[str] = []
    letters: list[str] = []
    start = edge = ink = top = bottom = middle = reach = em = 0.0

    def finish() -> None:
        if letters:
            runs.append(Run("".join(letters), start, top, ink, bottom, em))
            letters.clear()

    for at in range(text.count_chars()):
        code = unicode_of(text, at)
        if not box_of(text, at, box):
            continue
        left, high, right, low = _turned(box.left, box.top, box.right, box.bottom, turn)
        width = right - left
        blank = code in _BLANKS
        if blank and (width <= 0 or not letters):
            continue  # PDFium's own guess at a gap
        follows = letters and abs((high + low) / 2 - middle) < reach and -reach < left - edge < reach
        if blank:
            if follows:
                letters.append(chr(code))
                edge = right
            continue
        if not follows:
            finish()
            if _quarter(angle_of(text, at)) != turn:
                aslant.append(chr(code))
                continue
            start, top, bottom, em = left, high, low, 0.0
            middle, reach = (high + low) / 2, 0.3 * max(low - high, 1.0)
        if code in _UNKNOWN:  # PDFium has a sign of its own for a hyphen that ends a line
            code = ord("-") if pdfium.FPDFText_IsHyphen(text, at) == 1 else 0xFFFD
        letters.append(chr(code))
        edge = ink = right
        if code >= _WIDE and width > em:
            em = width
    finish()
    return runs, ["".join(aslant)] if aslant else []


def _rules(sheet: pypdfium2.PdfPage, turn: int) -> list[Rule]:
    """The straight strokes and the edges of the boxes that the page draws."""
    import pypdfium2.raw as pdfium

    rules: list[Rule] = []
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(pdfium.FPDFPage_CountObjects(sheet)):
        path = pdfium.FPDFPage_GetObject(sheet, at)
        if pdfium.FPDFPageObj_GetType(path) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        pdfium.FPDFPageObj_GetMatrix(path, matrix)
        outline: list[tuple[float, float]] = []
        for step in range(pdfium.FPDFPath_CountSegments(path)):
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
        if len(rules) > MOST_RULES:
            return []
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
