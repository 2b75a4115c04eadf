"""The search: seeds, votes, windows, and the candidates they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from citecheck.matching.interface import Candidate, Query
from citecheck.matching.locate.fold import fold_codes, letters_of
from citecheck.matching.locate.hits import Hits, find
from citecheck.matching.locate.join import join, local
from citecheck.matching.locate.place import place
from citecheck.matching.locate.placed import Placed, placed
from citecheck.matching.locate.sought import Sought, denser, prepare
from citecheck.matching.locate.vote import Place, vote
from citecheck.matching.locate.windows import open_all, stretch

_FEW = 1_500_000
"""Quotations times characters up to which looking for each by itself is quicker than to import numpy."""
_GOOD, _SURE = 80.0, 90.0
_RIVAL = 0.75
_HELD = 0.15
"""The share of a quotation that must stand in a place before its other parts are looked for around it."""
_TOUCHED = 0.1
"""The share of a quotation that seeds may touch, at least, in a source it does not cite."""


def locate(
    queries: Sequence[Query], sources: Mapping[str, str], *, cited_first: bool = True, most: int = 6
) -> dict[str, list[Candidate]]:
    """The places where each quotation may stand, by query id, best first; at most `most` of each.

    A source that a quotation cites gives its best place even if that is weak, when any letters of it stand there in
    a row; with `cited_first` it comes before better places elsewhere. The order of the sources does not matter.
    """
    ids = sorted(sources)
    numbers = {source: index for index, source in enumerate(ids)}
    texts = [sources[source] for source in ids]
    distinct: dict[tuple[str, tuple[str, ...]], Query] = {}
    for query in queries:
        distinct.setdefault((query.text, tuple(sorted(set(query.cited)))), query)
    asked = list(distinct.values())
    cited = [frozenset(numbers[source] for source in query.cited if source in numbers) for query in asked]
    bulk = len(asked) * sum(map(len, texts)) > _FEW
    search = _Search(prepare(asked, _fold_all if bulk else _fold_each), texts, cited, bulk)
    found = dict(zip(distinct, search.run(), strict=True))
    result: dict[str, list[Candidate]] = {}
    for query in queries:
        index_cited = {numbers[source] for source in query.cited if source in numbers} if cited_first else set()
        rows = found[query.text, tuple(sorted(set(query.cited)))]
        result[query.id] = _candidates(*rows, ids, index_cited, most)
    return result


def _fold_each(texts: list[str]) -> list[str]:
    return [letters_of(text) for text in texts]


def _fold_all(texts: list[str]) -> list[str]:
    import numpy as np  # noqa: PLC0415

    codes, offsets = fold_codes("\0".join(texts))
    letters = codes.tobytes().decode("utf-16-le", "surrogatepass")
    bounds = np.searchsorted(offsets, np.cumsum([0, *(len(text) + 1 for text in texts)])).tolist()
    return [letters[low:high] for low, high in pairwise(bounds)]


@dataclass(frozen=True, slots=True)
class _Job:
    """A quotation (by its index), as it is sought in this pass, its hits and the places they vote for."""

    index: int
    sought: Sought
    hits: Hits
    places: list[Place]


class _Search:
    """One search of many quotations through all sources."""

    def __init__(self, soughts: list[Sought], texts: list[str], cited: list[frozenset[int]], bulk: bool) -> None:
        self.soughts = soughts
        self.texts = texts
        self.cited = cited
        self.bulk = bulk
        self.found: list[list[tuple[float, Placed]]] = [[] for _ in soughts]

    def run(self) -> list[tuple[Sought, list[tuple[float, Placed]]]]:
        """For each quotation what was found, in no order."""
        everyone = list(range(len(self.soughts)))
        self._pass(everyone, self.soughts)
        needy = [index for index in everyone if self._is_needy(index)]
        again = [(index, sought) for index in needy for sought in (denser(self.soughts[index]),) if sought]
        if again:
            self.bulk = True
            self._pass([index for index, _ in again], [sought for _, sought in again])
        return list(zip(self.soughts, self.found, strict=True))

    def _pass(self, indexes: list[int], soughts: list[Sought]) -> None:
        """Looks for some of the quotations by their seeds: likely places first, others when these are not it."""
        cited = [self.cited[index] for index in indexes]
        jobs = [
            _Job(index, sought, hits, vote(hits, sought.reach, own))
            for index, sought, hits, own in zip(
                indexes, soughts, _hits(soughts, self.texts, cited, self.bulk), cited, strict=True
            )
        ]
        self._look([(job, place) for job in jobs for place in _likely(job.places)])
        doubtful = [job for job in jobs if self._best(job.index) < _SURE or self._is_needy(job.index)]
        self._look([(job, place) for job in doubtful for place in self._unlikely(job)])
        for job in jobs:
            self._join(job)

    def _look(self, rows: list[tuple[_Job, Place]]) -> None:
        """Places the quotations in windows around places."""
        stretches = [stretch(job.sought, job.hits, spot, len(self.texts[spot.source])) for job, spot in rows]
        for (job, spot), window in zip(rows, open_all(self.texts, stretches, bulk=self.bulk), strict=True):
            there = place(job.sought, window, local(job.hits, spot.first, spot.end, window))
            self._add(job, placed(spot.source, there, window))

    def _unlikely(self, job: _Job) -> list[Place]:
        """The other places, but for those elsewhere than in cited sources that few seeds lead to."""
        likely = _likely(job.places)
        least = _TOUCHED * len(job.sought.letters) / job.sought.size
        return [
            place
            for place in job.places
            if place not in likely
            and (place.source in self.cited[job.index] or len(set(job.hits.letter[place.first : place.end])) >= least)
        ]

    def _join(self, job: _Job) -> None:
        """Completes the best place in each source where something of the quotation is missing."""
        best: dict[int, tuple[float, Placed]] = {}
        for score, found in self.found[job.index]:
            if found.source not in best or score > best[found.source][0]:
                best[found.source] = score, found
        for _, found in list(best.values()):
            if found.sure() >= _HELD * len(job.sought.letters) and found.missing(job.sought):
                text = self.texts[found.source]
                self._add(job, join(job.sought, found, job.hits, text, bulk=self.bulk))

    def _add(self, job: _Job, found: Placed | None) -> None:
        if found and found.spots:
            self.found[job.index].append((found.score(job.sought), found))

    def _best(self, index: int) -> float:
        return max((score for score, _ in self.found[index]), default=0.0)

    def _is_needy(self, index: int) -> bool:
        """Whether a quotation was found neither well in a source it cites nor surely elsewhere."""
        own = self.cited[index]
        near = max((score for score, found in self.found[index] if found.source in own), default=0.0)
        return max(near, self._best(index) - (_SURE - _GOOD)) < _GOOD


def _hits(soughts: list[Sought], texts: list[str], cited: list[frozenset[int]], bulk: bool) -> Iterable[Hits]:
    if not bulk:
        return [find(sought, texts) for sought in soughts]
    from citecheck.matching.locate.gather import gather  # noqa: PLC0415
    from citecheck.matching.locate.scan import scan  # noqa: PLC0415

    return gather(scan(soughts, texts, cited), soughts, cited)


def _likely(places: list[Place]) -> list[Place]:
    if not places:
        return []
    best = max(place.weight for place in places)
    return [place for place in places if place.weight >= _RIVAL * best]


def _candidates(
    sought: Sought, found: list[tuple[float, Placed]], ids: list[str], cited: set[int], most: int
) -> list[Candidate]:
    """The best of what was found, each place once."""
    made = [(row.source not in cited, row.candidate(sought, ids[row.source])) for _, row in found]
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
