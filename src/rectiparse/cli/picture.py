"""A ledger drawn for a terminal: the outline as a tree, the problems with their measures as a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from rich.text import Text

from rectiparse.cli.wrapping import breaks, clip, printable, width
from rectiparse.document import Span
from rectiparse.language import message, plural, translate
from rectiparse.ledger import Date, Figure, Ledger, Measure, Node, Problem
from rectiparse.writing.names import GENRES, STATUSES

COLOURS: Final = {
    "done": "green",
    "mostly-done": "green",
    "in-progress": "yellow",
    "long-term": "blue",
    "not-done": "red",
}
PERIODS: Final = {
    "D": (message("daily"), message("every {count} days")),
    "W": (message("weekly"), message("every {count} weeks")),
    "M": (message("monthly"), message("every {count} months")),
    "Y": (message("yearly"), message("every {count} years")),
}
FIGURE, DATE, ID = "bold yellow", "underline cyan", "green"
ID_COLUMN: Final = 6
GAP: Final = 2  # columns between two columns of a table
WIDE: Final = 96  # columns from which who, by when and how far have columns of their own
PREFIX: Final = 40  # characters that may stand before a record's text inside its span: a marker, 关于, a label


@dataclass(frozen=True, slots=True)
class Paper:
    """What a ledger is drawn on: its width, whether it is without colour, and what is to be marked on it.

    Without colour figures stand in {} and dates in [], and the tree has no guides.
    """

    columns: int
    plain: bool
    mentions: tuple[Figure | Date, ...]
    ids: dict[int, str]


def draw(ledger: Ledger, columns: int, *, plain: bool) -> Iterator[Text]:
    """The lines of the picture, none wider than `columns` (40 or more): head, outline, problems and what else there is."""
    records: list[Problem | Measure] = [*ledger.problems, *ledger.measures]
    for problem in ledger.problems:
        records += problem.measures
    paper = Paper(
        columns,
        plain,
        tuple(sorted((*ledger.figures, *ledger.dates), key=lambda mention: mention.span)),
        {record.span.start: record.id for record in reversed(records)},
    )
    yield from head(paper, ledger)
    if ledger.outline:
        yield from heading(paper, translate("Outline"))
        for node in ledger.outline:
            yield from branch(paper, node, "", "")
    if ledger.problems:
        yield from heading(paper, translate("Problems and their measures"))
        yield legend(paper)
        yield from header(paper)
        aspect = None
        for problem in ledger.problems:
            yield Text()
            if problem.aspect and problem.aspect != aspect:
                yield Text(clip(problem.aspect, columns), "dim")
            aspect = problem.aspect
            yield from problem_rows(paper, problem)
    if ledger.measures:
        yield from heading(paper, translate("Measures that answer no single problem"))
        for measure in ledger.measures:
            yield from measure_rows(paper, measure)
    if ledger.causes:
        yield from heading(paper, translate("Causes"))
        for cause in ledger.causes:
            yield from cell(paper, " ".join(filter(None, (cause.marker, cause.title))), columns, cause.span)
    if ledger.schedule:
        yield from heading(paper, translate("Schedule"))
        for stage in ledger.schedule:
            title = cell(paper, stage.title, columns - 26, stage.span)
            yield from grid([(24, [Text(clip(stage.interval or "", 24), "cyan")]), (columns - 26, title)])


def head(paper: Paper, ledger: Ledger) -> Iterator[Text]:
    """Title, what the document says of itself, and how much of each there is."""
    facts = ledger.document
    for line in cell(paper, facts.title or ledger.source.name, paper.columns):
        line.stylize("bold")
        yield line
    said = [
        (translate("kind"), f"{translate(GENRES[facts.genre])} ({facts.grammar})"),
        (translate("rectifies"), facts.organization),
        (translate("inspected by"), facts.inspector),
        (translate("inspected"), facts.inspected),
        (translate("feedback given"), facts.feedback),
        (translate("declared"), " ".join(dict.fromkeys(item.text for item in facts.declared))),
        (translate("found"), counts(ledger)),
    ]
    names = max(width(name) for name, _ in said)
    for name, value in said:
        if value:
            text = cell(paper, value, paper.columns - names - GAP)
            yield from grid([(names, [Text(name, "dim")]), (paper.columns - names - GAP, text)])


def counts(ledger: Ledger) -> str:
    """How many problems, measures, figures and so on the ledger holds."""
    measures = len(ledger.measures) + sum(len(problem.measures) for problem in ledger.problems)
    return translate(", ").join(
        sentence.format(count=count)
        for sentence, count in (
            (plural("{count} problem", "{count} problems", len(ledger.problems)), len(ledger.problems)),
            (plural("{count} measure", "{count} measures", measures), measures),
            (plural("{count} figure", "{count} figures", len(ledger.figures)), len(ledger.figures)),
            (plural("{count} date", "{count} dates", len(ledger.dates)), len(ledger.dates)),
            (plural("{count} citation", "{count} citations", len(ledger.citations)), len(ledger.citations)),
            (plural("{count} piece of noise", "{count} pieces of noise", len(ledger.noise)), len(ledger.noise)),
        )
        if count
    )


def heading(paper: Paper, title: str) -> Iterator[Text]:
    """A section's title with room above it and a rule below."""
    yield Text()
    yield Text(title, "bold")
    yield Text(("-" if paper.plain else "─") * min(width(title), paper.columns), "dim")


