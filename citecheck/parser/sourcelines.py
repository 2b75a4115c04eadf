"""Lines under displayed quotations that name where the words are from: "Orr, A Natural History of Lamps, p. 70".

A dash before them makes them plain; without it a line is one only where little else can be meant. A last sentence has
its full stop, a last verse mostly plain words, a letter's end a comma before the name, or a salutation at its start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from citecheck.parser.references.names import ANCIENT

LONGEST = 100
_LONGEST_NAME = 5  # words

_HEAD_ENDS = re.compile(r"[,(\[:;“\"«„\n]|\s\d|\.\s(?=[^\W\d_]{4})")
_NAME_WORD = re.compile(r"[^\W\d_][\w.’'‐-]{0,30}")
_LETTERS = re.compile(r"[^\W\d_][\w’'-]*+")
_SENTENCE_END = re.compile(r"[.!?…]\s?[\])”’\"'»]{0,3}$|[^\W\d_][”»]$")
_PAGE = re.compile(
    r"\b(?:pp?|ss?|chap|ch|cap|kap|bk|ll?|vv?|fols?)\.?\s?\d{1,4}(?:[-–]\d{1,4})?\)?\.?$|§\s?\d{1,4}\.?$", re.IGNORECASE
)
_PLACE = re.compile(r"(?:\b(?:1[4-9]|20)\d\d|[,:]\s?\d{1,4}(?:[-–.]\d{1,4})?)[\])]?\.?$")
_DATED = re.compile(
    r"\b(?:jan|feb|fév|mar|mär|apr|avr|ma[iy]|jun|jui|jul|aug|aoû|sep|oct|okt|nov|dec|dez|déc)[^\W\d_]{0,7}\.?\s"
    r"(?:\d{1,2},?\s)?\d{4}",
    re.IGNORECASE,
)
"""A month with its year, as under a letter."""
_DASH = re.compile(r"\s?(?:—|–|―|--)\s?")
_SALUTATION = re.compile(
    r"(?:my )?(?:dear|dearest|sir|madam|gentlemen|lieber?|sehr|cher|chère|caro|cara|querid[oa])\b", re.IGNORECASE
)

_PARTICLE_LIST = """
    von van der den de du des del della di da dos y la le ten ter zu zur vom af av bin ibn al el
"""
_PARTICLES = frozenset(_PARTICLE_LIST.split())
_BYNAME = frozenset(("of", "the", "and"))
_NO_NAME_LIST = """
    a an the my your yours his her our ours their its and but or nor for so in on at to of by with from as if when
    where while who what why how o oh ah no not yes good dear amen finis end chapter part book act scene canto let
    thus then this that these those there here it is he she we they you i all be do come go happy farewell goodbye
    god lord heaven note ibid see der die das ein eine und les un une et il lo uno e
"""
_NO_NAME = frozenset(_NO_NAME_LIST.split())
_SMALL_LIST = """
    a an in on at to by for from with or nor as p pp s l ll v vv n no vol vols ch chap bk ed eds trans tr rev art fol
    f ff und et e i des der die das les un une en dans aux au sur zum im il lo gli s t
"""
_SMALL = _PARTICLES | _BYNAME | frozenset(_SMALL_LIST.split())


def authors(texts: Iterable[str]) -> frozenset[str]:
    """The words of the names with which notes and entries of a list of works begin, in small letters."""
    found: set[str] = set()
    for text in texts:
        words = _head(text[: LONGEST * 2]).split()
        if len(words) <= _LONGEST_NAME:
            found.update(low for word in words if word[:1].isupper() and (low := word.lower()) not in _NO_NAME)
    return frozenset(found)


def ends_sentence(text: str) -> bool:
    """Whether the words before a source line are complete."""
    return _SENTENCE_END.search(text[-8:].rstrip()) is not None


def opens_letter(text: str) -> bool:
    """Whether a quotation begins as a letter does, whose last line is its signature."""
    return _SALUTATION.match(text) is not None


def has_place(line: str) -> bool:
    """Whether a line ends with a page or a year."""
    return _PAGE.search(line) is not None or _PLACE.search(line) is not None


def names_source(
    line: str, italics: Sequence[tuple[int, int]] = (), known: frozenset[str] = frozenset(), *, dashed: bool = False
) -> bool:
    """Whether a line is a name, or a name with a title, a year or a page.

    `italics` are the emphasised spans of the line, `known` the authors of the manuscript's references. After a
    dash (`dashed`) a single name is enough.
    """
    if not line or len(line) > LONGEST or (line.endswith((".", "!", "?", ",", ";", ":", "…")) and not has_place(line)):
        return False
    first = italics[0] if italics else (0, 0)
    if first[0] == 0 and 0 < first[1] < len(line):
        return has_place(line[first[1] :])
    head = _head(line[: first[0]] if first[0] > 0 else line)
    words = head.split()
    if not _is_name(words):
        return False
    trusted = bool(known.intersection(word.lower() for word in words)) or words[-1].lower() in ANCIENT
    rest = line[len(head) :]
    if not rest:
        return trusted or dashed or (len(words) > 1 and not _BYNAME.intersection(words))
    return _cites(
        rest,
        sure=trusted or len(words) > 1,
        italics=first[0] > 0,
        dated=not trusted and _DATED.search(rest) is not None,
    )


def source_after_dash(text: str, start: int, end: int) -> int:
    """Where a source that runs on after the last sentence and a dash begins (the dash's offset); `end` without one."""
    found = list(_DASH.finditer(text, max(start + 1, end - LONGEST), end))
    for dash in found:
        if ends_sentence(text[max(start, dash.start() - 8) : dash.start()]):
            line = text[dash.end() : end]
            return dash.start() if names_source(line, dashed=True) else end
    return end


def _cites(rest: str, *, sure: bool, italics: bool, dated: bool) -> bool:
    """Whether what follows a name is a title, a page or a year. A lone word (not `sure`) may be a town."""
    if italics or _PAGE.search(rest):
        return True
    if not sure or dated:
        return False
    return has_place(rest) or all(word[0].isupper() or word.lower() in _SMALL for word in _LETTERS.findall(rest))


def _head(line: str) -> str:
    found = _HEAD_ENDS.search(line)
    return (line[: found.start()] if found else line).rstrip()


def _is_name(words: list[str]) -> bool:
    if not 0 < len(words) <= _LONGEST_NAME or words[0].lower() in _NO_NAME:
        return False
    if not all(_NAME_WORD.fullmatch(word) for word in words) or not words[-1][0].isupper():
        return False
    return all(word[0].isupper() or word in _PARTICLES or word in _BYNAME for word in words)
