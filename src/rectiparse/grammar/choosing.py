"""Chooses the grammar that fits a document: each one scored by its signals, the best above a floor taken."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rectiparse.grammar.model import Grammar, LabelKind, Pattern, Signal

FLOOR = 0.28
"""A document that no grammar reaches this score with is of no known kind."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a document shows of its kind: its title, the words before the first item, its headings and its labels."""

    title: str
    opening: str
    headings: tuple[str, ...]
    labels: frozenset[LabelKind]
    text: str


@lru_cache(maxsize=256)
def _pattern(source: str, trusted: bool) -> Pattern:
    return Pattern((source,), trusted=trusted)


def _seen(signal: Signal, signs: Signs, trusted: bool) -> bool:
    pattern = _pattern(signal.pattern, trusted)
    if signal.where == "title":
        return pattern.fits(signs.title)
    if signal.where == "opening":
        return pattern.fits(signs.opening)
    if signal.where == "text":
        return pattern.fits(signs.text)
    where: Iterable[str] = signs.headings if signal.where == "headings" else signs.labels
    return any(pattern.fits(words) for words in where)


def score(grammar: Grammar, signs: Signs) -> float:
    """How well a grammar fits, from 0 to 1: the weights of the signals seen, bent so that none passes 1."""
    weight = sum(signal.weight for signal in grammar.signals if _seen(signal, signs, grammar.trusted))
    return round(1 - math.exp(-max(weight, 0.0) * 1.2), 3)


def ranked(grammars: Sequence[Grammar], signs: Signs) -> list[tuple[Grammar, float]]:
    """The grammars with their scores, best first; equal ones keep their order."""
    scored = [(grammar, score(grammar, signs)) for grammar in grammars]
    return sorted(scored, key=lambda entry: -entry[1])
