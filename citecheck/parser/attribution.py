"""Leads each quotation to the note, link or citation that answers for it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.model.document import Block, BlockKind, Document, Mark, MarkKind
from citecheck.model.manuscript import (
    Attribution,
    AttributionWay,
    Confidence,
    Link,
    Note,
    Quotation,
    QuotationKind,
    Reference,
    ReferenceForm,
    Role,
)

_WORDS = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。！？][”’\"'»›)\]]*\s+(?=[^\W\da-z_]|[“\"‘«„(])")
_LEAST_REPEATED = 3  # words that make a requotation more than a turn of phrase
_LEAST_IN_NOTE = 4  # words below which a quotation in a note is a title or a term


@dataclass(frozen=True)
class _Cited:
    """The note markers and citations of the main text, by offset."""

    offsets: tuple[int, ...]
    marks: tuple[Mark, ...]

    def after(self, offset: int, end: int) -> Mark | None:
        """The first at or after an offset, before an end."""
        index = bisect_left(self.offsets, offset)
        return self.marks[index] if index < len(self.marks) and self.offsets[index] <= end else None


def attribute(
    document: Document,
    notes: Sequence[Note],
    quotations: Sequence[Quotation],
    links: Sequence[Link],
    references: Sequence[Reference],
) -> tuple[Attribution, ...]:
    """One attribution for each quotation that something answers for, in the order of the quotations.

    A marker cites the quotation before it (Chicago 14.26); one at the end of a sentence or paragraph may stand for
    all that is quoted in it. Titles and terms are attributed only to a marker or link right after them; a quotation
    inside another is answered for by that other.
    """
    kinds = (MarkKind.NOTE_MARKER, MarkKind.CITATION)
    marks = sorted((mark for mark in document.marks if mark.kind in kinds), key=lambda mark: mark.start)
    cited = _Cited(tuple(mark.start for mark in marks), tuple(marks))
    answers = _Answers(notes, links, references)
    found: dict[str, Attribution] = {}
    outer = [quotation for quotation in quotations if not quotation.depth]
    for quotation in outer:
        made = (
            _in_note(quotation, answers)
            if quotation.in_note
            else _by_marker(document, quotation, cited, answers) or _by_link(document, quotation, links)
        )
        if made is not None:
            found[quotation.id] = made
    for quotation in outer:
        if quotation.id not in found and quotation.role is Role.QUOTATION:
            repeated = _requotation(quotation, outer, found)
            if repeated is not None:
                found[quotation.id] = repeated
    return tuple(found[quotation.id] for quotation in outer if quotation.id in found)


class _Answers:
    """What a note leads to: full references and links, its short forms followed."""

    def __init__(self, notes: Sequence[Note], links: Sequence[Link], references: Sequence[Reference]) -> None:
        self._known = {note.id for note in notes}
        self._links = links
        self._of: dict[str, list[Reference]] = {}
        self._by_id = {reference.id: reference for reference in references}
        for reference in references:
            if reference.note:
                self._of.setdefault(reference.note, []).append(reference)

    def of_note(self, id: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The ids of the full references of a note, and the indexes of all links that these and it hold."""
        full: list[str] = []
        for reference in self._of.get(id, []):
            full.extend(filter(None, reference.candidates or (self._meant(reference),)))
        links = [index for index, link in enumerate(self._links) if link.in_note == id]
        for each in full:
            links.extend(self._by_id[each].links)
        return tuple(dict.fromkeys(full)), tuple(dict.fromkeys(links))

    def by_key(self, key: str) -> tuple[str, ...]:
        """The ids of the references of a citation key."""
        return tuple(id for id, reference in self._by_id.items() if reference.key == key)

    def attribution(
        self, quotation: Quotation, mark: Mark, way: AttributionWay, sure: Confidence
    ) -> Attribution | None:
        """The attribution that a marker or a citation makes; None for a marker without a note."""
        if mark.kind is MarkKind.CITATION:
            return Attribution(quotation.id, AttributionWay.CITATION_KEY, sure, references=self.by_key(mark.target))
        if mark.target not in self._known:
            return None
        references, links = self.of_note(mark.target)
        return Attribution(quotation.id, way, sure, mark.target, references, links)

    @staticmethod
    def _meant(reference: Reference) -> str:
        return reference.id if reference.form in (ReferenceForm.FULL, ReferenceForm.KEY) else reference.antecedent


