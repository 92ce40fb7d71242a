"""What became of what a plan promised: its problems and measures against those of the report."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from operator import add
from typing import Final, Literal

from rectiparse.comparing.changes import counted_once, figures_by_owner
from rectiparse.comparing.deadlines import last_day
from rectiparse.comparing.matching import THRESHOLD, same_texts
from rectiparse.comparing.profiles import HAN, profiles_of
from rectiparse.comparing.similarity import Similarity
from rectiparse.comparing.substance import substance
from rectiparse.grammar.themes import Taxonomy, shipped_themes
from rectiparse.ledger import Figure, Ledger, Measure, Problem, Record, Status

ALIKE: Final = 0.3
"""A report answers the plan's own problems, so from this score on the best match is taken for the answer."""
ANSWERED: Final = 0.45
PARTLY: Final = 0.2
"""The share of a measure's telling wording that the report must take up again."""
SAME_FIGURE: Final = 0.4
"""What a promised number that is reported again closes of what the wording leaves open: 0.9万元 is 9000元, 2期 are 两期."""
DONE: Final[frozenset[Status]] = frozenset({"done", "mostly-done"})

Answer = Literal["answered", "partly", "not-answered"]
Due = Literal["kept", "passed", "open"]


class Promise(Record):
    """A number that the plan promised, and the one that the report gives for the same thing.

    Both `reported` and `kept` are None where the report gives none: it may have been kept all the same.
    """

    what: str
    promised: str
    reported: str | None
    kept: bool | None


class TracedMeasure(Record):
    """A planned measure and the reported one that takes up most of it."""

    plan: str
    text: str
    report: str | None
    answer: Answer
    score: float
    status: Status
    deadline: str | None
    due: Due | None
    promises: tuple[Promise, ...] = ()


class TracedProblem(Record):
    """A planned problem, the reported one that answers it, and its measures. `answer` sums the measures up."""

    plan: str
    title: str
    report: str | None
    answer: Answer
    score: float
    status: Status
    due: Due | None
    measures: tuple[TracedMeasure, ...]


class Trace(Record):
    """A plan against a report. `measures` are the planned ones of no single problem, `new` is in the report alone."""

    problems: tuple[TracedProblem, ...]
    measures: tuple[TracedMeasure, ...]
    new: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """True where something promised is not answered, short of its number, or late."""
        steps = [*self.measures, *(measure for problem in self.problems for measure in problem.measures)]
        return (
            any(problem.answer == "not-answered" or problem.due == "passed" for problem in self.problems)
            or any(step.answer == "not-answered" or step.due == "passed" for step in steps)
            or any(promise.kept is False for step in steps for promise in step.promises)
        )


