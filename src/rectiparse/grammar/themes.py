"""The taxonomy of what inspections find: a tree of themes (主题), and the phrases by which a text names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from rectiparse.errors import GrammarError

HINT: Final = 0.4
"""What a hint weighs; a term weighs 1."""

TOLD_BY_TITLE: Final = 1.0
TOLD_BY_POINT: Final = 0.7
TOLD_BY_TEXT: Final = 0.5
"""How much a theme counts by where it is told: in the title, in a listed point, in running text."""
NOTEWORTHY: Final = 0.5
"""A theme below this is not written into the ledger."""
MOST_THEMES: Final = 5

IGNORED: Final = dict.fromkeys(map(ord, "“”‘’\"'「」『』《》〈〉()（）[]【】*#　 \t\r\n\u00a0\ufeff"))
HALF_WIDTH: Final = {full: full - 0xFEE0 for full in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
PLAIN: Final = {**IGNORED, **HALF_WIDTH}


def plain(text: str) -> str:
    """The text without quotation marks, brackets and blanks, letters and digits in half width: 执行“三重一大” is 执行三重一大."""
    return text.translate(PLAIN)


class Theme(BaseModel):
    """One theme as its file states it; the file itself says what each key means."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: str = Field(min_length=1)
    parent: str | None = None
    broad: bool = False
    terms: Mapping[str, float] = Field(default_factory=dict)
    hints: tuple[str, ...] = ()
    excluded: tuple[str, ...] = Field(default=(), alias="not")
    near: tuple[str, ...] = ()

    @field_validator("terms", mode="before")
    @classmethod
    def _weighted(cls, terms: object) -> object:
        if not isinstance(terms, list):
            return terms
        weighted: dict[object, object] = {}
        for term in terms:
            weighted.update(term if isinstance(term, dict) else {term: 1.0})
        return weighted

    @field_validator("terms")
    @classmethod
    def _within_bounds(cls, terms: Mapping[str, float]) -> Mapping[str, float]:
        for term, weight in terms.items():
            if not 0 < weight <= 1:
                raise ValueError(f"the weight of {term} must lie above 0 and not above 1")
        return terms

    @field_validator("terms", "hints", "excluded")
    @classmethod
    def _long_enough(cls, phrases: Iterable[str]) -> Iterable[str]:
        for phrase in phrases:
            if len(plain(phrase)) < 2:
                raise ValueError(f"“{phrase}” is too short: a phrase has two characters or more")
        return phrases


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    themes: tuple[Theme, ...] = ()
    boilerplate: tuple[str, ...] = ()
    failings: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)


class Found(NamedTuple):
    """A theme found in a text: how surely (above 0, at most 1) and by which phrase."""

    weight: float
    phrase: str


class Phrases:
    """Phrases that are looked for together; the longest wins where several start at one place."""

    def __init__(self, phrases: Iterable[str]) -> None:
        heads: dict[str, list[str]] = {}
        for phrase in dict.fromkeys(phrases):
            heads.setdefault(phrase[:2], []).append(phrase)
        self._heads = {head: tuple(sorted(group, key=len, reverse=True)) for head, group in heads.items()}

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """The phrases in `text` with their offsets; one that lies within another is none."""
        heads, reached = self._heads, 0
        for at, head in enumerate(map(add, text, text[1:])):
            if head in heads:
                for phrase in heads[head]:
                    if len(phrase) == 2 or text.startswith(phrase, at):
                        if at + len(phrase) > reached:
                            reached = at + len(phrase)
                            yield at, phrase
                        break


@dataclass(frozen=True)
class Taxonomy:
    """The themes by name, in the file's order, with the phrases that say nothing and the kinds of failing."""

    themes: Mapping[str, Theme]
    boilerplate: tuple[str, ...] = ()
    failings: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    @cached_property
    def _signs(self) -> dict[str, tuple[tuple[str, float], ...]]:
        """For each phrase, the themes that it speaks for; a phrase under `not` speaks for none."""
        signs: dict[str, dict[str, float]] = {}
        for theme in self.themes.values():
            for phrase in theme.excluded:
                signs.setdefault(plain(phrase), {})
            for phrase in theme.hints:
                signs.setdefault(plain(phrase), {})[theme.name] = HINT
            for phrase, weight in theme.terms.items():
                signs.setdefault(plain(phrase), {})[theme.name] = weight
        return {phrase: tuple(speaks.items()) for phrase, speaks in signs.items()}

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self._signs)

    def find(self, text: str) -> dict[str, Found]:
        """The themes that `text` names. Several signs of one theme make it surer, up to 1."""
        found: dict[str, Found] = {}
        told: set[str] = set()
        signs = self._signs
        for _, phrase in self._phrases.find(plain(text)):
            if phrase in told:
                continue
            told.add(phrase)
            for name, weight in signs[phrase]:
                before = found.get(name)
                if before is None:
                    found[name] = Found(weight, phrase)
                else:
                    best = phrase if weight > before.weight else before.phrase
                    found[name] = Found(1 - (1 - before.weight) * (1 - weight), best)
        return found

    def profile(self, title: str, points: Iterable[str] = (), text: str = "") -> dict[str, Found]:
        """The themes of one problem, weighed by where they are told: title, listed points, running text.

        Under a title that names no theme, or only broad ones, the rest is what the problem is about, and counts more.
        """
        profile = self.find(title)
        told = any(found.weight >= NOTEWORTHY and not self.themes[name].broad for name, found in profile.items())
        for part, share in [*((point, TOLD_BY_POINT) for point in points), (text, TOLD_BY_TEXT if told else TOLD_BY_POINT)]:
            for name, found in self.find(part).items():
                weight = found.weight * share
                if name not in profile or weight > profile[name].weight:
                    profile[name] = Found(weight, found.phrase)
        return profile

    def themes_of(self, title: str, points: Iterable[str] = (), text: str = "") -> tuple[str, ...]:
        """The names of a problem's themes for the ledger, surest first; none where nothing tells."""
        profile = self.profile(title, points, text)
        ranked = sorted(profile.items(), key=lambda entry: -entry[1].weight)
        names = [name for name, found in ranked if found.weight >= NOTEWORTHY]
        return tuple(names[:MOST_THEMES])

    def lineage(self, name: str) -> tuple[str, ...]:
        """The theme and all above it, the group last."""
        line = [name]
        while (parent := self.themes[line[-1]].parent) is not None:
            line.append(parent)
        return tuple(line)
