"""A workbook read back as ledgers: what people changed, added, deleted and moved in the sheet 整改台账.

A workbook of ours carries its ledgers whole on a hidden sheet. Each cell is compared with what was written there; what
differs was changed by hand, is taken over and is noted in the record's `extra`.

A record that stands nowhere in the document has the span [0, 0).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TypeVar

from rectiparse.document import Document
from rectiparse.errors import LedgerError, ReadingError
from rectiparse.finding import Finding
from rectiparse.language import translate
from rectiparse.ledger import Date, Figure, Ledger, Measure, Problem
from rectiparse.writing.amending import NOWHERE, Remark, amended, new_measure, new_problem
from rectiparse.writing.cells import clean, ledgers_of
from rectiparse.writing.columns import TOLD, Key
from rectiparse.writing.grids import Grid, Heads, grids_of, heads_of
from rectiparse.writing.lists import lists_of
from rectiparse.writing.rows import GENERAL, Block, blocks_of
from rectiparse.writing.xlsx import DATA_SHEET, ID_COLUMN, LEDGER_SHEET, same_aspect

ZIP: Final = b"PK\x03\x04"
NOT_READ: Final[frozenset[Key]] = frozenset({"number", "origin"})
FOUND_ANEW: Final = "检查"

AnyRecord = TypeVar("AnyRecord", Problem, Measure)
Mention = TypeVar("Mention", Figure, Date)


@dataclass(frozen=True, slots=True)
class Imported:
    """The ledgers of a workbook, and what is to be said of it: what was not taken over, what was dropped."""

    ledgers: tuple[Ledger, ...]
    findings: tuple[Finding, ...]


def is_workbook(data: bytes) -> bool:
    """True for a workbook of ours, which stands wherever a ledger may."""
    from rectiparse.reading.archive import open_archive

    if not data.startswith(ZIP) or b"xl/workbook.xml" not in data:
        return False
    try:
        sheets = open_archive(data, "-").parse("xl/workbook.xml").iter()
    except ReadingError:
        return False
    return any(element.tag.endswith("}sheet") and element.get("name") == DATA_SHEET for element in sheets)


def import_workbook(source: Path | bytes, name: str | None = None) -> Imported:
    """The ledgers in a workbook, ours or a unit's own; the latter is read as any document is.

    Raises ReadingError for a file that cannot be read, LedgerError for one that holds no ledger.
    """
    from rectiparse.pipeline import extract
    from rectiparse.reading import read

    document = read(source, name=name or (source.name if isinstance(source, Path) else "-"))
    if document.format != "xlsx":
        raise LedgerError("{name}: no workbook; give an .xlsx file", name=document.name)
    grids = list(grids_of(document))
    carried = next((grid for grid in grids if grid.name == DATA_SHEET), None)
    if carried is None:
        ledger = extract(first_sheet(document))
        if not ledger.problems and not ledger.measures:
            raise LedgerError(
                "{name}: no sheet with the heads of a ledger, such as 反馈问题 and 整改措施; give a ledger",
                name=document.name,
            )
        return Imported((ledger,), ())
    ledgers = ledgers_of([carried.text(row, 0) for row in carried.rows], document.name)
    seen = [grid for grid in grids if grid is not carried]
    for grid in sorted(seen, key=lambda grid: grid.name != LEDGER_SHEET):
        heads = heads_of(grid)
        if heads is not None:
            break
    else:
        raise LedgerError(
            "{name}: no sheet with the heads of a ledger, such as 反馈问题 and 整改措施; give a ledger",
            name=document.name,
        )
    reading = Reading(document.name, grid, heads, ledgers)
    made = reading.ledgers()
    reading.compare_lists(seen)
    return Imported(tuple(made), tuple(reading.findings))


def first_sheet(document: Document) -> Document:
    """A workbook of ours without the lists that repeat its first sheet; any other workbook as it is."""
    if not document.tables or document.tables[0].sheet != LEDGER_SHEET:
        return document
    end = document.tables[0].span.end
    places = tuple(place for place in document.places if place.span.end <= end)
    return replace(document, text=document.text[:end], tables=document.tables[:1], places=places)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for one row: its record's block and, unless the problem stands alone, its measure."""

    block: Block
    measure: Measure | None
    texts: Mapping[int, str]
    whole: frozenset[int]
    """The columns in which one cell told of the whole problem."""
    shown: frozenset[int]
    """The columns whose cell showed in this row; what is merged shows in its first row alone."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is now: its cells, those into which a cell from above reaches, and what was written for it."""

    row: int
    texts: Mapping[int, str]
    covered: frozenset[int]
    key: str
    written: Written | None

    def changes(self, columns: Iterable[int]) -> dict[int, str]:
        """The cells that say something else than was written; an added row was empty."""
        was = self.written.texts if self.written else {}
        return {at: self.texts[at] for at in columns if self.texts[at] != was.get(at, "")}


