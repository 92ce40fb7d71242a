"""Zip containers whose bytes depend on their content alone: a library's own dates in them are set to one day."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Final

A_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can state
STAMP: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settled(data: bytes) -> bytes:
    """The same container with fixed dates: on its entries, and in the properties of an Office file."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(info.filename, A_DAY)
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
