"""Options of the test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# What `.ci/run` found yesterday it finds today: whoever changes nothing is not stopped. At home each run tries new texts.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-goldens", action="store_true", help="write the expected ledgers of the samples anew; read the diff"
    )
