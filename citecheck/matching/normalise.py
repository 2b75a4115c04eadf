"""Folds what printing and scanning do to letters and marks, so that the same words compare as the same.

Nothing here changes an offset: words are folded one by one, marks between words are reduced to a signature, and
what is not the author's text is blanked character for character. So every word keeps its place in the original.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LINE_HYPHENS = "-\u00ad\u00ac\u2010\u2011\u0002\ufffe"  # what stands at a line's end where a word is broken
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_INVISIBLE += "\u0002\ufffe"
_TATWEEL = "\u0640"  # lengthens a letter of Arabic
_POINTED = re.compile(
    # Vowel points and accents of Hebrew, vowel marks of Arabic, stress in Cyrillic; й, ё are letters of their own.
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
    "|(?<=[\u0400-\u052f])[\u0300\u0301]"
)
_BROKEN = re.compile(rf"[{LINE_HYPHENS}]\s*+")
_HIDDEN = re.compile(f"[{_INVISIBLE}{_TATWEEL}]")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʹ′＇`´", "'"))
_LETTERS = str.maketrans({"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ſ": "s", "ĳ": "ij", "Ĳ": "IJ"})
_GROUPED = re.compile(r"(?<=\d)(?<!^0)[,.](?=\d{3}(?!\d))")  # 0.125 is a fraction

SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵃᵇᶜᵈᵉ"
NOTE_SIGNS = "*†‡§‖¶#"
_QUOTES = "\"'“”„‟‘’‚‛«»‹›「」『』〝〞〟＂＇`´′″ʼʹ"
_HYPHENS = ("-", "‐", "‑", "\u00ad")
_DASH = re.compile("-++")
_DASHES = "-‐‑‒–—―−⸺⸻﹘﹣－~〜～"
_POINTS = {
    "，": ",",
    "、": ",",
    "﹐": ",",
    "；": ";",
    "：": ":",
    "。": ".",
    "．": ".",
    "！": "!",
    "？": "?",
    "،": ",",
    "؛": ";",
}
_POINTS |= {"؟": "?", "（": "(", "）": ")", "［": "[", "］": "]", "…": "…", "⋯": "…", "‥": ".."}
_MARKS: dict[int, str] = (
    {ord(mark): '"' for mark in _QUOTES}
    | {ord(mark): "-" for mark in _DASHES}
    | {ord(mark): point for mark, point in _POINTS.items()}
    | {ord(mark): "" for mark in NOTE_SIGNS + "_/⁄|>" + _INVISIBLE + "\u00ac"}
)
_SPACED_DOTS = re.compile(r"\.(?:\s*+\.){2}[.\s]*+")


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """A word as it would be set by one careful printer: letters composed, ligatures and long s resolved.

    A word broken at a line's end is joined, soft hyphens go. Case and accents stay. That is Unicode NFKC
    (ﬁ → fi, full width to half, an accent in one character with its letter), and besides æ → ae, œ → oe, ’ → '.
    """
    if word.isascii() and word.isalnum():
        return word
    joined = _HIDDEN.sub("", _BROKEN.sub("", word)).translate(_APOSTROPHES)
    if joined.isascii():
        return joined
    return unicodedata.normalize("NFKC", joined.translate(_LETTERS)).translate(_APOSTROPHES)


@lru_cache(maxsize=1 << 16)
def key(folded: str) -> str:
    """What two folded words are compared by: without case and points, digits without grouping marks, & as "and"."""
    if folded.isalpha():
        return folded.casefold()
    if folded == "&":
        return "and"
    return unpointed(_GROUPED.sub("", folded.casefold()))


def unpointed(word: str) -> str:
    """A word without the vowel points, vowel marks and stress marks that most texts do without."""
    return word if word.isascii() else _POINTED.sub("", word) or word


def are_pointed_alike(one: str, other: str) -> bool:
    """Whether the points of one word are all points of the other: none, or fewer."""
    few, many = sorted((_points(one), _points(other)), key=len)
    rest = iter(many)
    return all(point in rest for point in few)


def _points(word: str) -> list[tuple[int, str]]:
    """Each point with the number of letters before it."""
    found, letters = [], 0
    for char in word:
        if _POINTED.fullmatch(char) or char in "\u0300\u0301":
            found.append((letters, char))
        else:
            letters += 1
    return sorted(found)


@lru_cache(maxsize=1 << 14)
def signature(gap: str) -> str:
    """The marks between two words, reduced to what a reader hears: no blanks, one kind of quotation mark,
    one of dash; a hyphen inside a word stays a hyphen.

    Quotation marks come last, for `."` and `".` are the same sentence end set by two houses (Chicago 6.9). Note
    signs, emphasis marks and the slash between lines of verse are left out; raised digits stay, for they may be
    an exponent.
    """
    if gap == " " or not gap:
        return ""
    if gap in _HYPHENS:
        return "-"
    marks = _SPACED_DOTS.sub("…", gap.translate(_MARKS))
    marks = "".join(marks.split())
    if not marks:
        return ""
    quoted = '"' in marks
    if quoted:
        marks = marks.replace('"', "")
    if "-" in marks:
        marks = _DASH.sub("—", marks)
    return marks + '"' if quoted else marks


def without_note_marks(marks: str) -> str:
    """A signature without raised digits."""
    return "".join(mark for mark in marks if mark not in SUPERSCRIPTS)
