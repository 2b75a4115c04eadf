from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.checker.wording import edit_in_words, shortened, where_they_part
from citecheck.model.document import Position
from citecheck.model.manuscript import Quotation, QuotationKind, Role
from citecheck.model.report import CheckedQuotation
from citecheck.model.source import SourceText
from citecheck.model.verdict import Edit, EditKind, Match, Verdict


def checked(source: str) -> CheckedQuotation:
    quotation = Quotation("q1", QuotationKind.INLINE, Role.QUOTATION, "x", 0, 1)
    return CheckedQuotation(quotation, Position(), None, Match("q1", Verdict.ALTERED), source=SourceText("s", source))


def test_dropped_words_are_told_with_the_word_after_them() -> None:
    text = "the lamp was not, they say, lit"
    edit = Edit(EditKind.NEGATION, "not", "", 13, 16, 0, 0)
    assert edit_in_words(edit, checked(text)) == "the quotation drops “not” before “they”"


def test_dropped_words_at_the_end_are_told_alone() -> None:
    edit = Edit(EditKind.OMISSION, "lit", "", 0, 3, 0, 0)
    assert edit_in_words(edit, checked("lit")) == "the quotation drops “lit”"


def test_other_changes() -> None:
    assert edit_in_words(Edit(EditKind.NUMBER, "two", "ten", 0, 3, 0, 3), checked("two")) == (
        "the source has “two”, the quotation “ten”"
    )
    assert edit_in_words(Edit(EditKind.INSERTION, "", "very", 0, 0, 0, 4), checked("x")) == (
        "the source does not have “very”"
    )


def test_long_texts_are_cut_between_words() -> None:
    words = "the keeper climbed the stairs each evening and did not light the lamp until the fog had come in"
    assert shortened(words) == "the keeper climbed the stairs … until the fog had come in"


@given(st.lists(st.text("abc", min_size=1, max_size=80), min_size=1, max_size=40))
def test_what_is_short_stays_and_what_is_long_keeps_its_ends(words: list[str]) -> None:
    text = " ".join(words)
    short = shortened(text)
    assert short == text or (short.startswith(words[0]) and short.endswith(words[-1]) and " … " in short)


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (
            "it was told in the harbour that the lamp was not lit until the fog had come in from the bar",
            "it was told in the harbour that the lamp was lit until the fog had come in from the bar",
            ("… the lamp was not lit until the fog had come …", "… the lamp was lit until the fog had come in …"),
        ),
        # One begins earlier than the other: where they part is inside what they share.
        (
            "at dusk the lamp was lit by him",
            "the lamp was lighted by him",
            ("… the lamp was lit by him", "the lamp was lighted by him"),
        ),
    ],
)
def test_two_ways_of_quoting_are_shown_where_they_part(one: str, other: str, shown: tuple[str, str]) -> None:
    assert where_they_part(one, other) == shown
