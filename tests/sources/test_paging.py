"""Printed page numbers, told from other figures at the edges of sheets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.source import Paging
from citecheck.sources.paging import are_rising, labels_of, printed_numbers

BODY = ["a line of words", "another one", "and a third", "and the last of all"]


@pytest.mark.parametrize(
    "form", ["{}", "- {} -", "[{}]", "{}   SALT AND LAMP OIL", "The Keepers   {}", "Page {} of 300", "p. {}"]
)
def test_numbers_in_the_head_or_foot_that_rise_with_the_sheets(form: str) -> None:
    heads = [[form.format(211 + index), *BODY] for index in range(5)]
    feet = [[*BODY, form.format(211 + index)] for index in range(5)]
    assert printed_numbers(heads) == printed_numbers(feet) == ["211", "212", "213", "214", "215"]


def test_figures_that_do_not_rise_are_no_page_numbers() -> None:
    years = [["1911", *BODY, str(year)] for year in (1903, 1902, 1877, 1911, 1850)]
    assert printed_numbers(years) == [""] * 5
    chapters = [["Chapter 3", *BODY] for _ in range(5)]
    assert printed_numbers(chapters) == [""] * 5


def test_unnumbered_sheets_between_belong_to_the_count() -> None:
    sheets = [[str(10 + index), *BODY] if index not in (2, 3) else BODY for index in range(7)]
    assert printed_numbers(sheets) == ["10", "11", "12", "13", "14", "15", "16"]


def test_front_matter_counts_in_roman_numerals() -> None:
    sheets = [["Title"], BODY, *[[numeral, *BODY] for numeral in ("iii", "iv", "v")]]
    sheets += [[str(number), *BODY] for number in range(1, 6)]
    assert printed_numbers(sheets) == ["i", "ii", "iii", "iv", "v", "1", "2", "3", "4", "5"]


def test_nothing_is_counted_before_page_one() -> None:
    sheets = [["Title"], BODY, *[[str(number), *BODY] for number in range(1, 6)]]
    assert printed_numbers(sheets) == ["", "", "1", "2", "3", "4", "5"]


def test_note_numbers_that_happen_to_rise_for_two_sheets_do_not_count() -> None:
    feet = ["4 See Moor.", "5 See Fell.", "9 See Blyth.", "16 Ibid.", "17 Ibid.", "25 Ibid."]
    assert printed_numbers([[*BODY, foot] for foot in feet]) == [""] * 6


def test_labels_rest_on_what_is_printed_then_on_what_is_declared() -> None:
    plain = [BODY] * 4
    printed = [[str(index), *BODY] for index in range(30, 34)]
    thirty = ["30", "31", "32", "33"]
    assert labels_of(["", "", "", ""], plain) == (["1", "2", "3", "4"], Paging.SHEET)
    assert labels_of(["1", "2", "3", "4"], plain) == (["1", "2", "3", "4"], Paging.SHEET)
    assert labels_of(["i", "ii", "1", "2"], plain) == (["i", "ii", "1", "2"], Paging.DECLARED)
    assert labels_of(["", "", "", ""], printed) == (thirty, Paging.PRINTED)
    assert labels_of(["1", "2", "3", "4"], printed) == (thirty, Paging.PRINTED)
    assert labels_of(["i", "ii", "1", "2"], printed) == (thirty, Paging.PRINTED)
    assert labels_of(thirty, printed) == (thirty, Paging.AGREED)


def test_a_page_list_rises() -> None:
    assert are_rising(["ix", "x", "1", "2", "4"])
    assert not are_rising(["3", "2", "1"])
    assert not are_rising(["a", "b", "1"])


@given(st.integers(1, 900), st.integers(3, 40), st.data())
def test_every_sheet_of_a_numbered_book_gets_its_number(first: int, count: int, data: st.DataObject) -> None:
    bare = data.draw(st.sets(st.integers(1, count - 2), max_size=count // 6)) if count > 3 else set()
    sheets = [BODY if index in bare else [*BODY, str(first + index)] for index in range(count)]
    assert printed_numbers(sheets) == [str(first + index) for index in range(count)]
