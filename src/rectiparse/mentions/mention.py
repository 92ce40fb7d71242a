"""The kinds of mention that the finders give."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rectiparse.document import Span

DateKind = Literal["point", "interval", "deadline", "since", "recurrence", "duration"]
Basis = Literal["explicit", "inherited", "unresolved"]
Bound = Literal["min", "max"]
PartyKind = Literal["person", "unit"]


class DateMention(NamedTuple):
    """A date: `value` is EDTF or ISO 8601, None where the words name no day of their own (收到反馈之日起1个月内)."""

    text: str
    value: str | None
    kind: DateKind
    basis: Basis
    span: Span


class FigureMention(NamedTuple):
    """A number with its unit; `value` is in the unit's base (16万余元 is 160000), None where it is masked."""

    text: str
    value: int | float | None
    unit: str
    subject: str | None
    approximate: bool
    bound: Bound | None
    masked: bool
    span: Span


class CitationMention(NamedTuple):
    """A named document 《…》 with its number where that follows, or a document number (文号) alone."""

    title: str | None
    number: str | None
    span: Span


class NoiseMention(NamedTuple):
    """Text that is none of the document, and the name of the rule that found it."""

    text: str
    rule: str
    span: Span


class PartyMention(NamedTuple):
    """Who leads (牵头) or supports (配合) a step; `kind` is what the label over the name says it is, None without one."""

    name: str
    role: Literal["lead", "support"]
    span: Span
    kind: PartyKind | None = None
