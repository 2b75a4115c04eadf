"""Folds text to bare letters and digits, keeping the way back to its offsets.

What two printings of one sentence may differ in is dropped or made equal: case, accents, ligatures, quotation
marks, dashes, hyphens and line ends, blanks, long s, superscript note markers, width and composition of characters.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.uint16]
    Offsets = NDArray[np.int64]

_SPELT = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
# Marks that one printing sets and another leaves out: accents, Hebrew points, Arabic vowel signs, tatweel.
_OPTIONAL = (
    (0x0300, 0x036F),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x0640, 0x0640),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE2F),
)
SPACELESS = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x2E80, 0xA4CF), (0xE000, 0xFAFF))
_DENSE = ((0x2E80, 0xA4CF), (0xE000, 0xFAFF))
_UNKNOWN, _SEVERAL = 0xFFFF, 0xFFFE


def _kept(character: str) -> bool:
    code = ord(character)
    if any(low <= code <= high for low, high in _OPTIONAL):
        return False
    return character.isalnum() or unicodedata.category(character) in ("Mn", "Mc")


def _folded(code: int) -> str:
    character = chr(code)
    if 0xE000 <= code <= 0xF8FF:
        return character
    if unicodedata.decomposition(character).startswith("<super>") and not character.isalpha():
        return ""
    composed = unicodedata.normalize("NFKD", character).casefold()
    letters = "".join(_SPELT.get(letter, letter) for letter in unicodedata.normalize("NFKD", composed))
    letters = "".join(letter for letter in letters if _kept(letter))
    if code <= 0xFFFF and all(ord(letter) <= 0xFFFF for letter in letters):
        return letters
    # Beyond the basic plane a letter takes one of the private code points, so that 16 bits hold every letter.
    if letters and ord(letters[0]) <= 0xFFFF:
        return letters[0]
    return chr(0xE000 + code % 0x1900) if letters else ""


class _Letters(dict[int, str]):
    """What every code point folds to, found out when first asked."""

    def __missing__(self, code: int) -> str:
        letters = self[code] = _folded(code)
        return letters


LETTERS = _Letters()


def letters_of(text: str) -> str:
    """The folded text, without the way back."""
    return text.translate(LETTERS)


def fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters the offset of the character it comes from. For short texts."""
    folded = [LETTERS[ord(character)] for character in text]
    offsets = [offset for offset, letters in enumerate(folded) for _ in letters]
    return "".join(folded), offsets


def spaceless(letter: str) -> bool:
    """Whether a letter is of a script that sets no blanks between words."""
    code = ord(letter)
    return code >= SPACELESS[0][0] and any(low <= code <= high for low, high in SPACELESS)


def dense(letters: str) -> bool:
    """Whether most of the letters stand for a word or a syllable each (Chinese, Japanese)."""
    if not letters or letters.isascii():
        return False
    return 2 * sum(any(low <= ord(letter) <= high for low, high in _DENSE) for letter in letters) > len(letters)


_tables: list[Codes] = []


def _table() -> Codes:
    """The look-up table of the basic plane: a letter, 0 for nothing, or one of the two marks above all letters."""
    if not _tables:
        import numpy as np  # noqa: PLC0415

        table = np.full(0x10000, _UNKNOWN, dtype=np.uint16)
        for code in range(0x180):
            _enter(table, code)
        _tables.append(table)
    return _tables[0]


def _enter(table: Codes, code: int) -> None:
    letters = LETTERS[code]
    table[code] = _SEVERAL if len(letters) > 1 else ord(letters) if letters else 0


def fold_codes(text: str) -> tuple[Codes, Offsets]:
    """The folded text as 16-bit code points, and the offset of each. For long texts; needs numpy.

    Takes about ten bytes of memory a character: fold long texts in chunks.
    """
    import numpy as np  # noqa: PLC0415

    table = _table()
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    if len(codes) != len(text):
        codes = _plane(text)
    letters = table.take(codes)
    if (letters == _UNKNOWN).any():
        for code in np.unique(codes[letters == _UNKNOWN]).tolist():
            _enter(table, code)
        letters = table.take(codes)
    several = np.flatnonzero(letters == _SEVERAL)
    if len(several):
        return _spread(codes, letters, several)
    offsets = np.flatnonzero(letters)
    return letters.take(offsets), offsets


def _plane(text: str) -> Codes:
    """The code points of a text with characters beyond the basic plane, each of those as its folded letter."""
    import numpy as np  # noqa: PLC0415

    wide = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = wide.astype(np.uint16)
    beyond = np.flatnonzero(wide > 0xFFFF)
    kinds, which = np.unique(wide[beyond], return_inverse=True)
    # NUL folds to nothing, and a private code point to itself.
    folded = np.array([ord(LETTERS[code] or "\0") for code in kinds.tolist()], dtype=np.uint16)
    codes[beyond] = folded[which]
    return codes


def _spread(codes: Codes, letters: Codes, several: Offsets) -> tuple[Codes, Offsets]:
    """Puts the letters of characters that fold to several (ligatures, syllables) in their places."""
    import numpy as np  # noqa: PLC0415

    kinds, which = np.unique(codes[several], return_inverse=True)
    spelt = [LETTERS[code] for code in kinds.tolist()]
    letters[several] = np.array([ord(word[0]) for word in spelt], dtype=np.uint16)[which]
    more = np.array([len(word) - 1 for word in spelt])[which]
    extra = "".join([word[1:] for word in map(spelt.__getitem__, which.tolist())])
    offsets = np.flatnonzero(letters)
    after = np.repeat(np.searchsorted(offsets, several) + 1, more)
    added = np.frombuffer(extra.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    return np.insert(letters.take(offsets), after, added), np.insert(offsets, after, np.repeat(several, more))
