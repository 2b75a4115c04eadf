"""Page numbers, arabic and roman."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROMAN = re.compile(r"c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_LETTERS = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page number; `roman` ones, up to 399, are those before the first chapter."""

    number: int
    roman: bool = False

    @property
    def label(self) -> str:
        """The number as it is printed, in small letters where it is roman."""
        if not self.roman:
            return str(self.number)
        left, written = self.number, ""
        for value, letters in _LETTERS:
            written += letters * (left // value)
            left %= value
        return written


def page_of(label: str) -> Page | None:
    """A page label as a number, None for any other ("A-3", "")."""
    if label.isascii() and label.isdigit() and len(label) <= 6:
        return Page(int(label))
    folded = label.casefold()
    if not folded or not _ROMAN.fullmatch(folded):
        return None
    values = [_VALUES[letter] for letter in folded]
    total = sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
    return Page(total, roman=True)