def _by_marker(document: Document, quotation: Quotation, cited: _Cited, answers: _Answers) -> Attribution | None:
    if quotation.kind is not QuotationKind.INLINE:
        return _displayed(document, quotation, cited, answers)
    block = document.block_at(max(quotation.start, quotation.end - 1))
    if block is None:
        return None
    mark = cited.after(quotation.end, block.end)
    if mark is None or mark.start < quotation.end:
        return None
    way, sure = _how(document.text, quotation, mark, block)
    if way is None or (quotation.role is not Role.QUOTATION and way is not AttributionWay.MARKER_AFTER):
        return None
    return answers.attribution(quotation, mark, way, sure)


def _how(text: str, quotation: Quotation, mark: Mark, block: Block) -> tuple[AttributionWay | None, Confidence]:
    """How a marker later in the block stands to a quotation."""
    between = text[quotation.end + len(quotation.closing) : mark.start]
    if not _WORDS.search(between):
        return AttributionWay.MARKER_AFTER, Confidence.HIGH
    if not _SENTENCE_END.search(text, max(quotation.start, quotation.end - 1), mark.start):
        return AttributionWay.MARKER_AT_SENTENCE_END, Confidence.HIGH if len(between) < 160 else Confidence.MEDIUM
    if not _WORDS.search(text[mark.end : block.end]):
        return AttributionWay.MARKER_AT_PARAGRAPH_END, Confidence.LOW
    return None, Confidence.LOW


def _displayed(document: Document, quotation: Quotation, cited: _Cited, answers: _Answers) -> Attribution | None:
    """A displayed quotation: its last marker, one on its attribution line, or the one that ends its introduction."""
    inside = [mark for mark in cited.marks if quotation.start <= mark.start <= quotation.end + 2]
    if inside:
        return answers.attribution(quotation, inside[-1], AttributionWay.MARKER_AFTER, Confidence.HIGH)
    index = next((i for i, block in enumerate(document.blocks) if block.start >= quotation.end), len(document.blocks))
    if index < len(document.blocks):
        line = document.blocks[index]
        mark = cited.after(line.start, line.end)
        if line.kind is BlockKind.ATTRIBUTION and mark is not None:
            return answers.attribution(quotation, mark, AttributionWay.ATTRIBUTION_LINE, Confidence.HIGH)
    before = [block for block in document.blocks[:index] if block.end <= quotation.start and block.note is None]
    if before and before[-1].kind is BlockKind.PARAGRAPH:
        last = before[-1]
        ends = [mark for mark in cited.marks if last.end - 2 <= mark.start <= last.end]
        if ends:
            return answers.attribution(quotation, ends[-1], AttributionWay.MARKER_BEFORE, Confidence.MEDIUM)
    return None


def _by_link(document: Document, quotation: Quotation, links: Sequence[Link]) -> Attribution | None:
    """A link of the text around the quotation, inside it, or right after it."""
    for index, link in enumerate(links):
        if link.in_note is not None:
            continue
        if link.start <= quotation.start and quotation.end <= link.end:
            return Attribution(quotation.id, AttributionWay.LINK_AROUND, Confidence.HIGH, links=(index,))
        if quotation.start <= link.start and link.end <= quotation.end:
            return Attribution(quotation.id, AttributionWay.LINK_AROUND, Confidence.HIGH, links=(index,))
        if quotation.end <= link.start <= quotation.end + 40:
            between = document.text[quotation.end + len(quotation.closing) : link.start]
            if len(_WORDS.findall(between)) <= 3 and "\n\n" not in between:
                return Attribution(quotation.id, AttributionWay.LINK_BESIDE, Confidence.MEDIUM, links=(index,))
    return None


def _in_note(quotation: Quotation, answers: _Answers) -> Attribution | None:
    """A quotation in a note is answered for by the note's own references."""
    if quotation.role is not Role.QUOTATION or len(quotation.text.split()) < _LEAST_IN_NOTE:
        return None
    note = quotation.in_note or ""
    references, links = answers.of_note(note)
    if not references and not links:
        return None
    return Attribution(quotation.id, AttributionWay.SAME_NOTE, Confidence.MEDIUM, note, references, links)


def _requotation(
    quotation: Quotation, quotations: Sequence[Quotation], found: dict[str, Attribution]
) -> Attribution | None:
    """The words quoted again from a quotation that has its note, the nearest before."""
    words = _key(quotation.text)
    if words.count(" ") < _LEAST_REPEATED + 1:
        return None
    for other in reversed([each for each in quotations if each.start < quotation.start and each.id in found]):
        if words in _key(other.text):
            answer = found[other.id]
            return replace(
                answer, quotation=quotation.id, way=AttributionWay.REQUOTATION, repeats=answer.repeats or other.id
            )
    return None


def _key(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.casefold()))} "
