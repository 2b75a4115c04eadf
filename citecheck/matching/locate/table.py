"""The table of all quotations' seeds, and the hashes by which a text is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from citecheck.matching.locate.sought import Sought

if TYPE_CHECKING:
    from citecheck.matching.locate.fold import Codes

Hashes = NDArray[np.uint32]
Indexes = NDArray[np.int64]
Flags = NDArray[np.bool_]

_FACTOR = 0x9E3779B1
_MIX = np.uint32(0x85EBCA6B)
_SAME_SEED = 4
"""How often one quotation may have the same seed: a text of one letter has it everywhere."""


def _power(exponent: int) -> np.uint32:
    return np.uint32(pow(_FACTOR, exponent, 1 << 32))


def hashes(codes: Codes, sizes: Iterable[int]) -> dict[int, Hashes]:
    """For each size (of 1, 2, 4, 8, 12) the hash of the letters from every place on; `size - 1` fewer than letters."""
    wanted = set(sizes)
    if not wanted:
        return {}
    by_size = {1: codes.astype(np.uint32) * _MIX}
    for size in (2, 4, 8):
        if size <= max(wanted):
            by_size[size] = _joined(by_size[size // 2], size // 2, by_size[size // 2], size // 2)
    if 12 in wanted:
        by_size[12] = _joined(by_size[8], 8, by_size[4], 4)
    return {size: by_size[size] for size in wanted}


def _joined(left: Hashes, left_size: int, right: Hashes, right_size: int) -> Hashes:
    count = max(0, len(right) - left_size)
    joined = left[:count] * _power(right_size)
    joined += right[left_size : left_size + count]
    return joined


class Runs:
    """Whether whole runs of quotations stand somewhere letter by letter, told by one hash each.

    `start`, `size` and `hash` are by seed: those of the run in which the seed lies.
    """

    _powers = np.ones(1, dtype=np.uint32)

    @classmethod
    def powers(cls, count: int) -> Hashes:
        """The first powers of the hash's factor."""
        if len(cls._powers) < count:
            factors = np.full(count, _FACTOR, dtype=np.uint32)
            factors[0] = 1
            cls._powers = np.multiply.accumulate(factors, dtype=np.uint32)
        return cls._powers[:count]

    @classmethod
    def sums(cls, codes: Codes) -> Hashes:
        """The sums of which a difference is the hash of the letters between two places, times a power of its start."""
        sums = np.zeros(len(codes) + 1, dtype=np.uint32)
        np.cumsum(codes.astype(np.uint32) * _MIX * cls.powers(len(codes)), dtype=np.uint32, out=sums[1:])
        return sums


