"""Reads the fields of one reference, whatever its style (Chicago, MLA, APA, MHRA, OSCOLA, Bluebook).

The words are cut into pieces (`atoms`), each piece is classified by what it is and what stands before it, and the
fields are filled from the left: authors, title, container, then all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.parser.references import pieces
from citecheck.parser.references.atoms import atoms
from citecheck.parser.references.head import inner_reference, read_head
from citecheck.parser.references.legal import Legal, read_legal, review_in
from citecheck.parser.references.names import trailing_people
from citecheck.parser.references.split import after_signals
from citecheck.parser.references.tail import Found, read_tail

_ACCESS = re.compile(
    r"[\[(]?\s?\b(?:last\s)?(?:accessed|retrieved|visited|viewed|consulted|abgerufen|zugriff|consulté)\s+(?:on\s"
    r"|am\s|le\s)?"
    rf"(?P<date>{pieces.DATE})(?:,?\s+from\b)?\s?[\])]?",
    re.IGNORECASE,
)
_URL = re.compile(
    r"<?\b(?:https?://|www\.)[^\s<>]+>?|\b(?:https?://)?(?:dx\.)?doi(?:\.org/|:\s?)10\.\d{4,9}/\S+"
    r"|\b(?:arxiv|pmid|isbn(?:-1[03])?):?\s?[\dX][\dX./v–-]{4,20}(?:\s\[[\w.-]{2,12}\])?",
    re.IGNORECASE,
)
_LATIN = re.compile(
    r"(?:but |and |see |cf\.? )*(?:see|cf|ibid|id|idem|in|supra|infra|et al|passim|sic|op\.? ?cit|loc\.? ?cit|contra"
    r"|accord"
    r"|compare|see also|e\.g|v|quoted in|apud|with|also)[.,]?",
    re.IGNORECASE,
)


_SAYS = re.compile(
    r"\s(?:says|said|writes|wrote|argues|argued|notes|noted|puts it|shows|showed|has shown|observes|remarks|claims)\s*$"
)
_FIRST_NUMBER = re.compile(r"(\d{1,3})\s+(?=[A-Z]{2,}\s[A-Z&])")


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a reference as printed, "" where there is none."""

    authors: tuple[str, ...] = ()
    title: str = ""
    container: str = ""
    editor: str = ""
    translator: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""
    access_date: str = ""
    signal: str = ""
    imprint: bool = False  # place, publisher or year stand where a full reference has them
    marked: bool = False  # quotation marks or italics set off the title


def read_fields(text: str, slanted: Sequence[tuple[int, int]] = ()) -> Fields:
    """The fields of one reference. `slanted` are the spans of it that are set in italics."""
    access = _ACCESS.search(text)
    bare = _blanked(text, access, *_URL.finditer(text))
    begin = after_signals(bare)
    said = text[:begin].strip(" ,")
    said = "" if said.casefold() == "and" else said
    date = " ".join(access["date"].split()) if access else ""
    legal = read_legal(bare[begin:])
    if legal:
        return _of_case(legal, said, date)
    titles = [
        (start - begin, end - begin)
        for start, end in slanted
        if start >= begin and not _LATIN.fullmatch(text[start:end])
    ]
    return _of_work(bare[begin:], titles, said, date)


def _blanked(text: str, *cut: re.Match[str] | None) -> str:
    """The text with spaces for what is read apart: addresses, identifiers, the day of access."""
    for found in cut:
        if found:
            stop = found.end()
            while stop > found.start() and text[stop - 1] in ".,;":
                stop -= 1
            text = text[: found.start()] + " " * (stop - found.start()) + text[stop:]
    return text


def _of_case(legal: Legal, signal: str, date: str) -> Fields:
    return Fields(
        title=legal.title, container=legal.container, year=legal.year, volume=legal.volume, pages=legal.pages,
        access_date=date, signal=signal, imprint=True, marked=True,
    )  # fmt: skip


def _of_work(text: str, slanted: Sequence[tuple[int, int]], signal: str, date: str) -> Fields:
    found = Found(access=date)
    review = review_in(text)
    if review:
        found.volume, found.container = review["volume"], review["container"]
        text = text[: review.start()] + " " * (review.end() - review.start()) + text[review.end() :]
        slanted = [span for span in slanted if not review.start() <= span[0] < review.end()]
    numbered = _FIRST_NUMBER.match(text)
    if numbered:
        found.volume = numbered[1]
        text = " " * numbered.end() + text[numbered.end() :]
    cut = atoms(text, slanted)
    inner = inner_reference(cut)
    if inner:
        begin, end = inner
        fields = _of_work(text[begin:end], [(a - begin, b - begin) for a, b in slanted if a >= begin], signal, date)
        return replace(fields, authors=fields.authors or trailing_people(_SAYS.sub("", text[: begin - 1])))
    head = read_head(text, cut)
    found.commas = bool(head.rest) and cut[head.rest - 1].before == ","
    found.imprint = head.undated
    found.editor, found.translator, found.year = head.editor, head.translator, head.year
    found.volume = found.volume or head.volume
    found.titled = head.kind
    found.title = head.title
    found.pages = [head.pages] if head.pages else []
    read_tail(text, cut[head.rest :], found)
    found.imprint = found.imprint or bool(head.year) or bool(review)
    return Fields(
        head.authors, found.title, found.container, found.editor, found.translator, found.place, found.publisher,
        found.year, found.volume, found.all_pages, date, signal, found.imprint, head.marked,
    )  # fmt: skip


def locator_of(text: str, signal: str = "") -> Fields:
    """Volume and pages of words that are a locator and nothing else: those of "ibid., pp. 45–46; emphasis added"."""
    found = Found()
    read_tail(text, atoms(text), found)
    return Fields(volume=found.volume, pages=found.all_pages, signal=signal)
