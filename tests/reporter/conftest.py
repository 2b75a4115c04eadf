"""What the tests of the reports share."""

from __future__ import annotations

import pytest

from citecheck.model.report import Report
from tests.reporter import sample


@pytest.fixture
def report() -> Report:
    """A run with every verdict and link state, and hostile text in every place."""
    return sample.report()
