"""Findings as the lines that GitHub Actions turns into annotations of a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rectiparse.finding import Finding, Severity

COMMANDS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "notice"}


def dump(findings: Iterable[Finding]) -> str:
    """One line a finding, ended."""
    return "".join(f"{_line(finding)}\n" for finding in findings)


def _line(finding: Finding) -> str:
    values = {"file": finding.file, "line": finding.line, "col": finding.column}
    if finding.column is not None and finding.text is not None and "\n" not in finding.text:
        values["endColumn"] = finding.column + len(finding.text)
    values["title"] = f"{finding.code} {finding.rule}"
    shown = ",".join(f"{key}={_property(str(value))}" for key, value in values.items() if value is not None)
    return f"::{COMMANDS[finding.severity]} {shown}::{_data(finding.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
