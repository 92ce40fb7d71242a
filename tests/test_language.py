"""The language spoken, and catalogues that lack nothing."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from command_line import LEDGERS, run
from rectiparse import language
from rectiparse.cli import COMMANDS, without_language
from rectiparse.errors import RectiparseError


def messages_tool() -> ModuleType:
    path = Path(__file__).parents[1] / ".ci" / "messages.py"
    spec = importlib.util.spec_from_file_location("messages_tool", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = messages_tool()


@pytest.mark.parametrize("name", TOOL.LANGUAGES)
def test_the_catalogue_is_whole_and_fresh(name: str) -> None:
    """Mend it with `.venv/bin/python .ci/messages.py`, then translate what it lists."""
    assert TOOL.faults(name) == []


def test_every_error_can_be_translated() -> None:
    assert TOOL.not_literal() == []


def test_the_tool_finds_messages_of_every_kind() -> None:
    found = {TOOL.key_of(entry) for entry in TOOL.collected() if entry.id}
    assert COMMANDS["extract"] in found  # marked with message()
    assert "Usage: {usage}" in found  # said with translate()
    assert "{count} problem" in found  # counted with plural()
    assert "{path}: a folder; give a file name" in found  # raised in an error


def test_the_tool_sees_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted, have = TOOL.collected(), TOOL.translations("zh_CN")
    wanted.add("A new sentence.")
    have.delete("Show this text.")
    have.get("Usage: {usage}").string = "用法：{use}"
    have.get("Options:").string = ""
    have.add("An old sentence.", "旧的")
    monkeypatch.setattr(TOOL, "collected", lambda: wanted)
    monkeypatch.setattr(TOOL, "translations", lambda _: have)
    assert set(TOOL.faults("zh_CN")) >= {
        "not in the catalogue: A new sentence.",
        "not in the catalogue: Show this text.",
        "other placeholders: Usage: {usage}",
        "not translated: Options:",
        "no longer in the code: An old sentence.",
        "the .mo file is not made from the .po file: run .ci/messages.py",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="without a locale Windows is asked for its own language")
@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "RECTIPARSE_LANG": "en"}, "en"),
        ({"LC_ALL": "C", "RECTIPARSE_LANG": "zh"}, "zh"),
    ],
)
def test_the_environment_chooses(environ: dict[str, str], expected: str) -> None:
    assert language.preferred(environ) == expected
    shown = run("--help", **environ).out
    assert shown.startswith("用法：" if expected == "zh" else "Usage: ")


@pytest.mark.parametrize(
    ("argv", "rest", "spoken"),
    [
        (["extract", "a"], ["extract", "a"], None),
        (["--lang", "zh", "extract", "a"], ["extract", "a"], "zh"),
        (["extract", "--lang", "en", "a"], ["extract", "a"], "en"),
        (["extract", "a", "--lang=zh"], ["extract", "a"], "zh"),
        (["--lang", "zh", "extract", "--lang", "en"], ["extract"], "en"),
        (["extract", "--", "--lang", "zh"], ["extract", "--", "--lang", "zh"], None),
    ],
)
def test_lang_may_stand_anywhere(argv: list[str], rest: list[str], spoken: str | None) -> None:
    assert without_language(argv) == (rest, spoken)


@pytest.mark.parametrize("argv", [["--lang"], ["--lang", "fr"], ["--lang="], ["extract", "--lang", "ZH"]])
def test_lang_takes_one_of_two(argv: list[str]) -> None:
    with pytest.raises(RectiparseError, match="zh, en"):
        without_language(argv)


def test_lang_overrides_the_environment() -> None:
    assert run("--lang", "zh", "--help", RECTIPARSE_LANG="en").out.startswith("用法：")
    assert run("extract", "--help", "--lang", "en", LC_ALL="zh_CN.UTF-8").out.startswith("Usage: ")


def test_help_is_all_chinese() -> None:
    for command in ([], *([name] for name in COMMANDS)):
        shown = run(*command, "--help", "--lang", "zh").out
        english = run(*command, "--help", "--lang", "en").out
        told = [line.split("  ")[-1].strip() for line in shown.splitlines()]
        assert not {line for line in told if line.endswith(".")} & set(english.splitlines())
        assert "Show this text." in english
        assert "显示本说明。" in shown


def test_errors_are_chinese_with_their_values() -> None:
    assert run("extract", "无此文件.txt", "--lang", "zh").err == (
        "rectiparse: 无此文件.txt：没有这个文件，请检查文件名和文件夹\n"
    )


def test_keys_and_codes_stay_english() -> None:
    path = LEDGERS / "archive.yaml"
    assert run("extract", path, "--lang", "zh").out == run("extract", path, "--lang", "en").out
    assert run("schema", "--lang", "zh").out == run("schema", "--lang", "en").out


def test_one_run_does_not_speak_the_language_of_the_last() -> None:
    run("--help", "--lang", "zh")
    assert run("--help").out.startswith("Usage: ")
