"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A slow machine is no fault of the code: time is measured in benchmarks.
EXAMPLES = int(os.environ.get("CITECHECK_EXAMPLES", "300"))
settings.register_profile(
    "any machine", max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("CITECHECK_CORPUS", ROOT.parent / "shared"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts first what takes minutes, so that the other tests run beside it and not before it."""
    items.sort(key=lambda item: item.get_closest_marker("begun_first") is None)


@pytest.fixture
def corpus() -> Path:
    """The real texts kept outside the repository."""
    if not (CORPUS / "corpus").is_dir():
        pytest.skip("the real texts are not here")
    return CORPUS
