"""Reads what stands in brackets or at the end of a reference: place, publisher and year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.parser.references import pieces

_THESIS = re.compile(
    r"(?:unpub(?:lished|l\.)?\s+)?(?:(?:ph\.?\s?d\.?|doctoral|master[’']?s?|m\.?\s?a\.?|m\.?\s?phil\.?"
    r"|d\.?\s?phil\.?|ll\.?\s?m\.?)\s+"
    r"(?:diss(?:ertation)?|thesis|degree)\b\.?|diss\.|dissertation\b|habilitation\w*|phd\b)",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"\b(?:press|books?|verlag|publish\w*|publications?|univ\w*|éditions?|editions?|edizioni|sons|co\.|company"
    r"|inc\.?|ltd\.?"
    r"|house|presses|brothers|bros|[OCMH]UP|society|institute|office|library|& )\b|&",
    re.IGNORECASE,
)
_CITIES_LIST = """
    amsterdam athens baltimore barcelona basel berkeley berlin bloomington bologna bonn boston brighton bristol
    brussels budapest cambridge chicago cologne copenhagen darmstadt dresden dublin durham edinburgh florence
    firenze frankfurt freiburg geneva glasgow göttingen hamburg harmondsworth heidelberg helsinki ithaca jena
    jerusalem kiel köln leiden leipzig lisbon london los madrid manchester melbourne milan milano minneapolis
    montreal moscow munich münchen naples napoli new oslo oxford padua paris philadelphia prague princeton rome roma
    san seattle stanford stockholm st stuttgart sydney tokyo toronto tübingen turin torino utrecht venice venezia
    vienna warsaw washington weimar wien york zurich zürich
"""
_CITIES = frozenset(_CITIES_LIST.split())
_YEAR_LAST = re.compile(r"(?P<words>.*\S)\s+\[?(?P<year>1[4-9]\d\d|20\d\d)\]?")
_NUMBERED = re.compile(r".{0,60}\bNos?\.?\s?\d{1,6}")
_SPOKEN = re.compile(r"(?:paper|lecture|talk|poster|address|presentation|keynote|speech|sermon)\b", re.IGNORECASE)
_NO_DATE = re.compile(r"n\.\s?d\.?|o\.\s?J\.?|s\.\s?a\.|forthcoming|in press", re.IGNORECASE)


@dataclass(slots=True)
class Imprint:
    """What an imprint says; "" for what it does not."""

    place: str = ""
    publisher: str = ""
    year: str = ""
    pages: str = ""
    volume: str = ""
    editor: str = ""
    translator: str = ""
    words: str = ""  # what is none of these: a site's name before its date
    spoken: bool = False
    thesis: bool = False
    joined: bool = False  # no comma stands before the year
    day: bool = False  # the date has a day


def read_imprint(text: str) -> Imprint:
    """The parts of "Leith: Harbour Press, 1911", "OUP 2001", "2nd ed., pp. 3–4", "Jon Fell trans., 1999"."""
    found = Imprint()
    rest: list[str] = []
    for part in (each.strip() for each in re.split(r"[;,]", text)):
        if part:
            _take(part, found, rest)
    words = ", ".join(rest)
    if found.spoken:
        return found
    if found.thesis:
        found.publisher = words
    elif words:
        found.place, found.publisher = place_and_publisher(words, house=found.joined)
        found.words = words
    return found


def _take(part: str, found: Imprint, rest: list[str]) -> None:
    said = pieces.role_before(part) or pieces.role_after(part)
    alone = pieces.role_alone(part)
    year = pieces.dated(part)
    page = pieces.pages(part)
    if pieces.is_edition(part) or pieces.is_locator(part) or _NUMBERED.fullmatch(part):
        return
    if year:
        found.year = year
        found.day = found.day or any(word[:1].isalpha() for word in part.split())
    elif pieces.is_day(part):
        found.day = True
    elif _NO_DATE.fullmatch(part):
        return
    elif page and page[1]:
        found.pages = page[0]
    elif pieces.volume(part):
        found.volume = pieces.volume(part)
    elif _THESIS.match(part):
        found.thesis = True
        rest.extend(filter(None, [part[_THESIS.match(part).end() :].strip()]))  # type: ignore[union-attr]
    elif said:
        found.editor = said.who if said.editor else found.editor
        found.translator = said.who if said.translator else found.translator
    elif alone and rest:
        who = rest.pop()
        found.editor = who if alone[0] else found.editor
        found.translator = who if alone[1] else found.translator
    elif last := _YEAR_LAST.fullmatch(part):
        found.year = last["year"]
        found.joined = True
        _take(last["words"], found, rest)
    else:
        found.spoken = found.spoken or _SPOKEN.match(part) is not None
        rest.append(part)


def place_and_publisher(words: str, *, house: bool) -> tuple[str, str]:
    """The two parts of "Leith: Harbour Press"; of one name alone, which it is: `house` says what it likely is."""
    place, colon, publisher = words.partition(":")
    if colon:
        return place.strip(" ,"), publisher.strip(" ,")
    first = re.findall(r"\w+", words.casefold())[:1]
    if first and first[0] in _CITIES and not _PUBLISHER.search(words):
        return words, ""
    if house or _PUBLISHER.search(words) or (words.isupper() and len(words) <= 6):
        return "", words
    return words, ""


def is_city(words: str) -> bool:
    """Whether a name is that of a city where many books are printed."""
    first = re.findall(r"\w+", words.casefold())[:1]
    return bool(first) and first[0] in _CITIES


def is_thesis(text: str) -> bool:
    """Whether words in brackets name a thesis."""
    return _THESIS.match(text) is not None
