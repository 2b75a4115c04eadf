"""Each rule of the convention on both sides: what it lets pass, and the nearest thing that it does not."""

from __future__ import annotations

import pytest

from citecheck.matching import convention as allowed
from citecheck.model.verdict import Convention, EditKind, Verdict
from tests.matching.prose import judged

BOTH_SIDES = [
    # what is permitted, and what is not
    ("first letter", "[D]id not light the lamp until the fog", "dId not light the lamp until the fog"),
    ("capitals", "DID NOT light the lamp until the fog", "did not Light the lamp until the fog"),
    (
        "brackets added",
        "the widow [of Orr] used to say, and she was",
        "the widow of Orr used to say, and she was",
    ),
    (
        "brackets in place of a word",
        "[The man] endeavoured to colour the panes red, which the Board had forbidden",
        "The keeper [was there]. In 1859 there were twelve boats in the harbour",
    ),
    (
        "a bracketed ending",
        "the colour would not hold[ing]. It was without doubt the finest light",
        "the colour would not holding. It was without doubt the finest light",
    ),
    (
        "a bracket is no cover for a denial",
        "[he] climbed the stairs each evening at seven, and did not light the lamp",
        "The keeper climbed the stairs each evening at seven, and did [then] light the lamp",
    ),
    ("a note's number", "the fog1 had come in from the sound", "the 1fog had come in from the sound"),
    (
        "a word divided",
        "until the fog had come in from the so-\nund",
        "until the fog had come in from the so und",
    ),
    (
        "an ellipsis",
        "In 1859 there were twelve boats in the harbour … only three were left. Nobody",
        "In 1859 there were twelve boats in the harbour only three were left. Nobody",
    ),
    ("closing marks", "only three were left!", "only three; were left. Nobody on the island"),
    (
        "quotation marks",
        "„No lamp is lit for the man who holds it,“ the widow",
        "“No lamp is lit” for the man who holds",
    ),
    ("a slash between lines", "the proud and the humble, / without a word", "the proud / humble, without a word"),
    ("emphasis marks", "did not light the *lamp* until the fog", "did not light the lamp* until a fog"),
]


@pytest.mark.parametrize(("faithful", "changed"), [row[1:] for row in BOTH_SIDES], ids=[row[0] for row in BOTH_SIDES])
def test_a_rule_lets_pass_no_more_than_it_says(faithful: str, changed: str) -> None:
    assert judged(faithful).verdict is Verdict.MATCH, judged(faithful).edits
    assert judged(changed).verdict in (Verdict.ALTERED, Verdict.MINOR), judged(changed).edits


@pytest.mark.parametrize("convention", Convention)
def test_a_first_letter_changes_silently_only_in_chicago(convention: Convention) -> None:
    rule = allowed.first_letter("did", "Did", opens=True, bracketed=False, convention=convention)
    assert bool(rule) is (convention is Convention.CHICAGO)
    assert allowed.first_letter("did", "Did", opens=True, bracketed=True, convention=convention)
    assert not allowed.first_letter("did", "Did", opens=False, bracketed=False, convention=convention)
    assert not allowed.first_letter("did", "DId", opens=True, bracketed=False, convention=convention)


@pytest.mark.parametrize(
    ("source", "quote", "passes"),
    [
        ("lamp12", "lamp", True),
        ("lamp", "lamp7", True),
        ("b12", "b", False),
        ("co2", "co", False),
        ("h1859", "h", False),
    ],
)
def test_a_note_number_is_told_from_a_formula(source: str, quote: str, passes: bool) -> None:
    assert bool(allowed.note_mark(source, quote)) is passes


@pytest.mark.parametrize(("size", "passes"), [(1, True), (6, True), (7, False), (40, False)])
def test_brackets_stand_for_a_few_words(size: int, passes: bool) -> None:
    assert bool(allowed.brackets(size, 6, hides=False)) is passes
    assert not allowed.brackets(size, 6, hides=True)


def test_only_an_end_may_be_cut() -> None:
    assert allowed.cut("harbour", "bour", first=True, last=False)
    assert allowed.cut("harbour", "harb", first=False, last=True)
    assert not allowed.cut("harbour", "harb", first=True, last=False)
    assert not allowed.cut("harb", "harbour", first=False, last=True)


@pytest.mark.parametrize(
    "remark",
    [
        "(emphasis added)", "(my emphasis)", "(emphasis in original)", "(italics mine)", "(the italics are mine)",
        "(his emphasis)", "(citation omitted)", "(Hervorhebung im Original)", "(nous soulignons)", "(corsivo mio)",
    ],
)  # fmt: skip
def test_a_remark_on_the_type_is_the_editors(remark: str) -> None:
    assert judged(f"did not light the lamp until the fog {remark}").verdict is Verdict.MATCH


@pytest.mark.parametrize("remark", ["(in the morning)", "(with emphasis on the lamp)", "(added by the keeper)"])
def test_other_words_in_parentheses_are_not(remark: str) -> None:
    assert judged(f"did not light the lamp {remark} until the fog had come in from").verdict is Verdict.ALTERED


def test_each_edit_that_passes_says_by_what_rule() -> None:
    found = judged("[D]id not light the lamp [of the tower] until the fog1 had come in")
    assert {edit.permitted for edit in found.edits} == {allowed.BRACKETS, allowed.NOTE_MARK}
    assert found.edits[0].kind is EditKind.CASE
