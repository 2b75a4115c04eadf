"""What the texts at hand say of a word or a line: whether a changed word is another word or one badly printed."""

from __future__ import annotations

from collections.abc import Mapping

from citecheck.matching.furniture import Known
from citecheck.matching.lookalikes import LOOKALIKE_WORDS

_MOST_TEXT = 1_000_000  # characters searched for one word
_RARE = 20  # a form that many times rarer than its lookalike is the lookalike's misprint


class Vocabulary:
    """The words and lines of some texts, looked up when asked for and remembered; the texts are not."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._order = sorted(texts)
        self._counts: dict[tuple[str, str], int] = {}
        self._lines: dict[str, Known] = {}

    def lines(self, source: str) -> Known:
        """What is known of all lines of a text."""
        return self._lines.setdefault(source, Known())

    def recurs(self, word: str, source: str) -> bool:
        """Whether a word stands in a text more than once."""
        return self._count(word, source, most=1) > 1

    def is_word(self, word: str, other: str, source: str, near: int) -> bool:
        """Whether `word` is a word and not `other` badly printed, by its use elsewhere than at `near` in `source`.

        It is when it stands elsewhere, and not twenty times as seldom as the word it looks like; and when it is
        one of the words of English that scanners make of others ("modem" of "modern").
        """
        return word in LOOKALIKE_WORDS or self.is_used(word, other, source, near)

    def is_used(self, word: str, other: str, source: str, near: int) -> bool:
        """As `is_word`, by the texts alone."""
        count = self._count(word, source, most=3) - self._stands_at(word, source, near)
        if count <= 0:
            return False
        return self._count(other, source, most=_RARE * 3) < _RARE * count

    def _stands_at(self, word: str, source: str, near: int) -> bool:
        return self._texts[source][near : near + len(word)].casefold() == word

    def _count(self, word: str, source: str, most: int) -> int:
        """How often a word stands in the texts, the source first, at most `most` + 1 times."""
        known = self._counts.get((word, source))
        if known is not None and known <= most:
            return known
        count = searched = 0
        for name in (source, *(name for name in self._order if name != source)):
            text = self._texts[name]
            count += _occurrences(text, word, most + 1 - count)
            if not count and name == source:
                count += _occurrences(text, word.capitalize(), most + 1)
            searched += len(text)
            if count > most or searched > _MOST_TEXT:
                break
        self._counts[word, source] = count
        return count


def _occurrences(text: str, word: str, most: int) -> int:
    """How often a word stands in a text as a whole word, at most `most` times."""
    count = 0
    at = text.find(word)
    tries = most * 50
    while at >= 0 and count < most and tries:
        end = at + len(word)
        count += not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())
        at = text.find(word, end)
        tries -= 1
    return count
