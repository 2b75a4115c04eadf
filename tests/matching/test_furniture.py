"""What is left out of a source because it is its page's, and what is not because it is its author's."""

from __future__ import annotations

import pytest

from citecheck.matching.interface import Query
from citecheck.matching.verdict import match
from citecheck.model.verdict import Match, Verdict

BEFORE = "The keeper wrote in his log that the boats had been out for nine days and that nobody had asked for them"
AFTER = "until the widow of the pilot came up the stairs with a lamp of her own and asked him what he was waiting for"
FILLER = (
    "Of the harbour there is little to be told but that it silted up in every spring and that the parish paid for the"
    " dredging of it, and the rector complained of the parish in a letter that nobody answered."
)


def judged(between: str, *, quote_without: bool = True, elsewhere: str = "", end: str = "", begin: str = "") -> Match:
    """A quotation that leaves out what stands between its two halves in the source."""
    first, second = BEFORE + end, begin or AFTER
    source = f"{FILLER}\n\n{elsewhere}\n\n{first}{between}{second}.\n\n{FILLER}"
    quote = f"{first} {second}" if quote_without else f"{first}{between}{second}"
    (found,) = match([Query("q", quote, ("s",))], {"s": source})
    return found


def running(head: str) -> str:
    """Pages on which a head interrupts a sentence."""
    return "\n".join(
        f"the rector of the parish of the\n{head.replace('#', str(n))}\nharbour was away." for n in (3, 5, 7)
    )


@pytest.mark.parametrize(
    ("between", "elsewhere"),
    [
        ("\n\n87\n\n", ""),
        ("\n87\n", "in the spring of\n88\nthe year"),
        ("\n- 87 -\n", "in the spring of\n- 86 -\nthe year"),
        ("\n[87]\n", "in the spring of\n[90]\nthe year"),
        ("\nxiv\n", "in the spring of\nxv\nthe year"),
        ("\n20\n", "in the spring of\n25\nthe year"),
        ("\f87\n", "in the spring of\f88\nthe year"),
        ("\nTHE KEEPER'S LOG 9\n", running("THE KEEPER'S LOG #")),
        ("\n9 The Keeper's Log\n", running("# The Keeper's Log")),
        ("\nThe Keeper's Log\n", running("The Keeper's Log")),
        ("\n\nTHE KEEPER'S LOG\n\n", ""),
        ("\n\n12 The Keeper's Log\n\n", ""),
    ],
)
def test_page_numbers_and_running_heads_are_no_omission(between: str, elsewhere: str) -> None:
    assert judged(between, elsewhere=elsewhere).verdict is Verdict.MATCH


def test_a_running_head_at_a_sentences_end_is_no_omission() -> None:
    found = judged("\nTHE KEEPER'S LOG 9\n", elsewhere=running("THE KEEPER'S LOG #"), end=".", begin="Until he came up")
    assert found.verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("between", "elsewhere", "end", "begin"),
    [
        ("\n\nDO NOT LIGHT THE LAMP TONIGHT.\n\n", "", ".", "The pilot folded it up and went away without a word"),
        ("\nNOT GUILTY ON ANY COUNT\n", "", ":", ""),
        ("\nNOT BY THE PEOPLE OF THE TOWN\n", "", "", ""),
        (
            "\nNot one of us was free,\n",
            "for gain,\nNot one of us was free,\nWe went.\n" * 3,
            ",",
            "We sowed it for him",
        ),
        (
            "\n\n“No.”\n\n",
            "“Did you go?”\n\n“No.”\n\n“Why?”\n\n" * 4,
            "?”",
            "“Then who was it that you saw on the stairs?”",
        ),
        ("\nand that it was not the one he had put his own name to in May 1848\n", "", "", ""),
        ("\nbut he did not die in 1848\n", "", "", ""),
        ("\nClosed by the Duke, May 1848\n", "", "", ""),
        ("\n87\n", "", "", ""),
        ("\n412\n", "", "", ""),
        ("\nill\n", "", "", ""),
        ("\ncivil\n", "", "", ""),
    ],
)
def test_a_line_of_the_authors_is_not_dropped_without_a_word(
    between: str, elsewhere: str, end: str, begin: str
) -> None:
    assert judged(between, elsewhere=elsewhere, end=end, begin=begin).verdict is Verdict.ALTERED
    whole = judged(between, elsewhere=elsewhere, end=end, begin=begin, quote_without=False)
    assert whole.verdict is Verdict.MATCH


