"""Rules of notes: markers and bodies that belong together, and short forms that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from citecheck.checker.facts import Facts
from citecheck.checker.registry import Told, rule
from citecheck.model.manuscript import Confidence, Note, Reference, ReferenceForm
from citecheck.model.report import Severity

_SYMBOL_ORDER = ("*", "†", "‡", "§", "‖", "¶")


def _told(facts: Facts, note: Note, confidence: Confidence, message: str, advice: str = "") -> Told:
    """A finding at a note's body, or at its marker where it has none."""
    start, end = (note.start, note.end) if note.start >= 0 else (note.markers[0], note.markers[0])
    place = note.markers[0] if note.markers else start
    return Told(message, facts.position(start, end), place, confidence, note=note.id, advice=advice)


@rule("N101", "marker-without-note", Severity.ERROR)
def marker_without_note(facts: Facts) -> Iterator[Told]:
    """A note marker has no note.

    The text sends the reader to a note that is not there: it was cut, or its label was mistyped.

    Example: the text has `[^weiss]`, and no `[^weiss]:` stands anywhere in the file.

    What to do: write the note, or take the marker out. In Markdown check the spelling of the label.

    Source: Chicago Manual of Style 14.19–14.25 (notes and their markers).
    """
    for note in facts.manuscript.notes:
        if note.start < 0:
            yield _told(facts, note, Confidence.HIGH, f"the marker {note.label} has no note")


@rule("N102", "note-without-marker", Severity.ERROR)
def note_without_marker(facts: Facts) -> Iterator[Told]:
    """A note has no marker in the text.

    Nobody is sent to it. Often the sentence that it belonged to was cut, or the marker was lost in a revision; in
    Markdown and most other formats the note is then silently left out of the book.

    What to do: put the marker where it belongs, or take the note out.

    Source: Chicago Manual of Style 14.19–14.25.
    """
    for note in facts.manuscript.notes:
        if note.start >= 0 and not note.markers:
            yield _told(facts, note, Confidence.HIGH, f"note {note.label} has no marker in the text")


@rule("N103", "duplicate-note", Severity.WARNING)
def duplicate_note(facts: Facts) -> Iterator[Told]:
    """Two notes bear the same label where labels do not repeat, or one marker label is used twice.

    The reader cannot tell which note is meant, and most programs keep only one of the two.

    What to do: give the second note a label of its own.

    Source: Chicago Manual of Style 14.25 (one note, one number).
    """
    seen: dict[tuple[str, str, str], Note] = {}
    for note in facts.manuscript.notes:
        if note.start < 0:
            continue
        key = (note.kind, note.scope, note.label)
        if key in seen:
            yield _told(facts, note, Confidence.HIGH, f"there are two notes {note.label}")
        seen.setdefault(key, note)


@rule("N104", "notes-out-of-order", Severity.WARNING)
def notes_out_of_order(facts: Facts) -> Iterator[Told]:
    """Note numbers do not follow one another in the text, or symbols are not in the customary order.

    A number that comes before a smaller one shows that text was moved without its notes. Symbols go * † ‡ § ‖ ¶
    on a page, then doubled.

    What to do: number the notes anew.

    Source: Chicago Manual of Style 14.25 (sequence), 3.79 (order of symbols in tables).
    """
    last: dict[tuple[str, str], Note] = {}
    marked = [note for note in facts.manuscript.notes if note.markers and note.start >= 0]
    for note in sorted(marked, key=lambda note: note.markers[0]):
        before = last.get((note.kind, note.scope))
        if before is not None and _backwards(before.label, note.label):
            yield _told(facts, note, Confidence.HIGH, f"note {note.label} comes after note {before.label}")
        last[note.kind, note.scope] = note


def _backwards(before: str, label: str) -> bool:
    if before.isdigit() and label.isdigit():
        return 1 < int(label) < int(before)
    if before in _SYMBOL_ORDER and label in _SYMBOL_ORDER:
        return label != "*" and _SYMBOL_ORDER.index(label) < _SYMBOL_ORDER.index(before)
    return False


