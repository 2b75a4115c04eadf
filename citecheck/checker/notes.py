"""Rules of notes: markers and bodies that belong together, and short forms that lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from citecheck.checker.facts import Facts
from citecheck.checker.numbering import Fault, faults
from citecheck.checker.registry import Told, rule
from citecheck.model.manuscript import Confidence, Note, Reference, ReferenceForm
from citecheck.model.report import Severity
from citecheck.parser.references.names import surname
from citecheck.parser.references.works import people_of

_ABOVE = re.compile(r"\b(?:supra|above|oben)\b", re.IGNORECASE)
_CITES = re.compile(r"\bpp?\.\s?\d|(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|https?://")
"""Signs of a citation in a note of which no reference could be read."""
_BELOW = re.compile(r"\b(?:infra|below|unten)\b", re.IGNORECASE)


def _told(facts: Facts, note: Note, confidence: Confidence, message: str, advice: str = "") -> Told:
    """A finding at a note's body, or at its marker where it has none."""
    start, end = (note.start, note.end) if note.start >= 0 else (note.markers[0], note.markers[0])
    place = note.markers[0] if note.markers else start
    return Told(message, facts.position(start, end), place, confidence, note=note.id, advice=advice)


@rule("N101", "marker-without-note", Severity.ERROR)
def marker_without_note(facts: Facts) -> Iterator[Told]:
    """A note marker has no note.

    The text sends the reader to a note that is not there: it was cut, or its label was mistyped.

    Before: the text has `[^wiess]`, and the file only `[^weiss]: Ann Weiss, Salt, 12.`

    After: the text has `[^weiss]`.

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

    Before: the page has notes 1, 2 and 3, and its text the markers 1 and 3.

    After: marker 2 stands again after the sentence that note 2 is about.

    What to do: put the marker where it belongs, or take the note out.

    Source: Chicago Manual of Style 14.19–14.25.
    """
    for note in facts.manuscript.notes:
        if note.start >= 0 and not note.markers:
            yield _told(facts, note, Confidence.HIGH, f"note {note.label} has no marker in the text")


@rule("N103", "duplicate-note", Severity.WARNING)
def duplicate_note(facts: Facts) -> Iterator[Told]:
    """Two notes bear the same label where labels do not repeat.

    The reader cannot tell which note is meant, and most programs keep only one of the two. Numbers that begin anew in
    each chapter, and symbols on each page, are no duplicates.

    Before: 1 Ann Moor, Salt, 12. 2 Ibid., 13. 2 Jon Fell, Tides, 4.

    After: 1 Ann Moor, Salt, 12. 2 Ibid., 13. 3 Jon Fell, Tides, 4.

    What to do: give the second note a label of its own.

    Source: Chicago Manual of Style 14.25 (one note, one number).
    """
    for each in faults(facts.manuscript.document, facts.manuscript.notes):
        if each.fault is Fault.DUPLICATE:
            yield _told(facts, each.note, Confidence.HIGH, f"there are two notes {each.note.label}")


@rule("N104", "notes-out-of-order", Severity.WARNING)
def notes_out_of_order(facts: Facts) -> Iterator[Told]:
    """Note numbers do not follow one another in the text, or symbols are not in the customary order.

    A number that comes before a smaller one shows that text was moved without its notes. Symbols go * † ‡ § ‖ ¶
    on a page (or ¶ ‖, or without ‖), then ** †† and so on; * ** *** is common too. Each chapter or page may begin
    anew.

    Before: the text has the markers 1, 3, 2; or on one page *, ‡.

    After: 1, 2, 3; or *, †.

    What to do: number the notes anew.

    Source: Chicago Manual of Style 14.25 (sequence), 3.79 (order of symbols in tables).
    """
    for each in faults(facts.manuscript.document, facts.manuscript.notes):
        if each.fault is Fault.BACKWARDS:
            message = f"note {each.note.label} comes after note {each.before.label}"
            yield _told(facts, each.note, Confidence.HIGH, message)
        elif each.fault is Fault.LEFT_OUT:
            message = f"note {each.note.label} follows note {each.before.label}: a symbol between the two is left out"
            yield _told(facts, each.note, Confidence.MEDIUM, message)


@rule("N105", "empty-note", Severity.ERROR)
def empty_note(facts: Facts) -> Iterator[Told]:
    """A note has no words.

    A placeholder was never filled, or its text was lost.

    Before: `[^4]: …`

    After: `[^4]: Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12.`

    What to do: write the note or take its marker out.

    Source: Chicago Manual of Style 14.19.
    """
    for note in facts.manuscript.notes:
        if note.start >= 0 and not any(char.isalnum() for char in note.body):
            yield _told(facts, note, Confidence.HIGH, f"note {note.label} is empty")


def _references(facts: Facts, *forms: ReferenceForm) -> Iterator[tuple[Reference, Note]]:
    notes = {note.id: note for note in facts.manuscript.notes}
    for reference in facts.manuscript.references:
        note = notes.get(reference.note or "")
        if reference.form in forms and note is not None:
            yield reference, note


def _words(facts: Facts, reference: Reference) -> str:
    return " ".join(facts.manuscript.document.text[reference.start : reference.end].split())[:80]


def _by_note(facts: Facts) -> dict[str, list[Reference]]:
    found: dict[str, list[Reference]] = {}
    for reference in facts.manuscript.references:
        if reference.note:
            found.setdefault(reference.note, []).append(reference)
    return found


