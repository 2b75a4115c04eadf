"""Where seeds of quotations were met in sources, and the finding of them without numpy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from citecheck.matching.locate.fold import LETTERS, fold, letters_of, spaceless
from citecheck.matching.locate.sought import Sought

PER_SOURCE = 64
"""How often one seed counts in one source."""
EXACT = 1000.0
"""The weight of a seed that begins a run of the quotation standing there letter by letter."""
_BLOCK = 2048


class Hits(NamedTuple):
    """The seeds of one quotation met in the sources, by source and place; all lists are of one length.

    `source` is the index of the source, `at` the index of the seed in the source's letters, `letter` that in the
    quotation's, `offset` the character of the source's text where it begins, `weight` how much it says.
    """

    source: list[int]
    at: list[int]
    letter: list[int]
    offset: list[int]
    weight: list[float]

    def between(self, first: int, end: int) -> Hits:
        """Those from one index up to another."""
        return Hits(
            self.source[first:end],
            self.at[first:end],
            self.letter[first:end],
            self.offset[first:end],
            self.weight[first:end],
        )


class Line(NamedTuple):
    """The first and the last of a quotation's seeds where all that were met follow each other in one place.

    `source` is the index of the source, `letter` and `last_letter` where the two begin in the quotation's letters, `at`
    and `last_at` where in the source's, `offset` and `last_offset` where in its text.
    """

    source: int
    letter: int
    last_letter: int
    at: int
    last_at: int
    offset: int
    last_offset: int


class _Folded:
    """A source's letters, and the way back for the few that are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        blocks = [letters_of(text[start : start + _BLOCK]) for start in range(0, len(text), _BLOCK)]
        self.letters = "".join(blocks)
        self.firsts = [0]
        for block in blocks:
            self.firsts.append(self.firsts[-1] + len(block))
        self._offsets: dict[int, list[int]] = {}

    def offset(self, at: int) -> int:
        block = bisect_right(self.firsts, at) - 1
        if block not in self._offsets:
            self._offsets[block] = fold(self.text[block * _BLOCK : (block + 1) * _BLOCK])[1]
        return block * _BLOCK + self._offsets[block][at - self.firsts[block]]

    def is_word(self, at: int, size: int) -> bool:
        """Whether the letters stand between blanks or marks, or are of a script that sets none."""
        for inner, outer in ((at, self.offset(at) - 1), (at + size - 1, self.offset(at + size - 1) + 1)):
            beside = self.text[outer : outer + 1] if outer >= 0 else ""
            if beside and LETTERS[ord(beside)] and not spaceless(self.letters[inner]):
                return False
        return True

    def places(self, word: str, most: int, *, whole: bool = False) -> list[int]:
        found: list[int] = []
        at = self.letters.find(word)
        while at >= 0 and len(found) < most:
            if not whole or self.is_word(at, len(word)):
                found.append(at)
            at = self.letters.find(word, at + 1)
        return found


def find(sought: Sought, texts: Sequence[str]) -> Hits:
    """The seeds of one quotation in a few short texts."""
    met: list[tuple[int, int, int, int, float]] = []
    for index, text in enumerate(texts):
        folded = _Folded(text)
        met.extend(_met(sought, index, folded))
    counts: dict[int, int] = {}
    for _, _, letter, _, _ in met:
        counts[letter] = counts.get(letter, 0) + 1
    rows = sorted(
        (source, at, letter, offset, sure or counts[letter] ** -0.5) for source, at, letter, offset, sure in met
    )
    return Hits(*(list(column) for column in zip(*rows, strict=True))) if rows else Hits([], [], [], [], [])


def _met(sought: Sought, index: int, folded: _Folded) -> list[tuple[int, int, int, int, float]]:
    met = []
    if sought.whole:
        start, end = next(run for run in sought.runs if run[0] == sought.sown[0][0])
        for at in folded.places(sought.letters[start:end], PER_SOURCE, whole=True):
            met.append((index, at, start, folded.offset(at), 0.0))
        return met
    sure = {
        (at, start)
        for start, end in sought.runs
        if end - start >= sought.size
        for at in folded.places(sought.letters[start:end], PER_SOURCE)
    }
    for letter in sought.seeds():
        places = folded.places(sought.letters[letter : letter + sought.size], PER_SOURCE)
        for at in sorted({*places, *(at for at, start in sure if start == letter)}):
            met.append((index, at, letter, folded.offset(at), EXACT if (at, letter) in sure else 0.0))
    return met
