"""What an editor lets pass and what not, each kind of change of both sides."""

from __future__ import annotations

import pytest

from citecheck.matching.interface import Query
from citecheck.matching.verdict import match
from citecheck.model.verdict import Convention, EditKind, Verdict
from tests.matching.prose import LOG, OTHER, judged

FAITHFUL = {
    "as it stands": "did not light the lamp until the fog had come in from the sound",
    "an ellipsis of one character": "The keeper climbed the stairs … until the fog had come in",
    "an ellipsis without blanks": "The keeper climbed the stairs…until the fog had come in",
    "three spaced points": "The keeper climbed the stairs . . . until the fog had come in",
    "points in brackets": "The keeper climbed the stairs [...] until the fog had come in",
    "two ellipses": "The keeper climbed the stairs … until the fog … from the sound",
    "an ellipsis over a sentence's end": "only three were left. … it was said that Captain Orr would never sail again",
    "an ellipsis over words with a far negation": "by the spring of that year … The oil was never enough",
    "words in brackets": "did not light the lamp [of the tower] until the fog had come in",
    "words replaced in brackets": "[he] climbed the stairs each evening at seven, and did not light the lamp",
    "sic": "there were twelve boats [sic] in the harbour; by the spring of that year",
    "emphasis added": "would never sail again [emphasis added]",
    "a bracketed first letter": "[D]id not light the lamp until the fog had come in",
    "a changed first letter": "Did not light the lamp until the fog had come in",
    "a comma at the end": "did not light the lamp until the fog had come in,",
    "a full stop at the end": "did not light the lamp until the fog.",
    "single marks for double": "‘No lamp is lit for the man who holds it,’ the widow used to say",
    "straight marks": '"No lamp is lit for the man who holds it," the widow used to say',
    "a ligature": "It was without doubt the ﬁnest light on the coast",
    "a hyphen at a line's end": "did not light the lamp until the fog had come in from the so-\nund",
    "a line's end": "did not light the lamp until\nthe fog had come in from the sound",
    "a soft hyphen": "did not light the lamp until the fog had come in from the so\u00adund",
    "no-break spaces": "In\u00a01859 there were twelve\u00a0boats in the harbour",
    "long s": "the ſtairs each evening at ſeven",
    "emphasis added in parentheses": "would never sail again (emphasis added)",
    "the italics are mine": "would never sail again (the italics are mine).",
    "a remark on emphasis in German": "would never sail again (Hervorhebung im Original)",
}


@pytest.mark.parametrize("quote", FAITHFUL.values(), ids=FAITHFUL.keys())
def test_a_faithful_quotation_is_a_match(quote: str) -> None:
    found = judged(quote)
    assert found.verdict is Verdict.MATCH, found
    assert [edit for edit in found.edits if not edit.permitted] == []


ALTERED = {
    "a dropped not": ("did light the lamp until the fog had come in from the sound", EditKind.NEGATION),
    "an added not": ("In 1859 there were not twelve boats in the harbour; by the spring", EditKind.NEGATION),
    "a dropped never": ("it was said that Captain Orr would sail again. The oil was", EditKind.NEGATION),
    "with for without": ("It was with doubt the finest light on the coast, and the cheapest", EditKind.NEGATION),
    "another number": ("In 1859 there were twenty boats in the harbour; by the spring", EditKind.NUMBER),
    "another year": ("In 1895 there were twelve boats in the harbour; by the spring", EditKind.NUMBER),
    "another name": ("it was said that Captain Moor would never sail again. The oil", EditKind.NAME),
    "another word": ("did not clean the lamp until the fog had come in from the sound", EditKind.SUBSTITUTION),
    "another form": ("did not light the lamps until the fog had come in from the sound", EditKind.INFLECTION),
    "words left out": ("In 1859 there were twelve boats; by the spring of that year only three", EditKind.OMISSION),
    "a clause left out": ("did not light the lamp until the fog had come in the sound. In 1859", EditKind.OMISSION),
    "a word put in": ("did not light the great lamp until the fog had come in from the sound", EditKind.INSERTION),
    "words changed about": ("to all of them, the humble and the proud, without a word", EditKind.TRANSPOSITION),
}