@rule("N106", "ibid-without-antecedent", Severity.ERROR)
def ibid_without_antecedent(facts: Facts) -> Iterator[Told]:
    """An "ibid." follows no note that cites a work.

    "Ibid." repeats the reference just before it. At the start, or after a note that cites nothing, it means nothing.
    Of several in a row only the first is told.

    Before: 4. The lamp was moved in May. 5. Ibid., 33.

    After: 4. The lamp was moved in May. 5. Moor, Salt, 33.

    What to do: name the work, by its short form if it was cited before.

    Source: Chicago Manual of Style 14.34 (ibid., and why short titles are safer).
    """
    cited = _by_note(facts)
    marked = [note for note in facts.manuscript.notes if note.start >= 0]
    before = {note.id: last.id for last, note in pairwise(marked)}
    bodies = {note.id: note.body for note in marked}
    for reference, note in _references(facts, ReferenceForm.IBID):
        if reference.antecedent or reference.candidates or cited[note.id][0] is not reference:
            continue
        # What the note before cites may itself lead nowhere: that is told there.
        last = before.get(note.id, "")
        if not cited.get(last) and not _CITES.search(bodies.get(last, "")):
            message = f"“{_words(facts, reference)}” follows no note that cites a work"
            yield _told(facts, note, Confidence.HIGH, message)


@rule("N107", "ambiguous-ibid", Severity.WARNING)
def ambiguous_ibid(facts: Facts) -> Iterator[Told]:
    """An "ibid." or a short form could mean more than one work.

    "Ibid." must not follow a note that cites several works; a surname alone does not tell two works of its author
    apart.

    Before: 1. Moor, Salt, 12; Fell, Tides, 3. 2. Ibid., 14.

    After: 1. Moor, Salt, 12; Fell, Tides, 3. 2. Fell, Tides, 14.

    What to do: name the work by its author and short title.

    Source: Chicago Manual of Style 14.34, 14.30.
    """
    works = {reference.id: reference for reference in facts.manuscript.references}
    for reference, note in _references(facts, ReferenceForm.IBID, ReferenceForm.SHORT, ReferenceForm.OP_CIT):
        if len(reference.candidates) > 1:
            titles = "; ".join(works[id].title or "?" for id in reference.candidates if id in works)
            message = f"“{_words(facts, reference)}” could mean {len(reference.candidates)} works: {titles}"
            yield _told(facts, note, Confidence.MEDIUM, message)


@rule("N108", "unresolved-short-form", Severity.WARNING)
def unresolved_short_form(facts: Facts) -> Iterator[Told]:
    """A short form ("Mill, 33", "op. cit.") names a work that no earlier note cites in full.

    The full reference was cut, or stands only later in the text. Where the document has a list of works, R406 tells
    of those that it lacks.

    Before: 1. Moor, Salt, 12. … 7. Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 40.

    After: 1. Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12. … 7. Moor, Salt, 40.

    What to do: give the full reference at its first mention.

    Source: Chicago Manual of Style 14.30 (short forms after a full reference).
    """
    if any(reference.form is ReferenceForm.LISTED for reference in facts.manuscript.references):
        return
    for reference, note in _references(facts, ReferenceForm.SHORT, ReferenceForm.OP_CIT):
        if not reference.antecedent:
            sure = Confidence.HIGH if reference.form is ReferenceForm.OP_CIT else Confidence.MEDIUM
            yield _told(facts, note, sure, f"no earlier note cites the work of “{_words(facts, reference)}” in full")


@rule("N109", "wrong-cross-reference", Severity.WARNING)
def wrong_cross_reference(facts: Facts) -> Iterator[Told]:
    """A note refers to a note that does not exist, that does not cite what it should, or that stands the other way.

    Cross-references are typed by hand and go wrong when notes are added or moved.

    Before: 9. Moor, supra note 12, at 40. (Note 12 stands below, or cites no work of Moor's.)

    After: 9. Moor, supra note 2, at 40.

    What to do: look up the note that is meant and correct the number.

    Source: Chicago Manual of Style 14.31 (cross-references between notes); Bluebook rule 4.2 (supra).
    """
    places: dict[str, list[Note]] = {}
    for note in facts.manuscript.notes:
        if note.start >= 0:
            places.setdefault(note.label, []).append(note)
    cited = _by_note(facts)
    for reference, note in _references(facts, ReferenceForm.CROSS):
        same = places.get(reference.target_note, [])
        message = _wrong_target(
            facts, reference, note, [each for each in same if each.scope == note.scope] or same, cited
        )
        if message:
            yield _told(facts, note, Confidence.HIGH, message)


def _wrong_target(
    facts: Facts, reference: Reference, note: Note, there: list[Note], cited: dict[str, list[Reference]]
) -> str:
    """What is wrong with the note that a reference sends to; "" when nothing is."""
    label, words = reference.target_note, _words(facts, reference)
    if not there:
        return f"there is no note {label} to refer to"
    if len(there) == 1:
        target, own = _marked(there[0]), _marked(note)
        if target >= own and _ABOVE.search(words):
            return f"“{words}” sends back to note {label}, which does not stand before it"
        if target <= own and _BELOW.search(words):
            return f"“{words}” sends on to note {label}, which does not stand after it"
    held = [each for target in there for each in cited.get(target.id, [])]
    names = {surname(author) for author in reference.authors} - {""}
    works = {each.id: each for each in facts.manuscript.references}
    meant = [works.get(each.antecedent, each) for each in held]
    text = facts.manuscript.document.text
    if names and not any(names & people_of(each) or _stands_in(names, text[each.start : each.end]) for each in meant):
        return f"note {label} cites no work of {' and '.join(reference.authors)}"
    return ""


def _stands_in(names: set[str], text: str) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", text.casefold()) for name in names)


def _marked(note: Note) -> int:
    return min(note.markers, default=note.start)
