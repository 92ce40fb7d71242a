"""Headings without a number: Markdown and Word headings, bold lines, 关于…问题, labels that open a section or a problem."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rectiparse.document import Span
from rectiparse.grammar.model import ANSWERS
from rectiparse.outlining.labels import Label
from rectiparse.outlining.lines import TRIM, first_word
from rectiparse.outlining.marks import Context, Mark

_ABOUT = re.compile(r"关于[^\n。；：]{4,80}?(?:问题|的问题)[”\"]?[。：:]?$", re.MULTILINE)
_BOLD = re.compile(r"^[ \t\u3000]*\*\*(?P<words>[^*\n]{2,40})\*\*[:：]?[ \t]*$", re.MULTILINE)


def with_headings(
    text: str, marks: list[Mark], labels: Sequence[Label], headings: dict[int, int], skip: Sequence[Span]
) -> list[Mark]:
    """The candidates, with headings that carry no number among them; a Markdown mark before a number is none."""
    kept = marks
    if "#" in text:
        numbered_lines = {mark.line for mark in marks if mark.leads and mark.family[0] != "#"}
        kept = [mark for mark in marks if not (mark.family[0] == "#" and mark.line in numbered_lines)]
    sections = _bare_sections(labels, text)
    problems = _unnumbered_problems([label for label in labels if label.kind == "problem"], labels, marks)
    wanted = [(first_word(text, start), "#" * 7) for start in sections]
    wanted += [(first_word(text, start), "问题") for start in problems]
    wanted += [(first_word(text, start), "#" * level) for start, level in headings.items()]
    wanted += [(first_word(text, start), "关于") for start in _about_problems(text)]
    if "**" in text:
        wanted += [(match.start("words"), "#" * 7) for match in _BOLD.finditer(text)]
    if not wanted:  # 问题描述： tells of a problem; where no heading names one, it is the problem
        described = [label for label in labels if label.kind == "detail" and label.words.startswith("问题")]
        problems = _unnumbered_problems(described, labels, marks)
        wanted = [(first_word(text, start), "问题") for start in problems]
    if not wanted:
        return kept
    breaks = [match.start() for match in re.finditer("\n", text)]
    opening = {*sections, *problems}
    labelled = {
        bisect_left(breaks, label.span.start) for label in labels if label.leads and label.span.start not in opening
    }
    problem_lines = {bisect_left(breaks, start) for start in problems}
    taken = {mark.line for mark in kept if mark.leads} - problem_lines
    skipped = [span.start for span in skip]
    extra: list[Mark] = []
    for start, family in sorted(wanted):
        line = bisect_left(breaks, start)
        within = bisect_right(skipped, start) - 1
        inside = within >= 0 and start < skip[within].end
        if line in taken or line in labelled or inside or start >= len(text):
            continue
        taken.add(line)
        extra.append(Mark(family, None, "", Span(start, start), Context.LINE, line, leads=True))
    return sorted([*kept, *extra], key=lambda mark: mark.span) if extra else kept


def _about_problems(text: str) -> Iterator[int]:
    """Where lines begin that tell of what a problem is, and no more: 关于学习不深的问题."""
    for match in _ABOUT.finditer(text):
        line_start = text.rfind("\n", 0, match.start()) + 1
        if text[line_start : match.start()].lstrip(" \t\u3000") in ("", "“", '"'):
            yield line_start


def _bare_sections(labels: Sequence[Label], text: str) -> list[int]:
    """Where sections begin whose heading is a label without number or colon, each wording once: 存在的问题, 努力方向."""
    alone = [
        label
        for label in labels
        if label.kind in ("problem", "causes", "next", "measures")
        and text[label.span.end - 1] not in "：:】"
        and not text[text.rfind("\n", 0, label.span.start) + 1 : label.span.start].strip(TRIM)
    ]
    words = Counter(label.words for label in alone)
    once = [label for label in alone if words[label.words] == 1]
    kinds = {label.kind for label in once}
    return [label.span.start for label in once] if len(kinds) >= 2 and len(once) == len(alone) else []


def _unnumbered_problems(named: Sequence[Label], labels: Sequence[Label], marks: Sequence[Mark]) -> list[int]:
    """Where problems begin that have a label (存在问题：), one of `named`, but no number: a new one comes after an answer to
    the last."""
    starts = [label.span.start for label in named if label.leads]
    leading = [mark.span.start for mark in marks if mark.leads]
    answers = [label.span.start for label in labels if label.kind in ANSWERS and label.leads]
    if len(starts) == 1 and answers and answers[-1] > starts[0] and (not leading or leading[0] > starts[0]):
        return starts  # one task, told by labels alone
    if len(starts) < 2:
        return []
    again = 0
    for before, start in pairwise(starts):
        told = bisect_left(answers, start)  # the answers before `start`
        answered = told > bisect_right(answers, before)
        at = bisect_left(leading, start) - 1
        heading_between = at >= 0 and leading[at] > before and told == bisect_right(answers, leading[at])
        again += answered and not heading_between
    return starts if again else []
