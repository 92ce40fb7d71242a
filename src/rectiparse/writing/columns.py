"""The columns of a ledger table (台账): their names in use, what stands in them, how wide they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from rectiparse.errors import LedgerError
from rectiparse.ledger import Measure, Point, Problem
from rectiparse.recording.tables import ColumnRole, role_of_header
from rectiparse.writing.rows import EDITED, GENERAL, REMARK, Block, parties_for, time_for
from rectiparse.writing.wording import STATUSES, Group, group_of, said_time

Key = Literal[
    "number", "aspect", "title", "detail", "goal", "measure", "leader", "lead", "party", "support", "deadline", "progress",
    "status", "origin", "remark", "extra",
]  # fmt: skip
WIDEST: Final = 120.0


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `per` says of what it tells; `width` is its least and greatest, in half-width characters.

    A column of the kind `extra` holds what the record's `extra` says under the column's name.
    """

    key: Key
    name: str
    per: Literal["problem", "measure"]
    width: tuple[float, float]
    kept: bool = True
    """Stays in a narrow table though no record fills it."""
    beside: frozenset[str] = frozenset()
    """For remarks: what has columns of its own and is not said again."""

    def text(self, block: Block, measure: Measure | None) -> str:
        """What stands in the cell; empty where the ledger says nothing."""
        if self.key == "extra":
            own = measure.extra.get(self.name) if measure else None
            return own or (block.problem.extra.get(self.name, "") if block.problem else "")
        if self.key == "remark":
            return _remark(block, measure, self.beside)
        return TEXTS[self.key](block, measure)

    def whole(self, block: Block) -> bool:
        """True where one cell tells of the problem as a whole: always, or since its measures say nothing else."""
        if self.per == "problem" or block.problem is None:
            return self.per == "problem"
        told = TOLD.get(self.key)
        if told is None or not told(block.problem):
            return False
        if self.key == "remark" and any(map(told, block.measures)):
            return False
        return len({self.text(block, measure) for measure in (None, *block.measures)}) == 1


COLUMNS: Final = (
    Column("number", "序号", "problem", (5.5, 5.5)),
    Column("aspect", "方面", "problem", (8.6, 10)),
    Column("title", "反馈问题", "problem", (12, 19)),
    Column("detail", "具体表现", "problem", (8.6, 31), kept=False),
    Column("goal", "整改目标", "problem", (8.6, 18), kept=False),
    Column("measure", "整改措施", "measure", (24, 44)),
    Column("leader", "责任领导", "measure", (8.6, 11), kept=False),
    Column("lead", "牵头部门", "measure", (9, 12)),
    Column("support", "配合部门", "measure", (8.6, 12), kept=False),
    Column("deadline", "完成时限", "measure", (9, 13)),
    Column("progress", "整改进展", "measure", (8.6, 16), kept=False),
    Column("status", "状态", "measure", (9, 9)),
    Column("origin", "来源", "problem", (8.6, 12), kept=False),
    Column("remark", "备注", "measure", (8.6, 14), kept=False),
)

CANONICAL: Final[dict[Key, str]] = {column.key: column.name for column in COLUMNS} | {"party": "责任单位（人）"}

# What a head is called elsewhere, where the roles of columns in ledgers that exist (`recording.tables`) do not say it.
OTHER_HEADS: Final[tuple[tuple[Key, re.Pattern[str]], ...]] = (
    ("origin", re.compile(r"(?:问题)?来源(?:文件)?|出处")),
    ("remark", re.compile(r"备注(?:说明)?|说明|备注栏")),
    ("support", re.compile(r"(?:配合|协助|协办|参与).*")),
    ("leader", re.compile(r".*(?:领导|责任人员?|牵头人)")),
)
ROLES: Final[dict[ColumnRole, Key]] = {
    "number": "number", "aspect": "aspect", "problem": "title", "manifestation": "detail", "goal": "goal", "measure": "measure",
    "task": "measure", "party": "lead", "deadline": "deadline", "progress": "progress", "status": "status",
}  # fmt: skip
BRACKETS: Final = re.compile(r"[（(][^（()）]*[）)]|[\s*＊:：]")


def column_named(name: str) -> Column | None:
    """The column that a head names (整改责任单位 is 牵头部门), its own name kept; None for a name that is not known."""
    words = BRACKETS.sub("", name)
    key = next((key for key, pattern in OTHER_HEADS if pattern.fullmatch(words)), None) or ROLES.get(
        role_of_header(name)
    )
    column = next((column for column in COLUMNS if column.key == key), None)
    return replace(column, name=name.strip()) if column else None


