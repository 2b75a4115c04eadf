"""Passes every source once by the table of all quotations' seeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from citecheck.matching.locate.fold import SPACELESS
from citecheck.matching.locate.hits import EXACT, PER_SOURCE
from citecheck.matching.locate.library import Chunk, Library
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.table import Flags, Indexes, Sums, Table, hashes

IN_ALL = 256
"""How often one seed counts in all the sources together that its quotation does not cite."""


_SHARED, _CROWD = 16, 400
"""Quotations that may share a seed before those that cite a source are taken there by themselves, and before the seed
counts less often for the others."""


class Met(NamedTuple):
    """Seeds met in sources, one a row of each array; see `Hits` for what the columns are."""

    query: Indexes
    source: Indexes
    at: Indexes
    letter: Indexes
    offset: Indexes
    weight: NDArray[np.float64]

    def take(self, rows: Indexes) -> Met:
        """Those rows, in their order."""
        return Met(
            self.query[rows], self.source[rows], self.at[rows], self.letter[rows], self.offset[rows], self.weight[rows]
        )


def scan(
    soughts: Sequence[Sought],
    library: Library,
    cited: Sequence[frozenset[int]],
    *,
    cited_only: bool = False,
    per_source: int = PER_SOURCE,
) -> Met:
    """The seeds of every quotation in all texts; `cited` are the indexes of the texts that each quotation cites.

    With `cited_only` each looks in those alone. A seed counts at most `per_source` times in a text and, where no
    quotation of it cites the text, `IN_ALL` times in all; beyond that only places where the whole run of the
    quotation stands. A seed that many quotations share counts for those that cite the text, and for the others less
    often when they are a crowd. So neither time nor memory grows with what a hostile text or manuscript repeats.
    """
    tables = _tables(soughts)
    citing: dict[int, list[int]] = {}
    for query, indexes in enumerate(cited):
        for index in indexes:
            citing.setdefault(index, []).append(query)
    in_all = 0 if cited_only else IN_ALL
    passes = [_Pass(table, per_source, in_all) for table in tables]
    for source in range(len(library.texts)):
        if cited_only and source not in citing:
            continue
        flags = np.zeros(len(soughts), dtype=np.bool_)
        flags[citing.get(source, [])] = True
        for going in passes:
            going.begin(source, flags)
        for chunk in library.chunks(source):
            by_size = hashes(chunk.codes, (table.size for table in tables))
            for going in passes:
                going.meet(chunk, by_size[going.table.size])
    rows = [going.rows() for going in passes]
    if not rows:
        return Met(*(np.empty(0, dtype=np.int64),) * 5, np.empty(0, dtype=np.float64))
    return Met(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def _tables(soughts: Sequence[Sought]) -> list[Table]:
    kinds: dict[tuple[int, bool], list[int]] = {}
    for index, sought in enumerate(soughts):
        if sought.sown:
            kinds.setdefault((sought.size, sought.whole), []).append(index)
    return [Table(size, whole, soughts, indexes) for (size, whole), indexes in sorted(kinds.items())]


class _Pass:
    """One table on its way through the sources, with what it met.

    What is counted and limited are the distinct hashes of the table, or its seeds where these are whole words.
    """

    def __init__(self, table: Table, per_source: int, in_all: int) -> None:
        self.table = table
        self._per_source = per_source
        self._in_all = in_all
        self._kinds = len(table.letter) if table.whole else len(table.known)
        self._seen = np.zeros(self._kinds, dtype=np.int64)
        self._taken = np.zeros(self._kinds, dtype=np.int64)
        self._allowed = self._taken
        self._most = np.full(self._kinds, in_all, dtype=np.int64)
        self._shared = np.zeros(self._kinds, dtype=np.bool_)
        if not table.whole:
            self._shared = table.count > _SHARED
            self._most = np.minimum(in_all, 1 + in_all * _CROWD // table.count)
        self._cited = np.zeros(0, dtype=np.bool_)
        self._own = np.zeros(0, dtype=np.int64)
        self._source = 0
        self._met: list[tuple[int, Indexes, Indexes, Indexes, bool]] = []

    def begin(self, source: int, cited: Flags) -> None:
        """A new source begins; `cited` says for each quotation whether it cites it."""
        table = self.table
        self._source = source
        self._cited = cited
        self._own = self._own[:0]
        self._allowed = np.minimum(self._per_source, np.maximum(0, self._most - self._taken))
        if cited.any():
            wanted = cited[table.query]
            if not table.whole:
                own = np.flatnonzero(wanted & self._shared[table.kind])
                self._own = own[np.argsort(table.kind[own], kind="stable")]
                wanted = np.logical_or.reduceat(wanted[table.order], table.first) & ~self._shared
            self._allowed[wanted] = self._per_source

    def meet(self, chunk: Chunk, by_place: NDArray[np.uint32]) -> None:
        """Takes note of the seeds that stand in a chunk."""
        table = self.table
        places, kinds = table.meet(by_place)
        if table.whole:
            places, kinds = self._words(chunk, by_place, *table.seeds(places, kinds))
        elif chunk.carried:
            fresh = places > chunk.carried - table.size
            places, kinds = places[fresh], kinds[fresh]
        if not len(places):
            return
        if len(self._own):
            self._note_own(chunk, places, kinds)
        counts = np.bincount(kinds, minlength=self._kinds)
        self._seen += counts
        over = None
        if (counts > self._allowed).any():
            kept = rank(kinds) < self._allowed[kinds]
            over = places[~kept], kinds[~kept]
            places, kinds = places[kept], kinds[kept]
            counts = np.bincount(kinds, minlength=self._kinds)
        self._taken += counts
        self._allowed = self._allowed - counts
        self._note(chunk, *((places, kinds) if table.whole else self._seeds(places, kinds)), exact=False)
        if over and self._in_all and not table.whole:
            self._note_whole_runs(chunk, *over)

    def _seeds(self, places: Indexes, kinds: Indexes) -> tuple[Indexes, Indexes]:
        """Every seed at the places but those that `_note_own` takes."""
        places, seeds = self.table.seeds(places, kinds)
        if not len(self._own):
            return places, seeds
        others = ~(self._shared[self.table.kind[seeds]] & self._cited[self.table.query[seeds]])
        return places[others], seeds[others]

    def _note_own(self, chunk: Chunk, places: Indexes, kinds: Indexes) -> None:
        """Takes note of shared seeds for the quotations that cite the source, and for no others."""
        few = self._shared[kinds] & (rank(kinds) < self._per_source)
        places, kinds = places[few], kinds[few]
        own = self.table.kind[self._own]
        first = np.searchsorted(own, kinds)
        counts = np.searchsorted(own, kinds, side="right") - first
        ends = np.cumsum(counts)
        within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
        self._note(chunk, np.repeat(places, counts), self._own[np.repeat(first, counts) + within], exact=False)

    def _words(
        self, chunk: Chunk, by_place: NDArray[np.uint32], places: Indexes, seeds: Indexes
    ) -> tuple[Indexes, Indexes]:
        """Those of the places where the whole word of a seed stands, and stands alone."""
        table = self.table
        ends = places + table.run[seeds]
        good = (ends >= chunk.carried) & (ends < len(chunk.codes) + chunk.last)
        places, seeds, ends = places[good], seeds[good], ends[good]
        good = by_place[ends - table.size] == table.last[seeds]
        places, seeds, ends = places[good], seeds[good], ends[good]
        good = _parted(chunk, places) & _parted(chunk, ends)
        return places[good], seeds[good]

    def _note(self, chunk: Chunk, places: Indexes, seeds: Indexes, *, exact: bool) -> None:
        self._met.append((self._source, seeds, places + chunk.base, chunk.offsets[places], exact))

    def _note_whole_runs(self, chunk: Chunk, places: Indexes, kinds: Indexes) -> None:
        """Of places beyond the limit, those where the whole run of a quotation stands letter by letter."""
        table = self.table
        begins = table.begins[kinds] & (table.count[kinds] <= _CROWD)
        places, seeds = table.seeds(places[begins], kinds[begins])
        good = table.stands_whole(Sums(chunk.codes), places, seeds)
        places, seeds = places[good], seeds[good]
        few = rank(seeds) < PER_SOURCE
        self._note(chunk, places[few], seeds[few], exact=True)

    def rows(self) -> Met:
        """All that was met."""
        table = self.table
        seeds = np.concatenate([np.empty(0, dtype=np.int64), *(seeds for _, seeds, _, _, _ in self._met)])
        lengths = [len(seeds) for _, seeds, _, _, _ in self._met]
        kind = seeds if table.whole else table.kind[seeds]
        weight = np.maximum(self._seen[kind], 1) ** -0.5
        weight += np.repeat([EXACT * exact for *_, exact in self._met], lengths) if lengths else 0.0
        return Met(
            table.query[seeds],
            np.repeat(np.array([source for source, *_ in self._met], dtype=np.int64), lengths),
            np.concatenate([np.empty(0, dtype=np.int64), *(at for _, _, at, _, _ in self._met)]),
            table.letter[seeds],
            np.concatenate([np.empty(0, dtype=np.int64), *(offset for _, _, _, offset, _ in self._met)]),
            weight,
        )


def rank(keys: Indexes) -> Indexes:
    """How many equal keys come before each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(keys) else order
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[order] = np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))
    return ranks


def _parted(chunk: Chunk, places: Indexes) -> Flags:
    """Whether something that is no letter, or no blank is due, stands before each place of a chunk."""
    inner = np.clip(places, 1, max(1, len(chunk.codes) - 1))
    if len(chunk.codes) < 2:
        return np.ones(len(places), dtype=np.bool_)
    gap = (chunk.offsets[inner] - chunk.offsets[inner - 1] > 1) | (places != inner)
    ranges = np.zeros(len(places), dtype=np.bool_)
    for low, high in SPACELESS:
        ranges |= (chunk.codes[inner] >= low) & (chunk.codes[inner] <= high)
    parted: Flags = gap | ranges
    return parted
