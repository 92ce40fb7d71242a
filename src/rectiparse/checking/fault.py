"""Faults: what a rule says of one document, before the file, the rule's code and the line are added to it."""

from __future__ import annotations

from dataclasses import dataclass

from rectiparse.document import Span
from rectiparse.finding import Severity

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A second place that a fault speaks of; `file` is None when it lies in the same one."""

    span: Span
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault at `span`; `severity` is None where it is the rule's own."""

    span: Span
    message: str
    expected: Value = None
    found: Value = None
    severity: Severity | None = None
    related: tuple[Elsewhere, ...] = ()
