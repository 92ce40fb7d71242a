"""`rectiparse schema`: the JSON Schema of the ledger."""

from __future__ import annotations

from rectiparse.cli.options import Force, Output


def command(output: Output = None, force: Force = False) -> int:
    """Write the schema as JSON."""
    from rectiparse.cli import outputs
    from rectiparse.writing import schema

    outputs.check(output, force=force)
    with outputs.writer(output, force=force) as write:
        write(schema.dump())
    return 0
