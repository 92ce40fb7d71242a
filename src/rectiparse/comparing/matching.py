"""Which problems of one document came back in another: recurring, worth a look, new, gone."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, Literal, Protocol

from rectiparse.comparing.answers import Answer, Answers, Named
from rectiparse.comparing.changes import Change, changes, figures_by_owner
from rectiparse.comparing.evidence import evidence
from rectiparse.comparing.lookup import all_rows
from rectiparse.comparing.profiles import Profile, profiles_of
from rectiparse.comparing.similarity import Similarity
from rectiparse.grammar.themes import Taxonomy, plain, shipped_themes
from rectiparse.ledger import Ledger, Problem, Record

THRESHOLD: Final = 0.5
"""From this score on a problem is said to have come back.

A theme that both titles tell gives 0.75, one told in passing or a parent of it less than 0.5. On the pairs that two
readers agree on F1 is 0.87 at 0.4, 0.92 at 0.5, 0.67 at 0.6; on six other sets 0.5 lies within 0.01 of the best."""
WORTH_A_LOOK: Final = 0.2
MOST_CANDIDATES: Final = 5
"""Candidates for each new problem: at least so alike, no more than so many."""
SETTLED: Final = 0.9
"""A pair this alike is the same problem beyond doubt; what else either resembles less is only a candidate."""
BETTER: Final = 0.1
"""Two problems that both have a partner more alike by this are only candidates for each other."""
MOST_OLD: Final = 12
MOST_NEW: Final = 3
"""A problem is shown with no more than so many old ones that it can be; each old one with at least so many new ones."""
PLENTY: Final = MOST_OLD + MOST_CANDIDATES


class Candidate(Record):
    """A pair that is worth a look: an old problem and a new one by their ids, and what both share."""

    old: str
    new: str
    score: float
    evidence: tuple[str, ...]


class Recurrence(Candidate):
    """An old problem that came back as a new one. `wording` is same where title and text are the same but for figures."""

    wording: Literal["same", "changed"]
    changes: tuple[Change, ...] = ()
    answered: bool = False


class Comparison(Record):
    """What became of the old problems, and which of the new ones are new. Problems stand by their ids."""

    recurring: tuple[Recurrence, ...]
    candidates: tuple[Candidate, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]


class Embedder(Protocol):
    """A user's own model of meaning. Without one, themes and wording decide."""

    def embed(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector a text, all of the same length."""
        ...


def compare(
    old: Ledger,
    new: Ledger,
    *,
    threshold: float = THRESHOLD,
    answers: Answers | None = None,
    embedder: Embedder | None = None,
    taxonomy: Taxonomy | None = None,
) -> Comparison:
    """Which problems of `old` came back in `new`.

    One old problem may come back as several, and several as one. `threshold` (0 to 1) is the score from which on a
    problem is said to have come back; a person's `answers` come before it.
    """
    taxonomy = taxonomy or shipped_themes()
    before, after = (profiles_of(ledger.problems, taxonomy) for ledger in (old, new))
    similarity = Similarity(before, after, taxonomy)
    if embedder is not None:
        similarity.learn_meanings(meanings(embedder, old.problems), meanings(embedder, new.problems))
    pairs, candidates = decide(similarity, threshold)
    if answers is not None:
        pairs, candidates, confirmed = overrule(pairs, candidates, similarity, old.problems, new.problems, answers)
    else:
        confirmed = set()
    old_figures, new_figures = figures_by_owner(old), figures_by_owner(new)
    recurring = []
    for (i, j), score in sorted(pairs.items(), key=lambda pair: (pair[0][1], -pair[1], pair[0][0])):
        a, b = old.problems[i], new.problems[j]
        same = bool(before[i].same) and before[i].same == after[j].same
        recurring.append(
            Recurrence(
                old=a.id,
                new=b.id,
                score=round(score, 4),
                evidence=evidence(similarity, i, j) or ((b.title,) if same else ()),
                wording="same" if same else "changed",
                changes=changes(a, b, old_figures.get(a.id, ()), new_figures.get(b.id, ())),
                answered=(i, j) in confirmed,
            )
        )
    found_old, found_new = {i for i, _ in pairs}, {j for _, j in pairs}
    return Comparison(
        recurring=tuple(recurring),
        candidates=tuple(
            Candidate(old=before[i].id, new=after[j].id, score=round(score, 4), evidence=evidence(similarity, i, j))
            for (i, j), score in sorted(candidates.items(), key=lambda pair: (-pair[1], pair[0][1], pair[0][0]))
        ),
        new=tuple(problem.id for j, problem in enumerate(new.problems) if j not in found_new),
        gone=tuple(problem.id for i, problem in enumerate(old.problems) if i not in found_old),
    )


Pairs = dict[tuple[int, int], float]
"""Pairs of problems by their places in the two lists, old first, with their scores."""


def decide(similarity: Similarity, threshold: float) -> tuple[Pairs, Pairs]:
    """The pairs that came back, and those worth a look."""
    pairs = same_texts(similarity.old, similarity.new)
    settled_old, settled_new = {i for i, _ in pairs}, {j for _, j in pairs}
    looked: list[list[tuple[float, int]]] = []
    best_new: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for j, found in enumerate(all_rows(similarity, min(WORTH_A_LOOK, threshold), threshold, PLENTY)):
        profile = similarity.new[j]
        rows: list[tuple[float, int]] = []
        for score, i in found:
            if profile.same and profile.same == similarity.old[i].same:
                continue
            rows.append((score, -i))
            if score >= threshold:
                best = best_new[i]
                if len(best) < MOST_NEW:
                    heapq.heappush(best, (score, -j))
                elif (score, -j) > best[0]:
                    heapq.heapreplace(best, (score, -j))
        looked.append(heapq.nlargest(PLENTY, rows))
    likely: Pairs = {
        (-i, j): score for j, rows in enumerate(looked) for score, i in rows[:MOST_OLD] if score >= threshold
    }
    likely |= {(i, -j): score for i, best in best_new.items() for score, j in best}
    sure = {pair for pair, score in likely.items() if score >= SETTLED}
    settled_old |= {i for i, _ in sure}
    settled_new |= {j for _, j in sure}
    pairs |= {
        (i, j): score
        for (i, j), score in likely.items()
        if (i, j) in sure or (i not in settled_old and j not in settled_new)
    }
    pairs = without_second_choices(pairs)
    candidates: Pairs = {}
    for j, rows in enumerate(looked):
        if j not in settled_new:
            open_rows = [(score, -i) for score, i in rows if (-i, j) not in pairs and -i not in settled_old]
            candidates |= {(i, j): score for score, i in open_rows[:MOST_CANDIDATES]}
    return pairs, candidates


def without_second_choices(pairs: Pairs) -> Pairs:
    """The pairs in which at least one of the two has no partner that is clearly more alike."""
    old: dict[int, float] = {}
    new: dict[int, float] = {}
    for (i, j), score in pairs.items():
        old[i] = max(score, old.get(i, 0.0))
        new[j] = max(score, new.get(j, 0.0))
    return {(i, j): score for (i, j), score in pairs.items() if score + BETTER > min(old[i], new[j])}


def same_texts(old: Sequence[Profile], new: Sequence[Profile]) -> Pairs:
    """Problems whose texts are the same but for figures and marks, paired in their order.

    Where a text stands more often on one side, its last problem there is paired with all that are left: a thousand
    equal ones give a thousand pairs, not a million.
    """
    groups: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, profiles in enumerate((old, new)):
        for at, profile in enumerate(profiles):
            if profile.same:
                groups[profile.same][side].append(at)
    return {
        (before[min(k, len(before) - 1)], after[min(k, len(after) - 1)]): 1.0
        for before, after in groups.values()
        if before and after
        for k in range(max(len(before), len(after)))
    }


def overrule(
    pairs: Pairs,
    candidates: Pairs,
    similarity: Similarity,
    old: Sequence[Problem],
    new: Sequence[Problem],
    answers: Answers,
) -> tuple[Pairs, Pairs, set[tuple[int, int]]]:
    """Pairs and candidates after a person's decisions, and the pairs that a person confirmed."""
    places_old, places_new = by_title(old), by_title(new)
    confirmed: set[tuple[int, int]] = set()
    denied: set[tuple[int, int]] = set()
    for answer in answers.all:
        for i in places_old.get(plain(answer.old.title), ()):
            for j in places_new.get(plain(answer.new.title), ()):
                verdict = answers.same(old[i], new[j])
                if verdict is not None:
                    (confirmed if verdict else denied).add((i, j))
    kept = {pair: score for pair, score in pairs.items() if pair not in denied}
    kept |= {(i, j): similarity.score(i, j).value for i, j in confirmed if (i, j) not in kept}
    open_candidates = {pair: score for pair, score in candidates.items() if pair not in denied | confirmed}
    return kept, open_candidates, confirmed


def by_title(problems: Iterable[Problem]) -> dict[str, list[int]]:
    """The places of problems by their plain titles."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, problem in enumerate(problems):
        places[plain(problem.title)].append(at)
    return places


def meanings(embedder: Embedder, problems: Sequence[Problem]) -> Sequence[Sequence[float]]:
    """What the user's model makes of each problem's title and text."""
    texts = [
        "\n".join([problem.title, problem.detail or "", *(point.text for point in problem.points)])
        for problem in problems
    ]
    return embedder.embed(texts) if texts else ()


def open_answers(comparison: Comparison, old: Ledger, new: Ledger, answers: Answers) -> list[Answer]:
    """Every pair of a comparison as a question, with what was decided; decisions on other pairs last."""
    before = {problem.id: problem for problem in old.problems}
    after = {problem.id: problem for problem in new.problems}
    asked = []
    pairs: tuple[Candidate, ...] = (*comparison.recurring, *comparison.candidates)
    for row in pairs:
        a, b = before[row.old], after[row.new]
        asked.append(
            Answer(
                same=answers.same(a, b),
                old=Named(id=a.id, title=a.title),
                new=Named(id=b.id, title=b.title),
                score=row.score,
                evidence=row.evidence,
            )
        )
    seen = {(answer.old.title, answer.new.title) for answer in asked}
    kept = [
        answer for answer in answers.all if answer.same is not None and (answer.old.title, answer.new.title) not in seen
    ]
    return [*asked, *kept]
