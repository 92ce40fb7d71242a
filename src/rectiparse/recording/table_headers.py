"""Headers of ledgers (台账): what each column of a table holds, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple

from rectiparse.document import Cell, Document, Table
from rectiparse.mentions.parties import role_of_label

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
BRACKETS: Final = re.compile(r"[（(【\[][^（()）】\]]*[)）】\]]|[\s*＊:：、/／\\]+")

_HEADER_ROWS: Final = 12  # above the header stand a title, who fills it in, for which day
_LONGEST_HEADER: Final = 24


class Column(NamedTuple):
    """A column by its header; `start` and `end` count the table's columns."""

    start: int
    end: int
    role: ColumnRole
    header: str


def is_ledger(document: Document, table: Table) -> bool:
    """True for a table whose header names problems or measures, and who, by when or how far."""
    return Grid(document, table).header() is not None


def role_of_header(header: str) -> ColumnRole:
    """What a column holds by its header: 反馈问题（具体表现） is a problem, 牵头单位 a party; other where nothing fits."""
    words = BRACKETS.sub("", header)
    if not words or len(words) > _LONGEST_HEADER:
        return "other"
    for role, pattern in _HEADERS:
        if pattern.fullmatch(words) and not (role == "deadline" and _NO_DEADLINE.search(words)):
            return "measure" if role == "goal" and "措施" in header else role
    if role_of_label(words):
        return "party"
    return next((role for role, pattern in _PARTS_OF_HEADERS if pattern.search(words)), "other")


class Grid:
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

    def header(self) -> tuple[int, list[Column]] | None:
        """The last row of the header and the columns that it names, None for a table that is no ledger."""
        for row in range(min(_HEADER_ROWS, len(self.rows))):
            columns = self._columns(self.rows[row])
            if _names_a_ledger(columns):
                last = self._last_header_row(row)
                return last, _settled(self._columns([cell for at in range(row, last + 1) for cell in self.rows[at]]))
        return None

    def _columns(self, cells: Iterable[Cell]) -> list[Column]:
        """The columns under some header cells; of two above each other the lower counts where its role is known."""
        named: dict[int, tuple[Cell, ColumnRole]] = {}
        for cell in sorted(cells, key=lambda cell: cell.row):
            role = role_of_header(self.words(cell))
            for column in range(cell.column, cell.column + cell.columns):
                if self.words(cell) and (column not in named or role != "other" or named[column][1] == "other"):
                    named[column] = (cell, role)
        columns: list[Column] = []
        for column, (cell, role) in sorted(named.items()):
            if columns and columns[-1].end == column and columns[-1].header == self.words(cell):
                columns[-1] = columns[-1]._replace(end=column + 1)
            else:
                columns.append(Column(column, column + 1, role, self.words(cell)))
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


def _names_a_ledger(columns: Sequence[Column]) -> bool:
    """True for a header that names what is wrong or to be done, and something about it."""
    roles = {column.role for column in columns} - {"other", "number"}
    return bool(roles & {"problem", "manifestation", "measure", "task"}) and len(roles) > 1


def _settled(columns: list[Column]) -> list[Column]:
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
    settled: list[Column] = []
    for column in columns:
        role = new.get(column.role, column.role)
        if role == "problem" and any(other.role == "problem" for other in settled):
            role = "manifestation"  # a finer column beside the first
        settled.append(column._replace(role=role))
    return settled