@pytest.mark.parametrize(("quote", "kind"), ALTERED.values(), ids=ALTERED.keys())
def test_an_altered_quotation_is_told_and_named(quote: str, kind: EditKind) -> None:
    found = judged(quote)
    assert found.verdict is Verdict.ALTERED, found
    assert kind in {edit.kind for edit in found.edits if not edit.permitted}


MINOR = {
    "British and American": "He endeavored to color the panes red, which the Board had forbidden",
    "a comma dropped": "The keeper climbed the stairs each evening at seven and did not light the lamp",
    "a scanning error": "did not light the larnp until the fog had come in from the sound",
}


@pytest.mark.parametrize("quote", MINOR.values(), ids=MINOR.keys())
def test_spelling_and_marks_are_minor(quote: str) -> None:
    assert judged(quote).verdict is Verdict.MINOR


def test_an_ellipsis_that_hides_a_negation_is_told() -> None:
    found = judged("The keeper climbed the stairs each evening at seven, and did … light the lamp until the fog")
    assert found.verdict is Verdict.ALTERED
    assert [elision.concern for elision in found.elisions] == ["negation"]


def test_passages_far_apart_run_together_are_told() -> None:
    far = LOG + " " + " ".join(f"Then came day {number} and nothing was seen of it." for number in range(300))
    far += " The bell was cast in Delft and cracked in the first frost of its second year."
    found = judged(
        "did not light the lamp until the fog had come in the bell was cast in Delft and cracked", source=far
    )
    assert found.verdict is Verdict.ALTERED


def test_sentences_in_another_order_are_told() -> None:
    found = judged("Nobody on the island had seen so hard a winter. In 1859 there were twelve boats in the harbour.")
    assert found.verdict is Verdict.ALTERED


def test_words_of_another_text_at_hand_are_misattributed() -> None:
    found = judged("a light which nobody sees is a candle that the nation burns for its own comfort")
    assert found.verdict is Verdict.MISATTRIBUTED
    assert found.found is not None
    assert found.found.source == "other"


def test_words_of_no_text_are_not_found() -> None:
    found = judged("the philosopher of the north had little patience with the geometry of the southern schools")
    assert found.verdict is Verdict.NOT_FOUND
    assert found.found is None


def test_the_strict_convention_wants_brackets_for_a_changed_letter() -> None:
    silent = judged("Did not light the lamp until the fog had come in", convention=Convention.STRICT)
    marked = judged("[D]id not light the lamp until the fog had come in", convention=Convention.STRICT)
    assert [edit.kind for edit in silent.edits if not edit.permitted] == [EditKind.CASE]
    assert [edit.kind for edit in marked.edits if not edit.permitted] == []


def test_a_passage_that_stands_twice_tells_the_other_place() -> None:
    found = judged("did not light the lamp until the fog had come in", source=f"{LOG}\n\n{OTHER}\n\n{LOG}")
    assert found.verdict is Verdict.MATCH
    assert len(found.ties) == 1


def test_words_that_the_source_quotes_are_second_hand() -> None:
    assert judged("No lamp is lit for the man who holds it").second_hand
    assert not judged("did not light the lamp until the fog had come in").second_hand


def test_page_numbers_and_note_markers_of_the_source_are_no_change() -> None:
    damaged = LOG.replace("until the fog", "until12 the fog").replace(
        "In 1859 there were", "In 1859 there\n\n214\n\nwere"
    )
    found = judged("did not light the lamp until the fog had come in from the sound", source=damaged)
    assert found.verdict is Verdict.MATCH
    over_page = judged("In 1859 there were twelve boats in the harbour; by the spring of that year", source=damaged)
    assert over_page.verdict is Verdict.MATCH


def test_a_text_without_spaces_is_compared_by_character() -> None:
    source = "灯台守は毎晩七時に階段を上り、霧が出るまで灯をともさなかった。その年の港には船が十二隻あった。"
    assert judged("霧が出るまで灯をともさなかった", source=source).verdict is Verdict.MATCH
    assert judged("霧が出るまで灯をともした。その年の港には船が十二隻あった", source=source).verdict is Verdict.ALTERED


def test_without_a_cited_source_any_may_hold_the_words() -> None:
    quote = "a light which nobody sees is a candle that the nation burns"
    (found,) = match([Query("q", quote)], {"log": LOG, "other": OTHER})
    assert (found.verdict, found.found and found.found.source) == (Verdict.MATCH, "other")
