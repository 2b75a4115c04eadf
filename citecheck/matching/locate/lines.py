"""Tells apart, for many quotations at once, those whose seeds stand in one line: most do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from citecheck.matching.locate.chain import ADDED, OMITTED, SLIP
from citecheck.matching.locate.hits import Line
from citecheck.matching.locate.scan import Met
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.table import Flags, Indexes
from citecheck.matching.locate.vote import WORTH

_APART = 1 << 36
"""More than letters of a source and of a quotation together."""


def lines(met: Met, soughts: Sequence[Sought], cited: Sequence[frozenset[int]], bounds: Indexes) -> list[Line | None]:
    """For each quotation in one part whose seeds stand in a line, that line; None for the others.

    `met` is in the order of quotations, sources and places; the hits of quotation `i` end before `bounds[i + 1]`. Seeds
    beside the line are left out where they say nothing new, and all together are too few to make a place; not so where
    the quotation cites another source than the line's, whose best place counts even if it is weak.
    """
    found: list[Line | None] = [None] * len(soughts)
    some = np.flatnonzero(np.diff(bounds))
    if not len(some):
        return found
    first, last = bounds[some], bounds[some + 1] - 1
    near = _near(met, first, last)
    rows = np.flatnonzero(near)
    starts = np.searchsorted(rows, first)
    heads, tails = rows[starts], rows[np.append(starts[1:], len(rows)) - 1]
    slips = (met.at - met.letter)[rows]
    good = np.logical_and.reduceat(np.append(_follows(met, rows), True), starts)
    good &= np.maximum.reduceat(slips, starts) - np.minimum.reduceat(slips, starts) <= SLIP
    if len(rows) < len(near):
        good &= _enough(met, rows, np.flatnonzero(~near), len(soughts))[some]
    broken = ~good & _broken(met, soughts, first)
    heads, tails = np.where(broken, first, heads), np.where(broken, last, tails)
    reach = np.array([sought.reach if len(sought.parts) == 1 else -1 for sought in soughts], dtype=np.int64)[some]
    good |= broken
    good &= (met.at[tails] - met.at[heads] <= reach) & (met.source[heads] == met.source[tails])
    alone = (broken | np.logical_and.reduceat(near, first))[good].tolist()
    heads, tails = heads[good], tails[good]
    columns = met.source[heads], met.letter[heads], met.letter[tails], met.at[heads], met.at[tails]
    made = zip(*[column.tolist() for column in (*columns, met.offset[heads], met.offset[tails])], strict=True)
    for index, row, only in zip(some[good].tolist(), made, alone, strict=True):
        if only or not cited[index] or row[0] in cited[index]:
            found[index] = Line(*row)
    return found


def _near(met: Met, first: Indexes, last: Indexes) -> Flags:
    """Whether each hit is as far along as the middle one of its quotation's, when these are put in order."""
    slips = met.at - met.letter
    query = met.query[first]
    middle = np.sort(met.query * _APART + slips)[(first + last + 1) // 2] - query * _APART
    near: Flags = np.abs(slips - np.repeat(middle, last - first + 1)) <= SLIP
    return near


def _follows(met: Met, rows: Indexes) -> Flags:
    """For each hit but the first whether its letter comes after that of the one before, or another quotation begins."""
    follows: Flags = np.diff(met.query[rows] * _APART + met.letter[rows]) > 0
    return follows


def _enough(met: Met, line: Indexes, beside: Indexes, count: int) -> Flags:
    """By quotation whether the hits beside its line say nothing that the line does not.

    They do not where their letters have others in the line; nor does a single one between letters of the line.
    """
    letters = met.query * _APART + met.letter
    # Within a quotation whose line is none the order may be wrong; the others' letters are found all the same.
    own, sought = letters[line], letters[beside]
    after = np.searchsorted(own, sought)
    inside = (after > 0) & (after < len(own))
    at = np.minimum(after, len(own) - 1)
    known = own[at] == sought
    query, inner = met.query[beside], met.query[line]
    within = inside & (inner[at] == query) & (inner[at - 1] == query)
    fresh = np.bincount(query, np.where(known, 0, np.where(within, 1, 2)), count)
    weight = np.minimum(met.weight, 1.0)
    enough: Flags = np.bincount(query, weight[beside], count) < WORTH * np.bincount(inner, weight[line], count)
    return enough & (fresh <= 1)


def _broken(met: Met, soughts: Sequence[Sought], first: Indexes) -> Flags:
    """By quotation whether all its hits make one line with words left out or put in; what `straight` asks of one."""
    size = np.array([sought.size for sought in soughts], dtype=np.int64)[met.query]
    letter, at = np.diff(met.letter, prepend=0), np.diff(met.at, prepend=0)
    jump = at - letter
    begins = np.zeros(len(size), dtype=np.bool_)
    begins[first] = True
    good = begins | ((letter > 0) & ((jump == 0) | ((letter >= size) & (at >= size))))
    gap = ~begins & (np.abs(jump) > SLIP)
    cost = np.where(gap, np.where(jump > 0, jump * OMITTED, jump * -ADDED), 0.0)
    rows = np.flatnonzero(begins | gap)
    held = np.add.reduceat(np.where(begins | gap, size, np.minimum(letter, size)), rows)
    least = np.minimum.reduceat(held, np.searchsorted(rows, first))
    broken: Flags = np.logical_and.reduceat(good, first) & (np.add.reduceat(cost, first) < least)
    return broken
