"""Plain text and Markdown in the encodings that circulate: UTF-8, UTF-16, GB18030 (GBK, GB2312), Big5."""

from __future__ import annotations

import codecs
import hashlib
import re
from functools import cache
from pathlib import PurePath
from typing import Final

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.text_tables import find_tables

BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030", "gb18030"),
)
SUBSETS: Final = {"gb2312": "gb18030", "gbk": "gb18030"}  # files called so hold what only the larger set has
# Double-byte encodings: the national set, and the lead bytes of its first plane, which holds the frequent characters.
PLANES: Final = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6)}
HIGH: Final = re.compile(rb"[\x80-\xff]")
SAMPLE: Final = 1 << 16  # bytes that the guess looks at
MAX_BROKEN: Final = 0.01  # of all characters; more is another encoding or no text
FEW: Final = 8  # what two or three broken bytes leave, also in a short text
LEAST_PLAUSIBLE: Final = 0.7
MOST_MENDED: Final = 20  # broken places in a text; more are left as they are
LONGEST_MENDED: Final = 1 << 16  # bytes of a line in which a broken place is looked for
MARKDOWN_SUFFIXES: Final = {".md", ".markdown", ".mdown", ".mkd"}
MARKDOWN: Final = re.compile(r"^#{1,6}[ \t]+\S|^\*\*[^*\n]+\*\*[ \t]*$", re.M)
CONTROLS: Final = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
PLAIN: Final = re.compile(r"[\t\n\r -~\u00a0\u00b7\u2010-\u2026\u3000-\u3020\uff01-\uff5e\u2460-\u249b]")
HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def read_text(data: bytes, name: str, encoding: str | None = None) -> Document:
    """The document in a text file; `encoding` overrides the guess. Raises ReadingError for what is no text."""
    text, found = decode(data, name, encoding)
    if "\x00" in text or len(CONTROLS.findall(text)) > len(text) * MAX_BROKEN:
        raise ReadingError("{name}: binary content, not text; give a document", name=name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = ("#" in text or "**" in text) and MARKDOWN.search(text) is not None
    markdown = marked or PurePath(name).suffix.lower() in MARKDOWN_SUFFIXES
    return Document(
        text=text,
        name=name,
        format="md" if markdown else "txt",
        encoding=found,
        sha256=hashlib.sha256(data).hexdigest(),
        tables=find_tables(text),
    )


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """The characters of `data` without byte order mark, and the encoding that they were in.

    A few broken bytes become U+FFFD; more than one in a hundred characters raises ReadingError.
    """
    if encoding is not None:
        return _decode_as(data, name, encoding)
    for mark, shown, codec in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _tolerant(data[len(mark) :], name, codec), shown
    if b"\x00" not in data:
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    found = _guess(data, name)
    return _tolerant(data, name, found), found


def _decode_as(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        found = codecs.lookup(encoding).name
        b"a".decode(found, "replace")  # refuses codecs that are no text encodings, such as base64
    except (LookupError, ValueError):
        raise ReadingError("{encoding}: no such encoding; try utf-8 or gb18030", encoding=encoding) from None
    found = SUBSETS.get(found, found)
    return _tolerant(data, name, found).removeprefix("\ufeff"), found


def _tolerant(data: bytes, name: str, encoding: str) -> str:
    """`data` decoded, broken bytes replaced, but only a few of them."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    text = data.decode(encoding, "replace")
    if encoding in PLANES and text.count("\ufffd") <= MOST_MENDED:
        text = "\n".join(_mended(line, encoding) for line in data.split(b"\n"))
    if text.count("\ufffd") > max(len(text) * MAX_BROKEN, min(FEW, len(text) * 0.1)):
        raise ReadingError(
            "{name}: too many bytes that are no {encoding}; name its encoding with --encoding, or get the file again",
            name=name,
            encoding=encoding,
        )
    return text


def _guess(data: bytes, name: str) -> str:
    """The encoding under which the bytes look most like Chinese or English text."""
    first = HIGH.search(data)
    start = 0 if first is None else first.start() & ~1  # UTF-16 goes by twos
    sample = data[start : start + SAMPLE]
    scores = {
        encoding: _plausible(
            sample.decode(encoding, "replace"),
            frozenset(_frequent(encoding).values()) if encoding in PLANES else None,
        )
        for encoding in ("utf-8", *PLANES, "utf-16-le", "utf-16-be")
    }
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] < LEAST_PLAUSIBLE:
        raise ReadingError(
            "{name}: not text in an encoding that can be told; name it with --encoding, or give another file", name=name
        )
    return best


def _plausible(text: str, common: frozenset[str] | None) -> float:
    """The share of characters that Chinese or English prose uses; a broken one counts three times against it."""
    han = HAN.findall(text)
    good = len(PLAIN.findall(text)) + (len(han) if common is None else sum(c in common for c in han))
    return (good - 3 * text.count("\ufffd")) / max(len(text), 1)


def _mended(line: bytes, encoding: str, tries: int = 3) -> str:
    """A line decoded; where it is broken, without the byte or two that leave the most frequent characters around them.

    In a double-byte encoding one lost byte turns what follows into other characters, so that decoding may stumble far
    behind the place that is broken.
    """
    try:
        return line.decode(encoding)
    except UnicodeDecodeError as error:
        stumbled = error.start
        if not tries or len(line) > LONGEST_MENDED:
            return line.decode(encoding, "replace")
    frequent = _frequent(encoding)
    after = [0] * (len(line) + 3)  # bytes of frequent characters from here to the end
    for at in range(len(line) - 1, -1, -1):
        after[at] = after[at + 1] + 1 if line[at] < 0x80 else after[at + 2] + 2 * (line[at : at + 2] in frequent)
    best, cut, before, at = (-1, 0), 0, 0, 0
    while at <= stumbled:
        for dropped in (1, 2):
            best, cut = max((best, cut), ((before + after[at + dropped], -dropped), at), key=lambda found: found[0])
        if line[at] < 0x80:
            before, at = before + 1, at + 1
        else:
            before, at = before + 2 * (line[at : at + 2] in frequent), at + 2
    return _mended(line[:cut], encoding, tries - 1) + "\ufffd" + _mended(line[cut - best[1] :], encoding, tries - 1)


@cache
def _frequent(encoding: str) -> dict[bytes, str]:
    """The frequent characters and the marks of a double-byte encoding, by their bytes."""
    codec, first, last = PLANES[encoding]
    found = {}
    for lead in (0xA1, 0xA3, *range(first, last + 1)):
        for trail in range(0x40, 0xFF):
            pair = bytes((lead, trail))
            character = pair.decode(codec, "ignore")
            if len(character) == 1:
                found[pair] = character
    return found
