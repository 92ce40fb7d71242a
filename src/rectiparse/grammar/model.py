"""A grammar: what the headings and labels of one kind of document mean, as data."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from rectiparse.errors import GrammarError
from rectiparse.keeping import compiled
from rectiparse.ledger import Genre

SectionKind = Literal["problems", "measures", "causes", "schedule", "efforts", "general"]
LabelKind = Literal[
    "measures",
    "progress",
    "topic",
    "next",
    "points",
    "detail",
    "causes",
    "goal",
    "deadline",
    "lead",
    "support",
    "other",
    "problem",
    "status",
]
ANSWERS: tuple[LabelKind, ...] = ("measures", "progress", "topic", "next")
"""Labels after which a problem is answered; a topic (责任追究情况) names a part of the answer, and may name a step of it."""

PATTERN_SECONDS = 0.5
"""How long a user's pattern may run on one heading before it is called bad."""


class Pattern:
    """Several patterns as one: the shipped ones run in `re`, a user's in `regex` with a time limit."""

    def __init__(self, sources: tuple[str, ...], *, trusted: bool) -> None:
        self._source = "|".join(f"(?:{source})" for source in sources)
        self._trusted = trusted

    @cached_property
    def _fast(self) -> re.Pattern[str]:
        return compiled(self._source)

    def fits(self, text: str) -> bool:
        """True when one of the patterns is found in `text`. Raises GrammarError when it takes too long."""
        if not self._source:
            return False
        if self._trusted:
            return self._fast.search(text) is not None
        import regex

        try:
            return regex.search(self._source, text, timeout=PATTERN_SECONDS) is not None
        except TimeoutError:
            raise GrammarError(
                "a pattern of the grammar takes more than {seconds} s on “{text}”: make it simpler: {pattern}",
                seconds=PATTERN_SECONDS,
                text=text[:30],
                pattern=self._source[:80],
            ) from None


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Signal(_Part):
    """A sign that a document is of this kind: a pattern, where it must stand, and what it weighs (may be negative)."""

    where: Literal["title", "headings", "opening", "text", "labels"] = Field(alias="in")
    pattern: str
    weight: float


class Example(_Part):
    """A text that the grammar must read in the way that is said."""

    text: str
    problems: int | None = None
    measures: int | None = None
    causes: int | None = None
    stages: int | None = None
    titles: tuple[str, ...] = ()


class Grammar(_Part):
    """One kind of document.

    `answered` says whether each problem is answered by measures of its own; where it is not, `problems` says which
    items of a problems section are problems: those `direct`ly below it, or the `lowest` headings.
    `sections` maps what a section is to patterns for its title, `labels` what a label is to patterns for its wording.
    """

    name: str
    title: str = ""
    description: str = ""
    extends: str | None = None
    genre: Genre = "unknown"
    answered: bool = True
    problems: Literal["direct", "lowest"] = "direct"
    sections: dict[SectionKind, tuple[str, ...]] = Field(default_factory=dict)
    labels: dict[LabelKind, tuple[str, ...]] = Field(default_factory=dict)
    failing: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    doing: tuple[str, ...] = ()
    signals: tuple[Signal, ...] = ()
    examples: tuple[Example, ...] = ()
    trusted: bool = False

    @cached_property
    def section_patterns(self) -> dict[SectionKind, Pattern]:
        """The patterns of each kind of section, in the order in which they are tried."""
        return {kind: Pattern(sources, trusted=self.trusted) for kind, sources in self.sections.items()}

    @cached_property
    def failing_patterns(self) -> tuple[Pattern, Pattern, Pattern]:
        """Words by which a heading states a failing; nouns of failings; the beginnings of what is done about them."""
        return tuple(Pattern(sources, trusted=self.trusted) for sources in (self.failing, self.faults, self.doing))  # type: ignore[return-value]

    def section(self, title: str) -> SectionKind | None:
        """What a heading of this title opens, or None where no pattern fits."""
        for kind, pattern in self.section_patterns.items():
            if pattern.fits(title):
                return kind
        return None

    def doing_title(self, title: str) -> bool:
        """True when a title begins with what is done."""
        return self.failing_patterns[2].fits(title)

    def failing_title(self, title: str) -> bool:
        """True when a title states a failing."""
        failing, faults, doing = self.failing_patterns
        return failing.fits(title) or (faults.fits(title) and not doing.fits(title))
