"""One document under review as its page shows it: the text with its marks, the records, what the filters go by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from rectiparse.document import Document
from rectiparse.finding import Finding
from rectiparse.language import translate
from rectiparse.ledger import Date, Figure, Ledger, Measure, Node, Problem, Responsible, Status
from rectiparse.writing.columns import marked
from rectiparse.writing.page import charts
from rectiparse.writing.page.labels import (
    APPROXIMATE,
    BASES,
    BOUNDS,
    DATE_KINDS,
    LABELS,
    MASKED,
    Labels,
)
from rectiparse.writing.page.marking import Chunk, Mark, chunks_of
from rectiparse.writing.rows import EDITED, PLANS, REMARK, parties_for, time_for
from rectiparse.writing.wording import lacks_deadline, lacks_owner, said_date, said_time

SEARCHED: Final = 16  # characters that may stand before a title: its mark, 关于“
LONGEST_HEADING: Final = 80  # characters; a longer line is a paragraph, whatever its mark
DEEPEST_HEADING: Final = 3
BESIDES: Final = ("body", "label", "contents", "title")


@dataclass(frozen=True, slots=True)
class Review:
    """A ledger, its document where that is at hand, and what was found in it."""

    ledger: Ledger
    document: Document | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A measure on the page. `parties`, `when` and `status` are its own, or those of its problem."""

    ref: str
    record: Measure
    text: str
    parties: tuple[Responsible, ...]
    when: str
    status: Status
    owners: str
    lacks: str


@dataclass(frozen=True, slots=True)
class Case:
    """A problem on the page, with what the filters go by."""

    ref: str
    number: int
    record: Problem
    steps: tuple[Step, ...]
    when: str
    owners: str
    themes: str
    lacks: str
    origin: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading of the outline: where it leads, the headings below it."""

    marker: str
    title: str
    role: str
    ref: str
    line: int
    level: int
    below: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure or a date: its words, what they mean, to what they belong."""

    ref: str
    text: str
    said: str
    about: str
    owner: str
    line: int
    missing: bool


