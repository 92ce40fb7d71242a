"""Every command in both READMEs runs and prints what the README shows; `readme_blocks` says by which convention.

The commands that begin with `rectiparse` run in the order in which they stand, in one folder that holds a copy of the
samples, so that a later one can use what an earlier one wrote. They end with 0, or with 1 where they look for
findings; 2 and more would mean that the README is wrong. A `console` block that shows output is held to it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readme_blocks import Block, Command, blocks, commands, matches

TOP = Path(__file__).parents[1]
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the README's commands are for a POSIX shell")


def own_commands(name: str) -> list[Command]:
    """The commands of a README that are rectiparse's own, in order."""
    return [
        command
        for block in blocks(TOP / name)
        if block.tested and block.mark in ("sh", "console")
        for command in commands(block)
        if command.text.startswith("rectiparse ")
    ]


@pytest.fixture(scope="module", params=READMES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A README, and a folder of its own with the samples in it."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(TOP / "samples", folder / "samples")
    return request.param, folder


def run(command: list[str], name: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RECTIPARSE_LANG": READMES[name],
        "COLUMNS": "80",
    }
    return subprocess.run(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        encoding="utf-8", check=False,
    )  # fmt: skip


def test_the_commands_run_and_print_what_is_shown(place: tuple[str, Path]) -> None:
    name, folder = place
    wrong = []
    for command in own_commands(name):
        ran = run(["bash", "-c", command.text], name, folder)
        if ran.returncode not in (0, 1):
            wrong.append(f"{name}:{command.line}: {command.text}\nends with {ran.returncode}:\n{ran.stdout[-600:]}")
        elif command.shown is not None and not matches(command.shown, ran.stdout):
            wrong.append(f"{name}:{command.line}: {command.text}\nprints:\n{ran.stdout}")
    assert not wrong, "\n\n".join(wrong)


def test_the_code_runs_and_prints_what_is_shown(place: tuple[str, Path]) -> None:
    name, folder = place
    for block in blocks(TOP / name):
        if block.tested and block.mark == "python":
            ran = run([sys.executable, "-c", block.text], name, folder)
            shown = [line[4:] for line in block.text.splitlines() if line.startswith("# → ")]
            assert (ran.returncode, ran.stdout.splitlines()) == (0, shown), f"{name}:{block.line}"


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = ([command.text for command in own_commands(name)] for name in READMES)
    assert english == chinese
    assert len(english) >= 3


def test_a_new_user_begins_with_two_commands() -> None:
    for name in READMES:
        first = commands(next(block for block in blocks(TOP / name) if block.mark == "sh"))
        assert "install" in first[0].text
        assert "rectiparse extract samples/" in first[0].text
        assert "pytest" in first[1].text


def test_the_convention() -> None:
    text = "$ rectiparse a \\\n    -f json | head\n一\n…\n二\n\n$ rectiparse b\n$ ls\n"
    found = commands(Block("console", text, 10, tested=True))
    assert [(command.text, command.shown, command.line) for command in found] == [
        ("rectiparse a -f json | head", "一\n…\n二", 10),
        ("rectiparse b", None, 16),
        ("ls", None, 17),
    ]
    found = commands(Block("sh", "# why\nrectiparse a\n\nrectiparse b \\\n  c\n", 1, tested=True))
    assert [command.text for command in found] == ["rectiparse a", "rectiparse b c"]


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        ("一\n二", "一\n二\n", True),
        ("一\n二", "一  \n二\n\n", True),
        ("一", "一\n二\n", False),
        ("一\n…", "一\n二\n三\n", True),
        ("…\n三", "一\n二\n三\n", True),
        ("一\n…\n三", "一\n三\n", False),
        ("一\n...\n三", "一\n二\n三\n", True),
        ("a.c", "abc\n", False),
    ],
)
def test_shown_output_is_compared_line_by_line(shown: str, printed: str, expected: bool) -> None:
    assert matches(shown, printed) is expected
