"""In which problem or measure a mention stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rectiparse.document import Span
from rectiparse.ledger import Measure, Problem


class Owners:
    """Looks up in which problem or measure a mention stands."""

    def __init__(self, problems: Sequence[Problem], measures: Sequence[Measure]) -> None:
        spans: list[tuple[int, int, str]] = []
        for problem in problems:
            spans.append((*problem.span, problem.id))
            spans += [(*measure.span, measure.id) for measure in problem.measures]
        spans += [(*measure.span, measure.id) for measure in measures]
        spans.sort()
        self.spans = spans
        self.starts = [start for start, _, _ in spans]

    def of(self, span: Span) -> str | None:
        """The id of the innermost record that covers the span."""
        at = bisect_right(self.starts, span.start) - 1
        for index in range(at, max(-1, at - 60), -1):
            start, end, identity = self.spans[index]
            if start <= span.start and span.end <= end:
                return identity
        return None
