"""`rectiparse import BOOK.xlsx`: an edited workbook as the ledger that it is now."""  # noqa: N999 - named as its command

from __future__ import annotations

from typing import Annotated

import typer

from rectiparse.cli.options import Force, Output, OutputFormat
from rectiparse.language import message

Books = Annotated[
    list[str],
    typer.Argument(
        metavar="BOOK.xlsx…",
        show_default=False,
        help=message("Workbooks made by export and edited since, or a unit's own."),
    ),
]


def command(books: Books, *, format: OutputFormat = "yaml", output: Output = None, force: Force = False) -> int:
    """Write the ledgers; say what was dropped, and what was changed but could not be taken over (exit code 1)."""
    from pathlib import Path

    from rectiparse.cli import failures, outputs
    from rectiparse.cli.inputs import expanded
    from rectiparse.language import translate
    from rectiparse.writing import json, yaml
    from rectiparse.writing.importing import import_workbook

    files = expanded(books)
    outputs.check(output, files, force=force)
    imported = [import_workbook(Path(file), file) for file in files]
    ledgers = [ledger for each in imported for ledger in each.ledgers]
    with outputs.writer(output, force=force) as write:
        for ledger in ledgers:
            if format == "yaml":
                write("---\n" * (len(ledgers) > 1) + yaml.dump(ledger))
            else:
                write(json.dump_line(ledger) if len(ledgers) > 1 else json.dump(ledger))
    findings = [finding for each in imported for finding in each.findings]
    for finding in findings:
        place = translate("row {row}: ").format(row=finding.line) if finding.line else ""
        failures.say(f"{finding.file}: {place}{finding.message} ({finding.code})")
    return int(any(finding.severity == "warning" for finding in findings))
