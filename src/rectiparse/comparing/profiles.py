"""What a problem is about, in the form in which two can be compared: themes, kinds of failing, wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import add
from typing import Final

from rectiparse.comparing.bonds import Bonds, bonds_of
from rectiparse.comparing.substance import substance
from rectiparse.grammar.themes import NOTEWORTHY, Found, Taxonomy, plain
from rectiparse.ledger import Problem

TOLD_BY_ANSWER: Final = 0.3
"""What a theme weighs that only the measures tell: what was done about a problem hints at what it was."""
TOLD_BY_HEADING: Final = 0.5
"""What a theme weighs that only the heading above tells; asked only where the problem itself names none."""
BY_THE_WAY: Final = 0.8
"""What is left of a theme in the text of a problem whose title names a theme that has nothing to do with it."""
MEANT: Final = 0.4
"""What makes a theme surer that lies below one in the title: 财务管理不规范 with 附件不全 in the text means 财务报销."""
TITLE_WORDING: Final = 0.7
BODY_WORDING: Final = 0.6
ANSWER_WORDING: Final = 0.2
"""How much title, text and answers count for the wording; each is brought to the same length first."""

HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,}")
VARYING: Final = re.compile(r"[\d〇零一二三四五六七八九十百千万亿两]+|\W+")


@dataclass(frozen=True, slots=True)
class Profile:
    """One problem, ready to be compared. `wording` are its three texts without boilerplate, dates and money: title, text, answers."""

    id: str
    themes: Mapping[str, Found]
    failings: frozenset[str]
    wording: tuple[str, str, str]
    same: str

    def grams(self) -> Iterator[tuple[float, Counter[str]]]:
        """The pairs of neighbouring characters of each text that has any, with the weight of that text."""
        for share, text in zip((TITLE_WORDING, BODY_WORDING, ANSWER_WORDING), self.wording, strict=True):
            grams: Counter[str] = Counter()
            for run in HAN.findall(text):
                grams.update(map(add, run, run[1:]))
            if grams:
                yield share, grams


def profiles_of(problems: Iterable[Problem], taxonomy: Taxonomy) -> list[Profile]:
    """The profiles of problems, in their order; each depends on its problem and the taxonomy alone."""
    bonds = bonds_of(taxonomy)
    return [_profile(problem, taxonomy, bonds) for problem in problems]


def _profile(problem: Problem, taxonomy: Taxonomy, bonds: Bonds) -> Profile:
    points = [point.text for point in problem.points]
    detail = problem.detail or ""
    answers = "\n".join(measure.text for measure in problem.measures)
    themes = taxonomy.profile(problem.title, points, detail)
    if problem.path and all(found.weight < NOTEWORTHY for found in themes.values()):
        _add(themes, taxonomy.find(problem.path[-1]), TOLD_BY_HEADING)
    _add(themes, taxonomy.find(answers), TOLD_BY_ANSWER)
    named = {
        name
        for name, found in taxonomy.find(problem.title).items()
        if found.weight > BY_THE_WAY and not taxonomy.themes[name].broad
    }
    if named:
        for name, found in themes.items():
            if not named.isdisjoint(taxonomy.lineage(name)[1:]):
                themes[name] = Found(1 - (1 - found.weight) * (1 - MEANT), found.phrase)
            elif name not in named and not any(name in bonds[head] for head in named):
                themes[name] = Found(found.weight * BY_THE_WAY, found.phrase)
    body = "\n".join([*points, detail])
    return Profile(
        id=problem.id,
        themes=themes,
        failings=taxonomy.failings_of(problem.title) or taxonomy.failings_of(body),
        wording=(
            taxonomy.matter(problem.title),
            taxonomy.matter(substance(body)),
            taxonomy.matter(substance(answers)),
        ),
        same=VARYING.sub("", plain(f"{problem.title}{body}")),
    )


def _add(themes: dict[str, Found], found: Mapping[str, Found], share: float) -> None:
    for name, (weight, phrase) in found.items():
        if name not in themes or weight * share > themes[name].weight:
            themes[name] = Found(weight * share, phrase)
