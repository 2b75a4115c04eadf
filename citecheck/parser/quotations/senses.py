"""What each quotation mark may do: open, close, or be an apostrophe, as far as its own surroundings tell.

What only the marks around it can tell is left to `pairing`, as a weak mark or one that may do either.
"""

from __future__ import annotations

from enum import Enum

from citecheck.parser.quotations.apostrophes import (
    closing_word_is_whole,
    is_clipped_and,
    is_elision,
    is_feet_and_inches,
)
from citecheck.parser.quotations.marks import Facing, Family, QuoteMark
from citecheck.parser.quotations.style import Style
from citecheck.parser.quotations.words import NEVER_AFTER_POSSESSIVE

_ALWAYS_OPEN = frozenset({"„", "‟", "〝", "``", "‘‘", "‛", "「", "｢", "『", "《"})
_ALWAYS_CLOSE = frozenset({"〞", "〟", "’’", "」", "｣", "』", "》"})


class Sense(Enum):
    """What a mark may do. A weak one does it only where that leaves no other mark without a partner."""

    OPEN = "open"
    WEAK_OPEN = "weak open"
    CLOSE = "close"
    PROBABLE_CLOSE = "probable close"
    WEAK_CLOSE = "weak close"
    EITHER = "either"
    NONE = "none"


def sense_of(mark: QuoteMark, text: str, start: int, end: int, style: Style) -> Sense:
    """What a mark in the paragraph `text[start:end]` may do."""
    if mark.glyph in _ALWAYS_OPEN:
        return Sense.OPEN if mark.glyph != "``" or style.tex else Sense.NONE
    if mark.glyph in _ALWAYS_CLOSE:
        return Sense.CLOSE
    if mark.family in (Family.GUILLEMET, Family.SINGLE_GUILLEMET):
        return _guillemet(mark, style)
    if mark.family is Family.DOUBLE:
        return _double(mark, text, start, style)
    return _single(mark, text, start, end, style)


def _guillemet(mark: QuoteMark, style: Style) -> Sense:
    if style.same_guillemets:
        return _BY_FACING[mark.facing]
    return Sense.OPEN if (mark.glyph in "«‹") is not style.reversed_guillemets else Sense.CLOSE


def _double(mark: QuoteMark, text: str, start: int, style: Style) -> Sense:
    if mark.glyph == "“":
        # It closes in German („so“), and by mistake after a dash: which of them, only an open mark can tell.
        if mark.facing is Facing.CLOSE and style.low:
            return Sense.CLOSE
        return Sense.OPEN if mark.facing is Facing.OPEN else Sense.EITHER
    before = text[mark.start - 1] if mark.start > start else ""
    if before.isnumeric() and mark.facing is not Facing.OPEN:
        return Sense.WEAK_CLOSE
    if mark.glyph == "”" and not style.same_curly:
        return Sense.EITHER if mark.facing is Facing.OPEN else Sense.CLOSE
    return _BY_FACING[mark.facing]


_BY_FACING = {Facing.OPEN: Sense.OPEN, Facing.CLOSE: Sense.CLOSE, Facing.EITHER: Sense.EITHER}


def _single(mark: QuoteMark, text: str, start: int, end: int, style: Style) -> Sense:
    before = text[mark.start - 1] if mark.start > start else ""
    after = text[mark.end] if mark.end < end else ""
    if mark.glyph == "`":
        return Sense.OPEN if style.tex and mark.facing is Facing.OPEN else Sense.NONE
    if mark.glyph == "‚":
        return Sense.OPEN if mark.facing is Facing.OPEN else Sense.NONE
    if before.isalnum() and after.isalnum() and not _ideographic(before + after):
        return Sense.NONE
    if is_clipped_and(text, mark.start, start):
        return Sense.NONE
    if mark.facing is Facing.OPEN:
        if mark.glyph == "’" and not style.same_curly:
            return Sense.NONE
        return Sense.WEAK_OPEN if is_elision(text, mark.end, end) else Sense.OPEN
    if mark.facing is Facing.EITHER:
        return {"‘": Sense.WEAK_OPEN, "’": Sense.EITHER}.get(mark.glyph, Sense.NONE)
    if mark.glyph == "‘":
        return Sense.EITHER  # it closes only what ‚ opened
    if before.isnumeric():
        return Sense.NONE if is_feet_and_inches(text, mark.end, end) else Sense.WEAK_CLOSE
    return _closing_strength(text, mark, start, end)


def _closing_strength(text: str, mark: QuoteMark, start: int, end: int) -> Sense:
    """A single mark after a word closes, or is the apostrophe of boys’ school, goin’ home."""
    if mark.start == start or not text[mark.start - 1].isalpha():
        return Sense.CLOSE
    whole = closing_word_is_whole(text, mark.start, start)
    following = text[mark.end : min(mark.end + 24, end)]
    if not following[:1].isspace():
        return Sense.CLOSE if whole else Sense.PROBABLE_CLOSE
    word = following.split(None, 1)[0] if following.strip() else ""
    possessed = word[:1].isalnum() and word not in NEVER_AFTER_POSSESSIVE
    return Sense.WEAK_CLOSE if possessed and not whole else Sense.PROBABLE_CLOSE


def _ideographic(chars: str) -> bool:
    """Han, kana and hangul are written without spaces, so marks stand between their letters."""
    return any("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in chars)
