"""Labels (整改措施：, 【责任单位】): words that say what the text after them is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from heapq import merge
from itertools import chain
from typing import NamedTuple

from rectiparse.document import Span
from rectiparse.grammar.model import Grammar, LabelKind


class Label(NamedTuple):
    """A label: its kind, the words as printed, and its span with brackets and colon."""

    kind: LabelKind
    words: str
    span: Span
    leads: bool
    """True when it stands first on its line (a list mark before it left aside)."""
    enclosed: bool = False
    """True when it stands in brackets with what it labels: （责任单位：办公室；完成时限：年底前）."""


_BLANK = r" \t-\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What \\s means, spelled out: a set that names no other set is looked up in one table."""
_EDGE = rf"[{_BLANK}。；;，,）)】\]*”、.．•●○◆◇■□▲△▶★☆※·：:]"
"""What a label may follow."""
_OPEN = r"[【\[（(〔<]"
_WORDS = rf"[^{_BLANK}：:。；;，,.．【】\[\]（）()〔〕<>*•●○◆◇■□▲△▶★☆※”]{{2,24}}+"
_SPACED = r"(?:[\u4e00-\u9fff][ \u3000]{1,3}){1,7}[\u4e00-\u9fff](?=[：:】])"
"""A word whose characters are set apart: 责 任 人：."""
_REMARK = r"[（(][^（）()：:\n]{1,12}[）)](?=[:：])"
"""What a label may say of itself before its colon: 整改情况（已完成）：."""
# What has the look of a label; whether it is one, its words say. Its first line tells most places off.
_LABEL = (
    rf"(?={_OPEN}?[ \u3000]?(?:{_SPACED}|{_WORDS})(?:[{_BLANK}：:】\]）)〕>*]|{_REMARK}|\Z))"
    rf"(?P<label>(?P<open>{_OPEN})?[ \u3000]?(?P<words>{_SPACED}|{_WORDS})(?:(?P<close>[】\]）)〕>])|{_REMARK})?"
    r"\**[ \u3000]?(?:(?P<colon>[:：])\**|(?=\s*(?:\n|\Z))|(?<=[】\]〕>])))"
)
_SHAPE = re.compile(_LABEL)
_INNER_SHAPE = re.compile(rf"{_EDGE}(?={_LABEL})")
"""A label after an edge, sought by the edge: a pattern that begins with a look behind would be tried everywhere."""
_BOXED_SHAPE = re.compile(
    rf"(?P<label>(?P<open>[【\[])[ \u3000]?(?P<words>{_SPACED}|{_WORDS})[ \u3000]?(?P<close>[】\]])(?P<colon>[:：])?)"
)
"""A label in a box, which needs no edge before it: 【责任单位】办公室【完成时限】年底前."""


def _shapes(text: str) -> Iterator[re.Match[str]]:
    """What has the look of a label, apart and in order."""
    reached = 0
    first = _SHAPE.match(text)
    inner: Iterable[re.Match[str]] = _INNER_SHAPE.finditer(text)
    if "【" in text or "[" in text:
        inner = merge(inner, _BOXED_SHAPE.finditer(text), key=lambda match: match.start("label"))
    for match in chain((first,) if first else (), inner):
        if match.start("label") >= reached:
            reached = match.end("label")
            yield match


class _Words:
    """The kinds that label wordings have in one grammar; each wording is looked up once."""

    def __init__(self, labels: tuple[tuple[LabelKind, tuple[str, ...]], ...]) -> None:
        self._patterns = [
            (kind, re.compile("|".join(f"(?:{source})" for source in sources))) for kind, sources in labels
        ]
        self._known: dict[str, LabelKind | None] = {}

    def kind(self, words: str) -> LabelKind | None:
        if words not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[words] = next((kind for kind, pattern in self._patterns if pattern.fullmatch(words)), None)
        return self._known[words]


@lru_cache(maxsize=32)
def _words(labels: tuple[tuple[LabelKind, tuple[str, ...]], ...]) -> _Words:
    return _Words(labels)


_MARK_BEFORE = re.compile(r"[\s\u3000*#>]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]{0,2})?[\s\u3000*]*$")


def starts_with_label(line: str, grammar: Grammar) -> bool:
    """True when a line begins with a label of `grammar`."""
    match = _SHAPE.match(line.lstrip("*#> \t\u3000"))
    return match is not None and _words(tuple(grammar.labels.items())).kind(match["words"]) is not None


def goes_on_in_label(before: str, after: str, grammar: Grammar) -> bool:
    """True when a label was cut in two: a line ends in 整改, the next begins with 时限：."""
    match = _SHAPE.match(after)
    if match is None:
        return False
    words = _words(tuple(grammar.labels.items()))
    return any(words.kind(before[-count:] + match["words"]) is not None for count in range(1, 5) if len(before) > count)


def find_labels(text: str, grammar: Grammar) -> list[Label]:
    """Every label in reading order: with a colon or in 【】 wherever one may stand, without either when alone on its line."""
    words = _words(tuple(grammar.labels.items()))
    found: list[Label] = []
    for match in _shapes(text):
        start, end = match.span("label")
        printed = match["words"]
        kind = words.kind(printed if " " not in printed and "\u3000" not in printed else "".join(printed.split()))
        if kind is None and "、" in printed:
            printed = printed.rpartition("、")[2]  # words of the sentence before it
            kind = words.kind(printed)
        if kind is None:
            continue
        bracketed = match["open"] in ("【", "[", "〔", "<")
        if match["open"] and not match["close"] and not match["colon"]:
            continue
        line_start = text.rfind("\n", 0, start) + 1
        leads = _MARK_BEFORE.match(text, line_start, start) is not None
        if match["colon"] is None and not bracketed and not leads:
            continue
        if not match["open"]:
            start = match.start("words")  # no blank before it
        if printed != match["words"]:
            start, leads = match.end("words") - len(printed), False
        opener = max(text.rfind("（", line_start, start + 1), text.rfind("(", line_start, start + 1))
        closer = max(text.rfind("）", line_start, start), text.rfind(")", line_start, start))
        enclosed = opener > closer and not leads
        found.append(Label(kind, printed, Span(start, end), leads, enclosed))
    return found