def together(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns as they share what there is to say.

    Where posts and offices have no column each, the one there is holds all who lead (责任单位及责任人). Remarks leave out
    what has a column of its own.
    """
    one_for_leads = len({column.key for column in columns} & {"leader", "lead"}) == 1
    own = frozenset(column.name for column in columns if column.key == "extra")
    return tuple(
        replace(column, key="party")
        if one_for_leads and column.key in ("leader", "lead")
        else replace(column, beside=own)
        if column.key == "remark"
        else column
        for column in columns
    )


def own_column(name: str) -> Column:
    """A column of a unit's own: what records hold under this name in `extra`, else empty for people to fill."""
    return Column("extra", name, "measure", (8, 18))


def load_columns(path: Path) -> tuple[Column, ...]:
    """The columns that a YAML file lists: a name known here in any of its forms, or a name of one's own.

    An entry may state a width: `- 整改措施: 60`. Raises LedgerError for a file that lists no columns.
    """
    import yaml

    try:
        listed = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)  # noqa: S506 strings alone
    except OSError as error:
        raise LedgerError("{name}: cannot be read ({reason})", name=path, reason=error.strerror or error) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise LedgerError("{name}: broken YAML in line {line}; mend it", name=path, line=line) from None
    columns: list[Column] = []
    for number, entry in enumerate(listed if isinstance(listed, list) else (), 1):
        name, width = next(iter(entry.items())) if isinstance(entry, dict) and len(entry) == 1 else (entry, None)
        if not isinstance(name, str) or not name.strip():
            raise LedgerError("{name}: entry {number} is no column; write its name", name=path, number=number)
        column = column_named(name) or own_column(name.strip())
        if width is not None:
            column = replace(column, width=(wide := width_of(width, path, name), wide))
        if any(other.name == column.name for other in columns):
            raise LedgerError("{name}: the column {column} stands twice; keep one", name=path, column=column.name)
        columns.append(column)
    if not any(column.key in ("title", "measure") for column in columns):
        raise LedgerError("{name}: no column for problems or measures; list 反馈问题 or 整改措施", name=path)
    return together(columns)


def width_of(width: object, path: Path, name: str) -> float:
    """A width in half-width characters."""
    try:
        wide = float(width)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        wide = 0.0
    if not 1 <= wide <= WIDEST:
        raise LedgerError("{name}: the width of {column} must be a number from 1 to 120", name=path, column=name)
    return wide


def filled(columns: Sequence[Column], blocks: Iterable[Block]) -> tuple[Column, ...]:
    """The columns that a narrow table keeps: those that some record fills, and those that people are to fill."""
    empty = {column for column in columns if not column.kept}
    for block in blocks:
        empty -= {column for column in empty if any(column.text(block, measure) for measure in block.rows)}
    return tuple(column for column in columns if column not in empty)


def marked(marker: str | None, text: str) -> str:
    """A text with its printed mark before it, once."""
    return text if not marker or text.startswith(marker) else f"{marker}{text}"


def point_text(point: Point) -> str:
    """A listed part on a line of its own."""
    return marked(point.marker, point.text)


def _detail(block: Block, _: Measure | None) -> str:
    problem = block.problem
    return "\n".join([problem.detail or "", *map(point_text, problem.points)]).strip("\n") if problem else ""


def _names(block: Block, measure: Measure | None, *groups: Group) -> str:
    """The names in a column: the measure's own parties, where it has none there its problem's."""
    return "、".join(party.name for party in parties_for(measure, block.problem) if group_of(party) in groups)


def _progress(block: Block, measure: Measure | None) -> str:
    own = block.status_text(measure) if measure else None
    return own or (block.status_text(block.problem) if block.problem else None) or ""


def _status(block: Block, measure: Measure | None) -> str:
    own = STATUSES[block.status(measure)] if measure else ""
    return own or (STATUSES[block.status(block.problem)] if block.problem else "")


def _names_some(*groups: Group) -> Callable[[Problem | Measure], bool]:
    """Whether a record names somebody for a column."""
    return lambda record: any(group_of(party) in groups for party in record.responsible)


def _remark(block: Block, measure: Measure | None, beside: frozenset[str]) -> str:
    """What a record holds beyond the columns. Where measures hold such, what the problem holds is said in its first row."""
    records: list[Problem | Measure | None] = [measure]
    if measure is None or measure is block.measures[0] or not any(map(TOLD["remark"], block.measures)):
        records.insert(0, block.problem)
    lines: list[str] = []
    for record in records:
        if record is None:
            continue
        lines += [record.extra[REMARK]] if REMARK in record.extra else []
        lines += [f"{key}：{value}" for key, value in record.extra.items() if key not in beside | {REMARK, EDITED}]
    return "\n".join(lines)


TOLD: Final[dict[Key, Callable[[Problem | Measure], bool]]] = {
    "leader": _names_some("leader"),
    "lead": _names_some("lead"),
    "party": _names_some("leader", "lead"),
    "support": _names_some("support"),
    "deadline": lambda record: bool(said_time(record)),
    "progress": lambda record: bool(record.status_text),
    "status": lambda record: record.status != "unknown",
    "remark": lambda record: bool(record.extra.keys() - {EDITED}),
}
"""Whether a record of its own says what these columns hold."""

TEXTS: Final[dict[Key, Callable[[Block, Measure | None], str]]] = {
    "number": lambda block, _: str(block.number) if block.number else "",
    "aspect": lambda block, _: (block.problem.aspect or "") if block.problem else "",
    "title": lambda block, _: block.problem.title if block.problem else GENERAL,
    "detail": _detail,
    "goal": lambda block, _: (block.problem.goal or "") if block.problem else "",
    "measure": lambda _, measure: marked(measure.marker, measure.text) if measure else "",
    "leader": lambda block, measure: _names(block, measure, "leader"),
    "lead": lambda block, measure: _names(block, measure, "lead"),
    "party": lambda block, measure: _names(block, measure, "leader", "lead"),
    "support": lambda block, measure: _names(block, measure, "support"),
    "deadline": lambda block, measure: time_for(measure, block.problem),
    "progress": _progress,
    "status": _status,
    "origin": lambda block, _: block.origin,
}
