"""Charts as numbers that a template draws: x in percent of the width, so that a drawing fits any window, y in pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rectiparse.ledger import Ledger, Measure, Problem, Status
from rectiparse.writing.edtf import bounds
from rectiparse.writing.fitting import width
from rectiparse.writing.wording import STATUSES

MOST_BARS: Final = 12
MOST_STAGES: Final = 12
MOST_STACKED: Final = 9
LABEL: Final = 40  # half-width characters of a label
ROW: Final = 38  # pixels: a label, its bar below
DOT: Final = 11
STAGE: Final = 26
MONTHS_A_YEAR: Final = 12
WIDE_BAND: Final = 36  # percent: a band that holds its label
MIDDLE: Final = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its label whole and cut, its count or amount as shown, its length in percent, the record it leads to."""

    label: str
    cut: str
    shown: str
    length: float
    y: int
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars below one another; `more` are left out."""

    bars: tuple[Bar, ...]
    height: int
    more: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A deadline on the axis."""

    x: float
    y: int
    ref: str
    said: str


@dataclass(frozen=True, slots=True)
class Band:
    """A stage over the axis."""

    x: float
    length: float
    y: int
    ref: str
    label: str
    cut: str

    @property
    def at(self) -> tuple[float, int, str]:
        """Where its label stands, how far beside that in pixels, and on which side: in it, or beside a short one."""
        if self.length >= WIDE_BAND:
            return self.x, 6, ""
        return (self.x + self.length, 6, "") if self.x + self.length <= MIDDLE else (self.x, -6, "end")


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Deadlines on a time axis, the stages above."""

    bands: tuple[Band, ...]
    dots: tuple[Dot, ...]
    heaps: tuple[Dot, ...]
    """The number of deadlines of a day, where they are too many to be stacked."""
    ticks: tuple[Tick, ...]
    feedback: Tick | None
    line: int
    height: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole, in percent."""

    status: Status
    count: int
    x: float
    length: float


def counted(labels: Iterable[str]) -> Bars | None:
    """How often each label stands, most often first; None where there is none."""
    counts = Counter(label for label in labels if label)
    if not counts:
        return None
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    most = ordered[0][1]
    bars = tuple(
        Bar(label, cut(label), str(count), round(count / most * 100, 2), number * ROW)
        for number, (label, count) in enumerate(ordered[:MOST_BARS])
    )
    return Bars(bars, len(bars) * ROW, max(len(ordered) - MOST_BARS, 0))


def money(ledger: Ledger, figures: Mapping[int, str], titles: Mapping[str, str]) -> Bars | None:
    """The largest amounts in yuan; `figures` are the references of figures by their numbers."""
    amounts = [
        (figure.value, number, figure)
        for number, figure in enumerate(ledger.figures)
        if figure.unit == "元" and figure.value is not None and figure.value > 0
    ]
    if not amounts:
        return None
    amounts.sort(key=lambda item: (-item[0], item[1]))
    most = amounts[0][0]
    bars = []
    for place, (value, number, figure) in enumerate(amounts[:MOST_BARS]):
        label = " · ".join(filter(None, [figure.subject, titles.get(figure.owner or "")])) or figure.text
        length = max(round(value / most * 100, 2), 0.5)
        bars.append(Bar(label, cut(label), figure.text, length, place * ROW, figures[number]))
    return Bars(tuple(bars), len(bars) * ROW, max(len(amounts) - MOST_BARS, 0))


def shares(statuses: Sequence[Status]) -> tuple[Share, ...]:
    """The statuses of problems as parts of one bar, in the order of the vocabulary."""
    counts = Counter(statuses)
    found = []
    x = 0.0
    for status in STATUSES:
        if counts[status]:
            length = counts[status] / len(statuses) * 100
            found.append(Share(status, counts[status], round(x, 3), round(length, 3)))
            x += length
    return tuple(found)


def deadlines(ledger: Ledger, refs: Mapping[str, str]) -> Axis | None:
    """The deadlines of problems and measures and the stages of the work; `refs` lead from ids to their records."""
    days: dict[date, list[tuple[str, str]]] = {}
    for problem in ledger.problems:
        collect(days, problem, refs)
        for measure in problem.measures:
            collect(days, measure, refs)
    for measure in ledger.measures:
        collect(days, measure, refs)
    stages = []
    for number, stage in enumerate(ledger.schedule):
        first, last = bounds(stage.interval)
        if first or last:
            stages.append((first or last, last or first, f"g{number}", stage.title))
    told = bounds(ledger.document.feedback)[0]
    ends = [*days, *(day for first, last, _, _ in stages for day in (first, last) if day), *([told] if told else [])]
    if not days and not stages:
        return None
    begin, end = axis_ends(min(ends), max(ends))
    whole = (end - begin).days

    def x(day: date) -> float:
        return round((day - begin).days / whole * 100, 3)

    bands = tuple(
        Band(x(first), max(round(x(last) - x(first), 3), 0.8), number * STAGE, ref, title, cut(title, 24))
        for number, (first, last, ref, title) in enumerate(stages[:MOST_STAGES])
        if first and last
    )
    tallest = min(max(map(len, days.values()), default=0), MOST_STACKED)
    line = len(bands) * STAGE + tallest * DOT + 20
    dots: list[Dot] = []
    heaps: list[Dot] = []
    for day, records in sorted(days.items()):
        for level, (ref, title) in enumerate(records[:MOST_STACKED]):
            dots.append(Dot(x(day), line - 9 - level * DOT, ref, f"{day.isoformat()} {title}"))
        if len(records) > MOST_STACKED:
            heaps.append(Dot(x(day), line - 9 - MOST_STACKED * DOT, "", str(len(records))))
    feedback = Tick(x(told), "") if told else None
    return Axis(bands, tuple(dots), tuple(heaps), ticks_of(begin, end), feedback, line, line + 24)


def collect(days: dict[date, list[tuple[str, str]]], record: Problem | Measure, refs: Mapping[str, str]) -> None:
    """Add a record's deadline to its last day."""
    last = bounds(record.deadline)[1] if record.deadline else None
    if last:
        days.setdefault(last, []).append((refs.get(record.id, ""), record.title))


def axis_ends(first: date, last: date) -> tuple[date, date]:
    """The first day of a month and the last of one, so that all lies between; a year apart at the least four months."""
    begin = first.replace(day=1)
    end = month_after(last)
    while (end - begin).days < 110 and end.year < date.max.year:
        end = month_after(end)
    return begin, end


def month_after(day: date) -> date:
    """The first day of the next month; the last of all days where there is none."""
    if day.year == date.max.year and day.month == MONTHS_A_YEAR:
        return date.max
    return (day.replace(day=28) + timedelta(days=5)).replace(day=1)


def ticks_of(begin: date, end: date) -> tuple[Tick, ...]:
    """The marks of the axis: months, quarters or years, a dozen at the most."""
    months = (end.year - begin.year) * 12 + end.month - begin.month
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120, 240) if months / step <= 7), 1200)
    whole = (end - begin).days
    ticks = []
    for month in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month):
        day = date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and begin <= day < end:
            label = str(day.year) if step >= MONTHS_A_YEAR else f"{day.year}-{day.month:02}"
            ticks.append(Tick(round((day - begin).days / whole * 100, 3), label))
    return tuple(ticks)


def cut(label: str, columns: int = LABEL) -> str:
    """A label short enough for its place."""
    if width(label) <= columns:
        return label
    kept = ""
    for mark in label:
        if width(kept + mark) > columns - 2:
            break
        kept += mark
    return kept + "…"
