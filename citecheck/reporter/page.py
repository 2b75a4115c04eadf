"""What the HTML page shows of a run: cleaned texts and safe links, ready to be laid out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Report
from citecheck.model.source import LinkState
from citecheck.model.verdict import Verdict
from citecheck.reporter.cleaning import clean, tidy
from citecheck.reporter.diff import TOLD, Piece, PieceKind, clipped, word_diff, word_pairs
from citecheck.reporter.entries import Entry, entries, is_held, open_link, place, shortened, source_page, source_title
from citecheck.reporter.passage import shown_address
from citecheck.reporter.rulebook import rules_of
from citecheck.sources.mask import mask, web_address

_CONTEXT = 24  # words of the same text on each side of a difference; a page has more room than a terminal
_AROUND = 14  # words of the texts before and after a quotation
_NEAR = _AROUND * 30  # characters; a word cut at their end is left out, for it could be half a secret
_WHOLE = 120  # words up to which a quotation is shown whole

VERDICT_WORDS = {
    Verdict.MATCH: "faithful",
    Verdict.MINOR: "minor difference",
    Verdict.ALTERED: "altered",
    Verdict.MISATTRIBUTED: "misattributed",
    Verdict.NOT_FOUND: "not found",
    Verdict.UNCHECKED: "unchecked",
}
STATE_WORDS = {
    LinkState.OK: "answers",
    LinkState.MOVED: "moved",
    LinkState.DEAD: "dead",
    LinkState.UNCHECKED: "unchecked",
}
SIGNS = {
    Verdict.MATCH: "✓",
    Verdict.MINOR: "≈",
    Verdict.ALTERED: "≠",
    Verdict.MISATTRIBUTED: "⇄",
    Verdict.NOT_FOUND: "∅",
    Verdict.UNCHECKED: "?",
}
"""What tells the verdicts apart without colours."""


@dataclass(frozen=True)
class Address:
    """A link to show; `href` is "" where it must not be followed."""

    shown: str
    href: str
    label: str = ""


@dataclass(frozen=True)
class FindingShown:
    """One finding."""

    code: str
    name: str
    severity: str
    confidence: str
    message: str


@dataclass(frozen=True)
class Words:
    """A run of one side's words: `kind` is "same", "told", "permitted", "gap" or "elided"."""

    kind: str
    text: str


@dataclass(frozen=True)
class QuotationShown:
    """A quotation with what was found of it; `anchor` is the id of its place on the page."""

    anchor: str
    number: int
    verdict: str
    verdict_words: str
    sign: str
    text: str
    where: str
    reason: str
    before: str
    after: str
    ours: tuple[Words, ...]
    theirs: tuple[Words, ...]
    source_before: str
    source_after: str
    title: str
    page: str
    link: Address | None
    retrieved: str
    way: str


@dataclass(frozen=True)
class LinkShown:
    """A link with its state."""

    state: str
    state_words: str
    where: str
    address: Address
    now_at: Address | None
    archive: Address | None
    detail: str


@dataclass(frozen=True)
class EntryShown:
    """One entry of the findings. `kind` is a verdict, "link" or "note"; the filters go by it."""

    anchor: str
    kind: str
    severity: str
    where: str
    note: str | None
    note_beside: str
    note_class: str
    findings: tuple[FindingShown, ...]
    quotation: QuotationShown | None
    link: LinkShown | None
    advice: tuple[str, ...]

    @property
    def classes(self) -> str:
        """Its names for the style sheet."""
        codes = [f"c-{finding.code}" for finding in self.findings]
        return " ".join(["entry", f"k-{self.kind}", f"s-{self.severity}", *codes, self.note_class]).strip()


@dataclass(frozen=True)
class NoteRecord:
    """The record of one note, or of what stands under none (`label` None)."""

    label: str | None
    body: str
    quotations: tuple[QuotationShown, ...]
    links: tuple[LinkShown, ...]


@dataclass(frozen=True)
class DocumentPage:
    """One manuscript."""

    path: str
    warnings: tuple[str, ...]
    strip: tuple[QuotationShown, ...]
    entries: tuple[EntryShown, ...]
    record: tuple[NoteRecord, ...]
    told: Mapping[str, str]
    """The anchors of the quotations of which something is told, and those of their entries."""
    recorded: frozenset[str]
    """The anchors of the quotations that the record holds."""


