"""EDTF values as calendar days, for axes and for cells that sort."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import Final

# The first and last month of EDTF's parts of a year (ISO 8601-2:2019, 4.8): quarters and halves.
PARTS: Final = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}
DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def bounds(value: str | None) -> tuple[date | None, date | None]:
    """The first and the last day that a value covers; None for an end that is open, masked or no day at all."""
    first, slash, last = (value or "").partition("/")
    if not slash:
        return days(first)
    return days(first)[0], days(last)[1]


def days(value: str) -> tuple[date | None, date | None]:
    """The first and the last day of a year, a month, a part of a year, or a day."""
    match = DAY.fullmatch(value)
    if not match:
        return None, None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    first_month, last_month = PARTS.get(month, (month or 1, month or 12))
    try:
        first = date(year, first_month, day or 1)
        return first, date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:  # the year 0, a thirteenth month: a ledger may be edited by hand
        return None, None
