"""Cuts the words of one reference at the commas, full stops and brackets that part its elements.

What stands in quotation marks, in italics or in brackets is one piece whatever is inside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_MARKS = {"“": "”", "‘": "’", "«": "»", "„": "“”", "‹": "›", '"': '"'}
_BRACKETS = {"(": ")", "[": "]"}
_ABBREVIATED_LIST = """
    abr abt al app apr art aug bd bk bks ca cf ch chap chaps cit co col comp comps corp dec dept dir diss doc dr ed
    edn eds esp est et fasc feb ff fig figs fo fol fols fr gen hg hrsg ibid id inc introd jan jr jul jun ltd mar
    misc mme mr mrs ms mss n nd nn no nos nov nr oct op p para pars pp pref prof pseud pt pts publ r repr rev rpt s
    sec sept sep ser sess sr st supp suppl t tr trans transl univ v viz vol vols vs
"""
_ABBREVIATED = frozenset(_ABBREVIATED_LIST.split())
_LAST_WORD = re.compile(r"[^\W_]{1,12}$")
_CAPITAL_NEXT = re.compile(r"\s[A-Z]")
_EDITION = re.compile(r"(?:\d(?:st|nd|rd|th|d)|[Rr]ev\.?|[Rr]evised|[a-z]{4,8}) ed$")
_YEAR_NEXT = re.compile(r"\s{1,9}+(?:(?:1[4-9]|20)\d\d[a-z]?\b|n\.\s?d\.)")
_FIGURE_NEXT = re.compile(r"\s{1,3}[\dA-Z]?\d")
_LONGEST_QUOTED = 400  # characters between two quotation marks


class Kind(StrEnum):
    """What a piece is set in."""

    QUOTED = "quoted"
    ITALIC = "italic"
    BRACKETED = "bracketed"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Atom:
    """`text` without its marks, between `start` and `end` of the reference; `before` is the sign that parts it
    from the piece before: "," "." ";" ":" or "" (a space).
    """

    kind: Kind
    text: str
    start: int
    end: int
    before: str = ""
    opening: str = ""


def atoms(text: str, slanted: Sequence[tuple[int, int]] = ()) -> tuple[Atom, ...]:
    """The pieces of a reference. `slanted` are the spans of it that are set in italics."""
    cutter = _Cutter(text, slanted)
    at = 0
    while at < len(text):
        at = cutter.step(at)
    cutter.flush(len(text), "")
    return tuple(cutter.found)


class _Cutter:
    def __init__(self, text: str, slanted: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.found: list[Atom] = []
        self._slanted = {start: end for start, end in slanted if end > start}
        self._begin = 0
        self._before = ""

    def step(self, at: int) -> int:
        """Takes in what stands at an offset; gives the offset after it."""
        char = self.text[at]
        if at in self._slanted:
            end = self._slanted[at]
            return self._whole(Kind.ITALIC, at, end, at, end)
        if char in _MARKS and not (char == "‘" and self._word_before(at)):
            end = self._closing(at)
            if end:
                return self._whole(Kind.QUOTED, at, end + 1, at + 1, end)
        if char in _BRACKETS:
            end = self._bracket(at)
            if end:
                return self._whole(Kind.BRACKETED, at, end + 1, at + 1, end)
        if char in ",;":
            return self.flush(at, char)
        if char == ":" and (self._empty(at) or _FIGURE_NEXT.match(self.text, at + 1)):
            return self.flush(at, char)
        if char == "." and self._ends_sentence(at):
            return self.flush(at, char)
        if char in "?!" and _CAPITAL_NEXT.match(self.text, at + 1):
            return self.flush(at + 1, ".")
        return at + 1

    def flush(self, at: int, sign: str) -> int:
        """Ends the plain piece before a sign."""
        words = self.text[self._begin : at].strip(" \n\t.")
        if words:
            raw = self.text[self._begin : at].rstrip()
            start = self._begin + len(raw) - len(raw.lstrip())
            stopped = raw.endswith(".") and sign != "."
            self.found.append(Atom(Kind.PLAIN, raw.strip(), start, at, self._before))
            self._before = "." if stopped and not sign and _last_word(raw) not in _ABBREVIATED else ""
        if sign:
            self._before = sign
        self._begin = at + 1
        return at + 1

    def _whole(self, kind: Kind, start: int, end: int, inner: int, close: int) -> int:
        self.flush(start, "")
        words = " ".join(self.text[inner:close].split())
        stop = words[-1:] if words[-1:] in (",", ".") else ""
        if words.strip(" ,."):
            opening = self.text[start] if kind is not Kind.ITALIC else ""
            self.found.append(Atom(kind, words, start, end, self._before, opening))
            self._before = stop
        self._begin = end
        return end

    def _empty(self, at: int) -> bool:
        return not self.text[self._begin : at].strip()

    def _word_before(self, at: int) -> bool:
        return at > 0 and self.text[at - 1].isalnum()

    def _closing(self, at: int) -> int:
        """The offset of the mark that closes the one at an offset; 0 without one."""
        closing = _MARKS[self.text[at]]
        depth = 0
        for index in range(at + 1, min(len(self.text), at + _LONGEST_QUOTED)):
            char = self.text[index]
            if char == self.text[at] and char not in closing:
                depth += 1
            elif char in closing:
                if char == "’" and self.text[index + 1 : index + 2].isalpha():
                    continue
                if not depth:
                    return index
                depth -= 1
        return 0

    def _bracket(self, at: int) -> int:
        opening, closing = self.text[at], _BRACKETS[self.text[at]]
        depth = 0
        for index in range(at, min(len(self.text), at + _LONGEST_QUOTED)):
            if self.text[index] == opening:
                depth += 1
            elif self.text[index] == closing:
                depth -= 1
                if not depth:
                    return index
        return 0

    def _ends_sentence(self, at: int) -> bool:
        """Whether the full stop at an offset parts two elements, and is not that of an abbreviation."""
        rest = self.text[at + 1 : at + 12]
        if not rest.strip():
            return True
        if not rest[0].isspace() and rest[0] not in '”’"':
            return False
        after = rest.lstrip()[:1]
        word = _last_word(self.text[max(0, at - 13) : at])
        if _YEAR_NEXT.match(self.text, at + 1):
            return True
        if len(word) == 1 and word.isalpha() and self.text[at - 1].isupper():
            return False
        if word.casefold() in _ABBREVIATED:
            return _EDITION.search(self.text, max(0, at - 16), at) is not None
        return after.isupper() or after.isdigit() or not after.isalnum()


def _last_word(text: str) -> str:
    found = _LAST_WORD.search(text)
    return found[0] if found else ""
