"""Texts in the encodings that circulate, what is no text, and how files are told apart."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rectiparse.reading
from rectiparse.document import Document
from rectiparse.errors import ReadingError
from rectiparse.reading import read
from rectiparse.reading.sniffing import sniff
from word_files import paragraph, word_file

PLAN = (
    "明川市白石镇党委关于落实巡察反馈意见的整改方案\n"
    "一、总体要求\n"
    "坚持以习近平新时代中国特色社会主义思想为指导，对照巡察反馈的3个方面12个问题，逐条整改、逐项销号。\u00a0\n"
    "（一）学习不够深入。1.制定学习计划，每月至少开展1次集中学习，由办公室牵头，2024年6月底前完成。\n"
    "①完善制度；②压实责任。完成率96.5%。\n"
)
TRADITIONAL = (
    "關於縣委巡察反饋意見整改情況的報告\n一、總體情況\n根據縣委統一部署，我局黨組高度重視，認真研究制定整改方案，"
    "明確責任領導和完成時限。\n二、存在問題\n（一）理論學習不夠深入，個別黨員幹部參加學習不積極。\n"
)


@pytest.mark.parametrize(
    ("codec", "mark", "shown"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8-sig"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\x00\x00", "utf-32-le"),
        ("utf-32-be", b"\x00\x00\xfe\xff", "utf-32-be"),
        ("gb18030", b"", "gb18030"),
        ("gb18030", b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_the_encoding_is_told_and_the_mark_dropped(codec: str, mark: bytes, shown: str) -> None:
    document = read(mark + PLAN.encode(codec), name="方案.txt")
    assert (document.text, document.encoding, document.format) == (PLAN, shown, "txt")
    assert document.sha256 == hashlib.sha256(mark + PLAN.encode(codec)).hexdigest()


def test_traditional_characters_in_big5() -> None:
    document = read(TRADITIONAL.encode("big5"))
    assert (document.text, document.encoding) == (TRADITIONAL, "big5")


@pytest.mark.parametrize("text", ["整改", "一、总体要求", "整改措施：", "方案2023"])
def test_a_short_text_in_gbk(text: str) -> None:
    document = read(text.encode("gbk"))
    assert (document.text, document.encoding) == (text, "gb18030")


def test_plain_ascii_is_utf_8() -> None:
    assert read(b"Plan\n1. Study").encoding == "utf-8"


def test_a_long_latin_head_does_not_mislead() -> None:
    text = "x = 1\n" * 20_000 + PLAN
    assert read(text.encode("gb18030")).text == text


def test_line_ends_become_line_feeds_and_nothing_else_changes() -> None:
    assert read("甲\r\n乙\r丙\n\n　丁 \u2028戊\t己\x0c\r\n".encode()).text == "甲\n乙\n丙\n\n　丁 \u2028戊\t己\x0c\n"


def test_a_mark_inside_the_text_stays() -> None:
    assert read("\ufeff甲\ufeff乙".encode()).text == "甲\ufeff乙"


def same(text: str, original: str) -> int:
    """How many characters of `original` are still there, in order."""
    blocks = SequenceMatcher(None, text, original, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("faults", [(100,), (101,), (60, 201), (61, 200)])
def test_one_or_two_broken_bytes_cost_a_character_or_two(codec: str, faults: tuple[int, ...]) -> None:
    data = bytearray(PLAN.encode(codec))
    for at in faults:
        data[at] = 0xFF
    document = read(bytes(data))
    assert document.encoding == codec
    assert same(document.text, PLAN) >= len(PLAN) - 2 * len(faults)


def test_a_lost_byte_does_not_turn_the_rest_of_the_line_into_other_characters() -> None:
    data = PLAN.encode("gb18030")
    longest = max(data.split(b"\n"), key=len)
    for at in range(2, len(longest) - 2, 7):
        cut = data.find(longest) + at
        assert same(read(data[:cut] + data[cut + 1 :]).text, PLAN) >= len(PLAN) - 6


def test_a_text_cut_in_mid_character() -> None:
    data = PLAN.encode("gb18030")
    document = read(data[:-2])
    assert document.encoding == "gb18030"
    assert document.text.startswith(PLAN[:-3])
    assert read(data[1:]).text.endswith(PLAN[1:])


@pytest.mark.parametrize(
    ("given", "codec", "shown"),
    [("gbk", "gbk", "gb18030"), ("GB2312", "gb18030", "gb18030"), ("utf8", "utf-8-sig", "utf-8"), ("big5", "big5", "big5"),
     ("utf-16", "utf-16", "utf-16"), ("cp1252", "cp1252", "cp1252")],
)  # fmt: skip
def test_the_encoding_may_be_given(given: str, codec: str, shown: str) -> None:
    text = {"big5": TRADITIONAL, "cp1252": "café – déjà vu"}.get(codec, PLAN.replace("\u00a0", ""))
    document = read(text.encode(codec), encoding=given)
    assert (document.text, document.encoding) == (text, shown)


@pytest.mark.parametrize("encoding", ["no-such", "base64", "rot13", "", "utf-8\x00"])
def test_an_encoding_that_does_not_exist(encoding: str) -> None:
    with pytest.raises(ReadingError, match="no such encoding"):
        read(PLAN.encode(), encoding=encoding)


def test_a_given_encoding_that_does_not_fit() -> None:
    with pytest.raises(ReadingError, match=r"方案.txt: too many bytes that are no utf-8"):
        read(PLAN.encode("gb18030"), name="方案.txt", encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "format_"),
    [
        ("方案.md", "一、总体要求", "md"),
        ("方案.txt", "# 整改方案\n\n一、总体要求", "md"),
        ("方案.txt", "整改方案\n**一、总体要求**\n正文", "md"),
        ("方案.txt", "#整改#\n##paidbegin##\n一、总体要求", "txt"),
        ("方案.txt", "完成 **项、其中**名", "txt"),
        ("方案", "一、总体要求", "txt"),
    ],
)
def test_markdown_is_told_by_its_marks_or_suffix(name: str, text: str, format_: str) -> None:
    assert read(text.encode(), name=name).format == format_


NO_TEXT = {
    "empty": (b"", "empty"),
    "only_a_mark": (b"\xef\xbb\xbf", "no text"),
    "blanks": (" \u3000\n\t\r\n".encode() * 50, "no text"),
    "nul": (b"plan\x00plan", "not text|binary"),
    "nul_in_chinese": (PLAN.encode() + b"\x00" * 9, "not text|binary"),
    "controls": (bytes(range(1, 32)) * 30, "binary"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(64) + bytes(range(256)) * 8, "not text|binary"),
    "noise": (bytes((at * 7919 + at // 3) % 256 for at in range(5000)), "not text|binary"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(100), "picture"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(100), "archive"),
    "gzip": (b"\x1f\x8b\x08" + bytes(100), "archive"),
    "word_2003_xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Office XML"),
    "web_archive": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", "web archive"),
}  # fmt: skip


@pytest.mark.parametrize("name", NO_TEXT)
def test_what_is_no_text_is_one_clear_line(name: str) -> None:
    data, expected = NO_TEXT[name]
    with pytest.raises(ReadingError, match=expected) as caught:
        read(data, name=f"{name}.txt")
    assert str(caught.value).startswith(f"{name}.txt: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="no such file"):
        read(tmp_path / "没有.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match="a folder"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["a\x00b.txt", "长" * 500 + ".txt"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(ReadingError):
        read(name)


def test_permission_refused_by_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ReadingError, match="no permission"):
        read(tmp_path / "方案.txt")
    with pytest.raises(ReadingError, match="a folder"):
        read(tmp_path)


def test_a_path_a_stream_and_bytes_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(PLAN.encode("gb18030"))
    by_path, by_string = read(path), read(str(path))
    with path.open("rb") as stream:
        by_stream = read(stream, name="方案.txt")
    assert by_path == by_string == by_stream == read(path.read_bytes(), name="方案.txt")
    assert by_path.name == "方案.txt"
    assert read(io.BytesIO(PLAN.encode())).name == "-"
    assert read(path, name="白石镇.txt").name == "白石镇.txt"


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes are a Linux matter")
def test_a_name_that_is_no_utf_8_can_be_written(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + "方案.txt".encode("gb18030")
    Path(os.fsdecode(path)).write_text(PLAN, encoding="utf-8")
    assert read(os.fsdecode(path)).name.encode("utf-8")


def test_too_large_a_file_and_too_long_a_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    monkeypatch.setattr(rectiparse.reading, "MAX_CHARACTERS", 20)
    with pytest.raises(ReadingError, match="more than 20 characters"):
        read(path)
    monkeypatch.setattr(rectiparse.reading, "MAX_BYTES", 20)
    for source in (path, path.read_bytes(), io.BytesIO(path.read_bytes())):
        with pytest.raises(ReadingError, match="larger than"):
            read(source)


@pytest.mark.parametrize("piece", ["<!---->", "<!--", "<!-- -- >-->", "From: ", "X-a:b \n", "<?xml ?>", "<?xml >"])
def test_markup_that_never_comes_to_an_end_takes_no_time(piece: str) -> None:
    assert sniff((piece * 2000).encode(), "x.txt") == "text"


def test_one_line_of_ten_megabytes() -> None:
    line = PLAN.replace("\n", "") * 20_000
    assert read(line.encode("gb18030")).text == line


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "方案.txt", "ole"),
        (b"%PDF-1.7\n", "方案.docx", "pdf"),
        (b"\x00\n%PDF-1.4\n", "方案.pdf", "pdf"),
        (b"{\\rtf1\\ansi 1}", "方案.doc", "rtf"),
        (b"<html><body>1</body></html>", "方案.doc", "html"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html>\n<html>", "方案.doc", "html"),
        ("<html>整改</html>".encode("utf-16"), "方案.doc", "html"),
        (b"<!-- saved --><meta charset=gb2312><p>1", "x", "html"),
        (b"<div>1</div>", "方案.html", "html"),
        (b"<div>1</div>", "方案.txt", "text"),
        ("《整改方案》".encode(), "方案.html", "text"),
        (word_file(paragraph("整改")), "方案.pdf", "docx"),
    ],
)
def test_the_content_says_what_a_file_is(data: bytes, name: str, kind: str) -> None:
    assert sniff(data, name) == kind


def test_a_reader_whose_library_is_missing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rectiparse.reading.docx", None)
    with pytest.raises(ReadingError, match="needs the package"):
        read(word_file(paragraph("整改")), name="方案.docx")


def read_or_say(data: bytes, name: str) -> Document | str:
    try:
        return read(data, name=name)
    except ReadingError as error:
        return str(error)


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=300), st.sampled_from(["x.txt", "x.md"]))
def test_any_bytes_give_a_text_or_one_clear_line(data: bytes, name: str) -> None:
    outcome = read_or_say(data.removeprefix(b"PK").removeprefix(b"%PDF-"), name)
    if isinstance(outcome, str):
        assert "\n" not in outcome
    else:
        outcome.text.encode("utf-8")
        assert "\r" not in outcome.text


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x00\ufeff", exclude_categories=["Cc"]), min_size=1))
def test_any_text_in_utf_8_comes_back(text: str) -> None:
    outcome = read_or_say(text.encode(), "x.txt")
    assert (
        not text.strip()
        or (isinstance(outcome, Document) and outcome.text == text)
        or text.lstrip().startswith(("<", "{", "%"))
    )
