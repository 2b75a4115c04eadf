"""The cite-check sheet as rows: one for each quotation, link and note, faithful ones too, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from citecheck.model.document import Position
from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Finding, Report, Severity
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.diff import GAP, PieceKind, clipped, word_diff
from citecheck.reporter.entries import RANK, is_held, open_link, source_page, source_title
from citecheck.reporter.passage import shown_address
from citecheck.reporter.serialise import Labels
from citecheck.reporter.unread import unread
from citecheck.sources.mask import mask, web_address

MOST_CHARACTERS = 32_000
"""Of one cell; a spreadsheet takes 32,767."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its fields the columns. Texts are as they are in the manuscript; `cell` makes them safe to show.

    `kind` is quotation, title (a title or term that is not held to a source), link, note, other (a finding about
    none of these) or run. `verdict` is a quotation's verdict or a link's state. `findings` has a line for each.
    """

    path: str
    kind: str
    note: str
    verdict: str
    words: str
    source_words: str
    source: str
    page: str
    url: str
    codes: str
    findings: str
    reason: str
    line: str
    column: str
    place: str


HEADINGS = {
    "path": "manuscript", "kind": "what", "note": "note", "verdict": "verdict", "words": "words in the manuscript",
    "source_words": "words in the source", "source": "source", "page": "page of the source", "url": "address",
    "codes": "codes", "findings": "findings", "reason": "why not checked", "line": "line", "column": "column",
    "place": "place",
}  # fmt: skip
"""Heading of each column, in order."""

COLUMNS = tuple(field.name for field in fields(Row))


def rows(report: Report) -> Iterator[Row]:
    """The rows of a report, each manuscript in the order of its text; what left the run incomplete comes last."""
    for document in report.documents:
        yield from (row for _, row in sorted(_rows_of(document), key=lambda each: each[0]))
    for problem in report.problems:
        yield _row("", "run", Position(), findings=f"not complete: {tidy(problem)}")
    for line in unread(report, most=1000):
        yield _row("", "run", Position(), findings=f"reading: {line}")
    for remark in report.remarks:
        yield _row("", "run", Position(), findings=tidy(remark))


def worst(row: Row) -> Severity | None:
    """The gravest severity among a row's findings."""
    return next((severity for severity in RANK if f"\n{severity} " in f"\n{row.findings}"), None)


def cell(text: str) -> str:
    """A cell in which nothing acts: no control, no runner's command, and no formula (OWASP, CSV injection).

    What a spreadsheet would take for a formula gets an apostrophe before it. Line ends stay, between findings.
    """
    lines = [clean(mask(line)).strip() for line in text.split("\n")]
    shown = break_commands("\n".join(lines))
    if len(shown) > MOST_CHARACTERS:
        shown = shown[:MOST_CHARACTERS] + " ⋯"
    return "'" + shown if shown.startswith(_FORMULA) else shown


_Placed = tuple[tuple[int, int], Row]
_Home = tuple[str, str | int]
_OTHER: _Home = ("other", "")


def _homes(document: DocumentReport) -> dict[_Home, list[Finding]]:
    """Each finding once, under what it is told of: a quotation's id, a link's index, a note's id, or none of these."""
    quotations = {each.quotation.id for each in document.quotations}
    notes = {note.id for note in document.manuscript.notes}
    homes: dict[_Home, list[Finding]] = {}
    for finding in document.findings:
        link = _nearest(finding, document.links)
        home = _OTHER
        if finding.quotation in quotations:
            home = ("quotation", finding.quotation or "")
        elif link is not None:
            home = ("link", link)
        elif finding.note in notes:
            home = ("note", finding.note or "")
        homes.setdefault(home, []).append(finding)
    return homes


def _nearest(finding: Finding, links: tuple[CheckedLink, ...]) -> int | None:
    """Of the links with a finding's address the one that stands nearest."""
    same = [index for index, each in enumerate(links) if finding.url in (each.link.url, *each.link.readings)]
    return min(same, key=lambda index: abs(links[index].link.start - finding.start), default=None)


