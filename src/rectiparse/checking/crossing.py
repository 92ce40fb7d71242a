"""Rules that look at several files at once: text copied from one to another, places of another unit left in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from rectiparse.checking.case import Case
from rectiparse.checking.fault import Elsewhere, Fault
from rectiparse.checking.places import Level, Mention, Unit, other_units, own_places, strangers
from rectiparse.document import Span
from rectiparse.language import translate
from rectiparse.ledger import Measure
from rectiparse.view import View

_LETTERS: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_CLAUSE: Final = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]{8,}")
"""Words between two marks, long enough to be telling."""
SHINGLE: Final = 8
"""Characters, marks left aside, that must be the same in a row to count as copied."""
_LEAST_UNIT: Final = 35
"""Characters that a measure or a paragraph needs for its coming again to mean something."""
_SENTENCES: Final = re.compile(r"[，。；！？,;]")
_PARAGRAPH: Final = re.compile(rf"[^\n]{{{_LEAST_UNIT},}}")
_ALIKE: Final = 0.8
"""The share of a unit's shingles that must stand in another one for it to repeat it."""
_COPIED: Final = 0.3
"""The share of a file's shingles from which on it is told to be copied; unrelated files of one kind share under 0.02."""
_SUSPECT: Final = 0.15
_SUSPECT_UNIT: Final = 0.4
"""The share of clauses from which on two files, or two units of one, are compared letter by letter."""
_KEPT: Final = 32
"""Files remembered for one clause; a clause of more files is a common saying."""
_RUNS: Final = 3


@dataclass(frozen=True)
class Trace:
    """What is kept of a file for the rules that look at several: its text as it reads, its clauses, its places."""

    case: Case
    view: View | None
    clauses: frozenset[int]
    own: dict[Level, frozenset[str]]
    strangers: tuple[Mention, ...]
    units: tuple[Unit, ...] = ()


def trace(case: Case) -> Trace:
    """What is to be kept of a case; its ledger is not."""
    view = case.view
    own = own_places(case)
    kept = Case(case.file, case.ledger.model_copy(update=_EMPTIED), case.document)
    if view is None:
        return Trace(kept, None, frozenset(), own, ())
    clauses = frozenset(hash(clause) for clause in _CLAUSE.findall(view.text))
    return Trace(kept, view, clauses, own, tuple(strangers(case, own)), tuple(other_units(case)))


_EMPTIED: Final = dict.fromkeys(
    ("outline", "problems", "measures", "causes", "schedule", "figures", "dates", "citations"), ()
)


# ---- text that comes again -------------------------------------------------------------------------------------------


class _Unit(NamedTuple):
    span: Span
    text: str
    measure: Measure | None
    """None for a paragraph."""

    def opening(self, case: Case) -> Span:
        return case.opening(self.measure) if self.measure else case.first_words(self.span)


def duplicate_text(case: Case) -> Iterator[Fault]:
    """A measure or a paragraph that comes again, word for word or nearly so; between files, the share of copied text.

    What counts is runs of eight characters, marks left aside.

    Fails:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，召开专题会议研究部署，逐项建立问题台账，明确责任人员和完成时限，定期调度销号。
        2.台账不完整。三处水库没有建立台账。
        整改措施：
        （2）由农水股牵头，召开专题会议研究部署，逐项建立问题台账，明确责任人员和完成时限，定期调度销号。

    Passes:
        青禾县水利局党组整改方案
        一、整改内容及措施
        1.巡查不到位。每月只巡查一次河道。
        整改措施：
        （1）由河湖股牵头，召开专题会议研究部署，逐项建立问题台账，明确责任人员和完成时限，定期调度销号。
        2.台账不完整。三处水库没有建立台账。
        整改措施：
        （2）由农水股牵头，7月底前到三处水库现场核查，补建注册登记表、水质记录和巡查日志，交档案室备查。
    """
    holders: dict[str, int] = {}
    units: list[_Unit] = []
    for unit in _units(case):
        clauses = set(_CLAUSE.findall(unit.text))
        shared = Counter(holders[clause] for clause in clauses if clause in holders)
        number, count = max(shared.items(), key=lambda entry: (entry[1], -entry[0]), default=(-1, 0))
        if count and count >= _SUSPECT_UNIT * len(clauses):
            other = units[number]
            mine, theirs = _shingles(unit.text), _shingles(other.text)
            share = len(mine & theirs) / max(len(mine), 1)
            if share >= _ALIKE and len(mine) * _ALIKE <= len(theirs):
                yield Fault(
                    unit.opening(case),
                    translate("this text stands above already"),
                    None,
                    round(share, 3),
                    related=(Elsewhere(other.opening(case)),),
                )
        for clause in clauses:
            holders.setdefault(clause, len(units))
        units.append(unit)


