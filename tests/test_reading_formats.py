"""What holds for every binary format: the content decides, nothing is written, no socket is opened."""

from __future__ import annotations

import builtins
import io
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from doc_making import Para, make_doc
from ofd_making import Words as OfdWords
from ofd_making import make_ofd
from pdf_making import Words, make_pdf
from rectiparse.errors import ReadingError
from rectiparse.reading import read

TEXT = "一、总体要求"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = TEXT
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "doc": lambda: make_doc([Para(TEXT + "\r")]),
    "pdf": lambda: make_pdf([[Words(90, 700, TEXT)]]),
    "ofd": lambda: make_ofd([[OfdWords(30, 40, TEXT)]]),
    "xlsx": workbook,
    "html": lambda: b"<html><img src='http://example.com/a.png'><p>" + TEXT.encode() + b"</p></html>",
    "rtf": lambda: b"{\\rtf1\\ansicpg936 " + TEXT.encode("gbk") + b"}",
}


@pytest.mark.parametrize("suffix", ["doc", "docx", "txt", "wps", "pdf", ""])
@pytest.mark.parametrize("format", FILES)
def test_the_content_decides_and_not_the_suffix(format: str, suffix: str) -> None:
    document = read(FILES[format](), name=f"整改方案.{suffix}")
    assert (document.text, document.format) == (TEXT, format)


@pytest.mark.parametrize("format", FILES)
def test_no_file_is_written_and_no_socket_opened(format: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    data = FILES[format]()
    read(data)  # what is imported and cached is

    def denied(*_: object, **__: object) -> None:
        raise AssertionError("a reader reached out")

    opened = builtins.open

    def reading_alone(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        assert not set(mode) & set("wax+"), file
        return opened(file, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "socket", denied)
    monkeypatch.setattr(socket, "create_connection", denied)
    monkeypatch.setattr(builtins, "open", reading_alone)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert read(data).text == TEXT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", FILES)
def test_every_truncation_gives_text_or_one_clear_line(format: str) -> None:
    data = FILES[format]()
    messages = []
    for length in {1, 8, 9, 100, len(data) // 3, len(data) // 2, len(data) - 1}:
        try:
            read(data[:length], name="a.bin")
        except ReadingError as error:
            messages.append(str(error))
    assert messages
    assert all(message.startswith("a.bin: ") and "\n" not in message for message in messages)
