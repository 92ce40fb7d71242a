"""The commands and code in a README, and what it says they print.

    python tests/readme_blocks.py README.md 1       the first command of the first `sh` block

The convention, for both READMEs:

- A fenced block marked `sh` holds commands, one a line; `\\` at a line's end goes on in the next, `#` opens a comment.
- A fenced block marked `console` holds commands behind `$ `, each followed by what it prints: standard output and
  standard error, in their order. A line `…` (or `...`) stands for any number of lines.
- A fenced block marked `python` holds a program; lines `# → …` at its end are what it prints.
- A word `no-test` behind the mark (```sh no-test) leaves the block unrun: it needs a network, a cluster, a browser.
- The first `sh` block begins with the two commands of a new user: one that installs and extracts a sample, one that
  passes the tests. `.ci/run` pastes them into a fresh clone; `tests/test_readme.py` runs the others.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its mark, its text, and the line of the file on which its text begins."""

    mark: str
    text: str
    line: int
    tested: bool


@dataclass(frozen=True)
class Command:
    """A command, what the README shows below it (None where it shows nothing), and where it stands."""

    text: str
    shown: str | None
    line: int


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a Markdown file that have a mark."""
    text = path.read_text(encoding="utf-8")
    return [
        Block(found[1], found[3], text.count("\n", 0, found.start(3)) + 1, "no-test" not in found[2])
        for found in FENCE.finditer(text)
    ]


def commands(block: Block) -> list[Command]:
    """The commands of a `sh` or `console` block."""
    found: list[Command] = []
    lines = block.text.splitlines()
    at = 0
    while at < len(lines):
        start, line = at, lines[at]
        at += 1
        if block.mark == "console" and not line.startswith("$ "):
            continue
        while line.endswith("\\") and at < len(lines):
            line = f"{line[:-1].rstrip()} {lines[at].strip()}"
            at += 1
        shown: list[str] = []
        while block.mark == "console" and at < len(lines) and not lines[at].startswith("$ "):
            shown.append(lines[at])
            at += 1
        text = line.removeprefix("$ ").strip()
        if text and not text.startswith("#"):
            output = "\n".join(shown).rstrip("\n") if any(shown) else None
            found.append(Command(text, output, block.line + start))
    return found


def matches(shown: str, printed: str) -> bool:
    """True when what the README shows is what was printed, `…` lines standing for any lines."""
    pattern = "\n".join(
        r"(?:.*\n)*?.*" if line.strip() in ("…", "...") else re.escape(line.rstrip()) for line in shown.splitlines()
    )
    plain = "\n".join(line.rstrip() for line in printed.splitlines())
    return re.fullmatch(pattern, plain.rstrip("\n")) is not None


def main(path: str, number: str) -> None:
    """Print one command of the first `sh` block."""
    found = [command for block in blocks(Path(path)) if block.mark == "sh" for command in commands(block)]
    if len(found) < int(number):
        sys.exit(f"{path}: no command {number} in its sh blocks")
    sys.stdout.write(found[int(number) - 1].text + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
