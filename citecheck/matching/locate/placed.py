"""A quotation placed in one source, and what it makes of it: a candidate."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from citecheck.matching.interface import Candidate
from citecheck.matching.locate.fold import LETTERS
from citecheck.matching.locate.place import Spot
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.window import Window

_RUN_TOGETHER = 150


class Placed(NamedTuple):
    """The spots of a quotation's letters in one source, in the order of the quotation, each in its window."""

    source: int
    spots: tuple[tuple[Spot, Window], ...]

    def score(self, sought: Sought) -> float:
        """0–100: twice the letters that stand in both, by all letters of the quotation and of the places."""
        if len(self.spots) == 1:
            spot = self.spots[0][0]
            return min(100.0, 200.0 * spot.matched / (len(sought.letters) + spot.at_end - spot.at))
        matched = width = 0
        for spot, _ in self.spots:
            matched += spot.matched
            width += spot.at_end - spot.at
        return min(100.0, 200.0 * matched / (len(sought.letters) + width))

    def sure(self) -> int:
        """How many letters of the quotation stand between the outermost seeds of the spots."""
        return sum(spot.sure_end - spot.sure for spot, _ in self.spots)

    def missing(self, sought: Sought) -> list[tuple[int, int, int]]:
        """The stretches of the quotation without a place, as (part, letter, end): whole parts, or much of one."""
        gaps: list[tuple[int, int, int]] = []
        if len(self.spots) == 1 and len(sought.bounds) == 2:
            # Most have one part, and one place for all of it.
            spot, end = self.spots[0][0], sought.bounds[1]
            if max(spot.sure, end - spot.sure_end) < max(24, end // 8):
                return gaps
        for part, (start, end) in enumerate(pairwise(sought.bounds)):
            sure = [(spot.sure, spot.sure_end) for spot, _ in self.spots if spot.part == part]
            if not sure:
                if start < end:
                    gaps.append((part, start, end))
                continue
            least = max(24, (end - start) // 8)
            for low, high in sorted(sure):
                if low - start >= least:
                    gaps.append((part, start, low))
                start = high
            if end - start >= least:
                gaps.append((part, start, end))
        return gaps

    def candidate(self, sought: Sought, source: str, score: float) -> Candidate:
        """The candidate of that score, with its offsets in the source's text."""
        pieces: list[tuple[int, int, int]] = []
        if len(self.spots) == 1:
            spot, window = self.spots[0]
            start, end = _span(sought, spot, window)
            return Candidate(source, start, end, round(score, 3), ((spot.part, start, end),))
        for spot, window in self.spots:
            start, end = _span(sought, spot, window)
            if pieces and pieces[-1][0] == spot.part:
                part, before, before_end = pieces[-1]
                gap = max(start - before_end, before - end)
                if gap <= max(_RUN_TOGETHER, spot.letter_end - spot.letter):
                    pieces[-1] = part, min(before, start), max(before_end, end)
                    continue
            pieces.append((spot.part, start, end))
        start, end = min([piece[1] for piece in pieces]), max([piece[2] for piece in pieces])
        return Candidate(source, start, end, round(score, 3), tuple(pieces))


def placed(source: int, spots: Sequence[Spot], window: Window) -> Placed | None:
    """The spots that take up any room at all, or None."""
    rooms = tuple([(spot, window) for spot in spots if spot.at_end > spot.at])
    return Placed(source, rooms) if rooms else None


def _span(sought: Sought, spot: Spot, window: Window) -> tuple[int, int]:
    """The span of a spot, with the marks around it that the quotation has too."""
    start, end = window.span(spot.at, spot.at_end)
    text, quoted, base = window.text, sought.parts[spot.part].text, window.base
    if spot.letter_end == sought.bounds[spot.part + 1] and not quoted[-1].isalnum():
        for character in quoted[_marks_at_end(quoted) :]:
            if text[end - base : end - base + 1] != character:
                break
            end += 1
    if spot.letter == sought.bounds[spot.part] and not quoted[0].isalnum():
        for character in reversed(quoted[: _marks_at_start(quoted)]):
            if start == base or text[start - base - 1] != character:
                break
            start -= 1
    return start, end


def _marks_at_end(text: str) -> int:
    at = len(text)
    while at and not LETTERS[ord(text[at - 1])]:
        at -= 1
    return at


def _marks_at_start(text: str) -> int:
    at = 0
    while at < len(text) and not LETTERS[ord(text[at])]:
        at += 1
    return at
