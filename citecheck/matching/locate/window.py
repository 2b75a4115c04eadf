"""A stretch of a source's text, folded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from citecheck.matching.locate.fold import LETTERS, spaceless

AROUND = 64
"""Characters of the source before and after a stretch that its window knows."""
Stretch = tuple[int, int, int]
"""The index of a source, and a span of its text."""
_LONGEST_WORD = 40
_JOINING = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters inside a word that nobody sees: soft hyphen, zero-width ones."""


class Window:
    """A stretch of a source: its `letters`, and `offsets`, where in the source each stands.

    `text` is the stretch with a little of what stands around it, from the offset `base` on.

    `begins` holds 1 for every letter at which a word begins, or any place will do because the script sets no blanks,
    and for the end.
    """

    __slots__ = ("base", "begins", "letters", "offsets", "text")

    def __init__(self, text: str, base: int, letters: str, offsets: Sequence[int], begins: bytes) -> None:
        self.text = text
        self.base = base
        self.letters = letters
        self.offsets = offsets
        self.begins = begins + b"\1"

    def at(self, offset: int) -> int:
        """The index of the first letter that stands at an offset of the source, or after it."""
        return bisect_left(self.offsets, offset)

    def begins_word(self, at: int) -> bool:
        """Whether a word begins at a letter, or the window ends there."""
        return at >= len(self.begins) or self.begins[at] == 1

    def edges_near(self, middle: int, low: int, high: int) -> Iterator[int]:
        """The letters from `low` up to and with `high` at which a word begins, nearest to `middle` first.

        The window's end is one of them. Of two as near the earlier comes first.
        """
        begins, start = self.begins, min(max(middle, low), high)
        before, after = begins.rfind(1, low, start + 1), begins.find(1, start + 1, high + 1)
        while before >= 0 or after >= 0:
            if after < 0 or (before >= 0 and middle - before <= after - middle):
                yield before
                before = begins.rfind(1, low, before)
            else:
                yield after
                after = begins.find(1, after + 1, high + 1)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source of `letters[start:end]`, widened to whole words where words are set apart."""
        # Letters of a short quotation may be found on beyond the window, where no letter's offset is known.
        end = min(end, len(self.offsets))
        text, base = self.text, self.base
        first, last = self.offsets[min(start, end - 1)] - base, self.offsets[end - 1] + 1 - base
        if first and _goes_on(text[first - 1]) and not spaceless(self.letters[start]):
            first -= _rest_of_word(text, first, -1)
        if last < len(text) and _goes_on(text[last]) and not spaceless(self.letters[end - 1]):
            last += _rest_of_word(text, last - 1, 1)
        return first + base, last + base


def _goes_on(beside: str) -> bool:
    """Whether a character beside a word may belong to it."""
    return beside.isalnum() or not (beside.isascii() or beside.isspace())


def _rest_of_word(text: str, at: int, step: int) -> int:
    """How many characters on one side of `at` belong to the same word; a note's number after a word does not."""
    count = near = 0
    while near < _LONGEST_WORD:
        near += 1
        beside = at + step * near
        if not 0 <= beside < len(text):
            break
        if text[beside] in _JOINING:
            continue
        if not LETTERS[ord(text[beside])] or text[beside].isdigit() != text[at].isdigit():
            break
        count = near
    return count
