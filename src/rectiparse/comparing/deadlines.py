"""The last day of a deadline, as EDTF writes it."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

PARTS: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?[~?%]?")
LAST_MONTH: Final = {33: 3, 34: 6, 35: 9, 36: 12, 40: 6, 41: 12, 21: 5, 22: 8, 23: 11, 24: 12}
"""The last month of EDTF's quarters (33 to 36), halves (40, 41) and seasons (21 to 24)."""


def last_day(edtf: str | None) -> date | None:
    """The last day that `../2023-08-10`, `2023-04/2023-06` or `2022-34` allows; None where no day can be named.

    That is so for no date, an open end (2020/..), a masked one (XXXX-08-10) and lengths of time (P6M).
    """
    if not edtf:
        return None
    found = PARTS.fullmatch(edtf.rpartition("/")[2])
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if year is None:
        return None
    if month is None:
        return date(year, 12, 31)
    month = LAST_MONTH.get(month, month)
    if not 1 <= month <= 12:
        return None
    days = monthrange(year, month)[1]
    return date(year, month, min(day or days, days))
