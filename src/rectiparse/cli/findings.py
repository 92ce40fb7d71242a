"""Findings as a person reads them in the terminal: the line with the words underlined, why, and what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from rectiparse.cli.wrapping import columns_of, printable, width, wrap
from rectiparse.document import Document, Span
from rectiparse.finding import SEVERITIES, Finding, Severity
from rectiparse.language import plural, translate

if TYPE_CHECKING:
    from rich.text import Text

STYLES: Final[Mapping[Severity, str]] = {"error": "bold red", "warning": "yellow", "info": "cyan"}
NARROWEST: Final = 40
INDENT: Final = "   "
MOST_RELATED: Final = 3
MOST_MESSAGES: Final = 3
MOST_EXCERPTS: Final = 3
CUT: Final = "⏎"
LONGEST_WORDS: Final = 24  # characters of the words at a related place


@dataclass(frozen=True, slots=True)
class Page:
    """How wide the lines may be, whether without colour, and the texts that the findings point into."""

    columns: int
    plain: bool
    documents: Mapping[str, Document]


def lines_of(findings: Sequence[Finding], page: Page) -> Iterator[Text]:
    """The findings, file by file; those of one rule in one line stand together."""
    from rich.text import Text

    for file, of_file in groupby(findings, key=lambda finding: finding.file):
        for line in wrap(file, page.columns):
            yield Text(line, "bold underline" if not page.plain else "")
        for together in _together(of_file):
            yield from _block(together, page)
        yield Text()


def _together(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """The findings of one rule in one line; without lines each finding stands alone."""
    groups: dict[tuple[str, int | Span], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.span if finding.line is None else finding.line), []).append(finding)
    return groups.values()


def _block(findings: Sequence[Finding], page: Page) -> Iterator[Text]:
    from rich.text import Text

    first = findings[0]
    head = Text(INDENT[:1])
    if first.line is not None:
        head.append(translate("line {line}").format(line=first.line), "bold")
        head.append("  ")
    head.append(severity_name(first.severity), STYLES[first.severity])
    head.append(f"  {first.code} {first.rule}", "dim")
    if len(findings) > 1:
        head.append(f" ×{len(findings)}", "dim")
    yield Text()
    yield head
    room = page.columns - len(INDENT)
    messages = list(dict.fromkeys(finding.message for finding in findings))
    for message in messages[:MOST_MESSAGES]:
        for line in wrap(message, room):
            yield Text(INDENT + line)
    if len(messages) > MOST_MESSAGES:
        yield Text(f"{INDENT}…", "dim")
    document = page.documents.get(first.file)
    if document is not None:
        yield from _excerpts(document, [finding.span for finding in findings], first.severity, page)
    if len(findings) == 1:
        yield from _compared(first, room)
        yield from _elsewhere(first, room)


def _compared(finding: Finding, room: int) -> Iterator[Text]:
    from rich.text import Text

    values = finding.expected, finding.found
    if None not in values and not all(str(value) in finding.message for value in values):
        said = translate("expected {expected}, found {found}").format(expected=finding.expected, found=finding.found)
        for line in wrap(said, room):
            yield Text(INDENT + line, "dim")


def _elsewhere(finding: Finding, room: int) -> Iterator[Text]:
    from rich.text import Text

    see = translate("see")
    for place in finding.related[:MOST_RELATED]:
        words = " ".join((place.text or "").split())
        words = words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1] + "…"
        where = [] if place.file == finding.file else [place.file]
        where += [translate("line {line}").format(line=place.line)] if place.line is not None else []
        for line in wrap(" ".join([see, *where, words]).strip(), room):
            yield Text(INDENT + line, "dim")
    if len(finding.related) > MOST_RELATED:
        left = len(finding.related) - MOST_RELATED
        yield Text(INDENT + plural("and {count} more", "and {count} more", left).format(count=left), "dim")


# ---- the line, with the words underlined -------------------------------------------------------------------------------


def _excerpts(document: Document, spans: Sequence[Span], severity: Severity, page: Page) -> Iterator[Text]:
    room = page.columns - len(INDENT) - 2
    left = list(spans)
    for _ in range(MOST_EXCERPTS):
        if not left:
            return
        window = _window(document, left, room)
        inside = [span for span in left if window.start <= span.start and span.end <= window.end] or left[:1]
        yield from _drawn(document, window, inside, severity, page)
        left = left[len(inside) :]


def _window(document: Document, spans: Sequence[Span], room: int) -> Span:
    """The part of the line around the first of the spans that fits, with as many of the others as it can hold."""
    text = document.text
    first = spans[0]
    line_start = document.line_starts[document.line_of(first.start) - 1]
    line_end = text.find("\n", max(first.end - 1, first.start))
    line_end = len(text) if line_end < 0 else line_end
    room -= 2  # for … at both ends
    end, used = first.start, 0
    while end < max(first.end, first.start + 1) and end < len(text) and used + _columns(text[end]) <= room:
        used += _columns(text[end])
        end += 1
    start = first.start
    before = (room - used) // 3
    while start > line_start and before >= _columns(text[start - 1]):
        start -= 1
        before -= _columns(text[start])
        used += _columns(text[start])
    while end < line_end and used + _columns(text[end]) <= room:
        used += _columns(text[end])
        end += 1
    while start > line_start and used + _columns(text[start - 1]) <= room:
        start -= 1
        used += _columns(text[start])
    return Span(start, end)


def _columns(character: str) -> int:
    return columns_of(CUT) if character == "\n" else columns_of(character)


def _drawn(document: Document, window: Span, spans: Sequence[Span], severity: Severity, page: Page) -> Iterator[Text]:
    from rich.text import Text

    text = document.text
    bar = "|" if page.plain else "│"
    line = Text(f"{INDENT}{bar} ", "dim")
    cut_before = window.start > document.line_starts[document.line_of(window.start) - 1]
    cut_after = window.end < len(text) and text[window.end] != "\n"
    line.append("…" if cut_before else "", "dim")
    under = " " * columns_of("…") if cut_before else ""
    at = window.start
    for span in spans:
        start, end = max(span.start, at), min(span.end, window.end)
        line.append(_shown(text[at:start]))
        line.append(_shown(text[start:end]), "" if page.plain else f"{STYLES[severity]} underline")
        under += " " * width(_shown(text[at:start])) + "^" * max(1, width(_shown(text[start:end])))
        at = max(at, end)
    line.append(_shown(text[at : window.end]))
    line.append("…" if cut_after else "", "dim")
    yield line
    if page.plain:
        yield Text(f"{INDENT}{bar} {under}")


def _shown(text: str) -> str:
    return printable(text.replace("\n", CUT))


# ---- in sum ----------------------------------------------------------------------------------------------------------


def severity_name(severity: Severity) -> str:
    """The severity in the language spoken."""
    return {"error": translate("error"), "warning": translate("warning"), "info": translate("info")}[severity]


def summary(findings: Sequence[Finding], files: int, known: int) -> str:
    """How many files, and how many findings of each severity; those that a baseline knows are told apart."""
    counts = {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
    said = {
        "error": plural("{count} error", "{count} errors", counts["error"]),
        "warning": plural("{count} warning", "{count} warnings", counts["warning"]),
        "info": plural("{count} info", "{count} infos", counts["info"]),
    }
    parts = [said[severity].format(count=counts[severity]) for severity in SEVERITIES if counts[severity]]
    told = plural("{count} file", "{count} files", files).format(count=files)
    told += translate(": ") + (translate(", ").join(parts) if parts else translate("nothing found"))
    if known:
        told += translate(" ({known} known)").format(known=known)
    return told
