"""Ledgers that exist already (台账): the rows of a table become problems and measures by its header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal, NamedTuple, get_args

from rectiparse.document import Cell, Document, Span, Table
from rectiparse.grammar.themes import shipped_themes
from rectiparse.ledger import Category, Measure, Place, Point, Problem, Responsible, Status
from rectiparse.mentions.dates import find_dates
from rectiparse.mentions.mention import DateMention
from rectiparse.mentions.parties import find_parties, parties_of_label, role_of_label
from rectiparse.outlining.marks import find_marks
from rectiparse.outlining.sequence import nest
from rectiparse.recording.deadlines import ONGOING, category_of, deadline_of
from rectiparse.recording.problems import first_clause, problem_title
from rectiparse.recording.status import says_status_only, sentences, status_of

ColumnRole = Literal[
    "number", "aspect", "problem", "manifestation", "task", "goal", "measure", "party", "deadline", "status", "progress",
    "ongoing", "category", "other",
]  # fmt: skip

# What headers call the same thing (问题、措施、责任、时限 …), as seen in the ledgers of inspection offices, audit and
# environment; brackets and blanks in a header do not count. The first that fits counts.
_WORD: Final = "巡察|巡视|巡查|审计|督察|督查|检查|查出|发现|反馈|存在|具体|主要|整改|突出|移交|交办|指出|涉及|通报|排查|自查|认领|上级|隐患|发生|需|的"
_HEADERS: Final[tuple[tuple[ColumnRole, re.Pattern[str]], ...]] = (
    ("number", re.compile(r"序号?|编号|问题(?:编|序)号|项目?号|N[oO]\.?")),
    ("ongoing", re.compile(r"是否(?:需要?)?(?:常态化?|长期|持续)(?:坚持|整改|推进|任务)?")),
    ("status", re.compile(
        r"(?:整改|完成|落实|当前|目前|办理|问题|措施)*(?:状态|进度|结果|结论)|是否(?:已)?(?:按期)?(?:完成|整改|销号|办结|落实)(?:整改|到位)?|"
        r"(?:验收)?销号(?:情况|状态|与否)?|完成(?:率|与否)"
    )),
    ("category", re.compile(r"(?:措施|整改)(?:类型|类别|方式)")),
    ("aspect", re.compile(rf"(?:{_WORD}|问题|所属)*(?:方面|类别|类型|分类|领域|板块|大类)")),
    ("manifestation", re.compile(r"(?:问题)?(?:具体|主要)?表现(?:形式|情况)?")),
    ("problem", re.compile(
        rf"(?:{_WORD})*(?:问题|隐患)(?:具体|主要)?(?:内容|描述|清单|事项|标题|名称|概述|摘要|情况|详情|表述|点)?|(?:{_WORD})*意见(?:内容)?"
    )),
    ("measure", re.compile(
        r"(?:整改|工作|具体|主要|落实|推进|下一步|拟?采取的?|解决|防范|针对性)*(?:措施|举措|办法|对策)(?:内容|要求|步骤|及要求|和办法)?|"
        r"(?:审计)?处理意见|(?:整改|处理|审计)建议(?:描述)?"
    )),
    ("goal", re.compile(r"(?:整改|落实|预期|工作|完成|阶段性?|达到的?)*(?:目标|标准|要求)")),
    ("deadline", re.compile(
        r"(?:整改|完成|办结|办理|预计|计划|销号|拟|要求|截止|到期|落实|解决|任务)*(?:时限|期限|时间|日期|时间节点|节点|截止日)(?:要求)?"
    )),
    ("progress", re.compile(
        r"(?:整改|落实|完成|工作|目前|当前|推进|阶段性|任务|已)*(?:情况|进展|进展情况|成效|成果|效果)(?:说明|及成效)?"
    )),
    ("task", re.compile(r"(?:整改|工作|具体|重点|主要)*(?:任务|内容|事项|工作|项目)(?:内容|清单)?")),
)  # fmt: skip
# What a longer header says in part: 整改措施及完成情况.
_PARTS_OF_HEADERS: Final[tuple[tuple[ColumnRole, re.Pattern[str]], ...]] = (
    ("measure", re.compile(r"(?:措施|举措)(?!数|类|编号|来源)")),
    ("deadline", re.compile(r"时限|期限")),
)
_NO_DEADLINE: Final = re.compile(r"实际|发现|反馈|检查|填报|登记|报送|更新|入账|开始|启动")
_BRACKETS: Final = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]|[\s*＊:：、/／\\]+")

_TOTAL: Final = re.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|累\s*计)")
_NOTE: Final = re.compile(r"\s*(?:备?注|说\s*明|填表说明|填\s*报|制表|审核|单位\s*[（(]?盖章|联系人)")
_LEVELS: Final = (
    re.compile(r"[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[部章]"),
    re.compile(r"[（(][一二三四五六七八九十]+[)）]"),
)
_NUMBER: Final = re.compile(r"[（(]?(?:\d{1,4}|[一二三四五六七八九十百]{1,4})[)）]?[.．、]?")
_YES: Final = re.compile(r"是|√|✓|✔|有|[Yy](?:es)?")
_PERCENT: Final = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*[%％]")
_SENTENCE: Final = re.compile(r"[^。；！？;\n]+[。；！？;]?")
_CLAUSE: Final = re.compile(r"[，,。；;\n]")
_TITLE: Final = re.compile(r"[。；;\n]")
_LEAD_IN: Final = 12  # letters that may stand before a list without being a step themselves
_HEADER_ROWS: Final = 12  # above the header stand a title, who fills it in, for which day
_LONGEST_HEADER: Final = 24


class _Column(NamedTuple):
    """A column by its header; `start` and `end` count the table's columns."""

    start: int
    end: int
    role: ColumnRole
    header: str


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


