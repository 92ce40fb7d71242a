"""Halves of characters beyond U+FFFF, which formats that count in 16 bits give one by one."""

from __future__ import annotations

import re
from typing import Final

HALF: Final = re.compile("[\ud800-\udfff]")


def paired(text: str) -> str:
    """`text` with the halves joined; one that stands alone becomes U+FFFD."""
    if HALF.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
