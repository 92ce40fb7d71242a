"""`rectiparse export FILE… --to xlsx`: what people take away: workbook, Word table, CSV, JSON Lines, Markdown, page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from rectiparse.cli.options import Encoding, Files, Force, GrammarName, Year
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectiparse.checking import Case
    from rectiparse.ledger import Ledger
    from rectiparse.writing.columns import Column

Target = Literal["xlsx", "docx", "csv", "jsonl", "markdown", "html"]
SUFFIXES: Final[dict[str, Target]] = {
    ".xlsx": "xlsx", ".docx": "docx", ".csv": "csv", ".jsonl": "jsonl", ".md": "markdown", ".html": "html", ".htm": "html",
}  # fmt: skip
FILES: Final[dict[Target, str]] = {"xlsx": ".xlsx", "docx": ".docx", "html": ".html"}
"""What goes to a file, never to the terminal, and how the file's name ends."""
NAME: Final = "整改台账"

To = Annotated[
    Target | None,
    typer.Option(
        "--to",
        metavar="xlsx|docx|csv|jsonl|markdown|html",
        help=message(
            "What to write: a workbook, a Word table, a table as text, the review page. Default: by the name after -o."
        ),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help=message(
            "Write to this file. Default: a name made from the document's for xlsx, docx and html, else standard output."
        ),
    ),
]
Columns = Annotated[
    Path | None,
    typer.Option(
        "--columns",
        metavar="FILE",
        help=message("The columns and their names, a YAML list; - 问题内容: 30 sets a width."),
    ),
]
Template = Annotated[
    Path | None,
    typer.Option(
        "--template", metavar="FILE.xlsx", help=message("Fill this form of your unit's, by the heads of its columns.")
    ),
]
Bare = Annotated[
    bool,
    typer.Option("--bare", help=message("A workbook without the hidden sheet from which it can be read back whole.")),
]


def command(
    files: Files,
    *,
    to: To = None,
    output: Output = None,
    columns: Columns = None,
    template: Template = None,
    bare: Bare = False,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    force: Force = False,
) -> int:
    """Write one table, book or page of all files. One that fails is said on stderr and left out; the exit code is 2."""
    from rectiparse.cli import outputs
    from rectiparse.cli.check import cases
    from rectiparse.cli.inputs import Inputs
    from rectiparse.cli.view import ALONE
    from rectiparse.writing.columns import load_columns

    target = to or (SUFFIXES.get(output.suffix.lower()) if output else None)
    if target is None:
        raise RectiparseError("say what to write: --to xlsx, docx, csv, jsonl, markdown or html")
    if template and target != "xlsx":
        raise RectiparseError("--template fills a workbook; use it with --to xlsx")
    if columns and (template or target == "html"):
        raise RectiparseError("--columns goes with tables, not with --template and not with html")
    inputs = Inputs(files, grammar, year, encoding)
    if output is None and target in FILES:
        output = named(inputs.files, FILES[target])
    if target in FILES and str(output) == "-":
        raise RectiparseError("{target} goes to a file; give -o NAME{suffix}", target=target, suffix=FILES[target])
    outputs.check(output, [*inputs.files, *([str(template)] if template else [])], force=force)
    chosen = load_columns(columns) if columns else None
    if target in ("xlsx", "html") and not template:
        found = list(cases(inputs, ALONE if target == "html" else None))
        ledgers = [case.ledger for case in found]
    else:
        found = []
        ledgers = [ledger for several in inputs for ledger in several]
    if ledgers:
        data = made(target, ledgers, found, chosen, template, bare=bare)
        put(data, output, force=force)
    return inputs.exit_code


def named(files: Sequence[str], suffix: str) -> Path:
    """The output's name where none is given: beside no input, in the folder one works in."""
    from rectiparse.cli.inputs import STANDARD_INPUT

    if len(files) != 1 or files[0] == STANDARD_INPUT:
        return Path(NAME + suffix)
    return Path(f"{Path(files[0]).stem}-{NAME}{suffix}")


def made(
    target: Target,
    ledgers: Sequence[Ledger],
    found: Sequence[Case],
    columns: Sequence[Column] | None,
    template: Path | None,
    *,
    bare: bool,
) -> bytes:
    """The content of the file."""
    from rectiparse.writing.columns import COLUMNS

    if template is not None:
        from rectiparse.writing.forms import fill_form

        return fill_form(ledgers, template)
    match target:
        case "xlsx":
            from rectiparse.checking import check
            from rectiparse.language import speaking
            from rectiparse.writing.xlsx import dump_workbook

            with speaking("zh"):
                return dump_workbook(ledgers, columns=columns or COLUMNS, findings=check(found), bare=bare)
        case "docx":
            from rectiparse.writing.docx import dump_document

            return dump_document(ledgers, columns=columns)
        case "csv":
            from rectiparse.writing.csv import dump_csv

            return dump_csv(ledgers, columns=columns or COLUMNS).encode("utf-8")
        case "jsonl":
            from rectiparse.writing.jsonl import dump_lines

            return dump_lines(ledgers, columns=columns).encode("utf-8")
        case "markdown":
            from rectiparse.writing.markdown import dump_markdown

            return dump_markdown(ledgers, columns=columns).encode("utf-8")
        case "html":
            from rectiparse.cli.view import page_of

            return page_of(found).encode("utf-8")


def put(data: bytes, output: Path | None, *, force: bool) -> None:
    """Write the content to its file, or to standard output."""
    from rectiparse.cli import outputs
    from rectiparse.writing.saving import replacing

    if output is None or str(output) == "-":
        with outputs.writer(None) as write:
            write(data.decode("utf-8").replace("\r\n", "\n"))
        return
    with replacing(output, force=force) as file:
        file.write(data)
    tell_written(output)


def tell_written(output: Path) -> None:
    """Say where the result lies."""
    from rectiparse.cli import failures
    from rectiparse.language import translate

    failures.say(translate("written: {path}").format(path=output))
