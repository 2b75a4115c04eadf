"""Quotations taken from a text and corrupted as editors, scanners and tired authors do it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

_WORD = re.compile(r"\S+")
_ELLIPSES = ("…", " … ", " ... ", " . . . ", " [...] ", " [. . .] ", ". . . . ")
_INSERTED = ("[the author]", "[that is]", "[sic]", "[as he says]", "[emphasis added]")


@dataclass(frozen=True)
class Sample:
    """A corrupted quotation, what was done to it, and the span of the source it was taken from."""

    kind: str
    text: str
    source: str
    start: int
    end: int


class Corrupter:
    """Takes quotations out of texts; the same seed gives the same ones."""

    def __init__(self, seed: int, vocabulary: list[str]) -> None:
        self.random = random.Random(seed)
        self.vocabulary = vocabulary
        self.kinds: dict[str, Callable[[list[str]], str]] = {
            "exact": " ".join,
            "noise": self._noise,
            "substitution": self._substitution,
            "deletion": self._deletion,
            "cut": self._cut,
            "brackets": self._brackets,
        }
        self.hard: dict[str, Callable[[list[str]], str]] = {
            "every word damaged": self._damage,
            "two cuts, short ends": self._short_ends,
            "sentences swapped": self._swap,
        }

    def samples(self, source: str, text: str, count: int, kinds: dict[str, Callable[[list[str]], str]]) -> list[Sample]:
        """`count` quotations of 27 to 807 characters of one text, the kinds in turn."""
        made = []
        names = list(kinds)
        while len(made) < count:
            size = self.random.randint(27, 807)
            at = self.random.randrange(max(1, len(text) - size - 40))
            words = list(_WORD.finditer(text, at, at + size + 30))[1:-1]
            while len(words) > 2 and words[-1].end() - words[0].start() > size:
                words.pop()
            kind = names[len(made) % len(names)]
            if len(words) < (16 if kind in ("cut", *self.hard) else 3):
                continue
            quoted = kinds[kind]([word.group() for word in words])
            made.append(Sample(kind, quoted, source, words[0].start(), words[-1].end()))
        return made

    def _noise(self, words: list[str]) -> str:
        letters = list(" ".join(words))
        for _ in range(max(1, int(len(letters) * self.random.uniform(0.01, 0.08)))):
            at = self.random.randrange(len(letters))
            letters[at] = self.random.choice(("", "e", "c", "rn", "l", "i", "f"))
        return "".join(letters)

    def _substitution(self, words: list[str]) -> str:
        for _ in range(max(1, len(words) // 15)):
            words[self.random.randrange(len(words))] = self.random.choice(self.vocabulary)
        return " ".join(words)

    def _deletion(self, words: list[str]) -> str:
        count = self.random.randint(1, max(1, min(6, len(words) // 4)))
        at = self.random.randrange(1, max(2, len(words) - count))
        return " ".join(words[:at] + words[at + count :])

    def _cut(self, words: list[str]) -> str:
        count = self.random.randint(3, len(words) // 2)
        at = self.random.randint(3, len(words) - count - 2)
        return " ".join(words[:at]) + self.random.choice(_ELLIPSES) + " ".join(words[at + count :])

    def _brackets(self, words: list[str]) -> str:
        at = self.random.randrange(1, len(words))
        drop = self.random.randint(0, 1)
        return " ".join([*words[:at], self.random.choice(_INSERTED), *words[at + drop :]])

    def _damage(self, words: list[str]) -> str:
        return " ".join(self._damaged(word) for word in words)

    def _damaged(self, word: str) -> str:
        at = self.random.randrange(len(word))
        return word[:at] + self.random.choice("aeioucnrst") + word[at + 1 :]

    def _short_ends(self, words: list[str]) -> str:
        head, tail = self.random.randint(2, 4), self.random.randint(2, 4)
        middle = len(words) // 2
        kept = (words[:head], words[middle - 3 : middle + 2], words[-tail:])
        return " … ".join(" ".join(run) for run in kept)

    def _swap(self, words: list[str]) -> str:
        at = self.random.randint(len(words) // 3, 2 * len(words) // 3)
        return " ".join(words[at:] + words[:at])
