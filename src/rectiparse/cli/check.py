"""`rectiparse check FILE…`: does a document agree with itself, and with the others?"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from rectiparse.cli.options import Encoding, Force, GrammarName, Output, Year
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from rectiparse.checking import Case
    from rectiparse.cli.inputs import Inputs
    from rectiparse.cli.reports import Cell, Report, Table
    from rectiparse.document import Document, Span
    from rectiparse.finding import Finding
    from rectiparse.ledger import Ledger, Record
    from rectiparse.writing.sarif import RuleFacts

Format = Literal["text", "json", "sarif", "github", "markdown", "xlsx"]
Level = Literal["error", "warning", "info"]

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE…",
        show_default=False,
        help=message("Documents (txt, md, docx, …) or ledgers; - reads standard input."),
    ),
]
FindingsFormat = Annotated[
    Format,
    typer.Option(
        "--format",
        "-f",
        metavar="text|json|sarif|github|markdown|xlsx",
        help=message("The format; text is for the terminal. Default: text."),
    ),
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        "--select",
        metavar="RULE,…",
        help=message("Only these rules: codes (R101), beginnings of codes (R1) or names. Default: all."),
    ),
]
Ignore = Annotated[list[str] | None, typer.Option("--ignore", metavar="RULE,…", help=message("All rules but these."))]
Severity = Annotated[
    Level | None,
    typer.Option(
        "--severity", metavar="error|warning|info", help=message("Leave out what is less grave. Default: info.")
    ),
]
FailOn = Annotated[
    Level | None,
    typer.Option(
        "--fail-on",
        metavar="error|warning|info",
        help=message("Exit with 1 for findings as grave as this, or graver. Default: error."),
    ),
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help=message("Exit with 0 whatever is found."))]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help=message("Settings in TOML. Default: .rectiparse.toml or pyproject.toml here or in a folder above."),
    ),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="FILE", help=message("Leave out the findings that this file knows.")),
]
WriteBaseline = Annotated[
    Path | None,
    typer.Option(
        "--write-baseline", metavar="FILE", help=message("Write the findings to this file as known, and exit with 0.")
    ),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile", metavar="FILE", help=message("Time limits of your place (YAML), for the rule time-limit.")
    ),
]
ListRules = Annotated[bool, typer.Option("--list", help=message("List the rules."))]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain", metavar="RULE", help=message("Say what a rule finds, with a text that fails and one that passes.")
    ),
]

WORDS_AROUND: Final = 12  # characters shown before and after the words in a table


def command(
    files: Files = None,
    *,
    format: FindingsFormat = "text",
    output: Output = None,
    select: Select = None,
    ignore: Ignore = None,
    severity: Severity = None,
    fail_on: FailOn = None,
    exit_zero: ExitZero = False,
    config: Config = None,
    baseline: BaselineFile = None,
    write_baseline: WriteBaseline = None,
    profile: ProfileFile = None,
    listed: ListRules = False,
    explain: Explain = None,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    force: Force = False,
) -> int:
    """Check each file, then what crosses them. An option overrides the settings file, and that the defaults.

    A document that fails is said on stderr; the others are still checked, and the exit code is 2.
    """
    if listed:
        return list_rules()
    if explain is not None:
        return explain_rules(explain)
    if not files:
        raise RectiparseError("FILE… is missing; give documents or ledgers, or --list, or --explain RULE")

    from rectiparse.checking import Checker, Settings, find_settings, load_settings
    from rectiparse.checking.baseline import dump_baseline, load_baseline, new_ones
    from rectiparse.cli import reports
    from rectiparse.cli.findings import summary
    from rectiparse.cli.inputs import Inputs

    inputs = Inputs(files, grammar, year, encoding)
    reports.check(format, output, inputs.files, force=force)
    file = config or find_settings(Path.cwd())
    given = {
        "select": words_of(select),
        "ignore": words_of(ignore),
        "severity": severity,
        "fail_on": fail_on,
        "baseline": baseline,
        "profile": profile,
    }
    settings = (load_settings(file) if file else Settings()).model_copy(
        update={key: value for key, value in given.items() if value}
    )
    known = load_baseline(settings.baseline) if settings.baseline and not write_baseline else {}
    checker = Checker(settings)
    documents: dict[str, Document] = {}
    for case in cases(inputs):
        checker.add(case)
        if case.document is not None:
            documents[case.file] = case.document
    found = checker.findings()
    if write_baseline is not None:
        from rectiparse.writing.saving import replacing

        known_before = settings.baseline is not None and settings.baseline.resolve() == write_baseline.resolve()
        with replacing(write_baseline, force=force or known_before) as target:
            target.write(dump_baseline(found).encode("utf-8"))
        return inputs.exit_code
    findings = new_ones(found, known)
    said = summary(findings, len(inputs.files) - inputs.failed, len(found) - len(findings))
    put(findings, said, documents, format, output, force=force)
    fails = settings.fail_on != "never" and any(finding.at_least(settings.fail_on) for finding in findings)
    return inputs.exit_code or int(fails and not exit_zero)


def words_of(options: list[str] | None) -> tuple[str, ...]:
    """The words of an option that may be given several times, with several words each: R1,declared-count."""
    return tuple(word.strip() for option in options or () for word in option.split(",") if word.strip())


# ---- what is checked -------------------------------------------------------------------------------------------------


UNCHECKED: Final = message("{file}: its document {name} is not beside it; rules on the text are silent")
"""What is said of a ledger whose document cannot be found, where checks are asked for."""


def cases(inputs: Inputs, alone: str | None = UNCHECKED) -> Iterator[Case]:
    """Each file as cases, in the order given; one that fails is said on stderr and left out.

    `alone` is what is said of a ledger whose document cannot be found, None for nothing.
    """
    from rectiparse.cli import failures

    for file in inputs.files:
        try:
            yield from cases_of(inputs, file, alone)
        except RectiparseError as error:
            inputs.failed += 1
            failures.tell(error)


def cases_of(inputs: Inputs, file: str, alone: str | None = UNCHECKED) -> list[Case]:
    """The case of a document, or those of the ledgers that a file holds."""
    from rectiparse.checking import Case
    from rectiparse.cli import failures
    from rectiparse.cli.inputs import HEAD, STANDARD_INPUT, first_bytes
    from rectiparse.language import translate
    from rectiparse.pipeline import extract
    from rectiparse.reading import read
    from rectiparse.writing.loading import is_ledger, load_ledgers

    source = sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(file)
    head = source[:HEAD] if isinstance(source, bytes) else first_bytes(source)
    if not is_ledger(file, head.decode("utf-8", "replace")):
        document = read(source, encoding=inputs.encoding)
        return [Case(shown(file), extract(document, grammar=inputs.grammar, year=inputs.year), document)]
    found = []
    ledgers = load_ledgers(source, file)
    for ledger in ledgers:
        name = shown(file) if len(ledgers) == 1 else f"{shown(file)}#{ledger.source.name}"
        for path in places_of_document(file, ledger):
            if (source_text := document_beside(path, ledger)) is not None:
                found.append(Case(shown(str(path)), ledger, source_text))
                break
        else:
            if alone is not None:
                failures.say(translate(alone).format(file=file, name=ledger.source.name))
            found.append(Case(name, ledger))
    return found


def places_of_document(file: str, ledger: Ledger) -> Iterator[Path]:
    """Where the document of a ledger may lie: beside it, or where the manifest of `batch` says."""
    from rectiparse.batch.manifest import document_of
    from rectiparse.cli.inputs import STANDARD_INPUT

    if file == STANDARD_INPUT:
        return
    yield Path(file).with_name(Path(ledger.source.name).name)
    if (path := document_of(Path(file))) is not None:
        yield path


def document_beside(path: Path, ledger: Ledger) -> Document | None:
    """The document that a ledger was made of, where it lies in the same folder and is the same to the byte.

    None too where a span of the ledger, edited by hand, no longer lies in the text.
    """
    from rectiparse.reading import read

    if not path.is_file():
        return None
    document = read(path, encoding=ledger.source.encoding if ledger.source.format in ("txt", "md") else None)
    same = document.sha256 == ledger.source.sha256 and len(document.text) == ledger.source.characters
    return document if same and all(start < end <= len(document.text) for start, end in spans_of(ledger)) else None


def spans_of(record: Record) -> Iterator[Span]:
    """Every span in a record and in the records inside it."""
    from rectiparse.document import Span
    from rectiparse.ledger import Record

    stack: list[object] = [record]
    while stack:
        value = stack.pop()
        if isinstance(value, Span):
            yield value
        elif isinstance(value, Record):
            stack.extend(value.__dict__.values())
        elif isinstance(value, tuple):
            stack.extend(value)


def shown(file: str) -> str:
    """The name that findings carry: as given, with / between folders on every system."""
    return Path(file).as_posix()


# ---- what comes out --------------------------------------------------------------------------------------------------


def put(
    findings: Sequence[Finding],
    said: str,
    documents: dict[str, Document],
    format: Format,
    output: Path | None,
    *,
    force: bool,
) -> None:
    """Write the findings in a format, to a file or to standard output."""
    from rectiparse.cli import outputs, reports

    if format == "xlsx" and output is not None:
        from rectiparse.writing.saving import replacing

        with replacing(output, force=force) as file:
            file.write(reports.as_workbook(report_of(findings, said, documents, by_file=False)))
        return
    with outputs.writer(output, force=force) as write:
        if format == "json":
            from pydantic_core import to_json

            from rectiparse.writing.json import SPAN
            from rectiparse.writing.plain import plain

            listed = to_json([plain(finding) for finding in findings], indent=2)
            write(SPAN.sub(rb"[\1, \2]", listed).decode() + "\n")
        elif format == "sarif":
            from rectiparse.writing import sarif

            write(sarif.dump(findings, rule_facts(), documents))
        elif format == "github":
            from rectiparse.writing import annotations

            write(annotations.dump(findings))
        elif format == "markdown":
            write(reports.as_markdown(report_of(findings, said, documents, by_file=True)))
        else:
            draw(findings, said, documents, write, to_terminal=output is None)


def draw(
    findings: Sequence[Finding],
    said: str,
    documents: dict[str, Document],
    write: Callable[[str], None],
    *,
    to_terminal: bool,
) -> None:
    """Draw the findings: in colour on a terminal, elsewhere with ^ below the words."""
    import shutil

    from rich.console import Console

    from rectiparse.cli.findings import NARROWEST, Page, lines_of

    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    plain = not (to_terminal and console.is_terminal)
    page = Page(max(shutil.get_terminal_size().columns, NARROWEST), plain, documents)
    for line in lines_of(findings, page):
        line.rstrip()
        if to_terminal:
            console.print(line)
        else:
            write(line.plain + "\n")
    if to_terminal:
        console.print(said, style="bold")
    else:
        write(said + "\n")


def report_of(findings: Sequence[Finding], said: str, documents: dict[str, Document], *, by_file: bool) -> Report:
    """The findings as tables: one a file, or one for all."""
    from itertools import groupby

    from rectiparse.cli.reports import Report
    from rectiparse.language import translate

    if by_file:
        groups = [(file, [*rows]) for file, rows in groupby(findings, key=lambda finding: finding.file)]
        tables = tuple(table_of(file, rows, documents, named=False) for file, rows in groups)
    else:
        tables = (table_of(translate("findings"), findings, documents, named=True),)
    return Report(translate("check"), (said,), tables)


def table_of(title: str, findings: Sequence[Finding], documents: dict[str, Document], *, named: bool) -> Table:
    """Findings as rows; `named` gives the file a column."""
    from rectiparse.cli.findings import severity_name
    from rectiparse.cli.reports import Table
    from rectiparse.language import translate

    columns = (
        *((translate("file"),) if named else ()),
        translate("line"),
        translate("severity"),
        translate("rule"),
        "",
        translate("words"),
        translate("why"),
        translate("expected"),
        translate("found"),
    )
    rows = [
        (
            *((finding.file,) if named else ()),
            finding.line if finding.line is not None else "",
            severity_name(finding.severity),
            finding.code,
            finding.rule,
            around(finding, documents),
            finding.message,
            "" if finding.expected is None else finding.expected,
            "" if finding.found is None else finding.found,
        )
        for finding in findings
    ]
    return Table(title, columns, (*((1,) if named else ()), 0, 0, 0, 0, 3, 3, 1, 1), rows)


def around(finding: Finding, documents: dict[str, Document]) -> Cell:
    """The words with some of their line before and after, the words marked."""
    from rectiparse.cli.reports import Cell

    document = documents.get(finding.file)
    if document is None or finding.text is None:
        return Cell(finding.text or "")
    start, end = finding.span
    low = max(document.text.rfind("\n", 0, start) + 1, start - WORDS_AROUND)
    line_end = document.text.find("\n", end)
    high = min(line_end if line_end >= 0 else len(document.text), end + WORDS_AROUND)
    words = " ".join(document.text[low:high].split("\n"))
    return Cell(words, (" ".join(finding.text.split("\n")),))


# ---- the rules themselves ----------------------------------------------------------------------------------------------


def rule_facts() -> list[RuleFacts]:
    """The rules as a log names them."""
    from rectiparse.checking import RULES
    from rectiparse.language import translate
    from rectiparse.writing.sarif import RuleFacts

    return [RuleFacts(rule.code, rule.name, rule.severity, translate(rule.about), rule.told) for rule in RULES]


def list_rules() -> int:
    """One line a rule: code, name, severity, what it finds."""
    from rectiparse.checking import RULES
    from rectiparse.cli.findings import severity_name
    from rectiparse.cli.wrapping import width
    from rectiparse.language import translate

    names = max(len(rule.name) for rule in RULES)
    grades = max(width(severity_name(rule.severity)) for rule in RULES)
    for rule in RULES:
        grade = severity_name(rule.severity)
        padded = grade + " " * (grades - width(grade))
        sys.stdout.write(f"{rule.code}  {rule.name:<{names}}  {padded}  {translate(rule.about)}\n")
    return 0


def explain_rules(word: str) -> int:
    """What a rule finds, at length, with a text that fails and one that passes."""
    from rectiparse.checking.rules import named
    from rectiparse.cli.findings import severity_name
    from rectiparse.language import translate

    parts = []
    for rule in named(word):
        about = translate(rule.about)
        lines = [f"{rule.code} {rule.name} ({severity_name(rule.severity)})", about]
        if about == rule.about:  # at length in English alone
            lines += ["", rule.told]
        headings = (
            ("Profile", translate("with this profile")),
            ("Fails", translate("fails")),
            ("Passes", translate("passes")),
        )
        for heading, said in headings:
            if text := rule.text(heading):
                lines += ["", f"{said}:", *(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))]
        parts.append("\n".join(lines) + "\n")
    sys.stdout.write("\n".join(parts))
    return 0
