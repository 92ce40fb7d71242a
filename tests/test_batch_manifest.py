"""The manifest: what it remembers, whatever happened to its file."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rectiparse.batch.manifest import Line, Manifest, Recipe
from rectiparse.batch.working import Counts

RECIPE = Recipe("0.1.0", "0123456789abcdef", "yaml", None, "gb18030")


def line(path: str, number: int = 1) -> Line:
    return Line(path, "00" * 32, f"{path}.yaml", Counts("plan", number, 2, 5), 0.25, None, RECIPE, (1, 2, 3, 4))


def failed(path: str) -> Line:
    return Line(path, None, None, None, 0.25, "坏.docx: cut short", RECIPE, None)


def read_again(manifest: Manifest) -> Manifest:
    manifest.close()
    return Manifest(manifest.path.parent)


def test_lines_come_back(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    lines = [line("乙/2.txt"), line("甲/1.txt"), failed("甲/0.docx"), line("\udcd5.txt")]
    for one in lines:
        manifest.add(one)
    assert [manifest.get(one.path) for one in lines] == lines
    manifest = read_again(manifest)
    assert list(manifest) == sorted(one.path for one in lines)
    assert [manifest.get(one.path) for one in lines] == lines
    assert manifest.get("丙") is None


def test_the_last_line_counts_and_is_the_only_one_at_the_end(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    for one in (line("b", 1), line("a", 1), line("b", 2), failed("a"), line("b", 3)):
        manifest.add(one)
    assert manifest.get("b") == line("b", 3)
    manifest.close()
    values = [json.loads(raw) for raw in manifest.path.read_text("utf-8").splitlines()]
    assert [(value["path"], value["problems"]) for value in values] == [("a", None), ("b", 3)]


def test_what_is_dropped_stays_away(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    manifest.add(line("a"))
    manifest.add(line("b"))
    manifest.drop("a")
    manifest = read_again(manifest)
    assert list(manifest) == ["b"]
    manifest.drop("b")
    assert list(read_again(manifest)) == []


def test_lines_of_another_version_are_no_lines(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text('{"path": "a"}\n[]\nnull\n\n{"path": 1, "recipe": 2}\n', encoding="utf-8")
    manifest = Manifest(tmp_path)
    assert len(manifest) == 0
    manifest.add(line("a"))
    assert list(read_again(manifest)) == ["a"]


def test_a_manifest_in_order_is_not_written_again(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path)
    manifest.add(line("a"))
    manifest.add(line("b"))
    manifest.close()
    inode = manifest.path.stat().st_ino
    read_again(Manifest(tmp_path)).close()
    assert manifest.path.stat().st_ino == inode


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("abcde"), max_size=12), st.data())
def test_cut_anywhere_all_whole_lines_are_left(tmp_path_factory: object, paths: list[str], data: st.DataObject) -> None:
    folder: Path = tmp_path_factory.mktemp("manifest")  # type: ignore[attr-defined]
    manifest = Manifest(folder)
    for number, path in enumerate(paths):
        manifest.add(line(path, number))
    content = manifest.path.read_bytes()
    cut = data.draw(st.integers(0, len(content)))
    manifest.path.write_bytes(content[:cut])
    whole = content[:cut].count(b"\n")
    manifest = Manifest(folder)
    expected = {path: line(path, number) for number, path in enumerate(paths[:whole])}
    assert {path: manifest.get(path) for path in manifest} == expected
    manifest.add(line("f"))
    manifest = read_again(manifest)
    assert {path: manifest.get(path) for path in manifest} == {**expected, "f": line("f")}
