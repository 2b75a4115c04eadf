"""One passage quoted two ways within one manuscript."""

from __future__ import annotations

import pytest

from citecheck.matching.variants import variants

FIRST = "The keeper climbed the stairs each evening at seven, and did not light the lamp until the fog had come in."


@pytest.mark.parametrize(
    "second",
    [
        "The keeper climbed the stairs each evening at seven, and did not light the lamps until the fog had come in.",
        "The keeper climbed the stairs each evening at seven, and did light the lamp until the fog had come in.",
        "climbed the stairs every evening at seven, and did not light the lamp until the fog had come in.",
        "The keeper climbed the stairs each evening at eight, and did not light the lamp until the fog had come in.",
    ],
)
def test_other_words_are_told(second: str) -> None:
    assert variants([("q1", FIRST), ("q2", second)]) == [("q1", "q2")]
    assert variants([("q1", second), ("q2", FIRST)]) == [("q1", "q2")]


@pytest.mark.parametrize(
    "second",
    [
        FIRST,
        "climbed the stairs each evening at seven, and did not light the lamp",
        "The keeper climbed the stairs … and did not light the lamp until the fog had come in.",
        "[He] climbed the stairs each evening at seven, and did not light the lamp until the fog had come in",
        "“The keeper climbed the stairs each evening at seven—and did not light the lamp until the fog had come in!”",
        "Nobody on the island had seen so hard a winter, and it was said that Captain Orr would never sail again.",
    ],
)
def test_parts_ellipses_brackets_and_marks_are_no_difference(second: str) -> None:
    assert variants([("q1", FIRST), ("q2", second)]) == []


def test_a_group_is_told_once_in_the_order_of_the_text() -> None:
    changed = FIRST.replace("lamp", "candle")
    assert variants([("a", FIRST), ("b", changed), ("c", FIRST), ("d", changed)]) == [("a", "b", "d")]
