"""Chains of notes: what the last note's first reference stands for, and what the rules of notes tell of the chain."""

from __future__ import annotations

import pytest

from citecheck.checker.facts import Facts
from citecheck.checker.registry import run
from citecheck.checker.rules import FAMILIES
from citecheck.model.document import Block, BlockKind, Document, Mark, MarkKind, NoteBody, NoteKind
from citecheck.model.manuscript import Manuscript, Reference, ReferenceForm
from citecheck.parser.parse import parse

assert FAMILIES

SALT = "Ann Moor, *Salt and Lamp Oil* (Leith: Harbour Press, 1911), 12."
LETTERS = "Ann Moor, *Winter Letters* (Leith: Harbour Press, 1915), 7."
TIDES = "Jonas Fell, *On Tides* (London: Orr, 1859), 3."
YEAR = "Jonas Fell and Mary Orr, *The Keeper’s Year* (London: Orr, 1864), 8."
PRICE = "Ruth Okafor, “Who Owns the Tide?,” *Coastal Review* 4 (1933): 121."
EDITED = "Pavel Anders, ed., *Letters from the Skerries* (Oslo: Nordlys, 1952), 88."
LETTER = "Ann Moor to Jonas Fell, 4 May 1899, box 2, Moor Papers, Leith Library."
CASE = "*Harbour Trust v. Fell*, 347 U.S. 483, 495 (1954)."
NAMED = "Edwin Hale, *The Bell Rope* (Boston: Bellrope, 1922), 8 (hereafter cited as *BR*)."
REMARK = "Nobody knows why the lamp was moved."
TWO = f"{SALT[:-1]}; {TIDES}"

RIGHT = [
    ((SALT, "Ibid."), "Salt"),
    ((SALT, "Ibid., 33."), "Salt"),
    ((SALT, "Ibid., pp. 45–46; emphasis added."), "Salt"),
    ((SALT, "ibid, p. 4"), "Salt"),
    ((SALT, "*Ibid*., 33."), "Salt"),
    ((SALT, "See ibid., 33."), "Salt"),
    ((SALT, "Id. at 4."), "Salt"),
    ((SALT, "Ebd., S. 4."), "Salt"),
    ((SALT, "Ibidem, 4."), "Salt"),
    ((SALT, "Loc. cit."), "Salt"),
    ((SALT, TIDES, "Ibid., 9."), "Tides"),
    ((SALT, "Ibid., 3.", "Ibid., 4.", "Ibid., 5."), "Salt"),
    ((SALT, TIDES, "Moor, *Salt*, 4.", "Ibid., 5."), "Salt"),
    ((SALT, TIDES, "Moor, *Salt and Lamp Oil*, 40."), "Salt"),
    ((SALT, TIDES, "Moor, Salt and Lamp Oil, 40."), "Salt"),
    ((SALT, TIDES, "Moor, 40."), "Salt"),
    ((SALT, TIDES, "Moor, p. 40."), "Salt"),
    ((SALT, TIDES, "Ann Moor, *Salt*, 40."), "Salt"),
    ((SALT, LETTERS, "Moor, *Salt*, 40."), "Salt"),
    ((SALT, LETTERS, "Moor, *Letters*, 40."), "Letters"),
    ((SALT, LETTERS, TIDES, "Moor, *Lamp Oil*, 40."), "Salt"),
    ((YEAR, SALT, "Fell and Orr, *Keeper’s Year*, 9."), "Year"),
    ((TIDES, YEAR, "Fell, *Tides*, 9."), "Tides"),
    ((PRICE, SALT, "Okafor, “Who Owns the Tide?,” 124."), "Price"),
    ((PRICE, SALT, "Okafor, “Tide,” 124."), "Price"),
    ((EDITED, SALT, "Anders, *Letters*, 90."), "Edited"),
    ((LETTER, SALT, "Moor to Fell, 4 May 1899."), "Letter"),
    ((NAMED, SALT, "*BR*, 14."), "Named"),
    ((SALT, TIDES, "*Salt and Lamp Oil*, 40."), "Salt"),
    ((SALT, TIDES, "Moor, op. cit., 40."), "Salt"),
    ((SALT, TIDES, "Moor, *op. cit.*, p. 40."), "Salt"),
    ((SALT, TIDES, "Moor, loc. cit."), "Salt"),
    ((SALT, TIDES, "Moor, *supra* note 1, at 40."), "Salt"),
    ((SALT, TIDES, "Moor (n 1) 40."), "Salt"),
    ((SALT, TIDES, "See note 1 above."), "Salt"),
    ((SALT, "Ibid., 4.", "Moor, supra note 2, at 9."), "Salt"),
    ((TWO, REMARK, "Fell, supra note 1, at 9."), "Tides"),
    ((SALT, TIDES, "Moor 1911, 40."), "Salt"),
    ((SALT, LETTERS, "Moor (1915, 40)."), "Letters"),
    ((SALT, "Idem, *Winter Letters* (Leith: Harbour Press, 1915), 7.", "Moor, *Letters*, 9."), "Idem"),
    ((CASE, "*Id.* at 497."), "Case"),
    (("See Fell, infra note 2, at 9.", TIDES), "Tides"),
    ((f"{SALT[:-1]}; ibid., 14.",), "Salt"),
    ((SALT, f"{REMARK} See Moor, *Salt*, 3."), "Salt"),
    ((PRICE, SALT, "“Who Owns the Tide?”"), "Price"),
    ((PRICE, SALT, "See “Tide.”"), "Price"),
    ((SALT, TIDES, "*Lamp Oil*."), "Salt"),
    ((NAMED, SALT, "*BR*."), "Named"),
]  # fmt: skip

