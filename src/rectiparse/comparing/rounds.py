"""Families of one problem over several rounds and units: first seen, last seen, closed, reopened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rectiparse.comparing.matching import THRESHOLD
from rectiparse.comparing.profiles import Profile, profiles_of
from rectiparse.comparing.similarity import Similarity
from rectiparse.comparing.tracing import DONE
from rectiparse.grammar.themes import Taxonomy, shipped_themes
from rectiparse.ledger import Ledger, Record, Status

BELONGS: Final = 0.6
"""A problem joins a family where it is, on average over its members, at least this share of the threshold alike.

So a chain of pairs, each a little different, makes no family of things that have nothing in common.
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document with the round and the unit that it belongs to."""

    round: str
    unit: str
    ledger: Ledger


class Member(Record):
    """One problem of a family, where it stands."""

    round: str
    unit: str
    document: str
    problem: str
    title: str
    status: Status


class Family(Record):
    """One problem as it came up over rounds and units. `title` is the first member's.

    `rounds` are those in which it stands, `closed` those in which it is said to be done; it is `reopened` where it
    stands again, in the same unit, in a round after one in which it was closed.
    """

    title: str
    theme: str | None
    first: str
    last: str
    rounds: tuple[str, ...]
    units: tuple[str, ...]
    closed: tuple[str, ...]
    reopened: bool
    members: tuple[Member, ...]


class Count(Record):
    """How many problems of a theme one round or unit has."""

    name: str
    problems: int


class ThemeCounts(Record):
    """How often a theme is told, in all, by round and by unit; what it has nothing of is left out."""

    theme: str
    problems: int
    by_round: tuple[Count, ...]
    by_unit: tuple[Count, ...]


class Recurrences(Record):
    """Rounds and units in order, the families that came up more than once, and the themes, commonest first."""

    rounds: tuple[str, ...]
    units: tuple[str, ...]
    problems: int
    families: tuple[Family, ...]
    themes: tuple[ThemeCounts, ...]


def recur(entries: Sequence[Entry], *, threshold: float = THRESHOLD, taxonomy: Taxonomy | None = None) -> Recurrences:
    """The families of problems in these documents, whose rounds are in the order in which they first stand here."""
    taxonomy = taxonomy or shipped_themes()
    rounds = tuple(dict.fromkeys(entry.round for entry in entries))
    units = tuple(dict.fromkeys(entry.unit for entry in entries))
    order = {name: at for at, name in enumerate(rounds)}
    entries = sorted(entries, key=lambda entry: order[entry.round])
    members, profiles, places = [], [], []
    for place, entry in enumerate(entries):
        for problem, profile in zip(entry.ledger.problems, profiles_of(entry.ledger.problems, taxonomy), strict=True):
            members.append(
                Member(
                    round=entry.round,
                    unit=entry.unit,
                    document=entry.ledger.source.name,
                    problem=problem.id,
                    title=problem.title,
                    status=problem.status,
                )
            )
            profiles.append(profile)
            places.append(place)
    groups = grouped(profiles, places, threshold, taxonomy)
    families = [
        family([members[at] for at in group], [profiles[at] for at in group], order)
        for group in groups
        if len({places[at] for at in group}) > 1
    ]
    families.sort(key=lambda entry: (-len(entry.rounds), -len(entry.members), order[entry.first]))
    return Recurrences(
        rounds=rounds,
        units=units,
        problems=len(members),
        families=tuple(families),
        themes=theme_counts(members, profiles, rounds, units),
    )


def grouped(
    profiles: Sequence[Profile], places: Sequence[int], threshold: float, taxonomy: Taxonomy
) -> list[list[int]]:
    """Problems that are the same, as lists of their positions, each list and all of them in order.

    Each problem in turn joins the one of the same text, or else the family to which it is most alike on average, or
    founds one. Two problems of one document that are merely alike never bring each other into a family.
    """
    similarity = Similarity(profiles, profiles, taxonomy)
    twins: dict[str, int] = {}
    groups: list[list[int]] = []
    group_of: dict[int, int] = {}
    for at, profile in enumerate(profiles):
        best = twins.get(profile.same) if profile.same else None
        if best is None:
            alike: defaultdict[int, float] = defaultdict(float)
            reached: set[int] = set()
            for score, other in similarity.rows(at, threshold / 2):
                if other < at and places[other] != places[at]:
                    alike[group_of[other]] += score
                    if score >= threshold:
                        reached.add(group_of[other])
            means = {group: alike[group] / len(groups[group]) for group in reached}
            best = max(means, key=lambda group: (means[group], -group), default=None)
            if best is None or means[best] < threshold * BELONGS:
                best = len(groups)
                groups.append([])
        groups[best].append(at)
        group_of[at] = best
        if profile.same:
            twins[profile.same] = best
    return groups


def family(members: Sequence[Member], profiles: Sequence[Profile], order: Mapping[str, int]) -> Family:
    """The family of these members, which stand in the order of their rounds."""
    rounds = tuple(dict.fromkeys(member.round for member in members))
    told: Counter[str] = Counter()
    for profile in profiles:
        told.update({name: round(found.weight, 6) for name, found in profile.themes.items()})
    closed = [member for member in members if member.status in DONE]
    return Family(
        title=members[0].title,
        theme=max(told, key=lambda name: (told[name], name), default=None),
        first=rounds[0],
        last=rounds[-1],
        rounds=rounds,
        units=tuple(dict.fromkeys(member.unit for member in members)),
        closed=tuple(dict.fromkeys(member.round for member in closed)),
        reopened=any(
            later.unit == member.unit and order[later.round] > order[member.round]
            for member in closed
            for later in members
        ),
        members=tuple(members),
    )


def theme_counts(
    members: Sequence[Member], profiles: Sequence[Profile], rounds: Sequence[str], units: Sequence[str]
) -> tuple[ThemeCounts, ...]:
    """How often each theme is a problem's first one, by round and by unit."""
    by_round: defaultdict[str, Counter[str]] = defaultdict(Counter)
    by_unit: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for member, profile in zip(members, profiles, strict=True):
        if profile.themes:
            theme = max(profile.themes, key=lambda name: profile.themes[name].weight)
            by_round[theme][member.round] += 1
            by_unit[theme][member.unit] += 1
    counts = [
        ThemeCounts(
            theme=theme,
            problems=found.total(),
            by_round=tuple(Count(name=name, problems=found[name]) for name in rounds if found[name]),
            by_unit=tuple(Count(name=name, problems=by_unit[theme][name]) for name in units if by_unit[theme][name]),
        )
        for theme, found in by_round.items()
    ]
    return tuple(sorted(counts, key=lambda count: (-count.problems, count.theme)))
