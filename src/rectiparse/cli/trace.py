"""`rectiparse trace PLAN REPORT`: what became of what the plan promised."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from rectiparse.cli.options import Encoding, Force, GrammarName, Output, Year
from rectiparse.cli.reports import ReportFormat
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from rectiparse.cli.reports import Report, Value
    from rectiparse.comparing.tracing import Trace, TracedMeasure
    from rectiparse.ledger import Ledger


def day(text: str) -> date:
    """A day as 2023-08-10."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RectiparseError("--today needs a day such as 2023-08-10, not '{text}'", text=text) from None


Plan = Annotated[str, typer.Argument(metavar="PLAN", show_default=False, help=message("The plan or its ledger."))]
Answering = Annotated[
    str, typer.Argument(metavar="REPORT", show_default=False, help=message("The report or its ledger."))
]
Today = Annotated[
    date | None,
    typer.Option(
        "--today",
        metavar="YYYY-MM-DD",
        parser=day,
        help=message("The day by which deadlines are judged; without it none counts as passed."),
    ),
]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help=message("Exit with 1 where something promised is missing or late."))
]

ANSWERS = {
    "answered": message("answered"),
    "partly": message("partly answered"),
    "not-answered": message("not answered"),
}
DUE = {"kept": message("in time"), "passed": message("deadline passed"), "open": message("not due yet")}


def command(
    plan: Plan,
    report: Answering,
    format: ReportFormat = "text",
    output: Output = None,
    today: Today = None,
    exit_code: ExitCode = False,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    force: Force = False,
) -> int:
    """Hold a report against its plan: each planned problem and measure, its number, its deadline."""
    from rectiparse.cli import reports
    from rectiparse.cli.inputs import Inputs
    from rectiparse.comparing.joining import together
    from rectiparse.comparing.tracing import trace

    inputs = Inputs([plan, report], grammar, year, encoding)
    reports.check(format, output, inputs.files, force=force)
    planned, reported = (together(inputs.ledgers(file), file) for file in (plan, report))
    found = trace(planned, reported, today=today)
    reports.write(lambda: report_of(found, planned, reported), found, format, output, force=force)
    return 1 if exit_code and found.missing else 0


def report_of(found: Trace, plan: Ledger, report: Ledger) -> Report:
    """The trace as tables: each problem with its measures below it."""
    from rectiparse.cli.reports import Report, Table
    from rectiparse.language import translate
    from rectiparse.writing.names import STATUSES

    titles = {problem.id: problem.title for problem in report.problems}

    def line(
        plan_id: str, text: str, report_id: str | None, answer: str, status: str, due: str | None, more: str = ""
    ) -> tuple[Value, ...]:
        state = [
            translate(STATUSES[status]) if status != "unknown" else "",
            translate(DUE[due]) if due else "",
            more,
        ]
        return plan_id, text, report_id or "", translate(ANSWERS[answer]), translate(", ").join(filter(None, state))

    def step(measure: TracedMeasure) -> tuple[Value, ...]:
        return line(
            measure.plan, measure.text, measure.report, measure.answer, measure.status, measure.due, promised(measure)
        )

    rows: list[tuple[Value, ...]] = []
    for problem in found.problems:
        rows.append(line(problem.plan, problem.title, problem.report, problem.answer, problem.status, problem.due))
        rows += [step(measure) for measure in problem.measures]
    steps = [*found.measures, *(measure for problem in found.problems for measure in problem.measures)]
    columns = ("", translate("planned"), translate("reported"), translate("answer"), translate("progress"))
    shares = (0, 5, 0, 0, 2)
    return Report(
        title=translate("{plan} against {report}").format(plan=plan.source.name, report=report.source.name),
        summary=(
            translate("Problems: {answered} answered, {partly} partly, {missing} not.").format(
                answered=sum(problem.answer == "answered" for problem in found.problems),
                partly=sum(problem.answer == "partly" for problem in found.problems),
                missing=sum(problem.answer == "not-answered" for problem in found.problems),
            ),
            translate("Measures: {answered} answered, {partly} partly, {missing} not; {late} late.").format(
                answered=sum(measure.answer == "answered" for measure in steps),
                partly=sum(measure.answer == "partly" for measure in steps),
                missing=sum(measure.answer == "not-answered" for measure in steps),
                late=sum(measure.due == "passed" for measure in steps),
            ),
        ),
        tables=(
            Table(translate("Planned problems and measures"), columns, shares, rows),
            Table(
                translate("Measures that answer no single problem"),
                columns,
                shares,
                [step(measure) for measure in found.measures],
            ),
            Table(translate("New in the report"), ("", ""), (0, 1), [(key, titles[key]) for key in found.new]),
        ),
    )


def promised(measure: TracedMeasure) -> str:
    """The numbers of a measure in words: 培训（次） 2次 → 1次."""
    marks = {True: " ✓", False: " ✗", None: ""}
    return "；".join(
        f"{promise.what} {promise.promised} → {promise.reported or '?'}{marks[promise.kept]}"
        for promise in measure.promises
        if promise.reported
    )
