"""How alike two problems are, as a number that can be explained: shared themes, kinds of failing, wording.

A theme that both tell decides; wording adds to it, and decides alone only where it is nearly the same. No threshold on
wording alone tells a problem that came back from one that merely sounds like it: 三重一大 执行不规范 comes back as
民主集中制 执行不到位, and two problems that quote the same instruction may share nothing else.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, NamedTuple

from rectiparse.comparing.bonds import bonds_of
from rectiparse.comparing.profiles import Profile
from rectiparse.grammar.themes import Taxonomy

BROAD: Final = 0.75
"""The share left of a match in a broad theme."""
RARE: Final = 4
"""A theme that at most one problem in so many tells counts in full; one that all tell, half."""
BEFOREHAND: Final = 20
"""So many problems without it are taken as seen already, lest a handful decide what is rare."""
TELLING: Final = 0.4
"""From this weight on a theme counts as told when the problems that tell it are counted."""
FLOOR: Final = 0.2
"""A match of two themes weaker than this proves nothing."""
SECOND: Final = 0.4
"""The share with which the next best match, of two other themes, adds to the best."""
THEME: Final = 0.75
WORDING: Final = 0.7
FAILING: Final = 0.05
"""The most that themes, wording, and the same kind of failing give; they join as independent signs do."""
ALIKE: Final = 1.5
"""The cosine of two wordings counts by so much more: two thirds alike is as good as the same."""
GRAMS: Final = 64
"""The wording of a problem is its most telling pairs of characters, no more than these."""
COMMON: Final = 0.25
"""Pairs of characters in more than this share of all problems are boilerplate of these documents."""
MANY: Final = 1000
"""In more than so many, they tell nothing in any case."""
ENOUGH: Final = 40
"""The number of problems from which on that share means something."""
NOTICED: Final = 0.05
"""Problems whose wordings have at least this cosine are kept apart, to be looked at where wording must help."""
STEPS: Final = 20
"""Weights of themes are rounded to so many steps, so that problems can be looked up by them."""


class Match(NamedTuple):
    """Two themes that meet, the old problem's and the new one's, and how strongly."""

    strength: float
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Score:
    """How alike two problems are, from 0 to 1, and why."""

    value: float
    matches: tuple[Match, ...]
    wording: float
    failings: frozenset[str]


class Similarity:
    """Old problems against new ones. How often a theme or a wording occurs among all of them decides what it weighs.

    `rows` looks up what can be alike by inverted lists and scores only that; `score` works out one pair and says why.
    Both give the same value to the last bit.
    """

    def __init__(self, old: Sequence[Profile], new: Sequence[Profile], taxonomy: Taxonomy) -> None:
        self.old = old
        self.new = new
        self._bonds = bonds_of(taxonomy)
        self._weigh(taxonomy)
        self._old_vectors = [self._vector(profile) for profile in old]
        self._new_vectors = [self._vector(profile) for profile in new]
        self._meanings: tuple[Sequence[Sequence[float]], Sequence[Sequence[float]]] | None = None
        self._usual = 0.0
        self._themes: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._words: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        for at, (profile, vector) in enumerate(zip(old, self._old_vectors, strict=True)):
            for name, found in profile.themes.items():
                self._themes[name][round(found.weight * STEPS)].add(at)
            for gram, weight in vector.items():
                self._words[gram].append((at, weight))

    def _weigh(self, taxonomy: Taxonomy) -> None:
        """Find out how telling each theme and each pair of characters is, by how many problems have it."""
        everything = len(self.old) + len(self.new)
        seen = everything + BEFOREHAND
        told: Counter[str] = Counter()
        frequency: Counter[str] = Counter()
        for profile in chain(self.old, self.new):
            told.update(name for name, found in profile.themes.items() if found.weight >= TELLING)
            frequency.update({gram for _, grams in profile.grams() for gram in grams})
        most = min(everything * COMMON, MANY) if everything >= ENOUGH else everything
        self._grams = [gram for gram, count in frequency.items() if count <= most]
        self._numbers = {gram: number for number, gram in enumerate(self._grams)}
        self._telling = [math.log(1 + seen / (frequency[gram] + 1)) for gram in self._grams]
        self._special = {
            name: min(1.0, 0.5 + 0.5 * math.log(seen / (told[name] + 1), RARE)) * (BROAD if theme.broad else 1)
            for name, theme in taxonomy.themes.items()
        }

    def _vector(self, profile: Profile) -> dict[int, float]:
        """The wording of a problem as a vector of length 1, by the numbers of its grams; or an empty one."""
        vector: defaultdict[int, float] = defaultdict(float)
        numbers, telling = self._numbers, self._telling
        for share, grams in profile.grams():
            weighed = {}
            for gram, count in grams.items():
                if (number := numbers.get(gram)) is not None:
                    weighed[number] = telling[number] if count == 1 else telling[number] * (1 + math.log(count))
            length = math.sqrt(sum([weight * weight for weight in weighed.values()]))
            for number, weight in weighed.items():
                vector[number] += share * weight / length
        kept = heapq.nsmallest(GRAMS, [(-weight, number) for number, weight in vector.items()])
        length = math.sqrt(sum([weight * weight for weight, _ in kept]))
        return {number: -weight / length for weight, number in kept}

    def learn_meanings(self, old: Sequence[Sequence[float]], new: Sequence[Sequence[float]]) -> None:
        """Take a user's model into account: where two meanings are closer than two wordings, they count instead.

        Such models call all texts of one genre alike, so closeness counts from what two problems have on average.
        Each new problem is then held against every old one.
        """
        self._meanings = ([unit(vector) for vector in old], [unit(vector) for vector in new])
        centres = [[sum(values) / len(side) for values in zip(*side, strict=True)] for side in self._meanings if side]
        self._usual = max(0.0, dot(*centres)) if len(centres) == 2 else 0.0

    def _closeness(self, old: int, new: int, cosine: float) -> float:
        """The cosine of the wordings, or how close the meanings are, if that is more."""
        if self._meanings is None or self._usual >= 1:
            return cosine
        meaning = dot(self._meanings[0][old], self._meanings[1][new])
        return max(cosine, (meaning - self._usual) / (1 - self._usual) / ALIKE)

    def _strength(self, step: int, old: str, other_step: int, new: str, bond: float) -> float:
        """How strongly an old and a new problem meet in these themes, each told so surely."""
        return step * other_step * bond * min(self._special[old], self._special[new]) / STEPS**2

    def _meetings(self, profile: Profile) -> list[tuple[Match, set[int]]]:
        """The matches that this new problem can have, strongest first, each with the old problems that have it."""
        meetings: list[tuple[Match, set[int]]] = []
        for new, found in profile.themes.items():
            told = round(found.weight * STEPS)
            for old, bond in self._bonds.get(new, {}).items():
                for step, problems in self._themes[old].items() if old in self._themes else ():
                    if (strength := self._strength(step, old, told, new, bond)) >= FLOOR:
                        meetings.append((Match(strength, old, new), problems))
        meetings.sort(key=lambda meeting: (-meeting[0].strength, meeting[0].old, meeting[0].new))
        return meetings

    def rows(self, new: int, least: float = 0.0, full: float = 1.0, plenty: int = 0) -> list[tuple[float, int]]:
        """The old problems that share something with this new one, by their places, each after its score, in no order.

        Scores below `least` are left out; once `plenty` reach `full`, all that do not.
        """
        profile, others = self.new[new], self.old
        meetings = self._meetings(profile)
        first: dict[int, int] = {}
        seen: set[int] = set()
        second: dict[int, float] = {}
        groups: list[set[int]] = []  # the old problems whose strongest match is the meeting of the same number
        for number, (match, problems) in enumerate(meetings):
            fresh = problems - seen
            if len(fresh) < len(problems):
                for old in problems - fresh:
                    if old not in second:
                        other = meetings[first[old]][0]
                        if other.old != match.old and other.new != match.new:
                            second[old] = match.strength
            first.update(dict.fromkeys(fresh, number))
            seen |= fresh
            groups.append(fresh)
        cosine: defaultdict[int, float] = defaultdict(float)
        for gram, weight in self._new_vectors[new].items():
            for old, other_weight in self._words.get(gram, ()):
                cosine[old] += weight * other_weight
        if self._meanings is not None:
            cosine.update({old: self._closeness(old, new, cosine.get(old, 0.0)) for old in range(len(others))})
        near = {old for old, share in cosine.items() if share >= NOTICED}
        rows = []
        missing = plenty or len(others) + 1
        for (match, _), group in zip(meetings, groups, strict=True):  # strongest first
            needed = wording_needed(match.strength, least)
            for old in group & near if needed >= NOTICED else group:
                share = cosine.get(old, 0.0)
                if share < needed:
                    continue
                strength = min(1.0, match.strength + SECOND * second.get(old, 0.0))
                score = joined(strength, share, not profile.failings.isdisjoint(others[old].failings))
                if score >= least:
                    rows.append((score, old))
                    missing -= score >= full
            if missing <= 0:
                least = full
        needed = wording_needed(0.0, least)
        for old in near if needed >= NOTICED else cosine:
            if old not in seen and cosine[old] >= needed and (score := joined(0.0, cosine[old], False)) >= least:
                rows.append((score, old))
        return rows

    def score(self, old: int, new: int) -> Score:
        """How alike these two are, and why."""
        before, after = self.old[old], self.new[new]
        met = []
        for new_theme, found in after.themes.items():
            told = round(found.weight * STEPS)
            for old_theme, bond in self._bonds.get(new_theme, {}).items():
                if (other := before.themes.get(old_theme)) is not None:
                    strength = self._strength(round(other.weight * STEPS), old_theme, told, new_theme, bond)
                    if strength >= FLOOR:
                        met.append(Match(strength, old_theme, new_theme))
        met.sort(key=lambda match: (-match.strength, match.old, match.new))
        matches: list[Match] = []
        for match in met:
            if all(match.old != other.old and match.new != other.new for other in matches):
                matches.append(match)
        strength = min(1.0, sum(share * match.strength for share, match in zip((1.0, SECOND), matches, strict=False)))
        vector = self._old_vectors[old]
        cosine = 0.0
        for gram, weight in self._new_vectors[new].items():
            if gram in vector:
                cosine += weight * vector[gram]
        cosine = self._closeness(old, new, cosine)
        failings = before.failings & after.failings
        return Score(joined(strength, cosine, bool(failings)), tuple(matches), cosine, failings)

    def shared_grams(self, old: int, new: int) -> list[str]:
        """The pairs of characters that the wordings of these two share, most telling first."""
        vector = self._old_vectors[old]
        shared = [(-weight * vector[gram], gram) for gram, weight in self._new_vectors[new].items() if gram in vector]
        return [self._grams[gram] for _, gram in sorted(shared)]


def joined(themes: float, cosine: float, same_failing: bool) -> float:
    """The score of a pair: each sign closes a share of what the others leave open."""
    left = (1 - THEME * themes) * (1 - WORDING * min(1.0, ALIKE * cosine))
    return 1 - left * (1 - FAILING * themes) if same_failing else 1 - left


def wording_needed(strength: float, least: float) -> float:
    """The cosine below which no pair whose strongest match is this strong can reach `least`, or a little less."""
    themes = min(1.0, strength * (1 + SECOND))
    left = (1 - THEME * themes) * (1 - FAILING * themes)
    return max(0.0, (1 - (1 - least) / left) / WORDING / ALIKE - 1e-9)


def unit(vector: Sequence[float]) -> list[float]:
    """The vector brought to length 1."""
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]


def dot(a: Sequence[float], b: Sequence[float]) -> float:
    """The product of two vectors."""
    return sum(x * y for x, y in zip(a, b, strict=True))
