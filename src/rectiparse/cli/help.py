"""Help texts, drawn by ourselves: typer's own drawing counts a Chinese character as one column and speaks English."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from typer.core import TyperArgument, TyperCommand, TyperGroup

from rectiparse.cli.wrapping import width, wrap
from rectiparse.language import message, translate

if TYPE_CHECKING:  # typer keeps these to itself; only the names of the types are needed
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter

WIDEST: Final = 100
MARGIN: Final = 28  # names longer than this have their text on the next line

# Taken off the command line before typer sees it (see `rectiparse.cli`), so typer does not list it.
LANG: Final = ("--lang zh|en", message("Speak Chinese or English; without it, RECTIPARSE_LANG or the locale decides."))
HELP: Final = ("-h, --help", message("Show this text."))


class Command(TyperCommand):
    """A command with its help in the language spoken."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it does, arguments, options."""
        formatter.write(page(self, ctx, ()))


class Group(TyperGroup):
    """A group of commands with its help in the language spoken."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it does, commands, options."""
        formatter.write(page(self, ctx, [(name, command.help or "") for name, command in self.commands.items()]))


def page(command: TyperCommand | TyperGroup, ctx: Context, commands: Iterable[tuple[str, str]]) -> str:
    """The whole help text of a command, lines ended."""
    columns = min(shutil.get_terminal_size().columns, WIDEST)
    arguments = [record(param) for param in command.params if isinstance(param, TyperArgument)]
    options = [record(param) for param in command.params if not isinstance(param, TyperArgument)]
    usage = [ctx.command_path, translate("[OPTIONS]"), translate("COMMAND …") if commands else ""]
    usage += [name for name, _ in arguments]
    lines = [*wrap(translate("Usage: {usage}").format(usage=" ".join(filter(None, usage))), columns), ""]
    lines += [*wrap(command.help or "", columns), ""]
    for heading, rows in (
        (translate("Commands:"), list(commands)),
        (translate("Arguments:"), arguments),
        (translate("Options:"), [*options, *((name, translate(text)) for name, text in (LANG, HELP))]),
    ):
        if rows:
            lines += [heading, *table(rows, columns), ""]
    return "\n".join(lines)


def record(param: Parameter) -> tuple[str, str]:
    """How an argument or option is written, and what it does."""
    value = param.metavar or ""
    if isinstance(param, TyperArgument):
        return value, param.help or ""
    names = ", ".join(sorted(param.opts, key=len))
    return f"{names} {value}".rstrip(), getattr(param, "help", None) or ""


def table(rows: list[tuple[str, str]], columns: int) -> list[str]:
    """Names on the left, their texts wrapped on the right, or below where the name is long or the terminal narrow."""
    left = min(max(width(name) for name, _ in rows) + 4, MARGIN, columns // 3)
    lines = []
    for name, text in rows:
        first, *rest = wrap(text, max(columns - left, 10))
        if width(name) + 4 <= left:
            lines.append(f"  {name}{' ' * (left - 2 - width(name))}{first}")
        else:
            lines += [f"  {name}", " " * left + first]
        lines += [" " * left + line for line in rest]
    return lines
