"""Cases: a ledger, and the document that it was made of where that is at hand, as the rules look at them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from rectiparse.checking.limits import Limit
from rectiparse.document import Document, Span
from rectiparse.grammar import load_shipped
from rectiparse.ledger import Figure, Genre, Ledger, Measure, Node, Problem
from rectiparse.outlining import view_of
from rectiparse.view import View

PLANS: Final[frozenset[Genre]] = frozenset({"plan", "environment", "checklist"})
"""Kinds of document that say what will be done: each step needs who and by when. A report says what was done."""
_TELLS_WHAT_WAS_DONE: Final = re.compile(
    r"整改(?:完成|落实|进展|工作)?情况|整改进展|完成情况|销号|验收|整改结果|整改成效"
)
_TITLE_LINES: Final = 200
_FIRST_WORDS: Final = re.compile(r"\s*[^。；\n]+")
_LONGEST_OPENING: Final = 30
_ENDED: Final = re.compile(r"[。！？!?；;.…：:）)】》”\"’」』|]\s*$")
_NAME_AT_END: Final = 40
"""A last line of no more characters than this, without a mark in it, is a signature or a heading."""
_IN_MID_SENTENCE: Final = re.compile(r"[，。；]|[：:][一二三四五六七八九十]是")
_SENTENCE: Final = re.compile(r"[^。！？!?\n]+[。！？!?]*")


class Step(NamedTuple):
    """A measure, and the problem that it answers (None for one that answers no single problem)."""

    measure: Measure
    problem: Problem | None


class Placed(NamedTuple):
    """A node of the outline, and the nodes that it stands inside, outermost first."""

    node: Node
    above: tuple[Node, ...]


class Counted(NamedTuple):
    """A figure and where it stands in the view of the text."""

    start: int
    end: int
    figure: Figure


@dataclass(frozen=True, eq=False)
class Case:
    """One document under check. `document` is None for a ledger whose text is not at hand: rules on text are silent then.

    `file` is the name that its findings carry, `limits` are the time limits that the place has set.
    """

    file: str
    ledger: Ledger
    document: Document | None = None
    limits: tuple[Limit, ...] = ()

    @property
    def text(self) -> str | None:
        """The untouched text."""
        return self.document.text if self.document else None

    @cached_property
    def view(self) -> View | None:
        """The text as it reads: noise left out, cut lines joined."""
        if self.document is None:
            return None
        length = len(self.document.text)
        noise = [Span(*item.span) for item in self.ledger.noise if item.span[1] <= length]
        return view_of(self.document, noise, load_shipped("base"))

    @cached_property
    def cuts(self) -> tuple[Span, ...]:
        """What the view leaves out: noise, line breaks that cut a sentence, Markdown's bold marks; in order."""
        if self.view is None:
            return ()
        starts, shifts = self.view.starts, self.view.shifts
        at, found = 0, []
        for start, shift in zip(starts, shifts, strict=True):
            if start + shift > at:
                found.append(Span(at, start + shift))
            end = bisect_right(starts, start)
            at = (starts[end] if end < len(starts) else len(self.view.text)) + shift
        return tuple(found)

    @cached_property
    def _sources(self) -> list[int]:
        assert self.view is not None
        return [start + shift for start, shift in zip(self.view.starts, self.view.shifts, strict=True)]

    def at(self, source: int) -> int:
        """The offset in the view of the first kept character at or after `source`."""
        assert self.view is not None
        piece = bisect_right(self._sources, source) - 1
        if piece < 0:
            return 0
        starts = self.view.starts
        end = starts[piece + 1] if piece + 1 < len(starts) else len(self.view.text)
        return min(source - self.view.shifts[piece], end)

    def line_of(self, offset: int) -> int | None:
        """The line, from 1, of an offset in the untouched text."""
        return self.document.line_of(offset) if self.document else None

    def words(self, span: Span) -> str | None:
        """The words at a span of the untouched text, None where the text is not at hand."""
        return span.cut(self.document.text) if self.document else None

    @cached_property
    def is_plan(self) -> bool:
        """True for a document that says what will be done; lists of the environment may tell what was done just as well."""
        genre = self.ledger.document.genre
        if genre != "environment":
            return genre in PLANS
        title = self.ledger.document.title or (self.text or "")[:_TITLE_LINES]
        return _TELLS_WHAT_WAS_DONE.search(title) is None

    @cached_property
    def breaks_off(self) -> bool:
        """True when the text ends in mid-sentence, as an excerpt does: what it lacks may have been cut off."""
        if self.view is None:
            return False
        text = self.view.text.rstrip()
        last = text[text.rfind("\n") + 1 :].strip()
        return not _ENDED.search(last) and (len(last) > _NAME_AT_END or _IN_MID_SENTENCE.search(last) is not None)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every measure: those of the problems first, in order."""
        answering = [Step(measure, problem) for problem in self.ledger.problems for measure in problem.measures]
        return (*answering, *(Step(measure, None) for measure in self.ledger.measures))

    @cached_property
    def nodes(self) -> tuple[Placed, ...]:
        """Every node of the outline in reading order."""
        found: list[Placed] = []
        stack: list[Placed] = [Placed(node, ()) for node in reversed(self.ledger.outline)]
        while stack:
            placed = stack.pop()
            found.append(placed)
            above = (*placed.above, placed.node)
            stack.extend(Placed(child, above) for child in reversed(placed.node.children))
        return tuple(found)

    @cached_property
    def figures(self) -> tuple[Counted, ...]:
        """Every figure with its place in the view, in order; none where the text is not at hand."""
        if self.view is None:
            return ()
        return tuple(
            Counted(self.at(figure.span[0]), self.at(figure.span[1] - 1) + 1, figure) for figure in self.ledger.figures
        )

    def sentences(self, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """The sentences of the view between two of its offsets; a `；` ends none."""
        if self.view is None:
            return
        text = self.view.text
        for match in _SENTENCE.finditer(text, start, len(text) if end is None else end):
            yield Span(*match.span())

    def figures_in(self, span: Span) -> Sequence[Counted]:
        """The figures that stand in a span of the view."""
        low = bisect_right(self.figures, span.start - 1, key=lambda item: item.start)
        high = bisect_right(self.figures, span.end - 1, key=lambda item: item.start)
        return self.figures[low:high]

    def opening(self, record: Problem | Measure) -> Span:
        """The marker and the first words of a record: where a finding about all of it points."""
        marker = len(record.marker or "")
        if self.text is None:
            return Span(record.span.start, min(record.span.end, record.span.start + marker + len(record.title)))
        return self.first_words(record.span, marker)

    def first_words(self, span: Span, marker: int = 0) -> Span:
        """The first words of a span of the untouched text, its marker of so many characters included."""
        assert self.text is not None
        match = _FIRST_WORDS.match(self.text, span.start + marker, span.end)
        length = match.end() - span.start if match else max(marker, 1)
        return Span(span.start, min(span.end, span.start + min(length, _LONGEST_OPENING)))

    def back(self, start: int, end: int) -> Span:
        """The span in the untouched text of a range of the view."""
        assert self.view is not None
        return self.view.span(start, end)
