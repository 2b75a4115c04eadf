"""Which paragraphs of a word processor's file are displayed quotations, by the name of their style or their indents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.model.document import BlockKind

LEAST = 280
"""Twentieths of a point (half a centimetre). A paragraph set in by less is not set off."""
LEAST_PART = 0.2
"""Of the letters: an edge at which less stands is not that of the text."""

_STYLES = (
    (re.compile(r"^(sub)?title$|^heading \d"), BlockKind.HEADING),
    (re.compile(r"epigra|motto"), BlockKind.EPIGRAPH),
    (re.compile(r"vers(e|o)?\b|poem|poetry|gedicht|poesi|poème"), BlockKind.VERSE),
    (re.compile(r"\bcaption|beschriftung|légende"), BlockKind.CAPTION),
    (re.compile(r"bibliogra|works cited|literaturverz"), BlockKind.BIBLIOGRAPHY_ENTRY),
    (
        re.compile(
            r"block ?te?xt|bloktekst|extract|quot(e|ation)s?\b|blockquote|zitat|sitat|citát|citat\b|citaz|citaç|citaat"
            r"|\bcita\b|^citation( intense| longue)?$|^(block|long|longue) citation$"
        ),
        BlockKind.BLOCK_QUOTATION,
    ),
)
_REPEATING = re.compile(r"(?:toc|contents|figure index|illustration index|index) \d|table of figures")
_SOURCE_LINE = re.compile(r"(quote|quotation|epigraph|extract|verse|poem).{0,12}(source|author|attrib|credit)")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is set. `styles` are the names of its style and those it is based on, the nearest first.

    `left`, `right` and `first` are indents in twentieths of a point, `first` that of the first line (negative
    when it hangs). `plain` is False in lists, headings and table cells, where an indent says nothing.
    """

    styles: tuple[str, ...] = ()
    left: int = 0
    right: int = 0
    first: int = 0
    length: int = 0
    plain: bool = True

    @property
    def repeats(self) -> bool:
        """Whether it is a line of a table of contents or of figures, which repeats what stands elsewhere."""
        return bool(self.styles) and _REPEATING.match(self.styles[0].lower().replace("_20_", " ")) is not None


def kind_by_style(styles: Iterable[str]) -> BlockKind | None:
    """What the names of styles say, the nearest first; None when they say nothing."""
    for name in styles:
        lowered = name.lower().replace("_20_", " ").replace("-", " ").replace("_", " ")
        if _SOURCE_LINE.search(lowered):
            return BlockKind.ATTRIBUTION
        for pattern, kind in _STYLES:
            if pattern.search(lowered):
                return kind
    return None


def kinds(settings: list[Setting]) -> list[BlockKind | None]:
    """What each paragraph is, None for a plain one.

    A paragraph is set off by its indent when its left edge stands further in than the text's, and it does not
    hang, as entries of a list of works do. The text's edge is the leftmost at which a good part of it stands.
    """
    edges: Counter[int] = Counter()
    for each in settings:
        if each.plain:
            edges[each.left] += each.length + 1
    part = sum(edges.values()) * LEAST_PART
    usual = min((edge for edge, length in edges.items() if length >= part), default=0)
    found: list[BlockKind | None] = []
    for each in settings:
        kind = kind_by_style(each.styles)
        if kind is None and each.plain and each.left - usual >= LEAST and each.first >= 0:
            kind = BlockKind.BLOCK_QUOTATION
        found.append(kind)
    return found
