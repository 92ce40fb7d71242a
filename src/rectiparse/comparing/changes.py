"""What changed inside a problem that came back: its figures, who answers for it, by when, how far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

from rectiparse.ledger import Figure, Ledger, Problem, Record, Responsible


class Change(Record):
    """One thing that is not what it was; `what` says of what: a figure's subject and unit, or the kind itself."""

    kind: Literal["figure", "responsible", "deadline", "status"]
    what: str
    old: str
    new: str
    trend: Literal["rose", "fell"] | None = None


def figures_by_owner(ledger: Ledger) -> Mapping[str, tuple[Figure, ...]]:
    """The figures of a ledger by the problem or measure in which they stand."""
    owned: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in ledger.figures:
        if figure.owner is not None:
            owned[figure.owner].append(figure)
    return {owner: tuple(figures) for owner, figures in owned.items()}


def changes(
    old: Problem, new: Problem, old_figures: Iterable[Figure], new_figures: Iterable[Figure]
) -> tuple[Change, ...]:
    """What changed from `old` to `new`. Figures are compared where both count the same subject in the same unit, once each."""
    found = figure_changes(old_figures, new_figures)
    kind: Literal["responsible", "deadline", "status"]
    for kind, before, after in (
        ("responsible", leads(old), leads(new)),
        ("deadline", old.deadline or "", new.deadline or ""),
        ("status", "" if old.status == "unknown" else old.status, "" if new.status == "unknown" else new.status),
    ):
        if before and after and before != after:
            found.append(Change(kind=kind, what=kind, old=before, new=after))
    return tuple(found)


def figure_changes(old: Iterable[Figure], new: Iterable[Figure]) -> list[Change]:
    """Figures with one subject and one unit whose values differ: 同一事项 15次 → 10次 fell."""
    before, after = counted_once(old), counted_once(new)
    found = []
    for key, figure in before.items():
        other = after.get(key)
        if other is None or figure.value == other.value or figure.value is None or other.value is None:
            continue
        subject, unit = key
        found.append(
            Change(
                kind="figure",
                what=f"{subject}（{unit}）",
                old=figure.text,
                new=other.text,
                trend="rose" if other.value > figure.value else "fell",
            )
        )
    return found


def counted_once(figures: Iterable[Figure]) -> dict[tuple[str, str], Figure]:
    """The figures by subject and unit, without those whose subject stands twice: which is meant could not be said."""
    found: dict[tuple[str, str], Figure] = {}
    twice = set()
    for figure in figures:
        if figure.subject:
            key = (figure.subject, figure.unit)
            if key in found:
                twice.add(key)
            found[key] = figure
    return {key: figure for key, figure in found.items() if key not in twice}


def leads(problem: Problem) -> str:
    """Who leads, of the problem or, where it names nobody, of its measures."""
    named: Iterable[Responsible] = problem.responsible or [
        r for measure in problem.measures for r in measure.responsible
    ]
    return "、".join(dict.fromkeys(responsible.name for responsible in named if responsible.role == "lead"))
