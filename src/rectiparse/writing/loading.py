"""Ledgers read back from YAML, JSON or JSON Lines, hand-edited ones too."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml
from pydantic import ValidationError

from rectiparse.errors import LedgerError
from rectiparse.ledger import SCHEMA, Ledger

SUFFIXES: Final = frozenset({".yaml", ".yml", ".json", ".jsonl"})
# Where a ledger begins, perhaps below a comment or `---`: its key `schema`, or "schema" in JSON.
OPENING: Final = re.compile(r"\s*+(?:(?:#[^\n]*+|---|%YAML[^\n]*+)\s*+)*+(?:[\[{]\s*+)*+[\"']?schema[\"']?\s*+:")
ZIP: Final = "PK\x03\x04"
NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
YAML_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # a build without libyaml lacks the C half

Loaded = str | int | float | bool | None | list["Loaded"] | dict[str, "Loaded"]


def is_ledger(name: str, head: str) -> bool:
    """True when a file of this name, with these first characters, is a ledger and no document.

    A workbook is looked into: one of ours carries its ledgers.
    """
    if head.startswith(ZIP):
        from rectiparse.writing.importing import is_workbook

        path = Path(name)
        return path.is_file() and is_workbook(path.read_bytes())
    return Path(name).suffix.lower() in SUFFIXES or OPENING.match(head.removeprefix("\ufeff")) is not None


def load_ledgers(source: Path | bytes | str, name: str | None = None) -> list[Ledger]:
    """All ledgers in a file (a Path) or its content, in order: a YAML stream, a JSON object or array, JSON Lines, a workbook.

    Raises LedgerError, which names the first place that is wrong; `name` is what it calls the source.
    """
    name = name or (str(source) if isinstance(source, Path) else "-")
    if not isinstance(source, str):
        source = content_of(source, name)
        if source.startswith(ZIP.encode()):
            from rectiparse.writing.importing import import_workbook

            return list(import_workbook(source, name).ledgers)
    text = text_of(source, name)
    values = list(json_values(text, name) if text.lstrip()[:1] in ("{", "[") else yaml_values(text, name))
    if not values:
        raise LedgerError("{name}: empty; give a ledger", name=name)
    return [as_ledger(value, name) for value in values]


def content_of(source: Path | bytes, name: str) -> bytes:
    """The source's bytes."""
    try:
        return source.read_bytes() if isinstance(source, Path) else source
    except OSError as error:
        raise LedgerError("{name}: cannot be read ({reason})", name=name, reason=error.strerror or error) from None


def text_of(source: bytes | str, name: str) -> str:
    """The source as text; a ledger is UTF-8."""
    try:
        return (source if isinstance(source, str) else source.decode("utf-8")).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise LedgerError("{name}: a ledger that is not in UTF-8; save it as UTF-8", name=name) from None


def as_ledger(value: Loaded, name: str) -> Ledger:
    """The ledger that a loaded value is."""
    schema = value.get("schema") if isinstance(value, dict) else None
    if schema is None:
        raise LedgerError("{name}: no ledger; its key 'schema' is missing", name=name)
    if schema != SCHEMA:
        raise LedgerError(
            "{name}: a ledger of schema {found}, this version reads {wanted}; extract it again",
            name=name,
            found=schema,
            wanted=SCHEMA,
        )
    try:
        return Ledger.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = dotted(first["loc"])
        match first["type"]:
            case "missing":
                raise LedgerError("{name}: {place} is missing; add it", name=name, place=place) from None
            case "extra_forbidden":
                raise LedgerError("{name}: {place} is no key of a ledger; remove it", name=name, place=place) from None
        wrong = first["input"]
        shown = "{…}" if isinstance(wrong, dict) else "[…]" if isinstance(wrong, list) else str(wrong)
        raise LedgerError(
            "{name}: {place} cannot be {value}; see rectiparse schema",
            name=name,
            place=place,
            value=shown if len(shown) <= 40 else shown[:39] + "…",
        ) from None


def dotted(place: tuple[int | str, ...]) -> str:
    """A place inside a ledger as people write it: problems[3].measures[0].text."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).removeprefix(".")


def json_values(text: str, name: str) -> Iterator[Loaded]:
    """The values of one JSON text, or of each line of JSON Lines."""
    decoder = json.JSONDecoder()
    at = len(text) - len(text.lstrip())
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
            raise LedgerError("{name}: broken JSON in line {line}; mend it", name=name, line=line) from None
        if isinstance(value, list):
            yield from value
        else:
            yield value
        while at < len(text) and text[at].isspace():
            at += 1


def yaml_values(text: str, name: str) -> Iterator[Loaded]:
    """The documents of a YAML stream, every scalar a string, only an unquoted null or nothing None.

    A plain loader would make a date of 2023-08-03, True of yes and 83 of 0123 where a person has taken quotes away.
    The model knows which fields are numbers. Aliases are refused: a few lines of them stand for gigabytes.
    """
    try:
        open_values: list[tuple[dict[str, Loaded] | list[Loaded], str | None]] = []
        for event in yaml.parse(text, Loader=YAML_LOADER):
            match event:
                case yaml.ScalarEvent():
                    value: Loaded = None if event.implicit[0] and event.value in NOTHING else event.value
                case yaml.MappingStartEvent():
                    open_values.append(({}, None))
                    continue
                case yaml.SequenceStartEvent():
                    open_values.append(([], None))
                    continue
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    value = open_values.pop()[0]
                case yaml.AliasEvent():
                    line = line_of(event.start_mark)
                    raise LedgerError("{name}: an alias (*) in line {line}; write it out", name=name, line=line)
                case _:
                    continue
            if not open_values:
                yield value
                continue
            into, key = open_values[-1]
            if isinstance(into, list):
                into.append(value)
            elif key is None:
                open_values[-1] = (into, str(value))
            elif key in into:
                line = line_of(event.start_mark)
                raise LedgerError("{name}: {key} stands twice, in line {line}; keep one", name=name, key=key, line=line)
            else:
                into[key] = value
                open_values[-1] = (into, None)
    except yaml.MarkedYAMLError as error:
        line = line_of(error.problem_mark or error.context_mark)
        raise LedgerError("{name}: broken YAML in line {line}; mend it", name=name, line=line) from None
    except yaml.YAMLError:
        raise LedgerError("{name}: broken YAML; mend it", name=name) from None


def line_of(mark: object) -> int:
    """The line, from 1, that PyYAML points at; its C half has a class of its own for marks, and may give none."""
    line: int = getattr(mark, "line", 0)
    return line + 1
