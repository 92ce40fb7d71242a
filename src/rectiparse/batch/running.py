"""A run: walk the folders, leave out what is unchanged, have the rest done, write down how each document ended."""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, ParamSpec, Protocol, TypeVar

from rectiparse import __version__
from rectiparse.batch.claiming import claimed
from rectiparse.batch.manifest import Line, Manifest, Recipe
from rectiparse.batch.placing import Sources, placed
from rectiparse.batch.processes import TooLongError, WorkerDiedError
from rectiparse.batch.summary import Row, Summary, rows_of, table
from rectiparse.batch.walking import Found, Unreadable, Walk
from rectiparse.batch.working import Failure, LedgerFormat, Outcome, Reading, Task, failure_of, save, stamp_of, work
from rectiparse.errors import LedgerError, RectiparseError, WritingError
from rectiparse.grammar.loading import shipped_folder
from rectiparse.language import message

LONGEST_NAME: Final = 255  # bytes that a file system takes for one name
SHOWN: Final = 20  # failures kept to be shown; the manifest has them all
TICK: Final = 0.5  # seconds after which progress is told though no document has ended


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be done: the documents, where their ledgers go, how they are read.

    `prune` removes the ledgers of documents that are gone, `force` does again what is unchanged, `ship` sends documents
    to the workers instead of their paths and writes the ledgers here. `summary` is a table of all ledgers.
    """

    walk: Walk
    out: Path
    reading: Reading = field(default_factory=Reading)
    timeout: float = 60
    prune: bool = False
    force: bool = False
    ship: bool = False
    summary: Summary | None = None


@dataclass
class Tally:
    """How far a run is, and what all documents' ledgers hold."""

    total: int
    made: int = 0
    unchanged: int = 0
    failed: int = 0
    gone: int = 0
    pruned: int = 0
    aside: int = 0
    """Documents of earlier runs that lie in other folders than those of this one; their ledgers stay."""
    genres: Counter[str] = field(default_factory=Counter)
    problems: int = 0
    measures: int = 0
    findings: int = 0
    failures: list[tuple[str, Failure]] = field(default_factory=list)
    at_hand: str = ""
    """The document that is under way for the longest time."""

    @property
    def ended(self) -> int:
        """The documents that are through."""
        return self.made + self.unchanged + self.failed


