"""From a file to its ledger: the stages in their order."""

from __future__ import annotations

import gc
import re
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rectiparse.document import Document, Span
from rectiparse.grammar import Grammar, load_grammar, load_shipped, shipped_grammars
from rectiparse.grammar.choosing import FLOOR, Signs, ranked
from rectiparse.grammar.model import Example
from rectiparse.ledger import Ledger
from rectiparse.mentions.citations import find_citations
from rectiparse.mentions.dates import dates_of, find_phrases, year_of_phrases
from rectiparse.mentions.figures import find_figures
from rectiparse.mentions.mention import FigureMention, NoiseMention
from rectiparse.mentions.noise import find_noise
from rectiparse.outlining import Outline, outline, view_of
from rectiparse.reading import read
from rectiparse.recording import Mentions, record
from rectiparse.recording.table_figures import figures_in_tables
from rectiparse.view import View


def extract(
    source: str | Path | bytes | Document,
    *,
    grammar: str | Path | Grammar | None = None,
    year: int | None = None,
    encoding: str | None = None,
) -> Ledger:
    """The ledger of one document.

    `source` is a path, a file's content, or a document already read. `grammar` is a name, a path or a grammar and
    overrides the choice by score; `year` is the document's own year, for dates that name none; `encoding` overrides
    what the content shows. Raises ReadingError and GrammarError.
    """
    with _no_collection():
        document = source if isinstance(source, Document) else read(source, encoding=encoding)
        return _extract(document, grammar, year)


@contextmanager
def _no_collection() -> Iterator[None]:
    """A block in which Python looks for no cycles: records hold none, and a long text's are looked through again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _extract(document: Document, grammar: str | Path | Grammar | None, year: int | None) -> Ledger:
    given = grammar if isinstance(grammar, Grammar) or grammar is None else load_grammar(grammar)
    noise = _noise(document)
    vocabulary = given or load_shipped("base")
    view = view_of(document, [mention.span for mention in noise], vocabulary)
    tree = outline(document, view, vocabulary)
    scores = ranked(shipped_grammars(), _signs(tree))
    chosen = given or (scores[0][0] if scores[0][1] >= FLOOR else load_shipped("base"))
    text = view.plain
    citations = tuple(find_citations(text))
    quoted = [mention.span for mention in citations]
    phrases = list(find_phrases(text, quoted))
    own_year = year or year_of_phrases(text, phrases)
    dates = tuple(dates_of(text, phrases, own_year))
    marks = [Span(item.start, item.start + len(item.marker)) for item, _ in tree.walk() if item.marker]
    skip = sorted([*quoted, *(date.span for date in dates), *marks])
    figures = tuple(_unmarked(figure) for figure in _with_cells(find_figures(text, skip=skip), document, view))
    mentions = Mentions(tuple(noise), dates, figures, citations)
    return record(document, tree, chosen, [(entry.name, score) for entry, score in scores], mentions, own_year)


def run_example(grammar: Grammar, example: Example) -> list[tuple[str, object, object]]:
    """Where the ledger of a grammar's example differs from what it says: what, what it should be, what it is."""
    ledger = extract(example.text.encode(), grammar=grammar)
    steps = sum(len(problem.measures) for problem in ledger.problems) + len(ledger.measures)
    pairs: list[tuple[str, object, object]] = [
        ("problems", example.problems, len(ledger.problems)),
        ("measures", example.measures, steps),
        ("causes", example.causes, len(ledger.causes)),
        ("stages", example.stages, len(ledger.schedule)),
        ("titles", example.titles or None, tuple(problem.title for problem in ledger.problems)),
    ]
    return [(key, expected, found) for key, expected, found in pairs if expected is not None and expected != found]


def _noise(document: Document) -> list[NoiseMention]:
    """What the reader calls furniture and what the text itself gives away, apart and in order."""
    found = find_noise(document.text)
    if not document.furniture:
        return found
    text = document.text
    furniture = [NoiseMention(piece.span.cut(text), piece.rule, piece.span) for piece in document.furniture]
    furniture.sort(key=lambda mention: mention.span)
    starts = [mention.span.start for mention in furniture]
    kept = [
        mention
        for mention in found
        if not ((at := bisect_left(starts, mention.span.end)) and furniture[at - 1].span.overlaps(mention.span))
    ]
    return sorted([*kept, *furniture], key=lambda mention: mention.span)


def _with_cells(figures: list[FigureMention], document: Document, view: View) -> list[FigureMention]:
    """The figures of the text, and those of table cells that hold a bare number."""
    if not document.tables:
        return figures
    taken = {figure.span.start for figure in figures}
    for figure in figures_in_tables(document):
        span = Span(view.offset(figure.span.start), view.offset(figure.span.end))
        if span.start not in taken and view.span(*span) == figure.span:
            figures.append(figure._replace(span=span))
    return sorted(figures, key=lambda figure: figure.span)


_MARK_BEFORE = re.compile(r"(?:[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|[①-⒛])\s*")


def _unmarked(figure: FigureMention) -> FigureMention:
    """The figure without the mark of its item in what it counts."""
    if figure.subject is None or not (mark := _MARK_BEFORE.match(figure.subject)):
        return figure
    return figure._replace(subject=figure.subject[mark.end() :] or None)


def _signs(tree: Outline) -> Signs:
    text = tree.view.text
    first = tree.items[0].start if tree.items else len(text)
    headings = tuple(item.title for item, above in tree.walk() if len(above) < 2 and item.leads)
    opening = text[: max(first, 300)][:1500]
    return Signs(tree.title or "", opening, headings, frozenset(label.kind for label in tree.labels), text[:4000])
