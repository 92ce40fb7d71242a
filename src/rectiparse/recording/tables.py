"""Ledgers that exist already (台账): the rows of a table become problems and measures by its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple, get_args

from rectiparse.document import Cell, Document, Span
from rectiparse.grammar.themes import shipped_themes
from rectiparse.ledger import Category, Measure, Place, Point, Problem, Responsible, Status, made
from rectiparse.mentions.dates import find_dates
from rectiparse.mentions.mention import DateMention, PartyMention
from rectiparse.mentions.parties import find_parties, kind_of_label, parties_of_label
from rectiparse.outlining.marks import find_marks
from rectiparse.outlining.sequence import nest
from rectiparse.recording.deadlines import ONGOING, category_of, deadline_of, limit_of_all, recurrence_of
from rectiparse.recording.problems import first_clause, problem_title
from rectiparse.recording.status import says_status_only, sentences, status_of
from rectiparse.recording.table_headers import BRACKETS, Column, ColumnRole, Grid, is_ledger, role_of_header

__all__ = ["ColumnRole", "TableRecords", "is_ledger", "records_of_tables", "role_of_header"]

_TOTAL: Final = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|累\s*计)")
_NOTE: Final = re.compile(r"\s*(?:备?注|说\s*明|填表说明|填\s*报|制表|审核|单位\s*[（(]?盖章|联系人)")
_LEVELS: Final = (
    re.compile(r"[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[部章]"),
    re.compile(r"[（(][一二三四五六七八九十]+[)）]"),
)
_NUMBER: Final = re.compile(r"[（(]?(?:\d{1,4}(?:[.．-]\d{1,3}){0,3}|[一二三四五六七八九十百]{1,4})[)）]?[.．、]?")
_FIRST: Final = re.compile(r"\D*1\D*|\D*[.．-]1\D*|[（(]?一[)）]?[、.．]?")
_ASPECT: Final = re.compile(
    r"(?:方面|领域|板块|环节|类)(?:存在)?(?:的)?(?:主要|突出)?(?:问题)?(?:[（(]共?\s?\d{1,3}\s?[个项条][^（）()]{0,10}[)）])?[:：]?$"
)
_YES: Final = re.compile(r"是|√|✓|✔|有|[Yy](?:es)?")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")
_SENTENCE: Final = re.compile(r"[^。；！？;\n]+[。；！？;]?")
_CLAUSE: Final = re.compile(r"[，,。；;\n]")
_TITLE: Final = re.compile(r"[。；;\n]")
_NAMING: Final = ("problem", "manifestation", "aspect", "task", "measure")
_LEAD_IN: Final = 12  # letters that may stand before a list without being a step themselves


class _Piece(NamedTuple):
    """A listed part of a cell's text, its own parts inside."""

    marker: str | None
    span: Span
    parts: tuple[Span, ...] = ()


class _Step(NamedTuple):
    """A measure in the making: a piece of a cell, the words that gave its status, and its place in the cell's list.

    `scope` are the rows that the cell stands in, `rows` those of its problem.
    """

    cell: Cell
    piece: _Piece
    said: str | None
    number: int
    siblings: int
    scope: Sequence[int]
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class TableRecords:
    """What the tables of a document say; `span` reaches over the rows that were read, header included."""

    problems: tuple[Problem, ...]
    measures: tuple[Measure, ...]
    title: str | None
    span: Span


@dataclass(slots=True)
class _Group:
    """The rows that speak of one problem."""

    path: tuple[str, ...]
    rows: list[int] = field(default_factory=list)
    stated: Cell | None = None
    """The cell that states the problem where it stands in the column of problems, and others in that of manifestations."""


