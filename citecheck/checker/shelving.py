"""Finds the works that references name among the texts at hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePosixPath

from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.model.source import SourceText, Work

_FIRST_PAGE = 3000  # characters in which a title page, a byline or an identifier stands
_IMPRINT = 8000  # characters in which a book's own ISBN stands
_TITLE_LIKENESS = 88  # of 100, rapidfuzz.fuzz.partial_ratio of a cited title against a title page
_SHORT_TITLE = 8  # characters; a shorter title such as "Emma" stands by chance inside other words
_WORD = re.compile(r"\w+")
_ISBN = re.compile(r"ISBN[^\d\n]{0,20}((?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx])(?!\d)")
_SMALL = re.compile("an?|and|at|by|de[rs]?|die|das|du|el|for|from|in|la|les?|of|on|the|to|und|zu")
_SAYS_NOTHING = re.compile(
    "(?:book|copy|doc|document|download|epub|file|final|full|fulltext|html|image|img|page|paper|pdf|reading|scan|"
    "scanned|source|text|txt|unknown|untitled|version)s?"
)


@dataclass(frozen=True, slots=True)
class Shelved:
    """Where the works of references stand.

    `found` gives for a reference's id the ids of the texts that hold its work. `possible` gives the ids of others
    that were not read whole and may hold it too, for nothing in them says that they are another work.
    """

    found: Mapping[str, Sequence[str]] = field(default_factory=dict)
    possible: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Card:
    """What a text says of itself, folded: its name, its metadata and bibliography entries, its first page."""

    id: str
    stem: str
    label: str
    opening: str
    author: str
    keys: frozenset[str]
    isbns: frozenset[str]
    whole: bool
    words: frozenset[str]


def shelve(references: Sequence[Reference], texts: Sequence[SourceText], works: Sequence[Work] = ()) -> Shelved:
    """Leads each full reference to the texts that hold its work.

    A citation key, an identifier, the title, or the author with a year or a word of the title decide, each in the
    text's name, its metadata, what a bibliography says of it, or its first page. `works` are entries of
    bibliographies, which say what a reference by key means.
    """
    cards = _Cards(texts)
    by_key = {work.key: work for work in works if work.key}
    found: dict[str, list[str]] = {}
    for reference in references:
        if reference.form in (ReferenceForm.IBID, ReferenceForm.OP_CIT, ReferenceForm.CROSS):
            continue
        ids = cards.find(_enriched(reference, by_key))
        if ids:
            found[reference.id] = ids
    claimed = {id for ids in found.values() for id in ids}
    silent = [card for card in cards.all if not card.whole and card.id not in claimed]
    possible = {
        reference.id: [card.id for card in silent if _may_be(_enriched(reference, by_key), card)]
        for reference in references
    }
    return Shelved(found, {id: ids for id, ids in possible.items() if ids})


def find_works(
    references: Sequence[Reference], texts: Sequence[SourceText], works: Sequence[Work] = ()
) -> dict[str, list[str]]:
    """For each full reference the ids of the texts that hold its work; works not found are left out."""
    return {id: list(ids) for id, ids in shelve(references, texts, works).found.items()}


class _Cards:
    """The cards of all texts, by the words on them."""

    def __init__(self, texts: Sequence[SourceText]) -> None:
        self.all = [_card(text) for text in texts]
        self._by_word: dict[str, list[int]] = {}
        for index, card in enumerate(self.all):
            for word in card.words:
                self._by_word.setdefault(word, []).append(index)
        self._known: dict[tuple[object, ...], list[str]] = {}

    def find(self, reference: Reference) -> list[str]:
        asked = (
            reference.key, reference.doi, reference.isbn, reference.arxiv, reference.title, reference.container,
            reference.authors, reference.year, reference.volume, bool(reference.publisher or reference.editor),
        )  # fmt: skip
        if asked not in self._known:
            cards = (
                self._by_identifier(reference)
                or self._by_title(reference.title, reference)
                or self._by_author(reference)
                or self._by_container(reference)
            )
            self._known[asked] = [card.id for card in cards]
        return self._known[asked]

    def _by_identifier(self, reference: Reference) -> list[_Card]:
        key, isbn = fold(reference.key), isbn_core(reference.isbn)
        if key and (cards := [card for card in self.all if key in card.keys or key == card.stem]):
            return cards
        if isbn and (cards := [card for card in self.all if isbn in card.isbns]):
            return cards
        for identifier in (reference.doi, re.sub(r"v\d+$", "", reference.arxiv)):
            folded = fold(identifier)
            if len(folded) < 6:
                continue
            # arXiv numbers stand with their version: 2101.00001v2.
            needle = re.compile(rf"\b{re.escape(folded)}(?:v\d{{1,2}})?\b")
            cards = [card for card in self.all if needle.search(card.label)]
            if cards := cards or [card for card in self.all if needle.search(card.opening)]:
                return cards
        return []

    def _by_title(self, printed: str, reference: Reference) -> list[_Card]:
        for title in _titles(printed):
            near = self._near(title)
            titled = [card for card in near if _likeness(title, card.label) and _fits_author(reference, card)]
            if not titled and len(title) >= _SHORT_TITLE:
                by_author = [card for card in near if not reference.authors or _names_author(reference, card)]
                titled = [card for card in by_author if _likeness(title, card.opening)]
            if len(titled) > 1:
                titled = [card for card in titled if _names_author(reference, card)] or titled
            if titled:
                return titled
        return []

    def _by_author(self, reference: Reference) -> list[_Card]:
        """Files named by their author with a year ("moor1911.pdf") or with a word of the title ("moor-salt.txt")."""
        names = _surnames(reference.authors)
        words = {word for word in _strong(fold(reference.title)) if word not in names}
        return [card for card in self.all if any(_is_named_so(card, name, reference.year, words) for name in names)]

    def _by_container(self, reference: Reference) -> list[_Card]:
        """The book that a chapter stands in. A journal's name says nothing of the article."""
        is_book = bool(reference.publisher or reference.editor) and not (reference.volume and not reference.publisher)
        if not is_book:
            return []
        titles = _titles(reference.container)[:1]
        return [card for title in titles for card in self._near(title) if _likeness(title, card.label)]

    def _near(self, title: str) -> list[_Card]:
        """The cards that have at least half of a title's words: what is compared letter by letter."""
        words = _strong(title) or set(title.split())
        counts: dict[int, int] = {}
        for word in words:
            for index in self._by_word.get(word, ()):
                counts[index] = counts.get(index, 0) + 1
        return [self.all[index] for index in sorted(counts) if counts[index] * 2 >= len(words)]


