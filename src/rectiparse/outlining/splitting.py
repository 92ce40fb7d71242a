"""Several documents in one file: where each begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from rectiparse.document import Document, Span
from rectiparse.outlining.marks import find_marks

_TITLE = re.compile(
    r"(?=.*(?:关于|整改|自查|对照|反馈|巡察|巡视|审计|督察|剖析|检视|整治|检查))"
    r".*(?:报告|方案|材料|意见|通报|清单|计划|总结|提纲|公告|公示|通知|汇报|台账|台帐|发言|函)(?:[（(《〈【].{1,14}[）)》〉】])?"
)
_STOP = re.compile(r"[。；：，！？:;]")
_SIGNED = re.compile(r"\d{2,4}\s?年.{1,12}[日月]$")
_BLANKS = " \t\u3000\xa0*#"


def split(document: Document) -> list[Document]:
    """The documents that one file holds, each with its own text; the file itself where it holds one.

    A new one begins at a title line (…报告, …方案) on which a list starts at one again, after something that is a
    document itself. Spans count from the part's own first character; `name` gets the part's number: minutes.txt#2.
    """
    text = document.text
    lines = [line for line in re.finditer(r"[^\n]+", text) if line.group().strip(_BLANKS)]
    marks = [mark for mark in find_marks(text) if mark.leads and mark.value is not None]
    starts = [mark.span.start for mark in marks]
    begins = [0]
    for at, line in enumerate(lines[1:], 1):
        if not _is_title(line.group()):
            continue
        before = bisect_left(starts, line.start())
        after = marks[before] if before < len(marks) else None
        told = before - bisect_left(starts, begins[-1])
        if after is None or after.value != 1 or told < 2:
            continue
        first = at
        while first > 1 and _may_begin_title(lines[first - 1].group(), lines[first - 2].group()):
            first -= 1
        if _is_title(lines[first].group()) or first < at:
            begins.append(lines[first].start())
    if len(begins) == 1:
        return [document]
    return [
        _part(document, Span(start, end), number)
        for number, (start, end) in enumerate(zip(begins, [*begins[1:], len(text)], strict=True), 1)
    ]


def _is_title(line: str) -> bool:
    words = line.strip(_BLANKS)
    return 6 <= len(words) <= 70 and not _STOP.search(words) and _TITLE.fullmatch(words) is not None


def _may_begin_title(line: str, before: str) -> bool:
    """True for a first title line that the second one goes on with: no stop, no mark, no signature or date."""
    words = line.strip(_BLANKS)
    closed = before.strip(_BLANKS)[-1:] in "。；！？）)"
    plain = not _STOP.search(words) and not _SIGNED.search(words) and not find_marks(words[:12])
    return 6 <= len(words) <= 40 and plain and (closed or bool(_SIGNED.search(before.strip(_BLANKS))))


def _part(document: Document, span: Span, number: int) -> Document:
    inside = [place for place in document.places if span.start <= place.span.start < span.end]
    return replace(
        document,
        text=span.cut(document.text),
        name=f"{document.name}#{number}",
        places=tuple(replace(place, span=place.span.shifted(-span.start)) for place in inside),
        tables=(),
        furniture=tuple(
            replace(piece, span=piece.span.shifted(-span.start))
            for piece in document.furniture
            if span.covers(piece.span)
        ),
        headings={at - span.start: level for at, level in document.headings.items() if span.start <= at < span.end},
    )
