"""`rectiparse extract FILE…`: the ledger of each document."""

from __future__ import annotations

from rectiparse.cli.options import Encoding, Files, Force, GrammarName, Office, Output, OutputFormat, Split, Year


def command(
    files: Files,
    *,
    format: OutputFormat = "yaml",
    output: Output = None,
    grammar: GrammarName = None,
    year: Year = None,
    encoding: Encoding = None,
    split: Split = False,
    office: Office = False,
    force: Force = False,
) -> int:
    """Write one ledger a document: YAML (a stream for several) or JSON (JSON Lines for several).

    A document that fails is said on stderr; the others still come out, and the exit code is 2.
    """
    from rectiparse.cli import outputs
    from rectiparse.cli.inputs import Inputs

    inputs = Inputs(files, grammar, year, encoding, split=split, office=office)
    outputs.check(output, inputs.files, force=force)
    with outputs.writer(output, force=force) as write:
        for ledgers in inputs:
            several = len(inputs.files) > 1 or len(ledgers) > 1
            for ledger in ledgers:
                if format == "yaml":
                    from rectiparse.writing import yaml

                    write("---\n" * several + yaml.dump(ledger))
                else:
                    from rectiparse.writing import json

                    write(json.dump_line(ledger) if several else json.dump(ledger))
    return inputs.exit_code