def records_of_tables(
    document: Document, *, year: int | None = None, told: tuple[int, int] | None = None
) -> TableRecords | None:
    """The problems and measures in all tables of a document that are ledgers, None where none is.

    `year` is the document's own, for dates that name none, `told` the year and month of the findings. A table without a
    header goes on with the one before it when it has as many columns. Ids run on over all tables.
    """
    problems: list[Problem] = []
    measures: list[Measure] = []
    spans: list[Span] = []
    title = None
    before: tuple[int, list[Column]] | None = None
    for table in document.tables:
        grid = Grid(document, table)
        found = grid.header() or ((-1, before[1]) if before and before[0] == grid.width else None)
        before = (grid.width, found[1]) if found else None
        if found is None:
            continue
        reader = _Reader(grid, *found, year=year, told=told)
        title = title or grid.title(found[0])
        problems += reader.problems(len(problems) + 1)
        measures += reader.loose(len(measures) + 1)
        spans.append(table.span)
    if not problems and not measures:
        return None
    span = Span(min(span.start for span in spans), max(span.end for span in spans))
    return TableRecords(tuple(problems), tuple(measures), title, span)


def _pieces(text: str) -> list[_Piece]:
    """The items of a list in a cell, none where its text is no list."""
    marks = find_marks(text)
    parents = nest(marks)
    top = [at for at, parent in parents.items() if parent < 0]
    if len(top) < 2 or len(text[: marks[top[0]].span.start].strip()) > _LEAD_IN:
        return []
    pieces = []
    for number, at in enumerate(top):
        end = marks[top[number + 1]].span.start if number + 1 < len(top) else len(text)
        inner = [marks[place].span.start for place, parent in parents.items() if parent == at]
        parts = tuple(_trimmed(text, start, after) for start, after in pairwise([*inner, end]))
        pieces.append(_Piece(marks[at].text, _trimmed(text, marks[at].span.start, end), parts))
    return pieces


def _trimmed(text: str, start: int, end: int) -> Span:
    """The range without the blanks at its ends."""
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _marked(text: str) -> tuple[str | None, int]:
    """The mark that a text begins with and where its words begin."""
    first = next(iter(find_marks(text[:60])), None)
    if first is None or text[: first.span.start].strip():
        return None, 0
    after = first.span.end
    return first.text, after + len(text[after:]) - len(text[after:].lstrip())


def _family(number: str) -> str:
    """The kind of a number: 1 of 12, (1) of （3）, 1.1 of 2.3, 一 of 二, (一) of （二）."""
    kind = re.sub("[一二三四五六七八九十百]+", "一", re.sub(r"\d+", "1", number)).strip("、.．")
    return kind.replace("（", "(").replace("）", ")").replace("．", ".").replace("-", ".")


