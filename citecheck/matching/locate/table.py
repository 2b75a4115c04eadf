"""The table of all quotations' seeds, and the hashes by which a text is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
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
    """For each size the hash of that many letters from every place on; `size - 1` fewer than there are letters."""
    known = {1: codes.astype(np.uint32) * _MIX}
    return {size: _hashes(known, size) for size in sorted(set(sizes))}


def _hashes(known: dict[int, Hashes], size: int) -> Hashes:
    """The hashes of one size, joined from those of a power of two and of what is left."""
    if size not in known:
        left = 1 << ((size - 1).bit_length() - 1)
        known[size] = _joined(_hashes(known, left), left, _hashes(known, size - left), size - left)
    return known[size]


def _joined(left: Hashes, left_size: int, right: Hashes, right_size: int) -> Hashes:
    count = max(0, len(right) - left_size)
    joined = left[:count] * _power(right_size)
    joined += right[left_size : left_size + count]
    return joined


def powers(count: int) -> Hashes:
    """The first powers of the hash's factor."""
    factors = np.full(count, _FACTOR, dtype=np.uint32)
    factors[:1] = 1
    return np.multiply.accumulate(factors, dtype=np.uint32)


class Sums:
    """The letters of a text summed up, so that one subtraction hashes those between any two places."""

    def __init__(self, codes: Codes) -> None:
        self.powers = powers(len(codes) + 1)
        self.sums = np.zeros(len(codes) + 1, dtype=np.uint32)
        np.cumsum(codes.astype(np.uint32) * _MIX * self.powers[:-1], dtype=np.uint32, out=self.sums[1:])

    def between(self, starts: Indexes, ends: Indexes) -> tuple[Hashes, Hashes]:
        """The hashes of the letters between places, and the power of the factor that each is multiplied by."""
        return self.sums[ends] - self.sums[starts], self.powers[starts]


class Table:
    """The seeds of one size of many quotations.

    `query`, `letter`: by seed, the index of its quotation and where it begins in that one's letters. `run` is the size
    of the run of letters that it is the first seed of, 0 when it is not. `known` are the distinct hashes in order:
    `known[j]` is that of the `count[j]` seeds from `order[first[j]]` on, `kind` by seed its `j`.
    """

    def __init__(self, size: int, whole: bool, soughts: Sequence[Sought], indexes: Sequence[int]) -> None:
        self.size = size
        self.whole = whole
        self._codes, bases = _concatenated(soughts, indexes)
        self._runs = [
            (base + start, end - start)
            for base, index in zip(bases, indexes, strict=True)
            for start, end in soughts[index].runs
        ]
        by_place = hashes(self._codes, (size,))[size]
        query, letter, base = _sown(soughts, indexes, bases)
        place = letter + base
        kept = _few_of_each(by_place[place], query)
        self.query, self.letter, self._place = query[kept], letter[kept], place[kept]
        self.last = by_place[self._place + self.run - size] if whole else by_place[:0]
        self._index(by_place[self._place])

    @cached_property
    def run(self) -> Indexes:
        """By seed, the size of the run that it begins, 0 when it begins none."""
        starts, sizes = np.array(self._runs, dtype=np.int64).T
        which = np.minimum(np.searchsorted(starts, self._place), len(starts) - 1)
        return np.where(starts[which] == self._place, sizes[which], 0)

    @cached_property
    def begins(self) -> Flags:
        """By distinct hash, whether a seed of it begins a run."""
        begins: Flags = np.logical_or.reduceat(self.run[self.order] > 0, self.first)
        return begins

    @cached_property
    def _run_hash(self) -> tuple[Hashes, Hashes]:
        return Sums(self._codes).between(self._place, self._place + self.run)

    def _index(self, by_seed: Hashes) -> None:
        # Hash and seed in one number: numpy sorts plain numbers several times as fast as it finds their order.
        both = np.sort((by_seed.astype(np.uint64) << np.uint64(32)) | np.arange(len(by_seed), dtype=np.uint64))
        self.order = (both & np.uint64(0xFFFFFFFF)).astype(np.int64)
        ordered = (both >> np.uint64(32)).astype(np.uint32)
        self.first = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
        self.known = ordered[self.first]
        self.count = np.diff(np.append(self.first, len(ordered)))
        bits = min(22, max(10, int(len(self.known) * 64).bit_length()))
        self.shift = np.uint32(32 - bits)
        self.bitmap = np.zeros(1 << bits, dtype=np.bool_)
        self.bitmap[self.known >> self.shift] = True
        self.kind = np.empty(len(by_seed), dtype=np.int64)
        self.kind[self.order] = np.repeat(np.arange(len(self.known)), self.count)

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

    def stands_whole(self, sums: Sums, places: Indexes, seeds: Indexes) -> Flags:
        """Whether the whole run that a seed begins stands at a place of a text."""
        ends = places + self.run[seeds]
        inside = (ends < len(sums.sums)) & (self.run[seeds] > 0)
        found, power = sums.between(np.where(inside, places, 0), np.where(inside, ends, 0))
        own, own_power = self._run_hash
        # Both are hashes times a power of their start: each is multiplied by the other's.
        stands: Flags = inside & (found * own_power[seeds] == own[seeds] * power)
        return stands


def _sown(soughts: Sequence[Sought], indexes: Sequence[int], bases: Sequence[int]) -> tuple[Indexes, Indexes, Indexes]:
    """Of every seed its quotation, by its index, where it begins in that one's letters, and where those begin."""
    spans = [soughts[index].sown for index in indexes]
    which = np.repeat(np.arange(len(indexes)), [len(each) for each in spans])
    first, last = np.array([span for each in spans for span in each], dtype=np.int64).T
    query, base, stride = (
        np.array(column, dtype=np.int64)[which]
        for column in (indexes, bases, [soughts[index].stride for index in indexes])
    )
    counts = (last - first + stride - 1) // stride + 1
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)
    letter = np.minimum(np.repeat(first, counts) + within * np.repeat(stride, counts), np.repeat(last, counts))
    return np.repeat(query, counts), letter, np.repeat(base, counts)


def _concatenated(soughts: Sequence[Sought], indexes: Sequence[int]) -> tuple[Codes, list[int]]:
    """The letters of the quotations in one row, and where each one's begin."""
    letters = [soughts[index].letters for index in indexes]
    bases = list(accumulate(map(len, letters), initial=0))[:-1]
    return np.frombuffer("".join(letters).encode("utf-16-le", "surrogatepass"), dtype=np.uint16), bases


def _few_of_each(by_seed: Hashes, query: Indexes) -> Indexes:
    """The seeds left when each quotation keeps only the first few with the same hash."""
    both = (query << 32) | by_seed
    ordered = np.sort(both)
    if (ordered[1:] != ordered[:-1]).all():
        return np.arange(len(both))
    order = np.argsort(both, kind="stable")
    fresh = np.ones(len(order), dtype=np.bool_)
    fresh[1:] = both[order[1:]] != both[order[:-1]]
    starts = np.flatnonzero(fresh)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return np.sort(order[rank < _SAME_SEED])
