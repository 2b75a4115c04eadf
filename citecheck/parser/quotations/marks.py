"""Which characters of a paragraph can be quotation marks, and which way each one faces."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
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


class Facing(Enum):
    """Which way a mark faces, by the characters beside it."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
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

_DASHES = frozenset("‐‑‒–—―-/…⸺⸻")
_CLOSING_PUNCTUATION = frozenset(".,;:!?%、。，．：；！？")


def scan(text: str, start: int, end: int, *, doubled: bool = False) -> list[QuoteMark]:
    """All marks in `text[start:end]`, one paragraph, with the way each faces.

    `doubled`: two single curly marks stand for a double one (‘‘so’’).
    """
    found: list[QuoteMark] = []
    for run in _RUN.finditer(text, start, end):
        if run.end() - run.start() > _LONGEST_RUN or run.group().startswith(_ORNAMENTS):
            continue
        before = text[run.start() - 1] if run.start() > start else ""
        after = text[run.end()] if run.end() < end else ""
        if run.group() in _EMPTY and not before.isalnum() and not after.isalnum():
            continue
        facing = _facing(before, after, text[run.end() : run.end() + 3])
        if facing is Facing.EITHER and before.isspace() and found and _beside(found[-1], run.start(), Facing.CLOSE):
            facing = Facing.CLOSE  # a space parts two closing marks: ’ ”
        if facing is Facing.OPEN and found and found[-1].facing is Facing.EITHER and before.isspace():
            _turn_standing_alone(found, text, run.start())
        at = run.start()
        while at < run.end():
            two = text[at : min(at + 2, run.end())]
            glyph = two if two in FAMILIES and (doubled or two not in ("‘‘", "’’")) else two[:1]
            if glyph in FAMILIES:
                found.append(
                    QuoteMark(at, at + len(glyph), glyph, FAMILIES[glyph], facing, before == "\n" and at == run.start())
                )
            at += len(glyph)
    return found


def _beside(mark: QuoteMark, at: int, facing: Facing) -> bool:
    return mark.end == at - 1 and mark.facing is facing


def _turn_standing_alone(found: list[QuoteMark], text: str, at: int) -> None:
    """A mark with a space on either side opens when an opening one follows: “ ‘so."""
    last = found[-1]
    if last.end == at - 1 and last.start > 0 and text[last.start - 1].isspace():
        found[-1] = replace(last, facing=Facing.OPEN)


def _facing(before: str, after: str, following: str) -> Facing:
    """By the characters before and after a run of marks; "" stands for the paragraph's edge."""
    opened = not before or before.isspace() or unicodedata.category(before) in ("Ps", "Pi", "Sc") or before in "¿¡"
    ended = not after or after.isspace()
    if opened:
        if ended:
            return Facing.OPEN if not before and after else Facing.CLOSE if not after and before else Facing.EITHER
        return Facing.EITHER if after in _CLOSING_PUNCTUATION and not following.startswith("..") else Facing.OPEN
    if ended or after in _CLOSING_PUNCTUATION or unicodedata.category(after) in ("Pe", "Pf"):
        return Facing.CLOSE
    if before in _DASHES:
        return Facing.EITHER if after in _DASHES or before == "…" else Facing.OPEN
    return Facing.CLOSE if after in _DASHES else Facing.EITHER
