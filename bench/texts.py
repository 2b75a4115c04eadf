"""Texts made by a seeded generator: words from syllables by Zipf's law, turns of phrase that come again, sentences."""

from __future__ import annotations

import random
from itertools import accumulate

_ONSETS = "b c d f g h l m n p r s t v w b c d l m n p r s t ch st th tr pr gr pl sh wh br".split()
_VOWELS = "a e i o u a e i o u ea ou ee ai".split()
_CODAS = (*" n r s t l n r s t l d m ng st nd ck th nt rd".split(" "), "", "", "", "", "", "")
_ENDINGS = ("", "", "", "", "", "", "s", "s", "ed", "ing", "ly", "er", "tion", "ment", "ness")
_SMALL = (
    "the of and to a in that it is was he for as with his be not by but on have at this they from or had which one we "
    "her all their an there been no more when were who will would so if has into its than some them could only other "
    "may any such these our what upon those my must should then most very now over did made being much how even where"
).split()


class Writer:
    """Writes texts; the same seed gives the same texts on every machine."""

    def __init__(self, seed: int, words: int = 24_000) -> None:
        self.random = random.Random(seed)
        made: dict[str, None] = dict.fromkeys(_SMALL)
        while len(made) < words:
            made.setdefault(self._word(1 if len(made) < 600 else 2 if len(made) < 9_000 else 3))
        self.words = list(made)
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.words))))
        self.phrases = [" ".join(self._draw(self.random.randint(3, 7))) for _ in range(6_000)]
        self.phrase_weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.phrases))))

    def _word(self, syllables: int) -> str:
        choose = self.random.choice
        parts = [choose(_ONSETS) + choose(_VOWELS) + choose(_CODAS) for _ in range(syllables)]
        return "".join(parts) + choose(_ENDINGS)

    def _draw(self, count: int) -> list[str]:
        return self.random.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self) -> str:
        """A sentence of some 5 to 40 words, with names, years and commas now and then."""
        words = self._draw(self.random.randint(5, 40))
        for _ in range(len(words) // 8):
            words[self.random.randrange(len(words))] = self._phrase()
        if self.random.random() < 0.3:
            at = self.random.randrange(len(words))
            words[at] = words[at].capitalize()
        if self.random.random() < 0.1:
            words[self.random.randrange(len(words))] = str(self.random.randint(1500, 2020))
        if self.random.random() < 0.1:
            at = self.random.randrange(len(words))
            words[at] = f"“{words[at]}”"
        for at in range(4, len(words) - 3, self.random.randint(5, 12)):
            words[at] += self.random.choice((",", ",", ",", ";", "—"))
        text = " ".join(words).replace("— ", "—")
        return text[0].upper() + text[1:] + self.random.choice("....?!")

    def _phrase(self) -> str:
        return self.random.choices(self.phrases, cum_weights=self.phrase_weights)[0]

    def text(self, size: int) -> str:
        """A text of just `size` characters, in paragraphs."""
        written: list[str] = []
        length = 0
        while length < size:
            paragraph = " ".join(self.sentence() for _ in range(self.random.randint(2, 8)))
            written.append(paragraph)
            length += len(paragraph) + 2
        return "\n\n".join(written)[:size]