@rule("N105", "empty-note", Severity.ERROR)
def empty_note(facts: Facts) -> Iterator[Told]:
    """A note has no words.

    A placeholder was never filled, or its text was lost.

    What to do: write the note or take its marker out.
    """
    for note in facts.manuscript.notes:
        if note.start >= 0 and not any(char.isalnum() for char in note.body):
            yield _told(facts, note, Confidence.HIGH, f"note {note.label} is empty")


def _references(facts: Facts, *forms: ReferenceForm) -> Iterator[tuple[Reference, Note]]:
    for reference in facts.manuscript.references:
        note = facts.note(reference.note)
        if reference.form in forms and note is not None:
            yield reference, note


def _words(facts: Facts, reference: Reference) -> str:
    return " ".join(facts.manuscript.document.text[reference.start : reference.end].split())[:80]


@rule("N106", "ibid-without-antecedent", Severity.ERROR)
def ibid_without_antecedent(facts: Facts) -> Iterator[Told]:
    """An "ibid." follows no note that cites a work.

    "Ibid." repeats the reference just before it. At the start, or after a note that cites nothing, it means nothing.

    Example: note 4 is a remark of the author's; note 5 is "Ibid., 33."

    What to do: name the work, by its short form if it was cited before.

    Source: Chicago Manual of Style 14.34 (ibid., and why short titles are safer).
    """
    for reference, note in _references(facts, ReferenceForm.IBID):
        if not reference.antecedent and not reference.candidates:
            message = f"“{_words(facts, reference)}” follows no note that cites a work"
            yield _told(facts, note, Confidence.HIGH, message)


@rule("N107", "ambiguous-ibid", Severity.WARNING)
def ambiguous_ibid(facts: Facts) -> Iterator[Told]:
    """An "ibid." or a short form could mean more than one work.

    "Ibid." must not follow a note that cites several works; a surname alone does not tell two works of its author
    apart.

    What to do: name the work by its author and short title.

    Source: Chicago Manual of Style 14.34, 14.30.
    """
    for reference, note in _references(facts, ReferenceForm.IBID, ReferenceForm.SHORT, ReferenceForm.OP_CIT):
        if len(reference.candidates) > 1:
            works = [facts.reference(id) for id in reference.candidates]
            titles = "; ".join(work.title or "?" for work in works if work)
            message = f"“{_words(facts, reference)}” could mean {len(works)} works: {titles}"
            yield _told(facts, note, Confidence.MEDIUM, message)


@rule("N108", "unresolved-short-form", Severity.WARNING)
def unresolved_short_form(facts: Facts) -> Iterator[Told]:
    """A short form ("Mill, 33", "op. cit.") names a work that no earlier note cites in full.

    The full reference was cut, or stands only later in the text.

    What to do: give the full reference at its first mention.

    Source: Chicago Manual of Style 14.30 (short forms after a full reference).
    """
    for reference, note in _references(facts, ReferenceForm.SHORT, ReferenceForm.OP_CIT):
        if not reference.antecedent and not facts.manuscript.document.bibliography:
            sure = Confidence.HIGH if reference.form is ReferenceForm.OP_CIT else Confidence.MEDIUM
            yield _told(facts, note, sure, f"no earlier note cites the work of “{_words(facts, reference)}” in full")


@rule("N109", "wrong-cross-reference", Severity.WARNING)
def wrong_cross_reference(facts: Facts) -> Iterator[Told]:
    """A note refers to the number of a note that does not exist or cites no work.

    Cross-references are typed by hand and go wrong when notes are added or moved.

    Example: "See note 12 above" in a text with nine notes.

    What to do: look up the note that is meant and correct the number.

    Source: Chicago Manual of Style 14.31 (cross-references between notes).
    """
    labels = {note.label for note in facts.manuscript.notes if note.start >= 0}
    for reference, note in _references(facts, ReferenceForm.CROSS):
        if reference.target_note not in labels:
            yield _told(facts, note, Confidence.HIGH, f"there is no note {reference.target_note} to refer to")
