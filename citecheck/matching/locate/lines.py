"""Tells apart, for many quotations at once, those whose seeds stand in one line: most do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from citecheck.matching.locate.chain import ADDED, OMITTED, SLIP
from citecheck.matching.locate.hits import Line
from citecheck.matching.locate.scan import Met
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.table import Flags, Indexes
from citecheck.matching.locate.vote import WORTH

_APART = 1 << 36
"""More than letters of a source and of a quotation together."""
_WIDE = 40
"""Letters that may be left out or put in at the places of one line, beside a quarter of those that it has."""


class _Rows(NamedTuple):
    """Where lines begin and end among the hits, one a part; whether they are any, and nothing stands beside them."""

    head: Indexes
    tail: Indexes
    good: Flags
    alone: Flags


def lines(met: Met, soughts: Sequence[Sought], cited: Sequence[frozenset[int]]) -> list[Line | None]:
    """For each quotation the line in which its seeds stand, those of each part in a line and after the part before.

    `met` is in the order of quotations, sources and places. Seeds beside the line of a part are left out where they say
    nothing new, and all together are too few to make a place; not so where the quotation cites another source than the
    line's, whose best place counts even if it is weak. None for quotations whose seeds make no line.
    """
    found: list[Line | None] = [None] * len(soughts)
    if not len(met.query):
        return found
    group = _parts(met, soughts)
    if (np.diff(group) < 0).any():
        order = np.argsort(group, kind="stable")
        met, group = met.take(order), group[order]
    first = np.flatnonzero(np.diff(group, prepend=-1))
    owner = met.query[first]
    size = np.array([sought.size for sought in soughts], dtype=np.int64)
    letters = np.array([len(sought.letters) for sought in soughts], dtype=np.int64)
    rows = _lines_of_parts(met._replace(query=group), first, size[owner], letters[owner])
    for line, alone, query in _joined(met, rows, owner, soughts):
        if alone or not cited[query] or line.source in cited[query]:
            found[query] = line
    return found


def _joined(met: Met, rows: _Rows, owner: Indexes, soughts: Sequence[Sought]) -> list[tuple[Line, bool, int]]:
    """The lines of the parts of each quotation made one, where all of them have one and stand in order."""
    begins = np.flatnonzero(np.diff(owner, prepend=-1))
    ends = np.append(begins[1:], len(owner))
    good = np.logical_and.reduceat(rows.good, begins)
    several = np.flatnonzero(np.diff(owner) == 0)
    if len(several):
        before, after = rows.tail[several], rows.head[several + 1]
        apart = (met.source[before] != met.source[after]) | (met.at[before] >= met.at[after])
        good &= np.bincount(np.searchsorted(begins, several[apart], side="right") - 1, minlength=len(begins)) == 0
    heads, tails, query = rows.head[begins], rows.tail[ends - 1], owner[begins]
    whole = np.array([len(sought.bounds) - 1 for sought in soughts], dtype=np.int64)[query]
    reach = np.array([sought.reach for sought in soughts], dtype=np.int64)
    good &= (met.source[heads] == met.source[tails]) & (met.at[tails] - met.at[heads] <= reach[query])
    good &= ends - begins == whole
    alone = np.logical_and.reduceat(rows.alone, begins)[good].tolist()
    heads, tails = heads[good], tails[good]
    columns = met.source[heads], met.letter[heads], met.letter[tails], met.at[heads], met.at[tails]
    made = zip(*[column.tolist() for column in (*columns, met.offset[heads], met.offset[tails])], strict=True)
    return [(Line(*row), only, each) for row, only, each in zip(made, alone, query[good].tolist(), strict=True)]


def _lines_of_parts(met: Met, first: Indexes, size: Indexes, letters: Indexes) -> _Rows:
    """The line of each part, whose hits begin at `first` and have its number for `met.query`.

    `size` is that of the seeds of its quotation, `letters` how many letters this has.
    """
    counts = np.diff(np.append(first, len(met.query)))
    number = met.query[first]
    slips = met.at - met.letter
    # The slip of the middle one of each part's hits, when these are put in order.
    middle = np.sort(met.query * _APART + slips)[first + counts // 2] - number * _APART
    away = np.abs(slips - np.repeat(middle, counts))
    near = away <= SLIP
    rows, head, tail = _ends(near, first)
    good = np.logical_and.reduceat(np.append(_follows(met, rows), True), head)
    good &= np.maximum.reduceat(slips[rows], head) - np.minimum.reduceat(slips[rows], head) <= SLIP
    good &= _enough(met, near, number)
    found = _Rows(rows[head], rows[tail], good, np.logical_and.reduceat(near, first))
    left = np.flatnonzero(~good)
    if len(left):
        own = np.flatnonzero(np.repeat(~good, counts))
        wide = away[own] <= np.repeat(letters[left] // 4 + _WIDE, counts[left])
        more = _broken_lines(met.take(own), np.cumsum(counts[left]) - counts[left], size[left], wide)
        found.head[left], found.tail[left] = own[more.head], own[more.tail]
        found.good[left], found.alone[left] = more.good, more.alone
    return found


def _broken_lines(met: Met, first: Indexes, size: Indexes, wide: Flags) -> _Rows:
    """As `_lines_of_parts`, for lines with words left out or put in: those of the hits that are `wide`."""
    rows, head, tail = _ends(wide, first)
    counts = np.diff(np.append(first, len(wide)))
    good = _broken(met.take(rows), np.repeat(size, counts)[rows], head) & _enough(met, wide, met.query[first])
    return _Rows(rows[head], rows[tail], good, np.logical_and.reduceat(wide, first))


def _parts(met: Met, soughts: Sequence[Sought]) -> Indexes:
    """The number of the part that each hit is in, all quotations' parts counted through."""
    counts = np.array([len(sought.bounds) - 1 for sought in soughts], dtype=np.int64)
    parts = (np.cumsum(counts) - counts)[met.query]
    rows = np.flatnonzero(counts[met.query] > 1)
    if len(rows):
        begins = [query * _APART + low for query, sought in enumerate(soughts) for low in sought.bounds[:-1]]
        sought_for = met.query[rows] * _APART + met.letter[rows]
        parts[rows] = np.searchsorted(np.array(begins), sought_for, side="right") - 1
    return parts


