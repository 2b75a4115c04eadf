"""Places the parts of a quotation in a window: which letters of the source answer for which of the quotation."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from citecheck.matching.locate.chain import Run, chains, runs, straight
from citecheck.matching.locate.hits import Hits, Line
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.vote import Place
from citecheck.matching.locate.window import Window

_MOST_EDGES = 48
_MOST_CELLS = 400_000_000
_ALTERNATIVES = 16

Reach = tuple[int, int, int, int]
"""From which letter to which of a quotation a chain runs, and from which to which of the window."""


class Spot(NamedTuple):
    """Letters `at` to `at_end` of a window that answer for `letter` to `letter_end` of the quotation.

    `sure` and `sure_end` are the letters of the quotation from its first to its last seed there, `sure_at` and
    `sure_at_end` those of the window; `matched` is how many letters stand in both in order.
    """

    part: int
    letter: int
    letter_end: int
    at: int
    at_end: int
    sure: int
    sure_end: int
    sure_at: int
    sure_at_end: int
    matched: int


def place(sought: Sought, window: Window, hits: Hits, spot: Place) -> list[Spot]:
    """Where the parts of a quotation stand in the window of a place, in the order of the quotation.

    Parts without a place there are not among them; one whose sentences changed places or whose halves stand apart has
    several spots.
    """
    if len(sought.parts) > 1:
        return _Row(sought, window, *local(sought, hits, spot.first, spot.end, window)).best()
    entire = _entire(sought, window, window.at(hits.offset[spot.first]) - hits.letter[spot.first])
    if entire:
        return [entire]
    return chained(sought, 0, window, *local(sought, hits, spot.first, spot.end, window), 0, len(sought.letters))


def place_along(sought: Sought, window: Window, line: Line) -> list[Spot] | None:
    """As `place`, for a quotation all of whose seeds stand in a line; None when that takes a closer look."""
    if len(sought.parts) > 1:
        return _in_turn(sought, window)
    at = window.at(line.offset)
    entire = _entire(sought, window, at - line.letter)
    if entire:
        return [entire]
    size, last_at = sought.size, at + line.last_at - line.at
    if last_at + size > len(window.letters):
        return None
    ends = Run(line.letter, line.letter + size, at), Run(line.last_letter, line.last_letter + size, last_at)
    reach = _extended(sought, 0, window, ends)
    return [_spot(sought, 0, window, reach, 0, len(sought.letters), reach[1] - reach[0])]


def _in_turn(sought: Sought, window: Window) -> list[Spot] | None:
    """The parts of a quotation one after the other, when each stands in the window letter by letter and only once."""
    letters, text, begins = sought.letters, window.letters, window.begins
    spots = []
    after = 0
    for part, (start, end) in enumerate(pairwise(sought.bounds)):
        own = letters[start:end]
        at = text.find(own)
        if at < after or start == end or text.find(own, at + 1) >= 0:
            return None
        after = at + end - start
        if not (begins[at] and begins[after]):
            return None
        spots.append(whole(sought, part, at))
    return spots


def _entire(sought: Sought, window: Window, at: int) -> Spot | None:
    """The only part of a quotation where it stands letter by letter, at best at a place of the window."""
    letters = sought.letters
    if at < 0 or not window.letters.startswith(letters, at):
        at = window.letters.find(letters)
    return whole(sought, 0, at) if at >= 0 else None


def local(sought: Sought, hits: Hits, first: int, end: int, window: Window) -> tuple[list[int], list[int]]:
    """Hits of one place as a window sees them: the letters at which their seeds begin in the quotation and in it.

    Those that do not stand in it whole are left out: a text may have any number of signs between two letters.
    """
    shift = hits.at[first] - window.at(hits.offset[first])
    letters, places = hits.letter[first:end], [at - shift for at in hits.at[first:end]]
    room = len(window.letters) - sought.size
    if places[-1] > room:
        count = bisect_right(places, room)
        return letters[:count], places[:count]
    return letters, places


def whole(sought: Sought, part: int, at: int) -> Spot:
    """The spot of a part that stands letter by letter at a place of the window."""
    start, end = sought.bounds[part], sought.bounds[part + 1]
    at_end = at + end - start
    return Spot(part, start, end, at, at_end, start, end, at, at_end, end - start)


def chained(
    sought: Sought, part: int, window: Window, letters: Sequence[int], places: Sequence[int], start: int, end: int
) -> list[Spot]:
    """The spots that seeds of a quotation's letters from `start` to `end`, given as by `local`, lead to."""
    if not letters:
        return []
    line = straight(letters, places, sought.size)
    made: list[Sequence[Run]] = [line] if line else [*chains(runs(letters, places, sought.size))]
    sure = [_extended(sought, part, window, chain) for chain in made]
    spots = []
    low = start
    for index, reach in enumerate(sure):
        high = max(reach[1], sure[index + 1][0] if index + 1 < len(sure) else end)
        alike = reach[1] - reach[0] if line else sum([run.letter_end - run.letter for run in made[index]])
        spots.append(_spot(sought, part, window, reach, low, high, alike))
        low = high
    return spots


