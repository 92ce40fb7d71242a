"""Which files of a folder are documents."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from rectiparse.batch.walking import Found, Unreadable, Walk
from rectiparse.errors import ReadingError


def names(*folders: Path, **options: object) -> list[str]:
    return [found.name for found in Walk(folders, **options)]  # type: ignore[arg-type]


def make(top: Path, *paths: str) -> Path:
    for path in paths:
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text("一、", encoding="utf-8")
    return top


def test_documents_of_all_folders_below_in_order(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/2.docx", "a/10.PDF", "a/1.txt", "c/d/e.wps", "a.txt")
    assert names(tmp_path) == ["a/1.txt", "a/10.PDF", "a/2.docx", "a.txt", "b.txt", "c/d/e.wps"]


def test_what_is_no_document_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, "方案.docx", "~$方案.docx", ".~方案.docx", ".hidden.txt", ".git/a.txt", "图.png", "表.zip", "README")
    assert names(tmp_path) == ["方案.docx"]


def test_include_takes_the_place_of_the_known_formats(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.整改", "c/d.整改", "c/e.txt")
    assert names(tmp_path, include=["*.整改"]) == ["b.整改", "c/d.整改"]
    assert names(tmp_path, include=["c/*"]) == ["c/d.整改", "c/e.txt"]
    assert names(tmp_path, include=["A.TXT", "c/e*"]) == ["a.txt", "c/e.txt"]


def test_exclude_takes_away_files_and_folders(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "草稿/b.txt", "2021/草稿/c.txt", "2021/d.txt", "2022/d.txt")
    assert names(tmp_path, exclude=["草稿"]) == ["2021/d.txt", "2022/d.txt", "a.txt"]
    assert names(tmp_path, exclude=["2021/*"]) == ["2022/d.txt", "a.txt", "草稿/b.txt"]
    assert names(tmp_path, include=["*.txt"], exclude=["D.*", "草*"]) == ["a.txt"]


def test_several_folders_stand_under_their_own_names(tmp_path: Path) -> None:
    make(tmp_path, "甲/a.txt", "乙/a.txt", "x/甲/a.txt")
    assert names(tmp_path / "甲", tmp_path / "乙") == ["甲/a.txt", "乙/a.txt"]
    with pytest.raises(ReadingError, match="two folders are called 甲"):
        names(tmp_path / "甲", tmp_path / "x/甲")


def test_the_ledgers_folder_is_not_walked(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/a.txt", "汇总.xlsx", "b/汇总.xlsx")
    apart = frozenset({os.path.realpath(tmp_path / "out"), os.path.realpath(tmp_path / "汇总.xlsx")})
    assert names(tmp_path, apart=apart) == ["a.txt", "b/汇总.xlsx"]
    with pytest.raises(ReadingError, match="cannot go here"):
        names(tmp_path / "out", apart=apart)


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    with pytest.raises(ReadingError, match="a file; give its folder"):
        names(tmp_path / "a.txt")
    with pytest.raises(ReadingError, match="no such folder"):
        names(tmp_path / "b")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    make(tmp_path, "in/a.txt", "in/sub/b.txt", "outside/c.txt")
    top = tmp_path / "in"
    (top / "link.txt").symlink_to("sub/b.txt")
    (top / "out.txt").symlink_to(tmp_path / "outside/c.txt")
    (top / "broken.txt").symlink_to("nothing.txt")
    (top / "circle").symlink_to(top)
    (top / "folder").symlink_to(tmp_path / "outside")
    assert names(top) == ["a.txt", "link.txt", "sub/b.txt"]
    (tmp_path / "to").symlink_to(top)
    assert names(tmp_path / "to") == ["a.txt", "link.txt", "sub/b.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names there")
def test_pipes_are_no_documents(tmp_path: Path) -> None:
    os.mkfifo(make(tmp_path, "a.txt") / "pipe.txt")
    assert names(tmp_path) == ["a.txt"]


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/1.txt", "b/2.txt", "c.txt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list(Walk((tmp_path,))) == [
        Found(str(tmp_path / "a/1.txt"), "a/1.txt"),
        Unreadable("b", "Permission denied"),
        Found(str(tmp_path / "c.txt"), "c.txt"),
    ]


def test_a_folder_of_great_depth(tmp_path: Path) -> None:
    deep = tmp_path / "/".join(["d"] * 300)
    make(deep, "a.txt")
    assert names(tmp_path) == ["d/" * 300 + "a.txt"]
