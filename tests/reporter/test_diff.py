from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.document import Position
from citecheck.model.manuscript import Quotation, QuotationKind, Role
from citecheck.model.report import CheckedQuotation
from citecheck.model.source import SourceText
from citecheck.model.verdict import Edit, EditKind, Elision, Match, Passage, Verdict
from citecheck.reporter.diff import Piece, PieceKind, clipped, word_diff, word_pairs

SAME, CHANGED, PERMITTED, ELIDED, HIDDEN, GAP = PieceKind


def checked(
    quote: str, source: str, edits: tuple[Edit, ...] = (), elisions: tuple[Elision, ...] = (), start: int = 0
) -> CheckedQuotation:
    quotation = Quotation("q", QuotationKind.INLINE, Role.QUOTATION, quote, 0, len(quote))
    match = Match("q", Verdict.ALTERED, Passage("s", start, len(source)), 90.0, edits, elisions)
    return CheckedQuotation(quotation, Position(), None, match, source=SourceText("s", source))


def edit(kind: EditKind, source: tuple[int, int], quote: tuple[int, int], permitted: str = "") -> Edit:
    return Edit(kind, "", "", *source, *quote, permitted)


def plain(pieces: tuple[Piece, ...]) -> list[tuple[str, str, str]]:
    return [(str(piece.kind), piece.source, piece.quote) for piece in pieces]


def test_edits_are_followed() -> None:
    diff = word_diff(
        checked(
            "the old man slept soundly",
            "the young man never slept",
            (
                edit(EditKind.SUBSTITUTION, (4, 9), (4, 7)),
                edit(EditKind.NEGATION, (14, 19), (12, 12)),
                edit(EditKind.INSERTION, (25, 25), (17, 25)),
            ),
        )
    )
    assert plain(diff) == [
        ("same", "the", "the"),
        ("changed", "young", "old"),
        ("same", "man", "man"),
        ("changed", "never", ""),
        ("same", "slept", "slept"),
        ("changed", "", "soundly"),
    ]


def test_permitted_changes_and_ellipses_are_told_apart() -> None:
    source, quote = "he went out to the sea at night", "[Tom] went … at night"
    pieces = word_diff(
        checked(
            quote,
            source,
            (edit(EditKind.SUBSTITUTION, (0, 2), (0, 5), "bracketed replacement"),),
            (Elision(11, 12, 8, 22),),
        )
    )
    assert [piece.kind for piece in pieces] == [PERMITTED, SAME, ELIDED, SAME]
    assert pieces[2].source == "out to the sea"


def test_an_ellipsis_that_hides_something_is_told() -> None:
    pieces = word_diff(checked("he … lied", "he never lied", elisions=(Elision(3, 4, 3, 8, "negation"),)))
    assert plain(pieces)[1] == ("hidden", "never", "…")


def test_edits_that_do_not_fit_are_not_trusted() -> None:
    bad = (edit(EditKind.SUBSTITUTION, (900, 905), (4, 7)),)
    pieces = word_diff(checked("the old man", "the young man", bad))
    assert plain(pieces) == [("same", "the", "the"), ("changed", "young", "old"), ("same", "man", "man")]


def test_edits_that_cross_are_aligned_anew() -> None:
    quote, source = "black and white", "white and black"
    crossing = (edit(EditKind.TRANSPOSITION, (10, 15), (0, 5)), edit(EditKind.TRANSPOSITION, (0, 5), (10, 15)))
    pieces = word_diff(checked(quote, source, crossing))
    assert " ".join(piece.quote for piece in pieces if piece.quote) == quote
    assert " ".join(piece.source for piece in pieces if piece.source) == source


def test_a_quotation_found_nowhere_has_no_diff() -> None:
    nowhere = checked("words", "others")
    assert word_diff(replace(nowhere, match=replace(nowhere.match, found=None))) == ()
    assert word_diff(replace(nowhere, source=None)) == ()


WORDS = st.lists(st.sampled_from(["alder", "birch", "cedar", "-", ".", "elm"]), min_size=1, max_size=60).map(" ".join)


