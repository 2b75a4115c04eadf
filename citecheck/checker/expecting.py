"""Says of a quotation that nothing cites whether a reader would ask for its source."""

from __future__ import annotations

import re

from citecheck.model.document import Block, BlockKind, Document
from citecheck.model.manuscript import (
    Attribution,
    AttributionWay,
    Confidence,
    Manuscript,
    Quotation,
    QuotationKind,
    ReferenceForm,
    Role,
)

_LEAST = 5  # words below which a passage in quotation marks is a phrase that needs no source
_LONGEST_HEADING = 8  # words of a quotation that makes a heading
_NEAR = 60  # characters before a quotation in which a word says what it is
_CALLED = re.compile(
    r"\b(?:phrase|slogan|motto|formula|term|concept|catchphrase|catchword|watchword|title|titled|entitled|headline"
    r"|heading|caption"
    r"|sign|placard|banner|proverb|saying|adage|maxim|refrain|chant\w*|so-called|labell?ed|called|known as|dubbed"
    r"|named|nicknamed)"
    r"\b\W*(?:(?:the|a|an|of|his|her|their|its|was|is|as)\b\W*){0,3}$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\s{0,8}[“\"‘«„—–-]")
_ASKED = re.compile(r"\b(?:ask|asks|asked|asking|wonder|wonders|wondered|question|questions)\W*$", re.IGNORECASE)


def is_cited(attribution: Attribution | None) -> bool:
    """Whether something answers for a quotation: an author's bare name in the sentence, without a year, does not."""
    if attribution is None:
        return False
    return attribution.way is not AttributionWay.AUTHOR_IN_SENTENCE or attribution.confidence is not Confidence.LOW


def expects_citation(manuscript: Manuscript, quotation: Quotation) -> bool:
    """Whether a reader would ask where a quotation is from.

    Not for titles, terms and phrases, a slogan that is called one, a question put to oneself, a heading, turns of
    a dialogue, or what stands in the list of works.
    """
    if quotation.role is not Role.QUOTATION or quotation.depth or len(quotation.text.split()) < _LEAST:
        return False
    if quotation.kind is not QuotationKind.INLINE:
        return True
    document = manuscript.document
    block = document.block_at(quotation.start)
    if block is None:
        return True
    before = document.text[max(block.start, quotation.start - len(quotation.opening) - _NEAR) : quotation.start].rstrip(
        '“"‘«„ '
    )
    if _CALLED.search(before) or (quotation.text.rstrip().endswith("?") and _ASKED.search(before)):
        return False
    return not (_is_heading(document, block, quotation) or _is_turn(document, block) or _in_list(manuscript, block))


def _is_heading(document: Document, block: Block, quotation: Quotation) -> bool:
    """Whether a quotation stands in a heading, or makes one with a name: "Moor: “Light the lamp again tonight!”"."""
    around = document.text[block.start : quotation.start] + document.text[quotation.end : block.end]
    words = re.findall(r"[^\W\d_]+", around)
    short = len(words) <= 4 and all(word[:1].isupper() for word in words)
    called = quotation.text.rstrip()[-1:] not in (".", "…") and len(quotation.text.split()) <= _LONGEST_HEADING
    return block.kind is BlockKind.HEADING or (bool(words) and short and called)


def _is_turn(document: Document, block: Block) -> bool:
    """Whether a paragraph is a turn of a dialogue: it begins with a quotation, and so does one beside it."""
    if not _OPENS.match(document.text, block.start):
        return False
    index = document.blocks.index(block)
    beside = [*document.blocks[max(0, index - 1) : index], *document.blocks[index + 1 : index + 2]]
    return any(each.kind is BlockKind.PARAGRAPH and _OPENS.match(document.text, each.start) for each in beside)


def _in_list(manuscript: Manuscript, block: Block) -> bool:
    listed = (each for each in manuscript.references if each.form is ReferenceForm.LISTED)
    return block.kind is BlockKind.BIBLIOGRAPHY_ENTRY or any(each.start == block.start < each.end for each in listed)
