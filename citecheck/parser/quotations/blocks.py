"""Displayed quotations, and the runs of paragraphs in which quotation marks are paired."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from citecheck.model.document import Block, BlockKind, Document
from citecheck.model.manuscript import QuotationKind
from citecheck.parser.sourcelines import source_after_dash

DISPLAYED = {
    BlockKind.BLOCK_QUOTATION: QuotationKind.BLOCK,
    BlockKind.EPIGRAPH: QuotationKind.EPIGRAPH,
    BlockKind.VERSE: QuotationKind.VERSE,
}


_CITED = re.compile(
    r"[(\[](?:[^()\[\]]{0,20}@[^()\[\]]{1,120}"
    r"|(?:(?:see|qtd\. in|quoted in|cf\.)\s)?[^\W\d_a-z][^()\[\]\d]{0,80}\d[^()\[\]]{0,40}"
    r"|(?:pp?\.\s?)?\d{1,4}(?:[-–]\d{1,4})?)[)\]]\.?\s*"
)
_LONGEST_CITED = 180


def without_citation(text: str, start: int, end: int) -> int:
    """The end of a displayed quotation without the citation in brackets, or after a dash, after its last sentence."""
    end = source_after_dash(text, start, end)
    at = max(text.rfind("(", start, end), text.rfind("[", start, end))
    if at <= start or end - at > _LONGEST_CITED or not _CITED.fullmatch(text, at, end):
        return end
    before = text[start:at].rstrip()
    return start + len(before) if before.endswith((".", "!", "?", "…", "”", "’", '"', ".’")) else end


@dataclass(frozen=True, slots=True)
class Run:
    """Blocks in which quotation marks are paired together: a displayed quotation, a note body, the main text."""

    blocks: tuple[Block, ...]
    displayed: QuotationKind | None
    note: str | None


def runs(document: Document) -> Iterator[Run]:
    """The runs of a document. Adjacent blocks of one displayed kind are one quotation; code is left out."""
    flowing: dict[str | None, list[Block]] = {}
    display: list[Block] = []
    for block in document.blocks:
        if display and (block.kind is not display[-1].kind or block.note != display[-1].note):
            yield Run(tuple(display), DISPLAYED[display[-1].kind], display[-1].note)
            display = []
        if block.kind in DISPLAYED:
            display.append(block)
        elif block.kind is not BlockKind.CODE:
            flowing.setdefault(block.note, []).append(block)
    if display:
        yield Run(tuple(display), DISPLAYED[display[-1].kind], display[-1].note)
    for note, blocks in flowing.items():
        yield Run(tuple(blocks), None, note)


class Words:
    """Reads the words of spans of a document."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._blocks = document.blocks
        self._starts = [block.start for block in document.blocks]

    def between(self, start: int, end: int, left_out: tuple[tuple[int, int], ...] = ()) -> str:
        """`text[start:end]` as a quotation's words: without the spans `left_out`, paragraphs apart by a blank line.

        Lines stay apart in verse only. A paragraph that goes on over a page's end is one paragraph.
        """
        out: list[str] = []
        for index in range(max(0, bisect_right(self._starts, start) - 1), bisect_left(self._starts, end)):
            block = self._blocks[index]
            words = self._piece(max(start, block.start), min(end, block.end), left_out).strip()
            if block.kind is not BlockKind.VERSE and "\n" in words:
                words = " ".join(line.strip() for line in words.splitlines() if line.strip())
            if words and block.kind is not BlockKind.CODE:
                if out:
                    out.append(" " if block.continues else "\n\n")
                out.append(words)
        return "".join(out)

    def _piece(self, start: int, end: int, left_out: tuple[tuple[int, int], ...]) -> str:
        pieces = []
        at = start
        for index in range(bisect_left(left_out, (start, start)), len(left_out)):
            skip_start, skip_end = left_out[index]
            if skip_start >= end:
                break
            pieces.append(self._text[at:skip_start])
            at = skip_end
        pieces.append(self._text[at:end])
        return "".join(pieces)
