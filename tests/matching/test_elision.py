"""Ellipses that are honest, and those that take a denial away from what they leave."""

from __future__ import annotations

import pytest

from citecheck.matching.elision import FAR
from citecheck.model.verdict import Verdict
from tests.matching.prose import judged

SOURCE = (
    "The harbour master was not a fool but a careful man, and he kept the book as a clerk, not as a judge. Ships came "
    "in that nobody had announced, and few of them were ever paid for. He refused to sign for the coal, although the "
    "mate swore it was dry. It was, in the opinion of the town, hardly a crime to leave a page blank. Free access to "
    "the quay made free men of the porters, who drank. The pilot, who had never lost a boat, was free of blame when "
    "the brig went down. The town did not forget it."
)

HONEST = {
    "a clause that goes with its not": "The harbour master was … a careful man, and he kept the book",
    "a clause between commas": "he kept the book as a clerk … Ships came in",
    "a relative clause with its nobody": "Ships came in … and few of them were ever paid for",
    "a clause with never": "The pilot … was free of blame when the brig went down",
    "free as a simple word": "Free access to the quay made … men of the porters",
    "words without any denial": "It was … hardly a crime to leave a page blank",
    "at both ends": "… and he kept the book as a clerk …",
}
SKEWED = {
    "not before the verb": ("The town did … forget it", "negation"),
    "not before as": ("he kept the book as a clerk, … as a judge", "negation"),
    "hardly": ("in the opinion of the town, … a crime to leave a page blank", "negation"),
    "refused to": ("He … sign for the coal, although the mate swore it was dry", "negation"),
    "few of them": ("and … were ever paid for. He refused to sign", "negation"),
    "free of": ("who had never lost a boat, was … blame when the brig went down", "negation"),
}


@pytest.mark.parametrize("quote", HONEST.values(), ids=HONEST.keys())
def test_an_honest_ellipsis_passes(quote: str) -> None:
    found = judged(quote, source=SOURCE)
    assert (found.verdict, [elision.concern for elision in found.elisions if elision.concern]) == (Verdict.MATCH, [])


@pytest.mark.parametrize(("quote", "concern"), SKEWED.values(), ids=SKEWED.keys())
def test_an_ellipsis_that_skews_the_sense_is_told(quote: str, concern: str) -> None:
    found = judged(quote, source=SOURCE)
    assert found.verdict is Verdict.ALTERED, found
    assert concern in [elision.concern for elision in found.elisions]


def test_what_an_ellipsis_left_out_is_told_by_its_place() -> None:
    (elision,) = judged("It was … hardly a crime to leave a page blank", source=SOURCE).elisions
    assert SOURCE[elision.source_start : elision.source_end].strip(" ,") == "in the opinion of the town"


def test_an_ellipsis_over_more_than_a_page_is_told_but_no_alteration() -> None:
    between = " ".join(f"Day {number} brought the same weather as the day before." for number in range(90))
    assert len(between) > FAR
    source = f"The pilot was the last to leave the quay. {between} The lantern was found in the sand by children."
    found = judged("The pilot was the last to leave the quay. … The lantern was found in the sand", source=source)
    assert found.verdict is Verdict.MATCH
    assert [elision.concern for elision in found.elisions] == ["distance"]
