"""Structure and records, one case a file: `tests/cases/structure/*.yaml`.

A case has `why`, `input` and `expected`; what `expected` does not name is not asked. `outline` is one line a marked node,
indented by its depth, marker and title apart by a blank. A measure, point or cause is written `marker text`, `…` standing
for anything; as a mapping it has that as `text` and further fields. Responsible parties are written `lead name`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from rectiparse.ledger import Ledger, Node
from rectiparse.pipeline import extract
from rectiparse.reading import read

CASES = sorted((Path(__file__).parent / "cases" / "structure").glob("*.yaml"))


def _outline(nodes: Sequence[Node], depth: int = 0) -> list[str]:
    lines: list[str] = []
    for node in nodes:
        if node.marker is not None:
            lines.append(f"{'  ' * depth}{node.marker} {node.title}".rstrip())
        lines += _outline(node.children, depth + (node.marker is not None))
    return lines


def _line(record: Any) -> str:
    return f"{record.marker} {record.text}" if record.marker else str(record.text)


def _parties(record: Any) -> list[str]:
    return [f"{party.role} {party.name}" for party in record.responsible]


def _fits(wanted: str, found: str) -> bool:
    found = "".join(found.split("\n"))
    if "…" not in wanted:
        return wanted == found
    start, end = wanted.split("…", 1)
    return found.startswith(start) and found.endswith(end) and len(found) > len(start) + len(end)


def _lines(wanted: Sequence[Any], found: Sequence[Any], where: str) -> None:
    texts = [line if isinstance(line, str) else line["text"] for line in wanted]
    lines = [_line(record) for record in found]
    assert len(lines) == len(texts), f"{where}: {lines}"
    for text, line in zip(texts, lines, strict=True):
        assert _fits(text, line), f"{where}: {line!r} is not {text!r}"
    for entry, record in zip(wanted, found, strict=True):
        if not isinstance(entry, str):
            _fields({key: value for key, value in entry.items() if key != "text"}, record, f"{where} {record.marker}")


def _fields(wanted: dict[str, Any], record: Any, where: str) -> None:
    for key, value in wanted.items():
        if key in ("measures", "points", "tasks"):
            _lines(value, getattr(record, key), f"{where} {key}")
        elif key == "declared":
            assert [f"{entry.kind} {entry.count} {entry.text}" for entry in record.declared] == value, (
                f"{where} declared"
            )
        elif key == "responsible":
            assert _parties(record) == value, f"{where} responsible"
        else:
            assert getattr(record, key) == value, f"{where} {key}"


def check(expected: dict[str, Any], ledger: Ledger) -> None:
    """Hold a ledger to what a case expects of it."""
    for key, value in expected.items():
        if key == "outline":
            assert "\n".join(_outline(ledger.outline)) == value.rstrip("\n")
        elif key == "document":
            _fields(value, ledger.document, "document")
        elif key in ("problems", "schedule"):
            records = getattr(ledger, key)
            assert [record.title for record in records] == [entry["title"] for entry in value], key
            for entry, record in zip(value, records, strict=True):
                _fields(entry, record, f"{key} {record.title}")
        elif key in ("measures", "causes"):
            _lines(value, getattr(ledger, key), key)
        else:
            raise KeyError(key)


def test_there_are_cases() -> None:
    assert len(CASES) >= 60


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_structure(path: Path) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(case) == {"why", "input", "expected"}
    check(case["expected"], extract(read(case["input"].encode("utf-8"))))
