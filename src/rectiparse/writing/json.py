"""Ledgers as JSON: indented for one document, one compact line each for several (JSON Lines)."""

from __future__ import annotations

import json
import re
from typing import Final

from pydantic_core import to_json

from rectiparse.ledger import Ledger, Record
from rectiparse.writing.plain import CONTRACT, fields, plain

SPARSE: Final = frozenset(CONTRACT)  # records that leave out what says nothing
# A list of two whole numbers is a span and stays on one line. A string cannot hold the line break that this needs.
SPAN: Final = re.compile(rb"\[\n +(\d+),\n +(\d+)\n +\]")


def dump(ledger: Ledger) -> str:
    """One indented JSON document, its last line ended; the same ledger gives the same characters."""
    # pydantic's writer: the one in the standard library falls back to Python, five times slower, when it indents.
    pieces = SPAN.split(to_json(sparse(ledger), indent=2))  # between the pieces of text the numbers of the spans
    pieces[1::3] = [b"[%b, " % start for start in pieces[1::3]]
    pieces[2::3] = [b"%b]" % end for end in pieces[2::3]]
    return b"".join([*pieces, b"\n"]).decode()


def sparse(record: Record) -> dict[str, object]:
    """What `plain` gives, with the records in it that are written whole as themselves: pydantic's writer knows those."""
    values: dict[str, object] = {}
    held = record.__dict__
    for name, key, always, default in fields(type(record)):
        value = held[name]
        if not always and value == default:
            continue
        if type(value) is tuple and value and type(value[0]) in SPARSE:
            value = tuple([sparse(item) for item in value])
        elif type(value) in SPARSE:
            value = sparse(value)
        values[key] = value
    return values


def dump_line(ledger: Ledger) -> str:
    """The ledger on one line, its end included."""
    return json.dumps(plain(ledger), ensure_ascii=False, separators=(",", ":")) + "\n"
