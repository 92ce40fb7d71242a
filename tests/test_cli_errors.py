"""What goes wrong on the command line is one line on stderr, exit 2, and nothing on stdout."""

from __future__ import annotations

import subprocess
import sys
import types
from pathlib import Path
from typing import Annotated, Literal

import pytest
import typer

import rectiparse.pipeline
from command_line import LEDGERS, failed, run
from rectiparse import cli
from rectiparse.cli.failures import USAGE
from rectiparse.language import message

ARCHIVE = LEDGERS / "archive.yaml"
PROGRAM = [sys.executable, "-m", "rectiparse"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.txt", b" \r\n\t\n"),
        ("binary.txt", bytes(range(256)) * 8),
        ("broken.docx", b"PK\x03\x04nothing"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("broken.yaml", b"schema: rectiparse.ledger/1\nsource: {"),
        ("other.json", b'{"schema": "rectiparse.ledger/7"}'),
    ],
)
@pytest.mark.parametrize("command", ["extract", "show"])
def test_a_bad_file_is_named(command: str, name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert name in failed(run(command, tmp_path / name))


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert "none.txt" in failed(run("extract", tmp_path / "none.txt"))
    assert str(tmp_path) in failed(run("extract", tmp_path))


def test_text_in_another_encoding_than_said(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes("一、整改方案".encode("gbk"))
    assert "utf-8" in failed(run("extract", path, "--encoding", "utf-8"))
    assert "klingon" in failed(run("extract", path, "--encoding", "klingon"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"name: [", "own.yaml"),
        (b"surprise: 1\n", "own.yaml"),
        (b"\xff\xfe\x00", "own.yaml"),
        (b"name: own\nextends: nothing-of-the-kind\n", "nothing-of-the-kind"),
    ],
)
def test_a_broken_grammar_is_named(content: bytes, told: str, tmp_path: Path) -> None:
    document, grammar = tmp_path / "方案.txt", tmp_path / "own.yaml"
    document.write_text("一、问题", encoding="utf-8")
    grammar.write_bytes(content)
    assert told in failed(run("extract", document, "--grammar", grammar))
    assert "no-such" in failed(run("extract", document, "--grammar", "no-such"))


def trial(
    files: Annotated[list[str], typer.Argument(metavar="FILE…")],
    *,
    count: Annotated[int, typer.Option("--count", "-c", min=2, max=5, help=message("Print the version."))] = 3,
    share: Annotated[float, typer.Option("--share")] = 0.5,
    kind: Annotated[Literal["wide", "narrow"], typer.Option("--kind")] = "wide",
    force: Annotated[bool, typer.Option("--force")] = False,
) -> int:
    print(files, count, share, kind, force)  # noqa: T201
    return 1


def listing() -> int:
    print("listed")  # noqa: T201
    return 0


@pytest.fixture
def trials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two commands that a contributor might add: one function, and a group of two."""
    monkeypatch.setitem(cli.COMMANDS, "trial", "Show this text.")
    monkeypatch.setitem(cli.COMMANDS, "trial-group", "Print the version.")
    module, group = types.ModuleType("rectiparse.cli.trial"), types.ModuleType("rectiparse.cli.trial_group")
    module.command = trial  # type: ignore[attr-defined]
    group.command = {"list": ("Show this text.", listing), "test": ("Print the version.", trial)}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(sys.modules, group.__name__, group)


WRONG = {
    "trial a --wrong": "no option --wrong; see rectiparse trial --help",
    "trial a --forse": "no option --forse, perhaps --force; see rectiparse trial --help",
    "triall": "no command triall, perhaps trial; see rectiparse --help",
    "xyz": "no command xyz; see rectiparse --help",
    "--nothing": "no option --nothing; see rectiparse --help",
    "trial": "FILE… is missing; see rectiparse trial --help",
    "trial-group": "a command is missing; see rectiparse trial-group --help",
    "trial-group lost": "no command lost, perhaps list; see rectiparse trial-group --help",
    "trial-group test": "FILE… is missing; see rectiparse trial-group test --help",
    "trial a -c": "-c needs a value; see rectiparse trial --help",
    "trial a --count": "--count needs a value; see rectiparse trial --help",
    "trial a --force=yes": "--force takes no value; see rectiparse trial --help",
    "trial-group list more things": "too much: more things; see rectiparse trial-group list --help",
    "trial a --kind tall": "--kind cannot be tall; choose from wide, narrow; see rectiparse trial --help",
    "trial a --count many": "--count / -c needs a whole number; see rectiparse trial --help",
    "trial a --share much": "--share needs a number; see rectiparse trial --help",
    "trial a --count 1": "--count / -c must be 2 or more; see rectiparse trial --help",
    "trial a --count 9": "--count / -c must be 5 or less; see rectiparse trial --help",
    "extract a --year 23": "--year needs four digits such as 2023, not '23'",
    "extract a -f xml": "--format / -f cannot be xml; choose from yaml, json; see rectiparse extract --help",
    "extract": "FILE… is missing; see rectiparse extract --help",
    "--lang fr extract a": "--lang cannot be 'fr'; choose from zh, en",
    "extract a --lang": "--lang cannot be ''; choose from zh, en",
}


@pytest.mark.usefixtures("trials")
@pytest.mark.parametrize("line", list(WRONG))
def test_a_wrong_command_line_is_told_in_one_line(line: str) -> None:
    assert failed(run(*line.split())) == WRONG[line]


@pytest.mark.usefixtures("trials")
def test_every_complaint_of_typer_is_known_and_translated() -> None:
    """When typer changes its wording, or a complaint gets no translation, this shows it."""
    english = {failed(run(*line.split())).partition(";")[0] for line in WRONG}
    chinese = [failed(run(*line.split(), "--lang", "zh")) for line in WRONG if "--lang" not in line]
    assert len(english) >= len(USAGE)
    assert all(any("\u4e00" <= character <= "\u9fff" for character in line.partition("--help")[0]) for line in chinese)
    assert not [line for line in chinese if "Invalid" in line or "No such" in line or "Missing" in line]


@pytest.mark.usefixtures("trials")
def test_a_new_command_is_one_line_and_one_module() -> None:
    ran = run("trial", "a", "-c", "4", "--kind", "narrow")
    assert (ran.code, ran.out) == (1, "['a'] 4 0.5 narrow False\n")
    assert run("trial-group", "list").out == "listed\n"
    shown = run("trial", "--help", "--lang", "zh").out
    assert shown.startswith("用法：rectiparse trial [选项] FILE…\n\n显示本说明。\n")
    assert "显示版本号。" in shown
    assert "  list  显示本说明。" in run("trial-group", "--help", RECTIPARSE_LANG="zh").out.splitlines()
    assert "  trial-group  显示版本号。" in run("--help", RECTIPARSE_LANG="zh").out.splitlines()


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (ValueError("一\n二"), 2, "a fault in the program (ValueError: 一 二)"),
        (RecursionError("deep"), 2, "RecursionError"),
        (OSError(28, "No space left on device"), 2, "No space left on device"),
        (MemoryError(), 2, "MemoryError"),
    ],
)
def test_what_nobody_foresaw(error: BaseException, code: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(rectiparse.pipeline, "extract", extract)
    ran = run("extract", "方案.txt")
    assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1)
    assert told in ran.err


def test_a_traceback_only_where_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def extract(*_: object, **__: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(rectiparse.pipeline, "extract", extract)
    assert "Traceback" not in run("extract", "a.txt").err
    ran = run("extract", "a.txt", RECTIPARSE_DEBUG="1")
    assert "Traceback" in ran.err
    assert ran.err.splitlines()[-1].startswith("rectiparse: a fault in the program")


def test_help_and_version_go_to_standard_output() -> None:
    for line in (["--help"], ["-h"], [], ["extract", "--help"], ["--version"]):
        ran = run(*line)
        assert (ran.code, ran.err) == (0, "")
        assert "rectiparse" in ran.out


@pytest.mark.parametrize("columns", [40, 60, 80, 200])
def test_help_fits_the_terminal(columns: int) -> None:
    from rectiparse.cli.wrapping import width

    for line in (["--help"], ["extract", "--help"], ["show", "--help"]):
        for language in ("zh", "en"):
            shown = run(*line, "--lang", language, COLUMNS=str(columns)).out
            assert max(width(row) for row in shown.splitlines()) <= columns


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and /dev/full as POSIX has them")
def test_a_reader_that_has_gone_is_no_fault() -> None:
    text = ARCHIVE.read_text(encoding="utf-8")
    with subprocess.Popen(
        [*PROGRAM, "extract", *[str(ARCHIVE)] * 40], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run_:
        assert run_.stdout is not None
        assert run_.stderr is not None
        run_.stdout.read(len("---\nschema"))
        run_.stdout.close()
        told = run_.stderr.read()
    assert len(text) * 40 > 2**17  # more than a pipe holds
    assert (run_.returncode, told) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        ran = subprocess.run([*PROGRAM, "extract", str(ARCHIVE)], stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 2
    assert ran.stderr.count(b"\n") == 1
    assert ran.stderr.startswith(b"rectiparse: cannot go on")


def test_output_is_utf8_wherever_it_goes() -> None:
    environ = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PATH": ""}
    ran = subprocess.run([*PROGRAM, "extract", str(ARCHIVE)], capture_output=True, env=environ, check=True)
    assert ran.stdout == ARCHIVE.read_bytes()
    ran = subprocess.run([*PROGRAM, "--lang", "zh", "extract", "无.txt"], capture_output=True, env=environ, check=False)
    assert "没有这个文件" in ran.stderr.decode("utf-8")


def test_a_command_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    """Cold start: the heavy packages stay away from paths that do not need them."""
    (tmp_path / "a.txt").write_text("一、问题\n1.学习不够。", encoding="utf-8")
    script = (
        "import sys; from rectiparse.cli import main; code = main(sys.argv[1:]);"
        "print(code, *[name for name in ('pydantic', 'rich', 'yaml', 'jieba', 'docx', 'lxml', 'pypdfium2', 'regex')"
        " if name in sys.modules], file=sys.stderr)"
    )

    def loaded(*argv: str) -> str:
        ran = subprocess.run([sys.executable, "-c", script, *argv], capture_output=True, check=True)
        return ran.stderr.decode().strip()

    assert loaded("--help") == "0"
    assert loaded("extract", "--help") in ("0", "0 pydantic")  # typer's own, whatever the command
    assert not {"rich", "jieba", "docx", "lxml", "pypdfium2"} & set(loaded("extract", str(tmp_path / "a.txt")).split())