class Table:
    """The seeds of one size of many quotations.

    `query`, `letter`: by seed, the index of its quotation and where it begins in that one's letters. `run_size` and
    `run_hash` are those of the run of which it is the first seed, 0 when it is not. `span` is the size of the whole
    word that the seed stands for. `known` are the distinct hashes in order: `known[j]` is that of the `count[j]` seeds
    from `order[first[j]]` on, `kind` by seed its `j`; `begins[j]` says that one of them begins a run.
    """

    def __init__(self, size: int, whole: bool, soughts: Sequence[Sought], indexes: Sequence[int]) -> None:
        self.size = size
        self.whole = whole
        codes, bases = _concatenated(soughts, indexes)
        by_place = hashes(codes, (size,))[size]
        counts = np.array([len(soughts[index].seeds) for index in indexes])
        letter = np.array([place for index in indexes for place in soughts[index].seeds], dtype=np.int64)
        query = np.repeat(np.array(indexes, dtype=np.int64), counts)
        place = letter + np.repeat(bases, counts)
        kept = _few_of_each(by_place[place], query)
        self.query, self.letter, place = query[kept], letter[kept], place[kept]
        self._enter_runs(soughts, indexes, codes, bases)
        self.last = by_place[place + self.span - size] if whole else by_place[:0]
        self._index(by_place[place])

    def _enter_runs(self, soughts: Sequence[Sought], indexes: Sequence[int], codes: Codes, bases: Indexes) -> None:
        runs = {(index, start): end - start for index in indexes for start, end in soughts[index].runs}
        pairs = list(zip(self.query.tolist(), self.letter.tolist(), strict=True))
        self.run_size = np.array([runs.get(pair, 0) for pair in pairs], dtype=np.int64)
        self.span = self.run_size if self.whole else np.full(len(pairs), self.size, dtype=np.int64)
        base_of = dict(zip(indexes, bases.tolist(), strict=True))
        starts = np.array([base_of[index] + letter for index, letter in pairs], dtype=np.int64)
        sums = Runs.sums(codes)
        self._scaled = sums[starts + self.run_size] - sums[starts]
        self._scale = Runs.powers(len(codes) + 1)[starts]

    def _index(self, by_seed: Hashes) -> None:
        self.order = np.argsort(by_seed, kind="stable")
        self.known, self.first, self.count = np.unique(by_seed[self.order], return_index=True, return_counts=True)
        bits = min(22, max(10, int(len(self.known) * 64).bit_length()))
        self.shift = np.uint32(32 - bits)
        self.bitmap = np.zeros(1 << bits, dtype=np.bool_)
        self.bitmap[self.known >> self.shift] = True
        self.kind = np.empty(len(by_seed), dtype=np.int64)
        self.kind[self.order] = np.repeat(np.arange(len(self.known)), self.count)
        self.begins = np.logical_or.reduceat(self.run_size[self.order] > 0, self.first)

    def meet(self, by_place: Hashes) -> tuple[Indexes, Indexes]:
        """The places of a text where seeds of the table stand, and the index of each in `known`."""
        places = np.flatnonzero(self.bitmap.take(by_place >> self.shift))
        if not len(places):
            return places, places
        found = by_place[places]
        which = np.minimum(np.searchsorted(self.known, found), len(self.known) - 1)
        same = self.known[which] == found
        return places[same], which[same]

    def seeds(self, places: Indexes, which: Indexes) -> tuple[Indexes, Indexes]:
        """For places and the known hashes at them, every seed of that hash: the places repeated, and the seeds."""
        counts = self.count[which]
        ends = np.cumsum(counts)
        within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
        return np.repeat(places, counts), self.order[np.repeat(self.first[which], counts) + within]

    def stands_whole(self, sums: Hashes, places: Indexes, seeds: Indexes) -> Flags:
        """Whether the whole run of a first seed stands at a place of the text whose `Runs.sums` are given."""
        ends = places + self.run_size[seeds]
        inside = (ends < len(sums)) & (self.run_size[seeds] > 0)
        places, ends = np.where(inside, places, 0), np.where(inside, ends, 0)
        powers = Runs.powers(len(sums))[places]
        # Both sides are hashes times a power of their start: each is multiplied by the other's.
        same = (sums[ends] - sums[places]) * self._scale[seeds] == self._scaled[seeds] * powers
        stands: Flags = inside & same
        return stands


def _concatenated(soughts: Sequence[Sought], indexes: Sequence[int]) -> tuple[Codes, Indexes]:
    """The letters of the quotations in one row, and where each one's begin."""
    letters = [soughts[index].letters for index in indexes]
    bases = np.cumsum([0, *map(len, letters)])[:-1]
    return np.frombuffer("".join(letters).encode("utf-16-le", "surrogatepass"), dtype=np.uint16), bases


def _few_of_each(by_seed: Hashes, query: Indexes) -> Indexes:
    """The seeds left when each quotation keeps only the first few with the same hash."""
    order = np.lexsort((by_seed, query))
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = (by_seed[order][1:] != by_seed[order][:-1]) | (query[order][1:] != query[order][:-1])
    starts = np.flatnonzero(fresh)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return np.sort(order[rank < _SAME_SEED])
