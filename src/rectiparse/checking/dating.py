"""The document's own day (成文日期): the one it is signed with, or stands under its title."""

from __future__ import annotations

import re
from typing import Final

from rectiparse.checking.case import Case
from rectiparse.checking.days import Days, days_of
from rectiparse.ledger import Date

_OPENING_LINES: Final = 6
_CLOSING_LINES: Final = 12
_NEAR_END: Final = 20
_MARKS: Final = " \t\u3000\xa0（()）[]【】\n"
_LABEL: Final = re.compile(r"(?:填报|成文|印发|发文|报告|制表|填表|上报)?(?:日期|时间)[：:]?$")


def document_date(case: Case) -> Date | None:
    """The date of the document's own day or month, or None where it says none."""
    dates = [date for date in case.ledger.dates if date.kind == "point" and date.basis == "explicit"]
    dates = [date for date in dates if date.value and len(date.value) >= 7 and days_of(date.value)]
    if case.document is None:
        last = dates[-1] if dates else None
        close = last is not None and case.ledger.source.characters - last.span[1] <= _NEAR_END
        return last if close and last and last.owner is None else None
    text, lines = case.document.text, len(case.document.line_starts)
    at_end = [date for date in dates if case.document.line_of(date.span[0]) > lines - _CLOSING_LINES]
    at_start = [date for date in dates if case.document.line_of(date.span[0]) <= _OPENING_LINES]
    return next((date for date in [*reversed(at_end), *at_start] if _stands_alone(text, *date.span)), None)


def document_days(case: Case) -> Days | None:
    """The days that the document's own date may mean."""
    own = document_date(case)
    return days_of(own.value) if own else None


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[text.rfind("\n", 0, start) + 1 : start].strip(_MARKS)
    after = text[end : text.find("\n", end) if text.find("\n", end) >= 0 else len(text)].strip(_MARKS)
    if _LABEL.search(before):
        return True
    return not after and not before
