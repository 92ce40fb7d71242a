"""A ledger as plain dictionaries and lists, in the order of the model: what every text format writes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from rectiparse.document import Span
from rectiparse.ledger import DocumentFacts, Measure, Place, Problem, Record, Responsible

Scalar = str | int | float | bool | None
Plain = Scalar | tuple["Plain", ...] | dict[str, "Plain"]

# What contract.md names stands in every ledger, null or empty too. A key that these records hold beyond it is left
# out where it has its default. Records that are not listed here are in the contract as they are.
CONTRACT: Final[Mapping[type[Record], frozenset[str]]] = {
    DocumentFacts: frozenset(
        {"title", "genre", "grammar", "organization", "inspector", "inspected", "feedback", "declared"}
    ),
    Problem: frozenset(
        {"id", "marker", "title", "detail", "aspect", "path", "points", "status", "measures", "span"}
    ),
    Measure: frozenset(
        {"id", "marker", "title", "text", "points", "responsible", "deadline", "recurrence", "status", "span"}
    ),
    Responsible: frozenset({"name", "role"}),
    Place: frozenset(),
}  # fmt: skip

LEAVES: Final = frozenset({str, int, float, bool, type(None), tuple, dict, Span})


@cache
def fields(model: type[Record]) -> tuple[tuple[str, str, bool, object], ...]:
    """Each field of a record as (attribute, key, whether it always stands, its default), in the model's order."""
    named = CONTRACT.get(model)
    return tuple(
        (name, field.alias or name, named is None or name in named, field.get_default(call_default_factory=True))
        for name, field in model.model_fields.items()
    )


def plain(record: Record) -> dict[str, Plain]:
    """The record's keys and values, the records inside it too; tuples stay tuples."""
    values: dict[str, Plain] = {}
    held = record.__dict__  # a third of the time that getattr takes on a pydantic model
    for name, key, always, default in fields(type(record)):
        value = held[name]
        if not always and value == default:
            continue
        kind = type(value)
        if kind is tuple and value and isinstance(value[0], Record):
            value = tuple([plain(item) for item in value])
        elif kind not in LEAVES and isinstance(value, Record):
            value = plain(value)
        values[key] = value
    return values
