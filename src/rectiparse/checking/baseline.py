"""Baselines: findings that are known, so that only new ones count.

A finding is known by its file, its rule and the words it points at, never by its line: text that moves keeps its
findings. What stands twice must be known twice.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rectiparse.errors import RectiparseError
from rectiparse.finding import Finding

SCHEMA: Final = "rectiparse.baseline/1"


def fingerprint(finding: Finding) -> str:
    """What makes a finding the same one again: 16 hexadecimal digits that show nothing of the document."""
    words = "".join((finding.text or "").split()) or f"{finding.expected} {finding.found}"
    return hashlib.sha256("\n".join((finding.code, words)).encode()).hexdigest()[:16]


def dump_baseline(findings: Iterable[Finding]) -> str:
    """The findings as a baseline, sorted; the same findings give the same characters."""
    files: dict[str, Counter[str]] = {}
    for finding in findings:
        files.setdefault(finding.file, Counter())[f"{finding.code} {fingerprint(finding)}"] += 1
    known = {file: dict(sorted(counts.items())) for file, counts in sorted(files.items())}
    return json.dumps({"schema": SCHEMA, "known": known}, ensure_ascii=False, indent=2) + "\n"


def load_baseline(path: Path) -> dict[str, Counter[str]]:
    """The known findings of each file. Raises RectiparseError where the file is no baseline."""
    try:
        value = json.loads(path.read_text(encoding="utf-8-sig"))
        if value["schema"] != SCHEMA:
            raise ValueError
        return {
            str(file): Counter({str(key): int(count) for key, count in known.items()})
            for file, known in value["known"].items()
        }
    except OSError as error:
        raise RectiparseError(
            "{path}: cannot be read ({reason}); write one with --write-baseline",
            path=path,
            reason=error.strerror or error,
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise RectiparseError("{path}: no baseline; write one with --write-baseline", path=path) from None


def new_ones(findings: Iterable[Finding], known: dict[str, Counter[str]]) -> list[Finding]:
    """The findings that the baseline does not know."""
    left = {file: counts.copy() for file, counts in known.items()}
    new = []
    for finding in findings:
        key = f"{finding.code} {fingerprint(finding)}"
        counts = left.get(finding.file)
        if counts and counts[key] > 0:
            counts[key] -= 1
        else:
            new.append(finding)
    return new
