"""What is kept between runs: the same values, in a private file, which may be lost or broken at any time."""

from __future__ import annotations

import importlib.util
import marshal
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import LEDGERS
from rectiparse import keeping
from rectiparse.keeping import compiled, kept_between_runs, parsed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the cache folder is found by XDG_CACHE_HOME here")
PROGRAM = [sys.executable, "-m", "rectiparse"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    re.purge()
    yield tmp_path / "cache" / "rectiparse" / f"kept-{sys.implementation.cache_tag}.bin"
    re.purge()


def module_with(source: str, folder: Path) -> None:
    """Import a module of that text."""
    path = folder / "module_of_a_test.py"
    path.write_text(source, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("module_of_a_test", path)
    assert spec is not None
    assert spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def kept(path: Path) -> dict[keeping.Key, keeping.Code]:
    return keeping._loaded(path).patterns


def test_a_run_gives_the_same_with_and_without_them(cache: Path, tmp_path: Path) -> None:
    document = tmp_path / "方案.txt"
    document.write_text("一、问题\n1.关于“弈棋不勤”的问题。整改措施：6月底前完成3次学习。\n", encoding="utf-8")
    first, second = (
        subprocess.run([*PROGRAM, "extract", str(document)], capture_output=True, check=True) for _ in range(2)
    )
    assert len(kept(cache)) > 100
    unwritable = os.environ | {"XDG_CACHE_HOME": "/dev/null"}
    without = subprocess.run([*PROGRAM, "extract", str(document)], capture_output=True, check=True, env=unwritable)
    assert first.stdout == second.stdout == without.stdout
    assert (first.stderr, second.stderr, without.stderr) == (b"", b"", b"")
    for (pattern, flags), code in kept(cache).items():
        assert keeping._from_code(pattern, code) == re.compile(pattern, flags)
    assert "弈棋不勤".encode() not in cache.read_bytes()


def test_the_file_is_private_and_written_once(cache: Path) -> None:
    command = [*PROGRAM, "extract", str(LEDGERS / "archive.yaml")]
    subprocess.run(command, capture_output=True, check=True)
    before = cache.stat()
    subprocess.run(command, capture_output=True, check=True)
    assert cache.stat().st_mtime_ns == before.st_mtime_ns
    assert before.st_mode & 0o777 == 0o600
    assert cache.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


def test_only_what_stands_in_modules_is_kept(cache: Path, tmp_path: Path) -> None:
    with kept_between_runs():
        module_with("import re\nMARK = re.compile(r'(?P<mark>[一二三]是)', re.IGNORECASE)\n", tmp_path)
        assert re.fullmatch("白石镇.+", "白石镇张某某")
        assert compiled("(?P<own>整改)") is not None
    assert set(kept(cache)) == {("(?P<mark>[一二三]是)", 2), ("(?P<own>整改)", 0)}


def test_kept_patterns_match_as_compiled_ones(cache: Path, tmp_path: Path) -> None:
    source = "import re\nMARK = re.compile(r'(?P<mark>[一二三壹贰叁甲乙丙])(?:是|、)(\\w+)?', re.MULTILINE)\n"
    for _ in range(2):
        with kept_between_runs():
            module_with(source, tmp_path)
            mark = re.compile(r"(?P<mark>[一二三壹贰叁甲乙丙])(?:是|、)(\w+)?", re.MULTILINE)
        match = mark.fullmatch("二是加强")
        assert match is not None
        assert match.groupdict() == {"mark": "二"}
        assert match.groups() == ("二", "加强")
        re.purge()
    assert len(kept(cache)) == 1


@pytest.mark.parametrize("content", [b"", b"\xff" * 100, marshal.dumps(7), marshal.dumps((("3.0",), {})), b"{"])
def test_a_broken_file_is_replaced(content: bytes, cache: Path, tmp_path: Path) -> None:
    cache.parent.mkdir(parents=True, mode=0o700)
    cache.write_bytes(content)
    with kept_between_runs():
        module_with("import re\nre.compile('整改')\n", tmp_path)
    assert set(kept(cache)) == {("整改", 0)}


def test_what_others_can_write_is_not_read(cache: Path, tmp_path: Path) -> None:
    with kept_between_runs():
        module_with("import re\nre.compile('整改')\n", tmp_path)
    cache.chmod(0o666)
    assert keeping._loaded(cache) == keeping.Kept()
    cache.chmod(0o600)
    assert keeping._loaded(cache) != keeping.Kept()
    cache.parent.chmod(0o777)
    assert keeping._cache_file() is None


def test_a_bad_pattern_is_told_as_ever(cache: Path) -> None:
    with kept_between_runs(), pytest.raises(re.error):
        compiled("(")
    assert not cache.exists()


def stopped_run(before: object) -> None:
    with kept_between_runs():
        assert keeping._compiler.compile is not before
        raise KeyError


def test_the_compiler_is_given_back(cache: Path) -> None:
    before = keeping._compiler.compile
    with pytest.raises(KeyError):
        stopped_run(before)
    assert keeping._compiler.compile is before
    assert compiled("整改") is re.compile("整改")  # outside it is re's own
    assert not cache.exists()


def test_old_patterns_do_not_pile_up(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MOST", 3)
    for numbers in ("123", "34"):
        re.purge()
        with kept_between_runs():
            module_with("import re\n" + "".join(f"re.compile('第{number}')\n" for number in numbers), tmp_path)
    assert {pattern for pattern, _ in kept(cache)} == {"第3", "第4"}


def test_a_parsed_file_is_parsed_once_until_it_changes(cache: Path) -> None:
    calls: list[str] = []

    def parse(text: str) -> dict[str, object]:
        calls.append(text)
        return {"lines": text.split(), "half": 0.5, "nothing": None}

    for text, times in (("a b", 1), ("a b", 1), ("a c", 2), ("a c", 2)):
        with kept_between_runs():
            for _ in range(2):
                value = parsed("plan.yaml", text, parse)
                assert value == {"lines": text.split(), "half": 0.5, "nothing": None}
                value["trusted"] = True  # what a caller does with its value is not kept
        assert len(calls) == times
    assert cache.stat().st_mode & 0o777 == 0o600
    assert parsed("plan.yaml", "a c", parse)["lines"] == ["a", "c"]  # outside a run nothing is kept
    assert len(calls) == 3


def test_what_is_no_plain_data_is_not_kept(cache: Path) -> None:
    with kept_between_runs():
        assert parsed("a", "text", Path) == Path("text")
    assert not cache.exists()