def records_of_tables(document: Document, *, year: int | None = None) -> TableRecords | None:
    """The problems and measures in all tables of a document that are ledgers, None where none is.

    `year` is the document's own, for dates that name none. A table without a header goes on with the one before it when
    it has as many columns. Ids run on over all tables.
    """
    problems: list[Problem] = []
    measures: list[Measure] = []
    spans: list[Span] = []
    title = None
    before: tuple[int, list[_Column]] | None = None
    for table in document.tables:
        grid = _Grid(document, table)
        found = grid.header() or ((-1, before[1]) if before and before[0] == grid.width else None)
        before = (grid.width, found[1]) if found else None
        if found is None:
            continue
        reader = _Reader(grid, *found, year=year)
        title = title or grid.title(found[0])
        problems += reader.problems(len(problems) + 1)
        measures += reader.loose(len(measures) + 1)
        spans.append(table.span)
    if not problems and not measures:
        return None
    span = Span(min(span.start for span in spans), max(span.end for span in spans))
    return TableRecords(tuple(problems), tuple(measures), title, span)


def is_ledger(document: Document, table: Table) -> bool:
    """True for a table whose header names problems or measures, and who, by when or how far."""
    return _Grid(document, table).header() is not None


def role_of_header(header: str) -> ColumnRole:
    """What a column holds by its header: 反馈问题（具体表现） is a problem, 牵头单位 a party; other where nothing fits."""
    words = _BRACKETS.sub("", header)
    if not words or len(words) > _LONGEST_HEADER:
        return "other"
    for role, pattern in _HEADERS:
        if pattern.fullmatch(words) and not (role == "deadline" and _NO_DEADLINE.search(words)):
            return "measure" if role == "goal" and "措施" in header else role
    if role_of_label(words):
        return "party"
    return next((role for role, pattern in _PARTS_OF_HEADERS if pattern.search(words)), "other")


