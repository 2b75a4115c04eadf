"""Hands every quotation the seeds of it that were met, without those too scattered to lead anywhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from citecheck.matching.locate.hits import Hits, Line
from citecheck.matching.locate.lines import lines
from citecheck.matching.locate.scan import Met
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.table import Flags, Indexes
from citecheck.matching.locate.vote import WORTH

_APART = 1 << 34
"""More than any source has letters: so one number orders sources and places."""


class Gathered:
    """The seeds met of many quotations, by quotation, source and place."""

    def __init__(self, met: Met, cited: Sequence[frozenset[int]]) -> None:
        self._met = met
        self._cited = cited
        self._bounds = np.searchsorted(met.query, np.arange(len(cited) + 1))

    def hits(self, index: int) -> Hits:
        """The hits of one quotation."""
        start, end = self._bounds[index : index + 2].tolist()
        return Hits(*[column[start:end].tolist() for column in self._met[1:]])

    def lines(self, soughts: Sequence[Sought]) -> list[Line | None]:
        """The line in which the seeds of each quotation stand, if they do."""
        return lines(self._met, soughts, self._cited)


def gather(met: Met, soughts: Sequence[Sought], cited: Sequence[frozenset[int]], *, worth: float = WORTH) -> Gathered:
    """The hits of each quotation; `worth` as in `vote`."""
    met = _in_order(met, len(cited))
    kept = _near_others(met, soughts, cited, worth)
    return Gathered(met if kept.all() else met.take(np.flatnonzero(kept)), cited)


def _in_order(met: Met, queries: int) -> Met:
    """The hits by quotation, source and place."""
    # Those of one quotation mostly come in order, and numpy sorts small numbers many times as fast.
    met = met.take(np.argsort(met.query.astype(np.uint16) if queries <= 1 << 16 else met.query, kind="stable"))
    sources = int(met.source.max()) + 1 if len(met.source) else 1
    along = (met.query * sources + met.source) * _APART + met.at
    return met.take(np.argsort(along, kind="stable")) if (np.diff(along) < 0).any() else met


def _near_others(met: Met, soughts: Sequence[Sought], cited: Sequence[frozenset[int]], worth: float) -> Flags:
    """The hits in places that weigh enough beside the best place of their quotation, cited sources apart."""
    if not len(met.query):
        return np.zeros(0, dtype=np.bool_)
    reach = np.array([sought.reach for sought in soughts], dtype=np.int64)[met.query]
    sources = int(met.source.max()) + 1
    along = (met.query * sources + met.source) * _APART + met.at
    ends = np.searchsorted(along, along + reach, side="right")
    sums = np.concatenate(([0.0], np.cumsum(met.weight)))
    weight = sums[ends] - sums[:-1]
    group = met.query * 2 + _in_cited(met, cited, sources)
    best = np.zeros(2 * len(soughts))
    np.maximum.at(best, group, weight)
    # A little slack: sums from the left differ in their last digits from those of one quotation alone.
    good = np.flatnonzero(weight >= 0.99 * worth * best[group])
    depth = np.zeros(len(met.query) + 1, dtype=np.int64)
    np.add.at(depth, good, 1)
    np.add.at(depth, ends[good], -1)
    kept: Flags = np.cumsum(depth)[:-1] > 0
    return kept


def _in_cited(met: Met, cited: Sequence[frozenset[int]], sources: int) -> Indexes:
    """1 for each hit in a source that its quotation cites, 0 for others."""
    pairs = [query * sources + index for query, indexes in enumerate(cited) for index in indexes if index < sources]
    known = np.unique(np.array([*pairs, -1], dtype=np.int64))
    along = met.query * sources + met.source
    found: Indexes = (known[np.searchsorted(known, along, side="right") - 1] == along).astype(np.int64)
    return found
