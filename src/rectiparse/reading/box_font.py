"""The one font that PDFium gets for all that a file does not embed: every character a box.

To read text no glyph is needed, but where a font is missing PDFium takes equal words in the same column for the same
words drawn twice, and drops them. Left to itself it takes what happens to be installed, so that text depends on the
machine; where a large Chinese font is found, each page takes ten times as long.
"""

from __future__ import annotations

import ctypes
from functools import cache
from struct import pack
from typing import Final

UNITS: Final = 1000  # to the size of type
ASCENT, DESCENT = 880, -120
LEFT, RIGHT = 50, 200  # of the box, inside the narrowest letter
HANDLE: Final = 1


@cache
def font_file() -> bytes:
    """The font as a TrueType file: glyph 0 and glyph 1, the box, and a map from all of Unicode to the box."""
    outline = pack(">hhhhh", 1, LEFT, DESCENT, RIGHT, ASCENT)  # one contour, and what it fills
    outline += pack(">HH", 3, 0) + bytes([0x01] * 4)  # ends at its fourth point; no instructions; all on the curve
    outline += pack(">hhhh", LEFT, 0, RIGHT - LEFT, 0) + pack(">hhhh", DESCENT, ASCENT - DESCENT, 0, DESCENT - ASCENT)
    outline += bytes(-len(outline) % 4)
    groups = pack(">III", 0x20, 0x10FFFF, 1)
    tables = {
        b"cmap": pack(">HHHHI", 0, 1, 3, 10, 12) + pack(">HHIII", 13, 0, 16 + len(groups), 0, 1) + groups,
        b"glyf": outline * 2,
        b"head": pack(">IIIIHHqq", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0)
        + pack(">hhhhHHhhh", LEFT, DESCENT, RIGHT, ASCENT, 0, 8, 2, 1, 0),
        b"hhea": pack(
            ">IhhhHhhhhhh8xhH", 0x10000, ASCENT, DESCENT, 0, UNITS, LEFT, UNITS - RIGHT, RIGHT, 1, 0, 0, 0, 2
        ),
        b"hmtx": pack(">HhHh", UNITS, LEFT, UNITS, LEFT),
        b"loca": pack(">III", 0, len(outline), 2 * len(outline)),
        b"maxp": pack(">IHHHHHHHHHHHHHH", 0x10000, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    at = 12 + 16 * len(tables)
    directory = pack(">IHHHH", 0x10000, len(tables), 64, 2, 16 * len(tables) - 64)
    body = b""
    for name, table in tables.items():
        directory += name + pack(">III", _checksum(table), at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return directory + body


def _checksum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    return sum(int.from_bytes(padded[at : at + 4], "big") for at in range(0, len(padded), 4)) & 0xFFFFFFFF


@cache
def use_box_font() -> tuple[object, ...]:
    """Give PDFium the box font instead of the system's, for as long as the process runs."""
    import pypdfium2.raw as pdfium

    font = font_file()

    def found(*_: object) -> int:
        return HANDLE

    def data(_this: object, _font: object, table: int, buffer: int | None, size: int) -> int:
        if table:
            return 0  # PDFium asks for a collection of fonts first
        if buffer and size >= len(font):
            ctypes.memmove(buffer, font, len(font))
        return len(font)

    def nothing(*_: object) -> int:
        return 0

    fields = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    callbacks = {
        "MapFont": fields["MapFont"](found),
        "GetFont": fields["GetFont"](found),
        "GetFontData": fields["GetFontData"](data),
        "GetFaceName": fields["GetFaceName"](nothing),
        "GetFontCharset": fields["GetFontCharset"](nothing),
    }
    information = pdfium.FPDF_SYSFONTINFO(version=1, **callbacks)
    pdfium.FPDF_SetSystemFontInfo(information)
    return information, callbacks  # PDFium goes on using both