BROKEN = [
    (("Ibid., 33.",), ["N106"]),
    ((REMARK, "Ibid., 33."), ["N106"]),
    ((SALT, REMARK, "Ibid., 33."), ["N106"]),
    ((REMARK, "Ibid., 33.", "Ibid., 34."), ["N106"]),
    ((TWO, "Ibid., 33."), ["N107"]),
    ((SALT, LETTERS, "Moor, 33."), ["N107"]),
    ((SALT, LETTERS, TIDES, "Moor, op. cit., 33."), ["N107"]),
    ((TIDES, "Moor, *Salt*, 40."), ["N108"]),
    ((TIDES, "Moor, 40."), ["N108"]),
    ((TIDES, "Moor, op. cit., 40."), ["N108"]),
    ((SALT, "Moor, *Storm Tables*, 40."), ["N108"]),
    (("Moor, *Salt*, 12.", SALT), ["N108"]),
    ((SALT, "Moor 1912, 40."), ["N108"]),
    ((TIDES, "Moor, *Salt*, 40.", "Ibid., 41."), ["N108"]),
    ((SALT, "See note 9 above."), ["N109"]),
    ((SALT, "Moor, supra note 9, at 40."), ["N109"]),
    ((SALT, TIDES, "Moor, supra note 2, at 40."), ["N109"]),
    ((REMARK, "Moor, supra note 3, at 40.", SALT), ["N109"]),
    ((SALT, TIDES, "See note 1 below."), ["N109"]),
    ((SALT, REMARK, "Fell (n 2) 40."), ["N109"]),
]  # fmt: skip

FULL = {
    "Salt": SALT, "Letters": LETTERS, "Tides": TIDES, "Year": YEAR, "Price": PRICE, "Edited": EDITED, "Letter": LETTER,
    "Case": CASE, "Named": NAMED, "Idem": "Idem, *Winter Letters* (Leith: Harbour Press, 1915), 7.",
}  # fmt: skip


def manuscript_of(*notes: str) -> Manuscript:
    """A text with these notes, each marked after a sentence of its own; *asterisks* are italics."""
    text = "It was dark. " * len(notes)
    body_end = len(text)
    blocks, bodies = [Block(BlockKind.PARAGRAPH, 0, body_end)], []
    marks = [Mark(MarkKind.NOTE_MARKER, 13 * i + 12, 13 * i + 12, f"n{i + 1}", str(i + 1)) for i in range(len(notes))]
    for number, note in enumerate(notes, 1):
        text += "\n\n"
        start = len(text)
        for index, part in enumerate(note.split("*")):
            if index % 2:
                marks.append(Mark(MarkKind.EMPHASIS, len(text), len(text) + len(part)))
            text += part
        bodies.append(NoteBody(f"n{number}", str(number), NoteKind.FOOTNOTE, start, len(text)))
        blocks.append(Block(BlockKind.NOTE_BODY, start, len(text), note=f"n{number}"))
    return parse(Document("a.md", "markdown", text, body_end, tuple(blocks), tuple(marks), tuple(bodies)))


