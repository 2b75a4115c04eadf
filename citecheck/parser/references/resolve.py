"""Leads ibid., op. cit., short titles and cross-references to the full reference they mean (Chicago 14.29–14.36)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from citecheck.model.manuscript import Reference, ReferenceForm

_WORD = re.compile(r"\w+")
_SMALL = frozenset(
    {"a", "an", "and", "der", "die", "das", "de", "in", "la", "le", "les", "of", "on", "the", "to", "und"}
)


def resolve(references: Sequence[Reference], labels: dict[str, str], text: str) -> tuple[Reference, ...]:
    """The references with their antecedents, in the order of the notes.

    `labels` gives a note's label by its id; `text` is the document's, in which the references stand.
    """
    done: list[Reference] = []
    for reference in references:
        if reference.form is ReferenceForm.IBID:
            done.append(_ibid(reference, done))
        elif reference.form in (ReferenceForm.SHORT, ReferenceForm.OP_CIT):
            found = _short(reference, done, text)
            # "Moor, Salt" that fits no earlier work and has no page is a remark that begins with a name.
            if found.antecedent or found.pages or found.form is ReferenceForm.OP_CIT:
                done.append(found)
        elif reference.form is ReferenceForm.CROSS:
            done.append(_cross(reference, done, labels))
        else:
            done.append(reference)
    return tuple(done)


def _meant(reference: Reference) -> str:
    """The full reference that a reference means: itself, or its antecedent; "" when it is led nowhere."""
    return reference.id if reference.form in (ReferenceForm.FULL, ReferenceForm.KEY) else reference.antecedent


def _ibid(reference: Reference, before: Sequence[Reference]) -> Reference:
    """Ibid. means the one work of the reference just before: in its own note, else in the note before."""
    own = [each for each in before if each.note == reference.note]
    if own:
        return replace(reference, antecedent=_meant(own[-1]))
    if not before:
        return reference
    last = [each for each in before if each.note == before[-1].note]
    works = list(dict.fromkeys(filter(None, map(_meant, last))))
    if len(works) > 1:
        return replace(reference, antecedent=works[-1], candidates=tuple(works))
    return replace(reference, antecedent=works[0] if works else "")


def _short(reference: Reference, before: Sequence[Reference], text: str) -> Reference:
    """A short form means the earlier work whose author it names and whose title has its words (Chicago 14.30)."""
    full = [each for each in before if each.form is ReferenceForm.FULL]
    surnames = {_surname(author) for author in reference.authors}
    named = [each for each in full if surnames & {_surname(author) for author in each.authors}]
    if not named:
        # A letter is filed under its writer, whom the field reader does not take for an author.
        named = [each for each in full if surnames & _words(text[each.start : each.end])]
    # What follows a short title ("Letters, 4 August") is its locator.
    titles = [_words(reference.title), _words(reference.title.partition(",")[0])]
    if titles[0]:
        known = [(each, _words(text[each.start : each.end])) for each in named or full]
        titled = [each for words in titles for each, whole in known if words and words <= whole]
        named = titled or ([] if reference.form is ReferenceForm.SHORT else named)
    works: dict[tuple[frozenset[str], str], str] = {}
    for each in named:
        works[(frozenset(_words(each.title)), each.year)] = each.id
    ids = tuple(works.values())
    if len({key[0] for key in works}) > 1:
        return replace(reference, antecedent=ids[-1], candidates=ids)
    return replace(reference, antecedent=ids[-1] if ids else "")


def _cross(reference: Reference, before: Sequence[Reference], labels: dict[str, str]) -> Reference:
    there = [each for each in before if each.note and labels.get(each.note) == reference.target_note]
    if reference.authors:
        surnames = {_surname(author) for author in reference.authors}
        there = [each for each in there if surnames & {_surname(author) for author in each.authors}] or there
    works = list(dict.fromkeys(filter(None, map(_meant, there))))
    return replace(reference, antecedent=works[0] if works else "", candidates=tuple(works) if len(works) > 1 else ())


def _surname(author: str) -> str:
    """The name a person is filed under: "Mill" of "John Stuart Mill" and of "Mill, John Stuart"."""
    words = _WORD.findall(author.partition(",")[0] if "," in author else author)
    words = [word for word in words if word.casefold() not in ("jr", "sr", "ii", "iii")]
    return words[-1].casefold() if words else ""


def _words(title: str) -> set[str]:
    return {word for word in _WORD.findall(title.casefold()) if word not in _SMALL}
