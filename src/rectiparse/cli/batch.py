"""`rectiparse batch FOLDER… -o OUT`: the ledgers of all documents in folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rectiparse.cli.options import Encoding, Format, GrammarName, Office, Split, Year
from rectiparse.errors import RectiparseError
from rectiparse.language import message

if TYPE_CHECKING:
    from rectiparse.batch import Tally, Workers
    from rectiparse.cli.reports import Report


def seconds(text: str) -> float:
    """A number of seconds over 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e6:
        raise RectiparseError("--timeout needs a number of seconds, not '{text}'", text=text)
    return value


Folders = Annotated[
    list[Path],
    typer.Argument(
        metavar="FOLDER…", show_default=False, help=message("Folders with documents, looked through to the bottom.")
    ),
]
Out = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="OUT",
        show_default=False,
        help=message("The folder for the ledgers, in the same tree; made where it is missing."),
    ),
]
LedgerFormat = Annotated[
    Format,
    typer.Option("--format", "-f", metavar="yaml|json", help=message("The format of the ledgers. Default: yaml.")),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", metavar="N", min=1, help=message("Documents done at the same time. Default: the cores.")
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        "--include",
        metavar="GLOB",
        help=message("Only files of such a name, or with / of such a path. Default: the formats that are known."),
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="GLOB", help=message("No files and no folders of such a name or path.")),
]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        parser=seconds,
        help=message("The most that one document may take. Default: 60."),
    ),
]
Prune = Annotated[
    bool, typer.Option("--prune", help=message("Remove the ledgers of documents that are no longer in the folders."))
]
Anew = Annotated[bool, typer.Option("--force", help=message("Do again what has not changed."))]
SummaryFile = Annotated[
    Path | None,
    typer.Option(
        "--summary",
        metavar="FILE.xlsx|.csv|.jsonl",
        help=message("A table of all problems and measures of all documents, with unit, round and file (汇总台账)."),
    ),
]
UnitFrom = Annotated[
    str | None,
    typer.Option(
        "--unit-from",
        metavar="PATTERN",
        help=message("The unit is what this regular expression, or its first group, finds in the file's path."),
    ),
]
RoundFrom = Annotated[
    str | None,
    typer.Option("--round-from", metavar="PATTERN", help=message("The same for the round of inspection.")),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help=message("Hand the work to a Dask cluster, such as tcp://host:8786, that sees the same files."),
    ),
]
Ship = Annotated[
    bool, typer.Option("--ship", help=message("Send documents to the cluster and write the ledgers here."))
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=message("Show no progress and no table."))]


def command(
    folders: Folders,
    output: Out,
    format: LedgerFormat = "yaml",
    jobs: Jobs = None,
    include: Include = None,
    exclude: Exclude = None,
    timeout: Timeout = 60.0,
    prune: Prune = False,
    force: Anew = False,
    summary: SummaryFile = None,
    unit_from: UnitFrom = None,
    round_from: RoundFrom = None,
    scheduler: Scheduler = None,
    ship: Ship = False,
    quiet: Quiet = False,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    split: Split = False,
    office: Office = False,
) -> int:
    """Write the ledger of each document in the folders, several at a time.

    What has not changed since the last run is not done again. OUT/manifest.jsonl has a line for each document. Exit
    code 1 when a document failed.
    """
    import os

    from rectiparse.batch import Batch, InterruptedRun, Processes, Reading, Summary, Walk, run
    from rectiparse.cli import failures
    from rectiparse.cli.progress import Progress
    from rectiparse.language import translate
    from rectiparse.writing.saving import check_target

    chosen = None
    if grammar is not None:
        from rectiparse.grammar import load_grammar

        chosen = load_grammar(grammar).model_dump_json(by_alias=True)
    if scheduler is not None:  # whose workers stand in other folders
        folders, output = [Path(os.path.abspath(folder)) for folder in folders], Path(os.path.abspath(output))  # noqa: PTH100
    elif ship:
        raise RectiparseError("--ship sends documents to a cluster; give its --scheduler too")

    if summary is not None:
        check_target(summary, force=True)
    elif unit_from or round_from:
        raise RectiparseError("--unit-from and --round-from are for a summary; give --summary too")

    def workers() -> Workers:
        if scheduler is None:
            return Processes(jobs or cores(), timeout)
        from rectiparse.batch.cluster import Cluster

        return Cluster(scheduler, timeout)

    apart = frozenset(os.path.realpath(path) for path in (output, summary) if path is not None)
    walk = Walk(tuple(folders), tuple(include or ()), tuple(exclude or ()), apart)
    reading = Reading(format, chosen, year, encoding, split, office)
    total = Summary(summary, unit_from, round_from) if summary is not None else None
    batch = Batch(walk, output, reading, timeout, prune=prune, force=force, ship=ship, summary=total)
    try:
        with Progress(quiet=quiet) as progress:
            tally = run(batch, workers, progress.tell)
    except InterruptedRun as stop:
        sentence = translate(
            "interrupted: {ended} of {total} documents are through; the same command goes on from there"
        )
        failures.say(sentence.format(ended=stop.tally.ended, total=stop.tally.total))
        return failures.INTERRUPTED
    if not quiet:
        from rectiparse.cli import outputs, reports

        with outputs.writer(None) as put:
            reports.draw(report_of(tally, output), put, to_terminal=True)
    elif tally.failed:
        sentence = translate("{failed} of {total} documents failed; {manifest} says why")
        failures.say(sentence.format(failed=tally.failed, total=tally.total, manifest=output / "manifest.jsonl"))
    return 1 if tally.failed else 0


def cores() -> int:
    """The cores that this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def report_of(tally: Tally, output: Path) -> Report:
    """How the run ended, as tables."""
    from rectiparse.cli.reports import Report, Table
    from rectiparse.language import translate
    from rectiparse.writing.names import GENRES

    gone = (
        translate("{gone} no longer among the documents, their ledgers removed")
        if tally.pruned
        else translate("{gone} no longer among the documents; --prune removes their ledgers")
    )
    said = [
        translate("{count} made").format(count=tally.made),
        translate("{count} unchanged").format(count=tally.unchanged),
        translate("{count} failed").format(count=tally.failed),
        *([gone.format(gone=tally.gone)] if tally.gone else ()),
        *([translate("{count} in other folders, their ledgers kept").format(count=tally.aside)] if tally.aside else ()),
    ]
    counts = [
        (translate("documents"), tally.ended),
        (translate("problems"), tally.problems),
        (translate("measures"), tally.measures),
        (translate("findings"), tally.findings),
    ]
    kinds = sorted(tally.genres.items(), key=lambda entry: (-entry[1], entry[0]))
    shown = [(name, translate(failure.message).format(**failure.values)) for name, failure in tally.failures]
    if tally.failed > len(shown):
        more = translate("{count} more; see {manifest}")
        shown.append(("…", more.format(count=tally.failed - len(shown), manifest=output / "manifest.jsonl")))
    return Report(
        title=translate("Ledgers in {folder}").format(folder=output),
        summary=(translate(", ").join(said),),
        tables=(
            Table(translate("In all"), ("", ""), (0, 1), counts),
            Table(translate("Kinds"), ("", ""), (0, 1), [(translate(GENRES[kind]), count) for kind, count in kinds]),
            Table(translate("Failed"), (translate("document"), translate("reason")), (2, 3), shown),
        ),
    )