class _Wording:
    """How telling each pair of characters is among all measures, and how much of one text another takes up."""

    def __init__(self, measures: Sequence[Measure], taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy
        frequency: Counter[str] = Counter()
        for measure in measures:
            frequency.update(self._grams(measure.text))
        self._weights = {gram: math.log(1 + (len(measures) + 1) / count) for gram, count in frequency.items()}

    def _grams(self, text: str) -> set[str]:
        return {gram for run in HAN.findall(self._taxonomy.matter(substance(text))) for gram in map(add, run, run[1:])}

    def taken_up(self, planned: str, reported: str) -> float:
        """The share, by weight, of the planned wording that stands in the reported one, too; 1 where there is none."""
        wanted, given = self._grams(planned), self._grams(reported)
        whole = sum(self._weights.get(gram, 0.0) for gram in sorted(wanted))
        return sum(self._weights.get(gram, 0.0) for gram in sorted(wanted & given)) / whole if whole else 1.0


def trace(plan: Ledger, report: Ledger, *, today: date | None = None, taxonomy: Taxonomy | None = None) -> Trace:
    """What the report says of each problem and measure of the plan.

    `today` is the day by which deadlines are judged; without it only what is done is known to be in time.
    """
    taxonomy = taxonomy or shipped_themes()
    tracer = _Tracer(plan, report, today, taxonomy)
    answers = aligned(plan.problems, report.problems, taxonomy)
    answering = {j for j, _ in answers.values()}
    return Trace(
        problems=tuple(
            tracer.problem(
                problem, report.problems[answers[i][0]] if i in answers else None, answers.get(i, (0, 0.0))[1]
            )
            for i, problem in enumerate(plan.problems)
        ),
        measures=tuple(tracer.measure(measure, report.measures, "unknown", None) for measure in plan.measures),
        new=tuple(problem.id for j, problem in enumerate(report.problems) if j not in answering),
    )


def aligned(plan: Sequence[Problem], report: Sequence[Problem], taxonomy: Taxonomy) -> dict[int, tuple[int, float]]:
    """For each planned problem, by its place, the reported one that answers it, and how alike both are.

    Each reported problem first answers one; then it may answer more that are alike enough to be the same.
    """
    before, after = (profiles_of(problems, taxonomy) for problems in (plan, report))
    similarity = Similarity(before, after, taxonomy)
    found = [(score, i, j) for (i, j), score in same_texts(before, after).items()]
    found += [(score, i, j) for j in range(len(after)) for score, i in similarity.rows(j, ALIKE)]
    # Equal scores go to those that stand at the same part of the document: reports keep the plan's order.
    found.sort(key=lambda row: (-row[0], abs(row[1] * len(report) - row[2] * len(plan)), row[1], row[2]))
    answers: dict[int, tuple[int, float]] = {}
    used: set[int] = set()
    for score, i, j in found:
        if i not in answers and j not in used:
            answers[i] = (j, score)
            used.add(j)
    for score, i, j in found:
        if i not in answers and score >= THRESHOLD:
            answers[i] = (j, score)
    return answers


class _Tracer:
    """Both ledgers, looked at measure by measure."""

    def __init__(self, plan: Ledger, report: Ledger, today: date | None, taxonomy: Taxonomy) -> None:
        steps = [*plan.measures, *report.measures]
        steps += [measure for ledger in (plan, report) for problem in ledger.problems for measure in problem.measures]
        self._wording = _Wording(steps, taxonomy)
        self._promised: Mapping[str, Sequence[Figure]] = figures_by_owner(plan)
        self._reported: Mapping[str, Sequence[Figure]] = figures_by_owner(report)
        self._today = today

    def problem(self, planned: Problem, reported: Problem | None, score: float) -> TracedProblem:
        """A planned problem, its measures against those of the problem that answers it."""
        status: Status = reported.status if reported else "unknown"
        measures = tuple(
            self.measure(measure, reported.measures if reported else (), status, planned.deadline)
            for measure in planned.measures
        )
        answers = {measure.answer for measure in measures}
        answer: Answer = "not-answered"
        if reported is not None:
            answer = "answered" if answers <= {"answered"} else "partly"
        return TracedProblem(
            plan=planned.id,
            title=planned.title,
            report=reported.id if reported else None,
            answer=answer,
            score=round(score, 4),
            status=status,
            due=self._due(planned.deadline, status),
            measures=measures,
        )

    def measure(
        self, planned: Measure, reported: Sequence[Measure], status: Status, deadline: str | None
    ) -> TracedMeasure:
        """A planned measure against the reported ones. Status and deadline of the problem hold where it has none."""
        shares = [self._answered(planned, [measure]) for measure in reported]
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        whole = self._answered(planned, reported)
        answer: Answer = "answered" if whole >= ANSWERED else "partly" if whole >= PARTLY else "not-answered"
        found = reported[best] if best is not None and answer != "not-answered" else None
        if found is not None and found.status != "unknown":
            status = found.status
        deadline = planned.deadline or deadline
        return TracedMeasure(
            plan=planned.id,
            text=planned.text,
            report=found.id if found else None,
            answer=answer,
            score=round(whole, 4),
            status=status if found else "unknown",
            deadline=deadline,
            due=self._due(deadline, status if found else "unknown"),
            promises=self._promises(planned.id, [measure.id for measure in reported]) if found else (),
        )

    def _answered(self, planned: Measure, reported: Sequence[Measure]) -> float:
        """How much of a planned measure these take up, by wording and by numbers that are the same."""
        if not reported:
            return 0.0
        left = 1 - self._wording.taken_up(planned.text, "\n".join(measure.text for measure in reported))
        given = [figure for measure in reported for figure in self._reported.get(measure.id, ())]
        for figure in self._promised.get(planned.id, ()):
            if figure.value is not None and any(other.value == figure.value and akin(figure, other) for other in given):
                left *= 1 - SAME_FIGURE
        return 1 - left

    def _promises(self, planned: str, reported: Sequence[str]) -> tuple[Promise, ...]:
        """The numbers of a planned measure, each with the reported one that answers it, where there is one."""
        given = [figure for owner in reported for figure in self._reported.get(owner, ())]
        once = counted_once(given)
        promises = []
        for (subject, unit), figure in counted_once(self._promised.get(planned, ())).items():
            other = once.get((subject, unit)) or _likely(figure, given)
            kept = None if other is None else _keeps(figure, other)
            promises.append(
                Promise(
                    what=f"{subject}（{unit}）", promised=figure.text, reported=other.text if other else None, kept=kept
                )
            )
        return tuple(promises)

    def _due(self, deadline: str | None, status: Status) -> Due | None:
        last = last_day(deadline)
        if last is None:
            return None
        if status in DONE:
            return "kept"
        return "passed" if self._today is not None and self._today > last else "open"


def akin(figure: Figure, other: Figure) -> bool:
    """True for figures in one unit whose subjects share a word of two characters: 执法人员培训 and 执法培训班."""
    if figure.unit != other.unit or not figure.subject or not other.subject:
        return False
    return any(pair in other.subject for pair in map(add, figure.subject, figure.subject[1:]))


def _keeps(figure: Figure, other: Figure) -> bool | None:
    if figure.value is None or other.value is None:
        return None
    return other.value <= figure.value if figure.bound == "max" else other.value >= figure.value


def _likely(figure: Figure, given: Sequence[Figure]) -> Figure | None:
    """The reported figure of a subject akin to the promised one's: one of the same value, or else the only one there is."""
    alike = [other for other in given if akin(figure, other)]
    same = [other for other in alike if other.value == figure.value]
    return same[0] if same else alike[0] if len(alike) == 1 else None
