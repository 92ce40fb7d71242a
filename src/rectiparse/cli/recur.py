"""`rectiparse recur ROUND…`: families of the same problem over rounds and units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from rectiparse.cli.diff import Themes, Threshold
from rectiparse.cli.options import Encoding, Force, GrammarName, Output, Year
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from rectiparse.cli.heatmaps import HeatMap
    from rectiparse.cli.inputs import Inputs
    from rectiparse.cli.reports import Report
    from rectiparse.comparing.rounds import Entry, Recurrences
    from rectiparse.ledger import Ledger

ROWS: Final = 20  # themes that a heat map shows
PATTERN_SECONDS: Final = 0.5
UNNAMED: Final = "?"

Naming = Callable[[str, Path, "Ledger"], str]

Rounds = Annotated[
    list[str],
    typer.Argument(
        metavar="ROUND…",
        show_default=False,
        help=message("Folders, documents or ledgers; without --round-from each is one round, in this order."),
    ),
]
RoundFrom = Annotated[
    str,
    typer.Option(
        "--round-from",
        metavar="argument|folder|year|PATTERN",
        help=message("What names the round: the argument, the file's folder, its year, or a pattern on its path."),
    ),
]
UnitFrom = Annotated[
    str,
    typer.Option(
        "--unit-from",
        metavar="organization|file|folder|PATTERN",
        help=message("What names the unit: the document itself, its file, its folder, or a pattern on its path."),
    ),
]
RecurFormat = Annotated[
    Literal["text", "json", "yaml", "markdown", "xlsx", "html", "svg"],
    typer.Option(
        "--format",
        "-f",
        metavar="text|json|yaml|markdown|xlsx|html|svg",
        help=message("The format; svg gives the heat maps alone. Default: text."),
    ),
]


def command(
    rounds: Rounds,
    format: RecurFormat = "text",
    output: Output = None,
    round_from: RoundFrom = "argument",
    unit_from: UnitFrom = "organization",
    threshold: Threshold = None,
    themes: Themes = None,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    force: Force = False,
) -> int:
    """Say which problems came up more than once, when and where, and how the themes moved."""
    from rectiparse.cli import outputs, reports
    from rectiparse.cli.heatmaps import as_svg
    from rectiparse.cli.inputs import Inputs
    from rectiparse.comparing.matching import THRESHOLD
    from rectiparse.comparing.rounds import recur
    from rectiparse.grammar.themes import load_themes

    inputs = Inputs([], grammar, year, encoding)
    reports.check(format, output, [file for _, file in files_of(rounds)], force=force)
    round_of, unit_of = naming(round_from), naming(unit_from)
    taxonomy = load_themes(themes)
    entries = sorted_entries(list(entries_of(rounds, inputs, round_of, unit_of)), round_from)
    found = recur(entries, threshold=THRESHOLD if threshold is None else threshold, taxonomy=taxonomy)
    if format == "svg":
        with outputs.writer(output, force=force) as put:
            put(as_svg(maps_of(found)))
    else:
        reports.write(lambda: report_of(found, as_text=format == "text"), found, format, output, force=force)
    return inputs.exit_code


def files_of(arguments: list[str]) -> Iterator[tuple[str, str]]:
    """Each file with the argument that it comes from: a file itself, or what lies in a folder, sorted."""
    for argument in arguments:
        path = Path(argument)
        if path.is_dir():
            for file in sorted(path.rglob("*")):
                if file.is_file() and not file.name.startswith((".", "~$")):
                    yield argument, str(file)
        else:
            yield argument, argument


def entries_of(arguments: list[str], inputs: Inputs, round_of: Naming, unit_of: Naming) -> Iterator[Entry]:
    """The ledgers of all files with their rounds and units; a file that fails is said and left out."""
    from rectiparse.cli import failures
    from rectiparse.comparing.rounds import Entry

    for argument, file in files_of(arguments):
        try:
            ledgers = inputs.ledgers(file)
        except RectiparseError as error:
            inputs.failed += 1
            failures.tell(error)
            continue
        for ledger in ledgers:
            yield Entry(round_of(argument, Path(file), ledger), unit_of(argument, Path(file), ledger), ledger)


def naming(source: str) -> Naming:
    """How a round or unit is named from the argument, the file and the ledger. Raises RectiparseError for a bad pattern."""
    match source:
        case "argument":
            return lambda argument, path, ledger: Path(argument).stem or argument
        case "folder":
            return lambda argument, path, ledger: path.resolve().parent.name
        case "file":
            return lambda argument, path, ledger: path.stem
        case "year":
            return lambda argument, path, ledger: str(ledger.document.year or UNNAMED)
        case "organization":
            return lambda argument, path, ledger: ledger.document.organization or path.stem
    import regex

    try:
        pattern = regex.compile(source)
    except regex.error as error:
        raise RectiparseError("the pattern {pattern} cannot be used: {reason}", pattern=source, reason=error) from None

    def by_pattern(argument: str, path: Path, ledger: Ledger) -> str:
        try:
            found = pattern.search(path.as_posix(), timeout=PATTERN_SECONDS)
        except TimeoutError:
            raise RectiparseError("the pattern {pattern} takes too long; make it simpler", pattern=source) from None
        return (found[1] if pattern.groups else found[0]) or UNNAMED if found else UNNAMED

    return by_pattern


def sorted_entries(entries: list[Entry], round_from: str) -> list[Entry]:
    """The documents in the order of their rounds: as given where the arguments name them, else by name, numbers by value."""
    if round_from == "argument":
        return entries
    return sorted(
        entries,
        key=lambda entry: [
            (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.split(r"(\d+)", entry.round)
        ],
    )


def maps_of(found: Recurrences) -> list[HeatMap]:
    """Theme by round, and theme by unit."""
    from rectiparse.cli.heatmaps import HeatMap
    from rectiparse.language import translate

    shown = found.themes[:ROWS]
    rows = tuple(theme.theme for theme in shown)
    rounds = {(theme.theme, count.name): count.problems for theme in shown for count in theme.by_round}
    units = {(theme.theme, count.name): count.problems for theme in shown for count in theme.by_unit}
    return [
        HeatMap(translate("Themes by round"), rows, found.rounds, rounds),
        HeatMap(translate("Themes by unit"), rows, found.units, units),
    ]


def report_of(found: Recurrences, *, as_text: bool) -> Report:
    """The families as a table with a timeline each, the themes with how they moved, the heat maps."""
    from rectiparse.cli.heatmaps import as_svg
    from rectiparse.cli.reports import Report, Table
    from rectiparse.language import translate

    families = [
        (
            family.title,
            family.theme or "",
            family.first,
            family.last,
            len(family.rounds),
            timeline(found.rounds, family.rounds, family.closed),
            translate(", ").join(family.units),
            translate("reopened") if family.reopened else "",
        )
        for family in found.families
    ]
    themes = [
        (
            theme.theme,
            theme.problems,
            *movement([{c.name: c.problems for c in theme.by_round}.get(r, 0) for r in found.rounds]),
        )
        for theme in found.themes[:ROWS]
    ]
    return Report(
        title=translate("Problems over {rounds} rounds and {units} units").format(
            rounds=len(found.rounds), units=len(found.units)
        ),
        summary=(
            translate(
                "{families} families came up more than once, of {problems} problems; {reopened} were closed and came back."
            ).format(
                families=len(found.families),
                problems=found.problems,
                reopened=sum(family.reopened for family in found.families),
            ),
        ),
        tables=(
            Table(
                translate("Families of the same problem"),
                (
                    translate("problem"),
                    translate("theme"),
                    translate("first seen"),
                    translate("last seen"),
                    translate("rounds"),
                    translate("timeline"),
                    translate("units"),
                    "",
                ),
                (4, 2, 0, 0, 0, 0, 3, 0),
                families,
            ),
            Table(
                translate("Themes"),
                (translate("theme"), translate("problems"), *found.rounds, translate("trend")),
                (1, 0, *(0 for _ in found.rounds), 0),
                themes,
            ),
        ),
        pictures=() if as_text else (as_svg(maps_of(found)),),
        maps=tuple(maps_of(found)) if as_text else (),
    )


def timeline(rounds: tuple[str, ...], seen: tuple[str, ...], closed: tuple[str, ...]) -> str:
    """One mark a round: ● seen, ○ seen and said to be done, · not seen."""
    return "".join("○" if name in closed else "●" if name in seen else "·" for name in rounds)


def movement(counts: list[int]) -> tuple[int | str, ...]:
    """The counts round by round, and an arrow from the first to the last."""
    arrow = "→" if counts[-1] == counts[0] else "↑" if counts[-1] > counts[0] else "↓"
    return (*counts, arrow)
