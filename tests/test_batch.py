"""Whole runs over folders: what is written, what is done again, what bad documents do to the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

import batch_making as calls
from batch_making import Elsewhere, Here, folder_of, ledgers, manifest, plan, run_here
from command_line import failed, run
from rectiparse.batch import Batch, Reading, Walk
from rectiparse.batch import run as run_batch
from rectiparse.errors import WritingError

COMMAND = [sys.executable, "-m", "rectiparse", "batch"]


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take files that were written just now for old ones."""
    monkeypatch.setattr("rectiparse.batch.working.SETTLED", -(10**12))


# The ledgers


def test_each_document_has_its_ledger_in_the_same_tree(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 6)
    tally = run_here(folder, tmp_path / "out")
    assert (tally.total, tally.made, tally.unchanged, tally.failed) == (6, 6, 0, 0)
    assert (tally.problems, tally.measures, dict(tally.genres)) == (12, 18, {"plan": 6})
    assert list(ledgers(tmp_path / "out")) == [f"第{n % 3}批/方案{n:04}.txt.yaml" for n in (0, 3, 1, 4, 2, 5)]
    for name, content in ledgers(tmp_path / "out").items():
        assert content.decode() == run("extract", folder / name.removesuffix(".yaml")).out


def test_json_as_extract_writes_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 1)
    run_here(folder, tmp_path / "out", reading=Reading(format="json"))
    ((name, content),) = ledgers(tmp_path / "out").items()
    assert name == "第0批/方案0000.txt.json"
    assert content.decode() == run("extract", folder / "第0批/方案0000.txt", "-f", "json").out


def test_the_manifest_has_a_line_for_each(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 3, folders=1)
    (folder / "空.txt").write_text(" \n", encoding="utf-8")
    run_here(folder, tmp_path / "out")
    bad, good, _, _ = [json.loads(line) for line in (tmp_path / "out/manifest.jsonl").read_text("utf-8").splitlines()]
    assert good["path"] == "第0批/方案0000.txt"
    assert good["ledger"] == "第0批/方案0000.txt.yaml"
    assert good["sha256"] == yaml.safe_load((tmp_path / "out" / good["ledger"]).read_bytes())["source"]["sha256"]
    assert (good["genre"], good["problems"], good["measures"], good["error"]) == ("plan", 2, 3, None)
    assert good["seconds"] > 0
    assert good["recipe"]["version"] == "0.1.0"
    assert len(good["recipe"]["grammar"]) == 16
    assert (bad["path"], bad["ledger"], bad["genre"], bad["problems"]) == ("空.txt", None, None, None)
    assert "no text in it" in bad["error"]


def test_options_reach_the_reading(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 1)
    (folder / "第0批/方案0000.txt").write_bytes(plan(0).replace("2023年6月底前", "6月底前").encode("utf-16-le"))
    out = tmp_path / "out"
    ran = run("batch", folder, "-o", out, "--year", "2019", "--encoding", "utf-16-le", "--grammar", "report", "-j", "1")
    assert (ran.code, ran.err) == (0, "")
    ledger = yaml.safe_load((out / "第0批/方案0000.txt.yaml").read_bytes())
    assert ledger["source"]["encoding"] == "utf-16-le"
    assert ledger["document"]["grammar"] == "report"
    assert [date["value"] for date in ledger["dates"] if date["kind"] == "deadline"] == ["../2019-06"]


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_a_file_of_several_documents_has_a_ledger_for_each(tmp_path: Path, format: str) -> None:
    folder, out, summary = tmp_path / "in", tmp_path / "out", tmp_path / "汇总.csv"
    folder.mkdir()
    (folder / "两份.txt").write_text(plan(1) + "\n" + plan(2), encoding="utf-8")
    arguments = ["batch", folder, "-o", out, "-q", "-j", "1", "--split", "-f", format, "--summary", summary]
    assert run(*arguments).code == 0
    assert manifest(out)[0]["problems"] == 4
    assert (out / f"两份.txt.{format}").read_bytes().decode() == (
        run("extract", folder / "两份.txt", "--split", "-f", format).out
    )
    assert summary.read_text("utf-8-sig").count("两份.txt") == 6


