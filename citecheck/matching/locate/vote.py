"""Lets the seeds met vote for the places where a quotation may stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from citecheck.matching.locate.hits import Hits

WORTH = 0.15
"""Of the weight of the best place of a quotation, what another must have to be looked at."""
_MOST_CITED, _MOST_OTHER = 4, 6


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
    if hits.source[0] == hits.source[-1] and hits.at[-1] - hits.at[0] <= reach:
        return [Place(hits.source[0], 0, len(hits.source), sum(hits.weight))]
    spans = list(_spans(hits, reach))
    near = _best([span for span in spans if span.source in cited], _MOST_CITED) if cited else []
    return near + _best([span for span in spans if span.source not in cited], _MOST_OTHER)


def _spans(hits: Hits, reach: int) -> Iterator[Place]:
    """For every seed the place that begins with it."""
    sums = [0.0, *accumulate(hits.weight)]
    end = 0
    for first, (source, at) in enumerate(zip(hits.source, hits.at, strict=True)):
        end = max(end, first)
        while end < len(hits.at) and hits.source[end] == source and hits.at[end] - at <= reach:
            end += 1
        yield Place(source, first, end, sums[end] - sums[first])


def _best(spans: list[Place], most: int) -> list[Place]:
    chosen: list[Place] = []
    for span in sorted(spans, key=lambda place: (-place.weight, place.first)):
        if chosen and (len(chosen) == most or span.weight < WORTH * chosen[0].weight):
            break
        if all(span.end <= other.first or other.end <= span.first for other in chosen):
            chosen.append(span)
    return chosen
