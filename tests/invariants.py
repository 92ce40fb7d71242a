"""What holds for the ledger of any text, as one function that says what does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rectiparse.document import Span
from rectiparse.ledger import Ledger, Node, Record

_MARKDOWN = "*#>|"
_DASH = re.compile(r"^[-+](?=\s|$)|(?<=[\s\u3000])[-+](?=\s|$)", re.MULTILINE)
"""A dash that begins an item of a Markdown list; before a number it is part of no marker."""
_AROUND = "，,、：:"
"""What may stand between a mark and its text, or between two steps in one sentence."""
_LETTER = re.compile(r"[^\W_]")


def letters(text: str) -> str:
    """`text` without blanks, punctuation and Markdown marks: what must not be lost."""
    return "".join(_LETTER.findall(text))


def written(text: str) -> str:
    """`text` without blanks and Markdown marks."""
    return "".join(c for c in _DASH.sub(" ", text) if not c.isspace() and c not in _MARKDOWN)


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """Every node in reading order."""
    stack = list(reversed(nodes))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def broken(text: str, ledger: Ledger) -> list[str]:
    """What the ledger of `text` breaks, one line each; empty when all holds."""
    noise = [entry.span for entry in ledger.noise]
    clean = _Clean(text, noise)
    return [
        *_spans(text, ledger),
        *_words(ledger, clean),
        *_tree(ledger, clean),
        *_coverage(ledger, clean),
        *_records(ledger),
        *_owners(ledger),
    ]


class _Clean:
    """The text with its noise blanked out, so that offsets stay."""

    def __init__(self, text: str, noise: Sequence[Span]) -> None:
        characters = list(text)
        for start, end in noise:
            characters[start:end] = " " * (end - start)
        self.text = "".join(characters)

    def cut(self, span: Span) -> str:
        return self.text[span.start : span.end]


def _all_records(ledger: Ledger) -> Iterator[tuple[str, Record]]:
    for node in walk(ledger.outline):
        yield f"outline {node.marker or node.role}", node
    for problem in ledger.problems:
        yield problem.id, problem
        yield from ((f"{problem.id} point", point) for point in problem.points)
        yield from ((f"{problem.id} party", party) for party in problem.responsible if party.span)
        for measure in problem.measures:
            yield measure.id, measure
            yield from ((f"{measure.id} point", point) for point in measure.points)
            yield from ((f"{measure.id} party", party) for party in measure.responsible if party.span)
    for measure in ledger.measures:
        yield measure.id, measure
        yield from ((f"{measure.id} point", point) for point in measure.points)
        yield from ((f"{measure.id} party", party) for party in measure.responsible if party.span)
    for stage in ledger.schedule:
        yield "stage", stage
        yield from (("task", task) for task in stage.tasks)
    for name in ("causes", "figures", "dates", "citations", "noise"):
        yield from ((name, record) for record in getattr(ledger, name))
    yield from (("declared", record) for record in ledger.document.declared)


def _spans(text: str, ledger: Ledger) -> Iterator[str]:
    for name, record in _all_records(ledger):
        span = record.span  # type: ignore[attr-defined]
        if not 0 <= span.start < span.end <= len(text):
            yield f"{name}: span {tuple(span)} does not lie in a text of {len(text)}"


def _words(ledger: Ledger, clean: _Clean) -> Iterator[str]:
    for name, record in _all_records(ledger):
        if name == "noise":
            continue
        words = getattr(record, "text", None)
        if words is None:
            words = getattr(record, "name", None) or getattr(record, "number", None)
            if words is None:
                continue
            if letters(words) not in letters(clean.cut(record.span)):  # type: ignore[attr-defined]
                yield f"{name}: {words!r} is not what stands there"
            continue
        there = written(clean.cut(record.span))  # type: ignore[attr-defined]
        marker = getattr(record, "marker", None)
        told = {there.strip(_AROUND), there.removeprefix(written(marker or "")).strip(_AROUND)}
        if written(words).strip(_AROUND) not in told:
            yield f"{name}: {words[:40]!r} is not {there[:40]!r}"


def _tree(ledger: Ledger, clean: _Clean) -> Iterator[str]:
    stack: list[tuple[Node, int]] = [(node, 1) for node in ledger.outline]
    yield from _apart([(f"{n.marker or n.role} {n.title[:12]}", n.span) for n in ledger.outline], "at the top")
    while stack:
        node, level = stack.pop()
        name = f"{node.marker or node.role} {node.title[:12]}"
        if node.level != level:
            yield f"{name}: level {node.level}, stands at {level}"
        yield from _apart([(f"{n.marker or n.role} {n.title[:12]}", n.span) for n in node.children], f"in {name}")
        for child in node.children:
            if not node.span.covers(child.span):
                yield f"{name} {tuple(node.span)} does not cover its child {child.marker or child.role} {tuple(child.span)}"
            stack.append((child, level + 1))
        if node.marker and not clean.cut(node.span).startswith(node.marker[:1]):
            yield f"{name}: does not begin with its marker"


def _apart(entries: Sequence[tuple[str, Span]], where: str) -> Iterator[str]:
    for (name, span), (after, following) in pairwise(entries):
        if following.start < span.end:
            yield f"{name} {tuple(span)} and {after} {tuple(following)} overlap {where}"


def _coverage(ledger: Ledger, clean: _Clean) -> Iterator[str]:
    def own(span: Span, children: Sequence[Node]) -> Iterator[tuple[str, str]]:
        """What stands in `span` before, between and after the children."""
        reached = span.start
        for child in children:
            yield ("before" if reached == span.start else "between"), clean.text[reached : child.span.start]
            reached = max(reached, child.span.end)
        yield ("before" if not children else "after"), clean.text[reached : span.end]

    for place, words in own(Span(0, len(clean.text)), ledger.outline):
        if written(words):
            yield f"lost {place} the nodes at the top: {words.strip()[:40]!r}"
    for node in walk(ledger.outline):
        marker = node.marker or ""
        title = letters(marker if marker.endswith("】") else marker + node.title)  # 【…】 is marker and title in one
        for place, words in own(node.span, node.children):
            if place == "before":
                if letters(words) != title:
                    yield f"{node.marker or node.role}: {words.strip()[:60]!r} is not the title {node.title[:60]!r}"
            elif written(words):
                yield f"lost {place} the children of {node.marker or node.role} {node.title[:12]}: {words.strip()[:40]!r}"


def _records(ledger: Ledger) -> Iterator[str]:
    identities = [problem.id for problem in ledger.problems]
    identities += [m.id for problem in ledger.problems for m in problem.measures] + [m.id for m in ledger.measures]
    if len(set(identities)) != len(identities):
        yield f"ids are not unique: {sorted(i for i in set(identities) if identities.count(i) > 1)}"
    yield from _apart([(p.id, p.span) for p in ledger.problems], "among the problems")
    yield from _apart([(m.id, m.span) for m in ledger.measures], "among the measures")
    for problem in ledger.problems:
        yield from _apart([(m.id, m.span) for m in problem.measures], f"in {problem.id}")
        for inner in (*problem.measures, *problem.points):
            if not problem.span.covers(inner.span):
                yield f"{problem.id} {tuple(problem.span)} does not cover {tuple(inner.span)}"
    # A table's row says once who answers for all of its steps.
    rows = [(measure, problem.span) for problem in ledger.problems for measure in problem.measures]
    for measure, row in (*rows, *((measure, measure.span) for measure in ledger.measures)):
        inside = [point.span for point in measure.points if not measure.span.covers(point.span)]
        inside += [party.span for party in measure.responsible if party.span and not row.covers(party.span)]
        yield from (f"{measure.id} {tuple(measure.span)} does not cover {tuple(span)}" for span in inside)
    for name in ("figures", "dates", "citations", "noise", "causes"):
        yield from _apart([(name, record.span) for record in getattr(ledger, name)], f"among the {name}")
    for name in ("figures", "dates", "citations"):
        for record in getattr(ledger, name):
            if any(noise.span.covers(record.span) for noise in ledger.noise):
                yield f"{name}: {record.span} was taken from noise"


def _owners(ledger: Ledger) -> Iterator[str]:
    spans = {problem.id: problem.span for problem in ledger.problems}
    spans |= {m.id: m.span for problem in ledger.problems for m in problem.measures} | {
        m.id: m.span for m in ledger.measures
    }
    for record in (*ledger.figures, *ledger.dates):
        if record.owner is None:
            inside = [identity for identity, span in spans.items() if span.covers(record.span)]
            if inside:
                yield f"{record.text} stands in {inside} and has no owner"
        elif record.owner not in spans:
            yield f"{record.text}: there is no {record.owner}"
        elif not spans[record.owner].covers(record.span):
            yield f"{record.text}: does not stand in {record.owner}"
