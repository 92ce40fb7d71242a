"""Calls on other machines: Dask hands them to its workers, each of which runs them in processes of our own.

So a document that crashes or hangs costs the same there as here: itself, not the worker. Where a whole worker is lost,
Dask gives what it had under way to another one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from functools import lru_cache
from importlib import import_module
from typing import ParamSpec, TypeVar

from rectiparse import __version__
from rectiparse.batch.processes import Processes, WorkerDiedError
from rectiparse.errors import RectiparseError

P = ParamSpec("P")
T = TypeVar("T")

PATIENCE = 10  # seconds in which a scheduler must answer and a first worker be there
FRESH = 2.0  # seconds for which the number of workers is taken to be what it was


class Cluster(Executor):
    """An executor that runs calls on the workers of a Dask scheduler, with the rules of `Processes`.

    Raises RectiparseError where Dask is not installed, no scheduler answers, or no worker is there. Every worker needs
    the same version of rectiparse.
    """

    def __init__(self, address: str, timeout: float) -> None:
        try:
            distributed = import_module("distributed")
        except ImportError:
            raise RectiparseError("--scheduler needs Dask; run: pip install rectiparse[dask]") from None
        for name in list(logging.root.manager.loggerDict):
            if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
                logging.getLogger(name).disabled = True  # they tell at length what comes out of the calls anyway
        self._address = address
        self._timeout = timeout
        try:
            self._client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise RectiparseError(
                "{address}: no scheduler answers ({reason}); start one with: dask scheduler",
                address=address,
                reason=" ".join(str(error).split())[:120],
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            self._client.close()
            raise RectiparseError(
                "{address}: this scheduler has no workers; start some with: dask worker {address}", address=address
            ) from None
        self._executor = self._client.get_executor(pure=False)
        self._width = 0
        self._looked = 0.0

    @property
    def width(self) -> int:
        """The calls it should have at a time: two for each thread of the workers that are there now."""
        if time.monotonic() - self._looked > FRESH:
            workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
            self._width = 2 * max(sum(worker["nthreads"] for worker in workers), 1)
            self._looked = time.monotonic()
        return self._width

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn(*args, **kwargs)` on some worker."""
        there = self._executor.submit(guarded, __version__, self._timeout, fn, args, kwargs)
        here: Future[T] = Future()
        there.add_done_callback(lambda done: self._settle(done, here))
        return here

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster, which goes on; with `cancel_futures` calls under way are given up."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def _settle(self, there: Future[T], here: Future[T]) -> None:
        """Give `here` what came of the call; troubles of Dask's own become ours."""
        try:
            here.set_result(there.result())
        except import_module("distributed").KilledWorker:
            here.set_exception(WorkerDiedError(-9))
        except ImportError as error:
            here.set_exception(
                RectiparseError("a worker lacks the module {name}; install rectiparse there too", name=error.name)
            )
        except (CancelledError, OSError):
            here.set_exception(
                RectiparseError(
                    "{address}: the scheduler is gone; the same command goes on later", address=self._address
                )
            )
        except Exception as error:
            here.set_exception(error)


def guarded(version: str, timeout: float, fn: Callable[P, T], args: tuple[object, ...], named: dict[str, object]) -> T:
    """What a worker does with a call: run it in a process, as many at a time as the worker has threads."""
    if version != __version__:
        raise RectiparseError(
            "a worker has rectiparse {there}, this is {here}; install the same", there=__version__, here=version
        )
    jobs = import_module("distributed").get_worker().state.nthreads
    return processes_of(jobs, timeout).submit(fn, *args, **named).result()  # type: ignore[arg-type]


@lru_cache(maxsize=1)
def processes_of(jobs: int, timeout: float) -> Processes:
    """The processes of one worker; they end when it does."""
    return Processes(jobs, timeout)
