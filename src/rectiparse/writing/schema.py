"""The ledger's JSON Schema (2020-12), made from the records themselves."""

from __future__ import annotations

import json
from typing import Final

from rectiparse.ledger import SCHEMA, Ledger, Record
from rectiparse.writing.plain import fields

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SPAN: Final = {
    "type": "array",
    "description": "[start, end): two offsets, in Unicode code points, into the document's text.",
    "prefixItems": [{"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 0}],
    "items": False,
    "minItems": 2,
}

Schema = dict[str, object]


def schema() -> Schema:
    """What every ledger that rectiparse writes holds to: its `required` keys are those that always stand."""
    made = Ledger.model_json_schema()
    definitions = {"Span": SPAN} | {
        model.__name__: definition(model, made["$defs"][model.__name__])
        for model in sorted(Record.__subclasses__(), key=lambda model: model.__name__)
        if model.__name__ in made["$defs"]
    }
    return {"$schema": DIALECT, "$id": f"urn:{SCHEMA}", **definition(Ledger, made), "$defs": definitions}


def definition(model: type[Record], made: dict[str, dict[str, Schema]]) -> Schema:
    """One record, without what pydantic adds for form's sake: a title for each key, defaults of keys always there."""
    always = [key for _, key, required, _ in fields(model) if required]
    properties = {
        key: {word: value for word, value in made["properties"][key].items() if word not in dropped(key in always)}
        for _, key, _, _ in fields(model)
    }
    return {
        "title": model.__name__,
        "description": " ".join((model.__doc__ or "").split()),
        "type": "object",
        "properties": properties,
        "required": always,
        "additionalProperties": False,
    }


def dropped(required: bool) -> tuple[str, ...]:
    """The words that say nothing of a key that always stands, or that may be absent."""
    return ("title", "default") if required else ("title",)


def dump() -> str:
    """The schema as indented JSON, the same bytes each time."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
