"""Which note or link answers for a quotation, by way of the plain text and Markdown readers."""

from __future__ import annotations

import pytest

from citecheck.model.manuscript import AttributionWay as Way
from citecheck.model.manuscript import Manuscript
from citecheck.parser.parse import parse
from citecheck.parser.readers.text.reader import document

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
