"""rectiparse: parses Chinese rectification documents (整改文书) into ledgers (台账).

    from rectiparse import read, extract
    ledger = extract("plan.txt")

Names load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rectiparse.document import Document, Span
    from rectiparse.errors import RectiparseError
    from rectiparse.grammar import Grammar
    from rectiparse.ledger import Ledger
    from rectiparse.pipeline import extract
    from rectiparse.reading import read

__version__ = "0.1.0"
__all__ = ["Document", "Grammar", "Ledger", "RectiparseError", "Span", "__version__", "extract", "read"]

_HOMES = {
    "Document": "rectiparse.document",
    "Grammar": "rectiparse.grammar",
    "Ledger": "rectiparse.ledger",
    "RectiparseError": "rectiparse.errors",
    "Span": "rectiparse.document",
    "extract": "rectiparse.pipeline",
    "read": "rectiparse.reading",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'rectiparse' has no attribute {name!r}")
