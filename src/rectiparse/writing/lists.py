"""The lists made from ledgers (问题清单, 任务清单, 责任清单) and the tables of what they hold (数据, 时间, 检查)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rectiparse.finding import Finding
from rectiparse.ledger import Ledger
from rectiparse.writing.columns import Column, marked, point_text
from rectiparse.writing.edtf import bounds
from rectiparse.writing.rows import Block, parties_for, time_for
from rectiparse.writing.wording import (
    BASES,
    BOUNDS,
    DATE_KINDS,
    ROLES,
    STATUSES,
    said_date,
    said_time,
)

Value = str | int | float | date | None
NOBODY: Final = "（未明确）"
SEVERITIES: Final = {"error": "错误", "warning": "提醒", "info": "提示"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its name, its columns, its rows, and what is said where it has none."""

    name: str
    columns: tuple[Column, ...]
    rows: list[tuple[Value, ...]]
    nothing: str


def lists_of(ledgers: Sequence[Ledger], blocks: Sequence[Block], findings: Iterable[Finding]) -> Iterator[Sheet]:
    """The lists in the order of their sheets."""
    several = len(ledgers) > 1
    yield problem_list(blocks)
    yield task_list(blocks)
    yield responsibility_list(blocks)
    yield figure_table(ledgers, several=several)
    yield date_table(ledgers, several=several)
    yield finding_table(findings, several=several)


def columns_of(*named: tuple[str, float, float]) -> tuple[Column, ...]:
    """Columns by name and bounds of width."""
    return tuple(Column("extra", name, "measure", (low, high)) for name, low, high in named)