@dataclass(frozen=True)
class SourceShown:
    """A text that was read, with the SHA-256 of what was read of it."""

    title: str
    address: Address
    retrieved: str
    characters: int
    whole: bool
    digest: str
    detail: str = ""


@dataclass(frozen=True)
class RuleShown:
    """A rule that findings name."""

    code: str
    name: str
    summary: str


def document_page(document: DocumentReport, index: int) -> DocumentPage:
    """What is shown of the manuscript of a number."""
    path = document.manuscript.document.path
    name = file_name(path)
    held = [each for each in document.quotations if is_held(each)]
    numbers = {each.quotation.id: number for number, each in enumerate(held, 1)}
    shown = {
        each.quotation.id: quotation_shown(each, document, f"d{index}-q{position}", numbers.get(each.quotation.id, 0))
        for position, each in enumerate(document.quotations, 1)
    }
    notes = {note.id: f"d{index}-n{number}" for number, note in enumerate(document.manuscript.notes, 1)}
    listed = tuple(
        _entry(entry, name, f"d{index}-e{number}", shown, notes) for number, entry in enumerate(entries(document), 1)
    )
    return DocumentPage(
        path=clean(path),
        warnings=tuple(tidy(warning) for warning in document.manuscript.document.warnings),
        strip=tuple(shown[each.quotation.id] for each in held),
        entries=listed,
        record=tuple(_record(document, shown)),
        recorded=frozenset(shown[each.quotation.id].anchor for each in held),
        told={entry.quotation.anchor: entry.anchor for entry in listed if entry.quotation},
    )


def file_name(path: str) -> str:
    """The last part of a path, in the notation of any system; the page says the whole path once."""
    return re.split(r"[/\\]", path)[-1] or path


def _entry(entry: Entry, path: str, anchor: str, shown: dict[str, QuotationShown], notes: dict[str, str]) -> EntryShown:
    quotation = shown[entry.quotation.quotation.id] if entry.quotation else None
    note = next((finding.note for finding in entry.findings if finding.note), None)
    if note is None and entry.quotation is not None and entry.quotation.attribution is not None:
        note = entry.quotation.attribution.note
    return EntryShown(
        anchor=anchor,
        kind=quotation.verdict if quotation else "link" if entry.link else "note",
        severity=str(entry.severity),
        where=place(path, entry.position),
        note=None if entry.note is None else clean(entry.note),
        note_beside=entry.note_beside,
        note_class=notes.get(note or "", ""),
        findings=tuple(
            FindingShown(each.code, each.name, str(each.severity), str(each.confidence), tidy(each.message))
            for each in entry.findings
        ),
        quotation=quotation,
        link=link_shown(entry.link, path) if entry.link else None,
        advice=tuple(tidy(advice) for advice in entry.advice),
    )


def quotation_shown(checked: CheckedQuotation, document: DocumentReport, anchor: str, number: int) -> QuotationShown:
    """What is shown of a quotation: both texts with their differences, and the words around them."""
    pieces = word_diff(checked)
    if len(checked.quotation.text.split()) > _WHOLE and any(piece.kind in TOLD for piece in pieces):
        pieces = clipped(pieces, _CONTEXT)
    text = document.manuscript.document.text
    verdict = checked.match.verdict
    link = open_link(checked)
    source, found = checked.source, checked.match.found
    return QuotationShown(
        anchor=anchor,
        number=number,
        verdict=str(verdict),
        verdict_words=VERDICT_WORDS[verdict],
        sign=SIGNS[verdict],
        text=shortened(checked.quotation.text, _WHOLE),
        where=place(file_name(document.manuscript.document.path), checked.position),
        reason=tidy(f"{checked.reason}: {checked.detail}" if checked.detail else str(checked.reason)),
        before=_before(text, checked.quotation.start),
        after=_after(text, checked.quotation.end),
        ours=tuple(word for piece in pieces for word in _side(piece, ours=True)),
        theirs=tuple(word for piece in pieces for word in _side(piece, ours=False)),
        source_before=_before(source.text, found.start) if source and found else "",
        source_after=_after(source.text, found.end) if source and found else "",
        title=source_title(checked),
        page=source_page(checked),
        link=Address(shown_address(source.url), link) if link and source else None,
        retrieved=clean(source.retrieved) if source else "",
        way=str(checked.attribution.way) if checked.attribution else "",
    )


