"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple
from urllib.parse import quote

from rectiparse import __version__
from rectiparse.document import Document, Span
from rectiparse.finding import Finding, Severity

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}

Object = dict[str, object]


class RuleFacts(NamedTuple):
    """What a log says of a rule once, for all its results."""

    code: str
    name: str
    severity: Severity
    about: str
    help: str


def dump(findings: Iterable[Finding], rules: Sequence[RuleFacts], documents: Mapping[str, Document]) -> str:
    """One log with one run; the same findings give the same characters.

    `documents` holds the text of each file, by the name that its findings carry; a finding in a file that it lacks has
    no region. Columns count Unicode code points.
    """
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    results = [_result(finding, numbers[finding.code], documents) for finding in findings]
    driver: Object = {
        "name": "rectiparse",
        "version": __version__,
        "rules": [_rule(rule) for rule in rules],
    }
    run: Object = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(rule: RuleFacts) -> Object:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.about},
        "help": {"text": rule.help},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }


def _result(finding: Finding, number: int, documents: Mapping[str, Document]) -> Object:
    words = "".join((finding.text or "").split())
    result: Object = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding.file, finding.span, documents)],
        "partialFingerprints": {
            "words/v1": hashlib.sha256(f"{finding.code}\n{words}".encode()).hexdigest()[:16],
        },
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": at, **_location(place.file, place.span, documents)} for at, place in enumerate(finding.related, 1)
        ]
    return result


def _location(file: str, span: Span, documents: Mapping[str, Document]) -> Object:
    place: Object = {"artifactLocation": {"uri": quote(file)}}
    document = documents.get(file)
    if document is not None:
        first, last = document.line_of(span.start), document.line_of(max(span.start, span.end - 1))
        place["region"] = {
            "startLine": first,
            "startColumn": span.start - document.line_starts[first - 1] + 1,
            "endLine": last,
            "endColumn": span.end - document.line_starts[last - 1] + 1,
            "charOffset": span.start,
            "charLength": span.end - span.start,
            "snippet": {"text": span.cut(document.text)},
        }
    return {"physicalLocation": place}
