"""Puts the command line together with typer, each time anew: in the language spoken, with one command loaded."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from rectiparse.cli import COMMANDS, failures
from rectiparse.cli.help import Command, Group
from rectiparse.language import message, translate

# A command returns its exit code; what it takes is typer's to find out.
Function = Callable[..., int]
Commands = dict[str, tuple[str, Function]]

PROGRAM: Final = "rectiparse"
ABOUT: Final = message(
    "Turns rectification documents (整改方案, 整改报告, 自查报告, 对照检查材料) into ledgers (台账)."
)


def run(arguments: list[str]) -> int:
    """Run a command line and give its exit code.

    Not by typer's own `app()`: that would turn errors, Ctrl-C and closed pipes into boxes and codes of its own.
    """
    # The program's own options take no values, so the first word that is none is the command.
    named = next((argument for argument in arguments if not argument.startswith("-")), None)
    command = build(named)
    try:
        with command.make_context(PROGRAM, arguments or ["--help"]) as context:
            return int(command.invoke(context) or 0)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.TyperException as error:
        place = getattr(error, "ctx", None)
        path = place.command_path if place else f"{PROGRAM} {named}" if named in COMMANDS else PROGRAM
        failures.tell_usage(error.format_message(), path)
        return failures.COULD_NOT_RUN


def build(named: str | None) -> TyperCommand | TyperGroup:
    """The tree of commands; all but the one `named` stand in it by name and help alone."""
    app = group(ABOUT)
    app.callback()(program)
    for name, about in COMMANDS.items():
        loaded = import_module(f"rectiparse.cli.{name.replace('-', '_')}").command if name == named else not_loaded
        if isinstance(loaded, dict):
            inner = group(about)
            for inner_name, (inner_about, function) in loaded.items():
                inner.command(inner_name, cls=Command, help=translate(inner_about))(function)
            app.add_typer(inner, name=name)
        else:
            app.command(name, cls=Command, help=translate(about))(loaded)
    command: TyperCommand | TyperGroup = translated(typer.main.get_command(app))
    return command


def group(about: str) -> typer.Typer:
    """An empty group of commands."""
    return typer.Typer(
        cls=Group,
        help=translate(about),
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )


def translated(command: Any) -> Any:
    """The command with the help of its options, and of its sub-commands' options, in the language spoken."""
    for param in command.params:
        if getattr(param, "help", None):
            param.help = translate(param.help)
    for inner in getattr(command, "commands", {}).values():
        translated(inner)
    return command


def not_loaded() -> int:
    """Stands for a command that this command line does not name."""
    raise AssertionError("the command line names no command that is not loaded")


def show_version(asked: bool) -> None:
    """Print name and version and end there."""
    if asked:
        from importlib.metadata import version

        typer.echo(f"{PROGRAM} {version(PROGRAM)}")
        raise typer.Exit


def program(
    version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help=message("Print the version.")),
    ] = False,
) -> None:
    """Options of the program itself."""