class InterruptedRun(KeyboardInterrupt):
    """Ctrl-C, with how far the run was."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


P = ParamSpec("P")
T = TypeVar("T")


class Workers(Protocol):
    """An executor such as `Processes`, which says how many calls keep all its workers busy.

    A call whose process dies ends in WorkerDiedError, one over its time in TooLongError. With `cancel_futures` a
    shutdown waits for calls under way only for a short while.
    """

    @property
    def width(self) -> int:
        """How many calls it should have at a time."""
        ...

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a call done."""
        ...

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers go."""
        ...


def run(batch: Batch, workers: Callable[[], Workers], watch: Callable[[Tally], None]) -> Tally:
    """Do all that has changed since the last run, or failed then; `watch` is called as it goes on.

    `workers` is called when there is something to do. One bad document is a failure in the manifest and in the tally.
    Raises WritingError where ledgers cannot be written, InterruptedRun on Ctrl-C, RectiparseError where no worker can
    be had; what was done until then is kept.
    """
    with claimed(batch.out):
        manifest = Manifest(batch.out)
        try:
            return _Run(batch, workers, watch, manifest).through()
        finally:
            manifest.close()


class _Run:
    def __init__(
        self, batch: Batch, workers: Callable[[], Workers], watch: Callable[[Tally], None], manifest: Manifest
    ) -> None:
        self.batch = batch
        self.watch = watch
        self.manifest = manifest
        self.recipe = recipe_of(batch.reading)
        self.sources = Sources(batch.out)
        self.walk = placed(batch.walk, manifest, self.sources)
        self.tally = Tally(sum(1 for _ in self.walk))
        self.unseen = set(manifest)
        self.unknown: list[str] = []  # folders that could not be listed
        self.pending: dict[Future[Outcome], tuple[Found, Task]] = {}
        self.ended: SimpleQueue[Future[Outcome]] = SimpleQueue()
        self.again: list[tuple[Found, Task]] = []  # whose process died
        self.emptied: set[Path] = set()  # folders from which a ledger was removed
        self._start_workers = workers
        self._workers: Workers | None = None

    def through(self) -> Tally:
        """The whole run."""
        try:
            self.feed(self.to_do())
            again, self.again = self.again, []
            for one in again:
                self.feed(iter([one]), last=True)
            self.look_for_gone()
            if self.batch.summary is not None:
                self.sum_up(self.batch.summary)
        except BaseException as error:
            self.end(at_once=True)
            if isinstance(error, KeyboardInterrupt):
                raise InterruptedRun(self.tally) from None
            raise
        self.end()
        self.tally.at_hand = ""
        self.watch(self.tally)
        return self.tally

    def to_do(self) -> Iterator[tuple[Found, Task]]:
        """The documents that are not as they were when their ledgers were made."""
        batch = self.batch
        for found in self.walk:
            if isinstance(found, Unreadable):
                self.unknown.append(found.name)
                reason = {"reason": found.reason}
                self.failed(found.name, Failure(message("this folder cannot be listed ({reason})"), reason))
                continue
            self.unseen.discard(found.name)
            ledger = ledger_name(found.name, batch.reading.format)
            known = None if batch.force else self.known(found, ledger)
            if known is not None and known.stamp is not None and known.stamp == stamp_of(found.path):
                self.unchanged(self.with_source(known, found))
                continue
            digest = known.sha256 if known is not None else None
            task = Task(found.path, f"{batch.out}/{ledger}", batch.reading, digest)
            if batch.ship:
                try:
                    task = replace(task, content=Path(found.path).read_bytes())
                except OSError as error:
                    reason = {"name": found.name, "reason": error.strerror or str(error)}
                    self.settle(found, failing(message("{name}: cannot be read ({reason})"), reason))
                    continue
            yield found, task

    def known(self, found: Found, ledger: str) -> Line | None:
        """The manifest's line for a document whose ledger is there and was made as it would be made now."""
        line = self.manifest.get(found.name)
        if line is None or line.ledger != ledger or line.recipe != self.recipe:
            return None
        return line if os.path.exists(f"{self.batch.out}/{ledger}") else None  # noqa: PTH110

    def feed(self, tasks: Iterator[tuple[Found, Task]], *, last: bool = False) -> None:
        """Have the tasks done, only as many at a time in the workers' hands as keep them busy."""
        more = True
        while more or self.pending:
            while more and len(self.pending) < (self._workers.width if self._workers else 1):
                one = next(tasks, None)
                if one is None:
                    more = False
                    break
                future = self.workers().submit(work, one[1])
                self.pending[future] = one
                future.add_done_callback(self.ended.put)
            if self.pending:
                self.tally.at_hand = next(iter(self.pending.values()))[0].name
                self.watch(self.tally)
                try:
                    future = self.ended.get(timeout=TICK)
                except Empty:
                    continue
                self.take(future, last=last)

    def workers(self) -> Workers:
        """The workers, started when there is something to do."""
        if self._workers is None:
            self._workers = self._start_workers()
        return self._workers

    def take(self, future: Future[Outcome], *, last: bool) -> None:
        """What comes of a task that has ended: all of it or, where Ctrl-C comes before, nothing."""
        with undisturbed():
            self._take(future, last=last)

    def _take(self, future: Future[Outcome], *, last: bool) -> None:
        found, task = self.pending.pop(future)
        try:
            outcome = future.result()
        except WorkerDiedError as error:
            if not last:
                self.again.append((found, task))
                return
            code = {"code": str(error.code)}
            outcome = failing(message("the process that read it died, also when tried alone (exit code {code})"), code)
        except TooLongError:
            limit = {"seconds": f"{self.batch.timeout:g}"}
            outcome = failing(message("takes longer than {seconds} s; give it more with --timeout"), limit)
        except RectiparseError:
            raise
        except Exception as error:
            reason = {"reason": f"{type(error).__name__}: {error}"[:160]}
            outcome = failing(message("a fault in the program ({reason}); please report it"), reason)
        if outcome.ledger is not None:
            save(Path(task.ledger), outcome.ledger)
        self.settle(found, outcome)

    def settle(self, found: Found, outcome: Outcome) -> None:
        """Write down how a document ended."""
        before = self.manifest.get(found.name)
        if outcome.counts is None and outcome.failure is None and before is not None:
            if outcome.stamp not in (None, before.stamp):
                before = replace(before, stamp=outcome.stamp)
                self.manifest.add(before)
            self.unchanged(self.with_source(before, found))
            return
        ledger = None if outcome.failure else ledger_name(found.name, self.batch.reading.format)
        if before is not None and before.ledger is not None and before.ledger != ledger:
            self.remove(before.ledger)
        error = str(outcome.failure) if outcome.failure else None
        line = Line(
            found.name, outcome.sha256, ledger, outcome.counts, outcome.seconds, error, self.recipe, outcome.stamp,
            self.sources.of(found),
        )  # fmt: skip
        self.manifest.add(line)
        if outcome.failure:
            self.failed(found.name, outcome.failure)
        else:
            self.tally.made += 1
            self.counted(line)

    def with_source(self, line: Line, found: Found) -> Line:
        """The line of an unchanged document, written anew where the document has moved."""
        source = self.sources.of(found)
        if line.source != source:
            line = replace(line, source=source)
            self.manifest.add(line)
        return line

    def unchanged(self, line: Line) -> None:
        self.tally.unchanged += 1
        self.counted(line)
        self.watch(self.tally)

    def counted(self, line: Line) -> None:
        if line.counts is not None:
            self.tally.genres[line.counts.genre] += 1
            self.tally.problems += line.counts.problems
            self.tally.measures += line.counts.measures
            self.tally.findings += line.counts.findings

    def failed(self, name: str, failure: Failure) -> None:
        self.tally.failed += 1
        if len(self.tally.failures) < SHOWN:
            self.tally.failures.append((name, failure))

    def look_for_gone(self) -> None:
        """Count, and with `prune` remove, what the manifest has and the folders no longer."""
        for name in sorted(self.unseen):
            if any(name.startswith(folder and f"{folder}/") for folder in self.unknown):
                continue
            line = self.manifest.get(name)
            if line is not None and line.source is not None and self.lies_elsewhere(self.sources.path(line.source)):
                self.tally.aside += 1
                continue
            self.tally.gone += 1
            if self.batch.prune:
                if line is not None and line.ledger is not None:
                    self.remove(line.ledger)
                self.manifest.drop(name)
                self.tally.pruned += 1
        for folder in sorted(self.emptied, reverse=True):
            remove_if_empty(folder, self.batch.out)

    def lies_elsewhere(self, path: str) -> bool:
        """True for a document that is there, in a folder that this run does not walk."""
        roots = [os.path.realpath(folder) + os.sep for folder in self.walk.folders]
        return os.path.exists(path) and not any(map(path.startswith, roots))  # noqa: PTH110

    def sum_up(self, summary: Summary) -> None:
        """Write the table of all ledgers, in the order of their documents; one that cannot be read is a failure."""
        waiting: deque[tuple[str, Callable[[], list[Row]]]] = deque()
        with table(summary.path) as add:

            def take() -> None:
                name, rows = waiting.popleft()
                try:
                    add(rows())
                except LedgerError as error:
                    self.failed(name, failure_of(error))
                except (WorkerDiedError, TooLongError):
                    self.failed(name, Failure(message("its ledger cannot be read into the summary")))

            for name in self.manifest:
                line = self.manifest.get(name)
                if line is None or line.ledger is None:
                    continue
                self.tally.at_hand = name
                self.watch(self.tally)
                ledger = f"{self.batch.out}/{line.ledger}"
                # Where documents are shipped, the ledgers are here alone.
                here = partial(rows_of, summary, ledger, name)
                waiting.append((name, here if self.batch.ship else self.workers().submit(here).result))
                if self.batch.ship or len(waiting) >= self.workers().width:
                    take()
            while waiting:
                take()

    def remove(self, ledger: str) -> None:
        """Remove a ledger that no document has any more."""
        path = self.batch.out / ledger
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            reason = error.strerror or error
            raise WritingError("{path}: cannot be removed ({reason})", path=path, reason=reason) from error
        self.emptied.add(path.parent)

    def end(self, *, at_once: bool = False) -> None:
        """Let the workers go; what they have ended in the meantime still counts."""
        if self._workers is None:
            return
        self._workers.shutdown(cancel_futures=at_once)
        for future in list(self.pending):
            if future.done() and not future.cancelled() and future.exception() is None:
                self.take(future, last=True)