def _ends(kept: Flags, first: Indexes) -> tuple[Indexes, Indexes, Indexes]:
    """The hits that are kept, and where among them those of each part begin and end; of each one at least is kept."""
    rows = np.flatnonzero(kept)
    head = np.searchsorted(rows, first)
    return rows, head, np.append(head[1:], len(rows)) - 1


def _follows(met: Met, rows: Indexes) -> Flags:
    """For each hit but the first whether its letter comes after that of the one before, or another part begins."""
    follows: Flags = np.diff(met.query[rows] * _APART + met.letter[rows]) > 0
    return follows


def _enough(met: Met, kept: Flags, number: Indexes) -> Flags:
    """By part whether the hits beside its line say nothing that the line does not.

    They do not where their letters have others in the line; nor does a single one between letters of the line.
    """
    if kept.all():
        return np.ones(len(number), dtype=np.bool_)
    line, beside = np.flatnonzero(kept), np.flatnonzero(~kept)
    letters = met.query * _APART + met.letter
    # Within a part whose line is none the order may be wrong; the others' letters are found all the same.
    own, sought = letters[line], letters[beside]
    after = np.searchsorted(own, sought)
    inside = (after > 0) & (after < len(own))
    at = np.minimum(after, len(own) - 1)
    known = own[at] == sought
    query, inner, count = met.query[beside], met.query[line], int(number[-1]) + 1
    within = inside & (inner[at] == query) & (inner[at - 1] == query)
    fresh = np.bincount(query, np.where(known, 0, np.where(within, 1, 2)), count)
    weight = np.minimum(met.weight, 1.0)
    enough = np.bincount(query, weight[beside], count) < WORTH * np.bincount(inner, weight[line], count)
    told: Flags = (enough & (fresh <= 1))[number]
    return told


def _broken(met: Met, size: Indexes, first: Indexes) -> Flags:
    """By part whether all its hits make one line with words left out or put in; what `straight` asks of one."""
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