class _Grid:
    """A table by its rows: which cells stand in each, also those that reach down from above."""

    def __init__(self, document: Document, table: Table) -> None:
        self.document = document
        self.text = document.text
        self.rows: list[list[Cell]] = [[] for _ in range(max(cell.row + cell.rows for cell in table.cells))]
        for cell in table.cells:
            for row in range(cell.row, cell.row + cell.rows):
                self.rows[row].append(cell)
        for row_cells in self.rows:
            row_cells.sort(key=lambda cell: cell.column)
        self.width = max(cell.column + cell.columns for cell in table.cells)

    def words(self, cell: Cell) -> str:
        """The text of a cell without the blanks around it."""
        return cell.span.cut(self.text).strip()

    def filled(self, row: int) -> list[Cell]:
        """The cells of a row that hold something, those from above included."""
        return [cell for cell in self.rows[row] if self.words(cell)]

    def starting(self, row: int) -> list[Cell]:
        """The cells that begin in a row and hold something."""
        return [cell for cell in self.filled(row) if cell.row == row]

    def title(self, header: int) -> str | None:
        """What stands above the header alone in its row: the ledger's title."""
        for row in range(header):
            cells = self.starting(row)
            if len(cells) == 1 and not re.search("[:：]", self.words(cells[0])):
                return "".join(self.words(cells[0]).split("\n"))
        return None

    def header(self) -> tuple[int, list[_Column]] | None:
        """The last row of the header and the columns that it names, None for a table that is no ledger."""
        for row in range(min(_HEADER_ROWS, len(self.rows))):
            columns = self._columns(self.rows[row])
            if _names_a_ledger(columns):
                last = self._last_header_row(row)
                return last, _settled(self._columns([cell for at in range(row, last + 1) for cell in self.rows[at]]))
        return None

    def _columns(self, cells: Iterable[Cell]) -> list[_Column]:
        """The columns under some header cells; of two above each other the lower counts where its role is known."""
        named: dict[int, tuple[Cell, ColumnRole]] = {}
        for cell in sorted(cells, key=lambda cell: cell.row):
            role = role_of_header(self.words(cell))
            for column in range(cell.column, cell.column + cell.columns):
                if self.words(cell) and (column not in named or role != "other" or named[column][1] == "other"):
                    named[column] = (cell, role)
        columns: list[_Column] = []
        for column, (cell, role) in sorted(named.items()):
            if columns and columns[-1].end == column and columns[-1].header == self.words(cell):
                columns[-1] = columns[-1]._replace(end=column + 1)
            else:
                columns.append(_Column(column, column + 1, role, self.words(cell)))
        return columns

    def _last_header_row(self, row: int) -> int:
        """The header's last row: a cell that reaches over columns has their own headers below it."""
        last = row + max(cell.rows for cell in self.filled(row)) - 1
        below = self.starting(row + 1) if row + 1 < len(self.rows) else []
        wide = [cell for cell in self.starting(row) if cell.columns > 1]
        inside = any(over.column <= cell.column < over.column + over.columns for over in wide for cell in below)
        if last == row and inside and all(len(self.words(cell)) <= _LONGEST_HEADER for cell in below):
            known = sum(role_of_header(self.words(cell)) != "other" for cell in below)
            return row + 1 if 2 * known >= len(below) else row
        return min(last, len(self.rows) - 1)


def _names_a_ledger(columns: Sequence[_Column]) -> bool:
    """True for a header that names what is wrong or to be done, and something about it."""
    roles = {column.role for column in columns} - {"other", "number"}
    return bool(roles & {"problem", "manifestation", "measure", "task"}) and len(roles) > 1


def _settled(columns: list[_Column]) -> list[_Column]:
    """Columns whose header has two meanings get the one that the others leave."""
    roles = {column.role for column in columns}
    task: ColumnRole = "other"
    if "measure" not in roles:
        task = "measure"
    elif not roles & {"problem", "manifestation"}:
        task = "problem"
    new: dict[ColumnRole, ColumnRole] = {"task": task}
    if "problem" not in roles and task != "problem":
        new["manifestation"] = "problem"
    if "measure" not in roles and "task" not in roles:
        new["goal" if "progress" not in roles else "progress"] = "measure"
    settled: list[_Column] = []
    for column in columns:
        role = new.get(column.role, column.role)
        if role == "problem" and any(other.role == "problem" for other in settled):
            role = "manifestation"  # a finer column beside the first
        settled.append(column._replace(role=role))
    return settled


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


