#!/usr/bin/env python3
"""The levels that the score must reach, and a run of the scorer that holds them.

    .ci/levels.py ../shared .venv/bin/rectiparse

Prints a line for each level and exits 1 when one is missed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

# F1 on gold/, each as a mean over the documents (issue 2).
EXTRACTION = {
    "outline": 0.98,
    "nesting": 0.98,
    "problems": 0.98,
    "measures": 0.98,
    "causes": 0.98,
    "declared": 0.98,
    "citations": 0.98,
    "dates": 0.96,
    "figures": 0.96,
    "responsible": 0.75,
}
# Problems that came back, on gold/recurring/ (issue 7).
RECURRING = {"recurring": 0.80, "in first three": 0.95}


def scored(shared: Path, binary: str, *what: Path | str) -> dict[str, float]:
    """The means that the scorer prints; nothing where it fails."""
    command = [sys.executable, shared / "score" / "score.py", *what, shared / "seeds", "--bin", binary, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    sys.stderr.write(done.stderr)
    return dict(json.loads(done.stdout)) if done.returncode == 0 else {}


def main(shared: Path, binary: str) -> int:
    """Score, compare, print; the exit code."""
    missed = 0
    for levels, found in (
        (EXTRACTION, scored(shared, binary, "--run", shared / "gold")),
        (RECURRING, scored(shared, binary, "--recurring", shared / "gold" / "recurring" / "pairs.json")),
    ):
        for name, level in levels.items():
            value = found.get(name)
            reached = value is not None and value >= level
            missed += not reached
            shown = "  none" if value is None else f"{value:.4f}"
            sys.stdout.write(f"{name:<15} {shown}  level {level:.2f}{'' if reached else '  MISSED'}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
