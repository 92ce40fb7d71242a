"""Any ledger at all, for properties: texts that mislead a parser or a terminal, empty records, deep outlines."""

from __future__ import annotations

from hypothesis import strategies as st

from rectiparse.ledger import (
    Citation,
    Date,
    Declared,
    DocumentFacts,
    Figure,
    GrammarScore,
    Ledger,
    Measure,
    Node,
    Noise,
    Place,
    Point,
    Problem,
    Responsible,
    Source,
    Stage,
)

AWKWARD = [
    "", " ", "2023-08-03", "yes", "No", "0123", "12:30:00", "1e5", "0x1F", ".5", "~", "null", "true", "=", "<<", "y", "-", "- 一", "？",
    "? 一", ": 一", "键: 值", "一 # 二", "#一", "一#", "a, b", "[一]", "{一}", "*一", "&一", "!一", "|", ">", "%一", "@一", "`一", "'一'", '"一"',
    "一\n二", "一\t二", " 一", "一 ", "　一　", "\u2028", "\u0085", "\ufeff一", "𠮷", "😀", "\x00\x1b", "\\n", "a\\", "“一”", "...", "---", "一：二",
    "1_000", "0o17", "1.", "一\r\n", "\xa0", "é", "ﬀ", "P1.M1", "../2023-06", "R/P3M", "Null", "FALSE", "+1", "-1", "1,000", "\u200b一", "a:", "a :b",
]  # fmt: skip
texts = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
maybe = st.none() | texts
spans = st.tuples(st.integers(0, 9), st.integers(9, 99))
values = st.none() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False)


def some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


points = some(st.builds(Point, marker=maybe, text=texts, span=spans))
places = st.none() | st.builds(Place, page=st.none() | st.just(3), sheet=maybe)
roles, kinds = st.sampled_from(["lead", "support"]), st.sampled_from([None, "person", "unit"])
parties = some(st.builds(Responsible, name=texts, role=roles, kind=kinds, span=st.none() | spans))
extra = st.dictionaries(texts | st.just("列" * 1200), texts, max_size=2)
measures = some(
    st.builds(
        Measure, id=texts, marker=maybe, title=texts, text=texts, points=points, responsible=parties, deadline=maybe,
        ongoing=st.booleans(), category=st.none() | st.just("建章立制"), place=places, extra=extra, span=spans,
    )
)  # fmt: skip
nodes = st.recursive(
    st.builds(Node, marker=maybe, level=st.just(3), title=texts, role=st.just("body"), span=spans),
    lambda inner: st.builds(
        Node, marker=maybe, level=st.just(1), title=texts, role=st.just("problem"), span=spans, children=some(inner)
    ),
    max_leaves=4,
)
ledgers = st.builds(
    Ledger,
    source=st.builds(Source, name=texts, format=texts, encoding=maybe, sha256=texts, characters=st.integers(0, 10**9)),
    document=st.builds(
        DocumentFacts, title=maybe, grammar=texts, year=st.none() | st.just(2023),
        scores=some(st.builds(GrammarScore, name=texts, score=st.floats(0, 1))),
        declared=some(st.builds(Declared, kind=st.just("problem"), count=st.integers(0, 99), text=texts, span=spans)),
    ),
    outline=some(nodes),
    problems=some(
        st.builds(
            Problem, id=texts, marker=maybe, title=texts, detail=maybe, path=some(texts), points=points,
            themes=some(texts), measures=measures, span=spans,
        )
    ),
    measures=measures,
    schedule=some(st.builds(Stage, title=texts, interval=maybe, tasks=points, span=spans)),
    figures=some(st.builds(Figure, text=texts, value=values, unit=texts, subject=maybe, masked=st.booleans(), span=spans)),
    dates=some(st.builds(Date, text=texts, value=maybe, kind=st.just("point"), basis=st.just("explicit"), span=spans)),
    citations=some(st.builds(Citation, title=maybe, span=spans)),
    noise=some(st.builds(Noise, text=texts, rule=texts, span=spans)),
)  # fmt: skip
