"""Finds the quotations of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from citecheck.model.document import BlockKind, Document, MarkKind
from citecheck.model.manuscript import Note, Quotation, QuotationKind, Role
from citecheck.parser.quotations.blocks import Run, Words, runs, without_citation
from citecheck.parser.quotations.marks import QuoteMark, scan
from citecheck.parser.quotations.pairing import Pairing, Span
from citecheck.parser.quotations.roles import Surroundings, role_of
from citecheck.parser.quotations.senses import sense_of
from citecheck.parser.quotations.style import Style, learn_style

_DEEPEST = 8  # quotations inside one another beyond which there is only noise
_APART = (BlockKind.BIBLIOGRAPHY_ENTRY, BlockKind.ATTRIBUTION)
_BY_THEMSELVES = frozenset(
    (BlockKind.HEADING, BlockKind.TABLE_CELL, BlockKind.CAPTION, BlockKind.BIBLIOGRAPHY_ENTRY, BlockKind.ATTRIBUTION)
)  # no quotation reaches over these
_AROUND = 200  # characters on either side that decide a role
_IN = re.compile(r"[,.]?\s(?:in|dans|en|nell[ao]?|nel)(?::?\s(?:(?:the|la|le|les|der|die|das|il|lo|el)\s|l[’'])?|[’'])")
"""Between a title and the italics of what it was published in."""


@dataclass(frozen=True)
class Quotations:
    """All quotations in the order of the text, and the offsets of quotation marks without a partner."""

    quotations: tuple[Quotation, ...]
    unbalanced: tuple[int, ...] = field(default=())


@dataclass(slots=True, eq=False)
class _Found:
    """A quotation still without id and role."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    kind: QuotationKind
    span: Span | None
    note: str | None
    depth: int = 0


def find_quotations(document: Document, notes: Sequence[Note] = ()) -> Quotations:
    """Finds displayed and inline quotations, nested ones too.

    Outer quotations are numbered "q1", "q2" … in the order of the text, those inside them "q1.1", "q1.2" …: so
    an inner mark changes no other quotation's id. An inline quotation that fills a displayed one is that one.
    """
    known = {note.id for note in notes} | {body.id for body in document.note_bodies}
    after = frozenset(mark.start for mark in document.marks if mark.kind in (MarkKind.NOTE_MARKER, MarkKind.CITATION))
    text = document.text
    doubled = "‘‘" in text
    scanned = {block.start: scan(text, block.start, block.end, doubled=doubled) for block in document.blocks}
    style = learn_style(chain.from_iterable(scanned.values()), text, document.language)
    found: list[_Found] = []
    unbalanced: list[int] = []
    for run in runs(document):
        pairing = _pair(run, text, scanned, style, after)
        unbalanced.extend(pairing.unbalanced)
        found.extend(_of_run(run, pairing.spans, text, run.note if run.note in known else None))
    return Quotations(tuple(_numbered(document, _nested(found), after)), tuple(sorted(unbalanced)))


def _pair(
    run: Run, text: str, scanned: dict[int, list[QuoteMark]], style: Style, note_markers: frozenset[int]
) -> Pairing:
    pairing = Pairing(note_markers, singles=style.singles, displayed=run.displayed is not None)
    for block in run.blocks:
        if block.kind in _BY_THEMSELVES:
            pairing.finish()
        senses = [(mark, sense_of(mark, text, block.start, block.end, style)) for mark in scanned[block.start]]
        pairing.paragraph(senses, block.start, runs_on=block.continues)
        pairing.end_paragraph(block.end, blank_after=_last_word(text, block.start, block.end))
        if block.kind in _BY_THEMSELVES:
            pairing.finish()
    pairing.finish()
    return pairing


def _last_word(text: str, start: int, end: int) -> int:
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return end


def _of_run(run: Run, spans: Iterable[Span], text: str, note: str | None) -> list[_Found]:
    """The quotations of one run: its inline ones, and the displayed one itself."""
    found = []
    for span in spans:
        start, end = _trimmed(text, span.opening.end, span.end)
        if start < end:
            found.append(_Found(start, end, span.opening.start, span.outer_end, QuotationKind.INLINE, span, note))
    if run.displayed is None or not run.blocks:
        return found
    start, end = _trimmed(text, run.blocks[0].start, run.blocks[-1].end)
    start, end = _trimmed(text, start, without_citation(text, start, end))
    if start == end:
        return found
    display = _Found(start, end, start, end, run.displayed, None, note)
    filling = next((each for each in found if each.outer_start == start and each.outer_end == end), None)
    if filling is not None:
        found.remove(filling)
        display.span = filling.span
        display.start, display.end = filling.start, filling.end
    return [display, *found]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _nested(found: list[_Found]) -> list[_Found]:
    """In the order of the text, outer before inner, each with its depth."""
    found.sort(key=lambda each: (each.outer_start, -each.outer_end, each.span is not None))
    around: list[int] = []
    kept = []
    for each in found:
        while around and around[-1] < each.outer_end:
            around.pop()
        each.depth = len(around)
        if each.depth <= _DEEPEST:
            kept.append(each)
            around.append(each.outer_end)
    return kept


def _numbered(document: Document, found: Iterable[_Found], note_markers: frozenset[int]) -> Iterable[Quotation]:
    words = Words(document)
    italics = frozenset(mark.start for mark in document.marks if mark.kind is MarkKind.EMPHASIS)
    outer = inner = 0
    for each in found:
        span = each.span
        text = words.between(each.start, each.end, span.repeats if span else ())
        if not text:
            continue
        if each.depth == 0:
            outer, inner = outer + 1, 0
            id = f"q{outer}"
        else:
            inner += 1
            id = f"q{outer}.{inner}"
        inline = span if each.kind is QuotationKind.INLINE else None
        yield Quotation(
            id,
            each.kind,
            role_of(text, _surroundings(document, each, note_markers, italics)) if inline else Role.QUOTATION,
            text,
            each.start,
            each.end,
            opening=inline.opening.glyph if inline else "",
            closing=inline.closing.glyph if inline and inline.closing else "",
            balanced=span is None or span.closing is not None,
            depth=each.depth,
            in_note=each.note,
        )


def _surroundings(
    document: Document, each: _Found, note_markers: frozenset[int], italics: frozenset[int]
) -> Surroundings:
    block = document.block_at(each.outer_start)
    start = max(block.start if block else 0, each.outer_start - _AROUND)
    last = document.block_at(each.outer_end)
    end = min(last.end if last else each.outer_end, each.outer_end + _AROUND)
    nearby = range(each.outer_end, each.outer_end + 3)
    published = _IN.match(document.text, each.outer_end, end)
    return Surroundings(
        before=document.text[start : each.outer_start],
        after=document.text[each.outer_end : end],
        marked=any(at in note_markers for at in (*nearby[:2], each.end)),
        apart=each.note is not None or (block is not None and block.kind in _APART),
        italics_after=any(at in italics for at in nearby) or (published is not None and published.end() in italics),
    )