@dataclass(slots=True)
class Group:
    """The rows of one problem, each with its measure; `problem` is None for measures that answer no single one."""

    part: int
    problem: Problem | None
    rows: list[tuple[Line, Measure | None]] = field(default_factory=list)


class Reading:
    """Reads one sheet, once, against the ledgers that it was made from."""

    def __init__(self, name: str, grid: Grid, heads: Heads, originals: Sequence[Ledger]) -> None:
        self.name, self.grid, self.heads, self.originals = name, grid, heads, originals
        self.findings: list[Finding] = []
        self.columns = {at: column for at, column in heads.columns.items() if column.name != ID_COLUMN}
        self.places: dict[Key, int] = {column.key: at for at, column in reversed(self.columns.items())}
        self.identity_at = next((at for at, column in heads.columns.items() if column.name == ID_COLUMN), None)
        self.written: dict[str, Written] = {}
        above: Block | None = None
        for block in blocks_of(originals):
            whole = frozenset(at for at, column in self.columns.items() if column.whole(block))
            below = {at for at in whole if self.columns[at].key == "aspect" and above and same_aspect(above, block)}
            for number, measure in enumerate(block.rows):
                texts = {at: clean(column.text(block, measure)) for at, column in self.columns.items()}
                shown = frozenset(self.columns) - (whole if number else below)
                self.written[block.key(number)] = Written(block, measure, texts, whole, shown)
            above = block

    def ledgers(self) -> list[Ledger]:
        """The ledgers as the sheet has them now."""
        groups = self.groups()
        parts = range(1, len(self.originals) + 1) if len(self.originals) > 1 else (0,)
        return [
            self.ledger(ledger, [group for group in groups if group.part == part])
            for part, ledger in zip(parts, self.originals, strict=True)
        ]

    def say(self, row: int | None, remark: Remark) -> None:
        """Note what is to be said of a row."""
        self.findings.append(
            Finding(
                file=self.name, code=remark.code, rule=remark.rule, severity=remark.severity, message=remark.message,
                span=NOWHERE, line=row,
            )
        )  # fmt: skip

    # ---- rows ----

    def lines(self) -> Iterator[Line]:
        """The rows below the heads that hold records. Rows that only go on, and notes below the table, hold none."""
        seen: set[str] = set()
        for row in self.grid.rows:
            if row <= self.heads.bottom:
                continue
            texts = {at: clean(self.grid.text(row, at)) for at in self.columns}
            covered = frozenset(at for at in texts if self.grid.covered(row, at))
            key = self.grid.text(row, self.identity_at) if self.identity_at is not None else ""
            written = self.written.get(key)
            own = [at for at, text in texts.items() if text and at not in covered]
            if not own and (written is None or any(written.texts[at] for at in written.shown)):
                continue  # emptied by hand, or never filled
            spread = self.grid.fields[row, own[0]] if own else None
            if spread and spread.right > spread.left and spread.right >= own[-1]:
                continue  # a note over several columns
            if key in seen:
                if written and texts == written.texts:
                    continue  # a record that took several rows, no longer merged
                key, written = "", None
            seen.add(key)
            yield Line(row, texts, covered, key, written)

    def cell(self, line: Line, key: Key) -> str:
        """What a row says in the first column of a kind."""
        at = self.places.get(key)
        return "" if at is None else line.texts[at]

    def groups(self) -> list[Group]:
        """The rows by the problems to which they belong now, in the order of the sheet."""
        groups: list[Group] = []
        known: dict[int, Group] = {}
        numbers = Numbers(self.originals)
        title_at = self.places.get("title", -2)
        for line in self.lines():
            block = line.written.block if line.written else None
            above = groups[-1] if groups else None
            if above and (title_at in line.covered or (not block and self.goes_on(line, above))):
                group = above
            elif block and block.index in known:
                group = known[block.index]
            else:
                group = Group(*self.opened(line, above, numbers))
                groups.append(group)
                if block:
                    known[block.index] = group
            measure = line.written.measure if line.written else None
            if measure is None and self.cell(line, "measure"):
                measure = new_measure(numbers.measure(group.part, group.problem))
            group.rows.append((line, measure))
        return groups

    def goes_on(self, line: Line, above: Group) -> bool:
        """True where an added row belongs to the problem above it: it names none, or the same."""
        title = self.cell(line, "title")
        return title in ("", self.cell(above.rows[0][0], "title"))

    def opened(self, line: Line, above: Group | None, numbers: Numbers) -> tuple[int, Problem | None]:
        """The ledger's number and the problem of a row that does not go on with the one above."""
        if line.written:
            return line.written.block.part, line.written.block.problem
        part = above.part if above else 1 if len(self.originals) > 1 else 0
        if self.cell(line, "title") == GENERAL or ("title" in self.places and not self.cell(line, "title")):
            return part, None
        return part, new_problem(numbers.problem(part))

    # ---- records ----

    def ledger(self, original: Ledger, groups: Sequence[Group]) -> Ledger:
        """One ledger with what its rows say."""
        problems: list[Problem] = []
        loose: list[Measure] = []
        for group in groups:
            problem, measures = self.records(group, original.document.year)
            if problem is None:
                loose += measures
            else:
                problems.append(problem.model_copy(update={"measures": tuple(measures)}))
        kept = {problem.id for problem in problems} | {measure.id for measure in loose}
        kept |= {measure.id for problem in problems for measure in problem.measures}
        gone = self.removed(original, kept)
        update = {
            "problems": tuple(problems),
            "measures": tuple(loose),
            "figures": tuple(disowned(figure) if figure.owner in gone else figure for figure in original.figures),
            "dates": tuple(disowned(date) if date.owner in gone else date for date in original.dates),
        }
        return original.model_copy(update=update)

    def removed(self, original: Ledger, kept: set[str]) -> set[str]:
        """The ids of what is no longer in the sheet, after it has been noted; a problem stands for its measures."""
        gone: set[str] = set()
        records: list[Problem | Measure] = []
        for problem in original.problems:
            steps = [measure for measure in problem.measures if measure.id not in kept]
            gone |= {measure.id for measure in steps}
            records += steps if problem.id in kept else [problem]
        records += [measure for measure in original.measures if measure.id not in kept]
        for record in records:
            told = translate("{id} {title}: no longer in the workbook; removed").format(
                id=record.id, title=record.title
            )
            self.say(None, Remark("I102", "removed", "info", told))
        return gone | {record.id for record in records}

    def records(self, group: Group, year: int | None) -> tuple[Problem | None, list[Measure]]:
        """The problem of a group and its measures, with what their cells say now."""
        self.say_ignored(group)
        readable = [at for at, column in self.columns.items() if column.key not in NOT_READ]
        whole = {at for at in readable if self.is_whole(group, at)}
        problem = group.problem
        lines = [line for line, _ in group.rows]
        shared: dict[int, str] = {}
        if problem is not None:
            for at in sorted(whole):
                anew = (self.said(line, at) for line in lines)
                if (text := next((text for text in anew if text is not None), None)) is not None:
                    shared[at] = text
            alone = [line for line, measure in group.rows if measure is None]
            own = {at: text for line in alone for at, text in line.changes(set(readable) - whole).items()}
            problem = self.applied(problem, shared | own, lines[0].row, None, year)
        measures = []
        for line, measure in group.rows:
            if measure is not None:
                changes = line.changes(set(readable) - whole)
                # One cell stood for the problem and for measures that say the same themselves.
                changes |= {at: text for at, text in shared.items() if self.says_itself(measure, at)}
                measures.append(self.applied(measure, changes, line.row, problem, year))
        status_at = self.places.get("status")
        if problem is not None and status_at is not None and status_at not in whole:
            return self.with_status(problem, measures, [line for line, measure in group.rows if measure], status_at)
        return problem, measures

    def said(self, line: Line, at: int) -> str | None:
        """What a row says anew of its whole problem; an empty cell says nothing where none showed before."""
        text = line.texts[at]
        if line.written is None:
            return text if text and at not in line.covered else None
        return text if text != line.written.texts[at] and (text or at in line.written.shown) else None

    def is_whole(self, group: Group, at: int) -> bool:
        """True where a column tells of the problem: always, or since one cell spoke for all its rows and still does."""
        if group.problem is None or self.columns[at].per == "problem":
            return group.problem is not None
        lines = [line for line, _ in group.rows if line.texts[at] or (line.written and at in line.written.shown)]
        if any(line.written for line in lines):
            same = len({line.texts[at] for line in lines}) == 1
            return same and all(at in line.written.whole for line in lines if line.written)
        return len(group.rows) > 1 and all(at in line.covered for line, _ in group.rows[1:])

    def says_itself(self, measure: Measure, at: int) -> bool:
        """True where a measure has a value of its own for a column."""
        told = TOLD.get(self.columns[at].key)
        return told is not None and told(measure)

    def applied(
        self, record: AnyRecord, changes: Mapping[int, str], row: int, problem: Problem | None, year: int | None
    ) -> AnyRecord:
        """The record with the changed cells; itself where nothing changed."""
        cells: dict[Key, str] = {}
        own: dict[str, str] = {}
        for at, text in changes.items():
            column = self.columns[at]
            told = TOLD.get(column.key)
            if not text and problem and told and told(problem) and not told(record):
                words = translate("{id}: {column} is said of the whole problem and cannot be emptied for one measure")
                words = words.format(id=record.id, column=column.name)
                self.say(row, Remark("I106", "not-emptied", "warning", words))
            elif column.key == "extra":
                own[column.name] = text
            else:
                cells[column.key] = text
        if not cells and not own:
            return record
        changed, remarks = amended(record, cells, own, problem=problem, year=year)
        for remark in remarks:
            self.say(row, remark)
        return changed

    def with_status(
        self, problem: Problem, measures: list[Measure], lines: Sequence[Line], at: int
    ) -> tuple[Problem, list[Measure]]:
        """The problem as far as its measures are, once the status of one of them was changed by hand.

        A measure that showed the problem's status keeps it as its own.
        """
        if not any(line.changes([at]) for line in lines):
            return problem, measures
        own = [
            measure if measure.status != "unknown" else measure.model_copy(update={"status": problem.status})
            for measure in measures
        ]
        statuses = {measure.status for measure in own}
        if problem.status != "unknown" or len(statuses) == 1:
            problem = problem.model_copy(update={"status": statuses.pop() if len(statuses) == 1 else "in-progress"})
        return problem, own

    # ---- what is not read back ----

    def say_ignored(self, group: Group) -> None:
        """Note a change in a column that follows from others; the numbers of problems follow their order."""
        at = self.places.get("origin")
        if at is None:
            return
        for line, _ in group.rows:
            if line.written and self.said(line, at) is not None:
                words = translate("{column} is not read back; the change is left out")
                words = words.format(column=self.columns[at].name)
                self.say(line.row, Remark("I107", "not-read-back", "warning", words))
                return

    def compare_lists(self, grids: Sequence[Grid]) -> None:
        """Note changes in the lists, which are made from 整改台账 and are not read back."""
        sheets = {grid.name: grid for grid in grids}
        for sheet in lists_of(self.originals, list(blocks_of(self.originals)), ()):
            grid = sheets.get(sheet.name)
            if grid is None or sheet.name == FOUND_ANEW:
                continue
            for number, row in enumerate(sheet.rows, 2):
                written = {at: clean(value) for at, value in enumerate(row) if isinstance(value, str)}
                if any(clean(grid.text(number, at)) != text for at, text in written.items()):
                    words = translate("the sheet {sheet} was changed in row {row}; only {ledger} is read back")
                    words = words.format(sheet=sheet.name, row=number, ledger=LEDGER_SHEET)
                    self.say(number, Remark("I103", "list-changed", "warning", words))
                    break


class Numbers:
    """Gives new records their ids: the next number, so that an id of a deleted record is not given again."""

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        self.taken: defaultdict[tuple[int, str], int] = defaultdict(int)
        for at, ledger in enumerate(ledgers, 1):
            part = at if len(ledgers) > 1 else 0
            ids = [problem.id for problem in ledger.problems] + [measure.id for measure in ledger.measures]
            ids += [measure.id for problem in ledger.problems for measure in problem.measures]
            for identity in ids:
                if match := re.fullmatch(r"(.*[PM])(\d{1,9})", identity):
                    self.taken[part, match[1]] = max(self.taken[part, match[1]], int(match[2]))

    def problem(self, part: int) -> str:
        """The id of a new problem."""
        return self.next(part, "P")

    def measure(self, part: int, problem: Problem | None) -> str:
        """The id of a new measure."""
        return self.next(part, f"{problem.id}.M" if problem else "M")

    def next(self, part: int, prefix: str) -> str:
        """The next free id that begins so."""
        self.taken[part, prefix] += 1
        return f"{prefix}{self.taken[part, prefix]}"


def disowned(mention: Mention) -> Mention:
    """A figure or date whose problem or measure is gone; it still stands in the document."""
    return mention.model_copy(update={"owner": None})
