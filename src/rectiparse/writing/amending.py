"""A record changed by what people wrote into its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, NamedTuple, TypeVar

from rectiparse.document import Span
from rectiparse.finding import Severity
from rectiparse.language import translate
from rectiparse.ledger import Measure, Point, Problem, Responsible, Status
from rectiparse.mentions.dates import find_dates
from rectiparse.recording.deadlines import ONGOING, category_of, deadline_of, recurrence_of
from rectiparse.recording.status import status_of
from rectiparse.writing.columns import CANONICAL, Key, point_text
from rectiparse.writing.rows import ADDED, EDITED, REMARK
from rectiparse.writing.wording import STATUSES, Group, group_of

NOWHERE: Final = Span(0, 0)
"""The span of what stands nowhere in the document."""
WORDS: Final[dict[str, Status]] = {word: status for status, word in STATUSES.items()}
MARK: Final = re.compile(
    r"[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}[.．、]|[①-⑳]|[一二三四五六七八九十]{1,3}[是、]|[•●·\-]\s"
)
SEPARATOR: Final = re.compile(r"[、，,；;\s/]+")
SENTENCE_END: Final = re.compile(r"[。；;\n]")
CALENDAR: Final = ("point", "interval")

PARTIES: Final[dict[Key, tuple[Group, ...]]] = {
    "leader": ("leader",),
    "lead": ("lead",),
    "party": ("leader", "lead"),
    "support": ("support",),
}
"""The columns of who answers for it, and whom each of them names."""
AnyRecord = TypeVar("AnyRecord", Problem, Measure)


class Remark(NamedTuple):
    """What is to be said of a change: the rule that says so, how grave it is, and the sentence."""

    code: str
    rule: str
    severity: Severity
    message: str


def place_dropped(identity: str) -> Remark:
    """The words of a record were changed, so that its place in the document holds no longer."""
    words = translate("{id}: its words were changed by hand; its place in the document is dropped").format(id=identity)
    return Remark("I101", "place-dropped", "info", words)


def amended(
    record: AnyRecord, cells: Mapping[Key, str], own: Mapping[str, str], *, problem: Problem | None, year: int | None
) -> tuple[AnyRecord, list[Remark]]:
    """The record with what its cells say now, marked as changed by hand, and what is to be said of that.

    `cells` and `own` hold the cells that differ, by what they are or, in columns of a unit's own, by their names.
    `problem` is whose values a measure without its own shows; `year` is the document's.
    """
    values: dict[str, Any] = {}
    remarks: list[Remark] = []
    extra = dict(record.extra)
    if isinstance(record, Problem):
        values |= changed_problem(record, cells)
    elif "measure" in cells:
        values |= changed_words(record, cells["measure"])
    if values.get("span") == NOWHERE and record.span != NOWHERE:
        remarks.append(place_dropped(record.id))
    named = {key: cells[key] for key in PARTIES if key in cells}
    if named:
        values["responsible"] = parties_of(record.responsible, problem.responsible if problem else (), named)
    if "deadline" in cells:
        values |= times_of(cells["deadline"], year)
        if isinstance(record, Problem):
            values.pop("recurrence")
    if "progress" in cells:
        values["status_text"] = cells["progress"] or None
    if "status" in cells:
        words = cells["status"]
        status = WORDS.get(words) or status_of(words)
        values["status"] = status
        if status == "unknown" and words:
            values.setdefault("status_text", words)
            told = translate("{id}: the progress {words} is not known; choose from {known}")
            known = "、".join(filter(None, STATUSES.values()))
            told = told.format(id=record.id, words=words, known=known)
            remarks.append(Remark("I104", "progress-unknown", "warning", told))
    if "remark" in cells:
        extra = remarked(extra, cells["remark"])
    for name, text in own.items():
        extra.pop(name, None)
        if text:
            extra[name] = text
    marks = dict.fromkeys(filter(None, record.extra.get(EDITED, "").split("、")))
    if ADDED not in marks:
        marks |= dict.fromkeys([CANONICAL[key] for key in CANONICAL if key in cells] + list(own))
    extra.pop(EDITED, None)
    extra[EDITED] = "、".join(marks)
    return record.model_copy(update={**values, "extra": extra}), remarks


def changed_problem(problem: Problem, cells: Mapping[Key, str]) -> dict[str, Any]:
    """The words of a problem; changed title or detail stand no longer in the document as they are."""
    values: dict[str, Any] = {}
    if "aspect" in cells:
        values["aspect"] = cells["aspect"] or None
    if "goal" in cells:
        values["goal"] = cells["goal"] or None
    if "title" in cells:
        values |= {"title": cells["title"], "span": NOWHERE}
    if "detail" in cells:
        values |= {**detail_of(cells["detail"], problem.points), "span": NOWHERE}
    return values


def detail_of(text: str, points: Sequence[Point]) -> dict[str, Any]:
    """The detail and the points of a problem: a point left as it was stays one, with its place."""
    known = {point_text(point): point for point in points}
    detail: list[str] = []
    kept: list[Point] = []
    for line in text.split("\n"):
        if line in known:
            kept.append(known[line])
        elif kept and line:
            marker, words = parted(line)
            kept.append(Point(marker=marker, text=words, span=NOWHERE))
        else:
            detail.append(line)
    return {"detail": "\n".join(detail).strip("\n") or None, "points": tuple(kept)}


def changed_words(measure: Measure, text: str) -> dict[str, Any]:
    """The words of a measure; its points stay where their words do."""
    if measure.marker and text.startswith(measure.marker):
        held = measure.text.startswith(measure.marker)
        marker: str | None = measure.marker
        words = text if held else text[len(measure.marker) :].lstrip()
    else:
        marker, words = parted(text)
    title = first_sentence(words)
    return {
        "marker": marker,
        "text": words,
        "title": title,
        "points": tuple(point for point in measure.points if point.text in words),
        "category": category_of(title, words),
        "span": NOWHERE,
    }


def parted(text: str) -> tuple[str | None, str]:
    """A printed mark and the words after it."""
    match = MARK.match(text)
    return (match[0].strip(), text[match.end() :].lstrip()) if match else (None, text)


def first_sentence(text: str) -> str:
    """The title of a record that is one text: its first sentence."""
    return SENTENCE_END.split(text, maxsplit=1)[0]


def parties_of(
    own: Sequence[Responsible], shared: Sequence[Responsible], named: Mapping[Key, str]
) -> tuple[Responsible, ...]:
    """Who answers for it: the record's own in columns that were not changed, and the names that now stand in the others.

    `shared` are its problem's. A name stays in the column in which it was written.
    """
    known = {(party.name, party.role): party for party in (*shared, *own)}
    changed = {group for key in named for group in PARTIES[key]}
    parties = [party for party in own if group_of(party) not in changed]
    for key, text in named.items():
        role: Literal["lead", "support"] = "support" if key == "support" else "lead"
        for name in dict.fromkeys(filter(None, SEPARATOR.split(text))):
            party = known.get((name, role)) or Responsible(name=name, role=role)
            if group_of(party) not in PARTIES[key]:
                party = party.model_copy(update={"kind": "person" if key == "leader" else "unit"})
            parties.append(party)
    return tuple(dict.fromkeys(parties))


def times_of(text: str, year: int | None) -> dict[str, Any]:
    """By when, how often and whether it goes on, from the words of one cell."""
    dates = find_dates(text, year=year)
    value, _, _ = deadline_of(text, dates, None, 0)
    if value is None:
        day = next((date for date in dates if date.kind in CALENDAR and date.value), None)
        if day and day.value:
            value = f"../{day.value}" if day.kind == "point" else day.value
    words = []
    for part in re.split(r"[；;\n]", text):
        kinds = {date.kind for date in find_dates(part, year=year)}
        says_only = kinds == {"recurrence"} or (not kinds and ONGOING.fullmatch(part.strip()))
        if part.strip() and not says_only:
            words.append(part.strip())
    return {
        "deadline": value,
        "deadline_text": "；".join(words) or None,
        "ongoing": ONGOING.search(text) is not None,
        "recurrence": recurrence_of(text, dates),
    }


def remarked(extra: Mapping[str, str], text: str) -> dict[str, str]:
    """What a record holds beyond the columns, after its remarks (备注) were changed."""
    known = [key for key in extra if key not in (REMARK, EDITED)]
    kept: dict[str, str] = {}
    rest: list[str] = []
    for line in text.split("\n"):
        key, colon, value = line.partition("：")
        if colon and key in known and key not in kept:
            kept[key] = value
        elif line.strip():
            rest.append(line)
    return ({REMARK: "\n".join(rest)} if rest else {}) | kept


def new_measure(identity: str) -> Measure:
    """A measure that was added by hand, its cells not yet filled in."""
    return Measure(id=identity, marker=None, title="", text="", extra={EDITED: ADDED}, span=NOWHERE)


def new_problem(identity: str) -> Problem:
    """A problem that was added by hand, its cells not yet filled in."""
    return Problem(id=identity, marker=None, title="", extra={EDITED: ADDED}, span=NOWHERE)
