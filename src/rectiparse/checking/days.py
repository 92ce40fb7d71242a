"""EDTF values as days: the first and the last day that a value may mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final, NamedTuple

_VALUE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
# EDTF's codes for parts of a year: quarters 33 to 36, half-years 40 and 41, as first and last month.
_PARTS: Final = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12), 40: (1, 6), 41: (7, 12)}
_LENGTH: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")


class Days(NamedTuple):
    """The first and the last day; None where that side is open."""

    first: date | None
    last: date | None


def days_of(value: str | None) -> Days | None:
    """The days of an EDTF date or interval: 2023-06 from the 1st to the 30th; None where no day is known or none can be."""
    if value is None:
        return None
    if "/" not in value:
        return _single(value)
    start, end = value.split("/", 1)
    first, last = _single(start), _single(end)
    if (first is None and start != "..") or (last is None and end != ".."):
        return None
    return Days(first.first if first else None, last.last if last else None)


def _single(value: str) -> Days | None:
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if year == 0:
        return None
    if month is None:
        return Days(date(year, 1, 1), date(year, 12, 31))
    if month in _PARTS:
        start, end = _PARTS[month]
        return Days(date(year, start, 1), date(year, end, monthrange(year, end)[1]))
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    if day is None:
        return Days(date(year, month, 1), date(year, month, last))
    return Days(date(year, month, day), date(year, month, day)) if 1 <= day <= last else None


def is_length(length: str) -> bool:
    """True for an ISO 8601 duration of years, months, weeks and days."""
    match = _LENGTH.fullmatch(length)
    return match is not None and any(match.groups())


def lengths_of(length: str) -> tuple[int, int, int, int]:
    """The years, months, weeks and days of an ISO 8601 duration."""
    match = _LENGTH.fullmatch(length)
    assert match is not None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    return years, months, weeks, days


def after(day: date, length: str) -> date:
    """The day that lies an ISO 8601 duration later; the 31st becomes the last day of a shorter month."""
    years, months, weeks, days = lengths_of(length)
    month = day.year * 12 + day.month - 1 + years * 12 + months
    year, month = divmod(month, 12)
    if year > date.max.year:
        return date.max
    return later(date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])), timedelta(weeks=weeks, days=days))


def later(day: date, by: timedelta) -> date:
    """The day so much later, but none after the last one that there is."""
    return day + min(by, date.max - day)
