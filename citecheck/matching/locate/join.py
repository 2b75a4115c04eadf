"""Finds places for what a window did not hold: a short part beyond an ellipsis, half of a passage run together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from citecheck.matching.locate.hits import Hits
from citecheck.matching.locate.place import Spot, chained, local, trimmed, weak, whole, word_beside
from citecheck.matching.locate.placed import Placed
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.vote import vote
from citecheck.matching.locate.window import Window
from citecheck.matching.locate.windows import open_one, stretch

_FAR = 20_000
_NEAR = 4_000
_MOST_GAPS = 12

Gap = tuple[int, int, int]


def join(sought: Sought, found: Placed, hits: Hits, text: str, *, bulk: bool) -> Placed | None:
    """The quotation with places for what was missing, or None when none of it was found.

    A part that no seed leads to is looked for as it stands, in order, beside the parts that have places; seeds
    lead further.
    """
    spots = list(found.spots)
    low, high = bisect_left(hits.source, found.source), bisect_right(hits.source, found.source)
    rows = hits.between(low, high)
    for gap in found.missing(sought)[:_MOST_GAPS]:
        part, start, end = gap
        entire = (start, end) == sought.bounds[part : part + 2]
        more = _beside(sought, spots, part, text, bulk) if entire else []
        spots += more or _by_seeds(sought, spots, gap, rows, text, bulk)
    if len(spots) == len(found.spots):
        return None
    return Placed(found.source, tuple(sorted(_without_overlap(sought, spots), key=lambda row: row[0].letter)))


def _beside(
    sought: Sought, spots: list[tuple[Spot, Window]], part: int, text: str, bulk: bool
) -> list[tuple[Spot, Window]]:
    """A whole part letter by letter, or much like it, between the places of the parts around it."""
    letters = sought.letters[sought.bounds[part] : sought.bounds[part + 1]]
    room = _FAR if len(letters) >= 12 else _NEAR
    ends = [window.span(spot.at, spot.at_end)[1] for spot, window in spots if spot.part < part]
    starts = [window.span(spot.at, spot.at_end)[0] for spot, window in spots if spot.part > part]
    low = max(ends) if ends else max(0, min(starts) - room)
    high = min(starts) if starts else low + room
    window = open_one(text, low, min(high, low + room), bulk=bulk)
    at = word_beside(window, letters, 0, 1) if ends else word_beside(window, letters, len(window.letters), -1)
    if at >= 0:
        return [(whole(sought, part, at), window)]
    if ends and starts and len(letters) >= 6 and high - low <= _NEAR:
        alike = [spot for spot in weak(sought, part, window) if spot.matched >= 0.75 * len(letters)]
        return [(spot, window) for spot in alike]
    return []


def _by_seeds(
    sought: Sought, spots: list[tuple[Spot, Window]], gap: Gap, hits: Hits, text: str, bulk: bool
) -> list[tuple[Spot, Window]]:
    """The place of a stretch of the quotation where its seeds stand together, best in order and near."""
    part, start, end = gap
    rows = [
        row for row in zip(*hits, strict=True) if start <= row[2] <= end - sought.size and not _taken(spots, row[3])
    ]
    if not rows:
        return []
    own = Hits(*(list(column) for column in zip(*rows, strict=True)))
    places = vote(own, (end - start) * 3 // 2 + 100, frozenset())
    before = [window.offsets[spot.sure_at] for spot, window in spots if spot.sure_end <= start]
    after = [window.offsets[spot.sure_at] for spot, window in spots if spot.sure >= end]

    def strain(offset: int) -> int:
        wrong = (bool(before) and offset < max(before)) or (bool(after) and offset > min(after))
        return min((abs(offset - other) for other in before + after), default=0) + wrong * 10_000

    good = [place for place in places if place.weight >= 0.5 * places[0].weight]
    best = min(good, key=lambda place: strain(own.offset[place.first]))
    window = open_one(text, *stretch(sought, own, best, len(text))[1:], bulk=bulk)
    found = chained(sought, part, window, *local(sought, own, best.first, best.end, window), start, end)
    return [(spot, window) for spot in found if spot.at_end > spot.at and 2 * spot.matched > end - start]


def _taken(spots: Sequence[tuple[Spot, Window]], offset: int) -> bool:
    return any(window.offsets[spot.sure_at] <= offset <= window.offsets[spot.sure_at_end - 1] for spot, window in spots)


def _without_overlap(sought: Sought, spots: list[tuple[Spot, Window]]) -> list[tuple[Spot, Window]]:
    """The spots, none of which answers for letters of the quotation that stand for sure at another."""
    result = []
    for number, (spot, window) in enumerate(spots):
        # What is found later was looked for where something was missing, and may take in a chance place beside it.
        if any(other.sure <= spot.sure and spot.sure_end <= other.sure_end for other, _ in spots[number + 1 :]):
            continue
        low, high = sought.bounds[spot.part], sought.bounds[spot.part + 1]
        for other, _ in spots:
            if other is not spot and other.part == spot.part:
                if other.sure_end <= spot.sure:
                    low = max(low, other.sure_end)
                if other.sure >= spot.sure_end:
                    high = min(high, other.sure)
        cut = low > spot.letter or high < spot.letter_end
        result.append((trimmed(sought, window, spot, low, high) if cut else spot, window))
    return [(spot, window) for spot, window in result if spot.at_end > spot.at]
