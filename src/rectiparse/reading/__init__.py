"""Files as documents: the content says which format it is, and one module reads each format."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Final, Protocol, cast

from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading.sniffing import sniff
from rectiparse.reading.text import read_text

__all__ = ["read"]

# A plan has 60 kB, a scanned report some 20 MB; beyond this something else was handed in.
MAX_BYTES: Final = 200 * 2**20
# A thousand long plans; what is made of this many characters still fits the memory of an office laptop.
MAX_CHARACTERS: Final = 20_000_000


class Reader(Protocol):
    """What every format's module offers: `read_docx(data, name)` in `docx.py`, and so on."""

    def __call__(self, data: bytes, name: str) -> Document: ...


def read(
    source: str | Path | BinaryIO | bytes, *, name: str | None = None, encoding: str | None = None, office: bool = False
) -> Document:
    """The document in a file, a binary stream or bytes.

    `name` stands in the ledger and in messages; without it, it is the file's name, or `-` for streams and bytes.
    `encoding` overrides what a text's bytes suggest; formats that state their own encoding are not touched by it.
    `office` has LibreOffice turn old Word files and RTF into .docx first, so that automatic numbers come too.
    Raises ReadingError, one line, for whatever cannot be read as a document.
    """
    if isinstance(source, str | Path):
        shown = str(source) if name is None else name
        data, name = _read_file(Path(source), _printable(shown)), name or Path(source).name
    elif isinstance(source, bytes):
        data, name = source, name or "-"
    else:
        data, name = source.read(MAX_BYTES + 1), name or "-"
    name = _printable(name)
    if len(data) > MAX_BYTES:
        raise ReadingError("{name}: larger than {limit} MB; split it", name=name, limit=MAX_BYTES >> 20)
    if not data:
        raise ReadingError("{name}: empty; give a file that holds a document", name=name)
    kind = sniff(data, name)
    if kind == "text":
        document = read_text(data, name, encoding)
    elif office and kind in OLD_FORMATS:
        document = _converted(data, name, OLD_FORMATS[kind])
    else:
        document = _reader(kind, name)(data, name)
    if len(document.text) > MAX_CHARACTERS:
        raise ReadingError("{name}: more than {limit} characters; split it", name=name, limit=MAX_CHARACTERS)
    if not document.text.strip():
        raise ReadingError(
            "{name}: no text in it; give a file that holds words, not only blanks or pictures", name=name
        )
    return document


OLD_FORMATS: Final = {"ole": "doc", "rtf": "rtf"}
"""Kinds that LibreOffice reads with more than we do, and the suffix that it knows them by."""


def _converted(data: bytes, name: str, suffix: str) -> Document:
    """The document that LibreOffice makes of an old file, under the old file's format and digest."""
    from rectiparse.reading.docx import read_docx
    from rectiparse.reading.office import convert

    document = read_docx(convert(data, suffix), name)
    return replace(document, format=suffix, sha256=hashlib.sha256(data).hexdigest())


def _reader(kind: str, name: str) -> Reader:
    """The function that reads `kind`, imported now: each format's library costs more than reading a text."""
    try:
        module = import_module(f"rectiparse.reading.{kind}")
    except ModuleNotFoundError as error:
        raise ReadingError(
            "{name}: reading {kind} needs the package {package}; install it",
            name=name,
            kind=kind,
            package=error.name or kind,
        ) from error
    return cast(Reader, getattr(module, f"read_{kind}"))


def _read_file(path: Path, name: str) -> bytes:
    """The file's bytes, no more than one over the limit; a device or a pipe may have no end."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise ReadingError("{name}: no such file; check the name and the folder", name=name) from None
    except IsADirectoryError:
        raise ReadingError("{name}: a folder; give files, or use rectiparse batch", name=name) from None
    except PermissionError as error:
        if path.is_dir():  # Windows refuses a folder this way
            raise ReadingError("{name}: a folder; give files, or use rectiparse batch", name=name) from error
        raise ReadingError("{name}: no permission to read it; ask for access or copy it", name=name) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadingError("{name}: cannot be read ({reason})", name=name, reason=reason) from error


def _printable(name: str) -> str:
    """A name that can be printed and written, also where the file system's bytes are no UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")