@given(WORDS, WORDS, st.lists(st.tuples(*[st.integers(0, 70)] * 4), max_size=4))
def test_no_word_is_lost_or_made_up(quote: str, source: str, spans: list[tuple[int, int, int, int]]) -> None:
    edits = tuple(edit(EditKind.SUBSTITUTION, (a, b), (c, d)) for a, b, c, d in spans)
    pieces = word_diff(checked(quote, source, edits))
    assert "".join(piece.quote for piece in pieces).replace(" ", "") == quote.replace(" ", "")
    assert "".join(piece.source for piece in pieces).replace(" ", "") == source.replace(" ", "")


def numbered(first: int, last: int) -> str:
    return " ".join(f"w{number}" for number in range(first, last))


def test_a_long_quotation_is_clipped_around_its_edits() -> None:
    pieces = (
        Piece(SAME, numbered(0, 100), numbered(0, 100)),
        Piece(CHANGED, "not", ""),
        Piece(SAME, numbered(100, 200), numbered(100, 200)),
    )
    assert clipped(pieces, 3) == (
        Piece(GAP, "", ""),
        Piece(SAME, "w97 w98 w99", "w97 w98 w99"),
        Piece(CHANGED, "not", ""),
        Piece(SAME, "w100 w101 w102", "w100 w101 w102"),
        Piece(GAP, "", ""),
    )


def test_a_gap_of_two_words_is_not_worth_a_sign() -> None:
    pieces = (Piece(CHANGED, "a", "b"), Piece(SAME, numbered(0, 8), numbered(0, 8)), Piece(CHANGED, "c", "d"))
    assert clipped(pieces, 3) == pieces


def test_the_middle_of_a_long_change_is_left_out() -> None:
    (piece,) = clipped((Piece(CHANGED, "", numbered(0, 50)),), 2)
    assert piece.quote == "w0 w1 w2 ⋯ w47 w48 w49"


@given(WORDS, WORDS)
def test_clipping_keeps_every_short_change(quote: str, source: str) -> None:
    pieces = word_diff(checked(quote, source))
    told = [piece for piece in pieces if piece.kind is CHANGED and len((piece.quote + piece.source).split()) < 20]
    shown = clipped(pieces, 8)
    assert [piece for piece in shown if piece in told] == told


def test_pairs_stay_beside_each_other_when_words_are_joined() -> None:
    pairs = list(word_pairs(Piece(SAME, "to day the sea is calm", "today the sea is calm")))
    assert pairs[-4:] == [("the", "the"), ("sea", "sea"), ("is", "is"), ("calm", "calm")]


def test_an_edit_within_a_word_shows_the_whole_word() -> None:
    pieces = word_diff(
        checked("forty-two boats lay", "forty-one boats, lay", (
            edit(EditKind.NUMBER, (6, 9), (6, 9)), edit(EditKind.PUNCTUATION, (15, 17), (15, 16)),
        ))
    )  # fmt: skip
    assert plain(pieces) == [
        ("changed", "forty-one", "forty-two"),
        ("changed", "boats,", "boats"),
        ("same", "lay", "lay"),
    ]


def test_the_last_words_are_shown_with_the_marks_of_both() -> None:
    source = "a byword among the children; and more"
    found = checked("a byword among the elders.", source, (edit(EditKind.SUBSTITUTION, (19, 27), (19, 25)),))
    found = replace(found, match=replace(found.match, found=Passage("s", 0, 27)))
    assert plain(word_diff(found))[-1] == ("changed", "children;", "elders.")


def test_marks_of_the_source_alone_are_not_shown_beyond_the_passage() -> None:
    source = "a byword among the children; and more"
    found = checked("a byword among the elders", source, (edit(EditKind.SUBSTITUTION, (19, 27), (19, 25)),))
    found = replace(found, match=replace(found.match, found=Passage("s", 0, 27)))
    assert plain(word_diff(found))[-1] == ("changed", "children", "elders")
