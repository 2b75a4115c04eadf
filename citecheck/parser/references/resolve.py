"""Leads ibid., op. cit., short titles and cross-references to the full reference they mean (Chicago 14.29–14.36)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from citecheck.model.manuscript import Note, Reference, ReferenceForm
from citecheck.parser.references.forms import IDEM
from citecheck.parser.references.names import ANCIENT, surname
from citecheck.parser.references.works import Works, people_of

_WHOLE = (ReferenceForm.FULL, ReferenceForm.LISTED)


def resolve(
    references: Sequence[Reference], notes: Sequence[Note], text: str, listed: Sequence[Reference] = ()
) -> tuple[Reference, ...]:
    """The references with their antecedents, in the order given.

    `notes` are all notes of the document; `text` is the document's, in which the references stand; `listed` are the
    works of its bibliography, to which a short form leads when no earlier reference has the work in full.
    """
    resolver = _Resolver(notes, text, listed)
    for reference in references:
        resolver.take(reference)
    return resolver.finished()


def meant(reference: Reference) -> str:
    """The id of the work a reference means: its antecedent's, or its own where it is led nowhere and names a work."""
    if reference.form in _WHOLE or (
        reference.form in (ReferenceForm.SHORT, ReferenceForm.OP_CIT) and not reference.antecedent
    ):
        return reference.id
    return reference.antecedent


class _Resolver:
    def __init__(self, notes: Sequence[Note], text: str, listed: Sequence[Reference]) -> None:
        self._has_list = bool(listed)
        self._listed = Works(text)
        for work in listed:
            self._listed.add(work)
        self._cited = Works(text)
        self._done: list[Reference] = []
        self._of_note: dict[str | None, list[Reference]] = {}
        self._keys = {work.key: work.id for work in listed if work.key}
        self._by_id = {work.id: work for work in listed}
        marked = sorted(
            (note for note in notes if note.start >= 0),
            key=lambda note: (min(note.markers, default=note.start), note.start),
        )
        self._notes = {note.id: note for note in marked}
        self._by_label: dict[str, list[Note]] = {}
        for note in marked:
            self._by_label.setdefault(note.label, []).append(note)
        self._before = {note.id: before.id for before, note in pairwise(marked)}

    def take(self, reference: Reference) -> None:
        """Leads one reference to its antecedent among those taken before."""
        if IDEM in reference.authors:
            last = next((each for each in reversed(self._done) if each.authors), None)
            reference = replace(reference, authors=last.authors if last else ())
        if reference.form is ReferenceForm.IBID or (
            reference.form is ReferenceForm.OP_CIT and not reference.authors and not reference.title
        ):
            reference = self._ibid(reference)
        elif reference.form is ReferenceForm.KEY:
            reference = replace(reference, antecedent=self._keys.get(reference.key, ""))
        elif reference.form in (ReferenceForm.SHORT, ReferenceForm.OP_CIT):
            reference = self._short(reference)
            if not reference.antecedent and _stands_alone(reference):
                reference = replace(reference, form=ReferenceForm.FULL)
            if not self._holds(reference):
                return
        self._done.append(reference)
        self._of_note.setdefault(reference.note, []).append(reference)
        self._by_id[reference.id] = reference
        if reference.form in _WHOLE:
            self._cited.add(reference)

    def finished(self) -> tuple[Reference, ...]:
        """All references; those that send to a note come last, for they may send forward."""
        return tuple(self._cross(each) if each.form is ReferenceForm.CROSS else each for each in self._done)

    def _holds(self, reference: Reference) -> bool:
        """Whether a short form is one: "Moor, Salt" that fits no work and has no page is a remark."""
        if reference.antecedent or reference.form is ReferenceForm.OP_CIT:
            return True
        if not reference.authors:
            return False
        if reference.note is None:
            # In the text only the habit of citing by a list makes a name and a year a citation.
            return bool(reference.year) and self._has_list
        return bool(reference.pages)

    def _ibid(self, reference: Reference) -> Reference:
        """Ibid. means the one work of the reference just before: in its own note, else in the note before."""
        own = self._of_note.get(reference.note, [])
        if own:
            return replace(reference, antecedent=self._work(own[-1]))
        note = self._before.get(reference.note or "", "")
        last = self._of_note.get(note, []) if note else []
        works = list(dict.fromkeys(filter(None, map(self._work, last))))
        if len(works) > 1:
            return replace(reference, antecedent=works[-1], candidates=tuple(works))
        return replace(reference, antecedent=works[0] if works else "")

    def _work(self, reference: Reference) -> str:
        if reference.form is ReferenceForm.CROSS:
            return self._cross(reference).antecedent
        return meant(reference)

    def _short(self, reference: Reference) -> Reference:
        """A short form means the earlier work whose author it names and whose title has its words (Chicago 14.30)."""
        for among in (self._cited, self._listed):
            if reference.authors or reference.pages or reference.form is ReferenceForm.OP_CIT:
                works = among.named(reference)
            else:
                # A title and nothing else may be a remark: it means a work where one alone bears it.
                works = among.bearing(reference.title)
                works = works if len(works) == 1 else []
            if works:
                doubtful = len(works) > 1
                ids = tuple(dict.fromkeys(each.id for each in works))
                return replace(reference, antecedent=ids[-1], candidates=ids if doubtful else ())
        return reference

    def _cross(self, reference: Reference) -> Reference:
        """A cross-reference means what its note cites; of several works the one of the author it names."""
        noted = [each for id in self._labelled(reference) for each in self._of_note.get(id, [])]
        there = [each for each in noted if each.form is not ReferenceForm.CROSS]
        surnames = {surname(author) for author in reference.authors} - {""}
        works = [each for each in (self._by_id.get(meant(each)) for each in there) if each is not None]
        if surnames:
            works = [each for each in works if surnames & (people_of(each) or self._cited.words_of(each))]
        ids = tuple(dict.fromkeys(each.id for each in works))
        if not ids and surnames:
            # The number is wrong; the name may still tell the work.
            ids = tuple(each.id for each in self._cited.named(reference))
            ids = ids if len(ids) == 1 else ()
        return replace(reference, antecedent=ids[0] if ids else "", candidates=ids if len(ids) > 1 else ())

    def _labelled(self, reference: Reference) -> list[str]:
        """The ids of the notes of a label: those of the reference's own chapter or page where there are any."""
        own = self._notes.get(reference.note or "")
        same = self._by_label.get(reference.target_note, [])
        near = [note for note in same if own is not None and note.scope == own.scope]
        return [note.id for note in near or same]


def _stands_alone(reference: Reference) -> bool:
    """Whether author and title without an imprint are a first mention: of an ancient, or by the author's whole name."""
    if reference.form is ReferenceForm.OP_CIT or not reference.title or not reference.authors or reference.note is None:
        return False
    whole = all(" " in author and "," not in author for author in reference.authors)
    return whole or surname(reference.authors[0]) in ANCIENT


def _place(note: Note) -> tuple[int, int]:
    return min(note.markers, default=note.start), note.start
