"""Puts the ledger of one document together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rectiparse.document import Document
from rectiparse.grammar.model import ANSWERS, Grammar, LabelKind
from rectiparse.grammar.themes import shipped_themes
from rectiparse.ledger import (
    Cause,
    Citation,
    Date,
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
    Role,
    Source,
    Stage,
    Status,
    made,
)
from rectiparse.mentions.mention import CitationMention, DateMention, FigureMention, NoiseMention, PartyMention
from rectiparse.mentions.parties import find_parties, kind_of_label, parties_of_label, printed_label
from rectiparse.outlining import Item, Outline
from rectiparse.recording.beside import states_only
from rectiparse.recording.deadlines import ONGOING, category_of, deadline_of, limit_of_all, recurrence_of
from rectiparse.recording.facts import (
    find_declared,
    find_inspection_dates,
    find_inspector,
    find_organization,
    issue_of_findings,
    overall_status,
)
from rectiparse.recording.owners import Owners
from rectiparse.recording.problem_lists import find_problems
from rectiparse.recording.problems import AROUND, Finding, Reader, Step, collect_labels, owns_answer, step_of
from rectiparse.recording.section import Section
from rectiparse.recording.sections import find_sections, listed_families
from rectiparse.recording.status import closing_status, says_status_only, sentences, status_of
from rectiparse.recording.tables import TableRecords, records_of_tables
from rectiparse.view import View, plain

_BEGINS = re.compile(r"\s?(?:开始|启动|[—\-~至到]{1,2}\s?长期)")
_CLAUSE_END = re.compile(r"[，,；;。（）()【】\[\]]")
_UNDER_WAY = re.compile(r"正|中|[仍还尚]在")
_COUNTED_OFF = re.compile(
    r"(?:[^，。；\n]{0,20}[，,])?[^，。；\n]{0,24}(?:查摆|反馈|检视|梳理|指出|查找)[^，。；\n]{0,10}?问题[^，。；\n]{0,6}\d{1,3}[个项条]"
    r"[^。；\n]{0,40}(?:整改到位|完成整改|整改完成|销号|办结)[。；]?"
)
"""A sentence that only counts what was found and how far it is: 上年度查摆问题5个，目前已全部整改到位。"""
_TAKEN_OUT = "\x00"
"""What stands for a character of noise in a cell until the records are made: no text holds it."""
_FILLER = "\x1f"
"""The same before the line break that a <br> in a cell is: it counts as a blank."""
_STAND_INS = re.compile(f"[{_TAKEN_OUT}{_FILLER}]")


def _without_noise(value: object) -> object:
    """A record's data without the characters that stand for noise."""
    if isinstance(value, str):
        return _STAND_INS.sub("", value)
    if isinstance(value, dict):
        return {key: _without_noise(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_noise(inner) for inner in value]
    return value


_STATUS_OF_SECTION = re.compile(
    r"(?!(?:持续|长期).{0,8}类)(?:已|基本|正在|尚未|未|持续|长期).{0,8}(?:整改|完成|推进|坚持).{0,6}(?:问题|事项)"
)


def _without_count(aspect: str | None) -> str | None:
    """An aspect without the count of its problems: 党建工作方面存在3个问题, 学习方面（2条）."""
    return aspect and (
        re.sub(r"(?:存在(?:的)?\s?\d+\s?[个项条].{0,4}问题|[（(]共?\s?\d+\s?[个项条][^（）()]{0,20}[）)])$", "", aspect)
        or aspect
    )


def _renumbered(problems: Sequence[Problem]) -> list[Problem]:
    """Problems of the prose and of tables in reading order, their ids running on."""
    found = []
    for number, problem in enumerate(sorted(problems, key=lambda problem: problem.span), 1):
        steps = tuple(
            step.model_copy(update={"id": f"P{number}.M{place}"}) for place, step in enumerate(problem.measures, 1)
        )
        found.append(problem.model_copy(update={"id": f"P{number}", "measures": steps}))
    return found


_TASK_DONE = re.compile(
    r"(?:问题|任务)[^。，；\n]{0,6}(?P<words>(?:已|现已|均已)(?:经|全部|全面|如期|按期|按时)?(?:整改(?:完成|到位|完毕)|完成整改))"
)
"""How a notice of one task says that it is done."""
_ROW_NUMBER = re.compile(
    r"(?:\A|\n)[ \t\u3000*]*(?:问题)?(?:序\s?号|编号)\**[:：]\**[ \t\u3000]*"
    r"(?P<number>[（(]?(?:\d{1,4}(?:[.．-]\d{1,3}){0,3}|[一二三四五六七八九十百]{1,4})[)）]?[.．、]?)[ \t\u3000。；;]*\n\s*\Z"
)
_SIGNATURE = 3  # lines at the end, which hold who signs and the day
_AUDIT_OFFICE = re.compile("审计[局厅署]$")
_REPORTS = ("report", "notice", "audit", "self-check")
"""Genres that tell what was done, so that a claim about all problems holds for each."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of one document: noise in the document's own offsets, the rest in the view's."""

    noise: tuple[NoiseMention, ...]
    dates: tuple[DateMention, ...]
    figures: tuple[FigureMention, ...]
    citations: tuple[CitationMention, ...]


def record(
    document: Document,
    outline: Outline,
    grammar: Grammar,
    scores: Sequence[tuple[str, float]],
    mentions: Mentions,
    year: int | None,
) -> Ledger:
    """The ledger of a document."""
    return _Recorder(document, outline, grammar, mentions).ledger(scores, year)


class _Recorder:
    """Builds one ledger; used once a document."""

    def __init__(self, document: Document, outline: Outline, grammar: Grammar, mentions: Mentions) -> None:
        self.document = document
        self.outline = outline
        self.view: View = outline.view
        self.text = outline.view.text
        self.plain = outline.view.plain
        self.grammar = grammar
        self.mentions = mentions
        self.roles: dict[int, Role] = {}
        self._said: dict[int, tuple[Status, str | None]] = {}  # the status that each heading gives
        self.date_starts = [date.span.start for date in mentions.dates]

    def ledger(self, scores: Sequence[tuple[str, float]], year: int | None) -> Ledger:
        grammar = self.grammar
        sections = find_sections(self.outline, grammar)
        findings: list[tuple[Finding, Section]] = []
        beside: set[int] = set()
        loose: list[Step] = []
        causes: list[Cause] = []
        schedule: list[Stage] = []
        listed = listed_families(self.outline)
        for section in sections:
            self._assign(section)
            if section.kind == "problems":
                stated = states_only(section, grammar, sections, self.outline.title or "")
                items = find_problems(section, grammar, stated=stated)
                labelled = any(owns_answer(item, self.text) for item in items)
                reader = Reader(self.text, grammar, answered=not stated or labelled, labelled=labelled, listed=listed)
                for item in items:
                    finding = reader.finding(item)
                    findings.append((finding, section))
                    if stated and not finding.steps:
                        beside.add(id(finding))
                    causes += self._listed_causes(finding.causes)
            elif section.kind in ("measures", "efforts"):
                loose += self._loose(section)
            elif section.kind == "causes":
                causes += self._causes(section)
            elif section.kind == "schedule":
                schedule += self._schedule(section)
        answered = sum(bool(finding.steps) for finding, _ in findings)
        if grammar.answered and 2 * answered >= len(beside):  # 存在的不足 beside what is answered one by one
            findings = [told for told in findings if id(told[0]) not in beside]
        opening_end = self.outline.items[0].start if self.outline.items else len(self.text)
        opening = self.text[:opening_end]
        lead_in = opening + "".join(self._lead_in(section) for section in sections)
        overall, overall_text = (
            overall_status(plain(lead_in)) if findings and grammar.genre in _REPORTS else ("unknown", None)
        )
        if overall == "unknown" and len(findings) == 1 and grammar.genre in _REPORTS:
            claim = _TASK_DONE.search(self.plain, 0, opening_end)
            overall, overall_text = ("done", claim["words"]) if claim else (overall, overall_text)
        inspected, feedback = find_inspection_dates(self.plain, self.mentions.dates, max(opening_end, 600))
        if feedback is None and grammar.genre == "feedback":
            feedback = issue_of_findings(self.outline.title, self.plain, self.mentions.dates)
        after = int(feedback[:4]) if feedback and feedback[:4].isdigit() else year
        themes = [self._themes(finding) for finding, _ in findings]  # all at once: their many phrases stay near at hand
        problems = [
            self._problem(f"P{number}", finding, section, told, overall, overall_text, after)
            for number, ((finding, section), told) in enumerate(zip(findings, themes, strict=True), 1)
        ]
        measures = tuple(self._measure(f"M{number}", step, after) for number, step in enumerate(loose, 1))
        tabled = self._tabled(year, feedback) if self.document.tables else None
        if tabled is not None:
            problems = _renumbered([*problems, *tabled.problems])
            measures = tuple(
                measure.model_copy(update={"id": f"M{number}"})
                for number, measure in enumerate(sorted([*measures, *tabled.measures], key=lambda m: m.span), 1)
            )
        owners = Owners(problems, measures)
        in_problems = Owners(problems, ())
        title = self.outline.title or (tabled.title if tabled is not None else None)
        signed = "" if grammar.genre == "feedback" else self._signature()
        organization = find_organization(title, self.plain[:opening_end].strip() or self.plain[:600], signed)
        inspector = find_inspector(title, self.plain[: max(opening_end, 400)])
        if organization and grammar.genre == "audit" and _AUDIT_OFFICE.search(organization) and "公告" in (title or ""):
            inspector, organization = organization, None  # it makes public what others put right
        elif inspector and organization and inspector in organization:
            inspector = None  # an audit office that speaks of itself
        facts = made(
            DocumentFacts,
            title=title,
            genre=grammar.genre,
            grammar=grammar.name,
            scores=tuple(made(GrammarScore, name=name, score=score) for name, score in scores),
            organization=organization,
            inspector=inspector,
            inspected=inspected,
            feedback=feedback,
            year=year,
            declared=tuple(d for d in find_declared(self.view, title) if in_problems.of(d.span) is None),
        )
        span = self.view.span
        return made(
Ledger,
            source=made(
Source,
                name=self.document.name,
                format=self.document.format,
                encoding=self.document.encoding,
                sha256=self.document.sha256,
                characters=len(self.document.text),
            ),
            document=facts,
            outline=tuple(self._node(root, 1) for root in self.outline.roots),
            problems=tuple(problems),
            measures=measures,
            causes=tuple(causes),
            schedule=tuple(schedule),
            figures=tuple(
                made(
Figure,
                    text=self.text[slice(*f.span)], value=f.value, unit=f.unit, subject=f.subject, approximate=f.approximate, bound=f.bound,
                    masked=f.masked, span=(s := span(*f.span)), owner=owners.of(s),
                )
                for f in self.mentions.figures
            ),
            dates=tuple(
                made(Date, text=self.text[slice(*d.span)], value=d.value, kind=d.kind, basis=d.basis, span=(s := span(*d.span)), owner=owners.of(s))
                for d in self.mentions.dates
            ),
            citations=tuple(made(Citation, title=self._printed(c), number=c.number, span=span(*c.span)) for c in self.mentions.citations),
            noise=tuple(made(Noise, text=n.text, rule=n.rule, span=n.span) for n in self.mentions.noise),
        )  # fmt: skip

    def _signature(self) -> str:
        """The last lines, as far as they are short."""
        lines = [line.strip() for line in self.plain[-300:].split("\n")[1:]]
        return "\n".join([line for line in lines if line][-_SIGNATURE:])

    def _tabled(self, year: int | None, feedback: str | None) -> TableRecords | None:
        """The records of tables that are ledgers, without the noise in their cells."""
        tables = self.document.tables
        parts = re.match(r"(\d{4})-(0\d|1[0-2])", feedback or "")
        told = (int(parts[1]), int(parts[2])) if parts else None
        noise = [n for n in self.mentions.noise if any(table.span.overlaps(n.span) for table in tables)]
        if not noise:
            return records_of_tables(self.document, year=year, told=told)
        text = self.document.text
        for printed, _, (start, end) in noise:
            breaks = printed[:3].lower() == "<br"
            instead = _FILLER * (end - start - 1) + "\n" if breaks else _TAKEN_OUT * (end - start)
            text = text[:start] + instead + text[end:]
        found = records_of_tables(replace(self.document, text=text), year=year, told=told)
        return found and TableRecords(
            tuple(Problem.model_validate(_without_noise(problem.model_dump())) for problem in found.problems),
            tuple(Measure.model_validate(_without_noise(measure.model_dump())) for measure in found.measures),
            found.title,
            found.span,
        )

    def _printed(self, citation: CitationMention) -> str | None:
        """The title as printed; it stands right behind the opening mark."""
        if citation.title is None:
            return None
        start = citation.span.start + 1
        return self.text[start : start + len(citation.title)]

    def _lead_in(self, section: Section) -> str:
        """The words of a section before its first item."""
        if section.item is None:
            return ""
        return "".join(child.title for child in section.item.children[:2] if child.kind == "body")

    def _assign(self, section: Section) -> None:
        if section.item is not None:
            self.roles.setdefault(id(section.item), "general" if section.kind == "efforts" else section.kind)

    def _mark(self, items: Sequence[Item], role: Role) -> None:
        for item in items:
            self.roles[id(item)] = role

    def _loose(self, section: Section) -> list[Step]:
        if section.items:
            self._mark(section.items, "measure")
            steps = []
            for item in section.items:
                self._mark(item.items, "point")
                steps.append(step_of(item, self.text))
            return steps
        if section.kind == "efforts" or section.item is None:
            return []
        bodies = [child for child in section.item.children if child.kind == "body"]
        if not bodies:
            return []
        start, end = bodies[0].start, bodies[-1].end
        words = self.text[start:end]
        if _COUNTED_OFF.fullmatch(words.strip()):
            return []
        return [Step(None, start, end, re.split(r"[，。；]", words, maxsplit=1)[0][:60], words.strip())]

    def _causes(self, section: Section) -> list[Cause]:
        if section.items:
            return self._listed_causes(section.items)
        bodies = [child for child in section.item.children if child.kind == "body"] if section.item is not None else []
        return [self._told_cause(bodies[0].start, bodies[-1].end)] if bodies else []

    def _listed_causes(self, items: Sequence[Item]) -> list[Cause]:
        """A cause for each item or paragraph."""
        self._mark([item for item in items if item.kind == "item"], "cause")
        return [
            made(
                Cause,
                marker=item.marker,
                title=item.title,
                text=self._words(item),
                span=self.view.span(item.start, item.end),
            )
            if item.kind == "item"
            else self._told_cause(item.start, item.end)
            for item in items
        ]

    def _told_cause(self, start: int, end: int) -> Cause:
        words = self.text[start:end].strip()
        title = re.split(r"[，。；]", words, maxsplit=1)[0][:60]
        return made(Cause, marker=None, title=title, text=words, span=self.view.span(start, end))

    def _schedule(self, section: Section) -> list[Stage]:
        self._mark(section.items, "stage")
        stages = []
        for item in section.items:
            self._mark(item.items, "task")
            head_end = item.items[0].start if item.items else item.end
            in_title = [
                date
                for date in self._dates(item.start, item.body)
                if date.kind in ("interval", "since", "deadline", "point")
            ]
            in_head = in_title or [date for date in self._dates(item.start, head_end) if date.kind == "interval"][:1]
            title = re.sub(r"[（(][^（()）]*[）)]$", "", item.title) if in_title else item.title
            stages.append(
                made(
                    Stage,
                    title=title.strip() or item.title,
                    interval=in_head[0].value if in_head else None,
                    tasks=tuple(self._point(task) for task in item.items),
                    span=self.view.span(item.start, item.end),
                )
            )
        return stages

    def _dates(self, start: int, end: int) -> list[DateMention]:
        first, last = bisect_left(self.date_starts, start), bisect_left(self.date_starts, end)
        return list(self.mentions.dates[first:last])

    def _words(self, item: Item) -> str:
        words = self.text[item.start + len(item.marker or "") : item.end].strip()
        return words.lstrip(" \t\u3000\n，,：:") if item.marker else words  # 一方面，…

    def _point(self, item: Item) -> Point:
        return made(Point, marker=item.marker, text=self._words(item), span=self.view.span(item.start, item.end))

    def _place(self, start: int) -> Place | None:
        place = self.document.place_of(start) if self.document.places else None
        if place is None:
            return None
        return made(
            Place,
            page=place.page,
            paragraph=place.paragraph,
            table=place.table,
            sheet=place.sheet,
            row=place.row,
            column=place.column,
        )

    def _problem(
        self,
        identity: str,
        finding: Finding,
        section: Section,
        themes: tuple[str, ...],
        overall: str,
        overall_text: str | None,
        after: int | None,
    ) -> Problem:
        item = finding.item
        self.roles[id(item)] = "problem"
        self._mark(finding.points, "point")
        above = self._above(item)
        inside = [ancestor for ancestor in above if section.item is not None and ancestor.start > section.item.start]
        if section.item is None:
            inside = list(above)
        for ancestor in inside:
            self.roles.setdefault(id(ancestor), "problems")
        status, status_text = finding.status, finding.status_text
        if status == "unknown":
            told = self._said_of_limit(finding.labels)  # 整改时限：已完成
            status, status_text = (status_of(told), told) if told else (status, status_text)
        if status == "unknown":
            status, status_text = self._status_above(above)
        if status == "unknown" and overall != "unknown":
            status, status_text = overall, overall_text  # type: ignore[assignment]
        span = self.view.span(item.start, item.end)
        deadline = self._deadline_of_label(finding.labels)
        detail = self._joined(finding.detail)
        goal = self._joined(finding.labels.get("goal", []))
        return made(
            Problem,
            id=identity,
            marker=item.marker or self._row_number(item),
            title=finding.title,
            detail=detail or None,
            aspect=_without_count(self._aspect(section, inside)),
            path=tuple(ancestor.name for ancestor in above),
            points=tuple(self._point(point) for point in finding.points),
            goal=goal or None,
            responsible=self._responsible_of_labels(finding.labels),
            deadline=deadline[0],
            deadline_text=deadline[1],
            ongoing=deadline[2],
            status=status,
            status_text=status_text,
            themes=themes,
            measures=tuple(self._measure(f"{identity}.M{n}", step, after) for n, step in enumerate(finding.steps, 1)),
            place=self._place(span.start),
            extra=finding.told,
            span=span,
        )

    def _row_number(self, item: Item) -> str | None:
        """The number of a problem in a ledger that is written out label by label: 序号：1."""
        row = _ROW_NUMBER.search(self.text[max(0, item.start - 40) : item.start])
        return row["number"] if row else None

    def _themes(self, finding: Finding) -> tuple[str, ...]:
        points = [self._words(point) for point in finding.points]
        return shipped_themes().themes_of(finding.title, points, self._joined(finding.detail))

    def _joined(self, ranges: Sequence[tuple[int, int]]) -> str:
        return "\n".join([self.text[start:end].strip() for start, end in ranges])

    def _aspect(self, section: Section, inside: Sequence[Item]) -> str | None:
        """The heading of the aspect (方面) that a problem stands under; `inside` are those between section and problem."""
        if not inside:
            return self._wrapper(section)
        itself = section.item is not None and "方面" in section.item.title and "方面" not in inside[0].name
        return section.item.name if itself and section.item is not None else inside[0].name

    def _wrapper(self, section: Section) -> str | None:
        """The aspect that a section of problems stands for itself (一、党的建设方面), or the heading above it does."""
        if section.item is None:
            return None
        if self.grammar.section(section.item.title) is None and section.item.label is None:
            return section.item.name
        above = self._above(section.item)
        return above[-1].name if above and len(self.outline.items) > 1 else None

    def _status_above(self, above: Sequence[Item]) -> tuple[Status, str | None]:
        """The status that the nearest heading gives to all problems below it."""
        for item in reversed(above):
            if id(item) not in self._said:
                self._said[id(item)] = self._status_said(item)
            status, words = self._said[id(item)]
            if words is not None:
                return status, words
        return "unknown", None

    def _status_said(self, heading: Item) -> tuple[Status, str | None]:
        """What a heading says in its title (一、已完成整改的问题) or under a label of its own (整改状态：已完成)."""
        labels: dict[LabelKind, list[tuple[int, int]]] = {}
        collect_labels(heading, labels)
        for start, end in labels.get("status", ()):
            words = self.text[start:end].strip(" 。；.;")
            return status_of(words), words
        match = _STATUS_OF_SECTION.search(heading.title)
        return (status_of(match.group()), heading.title) if match else ("unknown", None)

    def _above(self, item: Item) -> tuple[Item, ...]:
        if not hasattr(self, "_ancestors"):
            self._ancestors = {id(inner): above for inner, above in self.outline.walk()}
        return self._ancestors.get(id(item), ())

    def _measure(self, identity: str, step: Step, after: int | None) -> Measure:
        if step.item is not None:
            self.roles[id(step.item)] = "measure"
            self._mark(step.points, "point")
        span = self.view.span(step.start, step.end)
        words = self.text[step.start : step.end]
        parties = [self._party(party, step.start) for party in find_parties(self.plain[step.start : step.end])]
        dates = self._dates(step.start, step.end)
        deadline, deadline_text, ongoing = deadline_of(words, dates, after, step.start)
        if step.labels.get("deadline"):
            deadline, deadline_text, ongoing = self._deadline_of_label(step.labels)
        status_text = step.status_text
        if step.labels.get("status"):
            start, end = step.labels["status"][0]
            status_text = self.text[start:end].strip(AROUND)
        if status_text is None:
            said = [words[a:b] for a, b in sentences(words, 0, len(words)) if says_status_only(words[a:b])]
            status_text = said[-1].strip(AROUND) if said else closing_status(words)
        if status_text is None and step.labels:
            status_text = self._said_of_limit(step.labels)
        return made(
            Measure,
            id=identity,
            marker=step.marker,
            title=step.title,
            text=step.text,
            points=tuple(self._point(point) for point in step.points),
            responsible=tuple(parties),
            deadline=deadline,
            deadline_text=deadline_text,
            ongoing=ongoing or (status_text is not None and ONGOING.search(status_text) is not None),
            recurrence=recurrence_of(self.plain, dates),
            category=category_of(step.title, step.text),
            status=status_of(status_text) if status_text else "unknown",
            status_text=status_text,
            place=self._place(span.start),
            span=span,
        )

    def _responsible_of_labels(self, labels: dict[LabelKind, list[tuple[int, int]]]) -> tuple[Responsible, ...]:
        found = []
        for kind in ("lead", "support"):
            for start, end in labels.get(kind, ()):
                label = "配合单位" if kind == "support" else "责任单位"
                said = kind_of_label(printed_label(self.plain, start))
                parties = parties_of_label(label, self.plain[start:end], said)
                found += [self._party(party, start) for party in parties]
        return tuple(found)

    def _party(self, party: PartyMention, offset: int) -> Responsible:
        """The party as it is printed; it was looked for in the common form of the text."""
        start, end = party.span.start + offset, party.span.end + offset
        name = self.text[start:end] if self.plain[start:end] == party.name else party.name
        return made(Responsible, name=name, role=party.role, span=self.view.span(start, end), kind=party.kind)

    def _deadline_of_label(self, labels: dict[LabelKind, list[tuple[int, int]]]) -> tuple[str | None, str | None, bool]:
        for start, end in labels.get("deadline", ()):
            words = self.text[start:end].strip(" 。；.;")
            if "（" not in words and "(" not in words:
                words = words.rstrip("）)")  # of the bracket that the label stands in
            value = None
            dates = [
                date
                for date in self._dates(start, end)
                if date.kind in ("deadline", "point", "interval") and not self._begins(date)
            ]
            if dates:
                limit = limit_of_all(self.text[start:end], dates, start)
                value = limit.value
                if value and limit.kind == "point":
                    value = f"../{value}"
            return value, words or None, ONGOING.search(words) is not None
        for start, end in [*labels.get("lead", ()), *labels.get("support", ())]:  # （责任人：张某，7月20日前完成）
            words = self.text[start:end]
            for date in self._dates(start, end):
                if date.kind == "deadline":
                    return date.value, date.text, ONGOING.search(words) is not None
            if ongoing := ONGOING.search(words):
                return None, ongoing.group(), True
        return None, None, False

    def _begins(self, date: DateMention) -> bool:
        """True for the day from which on something is done: 2024年5月起, 2024年5月开始."""
        return date.kind == "since" or (date.kind == "point" and _BEGINS.match(self.plain, date.span.end) is not None)

    def _said_of_limit(self, labels: dict[LabelKind, list[tuple[int, int]]]) -> str | None:
        """How far things are, where a time limit or what stands beside the owner says so: 2024年3月底前（已完成）."""
        for start, end in [*labels.get("deadline", ()), *labels.get("lead", ()), *labels.get("support", ())]:
            dates = self._dates(start, end)
            dated = not all(self._begins(date) for date in dates)
            words = self.text[dates[-1].span.end if dates and not dated else start : end]  # 2024年7月起长期坚持
            for clause in [words, *_CLAUSE_END.split(words)]:
                status = status_of(clause) if says_status_only(clause) else "unknown"
                # 持续推进 and 年底前完成并长期坚持 say what shall be.
                if status == "unknown" or (status == "long-term" and dated):
                    continue
                if status != "in-progress" or _UNDER_WAY.search(clause):
                    return clause.strip(AROUND)
        return None

    def _node(self, item: Item, level: int) -> Node:
        role: Role
        if item.kind == "item":
            role = self.roles.get(id(item), "general")
            if role == "general" and item.label is not None and item.label.kind in ANSWERS:
                role = "measures"
            elif role == "general" and item.label is not None and item.label.kind == "problem":
                role = "problems" if item.items else "problem"
        elif item.kind == "closing":
            role = "body"
        else:
            role = item.kind
        return made(
            Node,
            marker=item.marker,
            level=level,
            title=item.title,
            role=role,
            span=self.view.span(item.start, item.end),
            children=tuple([self._node(child, level + 1) for child in item.children]),
        )