@contextmanager
def undisturbed() -> Iterator[None]:
    """A block that Ctrl-C ends only when it is through."""
    came: list[object] = []
    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: came.append(None))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if came:
        raise KeyboardInterrupt


def failing(sentence: str, values: dict[str, str]) -> Outcome:
    """How a document ended that no worker has anything to say about."""
    return Outcome(None, None, 0.0, failure=Failure(sentence, values))


def ledger_name(name: str, format: LedgerFormat) -> str:
    """Where below OUT the ledger of a document stands: its own name and the format; too long a name is cut."""
    folder, _, last = name.rpartition("/")
    ledger = f"{last}.{format}"
    if len(os.fsencode(ledger)) > LONGEST_NAME:
        digest = hashlib.sha256(os.fsencode(last)).hexdigest()[:8]
        short = os.fsencode(last)[: LONGEST_NAME - len(f"-{digest}.{format}")]
        ledger = f"{short.decode('utf-8', 'ignore')}-{digest}.{format}"
    return f"{folder}/{ledger}" if folder else ledger


def recipe_of(reading: Reading) -> Recipe:
    """What decides about ledgers besides the documents: the program, all shipped grammars, the one given, the options."""
    digest = hashlib.sha256()
    for path in sorted(shipped_folder().glob("*.yaml")):
        digest.update(path.read_bytes())
    digest.update((reading.grammar or "").encode())
    options = {name: value for name, value in asdict(reading).items() if name != "grammar"}
    return Recipe(__version__, digest.hexdigest()[:16], **options)


def remove_if_empty(folder: Path, top: Path) -> None:
    """Remove a folder with nothing in it, and those above it that are empty then, up to `top`."""
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
