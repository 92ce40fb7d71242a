"""Processes that run calls: what becomes of the calls when they die, hang or are told to stop."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest

import batch_making as calls
from rectiparse.batch.processes import Processes, TooLongError, WorkerDiedError
from rectiparse.errors import WritingError


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    processes = Processes(2, timeout=30)
    yield processes
    processes.shutdown()


def test_calls_and_their_results(two: Processes) -> None:
    futures = [two.submit(calls.double, number) for number in range(20)]
    assert [future.result() for future in futures] == [2 * number for number in range(20)]


def test_two_processes_are_two_and_not_this_one(two: Processes) -> None:
    slow = two.submit(calls.sleep, 0.5)
    numbers = {two.submit(calls.process_number).result() for _ in range(5)}
    slow.result()
    numbers |= {future.result() for future in [two.submit(calls.process_number) for _ in range(20)]}
    assert 1 <= len(numbers) <= 2
    assert calls.process_number() not in numbers


def test_an_error_comes_out_as_itself(two: Processes) -> None:
    error = WritingError("{path}: cannot be written ({reason})", path="a/{b}", reason="full")
    with pytest.raises(WritingError) as caught:
        two.submit(calls.raise_it, error).result()
    assert str(caught.value) == "a/{b}: cannot be written (full)"
    assert caught.value.values == error.values


def test_what_a_library_prints_comes_not_between(two: Processes) -> None:
    assert two.submit(calls.print_and_double, 21).result() == 42


@pytest.mark.parametrize("death", [calls.crash, calls.use_all_memory])
def test_a_death_costs_one_call(two: Processes, death: object) -> None:
    before = [two.submit(calls.double, number) for number in range(5)]
    dead = two.submit(death)  # type: ignore[arg-type]
    after = [two.submit(calls.double, number) for number in range(5)]
    with pytest.raises(WorkerDiedError):
        dead.result()
    assert [future.result() for future in before + after] == [0, 2, 4, 6, 8] * 2


@pytest.mark.parametrize("hang", [calls.hang_on_slow, calls.hang_inside_c])
@pytest.mark.skipif(sys.platform == "win32", reason="sleeps through the C library by its POSIX name")
def test_a_call_that_hangs_is_ended(hang: object) -> None:
    from rectiparse.batch.working import Reading, Task

    processes = Processes(1, timeout=0.6)
    hanging = processes.submit(hang, Task("慢", "", Reading()))  # type: ignore[arg-type]
    after = processes.submit(calls.double, 4)
    with pytest.raises(TooLongError):
        hanging.result(timeout=30)
    assert after.result(timeout=30) == 8
    processes.shutdown()


def test_a_shutdown_that_cancels_waits_for_no_long_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rectiparse.batch.processes.GRACE", 0.3)
    processes = Processes(1, timeout=60)
    assert processes.submit(calls.double, 1).result() == 2
    under_way, waiting = processes.submit(calls.sleep, 3600), processes.submit(calls.double, 1)
    while not under_way.running():
        time.sleep(0.01)
    processes.shutdown(cancel_futures=True)
    assert waiting.cancelled()
    assert isinstance(under_way.exception(), WorkerDiedError)
    with pytest.raises(RuntimeError):
        processes.submit(calls.double, 1)


def test_a_shutdown_lets_calls_end() -> None:
    processes = Processes(1, timeout=60)
    futures = [processes.submit(calls.double, number) for number in range(3)]
    processes.shutdown()
    assert [future.result() for future in futures] == [0, 2, 4]
