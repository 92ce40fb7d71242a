"""Table cells: a header's unit (（单位：万元）) holds for the bare numbers of its column."""

from __future__ import annotations

import re
from typing import Final

from rectiparse.document import Span
from rectiparse.mentions.amounts import value_of
from rectiparse.mentions.mention import FigureMention
from rectiparse.mentions.units import AFTER_SLASH, UNITS
from rectiparse.numerals import FULL_WIDTH, parse_numeral

_NAMED: Final = re.compile(
    r"单位\s*[:：]\s*([^\s（）()，。；;]+)|[（(]\s*([^（）():：]{1,12})\s*[）)]|[/／]\s*(\S{1,8})\s*$|([%％‰])\s*$"
)
_UNIT: Final = re.compile(r"(?:人民币)?(?P<scale>[十百千]?(?:万亿|[万亿])|[百千](?!克|米|瓦|伏|分))?(?P<unit>.+)")
_TITLE: Final = re.compile(r"[（(/／:：%％‰\s].*", re.DOTALL)
_BARE: Final = re.compile(
    r"\s*(?P<number>(?P<sign>[-－−]?)(?P<digits>[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?:[.．][0-9０-９]+)?"
    r"|[0-9０-９]{1,16}(?:[.．][0-9０-９]{1,8})?)|(?P<mask>[xXｘＸ×*＊]{1,6}))\s*"
)


def unit_of_header(header: str) -> tuple[str, int] | None:
    """The unit that a table's header sets for its column, and its factor: 金额（万元） gives `("元", 10000)`.

    Reads 单位：万元, 人数（人）, 金额/亿元 and 占比%. None where the header names no unit, or more than one.
    """
    units = set()
    for found in _NAMED.finditer(header):
        named = next(name for name in found.groups() if name is not None)
        for name in re.split("[、,，]", named.removeprefix("单位").lstrip(":：")):
            unit = _unit(name.strip())
            if unit:
                units.add(unit)
    return units.pop() if len(units) == 1 else None


def figure_in_cell(text: str, header: str) -> FigureMention | None:
    """The figure that a cell with a bare number holds, its unit taken from the header; the span lies in `text`.

    None where the cell holds anything else (a number with its own unit is one for `find_figures`) or the header names no unit.
    """
    bare = _BARE.fullmatch(text)
    named = bare and unit_of_header(header)
    if not bare or not named:
        return None
    unit, factor = named
    value = None
    if bare["digits"]:
        whole, _, decimals = bare["digits"].translate(FULL_WIDTH).replace(",", "").partition(".")
        value = value_of(int(whole + decimals) * (-1 if bare["sign"] else 1), 10 ** len(decimals), factor)
    subject = _TITLE.sub("", header).strip() or None
    return FigureMention(
        bare["number"], value, unit, subject, False, None, bare["mask"] is not None, Span(*bare.span("number"))
    )


def _unit(name: str) -> tuple[str, int] | None:
    """`("元", 10000)` of 万元; None where `name` is no unit."""
    found = _UNIT.fullmatch(name)
    if name in UNITS:
        return {"％": "%", "圆": "元"}.get(name, name), 1
    if not found:
        return None
    unit = found["unit"].replace("／", "/")
    base, *divisors = re.split("[/·]", unit)
    if base not in UNITS or not all(divisor in AFTER_SLASH for divisor in divisors):
        return None
    return unit, (parse_numeral(found["scale"]) or 1) if found["scale"] else 1
