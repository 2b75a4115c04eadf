"""Lines that name where displayed words are from."""

from __future__ import annotations

import pytest

from citecheck.parser.sourcelines import authors, ends_sentence, names_source, opens_letter, source_after_dash

KNOWN = authors(["Orr, Mary. A Natural History of Lamps. London: Tallow Press, 1911.", "See Jean Lenoir, Le livre, 3."])


@pytest.mark.parametrize(
    "line",
    ["Mary Orr", "TOBIAS VANE", "M. R. Vane", "Orr, A Natural History of Lamps, p. 70", "Orr, Lamps, p. 22.", "Plato",
     "Mary Orr, A Natural History of Lamps (1911)", "Tobias Vane, The Keeper’s Book, 1923", "Simone de la Tour",
     "Tobias Vane, The Keeper’s Book (1923).", "Jean Lenoir, Le livre des feux, 12", "Julian of Norwich, Showings",
     "Pliny the Elder, Natural History, 36.83", "Tobias Vane, “On Light”", "Orr", "Orr 1911, 60"],
)  # fmt: skip
def test_a_name_with_a_title_year_or_page_is_a_source(line: str) -> None:
    assert names_source(line, known=KNOWN)


@pytest.mark.parametrize(
    "line",
    ["Keep the lens clean", "It was dark.", "Mary Orr slept.", "Amen", "The End", "Good Night",
     "Are passing in the night",
     "Yours Truly", "London, 1923", "Vane", "Mary Orr, your obedient servant", "Eddystone Light, 4 March 1920",
     "And Death, who comes", "Lamp of Love", "1911", "p. 70", "", "Tobias Vane, " + "a" * 100],
)  # fmt: skip
def test_words_of_the_quotation_are_none(line: str) -> None:
    assert not names_source(line, known=KNOWN)


def test_a_title_in_italics_tells_a_source() -> None:
    assert names_source("Vane, keeper’s book", [(6, 19)])
    assert names_source("The Keeper’s Book, p. 7", [(0, 17)])
    assert not names_source("Vane", [(0, 4)])
    assert not names_source("Never again, he said", [(0, 5)])


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("The wick is still black.—Mary Orr, A Natural History of Lamps", "The wick is still black."),
        ("“The wick is black.” — Vane", "“The wick is black.” "),
        ("The wick is black.—He left it so.", "The wick is black.—He left it so."),
        ("The wick—Mary Orr", "The wick—Mary Orr"),
    ],
)
def test_a_source_runs_on_after_a_sentence_and_a_dash(text: str, quoted: str) -> None:
    end = source_after_dash(text, 0, len(text))
    assert text[:end].rstrip() == quoted.rstrip()


def test_what_a_source_stands_under_is_complete_and_no_letter() -> None:
    assert ends_sentence("It was dark.”")
    assert not ends_sentence("Your obedient servant,")
    assert opens_letter("My dear Sir, I write")
    assert not opens_letter("Dearth came.")
