"""The days of festivals and solar terms (节气), for deadlines such as 国庆节前 and 大寒节前."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import floor, radians, sin
from typing import Final

FIXED: Final = {
    "元旦": (1, 1), "妇女": (3, 8), "三八": (3, 8), "植树": (3, 12), "五一": (5, 1), "劳动": (5, 1), "五四": (5, 4),
    "青年": (5, 4), "六一": (6, 1), "儿童": (6, 1), "七一": (7, 1), "建党": (7, 1), "八一": (8, 1), "建军": (8, 1),
    "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1),
}  # fmt: skip
TERMS: Final = (
    "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑", "白露",
    "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒", "立春", "雨水", "惊蛰",
)  # fmt: skip
"""The solar terms by the sun's longitude: 春分 is 0°, each next one 15° on."""

LUNAR: Final = {
    "除夕": ("雨水", 0), "春节": ("雨水", 1), "元宵": ("雨水", 15),
    "端午": ("夏至", 5), "中秋": ("秋分", 15), "重阳": ("霜降", 9),
}  # fmt: skip
"""A lunar festival: the solar term that its month holds, and its day of that month (0 is the eve)."""

NAMES: Final = (*FIXED, *LUNAR, *TERMS)


@lru_cache(maxsize=256)
def festival_day(name: str, year: int) -> date:
    """The day of the festival `name` (one of NAMES) in the calendar year `year`.

    大寒 of 2023 is 20 January 2023, though writers may mean the coming winter: the printed year is taken at its word.
    The sun's longitude and the new moon are computed after Meeus, Astronomical Algorithms, chapters 25 and 49, to some
    minutes, and the day is Beijing's, so a term or a new moon that falls on midnight itself may be a day off.
    """
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in TERMS:
        return date.fromordinal(_term_day(name, year))
    term, day = LUNAR[name]
    holds = _term_day(term, year)
    moon = floor((holds - date(2000, 1, 6).toordinal()) / 29.530588861) + 1
    while _new_moon_day(moon) > holds:
        moon -= 1
    return date.fromordinal(_new_moon_day(moon) + day - 1)


def _beijing_day(julian: float) -> int:
    """The ordinal of the day in Beijing on which the dynamical time `julian` (a Julian day) falls."""
    return floor(julian - 69 / 86400 + 8 / 24 + 0.5) - 1721425


def _sun_longitude(julian: float) -> float:
    """The sun's apparent longitude in degrees."""
    century = (julian - 2451545) / 36525
    anomaly = radians(357.52911 + 35999.05029 * century)
    centre = (1.914602 - 0.004817 * century) * sin(anomaly) + 0.019993 * sin(2 * anomaly) + 0.000289 * sin(3 * anomaly)
    nutation = -0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * century))
    return (280.46646 + 36000.76983 * century + centre + nutation) % 360


def _term_day(name: str, year: int) -> int:
    """The ordinal of the day of a solar term."""
    longitude = 15.0 * TERMS.index(name)
    julian = 2451545 + 365.2422 * (year - 2000) + (longitude - 280.46) % 360 / 0.98565
    for _ in range(4):
        julian += ((longitude - _sun_longitude(julian) + 180) % 360 - 180) / 0.98565
    return _beijing_day(julian)


def _new_moon_day(moon: int) -> int:
    """The ordinal of the day of the new moon number `moon`, counted from that of 6 January 2000."""
    sun = radians(2.5534 + 29.10535670 * moon)
    own = radians(201.5643 + 385.81693528 * moon)
    node = radians(160.7108 + 390.67050284 * moon)
    periodic = (
        -0.40720 * sin(own) + 0.17241 * sin(sun) + 0.01608 * sin(2 * own) + 0.01039 * sin(2 * node)
        + 0.00739 * sin(own - sun) - 0.00514 * sin(own + sun) + 0.00208 * sin(2 * sun) - 0.00111 * sin(own - 2 * node)
        - 0.00057 * sin(own + 2 * node) + 0.00056 * sin(2 * own + sun)
    )  # fmt: skip
    return _beijing_day(2451550.09766 + 29.530588861 * moon + periodic)
