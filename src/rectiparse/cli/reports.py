"""Tables that a command prints: drawn for the terminal, or as Markdown, a page or a workbook.

A cell may have phrases to be marked: what two problems share stands out in both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from rectiparse.errors import RectiparseError
from rectiparse.language import message, translate

if TYPE_CHECKING:
    from pathlib import Path

    from rich.text import Text

    from rectiparse.cli.heatmaps import HeatMap
    from rectiparse.ledger import Record

ReportFormat = Annotated[
    Literal["text", "json", "yaml", "markdown", "xlsx", "html"],
    typer.Option(
        "--format",
        "-f",
        metavar="text|json|yaml|markdown|xlsx|html",
        help=message("The format; text is for the terminal. Default: text."),
    ),
]

GAP: Final = 2
NARROWEST: Final = 40
LEAST: Final = 10  # columns that the terminal leaves to a cell at least
MARKED: Final = "bold yellow"
LONGEST_CELL: Final = 32_767  # characters that a cell of a workbook can hold
NOT_IN_SHEET_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]<>|#])")

PAGE: Final = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 15px/1.6 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }}
h1 {{ font-size: 1.4rem; }} h2 {{ font-size: 1.1rem; margin-top: 2rem; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
mark {{ background: #ffd54f; color: #000; }}
@media print {{ body {{ margin: 0; max-width: none; }} tr {{ break-inside: avoid; }} }}
</style></head><body>
{body}
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell, with the phrases to be marked in it."""

    text: str
    marks: tuple[str, ...] = ()

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        marks = sorted({mark for mark in self.marks if mark}, key=lambda mark: (-len(mark), mark))
        if not marks:
            yield self.text, False
            return
        pattern = "|".join(map(re.escape, marks))
        for number, piece in enumerate(re.split(f"((?:{pattern})+)", self.text)):
            if piece:
                yield piece, number % 2 == 1


Value = Cell | str | int | float


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. `shares` says how the width is shared out; a column of 0 takes what its cells need."""

    title: str
    columns: tuple[str, ...]
    shares: tuple[int, ...]
    rows: Sequence[tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Report:
    """What a command found: a title, lines that sum it up, tables, pictures (SVG) for pages, maps for the terminal."""

    title: str
    summary: tuple[str, ...]
    tables: tuple[Table, ...]
    pictures: tuple[str, ...] = ()
    maps: tuple[HeatMap, ...] = ()


def as_cell(value: Value) -> Cell:
    """The value as a cell; a share or score has two places."""
    return value if isinstance(value, Cell) else Cell(f"{value:.2f}" if isinstance(value, float) else str(value))


def check(format: str, output: Path | None, files: Sequence[str], *, force: bool) -> None:
    """Raise before the work begins where the result could not be written."""
    from rectiparse.cli import outputs

    if format == "xlsx" and (output is None or str(output) == "-"):
        raise RectiparseError("a workbook goes to a file; add -o NAME.xlsx")
    outputs.check(output, files, force=force)


def write(report: Callable[[], Report], record: Record, format: str, output: Path | None, *, force: bool) -> None:
    """Write what a command found: the record itself as json and yaml, else the report made of it."""
    from rectiparse.cli import outputs

    if format == "xlsx" and output is not None:
        from rectiparse.writing.saving import replacing

        with replacing(output, force=force) as file:
            file.write(as_workbook(report()))
        return
    with outputs.writer(output, force=force) as put:
        if format == "json":
            put(as_json(record))
        elif format == "yaml":
            put(as_yaml(record))
        elif format == "markdown":
            put(as_markdown(report()))
        elif format == "html":
            put(as_page(report()))
        else:
            draw(report(), put, to_terminal=output is None)


def as_json(record: Record) -> str:
    """The record as one indented JSON document."""
    from pydantic_core import to_json

    from rectiparse.writing.plain import plain

    return to_json(plain(record), indent=2).decode() + "\n"


def as_yaml(record: Record) -> str:
    """The record as one YAML document."""
    from rectiparse.writing.plain import plain
    from rectiparse.writing.yaml import block

    lines: list[str] = []
    block(plain(record), "", "", lines)
    return "\n".join([*lines, ""])


def draw(report: Report, put: Callable[[str], None], *, to_terminal: bool) -> None:
    """Draw the report; in colour on a terminal, elsewhere with marked phrases in []."""
    import shutil

    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    columns = max(shutil.get_terminal_size().columns, NARROWEST)
    plain = not (to_terminal and console.is_terminal)
    for line in lines_of(report, columns, plain=plain):
        if to_terminal:
            console.print(line)
        else:
            put(line.plain + "\n")


def lines_of(report: Report, columns: int, *, plain: bool) -> Iterator[Text]:
    """The lines of the picture, none wider than `columns`."""
    from rich.text import Text

    from rectiparse.cli.wrapping import width, wrap

    for line in wrap(report.title, columns):
        yield Text(line, "bold")
    for sentence in report.summary:
        for line in wrap(sentence, columns):
            yield Text(line)
    for table in report.tables:
        if not table.rows:
            continue
        yield Text()
        yield Text(table.title, "bold")
        yield Text(("-" if plain else "─") * min(width(table.title), columns), "dim")
        yield from rows_of(table, columns, plain=plain)
    for heat in report.maps:
        if heat.counts:
            from rectiparse.cli import heatmaps

            yield Text()
            yield Text(heat.title, "bold")
            yield from heatmaps.lines_of(heat, columns, plain=plain)


def rows_of(table: Table, columns: int, *, plain: bool) -> Iterator[Text]:
    """The rows of a table, its headings first, a cell's lines below one another."""
    from itertools import zip_longest

    from rich.text import Text

    from rectiparse.cli.wrapping import breaks, printable, width

    cells = [[as_cell(value) for value in row] for row in table.rows]
    widths = widths_of(table, cells, columns)
    heading = [Cell(name) for name in table.columns]
    for number, row in enumerate([heading, *cells] if any(table.columns) else cells):
        lines = []
        for cell, wide in zip(row, widths, strict=True):
            text = Text()
            for piece, marked in cell.pieces():
                shown = printable(piece)
                text.append(f"[{shown}]" if marked and plain else shown, MARKED if marked and not plain else "")
            if number == 0 and any(table.columns):
                text.stylize("dim")
            lines.append([text[start:end] for start, end in breaks(text.plain, wide)])
        for parts in zip_longest(*lines, fillvalue=Text()):
            line = Text()
            for part, wide in zip(parts, widths, strict=True):
                line.append_text(part)
                line.append(" " * (wide - width(part.plain) + GAP))
            line.rstrip()
            yield line


