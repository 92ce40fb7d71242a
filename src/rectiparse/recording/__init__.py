"""Recording: outline, mentions and the grammar's roles become problems, measures, causes and stages."""

from __future__ import annotations

from rectiparse.recording.recorder import Mentions, record

__all__ = ["Mentions", "record"]
