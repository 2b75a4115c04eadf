"""What holds for the references of any notes whatever."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from citecheck.model.manuscript import ReferenceForm
from citecheck.parser.references.atoms import atoms
from citecheck.parser.references.fields import read_fields
from citecheck.parser.references.split import split
from tests.parser.references.test_chains import manuscript_of, told

WORDS = """
Moor|Ann|, |. |; |: |(|)|[|]|“|”|‘|’|*|1911|12|–|33|ibid.|Ibid., |op. cit.|supra note |n |see |See also |cf. |and |&
|ed. |eds|trans. |in |In |vol. 2|pp. |p. |II|xii|Leith: Harbour Press|Who Owns the Tide?|Salt|https://a.example/x
|doi:10.5555/a|accessed 3 May 2015|v.|U.S. |[1932] AC |et al.|PhD diss.|Act 1998|§ |quoted in |hereafter |Trans.|no. 4
| |“|Papers|to|@key|’s |
"""
PIECES = st.sampled_from([word.replace("\n", " ") for word in WORDS.split("|")])
NOTES = st.lists(st.lists(PIECES, min_size=1, max_size=25).map("".join), min_size=1, max_size=5)
EXAMPLES = settings(max_examples=150, deadline=None)


@EXAMPLES
@given(NOTES)
def test_every_reference_lies_in_its_note_and_leads_to_another(notes: list[str]) -> None:
    manuscript = manuscript_of(*notes)
    spans = {note.id: (note.start, note.end) for note in manuscript.notes}
    ids = [each.id for each in manuscript.references]
    assert len(set(ids)) == len(ids)
    for each in manuscript.references:
        start, end = spans[each.note or ""]
        assert start <= each.start < each.end <= end
        assert set(each.candidates) | {each.antecedent} <= {*ids, ""}
        assert each.antecedent != each.id
        assert not (each.form is ReferenceForm.FULL and each.antecedent)


@EXAMPLES
@given(NOTES)
def test_the_same_notes_are_told_the_same(notes: list[str]) -> None:
    assert told(manuscript_of(*notes)) == told(manuscript_of(*notes))


@EXAMPLES
@given(st.lists(PIECES, max_size=40).map("".join))
def test_the_parts_and_pieces_of_a_note_do_not_overlap(text: str) -> None:
    parts = list(split(text, 0, len(text)))
    assert all(first[1] <= second[0] for first, second in pairwise(parts))
    pieces = atoms(text)
    assert all(first.end <= second.start for first, second in pairwise(pieces))


@EXAMPLES
@given(st.text(max_size=300))
def test_any_text_has_fields(text: str) -> None:
    fields = read_fields(text)
    assert all(isinstance(getattr(fields, name), str | bool | tuple) for name in fields.__slots__)
