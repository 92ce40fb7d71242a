"""Labels (整改措施：, 【责任单位】): words that say what the text after them is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rectiparse.document import Span
from rectiparse.grammar.model import Grammar, LabelKind


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its kind, the words as printed, and its span with brackets and colon."""

    kind: LabelKind
    words: str
    span: Span
    leads: bool
    """True when it stands first on its line (a list mark before it left aside)."""


_EDGE = r"(?:(?<=[\n\s。；;，,）)】\]*”、.．•●○◆◇■□▲△▶★☆※·：:])|(?<![\s\S]))"


@lru_cache(maxsize=32)
def _compiled(labels: tuple[tuple[LabelKind, tuple[str, ...]], ...]) -> tuple[re.Pattern[str], dict[str, LabelKind]]:
    kinds: dict[str, LabelKind] = {}
    words: list[str] = []
    for kind, patterns in labels:
        kinds[f"k_{kind}"] = kind
        words.append(f"(?P<k_{kind}>{'|'.join(patterns)})")
    either = "|".join(words)
    pattern = re.compile(
        rf"{_EDGE}(?P<open>[【\[（(〔<])?[ \u3000]?(?P<words>{either})(?P<close>[】\]）)〕>])?\**[ \u3000]?(?:(?P<colon>[:：])\**|(?P<end>(?=\s*(?:\n|\Z)))|(?<=[】\]〕>]))"
    )
    return pattern, kinds


_MARK_BEFORE = re.compile(r"[\s\u3000*#>]*(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]{0,2})?[\s\u3000*]*$")


def find_labels(text: str, grammar: Grammar) -> list[Label]:
    """Every label in reading order: with a colon or in 【】 wherever one may stand, without either when alone on its line."""
    pattern, kinds = _compiled(tuple(grammar.labels.items()))
    found: list[Label] = []
    for match in pattern.finditer(text):
        bracketed = match["open"] in ("【", "[", "〔", "<")
        if match["open"] and not match["close"] and not match["colon"]:
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        leads = _MARK_BEFORE.match(text, line_start, match.start()) is not None
        if match["colon"] is None and not bracketed and not leads:
            continue
        opens_content = match["open"] in ("（", "(") and match["close"] is None  # （责任单位：县财政局）
        start = match.start("words" if opens_content else 0)
        kind = next(kinds[name] for name in kinds if match[name] is not None)
        found.append(Label(kind, match["words"], Span(start, match.end()), leads))
    return found
