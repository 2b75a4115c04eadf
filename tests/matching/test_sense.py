"""Changes that look like what an editor may do and turn the sense round."""

from __future__ import annotations

import pytest

from citecheck.matching.interface import Query
from citecheck.matching.verdict import match
from citecheck.model.verdict import EditKind, Match, Verdict

TEXT = """The board of the company met in the spring, and its minutes are the only record of what was said there.

Unlawful negligence was alleged by the widow; the jury found otherwise. It was impossible to prove that anybody on the
tower had been careless. An order made under this section cannot be appealed. They lost 15,000 men and took 500
prisoners in that year, under King Henry VIII himself. I should never have done so, and it was unknown to the
trustees. He is a man who cannot read the log. Neither happy nor unhappy was the pilot, who died in 1911 at sea. The
appellant may only in time of war be represented by an agent, and almost all of these were replaced in the summer. A
theist and a lawyer, he did it in justice to the dead. The gauge showed 0.125 inches and 5‰ of salt, and the boy was
paid ₹3,000 for it, as Rex v. Tolliver [1921] 2 KB 417 had it. They found MgCl2 in the well, and 10⁻³ of a grain.
He walked slowly up the stairs of the lighthouse with the lantern in his left hand and a loaf of bread under his arm."""


def judged(quote: str) -> Match:
    (found,) = match([Query("q", quote, ("s",))], {"s": TEXT})
    return found


@pytest.mark.parametrize(
    "quote",
    [
        "lawful negligence was alleged by the widow; the jury found otherwise",
        "possible to prove that anybody on the tower had been careless",
        "impossible to prove that anybody on the tower had been care",
        "An order made under this section can",
        "5,000 men and took 500 prisoners in that year, under King Henry",
        "They lost 15,000 men and took 50",
        "took 500 prisoners in that year, under King Henry VII",
    ],
)
def test_a_cut_word_that_says_something_else_is_told(quote: str) -> None:
    assert judged(quote).verdict in (Verdict.ALTERED, Verdict.NOT_FOUND)


@pytest.mark.parametrize("quote", ["lked slowly up the stairs of the lighthouse with the lantern in his left ha"])
def test_a_passage_cut_inside_its_words_is_not(quote: str) -> None:
    assert judged(quote).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    "quote",
    [
        "I should [e]ver have done so, and it was unknown to the trustees",
        "I should never have done so, and it was [k]nown to the trustees",
        "It was [p]ossible to prove that anybody on the tower had been careless",
        "[E]ither happy nor unhappy was the pilot, who died in 1911 at sea",
        "He is a man who can[] read the log. Neither happy nor unhappy was the pilot",
        "who died in 19[35] at sea. The appellant may only in time of war be represented by an agent",
    ],
)
def test_brackets_in_a_word_take_no_denial_away_and_change_no_number(quote: str) -> None:
    assert judged(quote).verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    "quote",
    [
        "The appellant may [sic] be represented by an agent, and almost all of these were replaced",
        "The appellant may (emphasis added) be represented by an agent, and almost all of these were replaced",
        "represented by an agent, and [sic] all of these were replaced in the summer",
    ],
)
def test_a_remark_stands_for_no_words(quote: str) -> None:
    found = judged(quote)
    assert found.verdict is Verdict.ALTERED
    assert EditKind.OMISSION in {edit.kind for edit in found.edits}


@pytest.mark.parametrize(
    "quote",
    [
        "represented by an agent [sic], and almost all of these were replaced in the summer",
        "represented by an agent (emphasis added), and almost all of these were replaced in the summer",
        "[He] walk[s] slowly up the stairs of the lighthouse with the lantern in his left hand",
    ],
)
def test_what_an_editor_may_put_in_is_permitted(quote: str) -> None:
    assert judged(quote).verdict is Verdict.MATCH


