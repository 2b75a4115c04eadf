"""Lets the seeds met vote for the places where a quotation may stand."""

from __future__ import annotations

from itertools import accumulate
from typing import NamedTuple

from citecheck.matching.locate.hits import Hits
from citecheck.matching.locate.sought import Sought

WORTH = 0.15
"""Of the weight of the best place of a quotation, what another must have to be looked at."""
_MOST_CITED, _MOST_OTHER = 4, 6
_RIVAL = 0.75
"""Of the weight of the best place, what another must have to be looked at with it."""
_AGAIN, _SHORT = 2, 40
_TRACE, _TOUCHED = 0.06, 0.1
"""The share of a quotation that seeds hold, at least, in a source that it cites and in another."""


class Place(NamedTuple):
    """Seeds of one quotation that stand near each other: the hits from `first` up to `end`, with their weight."""

    source: int
    first: int
    end: int
    weight: float


def vote(hits: Hits, reach: int, cited: frozenset[int]) -> list[Place]:
    """The best places, those in cited sources first, each group by weight; no two share a seed.

    `reach` is the most letters from the first seed of a place to its last.
    """
    if not hits.source:
        return []
    sources, places = hits.source, hits.at
    if places[-1] - places[0] <= reach and sources[0] == sources[-1]:
        return [Place(sources[0], 0, len(sources), sum(hits.weight))]
    ends, weights = _spans(hits, reach)
    order = sorted(range(len(weights)), key=weights.__getitem__, reverse=True)
    own = [first for first in order if sources[first] in cited] if cited else []
    other = [first for first in order if sources[first] not in cited] if cited else order
    return [
        Place(sources[first], first, ends[first], weights[first])
        for firsts, most in ((own, _MOST_CITED), (other, _MOST_OTHER))
        for first in _best(firsts, ends, weights, most)
    ]


def _spans(hits: Hits, reach: int) -> tuple[list[int], list[float]]:
    """For every seed the end of the place that begins with it, and its weight."""
    sums = [0.0, *accumulate(hits.weight)]
    sources, places = hits.source, hits.at
    ends, weights = [], []
    end, count = 0, len(places)
    for first, (source, at) in enumerate(zip(sources, places, strict=True)):
        limit = at + reach
        while end < count and places[end] <= limit and sources[end] == source:
            end += 1
        ends.append(end)
        weights.append(sums[end] - sums[first])
    return ends, weights


def _best(order: list[int], ends: list[int], weights: list[float], most: int) -> list[int]:
    """The first seeds of the best places that share none; `order` has them by weight."""
    chosen: list[int] = []
    least = WORTH * weights[order[0]] if order else 0.0
    for first in order:
        if len(chosen) == most or weights[first] < least:
            break
        end = ends[first]
        for other in chosen:
            if other < end and first < ends[other]:
                break
        else:
            chosen.append(first)
    return chosen


def likely(sought: Sought, hits: Hits, places: list[Place], cited: frozenset[int], *, again: bool) -> list[Place]:
    """The places to look at first: the heaviest, and the heaviest in a cited source when there is something to it.

    When a quotation is looked for `again`, by seeds so short that any text has some, only what holds enough.
    """
    if len(places) < 2:
        return places
    least = _RIVAL * max([place.weight for place in places])
    own = [place for place in places if place.source in cited]
    if again:
        heavy = [place for place in places if place.weight >= least and place.source not in cited]
        most = _AGAIN if len(sought.letters) > _SHORT else _MOST_CITED
        return own[:most] + [place for place in heavy if holds(sought, hits, place) >= _TOUCHED][:most]
    chosen = [place for place in places if place.weight >= least]
    if own and own[0] not in chosen and holds(sought, hits, own[0]) >= _TRACE:
        chosen.append(own[0])
    return chosen


def unlikely(sought: Sought, hits: Hits, places: list[Place], cited: frozenset[int], seen: list[Place]) -> list[Place]:
    """The other places, but for those elsewhere than in cited sources that hold too little."""
    rest = [place for place in places if place not in seen]
    return [place for place in rest if place.source in cited or holds(sought, hits, place) >= _TOUCHED]


def holds(sought: Sought, hits: Hits, place: Place) -> float:
    """The share of a quotation's letters that lie in seeds of a place."""
    covered = end = 0
    for letter in sorted(set(hits.letter[place.first : place.end])):
        covered += letter + sought.size - max(letter, end)
        end = letter + sought.size
    return covered / len(sought.letters)
