"""The pages put together: templates, style and script in one file, which a Content-Security-Policy holds to itself."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from markupsafe import Markup

from rectiparse import __version__
from rectiparse.ledger import Ledger, Problem
from rectiparse.writing.page.labels import Labels
from rectiparse.writing.page.marking import pieces_of
from rectiparse.writing.page.review import Page, Review
from rectiparse.writing.wording import said_date, said_time

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES: Final = Path(__file__).with_name("templates")


class Pair(Protocol):
    """An old problem and a new one, as `comparing` pairs them."""

    @property
    def old(self) -> str:
        """The old problem's id."""
        ...

    @property
    def new(self) -> str:
        """The new problem's id."""
        ...

    @property
    def score(self) -> float:
        """How alike they are, from 0 to 1."""
        ...

    @property
    def evidence(self) -> tuple[str, ...]:
        """What both share, in words."""
        ...


class Compared(Protocol):
    """What became of the old problems, as `comparing` says it."""

    @property
    def recurring(self) -> Sequence[Pair]:
        """What came back."""
        ...

    @property
    def candidates(self) -> Sequence[Pair]:
        """What is worth a look."""
        ...

    @property
    def new(self) -> tuple[str, ...]:
        """The ids of new problems."""
        ...

    @property
    def gone(self) -> tuple[str, ...]:
        """The ids of old problems that were not found again."""
        ...


@dataclass(frozen=True, slots=True)
class Side:
    """A problem on one side of a comparison, the words that both share marked in its texts."""

    record: Problem
    title: Markup
    detail: Markup
    when: str


@dataclass(frozen=True, slots=True)
class Row:
    """Two problems beside each other, and what is said of the pair."""

    old: Side
    new: Side
    score: float
    evidence: tuple[str, ...]
    changes: tuple[str, ...]
    same_words: bool
    decided: bool


def review_page(reviews: Sequence[Review]) -> str:
    """The page of one document, or of several with an index of them."""
    labels = Labels()
    pages = [Page(review, number, labels) for number, review in enumerate(reviews, 1)]
    chunks = {page.number: page.chunks() for page in pages}
    heights = {chunk.height for each in chunks.values() for chunk in each}
    title = pages[0].title if len(pages) == 1 else labels.documents
    return rendered("review.html", heights, t=labels, title=title, pages=pages, chunks=chunks)


def diff_page(
    comparison: Compared, old: Ledger, new: Ledger, *, changes: Mapping[tuple[str, str], Sequence[str]] | None = None
) -> str:
    """The page of a comparison: old beside new. `changes` say in words what changed, by the ids of a pair."""
    labels = Labels()
    before = {problem.id: problem for problem in old.problems}
    after = {problem.id: problem for problem in new.problems}

    def row(pair: Pair) -> Row:
        shared = phrases(pair.evidence)
        return Row(
            side(before[pair.old], shared), side(after[pair.new], shared), pair.score, pair.evidence,
            tuple((changes or {}).get((pair.old, pair.new), ())), getattr(pair, "wording", "") == "same",
            bool(getattr(pair, "answered", False)),
        )  # fmt: skip

    return rendered(
        "diff.html",
        (),
        t=labels,
        title=labels.compared.format(old=old.source.name, new=new.source.name),
        old=old,
        new=new,
        recurring=[row(pair) for pair in comparison.recurring],
        candidates=[row(pair) for pair in comparison.candidates],
        gone=[side(before[identity], ()) for identity in comparison.gone],
        fresh=[side(after[identity], ()) for identity in comparison.new],
    )


def phrases(evidence: Iterable[str]) -> tuple[str, ...]:
    """The words that two problems share, out of lines such as 词句：巡查 / 流于形式."""
    found: list[str] = []
    for line in evidence:
        found += line.partition("：")[2].split(" / ") if "：" in line else [line]
    return tuple(phrase.strip() for phrase in found if len(phrase.strip()) > 1)


def side(problem: Problem, shared: Sequence[str]) -> Side:
    """One side of a pair."""
    return Side(problem, pieces_of(problem.title, shared), pieces_of(problem.detail or "", shared), said_time(problem))


def rendered(template: str, heights: Iterable[int], **values: object) -> str:
    """A template as a page: style and script inside, and the policy that lets nothing else in."""
    style = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    style += "".join(f".c{height}{{contain-intrinsic-size:auto {height * 100}px}}" for height in sorted(heights))
    script = (TEMPLATES / "page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    return (
        environment()
        .get_template(template)
        .render(
            style=Markup(style),  # noqa: S704 our own files
            script=Markup(script),  # noqa: S704
            policy=policy,
            version=__version__,
            **values,
        )
    )


def digest(text: str) -> str:
    """The hash by which a Content-Security-Policy knows an inline element."""
    return b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def environment() -> Environment:
    """Jinja2 with our templates; whatever they print is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["said"] = said_date
    return made