def _rows_of(document: DocumentReport) -> Iterator[_Placed]:
    homes = _homes(document)
    labels = Labels(document.manuscript)
    path = document.manuscript.document.path
    for checked in document.quotations:
        told = homes.get(("quotation", checked.quotation.id), [])
        if told or not checked.quotation.depth:
            yield (checked.quotation.start, 1), _quotation(path, checked, told, labels)
    for index, link in enumerate(document.links):
        yield (link.link.start, 2), _link(path, link, homes.get(("link", index), []), labels)
    for note in document.manuscript.notes:
        start = note.start if note.start >= 0 else (note.markers or (0,))[0]
        place = document.manuscript.document.locate(start, max(start, note.end))
        told = homes.get(("note", note.id), [])
        yield (start, 0), _row(path, "note", place, told, note=note.label, words=note.body)
    for finding in homes.get(_OTHER, []):
        yield (finding.start, 3), _row(path, "other", finding.position, [finding], note=labels[finding.note] or "")


def _quotation(path: str, checked: CheckedQuotation, told: list[Finding], labels: Labels) -> Row:
    held = is_held(checked) or bool(told)
    note = checked.attribution.note if checked.attribution else checked.quotation.in_note
    row = _row(path, "quotation" if held else "title", checked.position, told, note=labels[note] or "")
    row = replace(row, words=" ".join(checked.quotation.text.split()), source_words=_source_words(checked))
    if not held:
        return row
    return replace(
        row,
        verdict=str(checked.match.verdict),
        source=source_title(checked),
        page=source_page(checked),
        url=open_link(checked),
        reason=_reason(str(checked.reason), checked.detail),
    )


def _source_words(checked: CheckedQuotation) -> str:
    if checked.source is None or checked.match.found is None:
        return ""
    words = checked.source.text[checked.match.found.start : checked.match.found.end]
    if len(words) > 2 * len(checked.quotation.text) + 200:
        # An ellipsis may have left out pages: then what stands around the differences.
        words = " ".join(GAP if each.kind is PieceKind.GAP else each.source for each in clipped(word_diff(checked)))
    return " ".join(words.split())


def _link(path: str, checked: CheckedLink, told: list[Finding], labels: Labels) -> Row:
    fetched = checked.fetched
    moved = fetched.final_url if fetched.final_url != checked.link.url else ""
    row = _row(path, "link", checked.position, told, note=labels[checked.link.in_note] or "")
    return replace(
        row,
        verdict=str(fetched.state),
        words=tidy(checked.link.as_printed),
        source_words=shown_address(moved or fetched.archived_url),
        source=fetched.source.title if fetched.source else "",
        url=web_address(checked.link.url),
        reason=_reason(str(fetched.reason), fetched.detail),
    )


def _row(path: str, kind: str, position: Position, told: list[Finding] | None = None, **given: str) -> Row:
    ranked = sorted(told or (), key=lambda each: (RANK.index(each.severity), each.code))
    values = dict.fromkeys(COLUMNS, "") | {
        "path": path,
        "kind": kind,
        "codes": ", ".join(dict.fromkeys(each.code for each in ranked)),
        "findings": "\n".join(f"{each.severity} {each.code} {each.name}: {tidy(each.message)}" for each in ranked),
        "line": str(position.line or ""),
        "column": str(position.column or ""),
        "place": _place(position),
    }
    return Row(**(values | given))


def _place(position: Position) -> str:
    named = {"part": position.part, "page": position.page, "note": position.note, "paragraph": position.paragraph}
    words = [f"{name} {value}" for name, value in named.items() if value]
    return ", ".join([*words, *([f"under “{position.heading}”"] if position.heading else [])])


def _reason(reason: str, detail: str) -> str:
    return tidy(": ".join(filter(None, (reason, detail))))