def _spot(sought: Sought, part: int, window: Window, reach: Reach, low: int, high: int, alike: int) -> Spot:
    """The spot of a chain for the letters of the quotation from `low` to `high`, or from its own first to its last."""
    letter, last, at, at_end = reach
    low, high = min(low, letter), max(high, last)
    first, after = at, at_end
    if letter > low:
        first -= _edge(sought.letters[low:letter], window, at, -1)
    if last < high:
        after += _edge(sought.letters[last:high], window, at_end, 1)
    matched = _matched(sought.letters[low:high], window.letters[first:after], alike)
    return Spot(part, low, high, first, after, letter, last, at, at_end, matched)


def _extended(sought: Sought, part: int, window: Window, chain: Sequence[Run]) -> Reach:
    """The span of a chain in quotation and window, with the letters beside it that are the same."""
    low, high = sought.bounds[part], sought.bounds[part + 1]
    letters, text = sought.letters, window.letters
    letter, at = chain[0].letter, chain[0].at
    while letter > low and at and letters[letter - 1] == text[at - 1]:
        letter, at = letter - 1, at - 1
    last, end = chain[-1].letter_end, chain[-1].at_end
    while last < high and end < len(text) and letters[last] == text[end]:
        last, end = last + 1, end + 1
    return letter, last, at, end


def _matched(quoted: str, found: str, alike: int) -> int:
    """How many letters stand in both in order; for texts too long to compare, those known to be alike."""
    if len(quoted) * len(found) > _MOST_CELLS:
        return alike
    return LCSseq.similarity(quoted, found)


def trimmed(sought: Sought, window: Window, spot: Spot, low: int, high: int) -> Spot:
    """A spot that no longer answers for letters outside `low` to `high`, which another place answers for better."""
    letter, at = (spot.sure, spot.sure_at) if low > spot.letter else (spot.letter, spot.at)
    last, end = (spot.sure_end, spot.sure_at_end) if high < spot.letter_end else (spot.letter_end, spot.at_end)
    matched = _matched(sought.letters[letter:last], window.letters[at:end], last - letter)
    return spot._replace(letter=letter, letter_end=last, at=at, at_end=end, matched=matched)


