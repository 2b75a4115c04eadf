"""Whether the hyphen at a broken URL's line end is the typesetter's or the address's own.

Both readings are kept wherever it is used; this only says which is tried first. Typesetters break words, so a hyphen
beside a digit or another sign is the address's. Between letters the document's own words decide, those of its other
addresses among them: "kro-potkin" is Kropotkin where it speaks of him, "works-papers" stays two words it knows.
"""

from __future__ import annotations

import re
from functools import cached_property

_LETTERS = re.compile(r"[^\W\d_]++")
_BROKEN_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]++-\s{1,2}[^\W\d_]++")
_LEFT = re.compile(r"(?<![^\W\d_])[^\W\d_]++\Z")


class Vocabulary:
    """The words of a document outside the spans that a line end has broken."""

    def __init__(self, text: str, broken: list[tuple[int, int]]) -> None:
        self._text = text
        self._broken = sorted(broken)

    @cached_property
    def _words(self) -> frozenset[str]:
        pieces = []
        at = 0
        for start, end in self._broken:
            pieces.append(self._text[at:start])
            at = max(at, end)
        pieces.append(self._text[at:])
        return frozenset(word.lower() for word in _LETTERS.findall(_BROKEN_WORD.sub(" ", " ".join(pieces))))

    def keeps_hyphen(self, before: str, after: str) -> bool:
        """Whether the hyphen between these two parts of a URL is likelier the address's own."""
        left, right = _LEFT.search(before[-40:]), _LETTERS.match(after[:40])
        if left is None or right is None:
            return True
        first, second = left.group().lower(), right.group().lower()
        if first + second in self._words:
            return False
        return first in self._words and second in self._words


def hyphen_readings(whole: str, hyphened: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The readings of a URL that is `hyphened` with every line-end hyphen and `whole` without any, best first."""
    best = []
    at = 0
    for index, char in enumerate(hyphened):
        if at < len(whole) and whole[at] == char and not _ends_here(whole, at, hyphened, index):
            best.append(char)
            at += 1
        elif char == "-" and vocabulary.keeps_hyphen(hyphened[:index], hyphened[index + 1 :]):
            best.append(char)
        elif char != "-":
            return whole, hyphened  # the two differ by more than hyphens: the reader knows why
    return tuple(dict.fromkeys(("".join(best), whole, hyphened)))


def _ends_here(whole: str, at: int, hyphened: str, index: int) -> bool:
    """Whether one hyphen too many stands at `hyphened[index]`: a break right before or after a hyphen of the URL."""
    return hyphened[index] == "-" and hyphened[index + 1 : index + 2] == "-" and whole[at + 1 : at + 2] != "-"
