"""Puts rows together into blocks, over the ends of columns and pages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.readers.pdf.measures import LARGER, Measures, Placed
from citecheck.parser.readers.prose.sentences import is_open, starts_low

ATTRIBUTION = re.compile(r"(?:—|–|--|―)\s?[^\W\d_]")
_ITEM = re.compile(r"[(\[]?(?:\d{1,4}|[a-z]|[ivxl]{1,6}|\W{1,3})[.)\]]{0,2}", re.IGNORECASE)
_HYPHEN = re.compile(r"[^\W\d_]-$")
_LOOKED_AT = 12
"""Rows at a block's end that show the distance of its lines."""

_APART = 1.22
"""A distance of base lines so many times the usual one sets a block apart."""


@dataclass(slots=True)
class Group:
    """The rows of one block.

    `gap` is the distance from the block above in lines, 0 at a column's top. `indent` is how far the rows after the
    first begin from the margin (the first of a block of one), `short` how far the longest ends before the other.
    """

    rows: list[Placed]
    gap: float = 0.0
    indent: float = 0.0
    short: float = 0.0

    def __post_init__(self) -> None:
        self.indent, self.short = self.rows[0].indent, self.rows[0].short

    def add(self, each: Placed) -> None:
        """Adds a row."""
        self.indent = each.indent if len(self.rows) == 1 else min(self.indent, each.indent)
        self.short = min(self.short, each.short)
        self.rows.append(each)

    @property
    def text(self) -> str:
        """Its rows, line by line."""
        return "\n".join(each.text for each in self.rows)

    @property
    def size(self) -> float:
        """The size of its type."""
        return self.rows[0].row.size


def groups_of(rows: Sequence[Placed], measures: Measures) -> list[Group]:
    """The blocks of a text."""
    found: list[Group] = []
    for index, each in enumerate(rows):
        after = rows[index + 1] if index + 1 < len(rows) else None
        gap = _gap(rows[index - 1], each, measures) if index else 0.0
        if not found or _begins(found[-1], each, after, gap, measures):
            found.append(Group([each], gap))
        else:
            found[-1].add(each)
    return found


def _gap(before: Placed, each: Placed, measures: Measures) -> float:
    """The distance of two rows in lines of their size; 0 where a column or page ends between them."""
    if each.turn or before.row.sheet != each.row.sheet or each.row.base >= before.row.base:
        return 0.0
    pitch = measures.pitch * max(before.row.size, each.row.size) / measures.size
    return (before.row.base - each.row.base) / max(1.0, pitch)


def _begins(group: Group, each: Placed, after: Placed | None, gap: float, measures: Measures) -> bool:
    """Whether a row begins a new block."""
    before = group.rows[-1]
    if each.row.marked:
        return False
    if not LARGER > each.row.size / before.row.size > 1 / LARGER:
        return True
    if each.row.bold != before.row.bold and (before.row.bold or len(group.rows) > 1 or is_large(each, measures)):
        return True
    if _HYPHEN.search(before.text) and starts_low(each.text):
        return False
    if gap == 0.0:
        return not _runs_over(group, each, after)
    if gap > _leading(group, measures) * (_APART + _lowered(before, each)):
        return True
    if ATTRIBUTION.match(each.text) and not is_open(before.text) and group.indent > 0.8 * group.size:
        return True
    return _shifts(group, each, after) or _ends_short(group, each, after, measures)


def _lowered(before: Placed, each: Placed) -> float:
    """How much lower, in lines, a raised marker may push the row that it stands in, where a sentence goes on in it."""
    return 0.25 if each.row.has_raised and (is_open(before.text) or starts_low(each.text)) else 0.0


def _leading(group: Group, measures: Measures) -> float:
    """The distance of a block's own rows in lines of its size; 1 for a block of one row."""
    steps = [
        (before.row.base - row.row.base) / (measures.pitch * row.row.size / measures.size)
        for before, row in itertools.pairwise(group.rows[-_LOOKED_AT:])
        if before.row.base > row.row.base and not row.turn
    ]
    return min(1.6, max(0.7, min(steps))) if steps else 1.0


def is_large(each: Placed, measures: Measures) -> bool:
    """Whether a row is in larger type than the text."""
    return each.row.size > measures.size * LARGER


def _shifts(group: Group, each: Placed, after: Placed | None) -> bool:
    """Whether a row begins elsewhere than its block: a first line set in, a displayed block's begin or end."""
    em = each.row.size
    first = group.rows[0]
    if len(group.rows) == 1:
        step = each.indent - first.indent
        if abs(step) < 0.5 * em:
            return False
        if step < 0:
            # The first line was set in, if it was a full one.
            return first.room(each) > 0.8 * em
        if _hangs_from_label(first, each):
            return False
        hanging = after is not None and abs(after.indent - each.indent) < 0.3 * em and not is_open(first.text)
        full = first.room(each) < 0.6 * em
        return not full or (hanging and not after_hangs(first, each))
    step = each.indent - group.indent
    return abs(step) > 0.5 * em


def _hangs_from_label(first: Placed, each: Placed) -> bool:
    """Whether a row begins below the first word after the number, letter or sign that begins the one before."""
    words = first.row.words
    if len(words) < 2 or not _ITEM.fullmatch(words[0].text):
        return False
    return any(abs(each.row.left - word.left) < 0.3 * each.row.size for word in words[1:3])


def after_hangs(first: Placed, each: Placed) -> bool:
    """Whether the second row of a block hangs: its first is an entry's full line, and the row goes on with it."""
    return is_open(first.text) or starts_low(each.text)


def _ends_short(group: Group, each: Placed, after: Placed | None, measures: Measures) -> bool:
    """Whether the row before left room for this one's first word, and its sentence is closed."""
    before = group.rows[-1]
    if measures.set_in and len(group.rows) == 1 and abs(before.indent - measures.set_in) < 0.3 * group.size:
        # Two first lines, one under the other.
        first = abs(each.indent - before.indent) < 0.3 * group.size and not starts_low(each.text)
        outdented = after is not None and after.indent < 0.3 * group.size and not after.turn
        return first and (outdented or before.room(each) > 0.1 * group.size)
    if group.indent > 0.8 * group.size or is_open(before.text) or starts_low(each.text):
        return False
    return before.room(each) > max(group.short, 0.0) + 1.2 * each.row.size


def _runs_over(group: Group, each: Placed, after: Placed | None) -> bool:
    """Whether a block goes on over a column's or page's end."""
    before = group.rows[-1]
    em = each.row.size
    if group.size > 1.25 * em or ATTRIBUTION.match(before.text):
        return False
    same = abs(each.indent - group.indent) < 0.8 * em
    alone = len(group.rows) == 1 and each.indent <= group.rows[0].indent + 0.5 * em
    level = same or alone or (each.indent < 0.8 * em and group.indent < 0.8 * em)
    if not level:
        return False
    set_in = after is not None and each.indent - after.indent > 0.5 * em and not after.turn
    if starts_low(each.text):
        return is_open(before.text) or not before.text.endswith((":", ":—"))
    full = before.room(each) - max(0.0, group.short) < 0.8 * em
    if is_open(before.text):
        return full or each.text[:1].islower()
    return full and not set_in
