"""What the blocks of a plain text are: headings, displayed quotations, epigraphs and their attribution lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.model.document import BlockKind
from citecheck.parser.readers.prose.sentences import introduces, is_open, starts_low
from citecheck.parser.readers.text.paragraphs import Paragraph

_ATTRIBUTION = re.compile(r"(?:—|–|--|―|-)\s*[^\W\d_]")
_LIST_ITEM = re.compile(r"(?:[-•*+‣–]|\(?[0-9a-zA-Z]{1,3}[.)])\s")
_LONGEST_ATTRIBUTION = 160
_OPENING = '“„«‹「『"‘'
_NEAR = 4
"""Blocks that a displayed quotation of several paragraphs can have after an introduction."""


def kinds(blocks: Sequence[Paragraph], width: int) -> list[BlockKind]:
    """One kind for every block.

    A displayed quotation that nothing but its place marks is one that an introduction with a colon announces and
    that shows one sign more: a note marker closes it (or the last of its paragraphs), it is set narrower or indented,
    or it begins in mid-sentence.
    """
    found = [BlockKind.PARAGRAPH] * len(blocks)
    for index, block in enumerate(blocks):
        if _is_heading(block, width):
            found[index] = BlockKind.HEADING
    for index, block in enumerate(blocks):
        if found[index] is BlockKind.HEADING or not _is_attribution(block):
            continue
        if index and found[index - 1] is BlockKind.PARAGRAPH:
            found[index] = BlockKind.ATTRIBUTION
            leads = all(kind is BlockKind.HEADING for kind in found[: index - 1])
            found[index - 1] = BlockKind.EPIGRAPH if leads else BlockKind.BLOCK_QUOTATION
    for index in range(len(blocks)):
        if found[index] is BlockKind.PARAGRAPH and index and _announced(blocks, found, index):
            for at in range(index, index + _extent(blocks, found, index, width)):
                found[at] = BlockKind.BLOCK_QUOTATION
        elif (
            found[index] is BlockKind.PARAGRAPH
            and width
            and _is_indented(block := blocks[index])
            and len(block.lines) > 2
        ) and not _LIST_ITEM.match(block.first):
            found[index] = BlockKind.BLOCK_QUOTATION
    return found


def _is_heading(block: Paragraph, width: int) -> bool:
    lines = block.lines
    text = " ".join(line.text for line in lines)
    longest = max(len(line.text) for line in lines)
    if len(lines) > 3 or longest > (width * 0.8 if width else 80) or len(text.split()) > 14:
        return False
    if block.ends_with_marker or starts_low(text) or _ATTRIBUTION.match(text) or text[0] in _OPENING:
        return False
    return is_open(text) or (text.endswith(("?", "!")) and len(lines) == 1 and lines[0].gap)


def _is_attribution(block: Paragraph) -> bool:
    text = " ".join(line.text for line in block.lines)
    return len(text) <= _LONGEST_ATTRIBUTION and len(block.lines) <= 2 and bool(_ATTRIBUTION.match(text))


def _announced(blocks: Sequence[Paragraph], found: Sequence[BlockKind], index: int) -> bool:
    before, block = blocks[index - 1], blocks[index]
    if found[index - 1] is not BlockKind.PARAGRAPH or not introduces(before.last):
        return False
    return block.first[0] not in _OPENING and not _LIST_ITEM.match(block.first)


def _extent(blocks: Sequence[Paragraph], found: Sequence[BlockKind], index: int, width: int) -> int:
    """How many blocks from `index` on are the quotation announced; 0 when no sign confirms that one begins."""
    if blocks[index].ends_with_marker:
        return 1
    for count in range(1, min(_NEAR, len(blocks) - index)):
        block = blocks[index + count]
        if found[index + count] is not BlockKind.PARAGRAPH or _holds_marks(block) or block.holds_marker:
            break
        if block.ends_with_marker:
            return count + 1
    return 1 if _is_set_off(blocks[index], width) or starts_low(blocks[index].first) else 0


def _holds_marks(block: Paragraph) -> bool:
    """Whether a block has double quotation marks inside: the text around quotations has, a displayed one has not."""
    return any(mark in line.text for line in block.lines for mark in '“”"«»„')


def _is_set_off(block: Paragraph, width: int) -> bool:
    """Whether a block is set narrower than the text, or indented."""
    if not width:
        return False
    widest = max(len(line.text) for line in block.lines)
    return _is_indented(block) or (len(block.lines) > 2 and widest <= width - 3)


def _is_indented(block: Paragraph) -> bool:
    return min(line.indent for line in block.lines) >= 2