def problem_list(blocks: Sequence[Block]) -> Sheet:
    """问题清单: one row a problem."""
    columns = columns_of(
        ("序号", 5.5, 5.5), ("方面", 8, 14), ("反馈问题", 14, 34), ("具体表现", 10, 56), ("主题", 8, 16), ("责任", 8, 16), ("完成时限", 10, 16),
        ("措施数", 7.5, 7.5), ("状态", 9, 9), ("来源", 8, 16),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for block in blocks:
        if (problem := block.problem) is None:
            continue
        parties = problem.responsible or [party for measure in block.measures for party in measure.responsible]
        names = dict.fromkeys(party.name for party in parties if party.role == "lead")
        detail = "\n".join(filter(None, [problem.detail, *map(point_text, problem.points)]))
        rows.append(
            (
                block.number, problem.aspect, problem.title, detail, "、".join(problem.themes), "、".join(names),
                said_time(problem), len(block.measures), STATUSES[block.status(problem)], block.origin,
            )
        )  # fmt: skip
    return Sheet("问题清单", columns, rows, "（没有问题）")


def task_list(blocks: Sequence[Block]) -> Sheet:
    """任务清单: one row a measure."""
    columns = columns_of(
        ("序号", 5.5, 5.5), ("整改措施", 24, 70), ("措施类型", 10, 10), ("对应问题", 12, 28), ("牵头", 8, 16), ("配合", 8, 16), ("完成时限", 10, 16),
        ("状态", 9, 9),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for block in blocks:
        for measure in block.measures:
            own = parties_for(measure, block.problem)
            lead, support = ("、".join(p.name for p in own if p.role == role) for role in ("lead", "support"))
            status = STATUSES[block.status(measure)] or (STATUSES[block.status(block.problem)] if block.problem else "")
            when = time_for(measure, block.problem)
            title = f"{block.number}. {block.problem.title}" if block.problem else ""
            text = marked(measure.marker, measure.text)
            rows.append((len(rows) + 1, text, measure.category, title, lead, support, when, status))
    return Sheet("任务清单", columns, rows, "（没有措施）")


def responsibility_list(blocks: Sequence[Block]) -> Sheet:
    """责任清单: for each party all that it answers for, in the order in which parties are named; last what nobody does."""
    columns = columns_of(
        ("责任单位（人）", 12, 22), ("角色", 7.5, 7.5), ("任务", 24, 64), ("对应问题", 12, 30), ("完成时限", 10, 16), ("状态", 9, 9),
    )  # fmt: skip
    tasks: defaultdict[str, list[tuple[Value, ...]]] = defaultdict(list)
    for block in blocks:
        for measure in block.rows:
            record = measure or block.problem
            own = parties_for(measure, block.problem)
            task = marked(measure.marker, measure.text) if measure else ""
            title = f"{block.number}. {block.problem.title}" if block.problem else ""
            when = time_for(measure, block.problem)
            status = STATUSES[block.status(record)] if record else ""
            for party in own:
                tasks[party.name].append((party.name, ROLES[party.role], task, title, when, status))
            if not own:
                tasks[NOBODY].append((NOBODY, "", task, title, when, status))
    unled = tasks.pop(NOBODY, [])
    return Sheet("责任清单", columns, [row for rows in [*tasks.values(), unled] for row in rows], "（没有责任分工）")


def figure_table(ledgers: Sequence[Ledger], *, several: bool) -> Sheet:
    """数据: each figure with its value in the unit's base."""
    columns = columns_of(
        ("原文", 10, 20), ("数值", 10, 18), ("单位", 8, 10), ("对象", 10, 30), ("说明", 8, 14), ("所属", 10, 40), ("起", 7, 9), ("止", 7, 9),
        *file_column(several=several),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for ledger in ledgers:
        owners = titles_of(ledger)
        for figure in ledger.figures:
            said = [BOUNDS[figure.bound]] if figure.bound else []
            said += ["约数"] * figure.approximate + ["隐去"] * figure.masked
            value = figure.value if figure.value is None or abs(figure.value) < 1e15 else str(figure.value)
            owner = owners.get(figure.owner or "", figure.owner)
            row = (figure.text, value, figure.unit, figure.subject, "、".join(said), owner, *figure.span)
            rows.append((*row, *file_cell(ledger, several=several)))
    return Sheet("数据", columns, rows, "（没有数据）")


def date_table(ledgers: Sequence[Ledger], *, several: bool) -> Sheet:
    """时间: each date with the first and the last day that it covers."""
    columns = columns_of(
        ("原文", 10, 24), ("EDTF", 10, 24), ("含义", 10, 26), ("类型", 8, 8), ("年份依据", 10, 10), ("首日", 12, 12), ("末日", 12, 12),
        ("所属", 10, 40), ("起", 7, 9), ("止", 7, 9), *file_column(several=several),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for ledger in ledgers:
        owners = titles_of(ledger)
        for mention in ledger.dates:
            owner = owners.get(mention.owner or "", mention.owner)
            first, last = (day if day and day.year >= 1900 else None for day in bounds(mention.value))
            kind, basis = DATE_KINDS[mention.kind], BASES[mention.basis]
            row = (mention.text, mention.value, said_date(mention.value), kind, basis, first, last, owner)
            rows.append((*row, *mention.span, *file_cell(ledger, several=several)))
    return Sheet("时间", columns, rows, "（没有时间）")


def finding_table(findings: Iterable[Finding], *, several: bool) -> Sheet:
    """检查: what the check found, with its place."""
    columns = columns_of(
        ("级别", 7.5, 7.5), ("代码", 8, 8), ("内容", 30, 80), ("应为", 8, 20), ("实为", 8, 20), ("行", 6, 6), ("规则", 12, 24),
        *file_column(several=several),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for finding in findings:
        expected, found = ("" if value is None else str(value) for value in (finding.expected, finding.found))
        row = (SEVERITIES[finding.severity], finding.code, finding.message, expected, found, finding.line, finding.rule)
        rows.append((*row, *([finding.file] if several else [])))
    return Sheet("检查", columns, rows, "（没有发现问题）")


def titles_of(ledger: Ledger) -> dict[str, str]:
    """What the figures and dates belong to, by the ids of problems and measures."""
    titles = {measure.id: measure.title for measure in ledger.measures}
    for number, problem in enumerate(ledger.problems, 1):
        titles[problem.id] = f"{number}. {problem.title}"
        for measure in problem.measures:
            titles[measure.id] = f"{number}. {problem.title} — {measure.title}"
    return titles


def file_column(*, several: bool) -> tuple[tuple[str, float, float], ...]:
    """A column for the file's name where there are several."""
    return (("文件", 10, 24),) if several else ()


def file_cell(ledger: Ledger, *, several: bool) -> tuple[str, ...]:
    """The file's name where there are several."""
    return (ledger.source.name,) if several else ()
