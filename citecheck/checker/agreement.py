"""Whether the references to one work agree: its year, publisher, title and author."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from citecheck.model.manuscript import Reference, ReferenceForm
from citecheck.parser.references.names import surname
from citecheck.parser.references.works import people_of

_WORD = re.compile(r"\w+")
_EDITION = re.compile(
    r"\b(\d{1,3}(?:st|nd|rd|th|d)|rev(?:ised)?|second|third|fourth|fifth|new|enlarged|expanded|abridged)\.?\s(?:ed"
    r"|edn|edition|aufl)\b"
    r"|\brepr(?:int|inted)?\b|\brpt\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\S.{1,60} to [^\W\d_a-z]")
_LEAST_TITLE = 8  # letters of a title that tells works apart
_LIKE_TITLES = 93  # of 100, rapidfuzz.fuzz.ratio of two titles that are one, misspelt
_LIKE_NAMES = 75  # the same of two surnames
_NEIGHBOURS = 50  # titles after one in the alphabet that are compared with it


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A reference that differs from the other references to its work."""

    reference: Reference
    field: str
    here: str
    elsewhere: str


def disagreements(references: Sequence[Reference], text: str) -> Iterator[Disagreement]:
    """The references that differ from the others to the same work. `text` is the document's.

    References that name different editions or volumes may differ; letters and days of a newspaper are works of their
    own.
    """
    works: dict[tuple[str, str, str], list[Reference]] = defaultdict(list)
    for reference in references:
        if _is_comparable(reference):
            works[_people(reference), _folded(reference.title), _folded(reference.container)].append(reference)
    for same in works.values():
        for alike in _by_edition(same, text):
            for field in ("year", "publisher", "place"):
                yield from _of_field(alike, field)
    yield from _of_titles(works)
    yield from _of_authors(works)


def _is_comparable(reference: Reference) -> bool:
    whole = reference.form in (ReferenceForm.FULL, ReferenceForm.LISTED)
    if not whole or len(reference.title) < _LEAST_TITLE or _LETTER.match(reference.title):
        return False
    return bool(reference.publisher or reference.place or (reference.container and reference.volume))


def _by_edition(same: Sequence[Reference], text: str) -> Iterator[list[Reference]]:
    groups: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in same:
        edition = _EDITION.search(text, reference.start, reference.end)
        volume = reference.volume if not reference.container else ""
        groups[edition[0].casefold() if edition else "", volume].append(reference)
    return iter(groups.values())


def _of_field(same: Sequence[Reference], field: str) -> Iterator[Disagreement]:
    values = [(reference, value) for reference in same if (value := getattr(reference, field))]
    counts = Counter(_plain(value, field) for _, value in values)
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    printed = next(value for _, value in values if _plain(value, field) == usual)
    for reference, value in values:
        if not _agree(_plain(value, field), usual, field):
            yield Disagreement(reference, field, value, printed)


def _plain(value: str, field: str) -> str:
    return value[:4] if field == "year" else _folded(value)


def _agree(value: str, usual: str, field: str) -> bool:
    """Whether two values are one: a publisher may be shortened ("Harbour" for "Harbour Press"), a place be two."""
    if field == "year" or not value or not usual:
        return value == usual
    words, others = set(value.split()), set(usual.split())
    return (
        words <= others
        or others <= words
        or (value.replace(" ", "").startswith(usual[:1]) and len(value.split()) == 1 and len(value) <= 5)
    )


def _of_titles(works: dict[tuple[str, str, str], list[Reference]]) -> Iterator[Disagreement]:
    """Titles of one author that differ in a letter or two."""
    keys = sorted(works)
    for index, (author, title, container) in enumerate(keys):
        for other_author, other, other_container in keys[index + 1 : index + _NEIGHBOURS]:
            if author != other_author or title == other or len(title) < 2 * _LEAST_TITLE:
                continue
            if _figures(title) == _figures(other) and fuzz.ratio(title, other) >= _LIKE_TITLES:
                first, second = (author, title, container), (author, other, other_container)
                rarer, usual = _rarer(works[first], works[second])
                yield Disagreement(rarer, "title", rarer.title, usual.title)


def _of_authors(works: dict[tuple[str, str, str], list[Reference]]) -> Iterator[Disagreement]:
    """Works of one title and year whose authors' names differ as misspellings do."""
    titled: dict[tuple[str, str], list[list[Reference]]] = defaultdict(list)
    for (_, title, container), same in works.items():
        titled[title, container].append(same)
    for groups in titled.values():
        for index, first in enumerate(groups):
            for second in groups[index + 1 : index + _NEIGHBOURS]:
                if _same_person_misspelt(first[0], second[0]):
                    rarer, usual = _rarer(first, second)
                    yield Disagreement(rarer, "author", ", ".join(rarer.authors), ", ".join(usual.authors))
    for same in works.values():
        yield from _given_names(same)


def _same_person_misspelt(first: Reference, second: Reference) -> bool:
    ones, others = sorted(people_of(first)), sorted(people_of(second))
    if len(ones) != len(others) or not ones or ones == others:
        return False
    alike = all(fuzz.ratio(one, other) >= _LIKE_NAMES for one, other in zip(ones, others, strict=True))
    agree = first.year == second.year or (first.publisher and _folded(first.publisher) == _folded(second.publisher))
    return alike and bool(agree)


def _given_names(same: Sequence[Reference]) -> Iterator[Disagreement]:
    """One surname with two given names of which neither is the other's initial."""
    named = [(reference, _given(reference.authors[0])) for reference in same if reference.authors]
    known = Counter(given for _, given in named if given)
    if len(known) < 2:
        return
    usual = known.most_common(1)[0][0]
    printed = next(reference for reference, given in named if given == usual)
    for reference, given in named:
        if given and given != usual and not _abbreviates(given, usual):
            yield Disagreement(reference, "author", reference.authors[0], printed.authors[0])


def _given(author: str) -> str:
    family = surname(author)
    words = [word for word in _WORD.findall(author.casefold()) if word not in (family, "jr", "sr")]
    return " ".join(words)


def _abbreviates(one: str, other: str) -> bool:
    """Whether two given names may be one person's: each word the other's or its initial, as far as both go."""
    pairs = zip(one.split(), other.split(), strict=False)
    return all(first.startswith(second) or second.startswith(first) for first, second in pairs)


def _rarer(first: list[Reference], second: list[Reference]) -> tuple[Reference, Reference]:
    """Of two ways to cite a work the one that is rarer, or comes later, and the other."""
    if (len(first), -first[0].start) < (len(second), -second[0].start):
        return first[0], second[0]
    return second[0], first[0]


def _people(reference: Reference) -> str:
    return " ".join(sorted(people_of(reference)))


def _figures(title: str) -> list[str]:
    return [word for word in title.split() if word.isdigit() or len(word) < 3]


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
