"""The rule of pages: a quotation stands on another page than the one cited."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from citecheck.checker.citedpages import Pages, agree, pages_in
from citecheck.checker.facts import Facts
from citecheck.checker.registry import Told, rule
from citecheck.checker.shelving import fold
from citecheck.model.manuscript import Confidence, Reference
from citecheck.model.pagination import page_of
from citecheck.model.report import CheckedQuotation, Severity
from citecheck.model.source import Paging, SourceText
from citecheck.model.verdict import Passage, Verdict
from citecheck.parser.references.resolve import meant

_FOUND = (Verdict.MATCH, Verdict.MINOR, Verdict.ALTERED)
_SURE = {Paging.AGREED: Confidence.HIGH, Paging.DECLARED: Confidence.MEDIUM, Paging.PRINTED: Confidence.MEDIUM}
_OTHER_EDITION = 3  # quotations of one source, none on its cited page, that speak of another edition
_RANK = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


@dataclass(frozen=True, slots=True)
class _Astray:
    """A quotation, the page cited for it as printed, and the pages on which it stands."""

    checked: CheckedQuotation
    source: SourceText
    cited: str
    pages: tuple[str, ...]


@rule("Q211", "wrong-page", Severity.WARNING)
def wrong_page(facts: Facts) -> Iterator[Told]:
    """The words stand in the cited source, but on another page than the one cited.

    Told only where the source's page numbers can be trusted: PDF page labels, an EPUB's list of printed pages, or page
    numbers printed in the head or foot of the sheets. A mere count of a file's sheets is no page number. Ranges,
    roman numerals and "12f." are understood; words that stand on several pages may be cited by any of them. The
    confidence is high where labels and printed numbers agree, and low where no quotation from the source stands on
    its page, for then another edition may be cited.

    Example: the words stand on page 214.

    Before: “the lamp was lit at dusk” (Moor, *Salt and Lamp Oil*, 241).

    After: “the lamp was lit at dusk” (Moor, *Salt and Lamp Oil*, 214).

    What to do: correct the page, or check that the file at hand is the edition cited.

    Source: Chicago Manual of Style 14.22 (page numbers in notes), 9.61 (shortened ranges).
    """
    astray: list[_Astray] = []
    right: Counter[str] = Counter()
    for checked in facts.quotations:
        found = _looked_up(checked, facts)
        if isinstance(found, _Astray):
            astray.append(found)
        elif found:
            right[found] += 1
    wrong = Counter(each.source.id for each in astray)
    for each in astray:
        id = each.source.id
        yield _told(each, others=wrong[id] >= _OTHER_EDITION and not right[id])


def _told(astray: _Astray, *, others: bool) -> Told:
    checked, source, pages = astray.checked, astray.source, astray.pages
    where = f"page {pages[0]}" if len(pages) == 1 else f"pages {pages[0]}–{pages[-1]}"
    message = f"cited from page {astray.cited}, but the words stand on {where} of “{source.title or source.id}”"
    if others:
        message += "; no quotation from it stands on the page cited, so another edition may be meant"
    sure = Confidence.LOW if others else _SURE[source.paging]
    if checked.attribution is not None:
        sure = min(sure, checked.attribution.confidence, key=_RANK.index)
    quotation = checked.quotation
    note = (checked.attribution.note if checked.attribution else None) or quotation.in_note
    advice = "" if others else f"cite {where}, or lay the edition cited beside the manuscript"
    return Told(
        message, checked.position, quotation.start, sure, note=note, quotation=quotation.id,
        url=source.url or None, advice=advice,
    )  # fmt: skip


def _looked_up(checked: CheckedQuotation, facts: Facts) -> _Astray | str:
    """The quotation if it is astray, its source's id if it stands where it is cited from, "" if that is not known."""
    found, source = checked.match.found, checked.source
    if found is None or source is None or checked.match.verdict not in _FOUND or source.paging not in _SURE:
        return ""
    if found.source not in checked.cited:
        return ""
    references = _references(checked, facts)
    if len(references) > 1 and not all(reference.pages for reference in references):
        return ""  # the one without a page may be the one meant
    printed = [reference.pages for reference in references if reference.pages]
    cited = [pages for each in printed for pages in pages_in(each)]
    labels = _labels(source, found)
    pages = [page for label in labels if (page := page_of(label))]
    if not cited or not pages or len(pages) < len(labels):
        return ""
    if agree(cited, pages) or _stands_there(source, cited, [found, *checked.match.ties]):
        return source.id
    return _Astray(checked, source, ", ".join(printed), tuple(labels))


def _references(checked: CheckedQuotation, facts: Facts) -> list[Reference]:
    """What is cited for a quotation, with the pages of this very citation: the note's own short forms too."""
    attribution = checked.attribution
    if attribution is None:
        return []
    if attribution.citations:
        return [each for each in facts.manuscript.references if each.id in attribution.citations]
    own = [each for each in facts.manuscript.references if each.note is not None and each.note == attribution.note]
    cited = [each for each in own if meant(each) in attribution.references]
    return cited or [each for each in facts.manuscript.references if each.id in attribution.references]


def _labels(source: SourceText, place: Passage) -> list[str]:
    """The labels of the pages on which a passage stands, in order."""
    starts = [page.start for page in source.pages]
    first = bisect_right(starts, place.start) - 1
    last = bisect_right(starts, max(place.start, place.end - 1)) - 1
    return [page.label for page in source.pages[first : last + 1]] if first >= 0 else [""]


def _stands_there(source: SourceText, cited: Sequence[Pages], places: Sequence[Passage]) -> bool:
    """Whether the words stand on a cited page as well: at another place as good, or letter for letter."""
    here = [place for place in places if place.source == source.id]
    for place in here[1:]:
        if agree(cited, [page for label in _labels(source, place) if (page := page_of(label))]):
            return True
    words = f" {fold(source.text[here[0].start : here[0].end])} "
    ends = [*(page.start for page in source.pages[1:]), len(source.text)]
    for each, end in zip(source.pages, ends, strict=True):
        number = page_of(each.label)
        if number is not None and agree(cited, [number]) and words in f" {fold(source.text[each.start : end])} ":
            return True
    return False
