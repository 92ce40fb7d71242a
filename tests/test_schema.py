"""The JSON Schema of the ledger, and that what comes out holds to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from any_ledger import ledgers
from command_line import LEDGERS, run
from rectiparse.ledger import Ledger
from rectiparse.writing import json as json_format
from rectiparse.writing.schema import dump, schema

SAMPLES = sorted(
    path for path in (Path(__file__).parents[1] / "samples").iterdir() if path.suffix in (".txt", ".md") and path.stem != "README"
)  # fmt: skip
VALIDATOR = Draft202012Validator(schema())


def test_it_is_a_schema_of_2020_12() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_command_prints_the_same_bytes_each_time() -> None:
    ran = run("schema")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == dump() == run("schema").out
    assert json.loads(ran.out) == schema()


def test_keys_stand_in_the_order_of_the_ledger() -> None:
    assert list(json.loads(dump())["properties"]) == list(
        json.loads(run("extract", LEDGERS / "archive.yaml", "-f", "json").out)
    )


@settings(deadline=None, max_examples=60)
@given(ledgers)
def test_whatever_we_write_holds_to_it(ledger: Ledger) -> None:
    VALIDATOR.validate(json.loads(json_format.dump(ledger)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_hold_to_it(path: Path) -> None:
    ran = run("extract", path, "-f", "json")
    assert (ran.code, ran.err) == (0, "")
    VALIDATOR.validate(json.loads(ran.out))


def test_there_are_samples() -> None:
    assert SAMPLES


WRONG = {
    "another schema": lambda ledger: ledger.update(schema="rectiparse.ledger/2"),
    "no source": lambda ledger: ledger.pop("source"),
    "a key too much": lambda ledger: ledger.update(owner="x"),
    "a span of three": lambda ledger: ledger["problems"][0].update(span=[1, 2, 3]),
    "a span of one": lambda ledger: ledger["problems"][0].update(span=[1]),
    "a span of words": lambda ledger: ledger["problems"][0].update(span=["1", "2"]),
    "a span before the text": lambda ledger: ledger["problems"][0].update(span=[-1, 2]),
    "a status of one's own": lambda ledger: ledger["problems"][0].update(status="nearly"),
    "a measure without its text": lambda ledger: ledger["problems"][0]["measures"][0].pop("text"),
    "a role of one's own": lambda ledger: ledger["outline"][0].update(role="hero"),
}


@pytest.mark.parametrize("name", list(WRONG))
def test_what_is_no_ledger_does_not(name: str) -> None:
    ledger = json.loads(run("extract", LEDGERS / "archive.yaml", "-f", "json").out)
    assert VALIDATOR.is_valid(ledger)
    WRONG[name](ledger)
    assert not VALIDATOR.is_valid(ledger)
