"""Conversion by LibreOffice, where it is installed."""

from __future__ import annotations

import io
import os
import select
import stat
import sys
import tempfile
from pathlib import Path

import docx
import pytest

from doc_making import ListLevel, Para, in_list, make_doc
from rectiparse.errors import ReadingError
from rectiparse.reading import office, read
from rectiparse.reading.office import convert, office_program

needs_office = pytest.mark.skipif(office_program() is None, reason="LibreOffice is not installed")
PARAGRAPHS = ["青禾县水务局整改方案", "一、总体要求", "坚持“问题导向”，于2023年8月底前完成。"]


def word_file() -> bytes:
    document = docx.Document()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def fake_office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program in LibreOffice's place; `$out` is where the result is expected."""
    program = folder / "soffice"
    program.write_text(f'#!/bin/sh\nfor last; do :; done\nout="$(dirname "$last")/out"\n{script}\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(office, "PROGRAMS", (str(program),))


@needs_office
@pytest.mark.parametrize("format", ["doc", "rtf", "odt"])
def test_what_was_converted_there_and_back_reads_the_same(format: str, workplace: Path) -> None:
    there = convert(word_file(), ".docx", format)
    back = convert(there, format)
    assert read(back, name="a.docx").text.split("\n") == PARAGRAPHS
    assert list(workplace.iterdir()) == []


@needs_office
def test_an_automatic_number_becomes_one_of_the_docx() -> None:
    data = make_doc([Para("总体要求\r", in_list(1, 0))], lists=[[ListLevel(39, "\0、")]])
    assert read(convert(data, ".doc"), name="a.docx").text == read(data, name="a.doc").text == "一、总体要求"


def test_without_libreoffice_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "PROGRAMS", ("no-such-office",))
    with pytest.raises(ReadingError, match="LibreOffice was not found; install it"):
        convert(b"x", ".doc")


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
class TestStandIn:
    """What a misbehaving LibreOffice leads to."""

    def test_no_result_is_an_error(self, workplace: Path, tmp_path_factory, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_office(tmp_path_factory.mktemp("bin"), monkeypatch, "exit 0")
        with pytest.raises(ReadingError, match="could not convert the"):
            convert(b"x", ".doc")
        assert list(workplace.iterdir()) == []

    def test_an_empty_result_is_an_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        fake_office(tmp_path, monkeypatch, 'mkdir "$out"; : > "$out/document.docx"')
        with pytest.raises(ReadingError, match="could not convert"):
            convert(b"x", ".doc")

    def test_the_time_limit_ends_what_it_started(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        os.mkfifo(tmp_path / "held")
        end = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
        fake_office(tmp_path, monkeypatch, f'sleep 600 > "{tmp_path}/held" & wait')
        with pytest.raises(ReadingError, match="longer than 2 seconds"):
            convert(b"x", ".doc", timeout=2)
        readable, _, _ = select.select([end], [], [], 60)
        assert readable  # the pipe has no writer any more: the child is gone
        assert os.read(end, 1) == b""
        os.close(end)

    def test_each_run_has_its_own_profile_that_runs_no_macro(self, tmp_path: Path, monkeypatch) -> None:
        log = tmp_path / "log"
        script = f'echo "$1" >> "{log}"; cat "$(dirname "$last")/profile/user/registrymodifications.xcu" >> "{log}"'
        fake_office(tmp_path, monkeypatch, script + '; mkdir "$out"; echo x > "$out/document.docx"')
        assert convert(b"x", ".doc") == convert(b"x", ".doc") == b"x\n"
        said = log.read_text(encoding="utf-8").split("\n")
        profiles = {line for line in said if line.startswith("-env:UserInstallation=file:///")}
        assert len(profiles) == 2
        assert (
            said.count(
                '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">'
            )
            == 2
        )