@dataclass
class Page:
    """What the template reads; `number` counts the documents of the page from 1."""

    review: Review
    number: int
    t: Labels
    owners: dict[str, int] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        return self.review.ledger

    @property
    def plans(self) -> bool:
        """True where the document says what will be done, so that each step needs who and by when."""
        return self.ledger.document.genre in PLANS

    @property
    def prefix(self) -> str:
        """What the ids of this document's elements begin with."""
        return f"d{self.number}-"

    @property
    def title(self) -> str:
        """The document's title, or its file's name."""
        return self.ledger.document.title or self.ledger.source.name

    @cached_property
    def refs(self) -> dict[str, str]:
        """The references of problems and measures by their ids."""
        found: dict[str, str] = {}
        steps = 0
        for number, problem in enumerate(self.ledger.problems):
            found.setdefault(problem.id, f"p{number}")
            for measure in problem.measures:
                found.setdefault(measure.id, f"m{steps}")
                steps += 1
        for measure in self.ledger.measures:
            found.setdefault(measure.id, f"m{steps}")
            steps += 1
        return found

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of problems and measures by their ids."""
        found = {measure.id: measure.title for measure in self.ledger.measures}
        for problem in self.ledger.problems:
            found[problem.id] = problem.title
            found |= {measure.id: measure.title for measure in problem.measures}
        return found

    # ---- the ledger ----

    @cached_property
    def cases(self) -> tuple[Case, ...]:
        """The problems, numbered."""
        found = []
        first = 0
        for number, problem in enumerate(self.ledger.problems):
            steps = tuple(self.step(measure, first + at, problem) for at, measure in enumerate(problem.measures))
            first += len(steps)
            alone = not steps
            found.append(
                Case(
                    ref=f"p{number}",
                    number=number + 1,
                    record=problem,
                    steps=steps,
                    when=said_time(problem),
                    owners=self.owners_of(problem.responsible),
                    themes=indexes(self.themes, problem.themes),
                    lacks=lacks(problem, None) if alone else "",
                    origin=self.place_of(problem),
                )
            )
        return tuple(found)

    @cached_property
    def loose(self) -> tuple[Step, ...]:
        """The measures that answer no single problem."""
        first = sum(len(problem.measures) for problem in self.ledger.problems)
        return tuple(self.step(measure, first + at, None) for at, measure in enumerate(self.ledger.measures))

    def step(self, measure: Measure, number: int, problem: Problem | None) -> Step:
        """A measure with what it takes over from its problem."""
        parties = parties_for(measure, problem)
        status = measure.status if measure.status != "unknown" or problem is None else problem.status
        return Step(
            ref=f"m{number}",
            record=measure,
            text=marked(measure.marker, measure.text),
            parties=parties,
            when=time_for(measure, problem),
            status=status,
            owners=self.owners_of(parties),
            lacks=lacks(measure, problem),
        )

    def owners_of(self, parties: Sequence[Responsible]) -> str:
        """The parties as the filter of owners knows them."""
        return indexes(self.owners, [party.name for party in parties])

    def extras(self, record: Problem | Measure) -> list[tuple[str, str]]:
        """What a record holds beyond its fields."""
        named = {EDITED: self.t.by_hand, REMARK: ""}
        return [(named.get(key, key), value) for key, value in record.extra.items()]

    def place_of(self, record: Problem | Measure) -> str:
        """The page, sheet or row of a record in its file."""
        place = record.place
        if place is None:
            return ""
        counted = ((place.page, "第{}页"), (place.table, "表{}"), (place.sheet, "{}"), (place.row, "第{}行"))
        return " ".join(words.format(value) for value, words in counted if value)

    # ---- mentions, findings ----

    @cached_property
    def figures(self) -> tuple[Mention, ...]:
        """The figures with their values."""
        return tuple(
            Mention(
                f"f{number}", figure.text, said_figure(figure), figure.subject or "", self.titles.get(figure.owner or "", ""),
                self.line_of(figure.span[0]), figure.masked,
            )
            for number, figure in enumerate(self.ledger.figures)
        )  # fmt: skip

    @cached_property
    def dates(self) -> tuple[Mention, ...]:
        """The dates with their values."""
        return tuple(
            Mention(
                f"t{number}", mention.text, mention.value or "", said_kind(mention), self.titles.get(mention.owner or "", ""),
                self.line_of(mention.span[0]), mention.value is None,
            )
            for number, mention in enumerate(self.ledger.dates)
        )  # fmt: skip

    def line_of(self, offset: int) -> int:
        """The line of an offset, 0 where the text is not at hand or has no such place."""
        document = self.review.document
        return document.line_of(offset) if document and 0 <= offset <= len(document.text) else 0

    @property
    def grave(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == "error" for finding in self.review.findings)

    # ---- numbers ----

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much there is, and how much is missing."""
        rows = [(case.lacks, step) for case in self.cases for step in case.steps or (None,)]
        flags = [step.lacks if step else alone for alone, step in rows] + [step.lacks for step in self.loose]
        return {
            "problems": len(self.cases),
            "measures": sum(len(case.steps) for case in self.cases) + len(self.loose),
            "no_owner": sum("o" in each for each in flags),
            "no_deadline": sum("d" in each for each in flags),
            "findings": len(self.review.findings),
            "rows": len(flags),
        }

    @cached_property
    def shares(self) -> tuple[charts.Share, ...]:
        """The problems by progress; nothing where no problem says how far it is."""
        statuses = [case.record.status for case in self.cases]
        return charts.shares(statuses) if set(statuses) - {"unknown"} else ()

    @cached_property
    def axis(self) -> charts.Axis | None:
        """The deadlines on a time axis."""
        return charts.deadlines(self.ledger, self.refs)

    @cached_property
    def by_aspect(self) -> charts.Bars | None:
        """The problems by aspect."""
        return charts.counted(case.record.aspect or "" for case in self.cases)

    @cached_property
    def by_theme(self) -> charts.Bars | None:
        """The problems by theme."""
        return charts.counted(theme for case in self.cases for theme in case.record.themes)

    @cached_property
    def money(self) -> charts.Bars | None:
        """The largest amounts of money."""
        return charts.money(
            self.ledger, {number: f"f{number}" for number in range(len(self.ledger.figures))}, self.titles
        )

    @cached_property
    def recurring(self) -> charts.Bars | None:
        """What is to be done again and again, by how often."""
        return charts.counted(said_date(each.value) for each in self.ledger.dates if each.kind == "recurrence")

    # ---- the outline ----

    @cached_property
    def outline(self) -> tuple[Entry, ...]:
        """The headings, without what has no mark of its own."""
        starts = {record.span[0]: self.refs[record.id] for record in self.records() if record.span[1]}
        return tuple(self.entries(self.ledger.outline, starts, 1))

    def records(self) -> Iterator[Problem | Measure]:
        """Every problem and measure; where a problem and its measure begin at one place, the problem comes last."""
        for problem in self.ledger.problems:
            yield from problem.measures
            yield problem
        yield from self.ledger.measures

    def entries(self, nodes: Sequence[Node], starts: Mapping[int, str], level: int) -> Iterator[Entry]:
        """The entries of some nodes; what a node without a mark holds moves up."""
        for node in nodes:
            if node.role in BESIDES and not node.marker:
                yield from self.entries(node.children, starts, level)
            else:
                yield Entry(
                    node.marker or "", node.title, node.role, starts.get(node.span[0], ""), self.line_of(node.span[0]), level,
                    tuple(self.entries(node.children, starts, level + 1)),
                )  # fmt: skip

    # ---- the text ----

    def chunks(self) -> list[Chunk]:
        """The text with its marks; empty where the document is not at hand."""
        document = self.review.document
        if document is None:
            return []
        return list(chunks_of(document.text, self.marks(document.text), self.headings(document.text), self.prefix))

    def heading_of(self, problem: Problem, text: str) -> Mark | None:
        """The title of a problem where it stands as it is, for the eye alone: it refers to nothing."""
        start, end = problem.span
        at = text.find(problem.title, start, min(end, start + len(problem.title) + SEARCHED)) if problem.title else -1
        return Mark(start, at + len(problem.title), "T", "") if at >= 0 and "\n" not in text[start:at] else None

    def marks(self, text: str) -> Iterator[Mark]:
        """A mark for each record that has a place in the text."""
        ledger = self.ledger
        for case in self.cases:
            yield Mark(*case.record.span, "P", case.ref)
            if heading := self.heading_of(case.record, text):
                yield heading
            for step in case.steps:
                yield Mark(*step.record.span, "M", step.ref)
        for step in self.loose:
            yield Mark(*step.record.span, "M", step.ref)
        for number, party in enumerate(party for record in self.records() for party in record.responsible):
            if party.span:
                yield Mark(*party.span, "o", f"o{number}", translate(LABELS[party.role]))
        for number, cause in enumerate(ledger.causes):
            yield Mark(*cause.span, "K", f"k{number}")
        for number, stage in enumerate(ledger.schedule):
            yield Mark(*stage.span, "G", f"g{number}")
        for number, figure in enumerate(ledger.figures):
            yield Mark(*figure.span, "f", f"f{number}", " · ".join(filter(None, [said_figure(figure), figure.subject])))
        for number, date in enumerate(ledger.dates):
            yield Mark(*date.span, "t", f"t{number}", f"{date.value or '?'} · {said_kind(date)}")
        for number, citation in enumerate(ledger.citations):
            yield Mark(*citation.span, "c", f"c{number}", citation.number or citation.title or "")
        for number, noise in enumerate(ledger.noise):
            yield Mark(*noise.span, "n", f"n{number}", f"{self.t.noise} · {noise.rule}")
        for number, finding in enumerate(self.review.findings):
            yield Mark(*finding.span, f"x {finding.severity}", f"x{number}", f"{finding.code} {finding.message}")

    def headings(self, text: str) -> dict[int, str]:
        """The class of each line that is a heading, by the offset of the line."""
        found: dict[int, str] = {}
        nodes = [(node, 1) for node in self.ledger.outline]
        while nodes:
            node, level = nodes.pop()
            nodes += [(child, level + 1) for child in node.children]
            start = text.rfind("\n", 0, node.span[0]) + 1
            end = text.find("\n", node.span[0])
            line = text[start : end if end >= 0 else len(text)].strip()
            heading = node.role == "title" or (node.marker and level <= DEEPEST_HEADING)
            if heading and len(line) <= min(len(node.title) + len(node.marker or "") + 6, LONGEST_HEADING):
                found[start] = "h0" if node.role == "title" else f"h{level}"
        return found


def lacks(record: Problem | Measure, problem: Problem | None) -> str:
    """What a record and its problem leave open: o for who, d for when."""
    both = (record, problem) if problem else (record,)
    return ("o" if all(map(lacks_owner, both)) else "") + ("d" if all(map(lacks_deadline, both)) else "")


def indexes(known: dict[str, int], names: Sequence[str]) -> str:
    """Names as numbers between bars, as the filters know them: |3|7|."""
    numbers = [known.setdefault(name, len(known)) for name in names]
    return f"|{'|'.join(map(str, dict.fromkeys(numbers)))}|" if numbers else ""


def said_figure(figure: Figure) -> str:
    """What a figure means: at least 20 人 · 委员."""
    if figure.masked or figure.value is None:
        return f"{translate(MASKED)} {figure.unit}"
    words = [translate(BOUNDS[figure.bound])] if figure.bound else []
    words += [translate(APPROXIMATE)] if figure.approximate else []
    return " ".join([*words, f"{figure.value:,}", figure.unit])


def said_kind(date: Date) -> str:
    """What kind of date it is, and whence its year."""
    return f"{translate(DATE_KINDS[date.kind])} · {translate(BASES[date.basis])}"