def test_names_that_are_too_long_with_the_suffix_are_cut_and_kept_apart(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for last in "甲乙":
        (folder / f"{'长' * 82}{last}.txt").write_text(plan(1), encoding="utf-8")
    tally = run_here(folder, tmp_path / "out")
    assert tally.made == 2
    assert len(ledgers(tmp_path / "out")) == 2
    assert run_here(folder, tmp_path / "out").unchanged == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only here are file names bytes")
def test_names_that_are_no_utf8(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/\xd5\xfb\xb8\xc4.txt")).write_text(plan(1), encoding="utf-8")
    assert run_here(folder, tmp_path / "out").made == 1
    assert run_here(folder, tmp_path / "out").unchanged == 1


# What is done again


def test_what_has_not_changed_is_left_alone(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 5), tmp_path / "out"
    run_here(folder, out)
    times = {path: path.stat().st_mtime_ns for path in out.rglob("*.yaml")}
    tally = run_here(folder, out)
    assert (tally.made, tally.unchanged, tally.problems, tally.genres["plan"]) == (0, 5, 10, 5)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*.yaml")} == times


def test_what_has_not_been_touched_is_not_even_read(tmp_path: Path, settled: None) -> None:
    folder, out = folder_of(tmp_path / "in", 5), tmp_path / "out"
    run_here(folder, out)
    workers = Here()
    assert run_here(folder, out, workers).unchanged == 5
    assert workers.done == []


def test_a_file_touched_but_the_same_is_not_done_again_and_then_known(tmp_path: Path, settled: None) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    run_here(folder, out)
    os.utime(folder / "第0批/方案0000.txt")
    first, second = Here(), Here()
    assert run_here(folder, out, first).unchanged == 2
    assert first.done == ["方案0000.txt"]
    assert run_here(folder, out, second).unchanged == 2
    assert second.done == []


def test_a_file_whose_time_was_set_back_is_done_again(tmp_path: Path, settled: None) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    path = folder / "第0批/方案0000.txt"
    before = path.stat()
    run_here(folder, out)
    path.write_text(plan(0).replace("走访10户", "走访99户"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert run_here(folder, out).made == 1
    assert "99户" in (out / "第0批/方案0000.txt.yaml").read_text("utf-8")


def test_a_file_written_just_now_is_looked_into_next_time(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 1), tmp_path / "out"
    run_here(folder, out)
    workers = Here()
    assert run_here(folder, out, workers).unchanged == 1
    assert workers.done == ["方案0000.txt"]


def test_what_changed_is_done_and_nothing_else(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 5), tmp_path / "out"
    run_here(folder, out)
    (folder / "第1批/方案0001.txt").write_text(plan(77), encoding="utf-8")
    (folder / "新.txt").write_text(plan(78), encoding="utf-8")
    (out / "第2批/方案0002.txt.yaml").unlink()
    tally = run_here(folder, out)
    assert (tally.total, tally.made, tally.unchanged) == (6, 3, 3)
    assert ledgers(out) == ledgers(afresh(folder, tmp_path / "other"))


@pytest.mark.parametrize(
    "options",
    [{"reading": Reading(year=2020)}, {"reading": Reading(encoding="gb18030")}, {"force": True}],
    ids=["year", "encoding", "force"],
)
def test_other_options_make_all_anew(tmp_path: Path, options: dict[str, object]) -> None:
    folder, out = folder_of(tmp_path / "in", 3), tmp_path / "out"
    run_here(folder, out)
    assert run_here(folder, out, **options).unchanged == 0


def test_another_version_makes_all_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = folder_of(tmp_path / "in", 3), tmp_path / "out"
    run_here(folder, out)
    monkeypatch.setattr("rectiparse.batch.running.__version__", "0.1.1")
    assert run_here(folder, out).made == 3


def test_another_grammar_makes_all_anew(tmp_path: Path) -> None:
    folder, out, grammar = folder_of(tmp_path / "in", 1), tmp_path / "out", tmp_path / "mine.yaml"
    arguments = ["batch", folder, "-o", out, "-q", "-j", "1", "--grammar", grammar]
    times = []
    for title in ("甲", "乙", "乙"):
        grammar.write_text(f"name: mine\nextends: plan\ntitle: {title}\n", encoding="utf-8")
        assert run(*arguments).code == 0
        times.append(next(out.rglob("*.txt.yaml")).stat().st_mtime_ns)
    assert times[0] < times[1] == times[2]


def test_another_format_leaves_no_ledgers_of_the_old_one(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 3), tmp_path / "out"
    run_here(folder, out)
    run_here(folder, out, reading=Reading(format="json"))
    assert all(name.endswith(".txt.json") for name in ledgers(out))
    assert len(ledgers(out)) == 3


def test_a_document_that_fails_is_tried_each_time(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    assert run_here(folder, out).failed == 1
    tally = run_here(folder, out)
    assert (tally.failed, tally.unchanged) == (1, 2)
    assert [name for name, _ in tally.failures] == ["坏.docx"]
    (folder / "坏.docx").write_text(plan(5), encoding="utf-8")
    assert run_here(folder, out).made == 1


def test_a_document_that_has_gone_bad_loses_its_ledger(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 2), tmp_path / "out"
    run_here(folder, out)
    (folder / "第0批/方案0000.txt").write_bytes(b"")
    assert run_here(folder, out).failed == 1
    assert list(ledgers(out)) == ["第1批/方案0001.txt.yaml"]


def test_what_is_gone_is_told_and_pruned_when_asked(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 4), tmp_path / "out"
    run_here(folder, out)
    (folder / "第1批/方案0001.txt").unlink()
    (folder / "第0批/方案0000.txt").unlink()
    (folder / "第2批/方案0002.txt").unlink()
    assert run_here(folder, out).gone == 3
    assert len(ledgers(out)) == 4
    tally = run_here(folder, out, prune=True)
    assert (tally.gone, tally.pruned) == (3, 3)
    assert ledgers(out) == ledgers(afresh(folder, tmp_path / "other"))
    assert manifest(out) == manifest(tmp_path / "other")
    assert sorted(path.name for path in out.iterdir()) == ["manifest.jsonl", "第0批"]
    assert run_here(folder, out).gone == 0


def test_a_folder_that_cannot_be_listed_is_not_taken_for_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = folder_of(tmp_path / "in", 4), tmp_path / "out"
    run_here(folder, out)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "第1批":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    tally = run_here(folder, out, prune=True)
    monkeypatch.undo()
    assert (tally.gone, tally.failed, tally.unchanged) == (0, 1, 3)
    assert len(ledgers(out)) == 4


def afresh(folder: Path, out: Path) -> Path:
    run_here(folder, out)
    return out


# What cannot be broken


def test_a_document_that_kills_its_process_is_one_failure(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 8), tmp_path / "out"
    (folder / "死.txt").write_text(plan(1), encoding="utf-8")
    (folder / "一次.txt").write_text(plan(2), encoding="utf-8")
    workers = Elsewhere(die_on_dead_or_once)
    tally = run_batch(Batch(Walk((folder,)), out), lambda: workers, lambda tally: None)
    assert (tally.made, tally.failed) == (9, 1)
    assert [line["path"] for line in manifest(out) if line["error"]] == ["死.txt"]
    assert "died, also when tried alone" in str(tally.failures[0][1])
    assert "一次.txt.yaml" in ledgers(out)


def die_on_dead_or_once(task: calls.Task) -> calls.Outcome:
    return calls.die_once(task) if "一次" in task.path else calls.die_on_dead(task)


def test_a_process_that_died_is_tried_again_when_nothing_else_is_under_way(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 4), tmp_path / "out"
    workers = Here(lambda task: calls.gone(task) if "0000" in task.path else calls.work(task))
    assert run_here(folder, out, workers).failed == 1
    assert workers.done[-1] == "方案0000.txt"
    assert workers.done.count("方案0000.txt") == 2


def test_a_document_that_takes_too_long_is_one_failure(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 6), tmp_path / "out"
    (folder / "慢.txt").write_text(plan(1), encoding="utf-8")
    workers = Elsewhere(calls.hang_on_slow, timeout=1.5)
    tally = run_batch(Batch(Walk((folder,)), out, timeout=1.5), lambda: workers, lambda tally: None)
    assert (tally.made, tally.failed) == (6, 1)
    assert str(tally.failures[0][1]) == "takes longer than 1.5 s; give it more with --timeout"


def test_a_fault_of_ours_is_one_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, out = folder_of(tmp_path / "in", 3), tmp_path / "out"
    monkeypatch.setattr("rectiparse.batch.working.counts_of", lambda ledgers, findings: {}["genre"])
    tally = run_here(folder, out)
    assert tally.failed == 3
    assert "KeyError" in str(tally.failures[0][1])


def test_killed_at_any_moment_a_second_run_ends_in_the_same_bytes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 120)
    (folder / "空.txt").write_text("", encoding="utf-8")
    run_here(folder, tmp_path / "undisturbed")
    out = tmp_path / "out"
    command = [*COMMAND, str(folder), "-o", str(out), "-q", "-j", "2"]
    seen = set()
    for lines in (1, 20, 60, 110):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until(lambda lines=lines, process=process: process.poll() is not None or written(out) >= lines)
        process.kill()
        process.wait()
        seen.add(written(out))
    assert len(seen) > 2
    with (out / "manifest.jsonl").open("ab") as file:
        file.write(b'{"path": "\xe7\xac\xac')  # what a kill in the midst of a line leaves
    (out / "第0批" / ".方案0000.txt.yaml.0123abcd.part").write_bytes(b"half a ledger")
    assert subprocess.run(command, check=False, capture_output=True).returncode == 1
    assert ledgers(out) == ledgers(tmp_path / "undisturbed")
    assert manifest(out) == manifest(tmp_path / "undisturbed")


@pytest.mark.skipif(sys.platform == "win32", reason="no signal of this kind there")
def test_ctrl_c_says_where_it_stood(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 300), tmp_path / "out"
    process = subprocess.Popen(
        [*COMMAND, str(folder), "-o", str(out), "-j", "2", "--lang", "en"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A shell starts what runs in the background deaf to Ctrl-C, this test with it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )
    until(lambda: written(out) >= 10)
    os.killpg(process.pid, signal.SIGINT)
    said, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said == b""
    through = len(manifest(out))
    assert told.decode() == (
        f"rectiparse: interrupted: {through} of 300 documents are through; the same command goes on from there\n"
    )
    assert 10 <= through < 300
    assert [line["path"] for line in manifest(out)] == sorted(str(line["path"]) for line in manifest(out))
    assert set(ledgers(out)) == {str(line["ledger"]) for line in manifest(out)}


def written(out: Path) -> int:
    """How many lines the manifest has."""
    try:
        return (out / "manifest.jsonl").read_bytes().count(b"\n")
    except OSError:
        return 0


def until(true: object, seconds: float = 60) -> None:
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_second_run_at_the_same_time_is_turned_away(tmp_path: Path) -> None:
    from rectiparse.batch.claiming import claimed

    folder, out = folder_of(tmp_path / "in", 1), tmp_path / "out"
    with claimed(out), pytest.raises(WritingError, match="another run"):
        run_here(folder, out)
    assert run_here(folder, out).made == 1
    assert sorted(path.name for path in out.iterdir()) == ["manifest.jsonl", "第0批"]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 1)
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written to" in failed(run("batch", folder, "-o", tmp_path / "file" / "out"))
    assert "cannot be written to" in failed(run("batch", folder, "-o", tmp_path / "file"))


def test_a_ledger_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 6), tmp_path / "out"
    out.mkdir()
    (out / "第1批").write_text("in the way", encoding="utf-8")
    line = failed(run("batch", folder, "-o", out, "-j", "2"))
    assert "cannot be written" in line
    assert "第1批" in line
    (out / "第1批").unlink()
    assert run("batch", folder, "-o", out, "-q").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind there")
def test_a_disk_that_is_full_is_one_line(tmp_path: Path) -> None:
    import resource

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))

    folder, out = folder_of(tmp_path / "in", 30), tmp_path / "out"
    ran = subprocess.run(
        [*COMMAND, str(folder), "-o", str(out), "-j", "2", "--lang", "en"],
        capture_output=True,
        check=False,
        preexec_fn=small_files,
    )
    assert ran.returncode == 2
    assert ran.stdout == b""
    assert ran.stderr.count(b"\n") == 1
    assert b"cannot be written (File too large)" in ran.stderr
    assert not list(out.rglob("*.part"))
    assert run("batch", folder, "-o", out, "-q").code == 0
    assert ledgers(out) == ledgers(afresh(folder, tmp_path / "other"))


# The command


def test_the_table_at_the_end(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 3), tmp_path / "out"
    (folder / "空.txt").write_text("", encoding="utf-8")
    ran = run("batch", folder, "-o", out)
    assert ran.code == 1
    assert ran.err == ""
    assert "3 made, 0 unchanged, 1 failed" in ran.out
    for said in ("problems   6", "measures   9", "findings", "rectification plan  3", "空.txt", "empty"):
        assert said in ran.out


def test_quiet_says_failures_alone(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 3), tmp_path / "out"
    ran = run("batch", folder, "-o", out, "--quiet")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    (folder / "空.txt").write_text("", encoding="utf-8")
    ran = run("batch", folder, "-o", out, "-q")
    assert (ran.code, ran.out) == (1, "")
    assert "1 of 4 documents failed" in ran.err


def test_lines_tell_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.cli.progress.EVERY", 0.0)
    folder, out = folder_of(tmp_path / "in", 5), tmp_path / "out"
    (folder / "0.txt").write_text("", encoding="utf-8")
    ran = run("batch", folder, "-o", out, "-j", "1")
    lines = ran.err.splitlines()
    assert lines[0].startswith("0 of 6: 0.txt")
    assert lines[-1].startswith("5 of 6, 1 failed, ")
    assert " a second, 0:00:0" in lines[-1]


def test_bad_arguments_are_one_line(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 1), tmp_path / "out"
    assert "no such folder" in failed(run("batch", tmp_path / "none", "-o", out))
    assert "--timeout needs" in failed(run("batch", folder, "-o", out, "--timeout", "0"))
    assert "must be 1 or more" in failed(run("batch", folder, "-o", out, "--jobs", "0"))
    assert "no grammar named" in failed(run("batch", folder, "-o", out, "--grammar", "none"))
    assert "--output is missing" in failed(run("batch", folder))
    assert "cannot go here" in failed(run("batch", folder, "-o", folder))
    assert not out.exists()


def test_an_empty_folder_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ran = run("batch", tmp_path / "in", "-o", tmp_path / "out")
    assert ran.code == 0
    assert "0 made" in ran.out
