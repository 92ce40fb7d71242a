"""Text as cells of a workbook can hold it, and whole ledgers in such cells."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from rectiparse.errors import LedgerError
from rectiparse.ledger import Ledger
from rectiparse.writing.json import dump_line
from rectiparse.writing.loading import load_ledgers

LONGEST: Final = 32_000
"""Characters in a cell: Excel takes 32,767 and counts a rare character twice; `clean` allows for that."""
CUT: Final = "…（全文见原文件）"
PIECE: Final = 30_000
LARGEST: Final = 256 * 2**20
"""Bytes that a workbook's ledgers may unpack to; a province's year has a tenth of it."""
# XML 1.0 has no place for these; a carriage return comes back as a line break; U+FFFE and U+FFFF are no characters.
NOT_IN_CELLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
HEADER: Final = "rectiparse.workbook/1 "


def clean(text: str) -> str:
    """The text as a cell holds and gives it back: no control characters, no blanks at its ends, not too long."""
    text = NOT_IN_CELLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    units = len(text) + sum(mark > "\uffff" for mark in text) if len(text) * 2 > LONGEST else len(text)
    if units <= LONGEST:
        return text
    return text[: LONGEST // (2 if units > len(text) else 1) - len(CUT)] + CUT


def payload_of(ledgers: Sequence[Ledger]) -> Iterator[str]:
    """Ledgers as cells of plain ASCII, which no program changes when it saves the workbook."""
    packed = zlib.compress("".join(map(dump_line, ledgers)).encode("utf-8"), 9)
    text = HEADER + base64.b64encode(packed).decode("ascii")
    return (text[at : at + PIECE] for at in range(0, len(text), PIECE))


def ledgers_of(pieces: Sequence[str], name: str) -> list[Ledger]:
    """The ledgers in such cells. Raises LedgerError where somebody changed them."""
    text = "".join(pieces)
    try:
        if not text.startswith(HEADER):
            raise ValueError
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(base64.b64decode(text.removeprefix(HEADER), validate=True), LARGEST)
        if not unpacking.eof:
            raise ValueError
    except (ValueError, binascii.Error, zlib.error):
        raise LedgerError(
            "{name}: its hidden sheet was changed; delete that sheet to read the visible one alone", name=name
        ) from None
    return load_ledgers(data, name)
