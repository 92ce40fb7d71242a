"""Problems and measures: which text of the outline becomes which record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rectiparse.grammar.model import ANSWERS, Grammar, LabelKind
from rectiparse.ledger import Status
from rectiparse.mentions.parties import parties_of_label
from rectiparse.outlining import Item
from rectiparse.outlining.labels import Label, find_labels
from rectiparse.recording.section import ABOUT, DONE_BEGINS, REPORTS
from rectiparse.recording.status import (
    closing_status,
    first_sentence,
    remark_before,
    says_status_only,
    sentences,
    status_of,
)


@dataclass(slots=True)
class Step:
    """A measure in the making, in the view's offsets."""

    marker: str | None
    start: int
    end: int
    title: str
    text: str
    item: Item | None = None
    points: list[Item] = field(default_factory=list)
    labels: dict[LabelKind, list[tuple[int, int]]] = field(default_factory=dict)
    status_text: str | None = None


@dataclass(slots=True)
class Finding:
    """A problem in the making, in the view's offsets; `labels` holds the ranges that each kind of label names."""

    item: Item
    title: str
    detail: list[tuple[int, int]] = field(default_factory=list)
    points: list[Item] = field(default_factory=list)
    causes: list[Item] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    labels: dict[LabelKind, list[tuple[int, int]]] = field(default_factory=dict)
    status_text: str | None = None
    planned: bool = False
    """True when a label of measures (整改措施) has led in to its steps."""
    told: dict[str, str] = field(default_factory=dict)
    """What is told beside the steps of how far they are, by its label (整改进展)."""

    @property
    def status(self) -> Status:
        """The status that the problem's own words give."""
        return status_of(self.status_text) if self.status_text else "unknown"


_QUOTED_ABOUT = re.compile(
    r"^(?:关于|针对|对于|对)?[“\"「『‘](?P<words>.+)[”\"」』’](?:的)?(?:这一|方面的?|等)?问题(?:的整改)?(?:落实|进展|完成)?(?:情况)?$"
)
_ABOUT_QUOTED = re.compile(r"^(?:关于|针对)[“\"](?P<words>.+?)[。；]?[”\"]$")
_ALL_QUOTED = re.compile(r"^[“\"「『](?P<words>[^”\"」』]+)[”\"」』]$")


_HEADING_REMARK = re.compile(
    r"\s*(?:[（(【\[〔](?P<said>[^（）()【】\[\]〔〕]{2,50})[）)】\]〕]?|[—－-]{1,2}\s*(?P<dashed>[^—－“”（）-]{2,14}))[。；;]?$"
)


def problem_title(title: str) -> str:
    """The problem in one line: 关于“…”问题 gives what stands in the quotes."""
    for pattern in (_QUOTED_ABOUT, _ABOUT_QUOTED, _ALL_QUOTED):
        match = pattern.match(title)
        if match:
            return match["words"]
    return title


_HOW_FAR = re.compile("进展|进度|成效|成果|结果|效果|完成情况")
_CLAUSE = re.compile("[，,；;。]")
_SAYS_NOTHING = re.compile("^(?:问题)?(?:整改|自查|落实)(?:工作)?(?:落实|完成|进展)?(?:情况|内容|问题)?$")
"""Headings of a document that tells one problem under labels."""
_PASSED_ON = re.compile("(?:同时|此外|另外|期间)[，,]?[^。；]{0,16}(?:收到|发现|受理|移交)[^。；]{0,30}线索")
"""A sentence after the findings: clues were handed to those who follow them up (问题线索)."""
AROUND = " 。；.;（）()【】[]"
"""What stands around the words of a status."""
_OF_PROBLEM: frozenset[LabelKind] = frozenset(("goal", "deadline", "lead", "support", "status", "other"))
_STATED: frozenset[LabelKind] = frozenset(("points", "detail", "problem"))
_PARTIES: frozenset[LabelKind] = frozenset(("lead", "support"))
_LABELLED: frozenset[LabelKind] = frozenset((*ANSWERS, *_OF_PROBLEM, *_STATED, "causes"))


def step_of(item: Item, text: str, start: int | None = None) -> Step:
    """The measure that one listed item is."""
    step = Step(item.marker, item.start if start is None else start, item.end, item.title, "", item)
    begin = item.start + len(item.marker or "")
    step.text = text[begin : item.end].strip(" \t\u3000\n，,：:")
    step.points = list(item.items)
    collect_labels(item, step.labels)
    return step


def collect_labels(item: Item, into: dict[LabelKind, list[tuple[int, int]]]) -> None:
    """Add the ranges of text after each label that stands directly in `item`."""
    kind: LabelKind | None = None
    for child in item.children:
        if child.kind == "label" and child.label is not None:
            kind = child.label.kind
        elif child.kind == "body" and kind is not None:
            into.setdefault(kind, []).append((child.start, child.end))