class _Reader:
    """Reads the rows below a header."""

    def __init__(
        self, grid: Grid, header: int, columns: Sequence[Column], *, year: int | None, told: tuple[int, int] | None
    ) -> None:
        self.grid = grid
        self.text = grid.text
        self.columns = columns
        self.year = year
        self.told = told
        self.groups: list[_Group] = []
        self.loose_rows: list[int] = []
        self._group(header)

    # --- which rows belong together ---------------------------------------------------------------------------------

    def _group(self, header: int) -> None:
        heads = {tuple(map(self.grid.words, self.grid.filled(row))) for row in range(header + 1)}
        sections: list[tuple[int, str]] = []
        current: _Group | None = None
        known: Cell | None = None
        states = any(column.role == "problem" for column in self.columns)
        for row in range(header + 1, len(self.grid.rows)):
            starting = self.grid.starting(row)
            if not starting or tuple(map(self.grid.words, self.grid.filled(row))) in heads:
                continue
            first = self.grid.words(starting[0])
            if (numbered := self._numbered_section(row)) or self._is_section(row, starting):
                level, title = numbered or (
                    next((at for at, mark in enumerate(_LEVELS) if mark.match(first)), len(_LEVELS)),
                    first[_marked(first)[1] :].strip(),
                )
                sections = [section for section in sections if section[0] < level]
                sections.append((level, title))
                current = known = None
            elif _TOTAL.match(first) or (len(starting) == 1 and _NOTE.match(first)):
                current = known = None
            elif not states:
                self.loose_rows.append(row)
            else:
                cell = next(iter(self._cells("problem", [row])), None)
                same = cell is None or cell is known or (known and self.grid.words(cell) == self.grid.words(known))
                if current is not None and same:
                    current.rows.append(row)
                elif cell is not None:
                    current, known = _Group(tuple(title for _, title in sections), [row]), cell
                    self.groups.append(current)
                else:
                    self.loose_rows.append(row)
        self._split_by_manifestation()

    def _is_section(self, row: int, starting: Sequence[Cell]) -> bool:
        """True for a row that only names what the rows below it are about."""
        only = starting[0]
        if len(self.grid.filled(row)) > 1 or _NOTE.match(self.grid.words(only)) or _TOTAL.match(self.grid.words(only)):
            return False
        wide = only.columns * 5 >= self.grid.width * 3
        return wide or (only.column == 0 and not _NUMBER.fullmatch(self.grid.words(only)))

    def _numbered_section(self, row: int) -> tuple[int, str] | None:
        """The level and title of a row with nothing but a number and what the rows below it are about: 一 | 财务管理方面.

        It reads like an aspect and the row below says more, or the list below it begins anew, or its number is of another
        kind than those of rows that say more; else it is a problem that nobody has answered yet.
        """
        if len(self.grid.filled(row)) > 2:
            return None
        number, named = self._number_and_name(row)
        words = self.grid.words(named) if named is not None else ""
        if not words or _TOTAL.match(words) or _NOTE.match(words) or row + 1 == len(self.grid.rows):
            return None
        below, other = self._number_and_name(row + 1)
        family, finer = _family(number), _family(below)
        goes_on = family == finer and not _FIRST.fullmatch(below)  # the row below stands in one list with this one
        if _ASPECT.search(words):
            named_only = goes_on and other is not None
        else:
            named_only = goes_on or not number or not below or (finer != family and family in self._families_of_rows)
        if named_only:
            return None
        level = len(_LEVELS) + family.count(".") if "1" in family else int("(" in family)
        return level, words[_marked(words)[1] :].strip()

    def _number_and_name(self, row: int) -> tuple[str, Cell | None]:
        """What stands in the column of numbers, and the cell of what is wrong where no other holds anything."""
        cells: dict[bool, list[Cell]] = {True: [], False: []}
        for cell in self.grid.filled(row):
            cells[self._role_of(cell) == "number"].append(cell)
        number = self.grid.words(cells[True][0]) if len(cells[True]) == 1 else ""
        number = number if _NUMBER.fullmatch(number) else ""
        rest = cells[False]
        alone = len(rest) == 1 and rest[0].row == row and len(cells[True]) == bool(number)
        return number, rest[0] if alone and self._role_of(rest[0]) in _NAMING else None

    @cached_property
    def _families_of_rows(self) -> set[str]:
        """The kinds of numbers that rows with more than a name have."""
        rows = map(self._number_and_name, range(len(self.grid.rows)))
        return {_family(number) for number, named in rows if number and named is None}

    def _split_by_manifestation(self) -> None:
        """Where one problem's rows each name a manifestation of it, those are what the measures answer."""
        finer = [[*map(self.grid.words, self._cells("manifestation", group.rows))] for group in self.groups]
        if not any(len(set(words)) > 1 for words in finer):
            return
        groups: list[_Group] = []
        for group in self.groups:
            whole = self._cells("problem", group.rows)[0]
            words = self.grid.words(whole)
            title = self._title(words[_marked(words)[1] :])[0]
            last: Cell | None = None
            for row in group.rows:
                cell = next(iter(self._cells("manifestation", [row])), None)
                if not groups or row == group.rows[0] or (cell is not None and cell is not last):
                    groups.append(_Group((*group.path, title) if cell else group.path, [], None if cell else whole))
                groups[-1].rows.append(row)
                last = cell or last
        self.groups = groups
        swap: dict[ColumnRole, ColumnRole] = {"problem": "other", "manifestation": "problem"}
        self.columns = [column._replace(role=swap.get(column.role, column.role)) for column in self.columns]

    # --- cells ------------------------------------------------------------------------------------------------------

    def _column_of(self, cell: Cell) -> Column | None:
        """The column that most of the cell stands in."""

        def shared(column: Column) -> int:
            return min(column.end, cell.column + cell.columns) - max(column.start, cell.column)

        best = max(self.columns, key=shared, default=None)
        return best if best is not None and shared(best) > 0 else None

    def _role_of(self, cell: Cell) -> ColumnRole | None:
        column = self._column_of(cell)
        return None if column is None else column.role

    def _cells(self, role: ColumnRole, rows: Iterable[int]) -> list[Cell]:
        """The filled cells of the columns with this role in some rows, each once."""
        found: dict[int, Cell] = {}
        for row in rows:
            for cell in self.grid.filled(row):
                column = self._column_of(cell)
                if column is not None and column.role == role:
                    found.setdefault(id(cell), cell)
        return list(found.values())

    def _header_of(self, cell: Cell) -> str:
        column = self._column_of(cell)
        return "" if column is None else "".join(column.header.split())

    def _shared(self, role: ColumnRole, rows: Sequence[int]) -> list[Cell]:
        """The cells that hold for all of some rows: they stand in the first, and no later row has its own."""
        cells = self._cells(role, rows)
        return cells if all(cell.row <= rows[0] for cell in cells) else []

    # --- records ----------------------------------------------------------------------------------------------------

    def problems(self, first: int) -> list[Problem]:
        """The problems, numbered from `first`."""
        return [self._problem(f"P{number}", group) for number, group in enumerate(self.groups, first)]

    def loose(self, first: int) -> list[Measure]:
        """The measures of rows that name no problem, numbered from `first`."""
        steps = [step for row in self.loose_rows for step in self._steps([row])]
        return [self._measure(f"M{number}", step) for number, step in enumerate(steps, first)]

    def _problem(self, identity: str, group: _Group) -> Problem:
        rows = group.rows
        cell = group.stated or self._cells("problem", rows)[0]
        words = self.grid.words(cell)
        pieces = _pieces(words)
        number = next(
            (self.grid.words(n) for n in self._cells("number", rows[:1]) if _NUMBER.fullmatch(self.grid.words(n))), None
        )
        marker, start = (None, 0) if pieces and not pieces[0].span.start else _marked(words)
        title, end = self._title(words[start:])
        rest = words[start + end :].strip(" \n。；;")
        more = [self.grid.words(other) for other in self._cells("manifestation", rows)]
        detail = "\n".join(part for part in (rest, *more) if part)
        aspects = [self.grid.words(other) for other in self._cells("aspect", rows[:1])]
        path = (*aspects, *group.path)
        offset = cell.span.start + cell.span.cut(self.text).index(words)
        points = [self._point(words, piece, offset) for piece in pieces]
        status, status_text = self._status(self._shared("status", rows) or self._shared("progress", rows))
        deadline, deadline_text, ongoing = self._deadline(self._shared("deadline", rows))
        said = " ".join(self.grid.words(other) for other in self._shared("ongoing", rows))
        return made(
            Problem,
            id=identity,
            marker=marker or number,
            title=title,
            detail=detail or None,
            aspect=path[0] if path else None,
            path=path,
            points=tuple(points),
            goal="\n".join(self.grid.words(other) for other in self._cells("goal", rows)) or None,
            responsible=self._responsible(self._shared("party", rows)),
            deadline=deadline,
            deadline_text=deadline_text,
            ongoing=ongoing or _YES.fullmatch(said) is not None,
            status=status,
            status_text=status_text,
            themes=shipped_themes().themes_of(title, [point.text for point in points], detail),
            measures=tuple(self._measure(f"{identity}.M{n}", step) for n, step in enumerate(self._steps(rows), 1)),
            place=self._place(cell.span.start),
            extra=self._extra(rows, shared=True),
            span=self._span(rows),
        )

    def _title(self, words: str) -> tuple[str, int]:
        """The problem in one line, and where in `words` it ends: after its first sentence."""
        match = _SENTENCE.match(words)
        end = match.end() if match else len(words)
        title = "".join(words[:end].split("\n")).strip(" 。；;！!：:")
        return problem_title(title), end

    def _point(self, words: str, piece: _Piece, offset: int) -> Point:
        start, end = piece.span
        text = words[start + len(piece.marker or "") : end].strip().lstrip(" \t\u3000\n，,：:")
        return made(Point, marker=piece.marker, text=text, span=Span(start + offset, end + offset))

    def _span(self, rows: Sequence[int]) -> Span:
        """From the first cell that begins in the rows to the end of the last."""
        cells = [cell for row in rows for cell in self.grid.starting(row)]
        return Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))

    def _place(self, at: int) -> Place | None:
        place = self.grid.document.place_of(at)
        if place is None:
            return None
        return made(
            Place,
            page=place.page,
            paragraph=place.paragraph,
            table=place.table,
            sheet=place.sheet,
            row=place.row,
            column=place.column,
        )

    def _steps(self, rows: Sequence[int]) -> list[_Step]:
        """The measures in the cells of some rows: the items of a list, or all of a cell."""
        steps = []
        for cell in self._cells("measure", rows):
            scope = [row for row in rows if cell in self.grid.rows[row]]
            text = cell.span.cut(self.text)
            pieces = _pieces(text) or [_Piece(None, _trimmed(text, 0, len(text)))]
            for number, piece in enumerate(pieces):
                span, said = _without_status(text, piece)
                if span.start < span.end:
                    parts = tuple(part for part in piece.parts if part.end <= span.end)
                    kept = _Piece(piece.marker, span, parts)
                    steps.append(_Step(cell, kept, said, number, len(pieces), scope, rows))
        return steps

    def _measure(self, identity: str, step: _Step) -> Measure:
        text = step.cell.span.cut(self.text)
        offset = step.cell.span.start
        start, end = step.piece.span
        words = text[start + len(step.piece.marker or "") : end].strip().lstrip(" \t\u3000\n，,：:")
        title = _TITLE.split(words, maxsplit=1)[0].strip()
        begin = text.index(words, start)
        dates = find_dates(words, year=self.year, found=self.told)
        own = [self._party(party, begin + offset) for party in find_parties(words)]
        deadline, deadline_text, ongoing = deadline_of(words, dates, None, 0)
        if deadline is None:
            found = self._deadline(self._beside("deadline", step), step)
            deadline, deadline_text = found[0] or deadline, found[1] or deadline_text
            ongoing = ongoing or found[2]
        status, status_text = self._status(self._beside("status", step) or self._beside("progress", step))
        if step.said is not None:
            status, status_text = status_of(step.said), step.said
        said = " ".join(self.grid.words(cell) for cell in self._beside("ongoing", step))
        kinds = [self.grid.words(cell) for cell in self._beside("category", step)]
        category: Category | None = next((kind for kind in get_args(Category) if kind in kinds), None)
        return made(
            Measure,
            id=identity,
            marker=step.piece.marker,
            title=title if 0 < len(title) <= 60 else first_clause(words),
            text=words,
            points=tuple(self._point(text, self._part(text, part), offset) for part in step.piece.parts),
            responsible=tuple(own) or self._responsible(self._beside("party", step), step),
            deadline=deadline,
            deadline_text=deadline_text,
            ongoing=ongoing or _YES.fullmatch(said) is not None,
            recurrence=recurrence_of(words, dates),
            category=category or category_of(title, words),
            status=status,
            status_text=status_text,
            place=self._place(start + offset),
            extra=self._extra(step.scope, shared=not self.groups, rows_of_problem=step.rows),
            span=Span(start + offset, end + offset),
        )

    def _part(self, text: str, span: Span) -> _Piece:
        marker, _ = _marked(text[span.start : span.end])
        return _Piece(marker, span)

    def _beside(self, role: ColumnRole, step: _Step) -> list[Cell]:
        """The cells beside a step: of its own rows, else what holds for all rows of its problem."""
        return self._cells(role, step.scope) or self._shared(role, step.rows)

    def _words_of(self, cell: Cell, step: _Step | None) -> tuple[str, int]:
        """The text of a cell and its offset; of a list that runs beside the step's own, the part beside it."""
        text = cell.span.cut(self.text)
        if step is not None and step.siblings > 1:
            pieces = _pieces(text)
            if len(pieces) == step.siblings:
                piece = pieces[step.number]
                start = piece.span.start + len(piece.marker or "")
                return text[start : piece.span.end], cell.span.start + start
        return text, cell.span.start

    def _party(self, party: PartyMention, offset: int) -> Responsible:
        return made(Responsible, name=party.name, role=party.role, span=party.span.shifted(offset), kind=party.kind)

    def _responsible(self, cells: Iterable[Cell], step: _Step | None = None) -> tuple[Responsible, ...]:
        found: dict[tuple[str, str], Responsible] = {}
        for cell in cells:
            text, offset = self._words_of(cell, step)
            pieces = _pieces(text)  # 1.财务股 2.办公室
            listed = (
                pieces if pieces and not text[: pieces[0].span.start].strip() else [_Piece(None, Span(0, len(text)))]
            )
            header = self._header_of(cell)
            label, kind = BRACKETS.sub("", header), kind_of_label(header)
            for marker, span, _ in listed:
                begin = span.start + len(marker or "")
                for party in parties_of_label(label, text[begin : span.end], kind):
                    found.setdefault((party.name, party.role), self._party(party, offset + begin))
        return tuple(found.values())

    def _deadline(self, cells: Iterable[Cell], step: _Step | None = None) -> tuple[str | None, str | None, bool]:
        """The deadline that cells give: its value, their words, and whether it goes on beyond."""
        for cell in cells:
            words = " ".join(self._words_of(cell, step)[0].split()).strip(" 。；;")
            if words:
                return (
                    _day(words, find_dates(words, year=self.year, found=self.told)),
                    words,
                    ONGOING.search(words) is not None,
                )
        return None, None, False

    def _status(self, cells: Iterable[Cell]) -> tuple[Status, str | None]:
        """How far things are by the cells of a status column, or by the sentences of a report that say so."""
        for cell in cells:
            column = self._column_of(cell)
            words = self.grid.words(cell)
            if column is None or column.role == "progress":
                said = [words[a:b] for a, b in sentences(words, 0, len(words)) if says_status_only(words[a:b])]
                said = said[-1:] or [clause for clause in _CLAUSE.split(words)[:1] if says_status_only(clause)]
                if said:
                    return status_of(said[0]), said[0].strip(" 。；;")
                continue
            if "是否" in column.header and (_YES.fullmatch(words) or words in ("否", "×", "✗", "N", "n")):
                return "done" if _YES.fullmatch(words) else "not-done", words
            if share := _PERCENT.fullmatch(words):
                value = float(share[1])
                return "done" if value >= 100 else "in-progress" if value > 0 else "not-done", words
            return status_of(words), words
        return "unknown", None

    def _extra(self, rows: Sequence[int], *, shared: bool, rows_of_problem: Sequence[int] = ()) -> dict[str, str]:
        """What stands in columns that mean nothing here, by their headers.

        `shared` asks for what holds for all rows; else for what does not, so that each is kept once.
        """
        roles: tuple[ColumnRole, ...] = ("other", "category", "progress")
        extra: dict[str, str] = {}
        for role in roles:
            whole = self._shared(role, rows_of_problem or rows)
            for cell in whole if shared else self._cells(role, rows):
                if shared or cell not in whole:
                    extra.setdefault(self._header_of(cell), self.grid.words(cell))
        return {header: words for header, words in extra.items() if header and not says_status_only(words)}


def _without_status(text: str, piece: _Piece) -> tuple[Span, str | None]:
    """The piece without the sentences at its ends that only say how far things are, and the last of those."""
    parts = sentences(text, *piece.span)
    said = None
    while parts and says_status_only(text[slice(*parts[-1])]):
        said = said or text[slice(*parts[-1])].strip(" 。；.;")
        parts.pop()
    while parts and said is None and piece.marker is None and says_status_only(text[slice(*parts[0])]):
        said = text[slice(*parts.pop(0))].strip(" 。；.;")
    if said is None:
        return piece.span, None
    return (Span(parts[0][0], parts[-1][1]) if parts else Span(0, 0)), said


def _day(words: str, dates: Sequence[DateMention]) -> str | None:
    """The deadline among the dates of a cell: a day alone is the last one."""
    dates = [date for date in dates if date.kind in ("deadline", "point", "interval") and date.value]
    if not dates:
        return None
    limit = limit_of_all(words, dates, 0)
    return f"../{limit.value}" if limit.kind == "point" else limit.value
