"""Which characters of a paragraph can be quotation marks, and which way each one faces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum


class Family(Enum):
    """Marks of one family can open and close one another, straight or curly, high or low."""

    DOUBLE = "double"
    SINGLE = "single"
    GUILLEMET = "guillemet"
    SINGLE_GUILLEMET = "single guillemet"
    CORNER = "corner bracket"
    WHITE_CORNER = "white corner bracket"
    TITLE_BRACKET = "double angle bracket"

    __hash__ = object.__hash__  # the one of Enum is slow, and these are keys for every mark


class Facing(Enum):
    """Which way a mark faces, by the characters beside it."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(slots=True, eq=False)
class QuoteMark:
    """A quotation mark, `text[start:end]` of the document. `heads_line`: it is the first of a line after another."""

    start: int
    end: int
    glyph: str
    family: Family
    facing: Facing
    heads_line: bool = False

    @property
    def straight(self) -> bool:
        """Whether the glyph itself shows no side."""
        return self.glyph in STRAIGHT


FAMILIES = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "＂", "〝", "〞", "〟", "``", "''", "‘‘", "’’"), Family.DOUBLE),
    **dict.fromkeys(("‘", "’", "‚", "‛", "'", "`"), Family.SINGLE),
    **dict.fromkeys("«»", Family.GUILLEMET),
    **dict.fromkeys("‹›", Family.SINGLE_GUILLEMET),
    **dict.fromkeys("「」｢｣", Family.CORNER),
    **dict.fromkeys("『』", Family.WHITE_CORNER),
    **dict.fromkeys("《》", Family.TITLE_BRACKET),
}
STRAIGHT = frozenset({'"', "'", "＂", "''"})
_SINGLE_CHARS = "".join(mark for mark in FAMILIES if len(mark) == 1)
# Marks that touch, or that only a thin or no-break space parts, stand between the same words.
_RUN = re.compile(f"[{_SINGLE_CHARS}](?:[\u2009\u200a\u202f\u00a0]?[{_SINGLE_CHARS}])*+")
_EMPTY = frozenset({'""', "''", "“”", "‘’", "«»", "„“"})  # marks around nothing
_ORNAMENTS = ('"""', "''''", "“““", "”””")
_LONGEST_RUN = 8  # more marks in a row are an ornament or noise

_OPENING_CATEGORIES = ("Ps", "Pi", "Sc")
_DASHES = frozenset("‐‑‒–—―-/…⸺⸻")
_CLOSING_PUNCTUATION = frozenset(".,;:!?%、。，．：；！？")


def scan(text: str, start: int, end: int, *, doubled: bool = False) -> list[QuoteMark]:
    """All marks in `text[start:end]`, one paragraph, with the way each faces.

    `doubled`: two single curly marks stand for a double one (‘‘so’’).
    """
    found: list[QuoteMark] = []
    for match in _RUN.finditer(text, start, end):
        first, last = match.span()
        run = match.group()
        if last - first > _LONGEST_RUN or run.startswith(_ORNAMENTS):
            continue
        before = text[first - 1] if first > start else ""
        after = text[last] if last < end else ""
        if run in _EMPTY and not before.isalnum() and not after.isalnum():
            continue
        facing = _facing(before, after, text[last : last + 3])
        if found and before.isspace():
            facing = _facing_beside(found[-1], facing, text, first)
        heads_line = before == "\n"
        at = 0
        while at < len(run):
            glyph = run[at : at + 2]
            if glyph not in FAMILIES or (not doubled and glyph in ("‘‘", "’’")):
                glyph = run[at]
            if glyph in FAMILIES:
                found.append(QuoteMark(first + at, first + at + len(glyph), glyph, FAMILIES[glyph], facing, heads_line))
                heads_line = False
            at += len(glyph)
    return found


def _facing_beside(last: QuoteMark, facing: Facing, text: str, at: int) -> Facing:
    """The facing of a mark at `text[at]` after a space, by the mark before: they close (’ ”) or open (“ ‘) together.

    The one before is turned where it stands alone between spaces.
    """
    if last.end != at - 1:
        return facing
    if facing is Facing.EITHER and last.facing is Facing.CLOSE:
        return Facing.CLOSE
    if facing is Facing.OPEN and last.facing is Facing.EITHER and last.start > 0 and text[last.start - 1].isspace():
        last.facing = Facing.OPEN
    return facing


def _facing(before: str, after: str, following: str) -> Facing:
    """By the characters before and after a run of marks; "" stands for the paragraph's edge."""
    ended = not after or after.isspace()
    if before.isalnum():
        opened = False
    else:
        opened = not before or before.isspace() or unicodedata.category(before) in _OPENING_CATEGORIES or before in "¿¡"
    if opened:
        if ended:
            return Facing.OPEN if not before and after else Facing.CLOSE if not after and before else Facing.EITHER
        return Facing.EITHER if after in _CLOSING_PUNCTUATION and not following.startswith("..") else Facing.OPEN
    if ended or after in _CLOSING_PUNCTUATION or (not after.isalnum() and unicodedata.category(after) in ("Pe", "Pf")):
        return Facing.CLOSE
    if before in _DASHES:
        return Facing.EITHER if after in _DASHES or before == "…" else Facing.OPEN
    return Facing.CLOSE if after in _DASHES else Facing.EITHER
