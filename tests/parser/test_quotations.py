"""Quotations: marks of every style, apostrophes, missing marks, displayed quotations, roles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.model.document import BlockKind, Document, MarkKind
from citecheck.model.manuscript import Quotation, QuotationKind, Role
from citecheck.parser.notes import find_notes
from citecheck.parser.quotations import find_quotations
from citecheck.parser.quotations.blocks import Words
from tests.parser.built import Paragraph, build, marked


def found(document: Document) -> tuple[Quotation, ...]:
    return find_quotations(document, find_notes(document)).quotations


def outer(*paragraphs: Paragraph, language: str | None = None) -> list[str]:
    """The words of the outer quotations."""
    return [each.text for each in found(build(*paragraphs, language=language)) if each.depth == 0]


def inner(*paragraphs: Paragraph) -> list[str]:
    return [each.text for each in found(build(*paragraphs)) if each.depth > 0]


def unbalanced(*paragraphs: Paragraph) -> list[str]:
    """For each mark without a partner, it and the letters after it."""
    document = build(*paragraphs)
    return [document.text[at : at + 4] for at in find_quotations(document).unbalanced]


@pytest.mark.parametrize(
    "text",
    [
        "She wrote “the sea was calm” and “the wind fell” that day.",
        'She wrote "the sea was calm" and "the wind fell" that day.',
        "She wrote ‘the sea was calm’ and ‘the wind fell’ that day.",
        "She wrote 'the sea was calm' and 'the wind fell' that day.",
        "She wrote „the sea was calm“ and „the wind fell“ that day.",
        "She wrote „the sea was calm” and „the wind fell” that day.",
        "She wrote ‚the sea was calm‘ and ‚the wind fell‘ that day.",
        "She wrote ”the sea was calm” and ”the wind fell” that day.",
        "She wrote «the sea was calm» and «the wind fell» that day.",
        "She wrote « the sea was calm » and « the wind fell » that day.",
        "She wrote «\u00a0the sea was calm\u00a0» and «\u202fthe wind fell\u202f» that day.",
        "She wrote »the sea was calm« and »the wind fell« that day.",
        "She wrote »the sea was calm» and »the wind fell» that day.",
        "She wrote ‹the sea was calm› and ‹the wind fell› that day.",
        "She wrote ›the sea was calm‹ and ›the wind fell‹ that day.",
        "She wrote 「the sea was calm」 and 『the wind fell』 that day.",
        "She wrote ``the sea was calm'' and ``the wind fell'' that day.",
        "She wrote ‘‘the sea was calm’’ and ‘‘the wind fell’’ that day.",
        "She wrote ''the sea was calm'' and ''the wind fell'' that day.",
        "She wrote ＂the sea was calm＂ and ＂the wind fell＂ that day.",
        "She wrote—“the sea was calm”—and “the wind fell”—that day.",
        'She wrote—"the sea was calm"—and ("the wind fell") that day.',
        'She wrote ["the sea was calm"] and "the wind fell"; that day.',
        "“the sea was calm”: she, “the wind fell”",
        '"the sea was calm"; she, "the wind fell"',
        '“the sea was calm" she wrote “the wind fell" that day.',
        '"the sea was calm” she wrote "the wind fell” that day.',
        "She wrote “the sea was calm“ and “the wind fell“ that day.",
    ],
)
def test_every_style(text: str) -> None:
    assert outer(text) == ["the sea was calm", "the wind fell"]


@pytest.mark.parametrize(
    ("text", "whole", "inside"),
    [
        ("“I heard ‘no’ from her,” he said.", "I heard ‘no’ from her,", ["no"]),
        ("\"I heard 'no' from her,\" he said.", "I heard 'no' from her,", ["no"]),
        ("‘I heard “no” from her,’ he said.", "I heard “no” from her,", ["no"]),
        ("'I heard \"no\" from her,' he said.", 'I heard "no" from her,', ["no"]),
        ("„Ich hörte ‚nein‘ von ihr“, sagte er.", "Ich hörte ‚nein‘ von ihr", ["nein"]),
        ("»Ich hörte ›nein‹ von ihr«, sagte er.", "Ich hörte ›nein‹ von ihr", ["nein"]),
        ("« J’ai entendu « non » hier », dit-il.", "J’ai entendu « non » hier", ["non"]),
        ("« J’ai entendu “non” hier », dit-il.", "J’ai entendu “non” hier", ["non"]),
        ("”Jag hörde ’nej’ igår”, sade han.", "Jag hörde ’nej’ igår", ["nej"]),
        ("彼は「『はい』と聞いた」と言った。", "『はい』と聞いた", ["はい"]),
        ("他说：“我听到‘不’了。”然后走了。", "我听到‘不’了。", ["不"]),
        ("“‘No,’ she said,” he wrote.", "‘No,’ she said,", ["No,"]),
        ("“She said, ‘No.’” Then silence.", "She said, ‘No.’", ["No."]),
        ("“ ‘No,’ she said. ’Tis ‘so.’ ” Then", "‘No,’ she said. ’Tis ‘so.’", ["No,", "so."]),
        ("\"She said, 'No.'\" Then silence.", "She said, 'No.'", ["No."]),
        ("“A ‘b “c ‘d’ e” f’ g”", "A ‘b “c ‘d’ e” f’ g", ["b “c ‘d’ e” f", "c ‘d’ e", "d"]),
    ],
)
def test_nested(text: str, whole: str, inside: list[str]) -> None:
    assert outer(text) == [whole]
    assert inner(text) == inside


def test_french_marks_that_end_together_are_closed_by_one() -> None:
    text = "« Il a dit : « je viens demain. »"
    assert outer(text) == ["Il a dit : « je viens demain."]
    assert inner(text) == ["je viens demain."]
    assert unbalanced(text) == []


def test_an_interrupted_quotation_is_two() -> None:
    assert outer("“I should not go,” he said, “to that place.”") == ["I should not go,", "to that place."]


def test_the_spans_and_marks_are_those_of_the_text() -> None:
    document = build("He said « oui » twice.")
    (quotation,) = found(document)
    assert document.text[quotation.start : quotation.end] == quotation.text == "oui"
    assert (quotation.opening, quotation.closing, quotation.balanced) == ("«", "»", True)


class TestApostrophes:
    @pytest.mark.parametrize(
        "text",
        [
            "I don’t think it’s O’Brien’s; nor l’homme, nor d’Orbigny.",
            "I don't think it's O'Brien's; nor l'homme, nor d'Orbigny.",
            "The boys’ school and the girls’ school, the workers’ own.",
            "The boys' school and the girls' school, the workers' own.",
            "’Tis so, ’twas so in the ’70s, and rock ’n’ roll.",
            "'Tis so, 'twas so in the '70s, and rock 'n' roll.",
            "‘Tis so in the ‘70s, rock ‘n’ roll, turned by a word processor.",
            'He is 6\'2" and she 5\' 4", the board 3" by 5" and 10\' long.',
            "He is 6’2” tall, at 51° 30′ 5″ north, for 5' and 12\".",
            "Goin’ home, an’ o’ course th’ dog’s runnin’ wi’ us.",
            "Goin' home, an' o' course th' dog's runnin' wi' us.",
            "Un po’ di pane; e mo’ basta.",
            "The 1970's and the 80's had M.P.'s.",
            "Hawai‘i and Qur’an.",
            'A board of 6"x4" and paper of 8½" × 11".',
        ],
    )
    def test_are_no_quotation_marks(self, text: str) -> None:
        assert outer(text) == []
        assert unbalanced(text) == []

    @pytest.mark.parametrize("curl", [True, False])
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("‘I don’t like the boys’ school,’ he said.", "I don’t like the boys’ school,"),
            ("‘It’s the boys’, not the girls’,’ he said.", "It’s the boys’, not the girls’,"),
            ("the so-called ‘workers’ states’ of the east", "workers’ states"),
            ("the word ‘workers’ and the word", "workers"),
            ("the word ‘workers’, and the word", "workers"),
            ("a long ‘list of fields and commons’ (Smith, 1900)", "list of fields and commons"),
            ("‘I’ll be goin’ home,’ she said.", "I’ll be goin’ home,"),
            ("the letter ‘s’ and so", "s"),
            ("‘In the ’70s it was,’ she said.", "In the ’70s it was,"),
        ],
    )
    def test_stand_inside_single_quotations(self, text: str, words: str, curl: bool) -> None:
        if not curl:
            text, words = _straight(text), _straight(words)
        assert outer(text) == [words]

    def test_an_elision_opens_a_quotation_that_would_have_no_opening_mark(self) -> None:
        assert outer("'Tis so,' he said, and 'twas so.") == ["Tis so,"]

    def test_a_year_in_quotation_marks(self) -> None:
        assert outer('He read "1984" and "Animal Farm" in 1950.') == ["1984", "Animal Farm"]

    def test_inches_inside_a_quotation(self) -> None:
        assert outer('"The 12" disc," he said, "is 5\' wide."') == ['The 12" disc,', "is 5' wide."]


class TestSeveralParagraphs:
    @pytest.mark.parametrize(("opening", "closing"), ["“”", '""', "‘’", "''", "„“", "«»", "»«", "””"])
    def test_repeated_opening_marks_are_taken_out(self, opening: str, closing: str) -> None:
        document = build(
            f"He wrote: {opening}First we go.",
            f"{opening}Then we rest.",
            f"{opening}Then we sleep.{closing} So it was, {opening}I think.{closing}",
        )
        first, second = (each for each in found(document) if each.depth == 0)
        assert first.text == "First we go.\n\nThen we rest.\n\nThen we sleep."
        assert second.text == "I think."

    def test_french_paragraphs_repeat_the_closing_mark(self) -> None:
        assert outer("Il écrit : « Un.", "» Deux.", "» Trois. » Fin.") == ["Un.\n\nDeux.\n\nTrois."]

    def test_nested_marks_are_repeated_together(self) -> None:
        assert outer("“He said, ‘First.", "“ ‘Second.’ ” So.") == ["He said, ‘First.\n\nSecond.’"]

    def test_a_quotation_runs_on_over_a_displayed_passage(self) -> None:
        document = build("He wrote: “We sing", (BlockKind.VERSE, "All day,\nall night"), "and go.” So", continued=(2,))
        first, verse = found(document)
        assert first.text == "We sing\n\nAll day,\nall night and go."
        assert (verse.kind, verse.depth, verse.text) == (QuotationKind.VERSE, 1, "All day,\nall night")

    def test_a_paragraph_that_goes_on_over_a_page_is_one(self) -> None:
        document = build("He wrote: “We sing all", "day long.” So", continued=(1,))
        assert [each.text for each in found(document)] == ["We sing all day long."]

    def test_marks_that_lost_each_other_at_a_paragraph_break_are_paired(self) -> None:
        assert outer("He wrote: “We sing all", "day long.” So") == ["We sing all\n\nday long."]
        assert unbalanced("He wrote: “We sing all", "day long.” So") == []

    def test_stanzas_do_not_repeat_the_mark(self) -> None:
        stanzas = [(BlockKind.VERSE, f"{mark}") for mark in ("“One,\ntwo.", "Three.", "Four.", "Five.", "Six.”")]
        assert outer(*stanzas) == ["One,\ntwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix."]

    def test_verse_may_repeat_the_mark_on_each_line(self) -> None:
        lines = "“The sea was calm,\n“the wind fell,\n“the night came.”"
        assert outer((BlockKind.VERSE, lines)) == ["The sea was calm,\nthe wind fell,\nthe night came."]


class TestMissingMarks:
    def test_an_unclosed_mark_ends_with_its_paragraph(self) -> None:
        document = build("He said “we go home.", "Then he “left” us.", "And “so” on.")
        first, *others = found(document)
        assert (first.text, first.balanced, first.closing) == ("we go home.", False, "")
        assert [each.text for each in others] == ["left", "so"]
        assert unbalanced("He said “we go home.", "Then he “left” us.") == ["“we "]

    def test_an_unclosed_mark_before_another_quotation_is_only_told(self) -> None:
        paragraph = "He said “we go home. Then he “left” us."
        assert outer(paragraph) == ["left"]
        assert unbalanced(paragraph) == ["“we "]

    def test_a_heading_parts_what_stands_about_it(self) -> None:
        heading = (BlockKind.HEADING, "Second part")
        assert unbalanced("He said “we go", heading, "home” so.") == ["“we ", "” so"]
        assert outer("He said “we go", heading, "“home” so.") == ["we go", "home"]

    def test_marks_far_apart_are_not_paired(self) -> None:
        plain = ["Nothing here."] * 4
        assert unbalanced("He said “we go", *plain, "home” so.") == ["“we ", "” so"]

    def test_a_closing_mark_alone_is_told(self) -> None:
        assert outer("He said we go” home. “So.”") == ["So."]
        assert unbalanced("He said we go” home. “So.”") == ["” ho"]

    def test_an_unclosed_inner_mark_leaves_the_outer_one(self) -> None:
        assert outer("“He said ‘we go,” she wrote. “So.”") == ["He said ‘we go,", "So."]

    def test_a_quotation_that_breaks_off_inside_another_keeps_its_words_up_to_the_note(self) -> None:
        document = build("He holds that “the power of “steam and iron”[^1] is great.", notes={"1": "Book."})
        assert [each.text for each in found(document)] == ["the power of “steam and iron"]

    def test_a_straight_mark_inside_curly_ones_is_no_closing_mark(self) -> None:
        assert outer('“He says "we go" and leaves” so.') == ['He says "we go" and leaves']
        assert outer('“we go" and leaves” so.') == ['we go" and leaves']

    def test_an_ayin_is_no_quotation(self) -> None:
        text = "‘Abd al-Rahman and ‘Ali wrote “this” and “that”."
        assert outer(text) == ["this", "that"]
        assert unbalanced(text) == []

    @pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "« »", '""""""""', "“” \"\" ''"])
    def test_marks_around_nothing_are_no_quotation(self, marks: str) -> None:
        assert outer(f"An empty {marks} here.") == []

    def test_code_holds_no_quotations(self) -> None:
        assert outer((BlockKind.CODE, 'print("so")')) == []


class TestDisplayed:
    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            (BlockKind.BLOCK_QUOTATION, QuotationKind.BLOCK),
            (BlockKind.EPIGRAPH, QuotationKind.EPIGRAPH),
            (BlockKind.VERSE, QuotationKind.VERSE),
        ],
    )
    def test_kinds(self, kind: BlockKind, expected: QuotationKind) -> None:
        (quotation,) = found(build("Before.", (kind, "The sea was calm."), "After."))
        assert (quotation.kind, quotation.text, quotation.role) == (expected, "The sea was calm.", Role.QUOTATION)
        assert (quotation.opening, quotation.closing, quotation.balanced) == ("", "", True)

    def test_adjacent_paragraphs_are_one(self) -> None:
        block = BlockKind.BLOCK_QUOTATION
        assert outer("A.", (block, "One."), (block, "Two."), "B.", (block, "Three.")) == ["One.\n\nTwo.", "Three."]

    def test_one_that_runs_over_a_page_has_no_break(self) -> None:
        block = BlockKind.BLOCK_QUOTATION
        (quotation,) = found(build((block, "One and"), (block, "two."), continued=(1,)))
        assert quotation.text == "One and two."

    def test_an_attribution_ends_it_and_is_none(self) -> None:
        epigraph = BlockKind.EPIGRAPH
        assert outer((epigraph, "One."), (BlockKind.ATTRIBUTION, "—A. Author"), (epigraph, "Two.")) == ["One.", "Two."]

    @pytest.mark.parametrize("marks", ["“”", '""', "„“", "«»"])
    def test_marks_around_the_whole_are_not_its_words(self, marks: str) -> None:
        (quotation,) = found(build((BlockKind.BLOCK_QUOTATION, f"{marks[0]}The sea was calm.{marks[1]}")))
        assert (quotation.kind, quotation.text, quotation.depth) == (QuotationKind.BLOCK, "The sea was calm.", 0)

    def test_repeated_marks_in_it_are_not_its_words(self) -> None:
        block = BlockKind.BLOCK_QUOTATION
        assert outer((block, "“One."), (block, "“Two.”")) == ["One.\n\nTwo."]

    def test_a_quotation_in_it_is_an_inner_one(self) -> None:
        display, within = found(build((BlockKind.BLOCK_QUOTATION, "He said “no” to me.")))
        assert (display.kind, display.text, display.depth) == (QuotationKind.BLOCK, "He said “no” to me.", 0)
        assert (within.kind, within.text, within.depth) == (QuotationKind.INLINE, "no", 1)

    def test_an_unclosed_mark_before_it_does_not_reach_into_it(self) -> None:
        assert outer("He said “no:", (BlockKind.BLOCK_QUOTATION, "The “sea”."), "After.") == ["no:", "The “sea”."]


class TestIds:
    def test_count_the_outer_ones_in_order(self) -> None:
        document = build("“A ‘b’ c” and “d ‘e’ ‘f’”")
        assert [each.id for each in found(document)] == ["q1", "q1.1", "q2", "q2.1", "q2.2"]

    def test_those_in_notes_come_after_the_text_and_know_their_note(self) -> None:
        document = build("“One.”[^1] “Two.”", notes={"1": "He says “three.”"})
        assert [(each.text, each.in_note) for each in found(document)] == [
            ("One.", None),
            ("Two.", None),
            ("three.", "n1"),
        ]

    def test_a_note_does_not_end_an_unclosed_mark_of_another(self) -> None:
        document = build("A.[^1] B.[^2]", notes={"1": "So “one and", "2": "two” so."})
        assert [(each.text, each.balanced) for each in found(document)] == [("one and", False)]


class TestRoles:
    def role(self, text: str, notes: dict[str, str] | None = None) -> Role:
        return found(build(text, notes=notes))[-1].role

    @pytest.mark.parametrize(
        "text",
        [
            "a kind of “free trade” in words",
            "the “so-called” friends",
            "under “divine right,” as they call it",
            "the word “dictatorship” is",
        ],
    )
    def test_terms(self, text: str) -> None:
        assert self.role(text) is Role.TERM

    @pytest.mark.parametrize(
        "text",
        [
            "“We ought,” says the author, and so on.",
            "“It is,” the old man replied.",
            "He said: “Go home.”",
            "She wrote “no more” on it.",
            "He held that it was “a ship in a storm” then.",
            "“All right,” and so it was.",
            "He remarked that “nobody came” to him.",
            "They talk “of nothing but the sea” all day.",
            "He wrote an essay on “the sea that never sleeps” then.",
            "The ship’s “crew that never came home again” was",
        ],
    )
    def test_quotations(self, text: str) -> None:
        assert self.role(text) is Role.QUOTATION

    def test_a_few_words_with_a_note_are_a_quotation(self) -> None:
        assert self.role("a kind of “free trade”[^1] in words") is Role.QUOTATION

    @pytest.mark.parametrize(
        "text",
        [
            "In the “Address of the Council to the People of the City” they said",
            "her essay “on being late” is",
            "a poem entitled “the sea at night and other places” was",
            "He sang “Blue Moon Over Water” twice",
            "voir l’article « Les gardiens de la mer »",
            "nell'articolo “il guardiano del mare” e poi",
            "She gave a lecture on “Tallow and the common reader” there",
            "his talk “On not being lonely at sea” was",
        ],
    )
    def test_titles_in_the_text(self, text: str) -> None:
        assert self.role(text) is Role.TITLE

    @pytest.mark.parametrize(
        "body",
        [
            "Jane Smith, “The sea and the shore,” Journal of Water 3 (1999): 4.",
            "“The sea and the shore,” https://example.org/sea.",
            "Smith and J. de la Cruz, “The sea and the shore,” 4 May 2004.",
            "See also A. Smith, “The sea and the shore,” in B. Jones, ed., Waters.",
            "Smith, Book, 1900; Jane Jones, “The sea and the shore,” Water, 1901.",
            "Smith, “The sea: is it going to rise again? An interview,” 1901.",
            "Vane, Letters, 2; see also his “Letter to an inspector, 4 March,” Harbour Archive.",
            "Voir aussi « Le visage de la veille », dans Lenoir, Livre, 9.",
            "Smith, 3; but cf. “What the keepers knew,” the leading article in The Harbour, 1911.",
        ],
    )
    def test_titles_in_notes(self, body: str) -> None:
        assert found(build("So.[^1]", notes={"1": body}))[-1].role is Role.TITLE

    @pytest.mark.parametrize(
        "body",
        [
            "Smith holds that “the sea was calm and the wind fell,” as in 1999.",
            "See also what he says: “The sea was calm and the wind fell.”",
            "See how he puts it, “The sea was calm and the wind fell,” in 1999.",
            "“The sea was calm and the wind fell” (he was there).",
            "As he writes, “the sea was calm and the wind fell.” Water, 1901.",
            "Smith, “… and the sea was calm there,” 1901.",
            "“the sea was calm and so the wind fell,” Smith, 1901.",
            "“The sea was calm. The wind fell and all was well that night,” 1901.",
            f"“The {'sea was calm and the ' * 6}wind fell,” 1901.",
        ],
    )
    def test_quotations_in_notes(self, body: str) -> None:
        assert found(build("So.[^1]", notes={"1": body}))[-1].role is Role.QUOTATION

    def test_italics_after_a_title_show_the_journal(self) -> None:
        document = build("So.[^1]", notes={"1": "Smith, “The sea and the shore,” Water and Wind."})
        assert found(document)[-1].role is Role.QUOTATION
        assert found(marked(document, "Water and Wind", MarkKind.EMPHASIS))[-1].role is Role.TITLE

    def test_italics_after_in_show_what_a_title_is_in(self) -> None:
        document = build("So.[^1]", notes={"1": "Lenoir, « Les gardiens de la mer », dans la Revue maritime."})
        document = marked(document, "Revue maritime", MarkKind.EMPHASIS)
        assert found(document)[-1].role is Role.TITLE
        said = build("So.[^1]", notes={"1": "As he says, “The sea was calm there,” in Waters."})
        assert found(marked(said, "Waters", MarkKind.EMPHASIS))[-1].role is Role.QUOTATION

    def test_a_title_in_a_list_of_works(self) -> None:
        entry = "Smith, Jane. “The sea and the shore.” Journal of Water 3 (1999)."
        (quotation,) = found(build((BlockKind.BIBLIOGRAPHY_ENTRY, entry)))
        assert quotation.role is Role.TITLE


_WORDS = st.lists(st.sampled_from(["sea", "wind", "calm", "shore", "home", "night"]), min_size=1, max_size=6).map(
    " ".join
)
_PIECES = st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=5)
_STYLES = ["“”", '""', "„“", "«»", "»«", "‘’", "''", "「」"]


def _straight(text: str) -> str:
    return text.translate(str.maketrans("“”‘’", "\"\"''"))


def _text(pieces: list[tuple[str, str]], marks: str) -> str:
    return " ".join(f"the {plain} {marks[0]}{quoted}{marks[1]}" for plain, quoted in pieces) + " ends."


@given(_PIECES, st.sampled_from(_STYLES))
def test_what_is_put_in_marks_comes_back(pieces: list[tuple[str, str]], marks: str) -> None:
    assert outer(_text(pieces, marks)) == [quoted for _, quoted in pieces]


@given(
    _PIECES,
    st.sampled_from(["“”", '""', "„“", "«»", "‘’"]),
    st.sampled_from(
        ["don’t", "boys’ school", "’tis", "’70s", "O’Brien", "rock ’n’ roll", "don't", "boys' hats", "'tis", "6'2\""]
    ),
    st.integers(0, 40),
)
def test_a_word_with_an_apostrophe_changes_no_quotation(
    pieces: list[tuple[str, str]], marks: str, word: str, place: int
) -> None:
    plain = [place % len(pieces) == index for index in range(len(pieces))]
    text = " ".join(
        f"the {word + ' ' if chosen else ''}{before} {marks[0]}{quoted}{marks[1]}"
        for chosen, (before, quoted) in zip(plain, pieces, strict=True)
    )
    assert outer(text + " ends.") == [quoted for _, quoted in pieces]


@given(_PIECES, st.integers(0, 4))
def test_a_missing_mark_costs_its_own_paragraph_only(pieces: list[tuple[str, str]], gap: int) -> None:
    paragraphs = [f"The {plain} “{quoted}” ends." for plain, quoted in pieces]
    lost = gap % len(pieces)
    paragraphs[lost] = paragraphs[lost].replace("”", "")
    others = [quoted for index, (_, quoted) in enumerate(pieces) if index != lost]
    assert [each.text for each in found(build(*paragraphs)) if each.balanced] == others


@given(st.text(alphabet="ab .,—’'‘“”\"«»„‚\n", max_size=80))
def test_any_marks_give_sound_spans(text: str) -> None:
    document = build(*[part for part in text.split("\n") if part])
    result = find_quotations(document)
    words = Words(document)
    for each in result.quotations:
        assert 0 <= each.start < each.end <= len(document.text)
        assert each.text
        assert each.text.replace("\n\n", " ").split() == each.text.split()
        if len(document.blocks) == 1:
            assert words.between(each.start, each.end) == each.text
    assert len({each.id for each in result.quotations}) == len(result.quotations)
    assert list(result.unbalanced) == sorted(set(result.unbalanced))


@given(st.text(alphabet="ab .,—“”‘’", max_size=60))
def test_the_same_document_gives_the_same_quotations(text: str) -> None:
    assert find_quotations(build(text)) == find_quotations(build(text))


def test_many_opening_marks_are_read_in_one_pass() -> None:
    assert len(found(build("“a " * 50_000))) == 1
    assert len(found(build("‘a “b " * 8_000 + "so.’ ” " * 8_000))) > 0


def test_quotations_of_the_real_texts(corpus) -> None:  # type: ignore[no-untyped-def]
    """Straight marks say the same as curly ones."""
    for path in sorted((corpus / "corpus" / "quotes" / "sources").glob("*chapter-*.txt")):
        paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", path.read_text("utf-8")) if part.strip()]
        curly = outer(*paragraphs)
        assert [_straight(each) for each in curly] == outer(*map(_straight, paragraphs)), path.name
