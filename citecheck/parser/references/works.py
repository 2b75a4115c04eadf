"""The works cited so far, to be found by author, title, year or the name they are cited by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.parser.references.names import surname

_WORD = re.compile(r"\w+")
_SMALL_LIST = """
    a an and der die das de des du in la le les of on the to und von zur für for by et il el y l d s
"""
_SMALL = frozenset(_SMALL_LIST.split())


class Works:
    """Full references. `text` is the document's, in which they stand."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._all: list[Reference] = []
        self._nameless: list[Reference] = []
        self._by_name: dict[str, list[Reference]] = {}
        self._by_alias: dict[str, list[Reference]] = {}
        self._titles: dict[str, list[str]] = {}
        self._words: dict[str, set[str]] = {}

    def add(self, work: Reference) -> None:
        """Takes in a full reference."""
        self._all.append(work)
        self._titles[work.id] = _ordered(work.title)
        people = people_of(work)
        for name in people:
            self._by_name.setdefault(name, []).append(work)
        if not people:
            self._nameless.append(work)
        if work.alias:
            self._by_alias.setdefault(_folded(work.alias), []).append(work)

    def words_of(self, work: Reference) -> set[str]:
        """The words of a reference, folded."""
        if work.id not in self._words:
            self._words[work.id] = set(_ordered(f"{work.title} {work.container} {self._text[work.start : work.end]}"))
        return self._words[work.id]

    def each(self) -> list[Reference]:
        """One reference for each work, its latest."""
        return _latest(self._all)

    def named(self, reference: Reference) -> list[Reference]:
        """The works that a short form may mean, the latest reference to each."""
        names = (_folded(" ".join((*reference.authors, reference.title))), _folded(reference.title))
        called = [each for name in names for each in self._by_alias.get(name, [])]
        if called:
            return _latest(called)
        surnames = {surname(author) for author in reference.authors} - {""}
        named = list({each.id: each for name in surnames for each in self._by_name.get(name, [])}.values())
        if not named and surnames:
            # A letter is filed under its writer, whom the field reader does not take for an author.
            named = [each for each in self._nameless if surnames & self.words_of(each)]
        if reference.year:
            return _latest(self._dated(reference, named))
        if reference.title:
            titled = self._titled(reference, named or self._all)
            return _latest(titled or (named if reference.form is ReferenceForm.OP_CIT else []))
        return _latest(named) if surnames else []

    def bearing(self, title: str) -> list[Reference]:
        """The works cited by this name, or in whose titles all words of a short one stand; the latest of each."""
        words = set(_ordered(title))
        borne = [each for each in self._all if words <= set(self._titles[each.id])] if words else []
        return _latest(self._by_alias.get(_folded(title), borne))

    def _dated(self, reference: Reference, named: Sequence[Reference]) -> list[Reference]:
        year, letter = reference.year[:4], reference.year[4:]
        same = [each for each in named if each.year[:4] == year]
        if letter:
            exact = [
                each
                for each in same
                if each.year[4:] == letter or f"{year}{letter}" in self._text[each.start : each.end]
            ]
            return exact or same
        return same

    def _titled(self, reference: Reference, named: Sequence[Reference]) -> list[Reference]:
        """Those whose title has the words of the short one: it alone, then with it at the beginning, then anywhere."""
        # What follows a short title ("Letters, 4 August") is its locator.
        for short in dict.fromkeys((reference.title, reference.title.partition(",")[0])):
            words = _ordered(short)
            if not words:
                continue
            begun = [each for each in named if self._titles[each.id][: len(words)] == words]
            exact = [each for each in begun if len(self._titles[each.id]) == len(words)]
            within = exact or begun or [each for each in named if set(words) <= self.words_of(each)]
            if within:
                return within
        return []


def people_of(reference: Reference) -> set[str]:
    """The surnames of authors, or of editors and translators where there are no authors."""
    if reference.authors:
        return {surname(author) for author in reference.authors} - {""}
    return {surname(name) for name in re.split(r",? (?:and|&) ", f"{reference.editor}") if name} - {""}


def _latest(works: Sequence[Reference]) -> list[Reference]:
    """One reference for each work, its latest, in the order in which the works were last cited.

    A title with and without its subtitle is one work.
    """
    latest: dict[tuple[str, ...], Reference] = {}
    for work in sorted(works, key=lambda each: each.start):
        title = tuple(_ordered(work.title or f"{work.container} {work.volume}"))
        same = next((key for key in latest if key[: len(title)] == title or title[: len(key)] == key), title)
        latest[same] = work
    return sorted(latest.values(), key=lambda each: each.start)


def _ordered(title: str) -> list[str]:
    return [word for word in _WORD.findall(title.casefold()) if word not in _SMALL]


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
