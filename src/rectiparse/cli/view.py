"""`rectiparse view FILE…`: the review page, source beside ledger; or old beside new."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rectiparse.cli.options import Encoding, Files, Force, GrammarName, Year
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rectiparse.checking import Case
    from rectiparse.cli.inputs import Inputs

SUFFIX: Final = ".html"
ALONE: Final = message("{file}: its document {name} is not found; the page shows the ledger alone")

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="PAGE.html",
        help=message("The page's file. Default: the document's name and .html, here."),
    ),
]
Open = Annotated[bool, typer.Option("--open", help=message("Open the page in the browser."))]
Diff = Annotated[
    bool, typer.Option("--diff", help=message("Two files, old and new: what came back, what is new, what is gone."))
]


def command(
    files: Files,
    *,
    output: Output = None,
    opened: Open = False,
    diff: Diff = False,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    force: Force = False,
) -> int:
    """Write one page of all files, with an index where they are several. One that fails is said on stderr and left out."""
    from rectiparse.cli import outputs
    from rectiparse.cli.check import cases
    from rectiparse.cli.export import put
    from rectiparse.cli.inputs import STANDARD_INPUT, Inputs

    inputs = Inputs(files, grammar, year, encoding)
    if diff and len(inputs.files) != 2:
        raise RectiparseError(
            "--diff needs two files, the earlier and the later; {count} given", count=len(inputs.files)
        )
    if output is None:
        first = inputs.files[0]
        stem = "rectiparse" if first == STANDARD_INPUT or len(inputs.files) > 1 else Path(first).stem
        output = Path(stem + SUFFIX)
    outputs.check(output, inputs.files, force=force)
    if diff:
        page = compared(inputs)
    else:
        found = list(cases(inputs, ALONE))
        if not found:
            return inputs.exit_code
        page = page_of(found)
    put(page.encode("utf-8"), output, force=force)
    if opened and str(output) != "-":
        import webbrowser

        webbrowser.open(output.resolve().as_uri())
    return inputs.exit_code


def page_of(found: Sequence[Case]) -> str:
    """The page of some documents, with what a check finds in each."""
    from rectiparse.checking import Finding, check
    from rectiparse.writing.page import Review, review_page

    findings: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in check(found):
        findings[finding.file].append(finding)
    return review_page([Review(case.ledger, case.document, tuple(findings[case.file])) for case in found])


def compared(inputs: Inputs) -> str:
    """The page of two rounds."""
    from rectiparse.cli.diff import said
    from rectiparse.comparing import compare
    from rectiparse.comparing.joining import together
    from rectiparse.writing.page import diff_page

    old, new = (together(inputs.ledgers(file), file) for file in inputs.files)
    comparison = compare(old, new)
    changes = {(row.old, row.new): [said(change) for change in row.changes] for row in comparison.recurring}
    return diff_page(comparison, old, new, changes=changes)
