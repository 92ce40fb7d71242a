"""The process on the other side of `Processes`: runs the calls that come in on standard input, answers on standard output."""

from __future__ import annotations

import faulthandler
import gc
import os
import pickle
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import Final

from rectiparse.batch.processes import receive, send

NO_MEMORY: Final = 3  # exit code


def main(timeout: float) -> None:
    """Run calls until no more come; end the process where one takes longer than `timeout` seconds."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not come between the answers
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")
    _prepare()
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(calls,), daemon=True).start()
    trace = sys.stderr if os.environ.get("RECTIPARSE_DEBUG") else open(os.devnull, "w")  # noqa: PTH123, SIM115
    with suppress(BrokenPipeError):
        send(answers, b"")
        while True:
            call = calls.get()
            # Its clock runs in C and without the interpreter's lock: it ends what hangs inside a library, too.
            faulthandler.dump_traceback_later(timeout, exit=True, file=trace)
            answer = _answer(call)
            faulthandler.cancel_dump_traceback_later()
            send(answers, answer)


def _prepare() -> None:
    """Import what reading a document takes, and leave it out of every later search for garbage."""
    from rectiparse.keeping import kept_between_runs

    with kept_between_runs():
        from rectiparse.pipeline import extract
        from rectiparse.writing import yaml

        yaml.dump(extract("一、".encode()))
    gc.collect()
    gc.freeze()


def _listen(calls: SimpleQueue[bytes]) -> None:
    """Queue the calls; when the other side is gone, end here too: whatever is under way is in vain."""
    while (call := receive(sys.stdin.buffer)) is not None:
        calls.put(call)
    os._exit(0)


def _answer(call: bytes) -> bytes:
    try:
        function, arguments, named = pickle.loads(call)  # noqa: S301 - the process that started this one wrote it
        return pickle.dumps((True, function(*arguments, **named)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception as error:
        return pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
