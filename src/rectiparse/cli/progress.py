"""How far a batch is, on stderr: a bar in a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Final

from rectiparse.language import translate

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

    from rectiparse.batch import Tally

EVERY: Final = 10.0  # seconds between two lines
REDRAWN: Final = 0.1  # seconds between two looks of the bar
WIDEST: Final = 40  # columns for the name of the document at hand


class Progress:
    """Tells how far a run is, until the `with` block ends; nothing when `quiet`, nor while no document is under way."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: RichProgress | None = None
        self._started = 0.0
        self._told = 0.0
        self._before = 0  # documents that were through when the first came under way: they took no time

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, tally: Tally) -> None:
        """Show the tally as it is now, if it is time to."""
        now = time.monotonic()
        if self._quiet or not tally.at_hand:
            return
        if not self._started:
            self._started = self._told = now
            self._before = tally.ended
            if sys.stderr.isatty():
                self._draw(tally)
        if now - self._told < (REDRAWN if self._bar else EVERY):
            return
        self._told = now
        if self._bar is not None:
            self._redraw(tally)
        else:
            parts = [translate("{ended} of {total}").format(ended=tally.ended, total=tally.total), *self._more(tally)]
            print(f"{translate(', ').join(parts)}: {tally.at_hand}", file=sys.stderr, flush=True)  # noqa: T201

    def _more(self, tally: Tally) -> list[str]:
        """Failures, speed and the time left, as far as there are any."""
        rate = (tally.ended - self._before) / max(time.monotonic() - self._started, 1e-9)
        parts = [translate("{count} failed").format(count=tally.failed)] if tally.failed else []
        if rate > 0:
            left = round((tally.total - tally.ended) / rate)
            clock = f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"
            parts.append(translate("{rate} a second").format(rate=f"{rate:.1f}" if rate < 10 else f"{rate:.0f}"))
            parts.append(translate("{clock} left").format(clock=clock))
        return parts

    def _draw(self, tally: Tally) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as RichProgress

        self._bar = RichProgress(
            BarColumn(bar_width=24),
            TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[more]}", markup=False),
            TextColumn("{task.description}", style="dim", markup=False),
            console=Console(stderr=True, highlight=False, markup=False, emoji=False),
            transient=True,
        )
        self._bar.add_task("", total=tally.total, completed=tally.ended, more="")
        self._bar.start()

    def _redraw(self, tally: Tally) -> None:
        from rectiparse.cli.wrapping import clip

        assert self._bar is not None
        self._bar.update(
            self._bar.task_ids[0],
            completed=tally.ended,
            total=max(tally.total, tally.ended),
            description=clip(tally.at_hand, WIDEST),
            more=translate(", ").join(self._more(tally)),
        )
