"""What is printed on the sheets of a PDF file, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points, from the sheet's lower left."""


@dataclass(frozen=True, slots=True)
class Font:
    """What a font's name and descriptor say of its letters."""

    name: str = ""
    bold: bool = False
    italic: bool = False
    fixed: bool = False


class Word(NamedTuple):
    """Letters that stand together in one font: a word or, where the font changes inside it, a part of one.

    `left` and `right` are its ends, `base` is the height of its base line, `size` its font's size, all in points.
    `glued` says that no space stands before it. `raised` says that the letters themselves are drawn small and high,
    as a font's own superior figures are.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    font: Font = Font()
    glued: bool = False
    raised: bool = False

    @property
    def box(self) -> Box:
        """The place of its letters, those with parts above and below the line included."""
        return self.left, self.base - 0.24 * self.size, self.right, self.base + 0.78 * self.size


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin horizontal line."""

    left: float
    right: float
    height: float


@dataclass(frozen=True, slots=True)
class LinkArea:
    """An area of the sheet that leads to a URL when it is clicked."""

    box: Box
    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its number from 1, the page label that viewers show, its size in points and what is on it.

    The words are in the order in which the file draws them.
    """

    number: int
    label: str
    width: float
    height: float
    words: tuple[Word, ...] = ()
    rules: tuple[Rule, ...] = ()
    links: tuple[LinkArea, ...] = ()


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole PDF file: its sheets, and what it says of itself."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    language: str = ""
