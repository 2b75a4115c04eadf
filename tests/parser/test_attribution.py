"""Which note or link answers for a quotation, by way of the plain text and Markdown readers."""

from __future__ import annotations

from pathlib import Path

import pytest

from citecheck.model.manuscript import AttributionWay as Way
from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers.text.reader import document
from citecheck.pipeline import extract

NOTES = (
    "\n1 Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12,\nhttp://harbour.example/salt.htm.\n"
    "\n2 Ibid., 33.\n"
)


def read(text: str) -> Manuscript:
    return parse(document("a.txt", "text", text))


def ways(manuscript: Manuscript) -> list[tuple[str, Way | None, str | None]]:
    """For each quotation its first words, how it was attributed, and the label of its note."""
    made = {each.quotation: each for each in manuscript.attributions}
    labels = {note.id: note.label for note in manuscript.notes}
    return [
        (
            " ".join(q.text.split()[:2]),
            a.way if (a := made.get(q.id)) else None,
            labels.get(a.note or "") if a else None,
        )
        for q in manuscript.quotations
        if q.in_note is None
    ]


@pytest.mark.parametrize(
    ("sentence", "way"),
    [
        ("She wrote that “no lamp is ever lit for the man who holds it.”1", Way.MARKER_AFTER),
        ("“No lamp is ever lit for the man who holds it,”1 she wrote to him.", Way.MARKER_AFTER),
        ("“No lamp is ever lit for the man who holds it,” she wrote, and it is so.1", Way.MARKER_AT_SENTENCE_END),
        ("“No lamp is ever lit for the man who holds it.” So she wrote. All agree.1", Way.MARKER_AT_PARAGRAPH_END),
    ],
)
def test_the_marker_after_a_quotation(sentence: str, way: Way) -> None:
    ((_, found, label),) = ways(read(f"{sentence}\n{NOTES}"))
    assert (found, label) == (way, "1")


def test_a_marker_belongs_to_its_own_sentence_when_others_follow() -> None:
    text = "“No lamp is ever lit for the man who holds it.” So she wrote.\n\nHe came in May, as they say.1\n"
    ((_, found, _),) = ways(read(text + NOTES))
    assert found is None


def test_a_term_is_attributed_only_to_a_marker_right_after_it() -> None:
    text = "They called it the “long watch” and slept by day, as every keeper on that coast has done.1\n"
    ((_, found, _),) = ways(read(text + NOTES))
    assert found is None


def test_ibid_leads_to_the_links_of_the_work_it_means() -> None:
    text = "She wrote “the winters were long and hard.”1 And “the oil was never enough for us.”2\n"
    manuscript = read(text + NOTES)
    assert [each.links for each in manuscript.attributions] == [(0,), (0,)]
    assert [each.references for each in manuscript.attributions] == [("r1",), ("r1",)]


def test_words_quoted_again_go_back_to_the_first_note() -> None:
    text = (
        "She wrote that “the oil was never enough for a single winter.”1 Much later in the book, she asks again "
        "who had sent too little.\n\nThat “the oil was never enough” is what all of them say.\n"
    )
    (_, (_, way, label)) = ways(read(text + NOTES))
    assert (way, label) == (Way.REQUOTATION, "1")


SALT = "[^1]: Ann Moor, *Salt* (Leith: Fen, 1911), 2."
LISTED = NOTES + "\n3 Jonas Fell, On Tides (London: Orr, 1859), 3.\n"


@pytest.mark.parametrize(
    ("sentence", "sure"),
    [
        ("As Fell wrote in 1859, “the tide keeps no appointments with us.”", "medium"),
        ("Fell had always said that “the tide keeps no appointments with us.”", "low"),
        ("“The tide keeps no appointments with us,” as Fell’s book has it.", "low"),
    ],
)
def test_an_author_named_in_the_sentence_answers_for_the_quotation(sentence: str, sure: str) -> None:
    manuscript = read(f"It was dark.1 He slept.2 She woke.3\n\n{sentence}\n{LISTED}")
    (made,) = manuscript.attributions
    assert (made.way, made.confidence, made.note) == (Way.AUTHOR_IN_SENTENCE, sure, None)
    assert [each.title for each in manuscript.references if each.id in made.references] == ["On Tides"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Fell and Moor both knew that “the tide keeps no appointments with us.”",
        "Fell slept late. Nobody said that “the tide keeps no appointments with us.”",
        "Okafor had always said that “the tide keeps no appointments with us.”",
        "The men who fell had said that “the tide keeps no appointments with us.”",
    ],
)
def test_no_author_is_guessed(sentence: str) -> None:
    assert read(f"It was dark.1 He slept.2 She woke.3\n\n{sentence}\n{LISTED}").attributions == ()


def test_several_quotations_share_the_note_at_the_sentence_s_end() -> None:
    text = "She wrote that “the winters were long and hard” and that “the oil was never enough for us,” and left.1\n"
    assert ways(read(text + NOTES)) == [
        ("the winters", Way.MARKER_AT_SENTENCE_END, "1"),
        ("the oil", Way.MARKER_AT_SENTENCE_END, "1"),
    ]


def test_a_quotation_in_a_note_is_answered_for_by_the_note() -> None:
    note = "\n1 Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12: “The oil was never enough for us.”\n"
    manuscript = read(f"It was dark.1\n{note}")
    (made,) = manuscript.attributions
    assert (made.way, made.references) == (Way.SAME_NOTE, ("r1",))


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("She wrote [that the oil was never “enough for us all winter long”](http://a.example/x).", Way.LINK_AROUND),
        ("She wrote “the oil was never enough for us” ([here](http://a.example/x)).", Way.LINK_BESIDE),
        (f"She put it plainly:[^1]\n\n> The oil was never enough for us.\n\n{SALT}", Way.MARKER_BEFORE),
        (f"> The oil was never enough for us.[^1]\n\n{SALT}", Way.MARKER_AFTER),
        (f"> The oil was never enough for us.—Ann Moor, *Salt*[^1]\n\n{SALT}", Way.ATTRIBUTION_LINE),
        (f"> The oil was never enough for us.\n>\n> Ann Moor, *Salt*[^1]\n\n{SALT}", Way.ATTRIBUTION_LINE),
    ],
)  # fmt: skip
def test_links_and_displayed_quotations(tmp_path: Path, text: str, way: Way) -> None:
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert [each.way for each in extract([tmp_path / "a.md"])[0].attributions] == [way]
