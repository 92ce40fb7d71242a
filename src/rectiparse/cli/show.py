"""`rectiparse show FILE…`: the outline and the problems in the terminal."""

from __future__ import annotations

from rectiparse.cli.options import Encoding, Files, GrammarName, Year

NARROWEST = 40


def command(files: Files, *, grammar: GrammarName = None, year: Year = None, encoding: Encoding = None) -> int:
    """Draw each document; in colour on a terminal, plain elsewhere, without colours under NO_COLOR."""
    import shutil

    from rich.console import Console

    from rectiparse.cli.inputs import Inputs
    from rectiparse.cli.picture import draw
    from rectiparse.cli.wrapping import clip

    inputs = Inputs(files, grammar, year, encoding)
    console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
    columns = max(shutil.get_terminal_size().columns, NARROWEST)
    for ledgers in inputs:
        for ledger in ledgers:
            if len(inputs.files) > 1 or len(ledgers) > 1:
                console.print(clip(f"== {ledger.source.name}", columns), style="dim")
            for line in draw(ledger, columns, plain=not console.is_terminal):
                console.print(line)
            console.print()
    return inputs.exit_code
