"""Folders of documents: each one's ledger, a manifest to go on from, one table of all.

>>> from rectiparse.batch import Batch, Processes, Walk, run
>>> tally = run(Batch(Walk([Path("docs")]), Path("out")), lambda: Processes(jobs=2, timeout=60), watch=print)
"""

from __future__ import annotations

from rectiparse.batch.processes import Processes
from rectiparse.batch.running import Batch, InterruptedRun, Tally, Workers, run
from rectiparse.batch.summary import Summary
from rectiparse.batch.walking import Walk
from rectiparse.batch.working import Reading

__all__ = ["Batch", "InterruptedRun", "Processes", "Reading", "Summary", "Tally", "Walk", "Workers", "run"]