def _is_named_so(card: _Card, name: str, year: str, words: set[str]) -> bool:
    if name not in card.stem:
        return False
    parts = card.stem.split()
    if year and re.search(rf"(?<![^\W\d]){re.escape(name)} ?{year}(?!\d)", card.stem):
        return True
    return name in parts and bool(words.intersection(parts) or (year and year in parts))


def fold(text: str) -> str:
    """The words of a text in lower case, one blank between."""
    return " ".join(_WORD.findall(text.casefold().replace("_", " ")))


def isbn_core(isbn: str) -> str:
    """The nine digits that an ISBN of ten and of thirteen digits have in common, "" for no ISBN."""
    bare = re.sub(r"[^0-9Xx]", "", isbn)
    return bare[:9] if len(bare) == 10 else bare[3:12] if len(bare) == 13 else ""


def _card(text: SourceText) -> _Card:
    works = text.works
    said = [
        text.id, text.title, text.author, text.year, *text.identifiers,
        *(part for work in works for part in (work.title, *work.authors, work.year, work.doi, work.arxiv)),
    ]  # fmt: skip
    isbns = [*text.identifiers, *(work.isbn for work in works), *_ISBN.findall(text.opening(_IMPRINT))]
    label, opening = fold(" ".join(said)), fold(text.opening(_FIRST_PAGE))
    return _Card(
        text.id,
        fold(PurePosixPath(text.id).stem),
        label,
        opening,
        fold(" ".join([text.author, *(name for work in works for name in work.authors)])),
        frozenset(fold(work.key) for work in works if work.key),
        frozenset(core for isbn in isbns for core in map(isbn_core, isbn.split()) if core)
        | frozenset(filter(None, map(isbn_core, isbns))),
        text.whole,
        frozenset((*label.split(), *opening.split())),
    )


def _enriched(reference: Reference, by_key: Mapping[str, Work]) -> Reference:
    """A reference by key with what a bibliography says of its work, where it says nothing itself."""
    work = by_key.get(reference.key)
    if work is None:
        return reference
    names = ("title", "container", "authors", "year", "doi", "isbn", "arxiv")
    return replace(reference, **{name: getattr(reference, name) or getattr(work, name) for name in names})


def _titles(printed: str) -> list[str]:
    """A title as it may stand on a file: whole, and without its subtitle."""
    whole, main = fold(printed), fold(re.split(r"[:.?!—–] ", printed, maxsplit=1)[0])
    return list(dict.fromkeys(title for title in (whole, main) if title and (title == whole or len(main.split()) > 1)))


def _strong(title: str) -> set[str]:
    return {word for word in title.split() if len(word) > 2 and not _SMALL.fullmatch(word)}


def _likeness(title: str, text: str) -> bool:
    """Whether a title stands in a text, a few letters aside; a short one letter by letter."""
    if len(title) < _SHORT_TITLE:
        return f" {title} " in f" {text} "
    if len(text) < len(title):
        return False
    # Only runs with local texts compare titles.
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.partial_ratio(title, text, score_cutoff=_TITLE_LIKENESS) > 0


@lru_cache(maxsize=1 << 12)
def _surnames(authors: tuple[str, ...]) -> tuple[str, ...]:
    # "Moor, Ann" and "Ann Moor".
    return tuple(words[-1] for author in authors if (words := fold(author.partition(",")[0]).split()))


def _names_author(reference: Reference, card: _Card) -> bool:
    return any(name in card.words for name in _surnames(reference.authors))


def _fits_author(reference: Reference, card: _Card) -> bool:
    """False for a text that names another author."""
    return not reference.authors or not card.author or _names_author(reference, card)


def _may_be(reference: Reference, card: _Card) -> bool:
    """Whether a text that was not read whole may be the work: nothing says that it is another one.

    A title and a name of several words say what a file is; "scan-12.pdf" and "kant.pdf" do not.
    """
    if _names_author(reference, card):
        return True
    words = {word for word in _strong(card.label) if word.isalpha() and not _SAYS_NOTHING.fullmatch(word)}
    return len(words) < 2