def _edge(rest: str, window: Window, at: int, step: int) -> int:
    """How many letters before (`step` -1) or after `at` answer best for the rest of a quotation, to a word's edge."""
    text, size = window.letters, len(rest)
    room = at if step < 0 else len(text) - at
    most = min(room, size + 40 + size // 2)
    least = 0 if size < 40 else min(size * 3 // 4, most)
    low, high = (at - most, at - least) if step < 0 else (at + least, at + most)
    best, far = 0, size + 1
    for edge in islice(window.edges_near(at + step * size, low, high), _MOST_EDGES):
        if abs(abs(edge - at) - size) >= far:
            break
        distance = Levenshtein.distance(rest, text[edge:at] if step < 0 else text[at:edge])
        if distance < far:
            best, far = abs(edge - at), distance
    # A long rest that nothing there resembles stands elsewhere, or nowhere.
    return 0 if size > 40 and far > 0.64 * size else best


def weak(sought: Sought, part: int, window: Window) -> list[Spot]:
    """The stretch of a window most like a part that no seed led to."""
    start, end = sought.bounds[part], sought.bounds[part + 1]
    if start == end or not window.letters:
        return []
    alike = partial_ratio_alignment(sought.letters[start:end], window.letters)
    if alike is None or alike.dest_start >= alike.dest_end:
        return []
    at, at_end = alike.dest_start, alike.dest_end
    matched = _matched(sought.letters[start:end], window.letters[at:at_end], 0)
    return [Spot(part, start, end, at, at_end, start, end, at, at_end, matched)]


class _Row:
    """The parts of one quotation to be placed in one window, in order and near each other."""

    def __init__(self, sought: Sought, window: Window, letters: Sequence[int], places: Sequence[int]) -> None:
        self.sought = sought
        self.window = window
        self.count = len(sought.parts)
        self.hits: list[tuple[list[int], list[int]]] = [([], []) for _ in range(self.count)]
        for letter, at in zip(letters, places, strict=True):
            own = self.hits[_part_of(sought, letter)]
            own[0].append(letter)
            own[1].append(at)
        self._chained: dict[int, list[Spot]] = {}

    def best(self) -> list[Spot]:
        """The places of the parts that hold most letters; of as many, those nearest to each other."""
        anchor = max(range(self.count), key=lambda part: (self._met(part), -part))
        rows = [self._around(anchor, spots) for spots in self._alternatives(anchor)]
        if not rows:
            return []
        return max(rows, key=lambda row: (sum(spot.matched for spot in row), -_stretch(row), -row[0].at))

    def _met(self, part: int) -> int:
        return len(set(self.hits[part][0]))

    def _letters(self, part: int) -> str:
        return self.sought.letters[self.sought.bounds[part] : self.sought.bounds[part + 1]]

    def _alternatives(self, part: int) -> list[list[Spot]]:
        found: list[list[Spot]] = []
        letters = self._letters(part)
        at = self.window.letters.find(letters) if letters else -1
        while at >= 0 and len(found) < _ALTERNATIVES:
            found.append([whole(self.sought, part, at)])
            at = self.window.letters.find(letters, at + 1)
        return found or ([self._by_seeds(part)] if self._by_seeds(part) else [])

    def _by_seeds(self, part: int) -> list[Spot]:
        if part not in self._chained:
            start, end = self.sought.bounds[part], self.sought.bounds[part + 1]
            self._chained[part] = chained(self.sought, part, self.window, *self.hits[part], start, end)
        return self._chained[part]

    def _around(self, anchor: int, spots: list[Spot]) -> list[Spot]:
        before: list[Spot] = []
        limit = min(spot.at for spot in spots)
        for part in range(anchor - 1, -1, -1):
            found = self._beside(part, limit, -1)
            if found:
                before = found + before
                limit = min(limit, *(spot.at for spot in found))
        after: list[Spot] = []
        limit = max(spot.at_end for spot in spots)
        for part in range(anchor + 1, self.count):
            found = self._beside(part, limit, 1)
            if found:
                after += found
                limit = max(limit, *(spot.at_end for spot in found))
        return before + spots + after

    def _beside(self, part: int, limit: int, step: int) -> list[Spot]:
        """The place of a part next to a limit on one side; out of order, when its seeds stand nowhere else."""
        at = word_beside(self.window, self._letters(part), limit, step)
        if at >= 0:
            return [whole(self.sought, part, at)]
        return self._by_seeds(part)


def word_beside(window: Window, letters: str, limit: int, step: int) -> int:
    """Where letters stand as whole words, first after a limit or last before it; -1 when they do not."""
    text = window.letters
    at = text.find(letters, limit) if step > 0 else text.rfind(letters, 0, limit)
    tries = 0
    while letters and at >= 0 and tries < 200:
        if window.begins_word(at) and window.begins_word(at + len(letters)):
            return at
        tries += 1
        at = text.find(letters, at + 1) if step > 0 else text.rfind(letters, 0, at + len(letters) - 1)
    return -1


def _part_of(sought: Sought, letter: int) -> int:
    return bisect_right(sought.bounds, letter) - 1


def _stretch(row: Sequence[Spot]) -> int:
    return max(spot.at_end for spot in row) - min(spot.at for spot in row)
