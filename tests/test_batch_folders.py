"""Several runs into one OUT: which names documents have, whose ledgers stay; the way from a ledger to its document."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch_making import Here, folder_of, ledgers
from command_line import run
from rectiparse.batch import Batch, Tally, Walk
from rectiparse.batch import run as run_batch
from rectiparse.batch.manifest import document_of
from rectiparse.errors import ReadingError


def run_all(out: Path, *folders: Path, **options: object) -> Tally:
    """One run over some folders."""
    return run_batch(Batch(Walk(folders), out, **options), Here, lambda tally: None)  # type: ignore[arg-type]


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "一批", 3, folders=1)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "二批", 2, folders=1)


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.made, tally.unchanged, tally.gone, tally.aside


def test_a_folder_that_comes_to_another_leaves_its_ledgers_where_they_are(
    tmp_path: Path, first: Path, second: Path
) -> None:
    out = tmp_path / "out"
    assert counts(run_all(out, first)) == (3, 0, 0, 0)
    before = ledgers(out)
    assert counts(run_all(out, first, second)) == (2, 3, 0, 0)
    after = ledgers(out)
    assert {name: after[name] for name in before} == before
    assert sorted(after.keys() - before.keys()) == [f"二批/第0批/方案000{n}.txt.yaml" for n in (0, 1)]
    assert counts(run_all(out, second, first)) == (0, 5, 0, 0)


def test_folders_may_come_one_after_the_other(tmp_path: Path, first: Path, second: Path) -> None:
    out = tmp_path / "out"
    run_all(out, first)
    assert counts(run_all(out, second)) == (2, 0, 0, 3)
    assert len(ledgers(out)) == 5
    assert counts(run_all(out, first, second)) == (0, 5, 0, 0)


def test_of_several_folders_one_alone_keeps_its_names(tmp_path: Path, first: Path, second: Path) -> None:
    out = tmp_path / "out"
    run_all(out, first, second)
    assert counts(run_all(out, second, prune=True)) == (0, 2, 0, 3)
    assert len(ledgers(out)) == 5


def test_only_what_is_no_longer_there_is_pruned(tmp_path: Path, first: Path, second: Path) -> None:
    out = tmp_path / "out"
    run_all(out, first, second)
    (first / "第0批/方案0001.txt").unlink()
    (second / "第0批/方案0000.txt").unlink()
    assert counts(run_all(out, second, prune=True)) == (0, 1, 2, 2)
    assert len(ledgers(out)) == 3


def test_a_folder_that_was_moved_is_known_by_its_content(tmp_path: Path, first: Path) -> None:
    out = tmp_path / "out"
    run_all(out, first)
    moved = first.rename(tmp_path / "另一处")
    assert counts(run_all(out, moved)) == (0, 3, 0, 0)
    assert document_of(out / "第0批/方案0000.txt.yaml") == (moved / "第0批/方案0000.txt").resolve()


def test_two_documents_have_no_one_name(tmp_path: Path, first: Path) -> None:
    out = tmp_path / "out"
    folder_of(first / "二批", 1)
    other = folder_of(tmp_path / "别处" / "二批", 1)
    run_all(out, first)
    for folders in ((first, other), (other,)):
        with pytest.raises(ReadingError, match="two folders are called 二批"):
            run_all(out, *folders)


def test_what_stays_in_other_folders_is_told(tmp_path: Path, first: Path, second: Path) -> None:
    out = tmp_path / "out"
    run("batch", first, "-o", out)
    ran = run("batch", second, "-o", out)
    assert "2 made, 0 unchanged, 0 failed, 3 in other folders, their ledgers kept" in " ".join(ran.out.split())
    (second / "第0批/方案0001.txt").unlink()
    ran = run("batch", second, "-o", out)
    assert "1 no longer among the documents; --prune removes their ledgers" in " ".join(ran.out.split())


# ---- from a ledger to its document ----


def test_view_and_check_find_the_document_through_the_manifest(tmp_path: Path, first: Path) -> None:
    out, page = tmp_path / "out", tmp_path / "page.html"
    run("batch", first, "-o", out)
    ledger = out / "第0批/方案0000.txt.yaml"
    ran = run("view", ledger, "-o", page)
    assert (ran.code, "not found" in ran.err) == (0, False)
    assert 'data-n="1"' in page.read_text(encoding="utf-8")
    assert "rules on the text are silent" not in run("check", ledger).err
    (first / "第0批/方案0000.txt").write_text("别的文字", encoding="utf-8")
    assert "the page shows the ledger alone" in run("view", ledger, "-o", page, "--force").err
    assert "rules on the text are silent" in run("check", ledger).err
    ran = run("export", ledger, "-o", tmp_path / "a.xlsx")
    assert (ran.code, ran.err.splitlines()) == (0, [f"rectiparse: written: {tmp_path / 'a.xlsx'}"])


def test_out_and_its_documents_may_be_moved_together(tmp_path: Path) -> None:
    top = tmp_path / "甲"
    folder = folder_of(top / "in", 1)
    run_all(top / "out", folder)
    top = top.rename(tmp_path / "乙")
    ledger = top / "out/第0批/方案0000.txt.yaml"
    assert document_of(ledger) is not None
    assert document_of(ledger).is_file()  # type: ignore[union-attr]
    (top / "out/manifest.jsonl").unlink()
    assert document_of(ledger) is None