def widths_of(table: Table, cells: Sequence[Sequence[Cell]], columns: int) -> list[int]:
    """The width of each column: what its cells need where its share is 0, the rest by shares."""
    from rectiparse.cli.wrapping import width

    needs = [
        max([width(name), *(width(row[at].text) for row in cells)]) if share == 0 else 0
        for at, (name, share) in enumerate(zip(table.columns, table.shares, strict=True))
    ]
    left = columns - sum(needs) - GAP * (len(needs) - 1)
    total = sum(table.shares) or 1
    return [
        need if share == 0 else max(left * share // total, LEAST)
        for need, share in zip(needs, table.shares, strict=True)
    ]


def as_markdown(report: Report) -> str:
    """The report as Markdown, marked phrases bold."""
    parts = [f"# {escaped(report.title)}", *report.summary]
    for table in report.tables:
        if table.rows:
            rows = [
                " | ".join(
                    "".join(
                        f"**{escaped(piece)}**" if marked else escaped(piece)
                        for piece, marked in as_cell(value).pieces()
                    )
                    for value in row
                )
                for row in table.rows
            ]
            head = " | ".join(map(escaped, table.columns))
            rule = " | ".join("---" for _ in table.columns)
            parts.append("\n".join([f"## {escaped(table.title)}", "", *(f"| {row} |" for row in [head, rule, *rows])]))
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown takes as it is, on one line."""
    return MARKDOWN.sub(r"\\\1", " ".join(text.split("\n")))


def as_page(report: Report) -> str:
    """The report as one HTML page that needs nothing else and runs no script."""
    from html import escape

    parts = [f"<h1>{escape(report.title)}</h1>", *(f"<p>{escape(sentence)}</p>" for sentence in report.summary)]
    parts += report.pictures
    for table in report.tables:
        if not table.rows:
            continue
        parts += [f"<h2>{escape(table.title)}</h2>", "<table><thead><tr>"]
        parts += [f"<th>{escape(name)}</th>" for name in table.columns]
        parts.append("</tr></thead><tbody>")
        for row in table.rows:
            cells = "".join(
                f"<td{' class=number' if isinstance(value, int | float) else ''}>"
                + "".join(f"<mark>{escape(p)}</mark>" if m else escape(p) for p, m in as_cell(value).pieces())
                + "</td>"
                for value in row
            )
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</tbody></table>")
    return PAGE.format(lang=translate("en"), title=escape(report.title), body="\n".join(parts))


def as_workbook(report: Report) -> bytes:
    """The report as an .xlsx workbook, a sheet a table. Text stays text, whatever it begins with; same report, same bytes."""
    from datetime import UTC, datetime
    from io import BytesIO

    from xlsxwriter import Workbook

    file = BytesIO()
    book = Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": report.title, "created": datetime(2000, 1, 1, tzinfo=UTC)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet(sheet_name(report.title, ()))
    first.write_string(0, 0, report.title, bold)
    for row, sentence in enumerate(report.summary, 1):
        first.write_string(row, 0, sentence)
    first.set_column(0, 0, 100)
    names = [first.get_name()]
    for table in report.tables:
        sheet = book.add_worksheet(sheet_name(table.title, names))
        names.append(sheet.get_name())
        sheet.freeze_panes(1, 0)
        for at, (name, share) in enumerate(zip(table.columns, table.shares, strict=True)):
            sheet.write_string(0, at, name, bold)
            sheet.set_column(at, at, 12 if share == 0 else 20 + 10 * share)
        for number, row_values in enumerate(table.rows, 1):
            for at, value in enumerate(row_values):
                if isinstance(value, int | float):
                    sheet.write_number(number, at, value, wrapped)
                else:
                    sheet.write_string(number, at, as_cell(value).text[:LONGEST_CELL], wrapped)
    book.close()
    return file.getvalue()


def sheet_name(title: str, taken: Sequence[str]) -> str:
    """A name that a workbook takes for a sheet: short, without some marks, not there yet."""
    name = NOT_IN_SHEET_NAMES.sub(" ", title)[:28].strip() or "1"
    number = 2
    while name.lower() in {other.lower() for other in taken}:
        name = f"{name[:26]} {number}"
        number += 1
    return name
