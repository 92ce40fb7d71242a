"""Zip containers (docx, xlsx, ofd), with a budget that is looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

from rectiparse.errors import ReadingError

# A long report with a picture on every page has some hundred entries.
MAX_ENTRIES: Final = 10_000
# The XML of a 20,000-character plan takes 0.1 to 1 MB; 64 MB is more than a thousand pages.
MAX_PART: Final = 64 * 2**20
MAX_TOTAL: Final = 256 * 2**20
# XML packs 5:1 to 50:1, a ledger of equal rows up to 150:1; a bomb reaches deflate's limit of 1032:1.
MAX_RATIO: Final = 300
SMALL: Final = 8 * 2**20  # too little to do harm at any ratio: a form of equal empty rows packs 500:1
CENTRAL_ENTRY: Final = b"PK\x01\x02"
XML_SUFFIXES: Final = (".xml", ".rels")
# Elements and attributes, counted by their "<" and "=": each takes some 150 bytes of memory. A plan of 20,000
# characters has 2,000 to 40,000, however badly it is cut into runs.
MAX_NODES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file within the budget. `parts` are the names of its entries, as written."""

    name: str
    file: zipfile.ZipFile
    parts: frozenset[str]

    def read(self, part: str) -> bytes:
        """The content of one entry. Raises ReadingError when it is missing, encrypted, too large or damaged."""
        if part not in self.parts:
            raise ReadingError("{name}: the part {part} is missing; the file is damaged", name=self.name, part=part)
        info = self.file.getinfo(part)
        if info.flag_bits & 1:
            raise ReadingError("{name}: encrypted; remove the password and save the file again", name=self.name)
        if info.file_size > MAX_PART:
            raise ReadingError(
                "{name}: the part {part} unpacks to {size} MB; the limit is {limit} MB",
                name=self.name,
                part=part,
                size=info.file_size >> 20,
                limit=MAX_PART >> 20,
            )
        try:
            return self.file.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise ReadingError(
                "{name}: the part {part} cannot be unpacked; get the file again", name=self.name, part=part
            ) from error

    def parse(self, part: str, prepare: Callable[[bytes], bytes] | None = None) -> ElementTree.Element:
        """The root of an XML entry, after `prepare` has worked on its text in UTF-8.

        Office formats are UTF-8 or UTF-16 without a document type (ECMA-376 part 2, 8.2.5), so that no entity can be
        declared and nothing outside the entry is ever looked at. Raises ReadingError as `read` does, and for what is
        no such XML.
        """
        data = self.read(part)
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            data = data.decode("utf-16", "replace").encode("utf-8", "replace")
        if b"<!DOCTYPE" in data:
            raise ReadingError(
                "{name}: the part {part} declares a document type; open the file in Word or WPS and save it again",
                name=self.name,
                part=part,
            )
        if data.count(b"<") + data.count(b"=") > MAX_NODES:
            raise ReadingError(
                "{name}: the part {part} has too many elements; split the file", name=self.name, part=part
            )
        if prepare is not None:
            data = prepare(data)
        try:
            return ElementTree.fromstring(data, ElementTree.XMLParser(encoding="utf-8"))  # noqa: S314 no entities here
        except ElementTree.ParseError as error:
            raise ReadingError(
                "{name}: the part {part} is broken XML; open the file in Word or WPS and save it again",
                name=self.name,
                part=part,
            ) from error


def open_archive(data: bytes, name: str) -> Archive:
    """The zip file in `data`. Raises ReadingError when it is damaged or would unpack to more than the budget."""
    if data.count(CENTRAL_ENTRY) > MAX_ENTRIES:  # counted in the raw bytes: zipfile builds an object for each
        raise ReadingError("{name}: more than {limit} entries; not a document", name=name, limit=MAX_ENTRIES)
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise ReadingError("{name}: cut short or damaged; get the file again", name=name) from error
    total = 0
    for info in file.infolist():
        if not info.filename.lower().endswith(XML_SUFFIXES):
            continue  # a picture or a font: never unpacked
        total += info.file_size
        packed = max(info.compress_size, 1)
        if info.file_size > SMALL and info.file_size / packed > MAX_RATIO:
            raise ReadingError(
                "{name}: the part {part} unpacks to {ratio} times its size; such files are made to do harm",
                name=name,
                part=info.filename,
                ratio=info.file_size // packed,
            )
    if total > MAX_TOTAL:
        raise ReadingError(
            "{name}: unpacks to {size} MB; the limit is {limit} MB", name=name, size=total >> 20, limit=MAX_TOTAL >> 20
        )
    return Archive(name, file, frozenset(file.namelist()))
