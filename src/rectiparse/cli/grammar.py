"""`rectiparse grammar list|show|check|test|new`: the grammars, the shipped ones and one's own."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from rectiparse.cli.options import Force
from rectiparse.language import message

Name = Annotated[
    str, typer.Argument(metavar="NAME|PATH", show_default=False, help=message("A grammar's name or file."))
]
NewName = Annotated[str, typer.Argument(metavar="NAME", show_default=False, help=message("The new grammar's name."))]
Extends = Annotated[
    str, typer.Option("--extends", metavar="NAME", help=message("The grammar that it takes over. Default: base."))
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help=message("The file to write. Default: NAME.yaml."))
]


def list_command() -> int:
    """One line a grammar: name, title, what it reads, where it lies; the one that a name finds comes first."""
    from rectiparse.grammar.loading import folders, load_grammar

    seen: set[str] = set()
    for folder, _ in folders():
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
            if path.stem in seen or path.stem == "themes":
                continue
            seen.add(path.stem)
            grammar = load_grammar(path.stem)
            sys.stdout.write(f"{path.stem}\t{grammar.title}\t{grammar.description}\t{path}\n")
    return 0


def show_command(name: Name) -> int:
    """The grammar as it is used, with what it takes over, as YAML."""
    import yaml

    from rectiparse.grammar import load_grammar

    data = load_grammar(name).model_dump(mode="json", by_alias=True, exclude={"trusted"}, exclude_none=True)
    sys.stdout.write(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))
    return 0


def check_command(path: Annotated[Path, typer.Argument(metavar="PATH", show_default=False)]) -> int:
    """Each mistake with its line, column and a caret; exit code 1 when there is one."""
    from rectiparse.grammar.proofing import proof
    from rectiparse.language import translate

    mistakes = proof(path)
    for mistake in mistakes:
        words = translate(mistake.template).format(**mistake.values)
        sys.stdout.write(
            f"{path}:{mistake.line}:{mistake.column}: {words}\n    {mistake.source}\n    {mistake.caret}\n"
        )
    if not mistakes:
        sys.stderr.write(translate("{path}: no mistakes").format(path=path) + "\n")
    return 1 if mistakes else 0


def test_command(name: Name) -> int:
    """Read the examples of a grammar and say where what comes out is not what it says; exit code 1 when so."""
    from rectiparse.grammar import load_grammar
    from rectiparse.language import translate
    from rectiparse.pipeline import run_example

    grammar = load_grammar(name)
    failed = 0
    for number, example in enumerate(grammar.examples, 1):
        differences = run_example(grammar, example)
        failed += bool(differences)
        for key, expected, found in differences:
            line = translate("example {number}: {key} should be {expected}, is {found}")
            sys.stdout.write(line.format(number=number, key=key, expected=expected, found=found) + "\n")
    summary = translate("{count} examples read, {failed} differ")
    sys.stderr.write(summary.format(count=len(grammar.examples), failed=failed) + "\n")
    return 1 if failed else 0


def new_command(name: NewName, extends: Extends = "base", output: Output = None, force: Force = False) -> int:
    """Write a commented grammar file that works as it stands."""
    from rectiparse.cli import outputs
    from rectiparse.errors import GrammarError
    from rectiparse.grammar import load_grammar
    from rectiparse.grammar.template import template

    if not name.replace("-", "").replace("_", "").isalnum():
        raise GrammarError("a grammar's name is letters, digits, - and _, not “{name}”", name=name)
    load_grammar(extends)
    path = output or Path(f"{name}.yaml")
    outputs.check(path, force=force)
    with outputs.writer(path, force=force) as write:
        write(template(name, extends))
    return 0


command = {
    "list": (message("List the grammars that can be used by name."), list_command),
    "show": (message("Print a grammar as it is used, with what it takes over."), show_command),
    "check": (message("Proof a grammar file: each mistake with its line and column."), check_command),
    "test": (message("Read the examples that a grammar carries."), test_command),
    "new": (message("Write a new, commented grammar file."), new_command),
}
