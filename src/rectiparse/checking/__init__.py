"""Checking: does a document agree with itself, and with the others?

    from rectiparse.checking import check
    for finding in check([read("plan.txt"), read("report.txt")]):
        print(finding.code, finding.line, finding.message)

One rule is one function with one code; `rules.RULES` is the table of them, in the order in which they run.
"""

from rectiparse.checking.case import Case
from rectiparse.checking.checker import Checker, check
from rectiparse.checking.rules import RULES, Rule
from rectiparse.checking.settings import Settings, find_settings, load_settings
from rectiparse.finding import Finding, Severity

__all__ = [
    "RULES",
    "Case",
    "Checker",
    "Finding",
    "Rule",
    "Settings",
    "Severity",
    "check",
    "find_settings",
    "load_settings",
]