@pytest.mark.parametrize(
    "between",
    [
        "\n\n[Footnote 3: The log is lost; a copy was made by the pilot in the year\nof the storm.]\n\n",
        "\n\n[Illustration: THE KEEPER ON HIS STAIRS]\n\n",
        " [Illustration] ",
        " [Sidenote: The boats.] ",
    ],
)
def test_a_note_or_a_picture_of_a_transcribed_book_is_no_omission(between: str) -> None:
    assert judged(between).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    "note",
    [
        "1. The register of 1700 says otherwise, as the rector knew well enough when he wrote\nto the bishop about it.",
        "¹ Journal, folio 14.\n² Letter to the Directors, 2 July.",
        "* See page 4.",
        "12 Moor, Salt, 40; and see the\nlog of that year.\n13 Ibid.",
    ],
)
def test_notes_at_a_pages_foot_are_no_omission(note: str) -> None:
    found = judged(f"\n{note}\n")
    assert found.verdict is Verdict.MATCH


@pytest.mark.parametrize(
    ("between", "end", "begin"),
    [
        ("\n12 Frenchmen of the garrison came ashore\n", "", ""),
        ("\n1. The lamp is not to be lit.\n", ":", ""),
        ("\n1. The lamp is not to be lit.\n", "", "The widow of the pilot came up the stairs with a lamp"),
    ],
)
def test_a_numbered_line_of_the_authors_is_not_dropped(between: str, end: str, begin: str) -> None:
    assert judged(between, end=end, begin=begin).verdict is Verdict.ALTERED


PARAGRAPHS = (
    "14. The appellant says that the lamp was lit by nobody that night.\n\n15. We do not agree with him on that point."
)


def test_the_numbers_of_paragraphs_may_be_left_out() -> None:
    quote = "the lamp was lit by nobody that night. We do not agree with him on that point."
    (found,) = match([Query("q", quote)], {"s": f"{FILLER}\n\n{PARAGRAPHS}\n\n{FILLER}"})
    assert found.verdict is Verdict.MATCH


def test_a_number_that_begins_a_line_by_chance_may_not() -> None:
    source = f"{FILLER}\n\nthe men who were lost that night were in all\n15. We do not know their names."
    (found,) = match([Query("q", "the men who were lost that night were in all. We do not know")], {"s": source})
    assert found.verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    ("source", "quote", "verdict"),
    [
        ("it turned 10⁶ times", "it turned 10 times", Verdict.ALTERED),
        ("it turned 10 times", "it turned 10⁶ times", Verdict.ALTERED),
        ("some 4.5 × 10¹² grains", "some 4.5 × 10 grains", Verdict.ALTERED),
        ("a box of 12 ft³ stood", "a box of 12 ft stood", Verdict.ALTERED),
        ("the area πr² of it, and r² again", "the area πr² of it, and r again", Verdict.ALTERED),
        ("in the year 1841² they left", "in the year 1841 they left", Verdict.MATCH),
        ("the keeper’s log² was kept", "the keeper’s log was kept", Verdict.MATCH),
        ("the log.¹² The keeper", "the log. The keeper", Verdict.MATCH),
        ("all 25[4] men of it", "all 254 men of it", Verdict.ALTERED),
        ("all 25 000 men of it", "all 25000 men of it", Verdict.MINOR),
        ("he kept the log12 with care", "he kept the log with care", Verdict.MATCH),
        ("all of its mp3 files", "all of its mp files", Verdict.ALTERED),
        ("he had Windows95 and bought Windows95 again", "he had Windows and bought Windows95 again", Verdict.ALTERED),
        ("it read \"40 horses\" in red", "it read 'horses' in red", Verdict.ALTERED),
        ("it read “40 horses” in red", "it read ‘horses’ in red", Verdict.ALTERED),
        ("he said “no.”40 And he left", "he said ‘no.’ And he left", Verdict.MATCH),
        ("the class of ’68 reunion", "the class of reunion", Verdict.ALTERED),
        ("it was in No.5 that he lived", "it was in No that he lived", Verdict.ALTERED),
    ],
)  # fmt: skip
def test_numbers_are_note_marks_only_where_they_can_be(source: str, quote: str, verdict: Verdict) -> None:
    before, after = "It is told in the harbour to this day that", "before anybody had thought of a lamp for the tower"
    text = f"{FILLER}\n\n{before} {source}, {after}.\n\n{FILLER}"
    (found,) = match([Query("q", f"{before} {quote}, {after}", ("s",))], {"s": text})
    assert found.verdict is verdict, found.edits
