"""Parameters that several commands share, with their help; the words behind `message` are translated later."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from rectiparse.errors import RectiparseError
from rectiparse.language import message

Format = Literal["yaml", "json"]


def year(text: str) -> int:
    """A year of four digits."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise RectiparseError("--year needs four digits such as 2023, not '{text}'", text=text)
    return int(text)


Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE…",
        show_default=False,
        help=message("Documents (txt, md, docx, …) or ledgers; - reads standard input."),
    ),
]
GrammarName = Annotated[
    str | None,
    typer.Option(
        "--grammar", metavar="NAME|PATH", help=message("Read with this grammar, not with the one that fits best.")
    ),
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year", metavar="YYYY", parser=year, help=message("The document's year, where its text gives none.")
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help=message("The encoding of text files, such as gb18030; found by itself otherwise."),
    ),
]
Split = Annotated[
    bool, typer.Option("--split", help=message("Where a file holds several documents, write a ledger for each."))
]
Office = Annotated[
    bool,
    typer.Option(
        "--office", help=message("Convert .doc, .wps, .rtf with LibreOffice first, so that automatic numbers come too.")
    ),
]
OutputFormat = Annotated[
    Format,
    typer.Option(
        "--format",
        "-f",
        metavar="yaml|json",
        help=message("The format; several documents give a YAML stream or JSON Lines. Default: yaml."),
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help=message("Write to this file, not to standard output.")),
]
Force = Annotated[bool, typer.Option("--force", help=message("Replace the output file if it exists."))]
