"""The tree: items, with the text that belongs to each, none of it lost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from rectiparse.document import Span
from rectiparse.grammar.model import ANSWERS
from rectiparse.outlining.headings import with_headings
from rectiparse.outlining.items import Item, Kind, Outline
from rectiparse.outlining.labels import Label
from rectiparse.outlining.lines import BLANKS, TRIM
from rectiparse.outlining.margins import find_attached, find_closing, find_contents, find_title, title_of
from rectiparse.outlining.marks import find_marks, mark_follows
from rectiparse.outlining.nesting import Nesting, find_ends, nesting_of
from rectiparse.outlining.sequence import nest
from rectiparse.outlining.titles import title_at
from rectiparse.view import View


def build(view: View, labels: Sequence[Label], headings: dict[int, int], tables: Sequence[Span] = ()) -> Outline:
    """The tree of `view`. `headings` maps offsets of lines in the view to the level that the format gives them.

    Nothing in `tables` is an item: a number there belongs to its cell.
    """
    text = view.text
    contents = find_contents(text)
    title_end, titles = find_title(text, headings)
    attached = find_attached(text)
    skip = [*contents, *tables, Span(0, title_end), Span(attached, len(text))]
    skip = sorted(span for span in skip if span.end > span.start)
    marks = find_marks(text, [label.span for label in labels], skip)
    marks = with_headings(text, marks, labels, headings, skip)
    nesting = nesting_of(text, marks, nest(marks))
    closing = find_closing(text, marks[nesting.order[-1]].span.end if nesting.order else title_end)
    roots = _Builder(nesting, labels, find_ends(nesting, labels, closing)).roots(titles, contents, closing)
    return Outline(view, roots, tuple(labels))


class _Builder:
    """Puts items, labels and paragraphs in their places; used once a document."""

    def __init__(self, nesting: Nesting, labels: Sequence[Label], ends: dict[int, int]) -> None:
        self.text = nesting.text
        self.nesting = nesting
        self.labels = labels
        self.label_starts = [label.span.start for label in labels]
        self.ends = ends

    def roots(self, titles: Sequence[Span], contents: Sequence[Span], closing: int) -> tuple[Item, ...]:
        """The nodes at the top, in reading order."""
        made: dict[int, Item] = {}
        following = len(self.text)  # where the next item begins
        for at in reversed(self.nesting.order):
            made[at] = self.item(at, [made[child] for child in self.nesting.children[at]], following)
            following = self.nesting.marks[at].span.start
        top: list[Item] = []
        reached = 0
        if titles:
            start, reached = titles[0].start, titles[-1].end
            top += self.paragraphs(0, start)
            top.append(Item("title", None, None, True, start, reached, reached, title_of(self.text, titles)))
        fixed = [made[at] for at in self.nesting.children[-1]]
        fixed += [line for span in contents for line in self.lines(*span, "contents")]
        for item in sorted(fixed, key=lambda item: item.start):
            top += self.paragraphs(reached, item.start)
            top.append(item)
            reached = max(reached, item.end)
        top += self.paragraphs(reached, max(closing, reached))
        top += self.paragraphs(max(closing, reached), len(self.text), "closing")
        return tuple(top)

    def item(self, at: int, inner: Sequence[Item], following: int) -> Item:
        """The node of one item, `inner` its children that are items, `following` where the next item begins."""
        mark, limit = self.nesting.marks[at], self.ends[at]
        start, end = self.trimmed(mark.span.start, limit)
        if mark.text:
            start, end = mark.span.start, max(end, mark.span.end)
        title, body, label = self.title(at, limit, following)
        parts: list[Item] = []
        reached = body
        for child in inner:
            parts += self.paragraphs(reached, child.start)
            parts.append(child)
            reached = max(reached, child.end)
        if reached < end:  # blanks alone stand after it
            parts += self.paragraphs(reached, limit)
        below = max(end, parts[-1].end) if parts else end  # a label holds the bold mark after it
        return Item(
            "item", mark.text or None, mark.family, mark.leads, start, min(body, end), below, title, tuple(parts), label,
            tuple(inner), any(part.label is not None and part.label.kind in ANSWERS for part in parts),
        )  # fmt: skip

    def title(self, at: int, limit: int, following: int) -> tuple[str, int, Label | None]:
        """The title of an item, where the text after it begins, and the label that the title is or begins with."""
        text, mark = self.text, self.nesting.marks[at]
        start, stop = mark.span.end, min(limit, following)
        label = self.label_after(start)
        if label is not None and label.span.start >= stop:
            label = None
        if label is not None and not text[start : label.span.start].strip(TRIM):
            if label.kind == "problem" and text[label.span.end - 1] in "：:】":
                words, body = title_at(text, label.span.end, max(stop, label.span.end), leads=mark.leads)
                return text[label.span.start : label.span.end] + words, body, label
            return label.words, label.span.end, label
        if mark.family == "【】":
            return mark.text.strip("【】 "), start, None
        if label is not None:
            stop = min(stop, label.span.start)
        return *title_at(text, start, stop, leads=self.nesting.list_leads(at)), None

    def label_after(self, start: int) -> Label | None:
        """The first label that begins at or after an offset."""
        at = bisect_left(self.label_starts, start)
        return self.labels[at] if at < len(self.labels) else None

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """A range without the blanks at its ends."""
        text = self.text
        while start < end and text[start] in TRIM:
            start += 1
        while end > start and ((last := text[end - 1]) in TRIM or (last in "-+" and self.is_dash(end - 1))):
            end -= 1
        return start, end

    def is_dash(self, at: int) -> bool:
        """True where a - or + is a Markdown dash before a numbered mark: part of no marker, it counts as a blank."""
        return (
            not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip(TRIM)
            and self.text[at + 1 : at + 2] in BLANKS
            and mark_follows(self.text, at + 1)
        )

    def paragraphs(self, start: int, end: int, kind: Kind = "body") -> list[Item]:
        """The text of a range as labels and paragraphs."""
        if start >= end or (end - start == 1 and self.text[start] == "\n"):  # as between most items
            return []
        at = bisect_left(self.label_starts, start)
        if at == len(self.labels) or self.label_starts[at] >= end:
            return self.lines(start, end, kind)
        found: list[Item] = []
        for label in self.labels[at : bisect_left(self.label_starts, end)]:
            first, after = label.span
            found += self.lines(start, first, kind)
            found.append(Item("label", None, None, label.leads, first, after, after, label.words, label=label))
            start = after
        return found + self.lines(start, end, kind)

    def lines(self, start: int, end: int, kind: Kind) -> list[Item]:
        """The text of a range, a node for each line."""
        text = self.text
        found: list[Item] = []
        while start < end:
            stop = text.find("\n", start, end)
            stop = end if stop < 0 else stop
            first, last = self.trimmed(start, stop)
            if first < last and not (text[first] in "-+" and self.is_dash(first)):
                found.append(Item(kind, None, None, True, first, first, last, text[first:last]))
            start = stop + 1
        return found
