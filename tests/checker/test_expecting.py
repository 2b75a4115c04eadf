"""Where a reader would ask for a quotation's source, and where not."""

from __future__ import annotations

import pytest

from citecheck.checker.expecting import expects_citation
from citecheck.parser.parse import parse
from citecheck.parser.readers.text.reader import document


def expected(text: str) -> list[bool]:
    manuscript = parse(document("a.txt", "text", text))
    return [expects_citation(manuscript, quotation) for quotation in manuscript.quotations]


@pytest.mark.parametrize(
    "text",
    [
        "Moor wrote that “no lamp is ever lit for the man who holds it.” That was in May.",
        "The board replied: “There is no money for lamps or for oil this year.” Nobody was surprised.",
        "“No lamp is ever lit for the man who holds it,” she wrote to him in May, and he agreed.",
    ],
)
def test_a_statement_needs_its_source(text: str) -> None:
    assert expected(text) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "They called it the “long watch” and slept by day.",
        "They marched under the slogan “No lamp shall ever burn for kings again” that winter.",
        "Over the door hung the motto “light for all who come by sea” in letters of brass.",
        "Anyone who has stood there will ask: “Who pays for all of this oil?” The book has answers.",
        "Moor: “Light the lamps again tonight!”",
        "“Have you brought the oil for tonight?”\n\n“I have brought all that there was in the store.”\n\nThey went in.",
    ],
)
def test_a_term_a_slogan_a_question_a_heading_a_dialogue_does_not(text: str) -> None:
    assert True not in expected(text)
