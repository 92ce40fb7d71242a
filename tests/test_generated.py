"""Documents that are written from a random tree come back as they were meant: see `generator.py`."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import pytest

from generator import Generated, generate, generate_table
from rectiparse.document import Document
from rectiparse.ledger import Ledger
from rectiparse.outlining.splitting import split
from rectiparse.pipeline import extract
from rectiparse.reading import read

DOCUMENTS = 500
PAIRS = 100
TABLES = 200
LEAST = 0.99
"""The mean F1 that each kind of answer must reach."""

Found = AbstractSet[tuple[object, ...]]


def _squeezed(words: str) -> str:
    return "".join(words.split())


def found_in(ledger: Ledger) -> dict[str, Found]:
    """What a ledger says, in the terms of the right answers."""
    outline: set[tuple[object, ...]] = set()
    nesting: set[tuple[object, ...]] = set()
    stack: list[tuple[object, int | None]] = [(node, None) for node in ledger.outline]
    while stack:
        node, parent = stack.pop()
        if node.marker:  # type: ignore[attr-defined]
            start = node.span.start  # type: ignore[attr-defined]
            outline.add((start, node.marker.strip()))  # type: ignore[attr-defined]
            nesting.add((start, parent))
            parent = start
        stack.extend((child, parent) for child in node.children)  # type: ignore[attr-defined]
    answers = [(measure, problem.span.start) for problem in ledger.problems for measure in problem.measures]
    steps = [*answers, *((measure, None) for measure in ledger.measures)]
    return {
        "outline": outline,
        "nesting": nesting,
        "problems": {(problem.span.start, _squeezed(problem.title)) for problem in ledger.problems},
        "measures": {(*measure.span, problem) for measure, problem in steps},
        "owners": {(m.span.start, party.role, _squeezed(party.name)) for m, _ in steps for party in m.responsible},
        "dates": {(*date.span, date.value) for date in ledger.dates},
        "figures": {(*figure.span, figure.value, figure.unit) for figure in ledger.figures},
    }


def wanted_of(document: Generated) -> dict[str, Found]:
    """The right answers in the same terms."""
    answers = document.answers
    return {
        "outline": {(start, marker) for start, marker, _ in answers.outline},
        "nesting": {(start, parent) for start, _, parent in answers.outline},
        "problems": set(answers.problems),
        "measures": set(answers.measures),
        "owners": set(answers.owners),
        "dates": set(answers.dates),
        "figures": set(answers.figures),
    }


def f1(found: Found, wanted: Found) -> float:
    """The harmonic mean of precision and recall; 1 where there is nothing to find."""
    total = len(found) + len(wanted)
    return 2 * len(found & wanted) / total if total else 1.0


def document_of(text: str) -> Document:
    return Document(text=text, name="generated", format="txt", encoding="utf-8", sha256="0" * 64)


def ledger_of(document: Generated) -> Ledger:
    return extract(document_of(document.text))


@pytest.fixture(scope="module")
def means() -> dict[str, float]:
    sums: dict[str, float] = {}
    for seed in range(DOCUMENTS):
        document = generate(seed)
        found, wanted = found_in(ledger_of(document)), wanted_of(document)
        for kind in wanted:
            sums[kind] = sums.get(kind, 0.0) + f1(found[kind], wanted[kind])
    return {kind: total / DOCUMENTS for kind, total in sums.items()}


@pytest.mark.parametrize("kind", ["outline", "nesting", "problems", "measures", "owners", "dates", "figures"])
def test_generated_documents_come_back(means: dict[str, float], kind: str) -> None:
    assert means[kind] >= LEAST


def test_one_document_stays_whole_and_two_come_apart() -> None:
    apart = 0
    for seed in range(PAIRS):
        one, two = generate(seed), generate(seed + 1000)
        assert len(split(document_of(one.text))) == 1
        parts = [part.text for part in split(document_of(one.text + two.text))]
        # A page's furniture above the second title is nobody's.
        apart += len(parts) == 2 and (parts[1] == two.text or two.text.endswith(parts[1]))
    assert apart / PAIRS >= 0.95


def test_generated_tables_come_back() -> None:
    right = rows = 0
    for seed in range(TABLES):
        table = generate_table(seed)
        problems = extract(read(table.text.encode("utf-8"))).problems
        rows += len(table.rows)
        for wanted, problem in zip(table.rows, problems, strict=False):
            found = {
                "title": problem.title,
                "steps": [measure.title for measure in problem.measures],
                "owner": problem.responsible[0].name if problem.responsible else None,
                "deadline": problem.deadline,
                "status": problem.status,
            }
            right += found == wanted
    assert right / rows >= LEAST


def test_answers_point_at_what_they_say() -> None:
    """The generator itself: every marker and value stands where its answer says."""
    for seed in range(100):
        document = generate(seed)
        for start, marker, parent in document.answers.outline:
            assert document.text[start : start + len(marker)] == marker
            assert parent is None or parent < start
        for start, end, _ in document.answers.measures:
            assert document.text[start:end].strip() == document.text[start:end]
