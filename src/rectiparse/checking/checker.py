"""The check: every rule over every document, as findings in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rectiparse.checking.case import Case
from rectiparse.checking.crossing import Trace, trace
from rectiparse.checking.fault import Fault
from rectiparse.checking.limits import load_profile
from rectiparse.checking.rules import Rule
from rectiparse.checking.settings import Settings
from rectiparse.document import Document
from rectiparse.finding import Finding, Related
from rectiparse.ledger import Ledger
from rectiparse.pipeline import extract


class Checker:
    """Checks documents one after another; what several show together comes at the end.

    Of each document only its text is kept, so that a folder of thousands can be checked.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._rules = self.settings.rules()
        self._severities = self.settings.severities_by_code()
        self._limits = load_profile(self.settings.profile).limits if self.settings.profile else ()
        self._traces: list[Trace] = []
        self._findings: list[Finding] = []

    def add(self, source: Ledger | Document | Case) -> list[Finding]:
        """The findings of one document by itself, in order."""
        case = self._case(source)
        found = [
            finding
            for rule in self._rules
            if rule.look is not None
            for fault in rule.look(case)
            for finding in self._told(rule, case, fault, {})
        ]
        if any(rule.cross for rule in self._rules):
            self._traces.append(trace(case))
        self._findings += found
        return in_order(found)

    def findings(self) -> list[Finding]:
        """All findings so far, those between the documents included, in order."""
        by_file = {entry.case.file: entry.case for entry in self._traces}
        crossing = [
            finding
            for rule in self._rules
            if rule.cross is not None
            for number, fault in rule.cross(self._traces)
            for finding in self._told(rule, self._traces[number].case, fault, by_file)
        ]
        return in_order([*self._findings, *crossing])

    def _case(self, source: Ledger | Document | Case) -> Case:
        if isinstance(source, Document):
            return Case(source.name, extract(source), source, self._limits)
        if isinstance(source, Ledger):
            return Case(source.source.name, source, None, self._limits)
        return Case(source.file, source.ledger, source.document, source.limits or self._limits)

    def _told(self, rule: Rule, case: Case, fault: Fault, others: dict[str, Case]) -> Iterator[Finding]:
        severity = self._severities.get(rule.code) or fault.severity or rule.severity
        finding = Finding(
            file=case.file,
            code=rule.code,
            rule=rule.name,
            severity=severity,
            message=fault.message,
            span=fault.span,
            line=case.line_of(fault.span.start),
            expected=fault.expected,
            found=fault.found,
            column=_column(case, fault.span.start),
            text=case.words(fault.span),
            related=tuple(
                Related(
                    file=there.file, line=there.line_of(place.span.start), span=place.span, text=there.words(place.span)
                )
                for place in fault.related
                for there in [others.get(place.file, case) if place.file else case]
            ),
        )
        if finding.at_least(self.settings.severity):
            yield finding


def check(sources: Iterable[Ledger | Document | Case], settings: Settings | None = None) -> list[Finding]:
    """The findings of some documents, sorted by file, span and code.

    A document is extracted first; a ledger is taken as it is, and rules that need the text are silent for it. A `Case` holds
    both. Raises RectiparseError where the settings name a rule that there is not, or a profile that cannot be read.
    """
    checker = Checker(settings)
    for source in sources:
        checker.add(source)
    return checker.findings()


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings sorted by file, span and code."""
    return sorted(findings, key=lambda finding: (finding.file, finding.span, finding.code, finding.message))


def _column(case: Case, offset: int) -> int | None:
    if case.document is None:
        return None
    return offset - case.document.line_starts[case.document.line_of(offset) - 1] + 1
