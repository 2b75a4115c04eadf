"""Rules of references: whether they agree with each other, and with how identifiers and pages are made."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from rapidfuzz import fuzz

from citecheck.checker.facts import Facts
from citecheck.checker.registry import Told, rule
from citecheck.model.manuscript import Confidence, Reference, ReferenceForm
from citecheck.model.report import Severity

_WORD = re.compile(r"\w+")
_RANGE = re.compile(r"(\d+)[-–](\d+)")


def _told(facts: Facts, reference: Reference, confidence: Confidence, message: str) -> Told:
    position = facts.position(reference.start, reference.end)
    return Told(message, position, reference.start, confidence, note=reference.note)


@rule("R401", "inconsistent-reference", Severity.WARNING)
def inconsistent_reference(facts: Facts) -> Iterator[Told]:
    """The same work is cited with another year, publisher or spelling of its title.

    One of the two is wrong, or two editions are meant and the reader should be told.

    Example: notes 1 and 2 give "Seattle: Red Letter Press, 2006", note 5 gives 2007 for the same book.

    What to do: look the work up and make the notes agree.

    Source: Chicago Manual of Style 14.23 (elements of a full reference).
    """
    works: dict[tuple[str, str], list[Reference]] = defaultdict(list)
    for reference in facts.manuscript.references:
        if reference.form is ReferenceForm.FULL and len(reference.title) >= 8 and not reference.container:
            works[_surname(reference), _folded(reference.title)].append(reference)
    for same in works.values():
        for field in ("year", "publisher"):
            yield from _disagreement(facts, same, field)
    yield from _misspelled(facts, works)


def _disagreement(facts: Facts, same: list[Reference], field: str) -> Iterator[Told]:
    counts = Counter(value for each in same if (value := getattr(each, field)))
    if len(counts) < 2:
        return
    usual = counts.most_common(1)[0][0]
    for reference in same:
        value = getattr(reference, field)
        if value and value != usual and _folded(value) != _folded(usual):
            message = f"“{reference.title}” is cited elsewhere with the {field} {usual}, here with {value}"
            yield _told(facts, reference, Confidence.MEDIUM, message)


def _misspelled(facts: Facts, works: dict[tuple[str, str], list[Reference]]) -> Iterator[Told]:
    """Titles of one author that differ in a letter or two."""
    keys = sorted(works)
    for index, (author, title) in enumerate(keys):
        for other_author, other in keys[index + 1 : index + 50]:
            if author and author == other_author and len(title) >= 16 and 93 <= fuzz.ratio(title, other) < 100:
                rarer = min(((author, title), (author, other)), key=lambda key: (len(works[key]), -works[key][0].start))
                usual = (author, other) if rarer == (author, title) else (author, title)
                reference = works[rarer][0]
                message = f"“{reference.title}” is cited elsewhere as “{works[usual][0].title}”"
                yield _told(facts, reference, Confidence.MEDIUM, message)


def _surname(reference: Reference) -> str:
    words = _WORD.findall(reference.authors[0]) if reference.authors else []
    return words[-1].casefold() if words else ""


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


@rule("R402", "page-range-reversed", Severity.WARNING)
def page_range_reversed(facts: Facts) -> Iterator[Told]:
    """A range of pages ends before it begins.

    "123–24" is short for 123–124 and right; "142–23" is not.

    What to do: look the pages up.

    Source: Chicago Manual of Style 9.61 (abbreviated ranges).
    """
    for reference in facts.manuscript.references:
        found = _RANGE.fullmatch(reference.pages)
        if not found:
            continue
        first, last = found[1], found[2]
        whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
        if int(whole) < int(first):
            yield _told(facts, reference, Confidence.HIGH, f"the pages {reference.pages} end before they begin")


@rule("R403", "invalid-identifier", Severity.WARNING)
def invalid_identifier(facts: Facts) -> Iterator[Told]:
    """An ISBN's check digit is wrong, or a year lies in the future.

    A mistyped identifier leads to another book or to none.

    What to do: copy the identifier anew from the work.

    Source: ISO 2108 (ISBN check digits).
    """
    for reference in facts.manuscript.references:
        if reference.isbn and not _isbn_holds(reference.isbn):
            message = f"the ISBN {reference.isbn} is not valid: its check digit is wrong"
            yield _told(facts, reference, Confidence.HIGH, message)
        if reference.year and facts.today and int(reference.year) > int(facts.today[:4]) + 1:
            yield _told(facts, reference, Confidence.MEDIUM, f"the year {reference.year} lies in the future")


def _isbn_holds(isbn: str) -> bool:
    digits = [10 if char in "Xx" else int(char) for char in isbn if char.isdigit() or char in "Xx"]
    if len(digits) == 10:
        return sum((10 - place) * digit for place, digit in enumerate(digits)) % 11 == 0
    return len(digits) == 13 and sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
