"""What the blocks of pages are: headings, displayed quotations, epigraphs, verse, their attribution lines, lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from citecheck.model.document import BlockKind
from citecheck.parser.readers.pdf.groups import ATTRIBUTION, Group
from citecheck.parser.readers.pdf.measures import LARGER, SMALLER, Measures
from citecheck.parser.readers.prose.sentences import is_open, starts_low

_LIST_ITEM = re.compile(r"(?:[-•*+‣–▪◦]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])\s")
_BIBLIOGRAPHY = frozenset(
    [
        "bibliography",
        "references",
        "works cited",
        "sources",
        "literature",
        "literatur",
        "literaturverzeichnis",
        "bibliographie",
        "bibliografía",
        "bibliografia",
        "references cited",
        "select bibliography",
    ]
)
_CAPTION = re.compile(r"(?:fig(?:ure|\.)|table|plate|abb(?:ildung|\.)|tab(?:elle|\.))\s?\d{1,3}", re.IGNORECASE)
DISPLAYED = (BlockKind.BLOCK_QUOTATION, BlockKind.VERSE, BlockKind.EPIGRAPH)


def kinds(groups: Sequence[Group], measures: Measures) -> list[BlockKind]:
    """One kind for every block."""
    found = [_kind(group, measures) for group in groups]
    _tell_attributions(groups, found)
    _tell_epigraphs(groups, found)
    _tell_bibliography(groups, found)
    return found


def heading_level(group: Group, measures: Measures) -> int:
    """A heading's depth, by the size of its type."""
    scale = group.size / measures.size
    return 1 if scale > 1.35 else 2 if scale > 1.12 else 3


def _kind(group: Group, measures: Measures) -> BlockKind:
    if not measures.fixed and all(each.row.fixed for each in group.rows):
        return BlockKind.CODE
    if _is_heading(group, measures):
        return BlockKind.HEADING
    if _CAPTION.match(group.text) and group.size < measures.size * SMALLER:
        return BlockKind.CAPTION
    if _LIST_ITEM.match(group.text):
        return BlockKind.LIST_ITEM
    if _is_displayed(group, measures):
        return BlockKind.VERSE if _is_verse(group) else BlockKind.BLOCK_QUOTATION
    return BlockKind.PARAGRAPH


def _is_heading(group: Group, measures: Measures) -> bool:
    text = group.text
    if len(group.rows) > 4 or len(text.split()) > 30 or starts_low(text) or not any(char.isalnum() for char in text):
        return False
    if group.size > measures.size * LARGER:
        return True
    if all(each.row.bold for each in group.rows):
        return True
    if len(group.rows) > 2 or text.endswith((".", ",", ";", ":")) or not is_open(text) or ATTRIBUTION.match(text):
        return False
    capitals = text.upper() == text and sum(char.isalpha() for char in text) > 2
    return capitals or (_is_centred(group) and text[0].isalnum() and len(text.split()) <= 12 and group.gap > 1.22)


def _is_centred(group: Group) -> bool:
    return all(
        each.indent > 2 * group.size and abs(each.indent - each.short) < max(6.0, 0.12 * (each.indent + each.short))
        for each in group.rows
    )


def _is_displayed(group: Group, measures: Measures) -> bool:
    """Whether a block is set off: indented as a whole, or in smaller type."""
    em = measures.size
    lowest = min(each.indent for each in group.rows)
    if lowest > 0.75 * em:
        one = len(group.rows) == 1
        if one and measures.set_in and abs(lowest - measures.set_in) < 0.4 * em:
            return False
        return not one or group.gap > 1.22 or group.short > 0.5 * em
    return group.size < em * SMALLER and len(group.rows) > 1 and lowest > -0.2 * em and group.gap > 1.05


def _is_verse(group: Group) -> bool:
    """Whether the lines of a displayed block end where they end by the author's will: the next word had room."""
    if len(group.rows) < 2:
        return False
    roomy = 0
    for before, each in zip(group.rows, group.rows[1:], strict=False):
        roomy += before.room(each) - max(0.0, min(group.indent, before.short)) > 0.5 * each.row.size
    return roomy >= 0.75 * (len(group.rows) - 1)


def _tell_attributions(groups: Sequence[Group], found: list[BlockKind]) -> None:
    for index in range(1, len(groups)):
        group = groups[index]
        if len(group.rows) > 2 or len(group.text) > 160 or found[index] is BlockKind.HEADING:
            continue
        after_display = found[index - 1] in DISPLAYED
        dashed = ATTRIBUTION.match(group.text) is not None
        right = min(each.indent for each in group.rows) > 6 * group.size and group.short < 2 * group.size
        if after_display and (dashed or right):
            found[index] = BlockKind.ATTRIBUTION
        elif dashed and found[index - 1] is BlockKind.PARAGRAPH and group.indent > 2 * group.size:
            found[index] = BlockKind.ATTRIBUTION
            found[index - 1] = BlockKind.BLOCK_QUOTATION


def _tell_epigraphs(groups: Sequence[Group], found: list[BlockKind]) -> None:
    """A displayed block right under a heading, or at the very beginning, is an epigraph."""
    del groups
    opening = True
    for index, kind in enumerate(found):
        if kind is BlockKind.HEADING:
            opening = True
        elif kind in DISPLAYED and opening:
            if kind is not BlockKind.VERSE:
                found[index] = BlockKind.EPIGRAPH
        elif kind is not BlockKind.ATTRIBUTION:
            opening = False


def _tell_bibliography(groups: Sequence[Group], found: list[BlockKind]) -> None:
    inside = False
    for index, (group, kind) in enumerate(zip(groups, found, strict=True)):
        if kind is BlockKind.HEADING:
            inside = group.text.strip(" .:0123456789").casefold() in _BIBLIOGRAPHY
        elif inside and kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, *DISPLAYED):
            found[index] = BlockKind.BIBLIOGRAPHY_ENTRY
