"""Page numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.pagination import Page, page_of


@given(st.integers(1, 399))
def test_a_roman_numeral_is_read_as_it_is_written(number: int) -> None:
    page = Page(number, roman=True)
    assert page_of(page.label) == page
    assert page_of(page.label.upper()) == page


@pytest.mark.parametrize(
    ("label", "page"),
    [("12", Page(12)), ("xiv", Page(14, True)), ("XL", Page(40, True)), ("A-3", None), ("", None), ("iiii", None)],
)
def test_labels(label: str, page: Page | None) -> None:
    assert page_of(label) == page
