"""The ledger of each sample, as it was judged right by hand: `golden/<sample>.yaml`.

`pytest tests/test_golden.py --rewrite-goldens` writes them anew; the diff is then read line by line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rectiparse.pipeline import extract
from rectiparse.writing.yaml import dump

SAMPLES = Path(__file__).parent.parent / "samples"
GOLDEN = Path(__file__).parent / "golden"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.stem != "README")


def _golden(path: Path) -> Path:
    return GOLDEN / f"{path.name}.yaml"


def _ledger(path: Path) -> str:
    """The ledger as it prints, without what does not show in the document: the digest, which follows the line ends of a
    checkout, and the scores of the grammars, which change with any of them."""
    ledger = extract(path)
    source = ledger.source.model_copy(update={"sha256": "0" * 64})
    document = ledger.document.model_copy(update={"scores": ()})
    return dump(ledger.model_copy(update={"source": source, "document": document}))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_ledger_is_the_golden_one(path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-goldens"):
        _golden(path).write_text(_ledger(path), encoding="utf-8", newline="\n")
    assert _ledger(path) == _golden(path).read_text(encoding="utf-8")


def test_every_golden_has_its_sample() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {_golden(path).name for path in DOCUMENTS}


def test_the_flag_is_off(request: pytest.FixtureRequest) -> None:
    """A run that rewrites what it should hold to is never green."""
    assert not request.config.getoption("--rewrite-goldens")
