"""The same runs on a Dask cluster: a real scheduler and two real workers on this machine, one of them killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import batch_making as calls
from batch_making import folder_of, ledgers, manifest, plan, run_here
from command_line import failed, run
from rectiparse.batch import Batch, Tally, Walk
from rectiparse.batch import run as run_batch

pytest.importorskip("distributed", reason="Dask is not installed (pip install rectiparse[dask])")

from rectiparse.batch.cluster import Cluster

QUIET = {"DASK_LOGGING__DISTRIBUTED": "critical"}


@dataclass
class Running:
    """A cluster on this machine."""

    address: str
    file: Path
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]

    def add_worker(self) -> None:
        arguments = ["--scheduler-file", str(self.file), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        self.workers.append(start("dask_worker", *arguments, "--local-directory", str(self.file.parent)))


def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
        env={**os.environ, **QUIET, "PYTHONPATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def running(folder: Path) -> Iterator[Running]:
    """A cluster of two workers with one thread each."""
    file = folder / "scheduler.json"
    arguments = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = start("dask_scheduler", *arguments)
    end = time.monotonic() + 60
    while not file.exists() or not file.read_text("utf-8").endswith("}"):
        assert scheduler.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)
    made = Running(json.loads(file.read_text("utf-8"))["address"], file, scheduler, [])
    made.add_worker()
    made.add_worker()
    yield made
    for process in [*made.workers, scheduler]:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    yield from running(tmp_path_factory.mktemp("dask"))


@pytest.fixture
def short_lived(tmp_path: Path) -> Iterator[Running]:
    yield from running(tmp_path)


class Doing(Cluster):
    """A cluster that does something else with each task."""

    def submit(self, fn: object, task: object, /) -> object:  # type: ignore[override]
        return super().submit(calls.die_on_dead, task)  # type: ignore[arg-type]


def test_a_worker_killed_in_mid_run_loses_nothing_and_doubles_nothing(cluster: Running, tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", 240)
    (folder / "死.txt").write_text(plan(1), encoding="utf-8")
    (folder / "空.txt").write_text("", encoding="utf-8")
    killed: list[int] = []

    def watch(tally: Tally) -> None:
        if tally.ended >= 60 and not killed:
            killed.append(cluster.workers[0].pid)
            cluster.workers[0].kill()

    out = tmp_path / "out"
    batch = Batch(Walk((folder,)), out)
    tally = run_batch(batch, lambda: Doing(cluster.address, timeout=60), watch)
    assert killed
    assert (tally.total, tally.made, tally.failed) == (242, 240, 2)
    assert {name for name, _ in tally.failures} == {"死.txt", "空.txt"}
    (folder / "死.txt").unlink()
    run_here(folder, tmp_path / "here")
    assert ledgers(out) == ledgers(tmp_path / "here")
    assert [line for line in manifest(out) if line["path"] != "死.txt"] == manifest(tmp_path / "here")
    cluster.workers.pop(0).wait()


def test_documents_are_shipped_where_no_files_are_shared(cluster: Running, tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 5), tmp_path / "out"
    (folder / "空.txt").write_text("", encoding="utf-8")
    arguments = ("batch", folder, "-o", out, "--scheduler", cluster.address, "--ship", "-q")
    assert run(*arguments).code == 1
    run_here(folder, tmp_path / "here")
    assert ledgers(out) == ledgers(tmp_path / "here")
    assert manifest(out) == manifest(tmp_path / "here")
    (folder / "空.txt").unlink()
    assert run(*arguments).code == 0
    assert run_here(folder, out).unchanged == 5


def test_paths_are_whole_for_workers_that_stand_elsewhere(
    cluster: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(tmp_path / "in", 2)
    monkeypatch.chdir(tmp_path)
    assert run("batch", "in", "-o", "out", "--scheduler", cluster.address, "-q").code == 0
    assert len(ledgers(tmp_path / "out")) == 2


def test_another_version_on_a_worker_is_one_line(
    cluster: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rectiparse.batch.cluster.__version__", "9.9")
    folder = folder_of(tmp_path / "in", 1)
    line = failed(run("batch", folder, "-o", tmp_path / "out", "--scheduler", cluster.address))
    assert "a worker has rectiparse 0.1.0, this is 9.9" in line


def test_no_scheduler_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.batch.cluster.PATIENCE", 0.5)
    folder = folder_of(tmp_path / "in", 1)
    for address in ("tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1:x"):
        line = failed(run("batch", folder, "-o", tmp_path / "out", "--scheduler", address))
        assert f"{address}: no scheduler answers" in line
    assert "--scheduler too" in failed(run("batch", folder, "-o", tmp_path / "out", "--ship"))


def test_a_scheduler_that_goes_away_is_one_line_and_the_run_goes_on_later(short_lived: Running, tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path / "in", 200), tmp_path / "out"
    command = [sys.executable, "-m", "rectiparse", "batch", str(folder), "-o", str(out), "--lang", "en"]
    process = subprocess.Popen([*command, "--scheduler", short_lived.address], stderr=subprocess.PIPE)
    end = time.monotonic() + 60
    while not (out / "manifest.jsonl").exists() or (out / "manifest.jsonl").read_bytes().count(b"\n") < 20:
        assert time.monotonic() < end
        time.sleep(0.01)
    short_lived.scheduler.kill()
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert told.count(b"\n") == 1
    assert b"the scheduler is gone" in told
    assert run_here(folder, out).total == 200
    run_here(folder, tmp_path / "here")
    assert ledgers(out) == ledgers(tmp_path / "here")
