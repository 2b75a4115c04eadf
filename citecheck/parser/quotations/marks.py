"""Which characters of a paragraph can be quotation marks, and which way each can face.

Apostrophes, feet and inches are sorted out here as far as a mark's own surroundings tell; what only the marks
around it can tell is left to `pairing`, as a weak mark or one that may face either way.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from citecheck.parser.quotations.apostrophes import (
    closing_word_is_whole,
    is_clipped_and,
    is_elision,
    is_feet_and_inches,
)
from citecheck.parser.quotations.words import NEVER_AFTER_POSSESSIVE


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


class Sense(Enum):
    """What a mark may do. A weak one does it only where that leaves no other mark without a partner."""

    OPEN = "open"
    WEAK_OPEN = "weak open"
    CLOSE = "close"
    PROBABLE_CLOSE = "probable close"
    WEAK_CLOSE = "weak close"
    EITHER = "either"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class QuoteMark:
    """A quotation mark, `text[start:end]` of the document."""

    start: int
    end: int
    glyph: str
    family: Family
    facing: Facing
    sense: Sense = Sense.NONE

    @property
    def straight(self) -> bool:
        """Whether the glyph itself shows no side."""
        return self.glyph in STRAIGHT


@dataclass(frozen=True, slots=True)
class Style:
    """A document's habits, which decide what a mark's surroundings leave open.

    `reversed_guillemets`: »so« (German, Danish). `same_guillemets`: »so» (Finnish, Swedish).
    `same_curly`: ”so” and ’so’ (Swedish, Finnish). `tex`: ``so'' and `so'.
    """

    reversed_guillemets: bool = False
    same_guillemets: bool = False
    same_curly: bool = False
    tex: bool = False


FAMILIES = {
    **dict.fromkeys(("“", "”", "„", "‟", '"', "＂", "〝", "〞", "〟", "``", "''"), Family.DOUBLE),
    **dict.fromkeys(("‘", "’", "‚", "‛", "'", "`"), Family.SINGLE),
    **dict.fromkeys("«»", Family.GUILLEMET),
    **dict.fromkeys("‹›", Family.SINGLE_GUILLEMET),
    **dict.fromkeys("「」｢｣", Family.CORNER),
    **dict.fromkeys("『』", Family.WHITE_CORNER),
    **dict.fromkeys("《》", Family.TITLE_BRACKET),
}
STRAIGHT = frozenset({'"', "'", "＂", "''"})
_ALWAYS_OPEN = frozenset({"„", "‟", "〝", "``", "‛", "「", "｢", "『", "《"})
_ALWAYS_CLOSE = frozenset({"〞", "〟", "」", "｣", "』", "》"})
_SINGLE_CHARS = "".join(mark for mark in FAMILIES if len(mark) == 1)
# Marks that touch, or that only a thin or no-break space parts, stand between the same words.
_RUN = re.compile(f"[{_SINGLE_CHARS}](?:[\u2009\u200a\u202f\u00a0]?[{_SINGLE_CHARS}])*+")
_EMPTY = frozenset({'""', "''", "“”", "‘’", "«»", "„“"})  # marks around nothing
_LONGEST_RUN = 8  # more marks in a row are an ornament or noise

_DASHES = frozenset("‐‑‒–—―-/…⸺⸻")
_CLOSING_PUNCTUATION = frozenset(".,;:!?%、。，．：；！？")


def scan(text: str, start: int, end: int) -> Iterator[QuoteMark]:
    """All marks in `text[start:end]`, one paragraph, with the way each faces; their sense is not yet known."""
    for run in _RUN.finditer(text, start, end):
        if run.end() - run.start() > _LONGEST_RUN:
            continue
        before = text[run.start() - 1] if run.start() > start else ""
        after = text[run.end()] if run.end() < end else ""
        if run.group() in _EMPTY and not before.isalnum() and not after.isalnum():
            continue
        facing = _facing(before, after, text[run.end() : run.end() + 3])
        at = run.start()
        while at < run.end():
            two = text[at : at + 2]
            glyph = two if two in ("``", "''") and at + 2 <= run.end() else two[:1]
            if glyph in FAMILIES:
                yield QuoteMark(at, at + len(glyph), glyph, FAMILIES[glyph], facing)
            at += len(glyph)


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


def learn_style(marks: list[QuoteMark], text: str, language: str | None) -> Style:
    """The habits that most marks of a document show; its language decides where they show none."""
    facing: dict[tuple[str, Facing], int] = {}
    for mark in marks:
        key = ("<" if mark.glyph in "«‹" else ">" if mark.glyph in "»›" else mark.glyph, mark.facing)
        facing[key] = facing.get(key, 0) + 1

    def count(glyph: str, way: Facing) -> int:
        return facing.get((glyph, way), 0)

    plain, turned = (
        sum(1 for mark in marks if mark.glyph in glyphs and mark.facing is Facing.OPEN and text[mark.end].isalnum())
        for glyphs in ("«‹", "»›")
    )  # French spaces, and l’« ami », leave the other side open
    any_left = sum(count("<", way) for way in Facing)
    short = (language or "").lower()[:2]
    openers = count("“", Facing.OPEN) + count("„", Facing.OPEN)
    return Style(
        reversed_guillemets=any_left > 0 and (turned > plain or (turned == plain and short in ("de", "da"))),
        same_guillemets=any_left == 0 and count(">", Facing.OPEN) > 0,
        same_curly=count("”", Facing.OPEN) > openers or (short in ("sv", "fi") and openers == 0),
        tex="``" in text,
    )


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
        return {Facing.OPEN: Sense.OPEN, Facing.CLOSE: Sense.EITHER, Facing.EITHER: Sense.EITHER}[mark.facing]
    before = text[mark.start - 1] if mark.start > start else ""
    if before.isdigit() and mark.facing is not Facing.OPEN:
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
    if before.isdigit():
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
