"""What a file is, by its content. The suffix only helps where two formats share their first bytes."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from rectiparse.errors import ReadingError

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BYTE_ORDER_MARKS: Final = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}

# An HTML page, also without <html>: Word's "web page" files and database exports begin in many ways.
HTML: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|style|script|table)\b",
    re.I | re.S,
)
MARKUP: Final = re.compile(r"\s*<[a-z!?]", re.I)
HTML_SUFFIXES: Final = {".html", ".htm", ".xhtml", ".shtml", ".doc", ".wps", ".xls"}
OFFICE_XML: Final = re.compile(r"<\?mso-application|<w:wordDocument|<pkg:package", re.I)
MIME: Final = re.compile(r"\s*+(?:MIME-Version|From|Subject|Date|Content-Type|X-[\w-]++):", re.I)

# What people hand in by mistake, by its first bytes.
PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
ARCHIVES: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def sniff(data: bytes, name: str) -> str:
    """The format of the content: docx, xlsx, ofd, ole, pdf, rtf, html or text.

    ole is every OLE file (doc, wps, xls, an encrypted docx): its reader looks inside. Raises ReadingError for
    content that is a known format, but none that rectiparse reads.
    """
    if data.startswith(OLE):
        return "ole"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _inside_zip(data, name)
    if data.startswith(PICTURES):
        raise ReadingError("{name}: a picture, not a document; use a file that holds text", name=name)
    if data.startswith(ARCHIVES):
        raise ReadingError("{name}: an archive; unpack it and give the documents inside", name=name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    head = _head(data)
    if head.lstrip().startswith("{\\rtf"):
        return "rtf"
    if OFFICE_XML.search(head):
        raise ReadingError(
            "{name}: an Office XML file; open it in Word, WPS or Excel and save it as .docx or .xlsx", name=name
        )
    if MIME.match(head) and "content-type: multipart/" in head.lower():
        raise ReadingError("{name}: a web archive (.mht); open it in Word or WPS and save it as .docx", name=name)
    if HTML.match(head) or (MARKUP.match(head) and PurePath(name).suffix.lower() in HTML_SUFFIXES):
        return "html"
    return "text"


def _head(data: bytes) -> str:
    """The first characters, good enough to tell ASCII markup in any of the Unicode encodings."""
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if data.startswith(mark):
            return data[len(mark) : 4096].decode(encoding, "replace")
    return data[:4096].replace(b"\x00", b"").decode("latin-1")


def _inside_zip(data: bytes, name: str) -> str:
    from rectiparse.reading.archive import open_archive  # zipfile costs 14 ms that a text need not pay

    parts = open_archive(data, name).parts
    folders = {part.split("/", 1)[0].lower() for part in parts if "/" in part}
    lowered = {part.lower() for part in parts}
    if "ofd.xml" in lowered:
        return "ofd"
    if "word" in folders:
        return "docx"
    if "xl" in folders:
        return "xlsx"
    if "ppt" in folders:
        raise ReadingError("{name}: a presentation; save its text as .docx or .txt", name=name)
    if "content.xml" in lowered:
        raise ReadingError("{name}: an OpenDocument file; save it as .docx or .xlsx", name=name)
    if "[content_types].xml" in lowered:
        return "docx"  # an odd producer puts the document elsewhere; the reader follows its relationships
    raise ReadingError("{name}: a zip archive; unpack it and give the documents inside", name=name)