def owns_answer(item: Item, text: str) -> bool:
    """True when the item holds a label after which it is answered; 整改结果：完成整改。 only says how far things are."""
    answering = False
    for child in item.children:
        if child.label is not None:
            answering = child.label.kind in ANSWERS
            if answering and child.kind == "item":
                return True
        elif answering and child.kind == "item":
            return True
        elif answering:
            said = sentences(text, child.start, child.end)
            if not all(says_status_only(text[start:end]) for start, end in said):
                return True
    return False


def first_clause(text: str) -> str:
    """A title for a step that has none of its own: its first clause."""
    match = re.match(r"(?:[^，。；！？：,.;!?\n]|(?<![\u4e00-\u9fff])[.,](?=\d)){4,60}", text.lstrip())
    return match.group().strip() if match else text.strip()[:40]


class Reader:
    """Reads problem items into findings; `listed` are the families whose items are measures elsewhere in the document."""

    def __init__(
        self, text: str, grammar: Grammar, *, answered: bool, labelled: bool, listed: frozenset[str | None]
    ) -> None:
        self.text = text
        self.grammar = grammar
        self.answered = answered
        self.labelled = labelled
        self.listed = listed

    def finding(self, item: Item) -> Finding:
        """The problem that `item` states, with what answers it."""
        found = Finding(item, self._whole_title(item))
        self._take_remarks(found)
        found.title = problem_title(found.title)
        # A heading such as 问题一： or 整改前： may be followed by the problem itself as a sentence.
        bare = not item.name or (
            item.label is not None
            and item.name == item.label.words
            and (item.marker is None or item.label.kind in ("problem", "detail"))  # 1.问题描述：学习不深。
        )
        titled = self._telling(item) if bare or _SAYS_NOTHING.search(item.name) else None
        if titled is not None:
            found.title = problem_title(first_clause(titled.title))
        answer: list[tuple[int, int]] = []
        label = item.label
        kind: LabelKind | None = label.kind if label is not None else None
        owns = owns_answer(item, self.text)
        told = ABOUT.match(item.title) is not None and self.grammar.genre in REPORTS
        # Without a label the text itself is the answer.
        unlabelled = self.answered and not owns and (not self.labelled or told)
        pending: list[tuple[int, int]] = []
        listed_here = 0
        answer_begins = next(
            (
                child.start
                for child in item.children
                if child.kind == "body" and self._begins_with_status((child.start, child.end))
            ),
            item.start,
        )

        def close_answer() -> None:
            nonlocal pending, listed_here
            if pending and not listed_here:
                self._answer(found, pending, label)
            elif pending:
                self._status_from(found, pending)
            found.planned = found.planned or (kind == "measures" and bool(found.steps))
            pending, listed_here = [], 0

        named = False  # a label of parties leads in to what is listed
        for child in item.children:
            if child.kind == "label" and child.label is not None:
                close_answer()
                label, kind = child.label, child.label.kind
                named = kind in _PARTIES
                if said := remark_before(self.text[child.start + len(child.label.words) : child.end]):
                    found.status_text = said[0]  # 整改情况（已完成）：
                if kind == "problem" and "任务" in child.label.words and self.answered:
                    kind = "measures"  # a problem that has its title: what is to be done about it
            elif (
                child.kind == "item"
                and child.label is not None
                and child.label.kind in _LABELLED
                and not (child.label.kind == "topic" and kind in ANSWERS)  # （1）责任追究情况：… is a step
            ):
                close_answer()
                self._labelled_item(found, child)
                kind = None if child.children else child.label.kind  # a bare label leads what follows it
            elif named and kind in _PARTIES and child.kind == "item" and self._names_parties(child):
                begin = child.start + len(child.marker or "")
                found.labels.setdefault("lead" if kind == "lead" else "support", []).append((begin, child.end))
            elif kind == "causes":
                found.causes.append(child)
            elif child.kind == "item":
                told_before = child.start < answer_begins
                if kind in ANSWERS or (
                    kind not in _STATED and not told_before and self._is_measure(item, child, unlabelled)
                ):
                    found.steps.append(step_of(child, self.text))
                    listed_here += 1
                else:
                    found.points.append(child)
            elif child.kind == "body":
                named = False
                span = (child.start, child.end)
                reaching = child is item.children[0] and found.title not in item.name
                if reaching or child is titled:
                    span = (self._after_title(child, found.title), child.end)
                    if span[0] >= span[1]:
                        continue
                if kind is None and self.answered and self._begins_with_status(span):
                    kind = "progress"  # an answer that no label introduces: 已完成。对3个支部集中整顿。
                if kind in ANSWERS:
                    pending.append(span)
                elif kind in _OF_PROBLEM and kind is not None:
                    found.labels.setdefault(kind, []).append(span)
                elif kind in _STATED or not (
                    unlabelled
                    or ((found.points or self.grammar.genre in REPORTS) and not owns and self._tells_doing(span))
                ):
                    self._stated(found, span)
                else:
                    answer.append(span)
        close_answer()
        self._trim_status(found)
        if answer and not found.steps and not found.points:
            answer = self._after_stated(found, answer)
        if answer and (found.steps or (found.points and not self._tells_doing(answer[0]))):
            for span in answer:
                leads_in = found.steps and span[1] <= found.steps[0].start and self._tells_doing(span)
                if not leads_in:  # 我局已督促补齐。一是…；二是…
                    self._stated(found, span)
        elif answer:
            self._answer(found, answer)
        if found.labels.get("status"):
            start, end = found.labels["status"][0]
            found.status_text = self.text[start:end].strip(AROUND)
        return found

    def _telling(self, item: Item) -> Item | None:
        """The paragraph that states the problem of a heading that does not: its first, or one labelled 问题描述."""
        before: Item | None = None
        for child in item.children:
            if child.kind == "body" and (
                before is None or (before.label and before.label.kind in ("problem", "detail"))
            ):
                return child
            before = child
        return None

    def _take_remarks(self, found: Finding) -> None:
        """What a heading says in brackets or behind a dash of how far things are or who answers for it, out of its title."""
        if before := remark_before(found.title):  # 【已完成】学习不深入
            found.status_text, found.title = before[0], found.title[before[1] :]
        while (remark := _HEADING_REMARK.search(found.title[-60:])) and len(remark.group()) < len(found.title):
            said = (remark["said"] or remark["dashed"]).strip()
            if says_status_only(said):
                found.status_text = said
            elif not (labels := find_labels(said, self.grammar)) or labels[0].span.start > 0:
                return
            else:
                at = self.text.find(said, found.item.start)
                for label, end in zip(labels, [*(other.span.start for other in labels[1:]), len(said)], strict=True):
                    if at >= 0:
                        found.labels.setdefault(label.kind, []).append((at + label.span.end, at + end))
            found.title = found.title[: len(found.title) - len(remark.group())]

    def _after_title(self, body: Item, title: str) -> int:
        """Where the text goes on after the rest of a title that reaches into it."""
        tail = title[-6:]
        at = self.text.find(tail, body.start - len(tail), body.end)
        at = body.start if at < 0 else at + len(tail)
        while at < body.end and self.text[at] in "，,。；;!！?？ \n":
            at += 1
        return at

    def _whole_title(self, item: Item) -> str:
        """The title to the end of its sentence, where it was cut at a comma and the rest is short or all there is."""
        if item.body <= item.start or self.text[item.body - 1] not in "，," or not item.children:
            return item.name
        child = item.children[0]
        end = re.search(r"[。；;!！?？\n]", self.text[item.body : child.end])
        stop = item.body + end.start() if child.kind == "body" and end else child.end
        if child.kind != "body":
            return item.name
        start = self.text.find(item.name, item.start)
        longest = 120 if stop >= item.end - 1 else 60
        return self.text[start:stop].strip() if start >= 0 and stop - start <= longest else item.name

    def _begins_with_status(self, span: tuple[int, int]) -> bool:
        if span[0] > 0 and self.text[span[0] - 1] not in "\n\u3000 \t":
            return False  # amid a line
        first = first_sentence(self.text, *span)
        return first is not None and says_status_only(self.text[slice(*first)])

    def _names_parties(self, item: Item) -> bool:
        """True for an item of a list that a label of parties leads in to: 责任单位：（1）县财政局；（2）县水利局."""
        return (
            not item.items
            and not self.grammar.doing_title(item.title)
            and bool(parties_of_label("责任单位", item.title))
        )

    def _tells_doing(self, span: tuple[int, int]) -> bool:
        """True for a paragraph that begins with what is done: 对台账逐一补齐."""
        first = first_sentence(self.text, *span)
        words = self.text[slice(*first)] if first is not None else ""
        begins = self.grammar.doing_title(words) or DONE_BEGINS.search(words) is not None
        return self.answered and begins and not self.grammar.failing_title(words)

    def _after_stated(self, found: Finding, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The answer without the sentences before it that state the failing (存在坐收坐支1.2万元。已全额上缴…。)."""
        first = sentences(self.text, *spans[0])
        for at, part in enumerate(first):
            words = self.text[slice(*part)]
            if DONE_BEGINS.search(words) or self.grammar.doing_title(words):
                if at:
                    self._stated(found, (spans[0][0], first[at - 1][1]))
                    return [(part[0], spans[0][1]), *spans[1:]]
                return spans
            if not self.grammar.failing_title(words):
                return spans
        return spans

    def _trim_status(self, found: Finding) -> None:
        """Sentences after a listed step that only say how far things are end it; the last step's speak of the problem."""
        for step in found.steps:
            parts = sentences(self.text, step.start, step.end)
            said, bracketed = None, False
            last_point = step.points[-1].end if step.points else 0
            while len(parts) > 1 and parts[-1][0] >= last_point and says_status_only(self.text[slice(*parts[-1])]):
                start, end = parts.pop()
                bracketed = self.text[start] in "（("
                said = self.text[start:end].strip(AROUND)
            if said is None:
                continue
            step.end = parts[-1][1]
            step.text = self.text[step.start + len(step.marker or "") : step.end].strip()
            # …。（2024年3月底前完成） …。（长期坚持）: each step has its own in brackets
            own = bracketed and any(other.status_text or other.text[-1:] in "）)" for other in found.steps[:-1])
            if step is found.steps[-1] and not own:
                found.status_text = found.status_text or said
            else:
                step.status_text = said

    def _is_measure(self, problem: Item, child: Item, unlabelled: bool) -> bool:
        """True for a listed item under a problem that no label introduces."""
        if not self.answered:
            return False
        if not unlabelled and (child.family not in self.listed or owns_answer(problem, self.text)):
            return False
        alike = [other for other in problem.items if other.family == child.family]
        return sum(self.grammar.failing_title(other.title) for other in alike) < 0.6 * len(alike)

    def _labelled_item(self, found: Finding, item: Item) -> None:
        assert item.label is not None
        kind = item.label.kind
        bodies = [(child.start, child.end) for child in item.children if child.kind == "body"]
        if kind in ANSWERS:
            if item.items:
                found.steps += [step_of(child, self.text) for child in item.items]
                self._status_from(found, bodies)
            elif bodies:
                self._answer(found, bodies, item.label)
            found.planned = found.planned or (kind == "measures" and bool(found.steps))
        elif kind in _OF_PROBLEM:
            listed = [(child.start + len(child.marker or ""), child.end) for child in item.items]
            found.labels.setdefault(kind, []).extend(sorted([*bodies, *listed]))
        elif kind == "causes":
            found.causes += [child for child in item.children if child.kind != "label"]
        else:
            found.points += item.items
            if kind == "problem" and not item.children:
                bodies = [(item.label.span.end, item.end)]  # its title is what it says
            for span in bodies:
                self._stated(found, span)

    def _stated(self, found: Finding, span: tuple[int, int]) -> None:
        parts = sentences(self.text, *span)
        said = [part for part in parts if says_status_only(self.text[slice(*part)])]
        for part in said:
            found.status_text = found.status_text or self.text[slice(*part)].strip(AROUND)
        while parts and _PASSED_ON.match(self.text, *parts[-1]):
            span = (span[0], parts.pop()[0])
        if len(said) < len(parts):
            found.detail.append(span)

    def _status_from(self, found: Finding, spans: Sequence[tuple[int, int]]) -> None:
        for span in spans:
            for start, end in sentences(self.text, *span):
                if says_status_only(self.text[start:end]):
                    found.status_text = self.text[start:end].strip(AROUND)

    def _how_far(self, found: Finding, spans: Sequence[tuple[int, int]], label: Label) -> None:
        """What stands beside the steps and tells how far they are (整改进展) is none itself, as in a table."""
        words = "\n".join(self.text[slice(*span)].strip() for span in spans)
        before, found.status_text = found.status_text, None
        self._status_from(found, spans)
        clauses = [clause for clause in _CLAUSE.split(words) if clause.strip(AROUND)]
        said = next((clause for clause in [*clauses[-1:], *clauses[:1]] if says_status_only(clause)), None)
        found.status_text = found.status_text or (said and said.strip(AROUND)) or before
        if not says_status_only(words):
            found.told.setdefault("".join(label.words.split()), words)

    def _answer(self, found: Finding, spans: Sequence[tuple[int, int]], label: Label | None = None) -> None:
        """All of an answer that is no list is one measure; a sentence that only gives the status is none of it."""
        if label is not None and label.kind == "progress" and found.planned and _HOW_FAR.search(label.words):
            self._how_far(found, spans, label)
            return
        parts = [part for span in spans for part in sentences(self.text, *span)]
        self._status_from(found, spans)
        if found.status_text is None and parts:
            found.status_text = closing_status(self.text[slice(*parts[-1])])
        while parts and says_status_only(self.text[slice(*parts[0])]):
            parts.pop(0)
        while parts and says_status_only(self.text[slice(*parts[-1])]):
            parts.pop()
        if parts:
            start, end = parts[0][0], parts[-1][1]
            if said := remark_before(self.text[start:end]):  # [已完成]修订制度。
                found.status_text, start = said[0], start + said[1]
            words = self.text[start:end]
            found.steps.append(Step(None, start, end, first_clause(words), words.strip()))