def _shingles(text: str) -> set[str]:
    """Every run of letters of the length that counts."""
    letters = "".join(_LETTERS.findall(text))
    return {letters[at : at + SHINGLE] for at in range(len(letters) - SHINGLE + 1)}


def _units(case: Case) -> Iterator[_Unit]:
    """Measures, and paragraphs outside them, that are long enough, in reading order."""
    found = [_Unit(measure.span, measure.text, measure) for measure, _ in case.steps]
    if case.view is not None and case.text is not None:
        covered = sorted(measure.span for measure, _ in case.steps)
        at = 0
        for match in _PARAGRAPH.finditer(case.view.text):
            if match.group()[0] in "|#" or not _SENTENCES.search(match.group()):
                continue  # a title may stand twice on a page
            span = case.back(*match.span())
            while at < len(covered) and covered[at].end <= span.start:
                at += 1
            if at < len(covered) and covered[at].overlaps(span):
                continue
            found.append(_Unit(span, match.group(), None))
    yield from sorted((unit for unit in found if len(unit.text) >= _LEAST_UNIT), key=lambda unit: unit.span)


class Copied(NamedTuple):
    """A file, by its number, and the fault found in it."""

    number: int
    fault: Fault


def copied_text(traces: Sequence[Trace]) -> Iterator[Copied]:
    """Each file that shares much of its text with one before it, held against the one that it shares most with."""
    holders: dict[int, list[int]] = {}
    for number, entry in enumerate(traces):
        if entry.view is None:
            continue
        shared: Counter[int] = Counter()
        for clause in entry.clauses:
            for other in holders.get(clause, ()):
                shared[other] += 1
        for other, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:2]:
            if count < _SUSPECT * min(len(entry.clauses), len(traces[other].clauses)):
                continue
            fault = _compared(entry, traces[other])
            if fault is not None:
                yield Copied(number, fault)
                break
        for clause in entry.clauses:
            known = holders.setdefault(clause, [])
            if len(known) < _KEPT:
                known.append(number)


class _Letters(NamedTuple):
    """The letters of a view, where each stands in it, the number of its paragraph, and where each shingle first stands."""

    text: str
    at: list[int]
    paragraph: list[int]
    places: dict[str, int]


@lru_cache(maxsize=64)
def _letters(view: View) -> _Letters:
    at: list[int] = []
    paragraph: list[int] = []
    for number, line in enumerate(re.finditer(r"[^\n]+", view.text)):
        for match in _LETTERS.finditer(view.text, *line.span()):
            at.extend(range(*match.span()))
            paragraph.extend([number] * (match.end() - match.start()))
    text = "".join(_LETTERS.findall(view.text))
    last = len(text) - SHINGLE
    return _Letters(text, at, paragraph, {text[place : place + SHINGLE]: place for place in range(last, -1, -1)})


def _compared(here: Trace, there: Trace) -> Fault | None:
    assert here.view is not None
    assert there.view is not None
    mine, theirs = _letters(here.view), _letters(there.view)
    both = mine.places.keys() & theirs.places.keys()
    if len(both) < _COPIED * min(len(mine.places), len(theirs.places)):
        return None
    shared = [at for at in range(len(mine.text) - SHINGLE + 1) if mine.text[at : at + SHINGLE] in both]
    share = len(both) / max(len(mine.places), 1)
    back = len(both) / max(len(theirs.places), 1)
    runs = _runs(shared, mine, theirs)
    if not runs:
        return None
    related: list[Elsewhere] = []
    for number, (start, other, length) in enumerate(runs):
        if number:
            related.append(Elsewhere(_source(here.view, mine, start, length)))
        related.append(Elsewhere(_source(there.view, theirs, other, length), there.case.file))
    start, _, length = runs[0]
    if share >= back:
        said = translate("{share} of this text stands in {file} as well").format(
            share=_percent(share), file=there.case.file
        )
    else:
        said = translate("{share} of {file} stands in this text").format(share=_percent(back), file=there.case.file)
    return Fault(
        _source(here.view, mine, start, length), said, None, round(max(share, back), 3), related=tuple(related)
    )


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"


