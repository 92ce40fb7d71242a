"""Findings: where a document does not agree with itself, or with what is asked of such documents."""

from __future__ import annotations

from typing import Final, Literal, get_args

from rectiparse.document import Span
from rectiparse.ledger import Record

Severity = Literal["error", "warning", "info"]
"""How sure and how grave: an error cannot be right as it stands, a warning is to be looked at, an info is good to know."""

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
"""From the gravest down."""


class Related(Record):
    """A second place that a finding speaks of: the line (None where the text is not at hand) and the words there."""

    file: str
    line: int | None
    span: Span
    text: str | None = None


class Finding(Record):
    """One fault that a rule found.

    `line` and `column` count from 1 and are None for a ledger whose document is not at hand, as is `text`, the words at
    `span`. `expected` and `found` are what the message compares, where it compares.
    """

    file: str
    code: str
    rule: str
    severity: Severity
    message: str
    span: Span
    line: int | None
    expected: int | float | str | None = None
    found: int | float | str | None = None
    column: int | None = None
    text: str | None = None
    related: tuple[Related, ...] = ()

    def at_least(self, severity: Severity) -> bool:
        """True when the finding is as grave as `severity`, or graver."""
        return SEVERITIES.index(self.severity) <= SEVERITIES.index(severity)