@pytest.mark.parametrize(
    "quote",
    [
        "Atheist and a lawyer, he did it in justice to the dead. The gauge showed",
        "A theist and a lawyer, he did it injustice to the dead. The gauge showed",
        "The gauge showed 125 inches and 5‰ of salt, and the boy was paid",
        "The gauge showed 0.125 inches and 5 of salt, and the boy was paid",
        "and 5‰ of salt, and the boy was paid 3,000 for it, as Rex",
        "and the boy was paid ₽3,000 for it, as Rex",
        "as Rex v. Tolliver 2 KB 417 had it. They found",
        "They found MgCl in the well, and 10⁻³ of a grain",
        "They found MgCl2 in the well, and 10³ of a grain",
    ],
)
def test_signs_numbers_and_words_run_together_are_told(quote: str) -> None:
    assert judged(quote).verdict is Verdict.ALTERED


GERMAN = (
    "Der Beamte hatte den Zug schon abgefertigt, als die Lampe über der Tür erlosch und die Männer auf dem Gleis zu"
    " rufen anfingen. Er wäre gern geblieben, aber die Königin der Küste wartete nicht auf ihn, und müde ging er fort."
)
GREEK = "Ο φύλακας δεν άναψε ποτέ τη λάμπα πριν πέσει η ομίχλη, και κανένας δεν τον ρώτησε γιατί το έκανε έτσι."


@pytest.mark.parametrize(
    ("source", "quote", "verdict"),
    [
        (GERMAN, GERMAN.replace("hatte den", "hätte den"), Verdict.ALTERED),
        (GERMAN, GERMAN.replace("wäre", "ware"), Verdict.ALTERED),
        (GERMAN, GERMAN.replace("ä", "a").replace("ö", "o").replace("ü", "u"), Verdict.MINOR),
        (GREEK, GREEK.replace("ποτέ", "πότε"), Verdict.ALTERED),
        (TEXT, "He walked slowly up the stairs of the lighthouse with the lántern in his left hand", Verdict.MINOR),
    ],
)
def test_accents_make_words_where_they_are_written(source: str, quote: str, verdict: Verdict) -> None:
    (found,) = match([Query("q", quote, ("s",))], {"s": source})
    assert found.verdict is verdict


BOARD = "It held that {} of the north wall had come from Kent, as the board had been told by the clerk of the works."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the stones", "the stories"),
        ("a gentleman", "a gentlemen"),
        ("the hermano", "the hermana"),
        ("the imported ones", "the imparted ones"),
    ],
)
def test_another_word_is_no_misprint(one: str, other: str) -> None:
    for source, quote in ((one, other), (other, one)):
        (found,) = match([Query("q", BOARD.format(quote), ("s",))], {"s": BOARD.format(source)})
        assert found.verdict is Verdict.ALTERED


@pytest.mark.parametrize("fraction", ["4½", "4 1/2", "4 1⁄2"])
@pytest.mark.parametrize("printed", ["4½", "4 1/2", "4 1⁄2"])
def test_a_fraction_may_be_set_in_any_way(printed: str, fraction: str) -> None:
    sources = {"s": BOARD.format(f"{printed} yards")}
    (same,) = match([Query("q", BOARD.format(f"{fraction} yards"), ("s",))], sources)
    (other,) = match([Query("q", BOARD.format("4¼ yards"), ("s",))], sources)
    assert (same.verdict, other.verdict) == (Verdict.MATCH, Verdict.ALTERED)


@pytest.mark.parametrize("mark", ["<...>", "‹…›", "[..]", "* * *", "[* * *]", "（中略）", "〔中略〕"])
def test_every_form_of_ellipsis_is_one(mark: str) -> None:
    quote = f"It held that the stones {mark} had come from Kent, as the board had been told"
    (found,) = match([Query("q", quote, ("s",))], {"s": BOARD.format("the stones")})
    assert found.verdict is Verdict.MATCH
    assert len(found.elisions) == 1


@pytest.mark.parametrize(
    "remark",
    [
        "bold in original",
        "énfasis mío",
        "je souligne",
        "c’est moi qui souligne",
        "курсив мой",
        "emphasis added; footnote omitted",
    ],
)
def test_what_an_editor_says_of_the_type_is_no_insertion(remark: str) -> None:
    quote = f"It held that the stones of the north wall ({remark}) had come from Kent, as the board had been told"
    (found,) = match([Query("q", quote, ("s",))], {"s": BOARD.format("the stones")})
    assert found.verdict is Verdict.MATCH
