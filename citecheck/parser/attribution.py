"""Leads each quotation to the note, link or citation that answers for it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

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
from citecheck.parser.references.named import Named
from citecheck.parser.references.resolve import meant

_WORDS = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。！？][”’\"'»›)\]]*\s+(?=[^\W\da-z_]|[“\"‘«„(])")
_CLOSED = re.compile(r"[)\]]|\w\s+\w+\s+\w+\s+\w")
_LEAST_REPEATED = 3  # words that make a requotation more than a turn of phrase
_INTRODUCTION = 250  # characters before a displayed quotation in which its author is named
_MOST_TRIED = 200  # quotations that begin with the same words
_LEAST_IN_NOTE = 4  # words below which a quotation in a note is a title or a term


@dataclass(frozen=True)
class _Cited:
    """The note markers and citations of the main text, by offset."""

    text: str
    offsets: tuple[int, ...]
    marks: tuple[Mark, ...]

    def before(self, offset: int, start: int) -> Mark | None:
        """The last before an offset, at or after a start."""
        index = bisect_left(self.offsets, offset) - 1
        return self.marks[index] if index >= 0 and self.offsets[index] >= start else None

    def last(self, start: int, end: int) -> Mark | None:
        """The last at or between two offsets."""
        return self.before(end + 1, start)

    def together(self, mark: Mark) -> tuple[Mark, ...]:
        """A citation and those that stand in one pair of brackets with it."""
        index = bisect_left(self.offsets, mark.start)
        found = [mark]
        for other in self.marks[index + 1 : index + 20]:
            if other.kind is not MarkKind.CITATION or _CLOSED.search(self.text, found[-1].end, other.start):
                break
            found.append(other)
        return tuple(found)

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
    marks = _marks(document, references)
    cited = _Cited(document.text, tuple(mark.start for mark in marks), marks)
    answers = _Answers(notes, links, references, cited)
    linked = _Linked(links)
    named = Named(document.text, references)
    found: dict[str, Attribution] = {}
    outer = [quotation for quotation in quotations if not quotation.depth]
    for quotation in outer:
        made = (
            _in_note(quotation, answers)
            if quotation.in_note
            else _by_marker(document, quotation, cited, answers) or _by_link(document, quotation, linked)
        )
        if made is not None:
            found[quotation.id] = made
    quoted = _Quoted()
    for quotation in outer:
        if quotation.id not in found and quotation.role is Role.QUOTATION:
            made = quoted.again(quotation, found) or _by_author(document, quotation, named)
            if made is not None:
                found[quotation.id] = made
        if quotation.id in found:
            quoted.add(quotation)
    return tuple(found[quotation.id] for quotation in outer if quotation.id in found)


def _marks(document: Document, references: Sequence[Reference]) -> tuple[Mark, ...]:
    """The markers and citations of the text: those its reader marked, and authors with dates that lead somewhere."""
    found = [mark for mark in document.marks if mark.kind in (MarkKind.NOTE_MARKER, MarkKind.CITATION)]
    for each in references:
        if each.note is None and each.form is ReferenceForm.SHORT and each.antecedent:
            found.append(Mark(MarkKind.CITATION, each.start, each.end))
    return tuple(sorted(found, key=lambda mark: mark.start))


class _Answers:
    """What a note leads to: full references and links, its short forms followed."""

    def __init__(
        self, notes: Sequence[Note], links: Sequence[Link], references: Sequence[Reference], cited: _Cited
    ) -> None:
        self._known = {note.id for note in notes}
        self._cited = cited
        self._at = {each.start: each for each in references if each.form in (ReferenceForm.KEY, ReferenceForm.SHORT)}
        self._in_note: dict[str, list[int]] = {}
        for index, link in enumerate(links):
            if link.in_note is not None:
                self._in_note.setdefault(link.in_note, []).append(index)
        self._of: dict[str, list[Reference]] = {}
        self._by_id = {reference.id: reference for reference in references}
        for reference in references:
            if reference.note:
                self._of.setdefault(reference.note, []).append(reference)

    def of_note(self, id: str) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """The ids of the full references of a note, and the indexes of all links that these and it hold."""
        full: list[str] = []
        for reference in self._of.get(id, []):
            full.extend(filter(None, reference.candidates or (meant(reference),)))
        links = list(self._in_note.get(id, ()))
        for each in full:
            links.extend(self._by_id[each].links)
        return tuple(dict.fromkeys(full)), tuple(dict.fromkeys(links))

    def of_citation(self, mark: Mark) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
        """The ids of a citation and those beside it, of the works that they mean, and the indexes of their links."""
        cited = [self._at[each.start] for each in self._cited.together(mark) if each.start in self._at]
        works = dict.fromkeys(id for each in cited for id in (each.candidates or (meant(each),)) if id in self._by_id)
        links = dict.fromkeys(link for id in works for link in self._by_id[id].links)
        return tuple(each.id for each in cited), tuple(works), tuple(links)

    def attribution(
        self, quotation: Quotation, mark: Mark, way: AttributionWay, sure: Confidence
    ) -> Attribution | None:
        """The attribution that a marker or a citation makes; None for a marker without a note."""
        if mark.kind is MarkKind.CITATION:
            cited, works, links = self.of_citation(mark)
            way = AttributionWay.CITATION_KEY
            return Attribution(quotation.id, way, sure, references=works, links=links, citations=cited)
        if mark.target not in self._known:
            return None
        references, links = self.of_note(mark.target)
        return Attribution(quotation.id, way, sure, mark.target, references, links)


def _by_marker(document: Document, quotation: Quotation, cited: _Cited, answers: _Answers) -> Attribution | None:
    if quotation.kind is not QuotationKind.INLINE:
        return _displayed(document, quotation, cited, answers)
    block = document.block_at(max(quotation.start, quotation.end - 1))
    if block is None:
        return None
    mark = cited.after(quotation.end, block.end)
    if mark is not None and mark.start >= quotation.end:
        way, sure = _how(document.text, quotation, mark, block)
        if way is not None and (quotation.role is Role.QUOTATION or way is AttributionWay.MARKER_AFTER):
            return answers.attribution(quotation, mark, way, sure)
    return _by_citation_before(document, quotation, cited, answers, block)


def _by_citation_before(
    document: Document, quotation: Quotation, cited: _Cited, answers: _Answers, block: Block
) -> Attribution | None:
    """ "Mill (1859, 33) says that “…”": the citation stands before the quotation in its sentence."""
    mark = cited.before(quotation.start, block.start)
    if mark is None or mark.kind is not MarkKind.CITATION or quotation.role is not Role.QUOTATION:
        return None
    if _SENTENCE_END.search(document.text, mark.end, quotation.start):
        return None
    return answers.attribution(quotation, mark, AttributionWay.CITATION_KEY, Confidence.MEDIUM)


def _by_author(document: Document, quotation: Quotation, named: Named) -> Attribution | None:
    """ "As Weiss wrote in 1982, “…”": the sentence names an author of whom a work is cited."""
    block = document.block_at(quotation.start)
    if block is None or quotation.in_note is not None:
        return None
    begin, end = quotation.start, quotation.end
    if quotation.kind is QuotationKind.INLINE:
        ends = [found.end() for found in _SENTENCE_END.finditer(document.text, block.start, quotation.start)]
        begin = ends[-1] if ends else block.start
        after = _SENTENCE_END.search(document.text, max(quotation.start, quotation.end - 1), block.end)
        end = after.start() if after else block.end
    else:
        before = document.block_before(quotation.start)
        begin = max(before.start, before.end - _INTRODUCTION) if before else begin
    said = f"{document.text[begin : quotation.start]} … {document.text[quotation.end : end]}"
    works, dated = named.in_words(said)
    if len(works) != 1:
        return None
    sure = Confidence.MEDIUM if dated else Confidence.LOW
    return Attribution(
        quotation.id, AttributionWay.AUTHOR_IN_SENTENCE, sure, references=(works[0].id,), links=works[0].links
    )


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
    inside = cited.last(quotation.start, quotation.end + 4)
    if inside is not None:
        return answers.attribution(quotation, inside, AttributionWay.MARKER_AFTER, Confidence.HIGH)
    own = document.block_at(quotation.end)
    mark = cited.after(quotation.end, own.end) if own is not None else None
    if mark is not None:
        return answers.attribution(quotation, mark, AttributionWay.ATTRIBUTION_LINE, Confidence.HIGH)
    line = document.block_from(quotation.end)
    if line is not None and line.kind is BlockKind.ATTRIBUTION:
        mark = cited.after(line.start, line.end)
        if mark is not None:
            return answers.attribution(quotation, mark, AttributionWay.ATTRIBUTION_LINE, Confidence.HIGH)
    before = document.block_before(quotation.start)
    if before is not None and before.kind is BlockKind.PARAGRAPH:
        mark = cited.last(before.end - 2, before.end)
        if mark is not None:
            return answers.attribution(quotation, mark, AttributionWay.MARKER_BEFORE, Confidence.MEDIUM)
    return None


class _Linked:
    """The links of the main text, by where they stand."""

    def __init__(self, links: Sequence[Link]) -> None:
        here = [(link.start, link.end, i) for i, link in enumerate(links) if link.in_note is None]
        self._places = sorted(place for place in here if place[0] != place[1])
        self._starts = [start for start, _, _ in self._places]
        self._furthest = list(accumulate((end for _, end, _ in self._places), max))

    def near(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """Index, start and end of the links that begin by `end` and do not end before `start`, by index."""
        at = bisect_right(self._starts, end)
        found = []
        while at > 0 and self._furthest[at - 1] >= start:
            at -= 1
            first, last, index = self._places[at]
            if last >= start:
                found.append((index, first, last))
        return sorted(found)


def _by_link(document: Document, quotation: Quotation, linked: _Linked) -> Attribution | None:
    """A link of the text around the quotation, inside it, or right after it."""
    for index, start, end in linked.near(quotation.start, quotation.end + 40):
        around = start <= quotation.start and quotation.end <= end
        if around or (quotation.start <= start and end <= quotation.end):
            return Attribution(quotation.id, AttributionWay.LINK_AROUND, Confidence.HIGH, links=(index,))
        if quotation.end <= start:
            between = document.text[quotation.end + len(quotation.closing) : start]
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


class _Quoted:
    """The quotations so far that have their notes, by each run of a few words in them."""

    def __init__(self) -> None:
        self._by_run: dict[str, list[tuple[str, str]]] = {}

    def add(self, quotation: Quotation) -> None:
        key = _key(quotation.text)
        words = key.split()
        for run in {" ".join(words[at : at + _LEAST_REPEATED]) for at in range(len(words) - _LEAST_REPEATED + 1)}:
            self._by_run.setdefault(run, []).append((quotation.id, key))

    def again(self, quotation: Quotation, found: dict[str, Attribution]) -> Attribution | None:
        """The words quoted again from a quotation that has its note, the nearest before."""
        key = _key(quotation.text)
        words = key.split()
        if len(words) < _LEAST_REPEATED:
            return None
        for id, other in reversed(self._by_run.get(" ".join(words[:_LEAST_REPEATED]), [])[-_MOST_TRIED:]):
            if key in other:
                answer = found[id]
                return replace(
                    answer, quotation=quotation.id, way=AttributionWay.REQUOTATION, repeats=answer.repeats or id
                )
        return None


def _key(text: str) -> str:
    return f" {' '.join(_WORDS.findall(text.casefold()))} "
