"""The text as it reads: noise taken out and cut lines joined, with the way back to the untouched text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rectiparse.document import Span

_FULL_WIDTH = "０１２３４５６７８９％"
_DIGITS = str.maketrans(_FULL_WIDTH, "0123456789%")
_WIDE_FORMS = str.maketrans(",;:!?()", "，；：！？（）")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# Half-width marks that stand in Chinese text: beside a Chinese character or mark, and no part of a number. What stands
# before the mark is looked at after it, since a pattern that begins with the mark itself is looked for much faster.
_HALF_MARKS = re.compile(
    rf"[,;:!?()](?:(?<=[{_HAN}”’》）】%].)(?!\d{{3}}\b)|(?=[{_HAN}“《（【])|(?<=\d[();])(?=\d|\s|$)|(?<=\()(?=\d+\))|(?<=\d\))|(?<=[\d)][,;])(?=\s*$))",
    re.MULTILINE,
)
_HALF_STOPS = re.compile(
    rf"\.(?:(?<=[{_HAN}”’》）】)].)(?=[{_HAN}“《（(【\d\s①-⒛㈠-㊉]|$)|(?<=%.)(?=[{_HAN}“《（\s]|$)|(?<=\d.)(?=\s*$))",
    re.MULTILINE,
)


def plain(text: str) -> str:
    """The text with half-width marks in Chinese sentences and full-width digits in their common form.

    Each character stays in its place, so that what is found in it stands at the same offsets in `text`.
    """
    if any(digit in text for digit in _FULL_WIDTH):
        text = text.translate(_DIGITS)
    if not any(mark in text for mark in ",;:!?(."):
        return text
    text = _HALF_MARKS.sub(lambda match: match.group().translate(_WIDE_FORMS), text)
    return _HALF_STOPS.sub("。", text)


@dataclass(frozen=True)
class View:
    """A text made of the pieces of another one that were kept.

    `starts[i]` is the offset in `text` of the i-th piece, `shifts[i]` what must be added to get back to the source.
    """

    text: str
    starts: tuple[int, ...]
    shifts: tuple[int, ...]

    @cached_property
    def plain(self) -> str:
        """The text for those who look for values in it: marks and digits in their common form, at the same offsets."""
        return plain(self.text)

    def source(self, offset: int) -> int:
        """The offset in the source of the character at `offset`."""
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    @cached_property
    def _sources(self) -> list[int]:
        """Where each piece begins in the source."""
        return [start + shift for start, shift in zip(self.starts, self.shifts, strict=True)]

    def offset(self, source: int) -> int:
        """The offset of the first kept character at or after `source`: the way back of `source`."""
        piece = bisect_right(self._sources, source) - 1
        if piece < 0:
            return 0
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        return min(source - self.shifts[piece], end)

    def span(self, start: int, end: int) -> Span:
        """The span in the source from the first to the last character of `[start, end)`, what was left out between included."""
        starts, shifts = self.starts, self.shifts
        first = start + shifts[bisect_right(starts, start) - 1]
        return Span(first, end + shifts[bisect_right(starts, end - 1) - 1] if end > start else first)

    def without(self, removed: Iterable[Span]) -> View:
        """A view of the same source that leaves out `removed` too (spans in this view, sorted, apart)."""
        pieces: list[str] = []
        starts: list[int] = []
        shifts: list[int] = []
        at = length = 0
        for cut in [*removed, Span(len(self.text), len(self.text))]:
            if cut.start > at:
                piece = bisect_right(self.starts, at) - 1
                while at < cut.start:
                    stop = self.starts[piece + 1] if piece + 1 < len(self.starts) else cut.start
                    stop = min(stop, cut.start)
                    starts.append(length)
                    shifts.append(at + self.shifts[piece] - length)
                    pieces.append(self.text[at:stop])
                    length += stop - at
                    at = stop
                    piece += 1
            at = max(at, cut.end)
        return View("".join(pieces), tuple(starts) or (0,), tuple(shifts) or (0,))


def whole(text: str) -> View:
    """The view that leaves nothing out."""
    return View(text, (0,), (0,))
