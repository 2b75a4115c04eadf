from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.parser.dates import iso_date


@pytest.mark.parametrize(
    ("printed", "iso"),
    [
        ("2019-05-04", "2019-05-04"),
        ("2019-05", "2019-05"),
        ("May 4, 2019", "2019-05-04"),
        ("4 May 2019", "2019-05-04"),
        ("4th Sept. 2019", "2019-09-04"),
        ("4. März 2019", "2019-03-04"),
        ("04.03.2019", "2019-03-04"),
        ("1er août 2019", "2019-08-01"),
        ("3 de enero de 2019", "2019-01-03"),
        ("12 dicembre 2019", "2019-12-12"),
        ("June 2019", "2019-06"),
        ("4/5/2019", "2019"),
        ("2019", "2019"),
        ("2019-13-40", "2019"),
        ("May 45, 2019", "2019-05"),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_a_printed_date_is_read(printed: str, iso: str) -> None:
    assert iso_date(printed) == iso


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert len(iso_date(text)) in (0, 4, 7, 10)