class _Reader:
    """Reads the rows below a header."""

    def __init__(self, grid: _Grid, header: int, columns: Sequence[_Column], *, year: int | None) -> None:
        self.grid = grid
        self.text = grid.text
        self.columns = columns
        self.year = year
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
            if self._is_section(row, starting):
                level = next((at for at, mark in enumerate(_LEVELS) if mark.match(first)), len(_LEVELS))
                sections = [section for section in sections if section[0] < level]
                sections.append((level, first[_marked(first)[1] :].strip()))
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

    def _split_by_manifestation(self) -> None:
        """Where one problem's rows each name a manifestation of it, those are what the measures answer."""
        finer = [[*map(self.grid.words, self._cells("manifestation", group.rows))] for group in self.groups]
        if not any(len(set(words)) > 1 for words in finer):
            return
        groups: list[_Group] = []
        for group in self.groups:
            words = self.grid.words(self._cells("problem", group.rows)[0])
            title = self._title(words[_marked(words)[1] :])[0]
            last: Cell | None = None
            for row in group.rows:
                cell = next(iter(self._cells("manifestation", [row])), None)
                if not groups or row == group.rows[0] or (cell is not None and cell is not last):
                    groups.append(_Group((*group.path, title) if cell else group.path, []))
                groups[-1].rows.append(row)
                last = cell or last
        self.groups = groups
        swap: dict[ColumnRole, ColumnRole] = {"problem": "other", "manifestation": "problem"}
        self.columns = [column._replace(role=swap.get(column.role, column.role)) for column in self.columns]

    # --- cells ------------------------------------------------------------------------------------------------------

    def _column_of(self, cell: Cell) -> _Column | None:
        """The column that most of the cell stands in."""

        def shared(column: _Column) -> int:
            return min(column.end, cell.column + cell.columns) - max(column.start, cell.column)

        best = max(self.columns, key=shared, default=None)
        return best if best is not None and shared(best) > 0 else None

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
        cell = self._cells("problem", rows)[0]
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
        return Problem(
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
        text = words[start + len(piece.marker or "") : end].strip()
        return Point(marker=piece.marker, text=text, span=Span(start + offset, end + offset))

    def _span(self, rows: Sequence[int]) -> Span:
        """From the first cell that begins in the rows to the end of the last."""
        cells = [cell for row in rows for cell in self.grid.starting(row)]
        return Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells))

    def _place(self, at: int) -> Place | None:
        place = self.grid.document.place_of(at)
        if place is None:
            return None
        return Place(
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
        words = text[start + len(step.piece.marker or "") : end].strip()
        title = _TITLE.split(words, maxsplit=1)[0].strip()
        begin = text.index(words, start)
        dates = find_dates(words, year=self.year)
        own = [self._party(party.name, party.role, party.span, begin + offset) for party in find_parties(words)]
        deadline, deadline_text, ongoing = deadline_of(words, dates, None)
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
        return Measure(
            id=identity,
            marker=step.piece.marker,
            title=title if 0 < len(title) <= 60 else first_clause(words),
            text=words,
            points=tuple(self._point(text, self._part(text, part), offset) for part in step.piece.parts),
            responsible=tuple(own) or self._responsible(self._beside("party", step), step),
            deadline=deadline,
            deadline_text=deadline_text,
            ongoing=ongoing or _YES.fullmatch(said) is not None,
            recurrence=next((date.value for date in dates if date.kind == "recurrence"), None),
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

    def _party(self, name: str, role: Literal["lead", "support"], span: Span, offset: int) -> Responsible:
        return Responsible(name=name, role=role, span=span.shifted(offset))

    def _responsible(self, cells: Iterable[Cell], step: _Step | None = None) -> tuple[Responsible, ...]:
        found: dict[tuple[str, str], Responsible] = {}
        for cell in cells:
            text, offset = self._words_of(cell, step)
            for party in parties_of_label(_BRACKETS.sub("", self._header_of(cell)), text):
                found.setdefault((party.name, party.role), self._party(party.name, party.role, party.span, offset))
        return tuple(found.values())

    def _deadline(self, cells: Iterable[Cell], step: _Step | None = None) -> tuple[str | None, str | None, bool]:
        """The deadline that cells give: its value, their words, and whether it goes on beyond."""
        for cell in cells:
            words = " ".join(self._words_of(cell, step)[0].split()).strip(" 。；;")
            if words:
                return _day(find_dates(words, year=self.year)), words, ONGOING.search(words) is not None
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


def _day(dates: Sequence[DateMention]) -> str | None:
    """The deadline among the dates of a cell: a day alone is the last one."""
    for date in dates:
        if date.kind in ("deadline", "point", "interval") and date.value:
            return f"../{date.value}" if date.kind == "point" else date.value
    return None
