"""Names and small readings of WordprocessingML that the parts of a Word file share."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATE: Final = f"{MC}AlternateContent"
OFF: Final = {"0", "false", "off"}
STRICT: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.strip("{}").encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


def transitional(data: bytes) -> bytes:
    """The XML of a part under the usual names, also where the file was saved as "Strict Open XML"."""
    for strict, usual in STRICT:
        data = data.replace(strict, usual)
    return data


def without_table_styles(data: bytes) -> bytes:
    """The styles part without its table styles, which are four fifths of it in many files and style no text."""
    head, *styles = transitional(data).split(b"<w:style ")
    kept = [head]
    for style in styles:
        opening = style.partition(b">")[0]
        _, end, after = style.partition(b"</w:style>")
        kept.append(after if end and b'w:type="table"' in opening else b"<w:style " + style)
    return b"".join(kept)


def value(parent: Element, name: str) -> str | None:
    """The `w:val` of the child `w:name`, None without such a child or value."""
    child = parent.find(W + name)
    return None if child is None else child.get(f"{W}val")


def integer(text: str | None) -> int | None:
    """A whole number of at most nine digits, None for anything else: what Word does not count with either."""
    if text is None:
        return None
    digits = text.strip().removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 9 else None


def switched(text: str | None) -> bool:
    """An on/off value; its absence means on."""
    return text is None or text.strip().lower() not in OFF


def switched_child(parent: Element, name: str) -> bool | None:
    """The on/off property `w:name` of `parent`, None where it is not given."""
    child = parent.find(W + name)
    return None if child is None else switched(child.get(f"{W}val"))


def branch(alternate: Element) -> Element | None:
    """The one alternative that stands for all: the first Choice, or the Fallback."""
    choice = alternate.find(f"{MC}Choice")
    return alternate.find(f"{MC}Fallback") if choice is None else choice
