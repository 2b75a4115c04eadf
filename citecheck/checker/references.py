"""Rules of references: whether they agree with each other and the list of works, and what their identifiers are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from citecheck.checker.agreement import disagreements
from citecheck.checker.facts import Facts
from citecheck.checker.identifiers import isbn_holds, wrong_day, wrong_identifiers
from citecheck.checker.registry import Told, rule
from citecheck.model.manuscript import Confidence, Reference, ReferenceForm
from citecheck.model.report import Severity
from citecheck.parser.references.works import Works

_RANGE = re.compile(
    r"(?<![\w:./-])(?P<letter>[A-Z]?)(?P<first>\d{1,6})\s?[-–—]\s?(?P=letter)(?P<last>\d{1,6})(?![\w/-])"
)
_LARGEST_SHARE = (
    50  # entries of a list brought along that are told though most are not cited; a larger one is a library
)


def _told(facts: Facts, reference: Reference, confidence: Confidence, message: str) -> Told:
    position = facts.position(reference.start, reference.end)
    return Told(message, position, reference.start, confidence, note=reference.note)


def _printed(facts: Facts, reference: Reference) -> str:
    return facts.manuscript.document.text[reference.start : reference.end]


@rule("R401", "inconsistent-reference", Severity.WARNING)
def inconsistent_reference(facts: Facts) -> Iterator[Told]:
    """The same work is cited with another year, place, publisher, title or spelling of its author.

    One of the two is wrong, or two editions are meant and the reader should be told. References that name their
    edition or volume may differ.

    Before: 1. Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 12. 5. Ann Moor, Salt and Lamp Oil (Leith:
    Harbour Press, 1912), 40.

    After: 5. Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 40.

    What to do: look the work up and make the notes agree.

    Source: Chicago Manual of Style 14.23 (elements of a full reference).
    """
    for each in disagreements(facts.manuscript.references, facts.manuscript.document.text):
        if each.field == "title":
            message = f"“{each.here}” is cited elsewhere as “{each.elsewhere}”"
        else:
            title = each.reference.title
            message = f"“{title}” is cited elsewhere with the {each.field} {each.elsewhere}, here with {each.here}"
        yield _told(facts, each.reference, Confidence.MEDIUM, message)


@rule("R402", "page-range-reversed", Severity.WARNING)
def page_range_reversed(facts: Facts) -> Iterator[Told]:
    """A range of pages ends before it begins.

    "123–24" is short for 123–124 and right; "142–23" is not.

    Before: Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 142–23.

    After: Ann Moor, Salt and Lamp Oil (Leith: Harbour Press, 1911), 142–43.

    What to do: look the pages up.

    Source: Chicago Manual of Style 9.61 (abbreviated ranges).
    """
    for reference in facts.manuscript.references:
        for found in _RANGE.finditer(reference.pages):
            first, last = found["first"], found["last"]
            whole = first[: len(first) - len(last)] + last if len(last) < len(first) else last
            if int(whole) < int(first):
                yield _told(facts, reference, Confidence.HIGH, f"the pages {found[0]} end before they begin")


@rule("R403", "invalid-identifier", Severity.WARNING)
def invalid_identifier(facts: Facts) -> Iterator[Told]:
    """A DOI, ISBN or arXiv number cannot be one, or a date is impossible or lies in the future.

    A mistyped identifier leads to another book or to none.

    Before: ISBN 978-0-306-40615-8; doi:11.1000/182; accessed 31 February 2015.

    After: ISBN 978-0-306-40615-7; doi:10.1000/182; accessed 28 February 2015.

    What to do: copy the identifier anew from the work.

    Source: ISO 2108 (ISBN check digits); DOI Handbook 2.2; arXiv identifier scheme.
    """
    for reference in facts.manuscript.references:
        if reference.form in (ReferenceForm.KEY, ReferenceForm.IBID):
            continue
        for message in wrong_identifiers(_printed(facts, reference)):
            yield _told(facts, reference, Confidence.HIGH, message)
        if reference.isbn and reference.start == reference.end and not _listed_isbn_holds(reference.isbn):
            yield _told(facts, reference, Confidence.HIGH, f"the ISBN {reference.isbn} of {reference.key} is not valid")
        if reference.access_date and (message := wrong_day(reference.access_date, facts.today)):
            yield _told(facts, reference, Confidence.HIGH, message)
        if reference.year and facts.today and int(reference.year[:4]) > int(facts.today[:4]) + 1:
            yield _told(facts, reference, Confidence.MEDIUM, f"the year {reference.year} lies in the future")


def _listed_isbn_holds(isbn: str) -> bool:
    """Whether one of the ISBNs of a list's entry holds, or none has a known length."""
    bare = [
        "".join(char for char in each.upper() if char.isdigit() or char == "X")
        for each in re.split(r"[,;]|\s(?=97)", isbn)
    ]
    known = [each for each in bare if len(each) in (10, 13)]
    return not known or any(isbn_holds(each) for each in known)