def _side(piece: Piece, *, ours: bool) -> list[Words]:
    """One side of a piece; a caret in the manuscript's marks where words of the source are missing."""
    text = clean(piece.quote if ours else piece.source)
    if piece.kind is PieceKind.GAP:
        return [Words("gap", "⋯")]
    if piece.kind is PieceKind.SAME:
        return [Words("same", " ".join(clean(pair[ours]) for pair in word_pairs(piece) if pair[ours]))]
    kind = "told" if piece.kind in TOLD else str(piece.kind)
    if not text and kind == "told" and ours:
        return [Words("told", "‸")]
    return [Words(kind, text)] if text else []


def _before(text: str, start: int) -> str:
    """The last words of the paragraph before an offset, with a blank behind where one stands there."""
    near = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    words = clean(mask(near)).split()
    words = words[len(near) == _NEAR :][-_AROUND:]
    return " ".join(words) + (" " if near[-1:].isspace() else "")


def _after(text: str, end: int) -> str:
    """The first words of the paragraph behind an offset, with a blank before where one stands there."""
    near = text[end : end + _NEAR].partition("\n")[0]
    words = clean(mask(near)).split()
    words = words[: len(words) - (len(near) == _NEAR)][:_AROUND]
    return (" " if near[:1].isspace() else "") + " ".join(words)


def link_shown(checked: CheckedLink, path: str) -> LinkShown:
    """What is shown of a link."""
    fetched = checked.fetched
    moved = fetched.final_url and fetched.final_url != checked.link.url
    said = [str(fetched.reason), fetched.detail, f"status {fetched.status}" if fetched.status else ""]
    return LinkShown(
        state=str(fetched.state),
        state_words=STATE_WORDS[fetched.state],
        where=place(path, checked.position),
        address=_address(checked.link.url),
        now_at=_address(fetched.final_url) if moved else None,
        archive=_address(fetched.archived_url) if fetched.archived_url else None,
        detail=tidy(", ".join(filter(None, said))),
    )


def _address(url: str) -> Address:
    return Address(shown_address(url), web_address(url))


def _record(document: DocumentReport, shown: dict[str, QuotationShown]) -> list[NoteRecord]:
    """Note by note what it answers for, and last what no note answers for."""
    path = file_name(document.manuscript.document.path)
    quotations: dict[str | None, list[QuotationShown]] = {}
    for each in document.quotations:
        if is_held(each):
            answering = each.attribution.note if each.attribution else None
            quotations.setdefault(answering, []).append(shown[each.quotation.id])
    links: dict[str | None, list[LinkShown]] = {}
    for checked in document.links:
        links.setdefault(checked.link.in_note, []).append(link_shown(checked, path))
    records = [
        NoteRecord(
            clean(note.label), tidy(note.body), tuple(quotations.get(note.id, ())), tuple(links.get(note.id, ()))
        )
        for note in document.manuscript.notes
    ]
    rest = NoteRecord(None, "", tuple(quotations.get(None, ())), tuple(links.get(None, ())))
    return [*records, rest] if rest.quotations or rest.links else records


def sources_shown(report: Report) -> tuple[SourceShown, ...]:
    """The texts that were read, in the order in which they came, and those that were not and are not warned of."""
    return tuple(
        SourceShown(
            clean(source.title) or clean(source.id),
            _address(source.url) if source.url else Address(clean(source.id), ""),
            clean(source.retrieved),
            source.characters,
            source.whole,
            hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
            clean(source.detail),
        )
        for source in report.sources
        if source.characters
        or not source.detail
        or not any(each.endswith(source.detail) and source.title in each for each in report.warnings)
    )


def rules_shown(report: Report) -> tuple[RuleShown, ...]:
    """The rules that findings name, by code."""
    return tuple(RuleShown(rule.code, rule.name, rule.summary) for rule in rules_of(report))
