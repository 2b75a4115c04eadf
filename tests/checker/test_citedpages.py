"""The pages that notes cite."""

from __future__ import annotations

import pytest

from citecheck.checker.citedpages import Pages, agree, pages_in
from citecheck.model.pagination import Page


@pytest.mark.parametrize(
    ("printed", "pages"),
    [
        ("12", [Pages(12, 12)]),
        ("12–14", [Pages(12, 14)]),
        ("123-24", [Pages(123, 124)]),
        ("1098–102", [Pages(1098, 1102)]),
        ("xii–xv", [Pages(12, 15, True)]),
        ("XII", [Pages(12, 12, True)]),
        ("12f.", [Pages(12, 13)]),
        ("12 f", [Pages(12, 13)]),
        ("12ff.", [Pages(12, 27)]),
        ("12–13f.", [Pages(12, 14)]),
        ("45n3", [Pages(45, 45)]),
        ("45 n. 3", [Pages(45, 45)]),
        ("12, 15 and 20–22", [Pages(12, 12), Pages(15, 15), Pages(20, 22)]),
        ("123–45, at 130", [Pages(123, 145), Pages(130, 130)]),
        ("142–23", []),
        ("42–13", []),
        ("ix–12", []),
        ("chap. 3", [Pages(3, 3)]),
        ("mild", []),
        ("", []),
    ],
)
def test_pages_as_printed(printed: str, pages: list[Pages]) -> None:
    assert pages_in(printed) == pages


def test_any_page_of_a_passage_may_be_the_one_cited() -> None:
    assert agree([Pages(12, 14)], [Page(14), Page(15)])
    assert not agree([Pages(12, 14)], [Page(15), Page(16)])
    assert not agree([Pages(12, 14)], [Page(12, roman=True)])
