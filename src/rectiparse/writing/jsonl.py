"""Ledgers as JSON Lines for analysts: one flat object a measure, with what it takes over from its problem."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rectiparse.ledger import Ledger, Measure
from rectiparse.writing.columns import Column
from rectiparse.writing.rows import Block, blocks_of, limits_itself, parties_for
from rectiparse.writing.wording import STATUSES


def dump_lines(ledgers: Sequence[Ledger], *, columns: Sequence[Column] | None = None) -> str:
    """One line a measure, or a problem that nothing answers; the keys are the ledger's, or the names of `columns`."""
    lines = []
    for block in blocks_of(ledgers):
        for measure in block.rows:
            row = {column.name: column.text(block, measure) for column in columns} if columns else flat(block, measure)
            lines.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
    return "".join(lines)


def flat(block: Block, measure: Measure | None) -> dict[str, object]:
    """The values of a measure and of its problem; what the measure does not say itself, its problem says for it."""
    problem = block.problem
    record = measure or problem
    parties = parties_for(measure, problem)
    own = measure is not None and (limits_itself(measure) or not (problem and problem.deadline_text))
    dated = record if record and own and (record.deadline or record.deadline_text) else problem
    status = block.status(record) if record else "unknown"
    if status == "unknown" and problem:
        status = block.status(problem)
    return {
        "source": block.ledger.source.name,
        "organization": block.ledger.document.organization,
        "problem": problem.id if problem else None,
        "aspect": problem.aspect if problem else None,
        "title": problem.title if problem else None,
        "detail": problem.detail if problem else None,
        "goal": problem.goal if problem else None,
        "themes": list(problem.themes) if problem else [],
        "measure": measure.id if measure else None,
        "marker": measure.marker if measure else None,
        "text": measure.text if measure else None,
        "category": measure.category if measure else None,
        "lead": [party.name for party in parties if party.role == "lead"],
        "support": [party.name for party in parties if party.role == "support"],
        "deadline": dated.deadline if dated else None,
        "deadline_text": dated.deadline_text if dated else None,
        "recurrence": measure.recurrence if measure else None,
        "ongoing": bool((measure and measure.ongoing) or (problem and problem.ongoing)),
        "status": status,
        "status_zh": STATUSES[status],
        "span": list(record.span) if record else None,
    }
