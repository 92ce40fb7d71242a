"""The rows of a ledger as people file it: a block for each problem, in it a row for each of its measures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rectiparse.ledger import Genre, Ledger, Measure, Node, Problem, Responsible, Status
from rectiparse.writing.wording import DATED, ONGOING, group_of, lacks_deadline, lacks_owner, said_time

EDITED = "人工修改"
"""The key of `extra` under which a record says what was changed by hand, by the names of the columns."""
ADDED = "新增"
REMARK = "备注"
PLANS: Final[frozenset[Genre]] = frozenset({"plan", "environment", "checklist", "unknown"})
"""Kinds of document that say what will be done; the others say what was found or done."""
GENERAL = "面上整改措施"
TIME: Final = "完成时限"
PROGRESS: Final = frozenset(("整改进展", "状态"))
AHEAD: Final[frozenset[Status]] = frozenset(("long-term", "in-progress"))
"""Statuses whose words (长期坚持, 持续推进) a plan uses of what shall be."""
GOES_ON: Final = re.compile(r"[，,；;：:（(]\s?(?:长期|持续)(?:坚持|推进|整改)[）)。；;]*$")
"""A measure that ends in a limit of its own: （责任单位：绿化股，长期坚持）; 常态化开展巡园 is none."""
UNDER_WAY: Final = re.compile(r"正|中|已|[仍还尚]在")


@dataclass(frozen=True, slots=True)
class Block:
    """A problem with its measures, or, with no problem, the measures that answer no single one.

    `index` counts the blocks of all ledgers from 1, `number` their problems; `part` is the ledger's number, 0 where there
    is but one.
    """

    ledger: Ledger
    index: int
    part: int
    number: int
    problem: Problem | None
    measures: tuple[Measure, ...]
    origin: str

    @property
    def plans(self) -> bool:
        """True where the document says what will be done, so that each step needs who and by when."""
        return self.ledger.document.genre in PLANS

    @property
    def rows(self) -> tuple[Measure | None, ...]:
        """The measures, or one None for a problem that nothing answers."""
        return self.measures or (None,)

    def key(self, row: int) -> str:
        """What names a row of the block, from 0, among all rows of a workbook: 12.M3, or 12.P for a problem alone."""
        return f"{self.index}.M{row + 1}" if self.measures else f"{self.index}.P"

    def status(self, record: Problem | Measure) -> Status:
        """How far things are by what the document says of progress; a plan's 立行立改并长期坚持 says what shall be."""
        return "unknown" if self._promises(record) else record.status

    def status_text(self, record: Problem | Measure) -> str | None:
        """The words for it."""
        return None if self._promises(record) else record.status_text

    def _promises(self, record: Problem | Measure) -> bool:
        words = record.status_text or ""
        ahead = self.plans and record.ongoing and record.status in AHEAD and ONGOING.search(words) is not None
        return ahead and not UNDER_WAY.search(words) and not edited_columns(record) & PROGRESS

    def lacks_owner(self, measure: Measure | None) -> bool:
        """True where a plan says neither for the measure nor for its problem who leads."""
        return self.plans and all(lacks_owner(record) for record in (self.problem, measure) if record)

    def lacks_deadline(self, measure: Measure | None) -> bool:
        """True where a plan says neither for the measure nor for its problem by when."""
        return self.plans and all(lacks_deadline(record) for record in (self.problem, measure) if record)


def parties_for(measure: Measure | None, problem: Problem | None) -> tuple[Responsible, ...]:
    """Who answers for a measure: those it names and, for each column that it leaves open, those of its problem."""
    own = measure.responsible if measure else ()
    shared = problem.responsible if problem else ()
    if not own or not shared:
        return own or shared
    taken, named = {group_of(party) for party in own}, {party.name for party in own}
    return own + tuple(party for party in shared if group_of(party) not in taken and party.name not in named)


def time_for(measure: Measure | None, problem: Problem | None) -> str:
    """By when (完成时限): what is printed as the measure's limit, else as its problem's, else 及时 or 每月 in its text."""
    own = said_time(measure) if measure else ""
    shared = said_time(problem) if problem else ""
    if measure and own and (not shared or TIME in edited_columns(measure) or limits_itself(measure)):
        return own
    return shared or own


def limits_itself(measure: Measure) -> bool:
    """True for a day, and for other words as far as they stand apart: in a cell, behind a label, in brackets."""
    if measure.ongoing and GOES_ON.search(measure.text):
        return True
    words = measure.deadline_text
    if measure.deadline or not words or DATED.search(words):
        return bool(measure.deadline or words)
    at = measure.text.find(words)
    return at < 0 or measure.text[:at].rstrip().endswith(("：", ":", "（", "(", "【"))


def blocks_of(ledgers: Sequence[Ledger]) -> Iterator[Block]:
    """All blocks of some ledgers, in the order of the documents."""
    index = number = 0
    for at, ledger in enumerate(ledgers, 1):
        part = at if len(ledgers) > 1 else 0
        for problem in ledger.problems:
            number += 1
            index += 1
            yield Block(
                ledger, index, part, number, problem, problem.measures, origin_of(ledger, problem, named=part > 0)
            )
        if ledger.measures:
            index += 1
            yield Block(ledger, index, part, 0, None, ledger.measures, ledger.source.name if part else "")


def origin_of(ledger: Ledger, record: Problem | Measure, *, named: bool) -> str:
    """Where a record stands (来源): the marks above it and its place in the file; with the file's name if `named`."""
    parts = [ledger.source.name] if named else []
    marks = "".join(marks_above(ledger.outline, record.span.start)) if record.span.end else ""
    parts += [marks] if marks else []
    if place := record.place:
        counted = (("第{}页", place.page), ("表{}", place.table), ("{}", place.sheet), ("第{}行", place.row))
        parts.append("".join(words.format(value) for words, value in counted if value))
    return "\n".join(filter(None, parts))


def marks_above(nodes: Sequence[Node], offset: int) -> list[str]:
    """The printed marks of the outline from the top down to `offset`: 二、（一）1."""
    marks = []
    while nodes:
        at = bisect_right(nodes, offset, key=lambda node: node.span.start) - 1
        if at < 0 or nodes[at].span.end <= offset:
            break
        if nodes[at].marker:
            marks.append(nodes[at].marker or "")
        nodes = () if nodes[at].span.start == offset and nodes[at].marker else nodes[at].children
    return marks


def edited_columns(record: Problem | Measure | None) -> frozenset[str]:
    """The names of the columns that were changed by hand in a record."""
    return frozenset((record.extra.get(EDITED, "") if record else "").split("、")) - {""}
