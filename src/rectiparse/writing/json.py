"""Ledgers as JSON: indented for one document, one compact line each for several (JSON Lines)."""

from __future__ import annotations

import json
import re
from typing import Final

from pydantic_core import to_json

from rectiparse.ledger import Ledger
from rectiparse.writing.plain import plain

# A list of two whole numbers is a span and stays on one line. A string cannot hold the line break that this needs.
SPAN: Final = re.compile(r"\[\n +(\d+),\n +(\d+)\n +\]")


def dump(ledger: Ledger) -> str:
    """One indented JSON document, its last line ended; the same ledger gives the same characters."""
    # pydantic's writer: the one in the standard library falls back to Python, five times slower, when it indents.
    return SPAN.sub(r"[\1, \2]", to_json(plain(ledger), indent=2).decode()) + "\n"


def dump_line(ledger: Ledger) -> str:
    """The ledger on one line, its end included."""
    return json.dumps(plain(ledger), ensure_ascii=False, separators=(",", ":")) + "\n"
