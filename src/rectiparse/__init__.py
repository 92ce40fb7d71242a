"""rectiparse: parses Chinese rectification documents (整改文书) into ledgers (台账).

    from rectiparse import check, compare, extract
    plan, report = extract("plan.txt"), extract("report.txt")
    check([plan, report])   # findings: where they do not agree with themselves
    compare(plan, report)   # what came back

Names load on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rectiparse.checking import check
    from rectiparse.comparing import compare
    from rectiparse.document import Document, Span
    from rectiparse.errors import RectiparseError
    from rectiparse.grammar import Grammar
    from rectiparse.ledger import Ledger
    from rectiparse.pipeline import extract
    from rectiparse.reading import read

__version__ = "0.1.0"
__all__ = [
    "Document",
    "Grammar",
    "Ledger",
    "RectiparseError",
    "Span",
    "__version__",
    "check",
    "compare",
    "extract",
    "read",
]

_HOMES = {
    "Document": "rectiparse.document",
    "Grammar": "rectiparse.grammar",
    "Ledger": "rectiparse.ledger",
    "RectiparseError": "rectiparse.errors",
    "Span": "rectiparse.document",
    "check": "rectiparse.checking",
    "compare": "rectiparse.comparing",
    "extract": "rectiparse.pipeline",
    "read": "rectiparse.reading",
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'rectiparse' has no attribute {name!r}")
