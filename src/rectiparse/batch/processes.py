"""Calls in other processes, so that none of them can take the program down: not by a crash, nor by running on for ever.

`concurrent.futures` has a pool of processes too, but when one of them dies it gives up all calls that are under way
without saying which one it was, and it cannot end a call that takes too long.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO, Final, ParamSpec, TypeVar, cast

from rectiparse.errors import RectiparseError

P = ParamSpec("P")
T = TypeVar("T")

LENGTH: Final = struct.Struct("<Q")
# The worker finds the same modules that this process has, and none in the current folder, which is a user's.
START: Final = "import sys; sys.path[:] = {path!r}; from rectiparse.batch.worker import main; main({timeout!r})"
GRACE: Final = 5.0  # seconds after which a worker that was asked to end is ended


class WorkerDiedError(Exception):
    """The process that ran the call has died: a crash in a C library, no memory, killed from outside."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class TooLongError(Exception):
    """The call took longer than it may."""


class Processes(Executor):
    """An executor of `jobs` processes, each of which runs one call at a time and is replaced when it dies.

    A call that takes longer than `timeout` seconds ends in TooLongError, one whose process dies in WorkerDiedError;
    no other call is touched. Functions, arguments and results are pickled; what a call raises comes out of its future.
    """

    def __init__(self, jobs: int, timeout: float) -> None:
        self.width = 2 * jobs
        self._jobs = jobs
        self._timeout = timeout
        self._calls: SimpleQueue[tuple[Future[Any], bytes] | None] = SimpleQueue()  # None: no more will come
        self._threads: list[threading.Thread] = []
        self._workers: set[_Worker] = set()
        self._ended = False
        self._lock = threading.Lock()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn(*args, **kwargs)` in a process as soon as one is free."""
        if self._ended:
            raise RuntimeError("the executor was shut down")
        future: Future[T] = Future()
        self._calls.put((future, pickle.dumps((fn, args, kwargs), pickle.HIGHEST_PROTOCOL)))
        if len(self._threads) < self._jobs:
            self._threads.append(threading.Thread(target=self._lane, daemon=True))
            self._threads[-1].start()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the calls end. With `cancel_futures` those that wait are dropped, those under way ended after a while."""
        self._ended = True
        while cancel_futures:
            try:
                call = self._calls.get_nowait()
            except Empty:
                break
            if call is not None:
                call[0].cancel()
        for _ in self._threads:
            self._calls.put(None)
        late = time.monotonic() + GRACE
        for thread in self._threads if wait else ():
            thread.join(max(late - time.monotonic(), 0) if cancel_futures else None)
            if thread.is_alive():
                self._kill()
                thread.join()

    def _kill(self) -> None:
        with self._lock:
            for worker in self._workers:
                worker.process.kill()

    def _lane(self) -> None:
        """Feed one process after the other: what one thread does."""
        worker: _Worker | None = None
        while call := self._calls.get():
            future, content = call
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if worker is None:
                    worker = self._started()
                succeeded, result = worker.run(content)
            except Exception as error:
                self._gone(worker)
                worker = None
                future.set_exception(error)
                continue
            if succeeded:
                future.set_result(result)
            else:
                future.set_exception(result)
        if worker is not None:
            worker.end()
            self._gone(worker)

    def _started(self) -> _Worker:
        worker = _Worker(self._timeout)
        with self._lock:
            self._workers.add(worker)
        worker.wait_until_ready()
        return worker

    def _gone(self, worker: _Worker | None) -> None:
        with self._lock:
            self._workers.discard(worker)


class _Worker:
    """A process that runs calls one after the other."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        debug = bool(os.environ.get("RECTIPARSE_DEBUG"))
        away = {"start_new_session": True} if os.name != "nt" else {"creationflags": 0x200}  # a new process group
        self.process = subprocess.Popen(  # away from the terminal: Ctrl-C is for this process to act on
            [sys.executable, "-c", START.format(path=sys.path, timeout=timeout)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if debug else subprocess.DEVNULL,
            **away,
        )
        self._in = cast(BinaryIO, self.process.stdin)
        self._out = cast(BinaryIO, self.process.stdout)

    def wait_until_ready(self) -> None:
        """Return when all is imported, so that no call's time is taken by that. Raises RectiparseError where it fails."""
        if receive(self._out) is None:
            raise RectiparseError(
                "no worker process can be started (exit code {code}); RECTIPARSE_DEBUG=1 shows why",
                code=self.process.wait(),
            )

    def run(self, call: bytes) -> tuple[bool, Any]:
        """Whether the call succeeded, and its result or what it raised."""
        start = time.monotonic()
        with contextlib.suppress(OSError):  # a process that died between two calls: the answer will be missing
            send(self._in, call)
        answer = receive(self._out)
        if answer is None:
            code = self.process.wait()
            self._close()
            raise TooLongError if time.monotonic() - start >= self._timeout else WorkerDiedError(code)
        return cast("tuple[bool, Any]", pickle.loads(answer))  # noqa: S301 - our own process wrote it

    def end(self) -> None:
        """Let the process end: it does when nothing more can come."""
        with contextlib.suppress(OSError):
            self._in.close()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._close()

    def _close(self) -> None:
        for pipe in (self._in, self._out):
            with contextlib.suppress(OSError):
                pipe.close()


def send(pipe: BinaryIO, content: bytes) -> None:
    """Write one message."""
    pipe.write(LENGTH.pack(len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: BinaryIO) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    content = pipe.read(length)
    return content if len(content) == length else None