def told(manuscript: Manuscript) -> list[str]:
    return [each.code for each in run(Facts(manuscript, (), (), today="2026-01-01"), lambda code: code[0] in "NR")]


def leading(manuscript: Manuscript) -> Reference:
    """The reference of the chain that is not a work in full."""
    return [each for each in manuscript.references if each.form is not ReferenceForm.FULL][-1]


@pytest.mark.parametrize(("notes", "work"), RIGHT)
def test_a_short_form_leads_to_its_work(notes: tuple[str, ...], work: str) -> None:
    manuscript = manuscript_of(*notes)
    works = {each.id: each for each in manuscript.references}
    antecedent = works[leading(manuscript).antecedent]
    printed = manuscript.document.text[antecedent.start : antecedent.end]
    assert FULL[work].replace("*", "").startswith(printed.rstrip("."))
    assert told(manuscript) == []


@pytest.mark.parametrize(("notes", "codes"), BROKEN)
def test_a_broken_chain_is_told_once(notes: tuple[str, ...], codes: list[str]) -> None:
    assert told(manuscript_of(*notes)) == codes


@pytest.mark.parametrize(
    "note",
    [
        "Plato, *Republic*, 514a.",
        "Homer, *Odyssey*, 9.",
        "Edwin Hale, *The Bell Rope*, 8.",
        "Edwin Hale, The Bell Rope, p. 8.",
    ],
)
def test_a_work_cited_without_its_imprint_is_no_short_form(note: str) -> None:
    assert told(manuscript_of(SALT, note)) == []


OLD = "H. W. Bates, *The Naturalist on the River*, ii, 59 seq."


def test_a_first_mention_without_an_imprint_is_what_later_short_forms_mean() -> None:
    manuscript = manuscript_of(OLD, SALT, "Bates, p. 151.", "Ibid., 152.")
    assert [each.antecedent for each in manuscript.references][2:] == ["r1", "r1"]
    assert told(manuscript) == []


def test_a_note_that_cites_in_a_way_that_cannot_be_read_is_not_said_to_cite_nothing() -> None:
    assert told(manuscript_of("It says so in the old Almanack on p. 33 of the lesser print.", "Ibid., 34.")) == []


def test_a_note_that_quotes_first_cites_what_stands_in_brackets_after_it() -> None:
    note = f"“No lamp is ever lit for the man who holds it” ({SALT[:-1]})."
    manuscript = manuscript_of(note, "Ibid., 13.")
    assert [each.title for each in manuscript.references] == ["Salt and Lamp Oil", ""]
    assert told(manuscript) == []


@pytest.mark.parametrize(
    "note",
    [
        "*Storm Tables*.",  # no work's title
        "The word is “Salt.”",  # more than a title
        "“Moor.”",  # an author is no title
        "*Letters*.",  # of two works
    ],
)
def test_a_title_alone_that_means_no_one_work_is_a_remark(note: str) -> None:
    manuscript = manuscript_of(SALT, LETTERS, EDITED, note)
    assert [each.note for each in manuscript.references] == ["n1", "n2", "n3"]
    assert told(manuscript) == []


def test_there_are_chains_enough() -> None:
    assert len(RIGHT) + len(BROKEN) >= 60


def test_idem_gives_the_author_of_the_reference_before() -> None:
    manuscript = manuscript_of(SALT, "Idem, *Winter Letters* (Leith: Harbour Press, 1915), 7.")
    assert [each.authors for each in manuscript.references] == [("Ann Moor",), ("Ann Moor",)]


def test_a_label_is_looked_for_in_its_own_chapter_first() -> None:
    manuscript = manuscript_of(SALT, TIDES, "Moor (n 1) 40.")
    document = manuscript.document
    bodies = tuple(
        NoteBody(
            body.id,
            "1" if body.id == "n2" else body.label,
            body.kind,
            body.start,
            body.end,
            "b" if body.id != "n1" else "a",
        )
        for body in document.note_bodies
    )
    again = parse(
        Document("a.md", "markdown", document.text, document.body_end, document.blocks, document.marks, bodies)
    )
    assert leading(again).target_note == "1"
    assert told(again) == ["N109"]
