"""The search: seeds, votes, windows, and the candidates they lead to."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from citecheck.matching.interface import Candidate, Query
from citecheck.matching.locate.fold import fold_codes, letters_of
from citecheck.matching.locate.hits import Hits, Line, find
from citecheck.matching.locate.join import join
from citecheck.matching.locate.place import place, place_along
from citecheck.matching.locate.placed import Placed, placed
from citecheck.matching.locate.sought import Sought, denser, prepare
from citecheck.matching.locate.vote import Place, likely, unlikely, vote
from citecheck.matching.locate.window import Stretch, Window
from citecheck.matching.locate.windows import open_all, stretch, stretch_along

if TYPE_CHECKING:
    from citecheck.matching.locate.library import Library

_FEW = 1_500_000
"""Quotations times characters up to which looking for each by itself is quicker than to import numpy."""
_GOOD, _SURE = 80.0, 90.0
_WHOLE, _LOST = 100.0, 65.0
_PER_CITED = 512
"""How often the shortest seeds count in a cited source: nothing longer is left to tell their places apart."""
_RIVAL = 0.75
_HELD = 0.15
"""The share of a quotation that must stand in a place before its other parts are looked for around it."""


def locate(
    queries: Sequence[Query], sources: Mapping[str, str], *, cited_first: bool = True, most: int = 6
) -> dict[str, list[Candidate]]:
    """The places where each quotation may stand, by query id, best first; at most `most` of each.

    A source that a quotation cites gives its best place even if that is weak, when any letters of it stand there in
    a row; with `cited_first` it comes before better places elsewhere. The order of the sources does not matter.
    """
    ids = sorted(sources)
    numbers = {source: index for index, source in enumerate(ids)}
    texts = [sources[source] for source in ids] if isinstance(sources, dict) else _Read(ids, sources)
    sizes = [len(text) for text in texts]
    keys = [(query.text, frozenset([numbers[one] for one in query.cited if one in numbers])) for query in queries]
    distinct = dict(zip(keys, queries, strict=True))
    bulk = len(distinct) * sum(sizes) > _FEW
    with _no_collecting():
        soughts = prepare(list(distinct.values()), _fold_all if bulk else _fold_each)
        search = _Search(soughts, texts, sizes, [cited for _, cited in distinct], bulk)
        found = dict(zip(distinct, search.run(), strict=True))
        return {
            query.id: _candidates(*found[key], ids, key[1] if cited_first else frozenset(), most)
            for query, key in zip(queries, keys, strict=True)
        }


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Keeps Python from looking for cycles among the many small tuples of a search, which makes none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _fold_each(texts: list[str]) -> list[str]:
    return [letters_of(text) for text in texts]


def _fold_all(texts: list[str]) -> list[str]:
    import numpy as np  # noqa: PLC0415

    codes, offsets = fold_codes("\0".join(texts))
    letters = codes.tobytes().decode("utf-16-le", "surrogatepass")
    bounds = np.searchsorted(offsets, np.cumsum([0, *(len(text) + 1 for text in texts)])).tolist()
    return [letters[low:high] for low, high in pairwise(bounds)]


class _Read(Sequence[str]):
    """Texts that may lie elsewhere than in memory: each is read when it is asked for, and not kept."""

    def __init__(self, ids: Sequence[str], sources: Mapping[str, str]) -> None:
        self._ids = ids
        self._sources = sources

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        return self._sources[self._ids[index]]

    def __len__(self) -> int:
        return len(self._ids)


class _Job(NamedTuple):
    """A quotation (by its number), as it is sought in this pass, its hits and the places they vote for."""

    number: int
    sought: Sought
    hits: Hits
    places: list[Place]


class _Search:
    """One search of many quotations through all sources."""

    def __init__(
        self,
        soughts: list[Sought],
        texts: Sequence[str],
        sizes: list[int],
        cited: list[frozenset[int]],
        bulk: bool,
    ) -> None:
        self.soughts = soughts
        self.texts = texts
        self.sizes = sizes
        self.cited = cited
        self.bulk = bulk
        self.library: Library | None = None
        self.found: list[list[tuple[float, Placed]]] = [[] for _ in soughts]
        # The best score of each anywhere, and in a source that it cites (or anywhere when it cites none).
        self.best = [0.0] * len(soughts)
        self.near = [0.0] * len(soughts)

    def run(self) -> list[tuple[Sought, list[tuple[float, Placed]]]]:
        """For each quotation what was found, in no order."""
        everyone = list(range(len(self.soughts)))
        self._pass(everyone, self.soughts)
        self._again([(index, denser(self.soughts[index], 8)) for index in everyone if self._is_needy(index)])
        lost = [index for index in everyone if self.cited[index] and self._is_lost(index)]
        sizes = [6 if len(self.soughts[index].letters) >= 16 else 4 for index in lost]
        tiny = [(index, denser(self.soughts[index], size)) for index, size in zip(lost, sizes, strict=True)]
        self._again(tiny, cited_only=True)
        return list(zip(self.soughts, self.found, strict=True))

    def _again(self, rows: list[tuple[int, Sought | None]], *, cited_only: bool = False) -> None:
        """Looks once more for some quotations by shorter seeds."""
        again = [(index, sought) for index, sought in rows if sought]
        if again:
            self.bulk = True
            self._pass(
                [index for index, _ in again], [sought for _, sought in again], again=True, cited_only=cited_only
            )

    def _pass(
        self, indexes: list[int], soughts: list[Sought], *, again: bool = False, cited_only: bool = False
    ) -> None:
        """Looks for some of the quotations by their seeds: likely places first, others when these are not it."""
        cited = [self.cited[index] for index in indexes]
        hits_of, lines = self._hits(soughts, cited, cited_only)
        followed = self._follow(indexes, soughts, lines)
        left = [row for row, done in enumerate(followed) if not done]
        jobs = []
        for row in left:
            sought, hits = soughts[row], hits_of(row)
            jobs.append(_Job(indexes[row], sought, hits, vote(hits, sought.reach, cited[row])))
        first = [likely(job.sought, job.hits, job.places, self.cited[job.number], again=again) for job in jobs]
        self._look([(job, spot) for job, spots in zip(jobs, first, strict=True) for spot in spots])
        if not again:
            self._look([row for job, places in zip(jobs, first, strict=True) for row in self._rest(job, places)])
        for row, (index, sought) in enumerate(zip(indexes, soughts, strict=True)):
            self._join(index, sought, partial(hits_of, row))

    def _hits(
        self, soughts: list[Sought], cited: list[frozenset[int]], cited_only: bool
    ) -> tuple[Callable[[int], Hits], list[Line | None]]:
        """What gives the hits of each quotation, and the line that they make, if they do."""
        if not self.bulk:
            each = [find(sought, self.texts) for sought in soughts]
            return each.__getitem__, [None] * len(each)
        from citecheck.matching.locate.gather import gather  # noqa: PLC0415
        from citecheck.matching.locate.library import Library  # noqa: PLC0415
        from citecheck.matching.locate.scan import scan  # noqa: PLC0415

        if self.library is None:
            self.library = Library(self.texts, sum(self.sizes))
        if cited_only:
            met = scan(soughts, self.library, cited, cited_only=True, per_source=_PER_CITED)
            gathered = gather(met, soughts, cited, worth=_RIVAL)
        else:
            gathered = gather(scan(soughts, self.library, cited), soughts, cited)
        return gathered.hits, gathered.lines(soughts)

    def _follow(self, indexes: list[int], soughts: list[Sought], lines: list[Line | None]) -> list[bool]:
        """Places the quotations whose seeds stand in a line; for each, whether that was done."""
        followed = [False] * len(lines)
        rows = [(row, soughts[row], line) for row, line in enumerate(lines) if line]
        stretches = [stretch_along(sought, line, self.sizes[line.source]) for _, sought, line in rows]
        for (row, sought, line), window in zip(rows, self._windows(stretches), strict=True):
            there = place_along(sought, window, line)
            if there is not None:
                followed[row] = True
                self._add(indexes[row], sought, placed(line.source, there, window))
        return followed

    def _look(self, rows: list[tuple[_Job, Place]]) -> None:
        """Places the quotations in windows around places."""
        stretches = [stretch(job.sought, job.hits, spot, self.sizes[spot.source]) for job, spot in rows]
        for (job, spot), window in zip(rows, self._windows(stretches), strict=True):
            there = place(job.sought, window, job.hits, spot)
            self._add(job.number, job.sought, placed(spot.source, there, window))

    def _windows(self, stretches: list[Stretch]) -> list[Window]:
        if self.library is not None:
            return self.library.windows(stretches)
        return open_all(self.texts, stretches, bulk=self.bulk)

    def _rest(self, job: _Job, seen: list[Place]) -> list[tuple[_Job, Place]]:
        """The places left to look at when those seen did not settle it."""
        if len(seen) == len(job.places) or not (self.best[job.number] < _SURE or self._is_needy(job.number)):
            return []
        rest = unlikely(job.sought, job.hits, job.places, self.cited[job.number], seen)
        return [(job, spot) for spot in rest]

    def _join(self, index: int, sought: Sought, hits_of: Callable[[], Hits]) -> None:
        """Completes the best place in each source where something of the quotation is missing."""
        if self.near[index] == _WHOLE:
            return
        for found in _best_by_source(self.found[index]):
            if found.missing(sought) and found.sure() >= _HELD * len(sought.letters):
                text = self.texts[found.source]
                self._add(index, sought, join(sought, found, hits_of(), text, bulk=self.bulk))

    def _add(self, index: int, sought: Sought, found: Placed | None) -> None:
        if not found or not found.spots:
            return
        score = found.score(sought)
        self.found[index].append((score, found))
        if score > self.best[index]:
            self.best[index] = score
        if score > self.near[index] and (not self.cited[index] or found.source in self.cited[index]):
            self.near[index] = score

    def _is_lost(self, index: int) -> bool:
        """Whether a quotation was found nowhere but in places that any text has; a short one sooner."""
        return self.best[index] < (_LOST if len(self.soughts[index].letters) >= 24 else _GOOD)

    def _is_needy(self, index: int) -> bool:
        """Whether a quotation was found neither well in a source it cites nor surely elsewhere."""
        return max(self.near[index], self.best[index] - (_SURE - _GOOD)) < _GOOD


def _best_by_source(found: list[tuple[float, Placed]]) -> list[Placed]:
    """The best place in each source, the first of equals."""
    if len(found) == 1:
        return [found[0][1]]
    best: dict[int, tuple[float, Placed]] = {}
    for score, there in found:
        if there.source not in best or score > best[there.source][0]:
            best[there.source] = score, there
    return [there for _, there in best.values()]


def _candidates(
    sought: Sought, found: list[tuple[float, Placed]], ids: list[str], cited: frozenset[int], most: int
) -> list[Candidate]:
    """The best of what was found, each place once."""
    if len(found) == 1:
        score, only = found[0]
        return [only.candidate(sought, ids[only.source], score)] if most else []
    made = [(row.source not in cited, row.candidate(sought, ids[row.source], score)) for score, row in found]
    made.sort(key=lambda row: (row[0], -row[1].score, row[1].source, row[1].start, row[1].end))
    chosen: list[Candidate] = []
    for _, candidate in made:
        if len(chosen) < most and not any(_same(candidate, other) for other in chosen):
            chosen.append(candidate)
    return chosen


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are nearly the same place; one that has other pieces is not."""
    if one.source != other.source or len(one.pieces) != len(other.pieces):
        return False
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.7 * (max(one.end, other.end) - min(one.start, other.start))
