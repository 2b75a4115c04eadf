"""What a report tells, in the order of the text: the findings of one quotation together, each other one by itself."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model.document import Position
from citecheck.model.manuscript import Role
from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Finding, Severity
from citecheck.model.source import Paging
from citecheck.model.verdict import Verdict
from citecheck.reporter.cleaning import clean
from citecheck.reporter.passage import passage_link, shown_address
from citecheck.reporter.serialise import Labels
from citecheck.sources.mask import mask

RANK = (Severity.ERROR, Severity.WARNING, Severity.INFO)
"""The severities, the gravest first."""

UNCHECKED_CODES = ("L304", "Q216")
"""The codes that only say what could not be checked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to look at: what is told of it, the gravest first, and the quotation or link it is about.

    `note` is the label of the note concerned. An entry without findings is a faithful quotation or a living link,
    for the full record.
    """

    start: int
    position: Position
    findings: tuple[Finding, ...] = ()
    quotation: CheckedQuotation | None = None
    link: CheckedLink | None = None
    note: str | None = None

    @property
    def severity(self) -> Severity:
        """The gravest of its findings; info where there is none."""
        return self.findings[0].severity if self.findings else Severity.INFO

    @property
    def note_beside(self) -> str:
        """The note's label, to be named beside the place; "" where it has none, or `place` names it already."""
        named = self.position.note if self.position.line is None else None
        return "" if self.note is None or self.note == named else clean(self.note)

    @property
    def minor(self) -> bool:
        """Whether a line or two will do: nothing is wrong as far as is known."""
        return all(finding.severity is Severity.INFO or finding.code in UNCHECKED_CODES for finding in self.findings)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do, each thing once."""
        return tuple(dict.fromkeys(finding.advice for finding in self.findings if finding.advice))


def entries(document: DocumentReport, *, everything: bool = False) -> tuple[Entry, ...]:
    """The entries of a manuscript; with `everything` the quotations and links without findings too."""
    labels = Labels(document.manuscript)
    quotations = {each.quotation.id: each for each in document.quotations}
    told: dict[object, list[Finding]] = {}
    for index, finding in enumerate(document.findings):
        told.setdefault(finding.quotation or index, []).append(finding)
    links: dict[str, list[CheckedLink]] = {}
    for each in document.links:
        for url in {each.link.url, *each.link.readings}:
            links.setdefault(url, []).append(each)
    made = [_told(findings, quotations, links, labels) for findings in told.values()]
    if everything:
        made += _untold(document, labels)
    return tuple(sorted(made, key=lambda entry: entry.start))


def _told(
    findings: list[Finding],
    quotations: dict[str, CheckedQuotation],
    links: dict[str, list[CheckedLink]],
    labels: Labels,
) -> Entry:
    first = min(findings, key=lambda finding: finding.start)
    ranked = tuple(sorted(findings, key=lambda finding: RANK.index(finding.severity)))
    url = next((finding.url for finding in ranked if finding.url), None)
    note = next((finding.note for finding in ranked if finding.note), None)
    quotation = quotations.get(first.quotation or "")
    if note is None and quotation is not None and quotation.attribution is not None:
        note = quotation.attribution.note
    # Of several links with one address, the one that stands nearest.
    same = links.get(url or "", ()) if quotation is None else ()
    link = min(same, key=lambda each: abs(each.link.start - first.start), default=None)
    return Entry(first.start, first.position, ranked, quotation, link, labels[note])


def _untold(document: DocumentReport, labels: Labels) -> list[Entry]:
    told_of = {finding.quotation for finding in document.findings}
    urls = {finding.url for finding in document.findings}
    quotations = [
        Entry(
            each.quotation.start,
            each.position,
            quotation=each,
            note=labels[each.attribution.note if each.attribution else None],
        )
        for each in document.quotations
        if each.quotation.id not in told_of and is_held(each)
    ]
    links = [
        Entry(each.link.start, each.position, link=each, note=labels[each.link.in_note])
        for each in document.links
        if each.link.url not in urls
    ]
    return [*quotations, *links]


def is_held(checked: CheckedQuotation) -> bool:
    """Whether a quotation is held to a source for itself.

    Titles, scare quotes and terms are only when something cites them; one inside another is held with the outer.
    """
    if checked.quotation.depth:
        return False
    if checked.match.verdict is not Verdict.UNCHECKED:
        return True
    return checked.quotation.role is Role.QUOTATION or checked.attribution is not None


def place(path: str, position: Position) -> str:
    """Where something stands, as its user finds it: file:line:column, or file, page, paragraph, note."""
    shown = clean(path)
    if position.line is not None:
        column = f":{position.column}" if position.column is not None else ""
        return f"{shown}:{position.line}{column}"
    return ", ".join([shown, *_words(position)])


def _words(position: Position) -> list[str]:
    words = []
    if position.part:
        words.append(clean(position.part))
    if position.page is not None:
        words.append(f"page {position.page}")
    if position.note:
        words.append(f"note {clean(position.note)}")
    elif position.paragraph is not None:
        words.append(f"paragraph {position.paragraph}")
    if position.heading:
        words.append(f"under “{clean(position.heading)}”")
    return words


def source_title(checked: CheckedQuotation) -> str:
    """The name of the source that the words were found in, cleaned; "" when they were found in none.

    Of a local file its path too: on a shelf of hundreds a title alone does not lead to it.
    """
    source = checked.source
    if source is None:
        return ""
    title, path = clean(source.title).strip(), shown_address(source.url or source.id)
    if not title:
        return path
    return title if source.url or title == path else f"{title} ({path})"


def source_page(checked: CheckedQuotation) -> str:
    """The page of the source on which the found words begin, to stand after the word "page"; "" when it has none."""
    source, found = checked.source, checked.match.found
    label = clean(source.page_at(found.start)) if source is not None and found is not None else ""
    return f"{label} of the file" if label and source and source.paging is Paging.SHEET else label


def open_link(checked: CheckedQuotation) -> str:
    """A link that opens the source at the found words; "" where there is none."""
    if checked.source is None or checked.match.found is None:
        return ""
    return passage_link(checked.source, checked.match.found.start, checked.match.found.end)


def shortened(text: str, most: int) -> str:
    """Cleaned text of at most `most` words: the first and the last few when there are more."""
    words = clean(mask(text)).split()
    if len(words) <= most:
        return " ".join(words)
    last = most // 4
    return " ".join([*words[: most - last], "⋯", *words[len(words) - last :]])
