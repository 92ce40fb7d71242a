"""`rectiparse diff OLD NEW`: which problems came back, which are new, which are gone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectiparse.cli.options import Encoding, Force, GrammarName, Output, Year
from rectiparse.cli.reports import ReportFormat
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from rectiparse.cli.reports import Report
    from rectiparse.comparing import Comparison
    from rectiparse.comparing.changes import Change
    from rectiparse.ledger import Ledger


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise RectiparseError("--threshold needs a number from 0 to 1, not '{text}'", text=text)
    return value


Old = Annotated[str, typer.Argument(metavar="OLD", show_default=False, help=message("The earlier document or ledger."))]
New = Annotated[str, typer.Argument(metavar="NEW", show_default=False, help=message("The later document or ledger."))]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="0…1",
        parser=share,
        help=message("The score from which on a problem is said to have come back. Default: 0.5."),
    ),
]
AnswersFile = Annotated[
    Path | None,
    typer.Option("--answers", metavar="FILE", help=message("A person's decisions on pairs; they come first.")),
]
WriteAnswers = Annotated[
    Path | None,
    typer.Option(
        "--write-answers",
        metavar="FILE",
        help=message("Write the pairs to this file to be decided on; earlier decisions are kept."),
    ),
]
Themes = Annotated[
    Path | None,
    typer.Option("--themes", metavar="FILE", help=message("Themes of your own on top of those that are known.")),
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help=message("Exit with 1 where a problem came back."))]


def command(
    old: Old,
    new: New,
    format: ReportFormat = "text",
    output: Output = None,
    threshold: Threshold = None,
    answers: AnswersFile = None,
    write_answers: WriteAnswers = None,
    themes: Themes = None,
    exit_code: ExitCode = False,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    force: Force = False,
) -> int:
    """Compare two rounds. A file that holds several ledgers is compared as a whole."""
    from rectiparse.cli import reports
    from rectiparse.cli.inputs import Inputs
    from rectiparse.comparing.answers import Answers, load_answers
    from rectiparse.comparing.joining import together
    from rectiparse.comparing.matching import THRESHOLD, compare, open_answers
    from rectiparse.grammar.themes import load_themes

    inputs = Inputs([old, new], grammar, year, encoding)
    reports.check(format, output, inputs.files, force=force)
    taxonomy = load_themes(themes)
    decided = load_answers(answers) if answers else Answers()
    before, after = (together(inputs.ledgers(file), file) for file in (old, new))
    comparison = compare(
        before, after, threshold=THRESHOLD if threshold is None else threshold, answers=decided, taxonomy=taxonomy
    )
    if write_answers:
        from rectiparse.comparing.answers import dump_answers
        from rectiparse.writing.saving import replacing

        with replacing(write_answers, force=force or write_answers == answers) as file:
            file.write(dump_answers(open_answers(comparison, before, after, decided)).encode("utf-8"))
    reports.write(lambda: report_of(comparison, before, after), comparison, format, output, force=force)
    return 1 if exit_code and comparison.recurring else 0


def report_of(comparison: Comparison, old: Ledger, new: Ledger) -> Report:
    """The comparison as tables, old beside new."""
    from rectiparse.cli.reports import Cell, Report, Table
    from rectiparse.language import translate

    before = {problem.id: problem for problem in old.problems}
    after = {problem.id: problem for problem in new.problems}
    pair_columns = ("", translate("earlier"), "", translate("later"), translate("score"), translate("what both share"))
    pair_shares = (0, 3, 0, 3, 0, 3)

    def beside(
        old_id: str, new_id: str, score: float, why: tuple[str, ...], *more: str
    ) -> tuple[Cell | str | float, ...]:
        marks = tuple(phrase for line in why for phrase in line.partition("：")[2].split(" / ") or (line,))
        marks += tuple(line for line in why if "：" not in line)
        return (
            old_id,
            Cell(before[old_id].title, marks),
            new_id,
            Cell(after[new_id].title, marks),
            score,
            "；".join([*why, *more]),
        )

    recurring = [
        beside(row.old, row.new, row.score, row.evidence, *(said(change) for change in row.changes))
        for row in comparison.recurring
    ]
    candidates = [beside(row.old, row.new, row.score, row.evidence) for row in comparison.candidates]
    return Report(
        title=translate("{old} against {new}").format(old=old.source.name, new=new.source.name),
        summary=(
            translate(
                "{back} of {old} earlier problems came back; {gone} gone; {new} of {later} later problems are new."
            ).format(
                back=len(before) - len(comparison.gone),
                old=len(before),
                gone=len(comparison.gone),
                new=len(comparison.new),
                later=len(after),
            ),
        ),
        tables=(
            Table(translate("Came back"), pair_columns, pair_shares, recurring),
            Table(translate("Worth a look"), pair_columns, pair_shares, candidates),
            Table(translate("New"), ("", ""), (0, 1), [(key, after[key].title) for key in comparison.new]),
            Table(translate("Gone"), ("", ""), (0, 1), [(key, before[key].title) for key in comparison.gone]),
        ),
    )


def said(change: Change) -> str:
    """A change in words: 次数 15次 → 10次 ↓."""
    from rectiparse.language import translate

    names = {
        "responsible": translate("responsible"),
        "deadline": translate("deadline"),
        "status": translate("progress"),
    }
    arrow = {"rose": " ↑", "fell": " ↓", None: ""}[change.trend]
    return f"{names.get(change.kind, change.what)} {change.old} → {change.new}{arrow}"
