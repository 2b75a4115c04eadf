"""Apostrophes, feet and inches: what looks like a single quotation mark and is none."""

from __future__ import annotations

import re

from citecheck.parser.quotations.words import CLIPPED, ELIDED, SURELY_ELIDED

_WORD = re.compile(r"[^\W\d_]{1,8}+")
_YEARS = re.compile(r"\d\d(?:s\b|\b(?![.,]?\d))")
_INCHES = re.compile(r"\s?\d{1,2}(?:[.½¼¾]\d?| ?\d/\d{1,2})?\s?(?:\"|”|″|''|in\b)")

_SIBILANTS = frozenset("sxzßSXZ")


def is_elision(text: str, at: int, end: int) -> bool:
    """Whether the mark right before `text[at:]` may be an apostrophe: ’tis, ’70s, ’n’."""
    if text[at : at + 1].isdigit():
        return _YEARS.match(text, at, end) is not None
    word = _WORD.match(text, at, end)
    if word is None or word.group().lower() not in (SURELY_ELIDED if text[at - 1] == "‘" else ELIDED):
        return False
    after = text[word.end() : min(word.end() + 2, end)]
    quoted_whole = after[:1] in ("'", "’") and not after[1:].isalnum()
    return not quoted_whole or is_clipped_and(text, word.end(), at - 1)


def is_clipped_and(text: str, at: int, start: int) -> bool:
    """Whether the mark at `text[at]` is the second one of rock ’n’ roll."""
    return at - start >= 2 and text[at - 1] in "nN" and text[at - 2] in "'’‘"


def is_feet_and_inches(text: str, at: int, end: int) -> bool:
    """Whether inches follow the mark before `text[at:]`, which then means feet: 6'2"."""
    return _INCHES.match(text, at, end) is not None


def closing_word_is_whole(text: str, at: int, start: int) -> bool:
    """Whether nothing suggests that the mark at `text[at]` belongs to the word right before it as an apostrophe.

    A plural or name in s takes one in the genitive (boys’, Marx’), a clipped word for what it lost (goin’, o’).
    """
    if text[at - 1] in _SIBILANTS:
        return False
    first = at
    while first > start and at - first < 16 and text[first - 1].isalpha():
        first -= 1
    word = text[first:at].lower()
    if word in CLIPPED:
        return first > start and text[first - 1] in "‘'‚"  # ‘I’ and ‘a’ are quoted whole
    return not (word.endswith("in") and len(word) > 4)
