"""The look-up of all new problems, shared out over the cores where there are many."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Final

from rectiparse.comparing.similarity import Similarity

MANY_PAIRS: Final = 4_000_000
"""From so many pairs on other processes are worth their start."""
AT_ONCE: Final = 64

Rows = list[tuple[float, int]]

_task: tuple[Similarity, float, float, int] | None = None  # what a process that was forked off works on


def all_rows(similarity: Similarity, least: float, full: float, plenty: int) -> Iterator[Rows]:
    """`similarity.rows` of each new problem, in order.

    Other processes are forked off, so that they share what has been built; where that cannot be done (Windows, macOS)
    this one does it all.
    """
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    if cores < 2 or len(similarity.old) * len(similarity.new) < MANY_PAIRS:
        for new in range(len(similarity.new)):
            yield similarity.rows(new, least, full, plenty)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(
        cores,
        mp_context=multiprocessing.get_context("fork"),
        initializer=_take,
        initargs=(similarity, least, full, plenty),
    ) as pool:
        yield from pool.map(_rows, range(len(similarity.new)), chunksize=AT_ONCE)


def _take(similarity: Similarity, least: float, full: float, plenty: int) -> None:
    global _task  # noqa: PLW0603 - the way to hand something to a forked process without copying it
    _task = (similarity, least, full, plenty)


def _rows(new: int) -> Rows:
    assert _task is not None
    similarity, least, full, plenty = _task
    return similarity.rows(new, least, full, plenty)