def legend(paper: Paper) -> Text:
    """How figures and dates are marked."""
    figure, date = translate("figure"), translate("date")
    if paper.plain:
        return Text(f"{{{figure}}} [{date}]")
    return Text.assemble((figure, FIGURE), " ", (date, DATE))


def branch(paper: Paper, node: Node, lead: str, below: str) -> Iterator[Text]:
    """A node on one line behind its guides, then its children; text without a mark of its own is dim.

    `lead` stands before the node, `below` before its children. Walks with a stack of its own, however deep it goes.
    """
    stack = [(node, lead, below)]
    while stack:
        node, lead, below = stack.pop()
        yield leaf(paper, node, lead)
        for child in reversed(node.children):
            last = child is node.children[-1]
            corner, bar = ("  ", "  ") if paper.plain else ("└ " if last else "├ ", "  " if last else "│ ")
            stack.append((child, below + corner, below + bar))


def leaf(paper: Paper, node: Node, lead: str) -> Text:
    """The line of one node: guides, marker, title, the id of the record it became."""
    guides = clip(lead, paper.columns // 2)
    identity = clip(paper.ids.get(node.span.start, ""), 12) if node.marker else ""
    room = paper.columns - width(guides) - (width(identity) + 1 if identity else 0)
    words = f"{node.marker} {node.title}" if node.marker else node.title
    title = marked(paper, words, node.span)
    if width(title.plain) > room:
        title = title[: len(clip(title.plain, room)) - 1] + Text("…")
    if node.marker is None:
        title.stylize("dim")
    elif node.level == 1:
        title.stylize("bold")
    return Text.assemble((guides, "dim"), title, *((" ", (identity, ID)) if identity else ()))


def header(paper: Paper) -> Iterator[Text]:
    """What the columns of the table hold, where there are columns."""
    if paper.columns >= WIDE:
        words = (
            "",
            translate("problem or measure"),
            translate("responsible"),
            translate("by when"),
            translate("progress"),
        )
        widths = (ID_COLUMN, text_column(paper), *side_columns(paper))
        yield from grid([(wide, [Text(word, "dim")]) for wide, word in zip(widths, words, strict=True)])


def side_columns(paper: Paper) -> tuple[int, int, int]:
    """The widths of who, by when and how far."""
    return paper.columns // 6, 14, 11


def text_column(paper: Paper) -> int:
    """The width of the text beside the id, and beside the side columns where there is room for them."""
    sides = side_columns(paper) if paper.columns >= WIDE else ()
    return paper.columns - ID_COLUMN - GAP - sum(wide + GAP for wide in sides)


def problem_rows(paper: Paper, problem: Problem) -> Iterator[Text]:
    """A problem in bold, what was found, and its measures below it."""
    yield from row(paper, problem, problem.title, bold=True)
    if problem.detail:
        yield from row(paper, None, problem.detail, span=problem.span)
    for point in problem.points:
        yield from row(paper, None, f"{point.marker or ''}{point.text}", span=point.span)
    for measure in problem.measures:
        yield from measure_rows(paper, measure)


def measure_rows(paper: Paper, measure: Measure) -> Iterator[Text]:
    """A measure, marker and all."""
    text = measure.text if measure.text.startswith(measure.marker or "") else f"{measure.marker}{measure.text}"
    yield from row(paper, measure, text)


def row(
    paper: Paper, record: Problem | Measure | None, text: str, *, span: Span | None = None, bold: bool = False
) -> Iterator[Text]:
    """A row of the table: id, text, and who, by when and how far, in columns where there is room, else below."""
    who, when, far = facts_of(record) if record else (Text(), Text(), Text())
    identity = Text(clip(record.id.rpartition(".")[2], ID_COLUMN - 2) if record else "", ID)
    body = cell(paper, text, text_column(paper), record.span if record else span)
    columns = [(ID_COLUMN, [identity if bold else Text("  ") + identity]), (text_column(paper), body)]
    if paper.columns >= WIDE:
        columns += [
            (wide, styled(side, wide)) for wide, side in zip(side_columns(paper), (who, when, far), strict=True)
        ]
    elif below := [side for side in (who, when, far) if side.plain]:
        body += styled(Text(" · ").join(below), text_column(paper))
    if bold:
        for line in body:
            line.stylize("bold")
    yield from grid(columns)


def facts_of(record: Problem | Measure) -> tuple[Text, Text, Text]:
    """Who leads and who helps, by when, how far."""
    leads = [party.name for party in record.responsible if party.role == "lead"]
    helps = [party.name for party in record.responsible if party.role == "support"]
    who = Text(printable(translate(", ").join(leads)))
    if helps:
        who += Text(printable(f" ({translate(', ').join(helps)})"), "dim")
    recurrence = spoken(record.recurrence) if isinstance(record, Measure) and record.recurrence else None
    when = [
        (record.deadline or "").removeprefix("../"),
        recurrence,
        translate("ongoing") if record.ongoing and record.status != "long-term" else None,
    ]
    status = Text(translate(STATUSES[record.status]), COLOURS[record.status]) if record.status in COLOURS else Text()
    return who, Text(printable(" ".join(filter(None, when))), "cyan"), status


def spoken(recurrence: str) -> str:
    """An ISO 8601 recurrence in words; as it is where it is no plain one."""
    match = re.fullmatch(r"R/P(\d+)([DWMY])", recurrence)
    if not match:
        return recurrence
    count = int(match[1])
    one, many = PERIODS[match[2]]
    return translate(one if count == 1 else many).format(count=count)


def cell(paper: Paper, text: str, columns: int, span: Span | None = None) -> list[Text]:
    """Text in a column, its figures and dates marked where its span is given."""
    return styled(marked(paper, text, span), columns)


def styled(text: Text, columns: int) -> list[Text]:
    """The lines of a text in a column."""
    return [text[start:end] for start, end in breaks(text.plain, columns)]


def marked(paper: Paper, text: str, span: Span | None) -> Text:
    """The text of a record with the figures and dates that lie in its span marked.

    A record's text is not cut straight from the source (wrapped lines are joined, a marker may be missing), so each
    mention is looked for in the order of the source.
    """
    text = printable(text)
    drawn = Text()
    at = 0
    for mention in within(paper, span, len(text)) if span else ():
        words = printable(mention.text)
        start = next((found for form in (words, words.replace(" ", "")) if (found := text.find(form, at)) >= 0), -1)
        if start < 0:
            continue
        end = start + (len(words) if text.startswith(words, start) else len(words.replace(" ", "")))
        drawn.append(text[at:start])
        is_figure = isinstance(mention, Figure)
        if paper.plain:
            drawn.append(f"{{{text[start:end]}}}" if is_figure else f"[{text[start:end]}]")
        else:
            drawn.append(text[start:end], FIGURE if is_figure else DATE)
        at = end
    return drawn.append(text[at:])


def within(paper: Paper, span: Span, length: int) -> Iterator[Figure | Date]:
    """The mentions that can stand in the first `length` characters of a record's text."""
    end = min(span.end, span.start + length + PREFIX)
    at = bisect_left(paper.mentions, span.start, key=lambda mention: mention.span.start)
    while at < len(paper.mentions) and paper.mentions[at].span.end <= end:
        yield paper.mentions[at]
        at += 1


def grid(columns: Sequence[tuple[int, Sequence[Text]]]) -> Iterator[Text]:
    """Lines of cells side by side, each padded to its column's width; nothing trails."""
    for cells in zip_longest(*(lines for _, lines in columns), fillvalue=Text()):
        line = Text()
        for at, ((wide, _), text) in enumerate(zip(columns, cells, strict=True)):
            line.append_text(text)
            if at + 1 < len(columns):
                line.append(" " * (wide - width(text.plain) + GAP))
        line.rstrip()
        yield line