def _listed(facts: Facts) -> list[Reference]:
    return [reference for reference in facts.manuscript.references if reference.form is ReferenceForm.LISTED]


@rule("R406", "not-in-bibliography", Severity.WARNING)
def not_in_bibliography(facts: Facts) -> Iterator[Told]:
    """The text cites a work that the list of works does not have.

    By key ([@moor], \\\\cite), by author and date, or by a short form in a note. Told only where there is a list, and
    for authors with dates only where others of them are found in it.

    Before: The oil gave out (Moor 1911, 12). References: Fell, Jonas. 1859. *On Tides*. London: Orr.

    After: References: Fell, Jonas. 1859. … Moor, Ann. 1911. *Salt and Lamp Oil*. Leith: Harbour Press.

    What to do: add the work to the list, or correct the name, the year or the key.

    Source: Chicago Manual of Style 15.21 (agreement of citations and reference list).
    """
    listed = {reference.id for reference in _listed(facts)}
    if not listed:
        return
    cited = [reference for reference in facts.manuscript.references if reference.id not in listed]
    by_author = any(
        each.note is None and each.form is ReferenceForm.SHORT and each.antecedent in listed for each in cited
    )
    for reference in cited:
        if reference.antecedent:
            continue
        if reference.form is ReferenceForm.KEY:
            message = f"the list of works has no entry {reference.key}"
            yield _told(facts, reference, Confidence.HIGH, message)
        elif reference.form is ReferenceForm.SHORT and (reference.note is not None or by_author):
            words = " ".join(_printed(facts, reference).split())[:80]
            yield _told(facts, reference, Confidence.MEDIUM, f"the list of works has no work of “{words}”")


@rule("R407", "uncited-entry", Severity.INFO)
def uncited_entry(facts: Facts) -> Iterator[Told]:
    """The list of works has an entry that nothing cites.

    Told where the text cites by its list: by key, or by author and date. A bibliography under notes may list more
    than the notes cite. A file of works of which most are not cited is a library, and nothing is told of it.

    Before: The oil gave out (Moor 1911, 12). References: Fell 1859; Moor 1911.

    After: References: Moor 1911.

    What to do: take the entry out, or cite it.

    Source: Chicago Manual of Style 15.21 (agreement of citations and reference list).
    """
    listed = _listed(facts)
    ids = {reference.id for reference in listed}
    others = [reference for reference in facts.manuscript.references if reference.id not in ids]
    meant = {id for each in others for id in (each.antecedent, *each.candidates) if id in ids}
    by_list = {ReferenceForm.KEY} if any(each.form is ReferenceForm.KEY for each in others) else set()
    by_author = any(
        each.note is None and each.form is ReferenceForm.SHORT and each.antecedent in ids for each in others
    )
    if not by_list and not by_author:
        return
    meant |= _cited_in_full(facts, listed, others)
    meant |= {id for attribution in facts.manuscript.attributions for id in attribution.references}
    brought = [each for each in listed if each.start == each.end]
    library = len(brought) > _LARGEST_SHARE and len(meant & {each.id for each in brought}) * 2 < len(brought)
    for entry in listed:
        printed = entry.start < entry.end
        if entry.id not in meant and not (printed and by_list and brought) and (printed or not library):
            name = entry.key or entry.title or ", ".join(entry.authors)
            yield _told(facts, entry, Confidence.MEDIUM, f"nothing cites the entry {name}")


def _cited_in_full(facts: Facts, listed: list[Reference], others: list[Reference]) -> set[str]:
    """The entries whose work a note cites in full."""
    works = Works(facts.manuscript.document.text)
    for entry in listed:
        works.add(entry)
    full = [each for each in others if each.form is ReferenceForm.FULL and each.title]
    return {work.id for each in full for work in works.named(each)}
