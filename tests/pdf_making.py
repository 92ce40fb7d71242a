"""Small PDF files for tests: text, strokes and pictures put where a test wants them.

The fonts are named, not embedded, with Adobe's CMap from Unicode: PDFium knows it, and so no font file is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842
CLOSING = "，。；：、！？”》）"


class Words(NamedTuple):
    """Text whose baseline starts at `x`, `y` points from the lower left corner; `matrix` turns it."""

    x: float
    y: float
    text: str
    size: float = 16
    matrix: tuple[float, float, float, float] = (1, 0, 0, 1)


class Stroke(NamedTuple):
    """A thin line from one point to another."""

    x: float
    y: float
    u: float
    v: float


class Picture(NamedTuple):
    """A grey picture over the box."""

    x: float
    y: float
    width: float
    height: float


Item = Words | Stroke | Picture


def make_pdf(pages: Sequence[Iterable[Item]], *, rotate: int = 0, mapped: bool = True) -> bytes:
    """A PDF file; `rotate` is each page's /Rotate, `mapped` False makes the font say nothing of its characters."""
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>"
        if mapped
        else b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/CharProcs<<>>"
        b"/Encoding<</Type/Encoding/Differences[0%s]>>/FirstChar 0/LastChar 255/Widths[%s]>>"
        % (b"/g1" * 256, b"500 " * 256)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>"
        % (b" ".join(b"%d 0 R" % (7 + 2 * at) for at in range(len(pages))), len(pages)),
        font,
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500 814 907 500]"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"\nstream\n\x80\nendstream",
    ]
    for at, page in enumerate(pages):
        content = "\n".join(map(_drawn, page)).encode("latin-1")
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Rotate %d"
            b"/Resources<</Font<</F 3 0 R>>/XObject<</I 6 0 R>>>>/Contents %d 0 R>>"
            % (WIDTH, HEIGHT, rotate, 8 + 2 * at)
        )
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _drawn(item: Item) -> str:
    if isinstance(item, Words):
        a, b, c, d = item.matrix
        code = item.text.encode("utf-16-be").hex()
        return f"BT /F {item.size} Tf {a} {b} {c} {d} {item.x} {item.y} Tm <{code}> Tj ET"
    if isinstance(item, Stroke):
        return f"0.5 w {item.x} {item.y} m {item.u} {item.v} l S"
    return f"q {item.width} 0 0 {item.height} {item.x} {item.y} cm /I Do Q"


def typeset(
    paragraphs: Iterable[str],
    *,
    per_line: int = 26,
    per_page: int = 22,
    indent: int = 2,
    gap: float = 0,
    size: float = 16,
    lead: float = 28,
) -> list[list[Item]]:
    """Pages with the paragraphs as a word processor breaks them: no closing mark starts a line, no word is cut.

    `indent` counts characters, `gap` is the space between paragraphs in points.
    """
    pages: list[list[Item]] = []
    at = 0
    for paragraph in paragraphs:
        left, rest = float(indent), paragraph
        while rest:
            if at % per_page == 0:
                pages.append([])
                y = HEIGHT - 100.0
            room, end = per_line - left, 0
            while end < len(rest) and (room := room - _width(rest[end])) >= 0:
                end += 1
            while 1 < end < len(rest) and (rest[end] in CLOSING or (rest[end - 1] + rest[end]).isascii()):
                end -= 1
            pages[-1].append(Words(90 + left * size, y, rest[:end], size))
            rest, left, at, y = rest[end:], 0, at + 1, y - lead
        y -= gap
    return pages


def _width(letter: str) -> float:
    return 0.5 if letter.isascii() else 1
