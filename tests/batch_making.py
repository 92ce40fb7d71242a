"""Folders of made-up documents for the batch tests, workers inside the test's own process, calls that go wrong."""

from __future__ import annotations

import ctypes
import json
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from rectiparse.batch import Batch, Processes, Tally, Walk, run
from rectiparse.batch.processes import WorkerDiedError
from rectiparse.batch.working import Outcome, Task, work

PLACES = ("青禾县", "白石镇", "明川市", "柳溪乡", "云岭村", "东港街道")


def plan(number: int) -> str:
    """A short rectification plan, another one for each number."""
    place = PLACES[number % len(PLACES)]
    return f"""{place}人民政府关于第{number}组巡察反馈意见的整改方案
一、党的建设方面
1.关于“学习不深入”的问题。
整改措施：（1）由办公室牵头制定学习计划，2023年6月底前完成。（2）每季度开展{number + 1}次研讨。
二、民生保障方面
2.关于“底数不清”的问题。
整改措施：（1）走访{number + 10}户，建立台账。
"""


def folder_of(top: Path, count: int, *, folders: int = 3) -> Path:
    """A folder with so many plans in it, in folders of their own."""
    for number in range(count):
        path = top / f"第{number % folders}批" / f"方案{number:04}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(plan(number), encoding="utf-8")
    return top


class Here:
    """Workers that are none: each task is done at once, in this process. `done` says which ones were."""

    width = 3

    def __init__(self, doing: Callable[[Task], Outcome] = work) -> None:
        self.doing = doing
        self.done: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            if fn is work:
                self.done.append(Path(args[0].path).name)
                future.set_result(self.doing(*args))
            else:
                future.set_result(fn(*args))
        except Exception as error:
            future.set_exception(error)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        pass


class Elsewhere(Processes):
    """Processes that do something else with each task."""

    def __init__(self, doing: Callable[[Task], Outcome], jobs: int = 2, timeout: float = 60) -> None:
        super().__init__(jobs, timeout)
        self.doing = doing

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        return super().submit(self.doing if fn is work else fn, *args, **named)


def run_here(folder: Path, out: Path, workers: Here | None = None, **options: object) -> Tally:
    """One run without processes."""
    here = workers or Here()
    return run(Batch(Walk((folder,)), out, **options), lambda: here, lambda tally: None)  # type: ignore[arg-type]


def die_on_dead(task: Task) -> Outcome:
    """Die as a crash in a C library does, on documents called 死; else do the task."""
    if "死" in task.path:
        ctypes.string_at(0)
    return work(task)


def die_once(task: Task) -> Outcome:
    """Die on documents called 一次, the first time."""
    mark = Path(task.path + ".died")
    if "一次" in task.path and not mark.exists():
        mark.touch()
        os.abort()
    return work(task)


def hang_on_slow(task: Task) -> Outcome:
    """Hang for good, on documents called 慢; else do the task."""
    if "慢" in task.path:
        time.sleep(3600)
    return work(task)


def hang_inside_c(task: Task) -> Outcome:
    """Hang with the interpreter's lock held, on documents called 慢."""
    if "慢" in task.path:
        ctypes.PyDLL(None).sleep(3600)
    return work(task)


def gone(task: Task) -> Outcome:
    """What a died worker's future raises."""
    raise WorkerDiedError(-11)


def double(number: int) -> int:
    return 2 * number


def process_number() -> int:
    return os.getpid()


def raise_it(error: Exception) -> None:
    raise error


def print_and_double(number: int) -> int:
    os.write(1, b"a library that prints")
    print("and prints")  # noqa: T201
    return 2 * number


def crash(_: object = None) -> None:
    ctypes.string_at(0)


def use_all_memory(_: object = None) -> None:
    raise MemoryError


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def ledgers(out: Path) -> dict[str, bytes]:
    """All files below a folder but the manifest, by their names."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "manifest.jsonl"
    }


def manifest(out: Path) -> list[dict[str, object]]:
    """The manifest's lines without what differs from run to run."""
    lines = [json.loads(line) for line in (out / "manifest.jsonl").read_text("utf-8").splitlines()]
    return [{key: value for key, value in line.items() if key not in ("seconds", "stamp")} for line in lines]