def _runs(shared: Sequence[int], mine: _Letters, theirs: _Letters) -> list[tuple[int, int, int]]:
    """The longest runs of letters inside a paragraph that both texts share: where in the one, in the other, how long."""
    runs: list[tuple[int, int, int]] = []
    reached = -1
    text, paragraph = mine.text, mine.paragraph
    for at in shared:
        if at < reached or paragraph[at] != paragraph[at + SHINGLE - 1]:
            continue
        other = theirs.places[text[at : at + SHINGLE]]
        end = at + SHINGLE
        while (
            end < len(text)
            and other + end - at < len(theirs.text)
            and text[end] == theirs.text[other + end - at]
            and paragraph[end] == paragraph[at]
        ):
            end += 1
        runs.append((at, other, end - at))
        reached = end - SHINGLE + 1
    return sorted(runs, key=lambda run: (-run[2], run[0]))[:_RUNS]


def _source(view: View, letters: _Letters, start: int, length: int) -> Span:
    return view.span(letters.at[start], letters.at[start + length - 1] + 1)


# ---- places of others ------------------------------------------------------------------------------------------------


def foreign_place(traces: Sequence[Trace]) -> Iterator[Copied]:
    """A county, a district or a town that is not the document's own, as copied text leaves it; so another unit of its kind.

    A document's own places stand in its title, its unit and its signature; a place is held against those of its level. One
    that is visited, that helps or is helped, borders or is quoted has a reason to be named. Named without an office or a
    body of its own it is an info, unless it is the place of another file.

    Fails:
        青禾县水利局党组整改方案
        一、工作要求。各股室按期完成整改任务，确保白石县委巡察反馈意见落到实处。
        二、组织保障。局党组成立领导小组。

    Passes:
        青禾县水利局党组整改方案
        一、工作要求。各股室按期完成整改任务，赴白石县学习经验，确保青禾县委巡察反馈意见落到实处。
        二、组织保障。局党组成立领导小组。
    """
    homes: dict[str, int] = {}
    for number, entry in enumerate(traces):
        for level, names in entry.own.items():
            if level != "city":
                for name in names:
                    homes.setdefault(name, number)
    for number, entry in enumerate(traces):
        organization = entry.case.ledger.document.organization or ""
        for unit in entry.units:
            yield Copied(
                number,
                Fault(
                    unit.span,
                    translate("{name} is not the unit of this document ({own})").format(
                        name=unit.name, own=organization
                    ),
                    organization,
                    unit.name,
                ),
            )
        by_name: dict[str, list[Mention]] = {}
        for mention in entry.strangers:
            if mention.level != "city" and entry.own.get(mention.level):
                by_name.setdefault(mention.name, []).append(mention)
        for name, mentions in by_name.items():
            acting = [mention for mention in mentions if mention.acts]
            home = homes.get(name, number)
            if home == number and mentions[0].level == "town" and not acting:
                continue  # a town beside one's own is nothing strange
            own = "、".join(sorted(entry.own[mentions[0].level]))
            first = (acting or mentions)[0]
            said = (
                translate("{name} is the place of {file}, not of this document ({own})").format(
                    name=name, file=traces[home].case.file, own=own
                )
                if home != number
                else translate("{name} is not the place of this document ({own})").format(name=name, own=own)
            )
            yield Copied(
                number,
                Fault(
                    first.span,
                    said,
                    own,
                    name,
                    severity=None if acting or home != number else "info",
                    related=tuple(Elsewhere(mention.span) for mention in mentions if mention is not first)[:3],
                ),
            )
