"""Tells apart, for many quotations at once, those whose seeds stand in one straight line: most do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from citecheck.matching.locate.chain import SLIP
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
    beside the line are left out where each stands in the line, too, and all together are too few to make a place; not
    so where the quotation cites another source than the line's, whose best place counts even if it is weak.
    """
    found: list[Line | None] = [None] * len(soughts)
    counts = np.diff(bounds)
    some = np.flatnonzero(counts)
    if not len(some):
        return found
    first, counts = bounds[some], counts[some]
    slips = met.at - met.letter
    usual = np.sort(met.query * _APART + slips)[first + counts // 2] - some * _APART
    near = np.abs(slips - np.repeat(usual, counts)) <= SLIP
    rows = np.flatnonzero(near)
    starts = np.searchsorted(rows, first)
    heads, tails = rows[starts], rows[np.append(starts[1:], len(rows)) - 1]
    reach = np.array([sought.reach if len(sought.parts) == 1 else -1 for sought in soughts], dtype=np.int64)[some]
    good = (met.at[tails] - met.at[heads] <= reach) & (met.source[heads] == met.source[tails])
    good &= np.maximum.reduceat(slips[rows], starts) - np.minimum.reduceat(slips[rows], starts) <= SLIP
    letters = met.query * _APART + met.letter
    good &= np.logical_and.reduceat(np.append(np.diff(letters[rows]) > 0, True), starts)
    entire = np.logical_and.reduceat(near, first)
    if len(rows) < len(near):
        good &= _enough(met, letters, rows, np.flatnonzero(~near), len(soughts))[some]
    heads, tails = heads[good], tails[good]
    columns = met.source[heads], met.letter[heads], met.letter[tails], met.at[heads], met.at[tails]
    made = zip(*[column.tolist() for column in (*columns, met.offset[heads], met.offset[tails])], strict=True)
    for index, row, alone in zip(some[good].tolist(), made, entire[good].tolist(), strict=True):
        if alone or not cited[index] or row[0] in cited[index]:
            found[index] = Line(*row)
    return found


def _enough(met: Met, letters: Indexes, line: Indexes, beside: Indexes, count: int) -> Flags:
    """By quotation whether the seeds beside its line say nothing that the line does not."""
    # Within a quotation whose line is none the order may be wrong; the others' letters are found all the same.
    known = letters[line][np.minimum(np.searchsorted(letters[line], letters[beside]), len(line) - 1)] == letters[beside]
    weight = np.minimum(met.weight, 1.0)
    own = np.bincount(met.query[line], weight[line], count)
    other = np.bincount(met.query[beside], np.where(known, weight[beside], np.inf), count)
    enough: Flags = other < WORTH * own
    return enough
