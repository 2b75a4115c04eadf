"""Reads the fields of one reference: authors, title, place, publisher, year, pages (Chicago 14.23–14.24)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.references.split import SIGNAL

YEAR = re.compile(r"(?<![\d/.=-])(1[4-9]\d\d|20\d\d)(?![\d/])")
_IMPRINT = re.compile(r"\(([^()]{2,160})\)")
_PAGES = re.compile(
    r"(?:(?<=[,:])\s*|\b)(?:pp?\.?\s*|at\s+|[Ss]\.\s*)?(?<![\w./-])(\d{1,5}(?:\s*[-–]\s*\d{1,5})?(?:\s*n\.?\s*\d+)?)(?=[,.;)]|\s*$|\s+(?:and|n)\b)"
)
_NAME = (
    r"(?:[^\W\d_a-z][\w.’'-]*+|d[eiu]|de[nrsl]?|la|le|van|von|der|den|ten|ter|zu|al|el|bin|ibn|y|jr\.?|sr\.?|I{2,3})"
)
_AUTHORS = re.compile(
    rf"{_NAME}(?:\s+{_NAME}){{0,5}}(?:(?:,\s+(?:and\s+)?|\s+(?:and|&|und|et)\s+){_NAME}(?:\s+{_NAME}){{0,4}}){{0,4}}"
)
_AND = re.compile(r",?\s+(?:and|&|und|et)\s+|,\s+")
_QUOTED = re.compile(r"[“\"‘«„]([^”\"»“]{3,300}?)[,.]?[”\"’»“]")
_VOLUME = re.compile(r"\b(?:[Vv]ol\.?|[Bb]d\.?|[Tt]ome?)\s*([IVXLC]+|\d+)\b")
_ACCESS = re.compile(r"(?:accessed|retrieved|visited|abgerufen(?: am)?)\s+(?:on\s+)?([^.;)]{6,30})", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?:pp?\.?\s*|at\s+)?\d|$")
_URL = re.compile(r"(?:https?://|www\.|doi:)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a reference as printed, "" where there is none."""

    authors: tuple[str, ...] = ()
    title: str = ""
    container: str = ""
    place: str = ""
    publisher: str = ""
    year: str = ""
    volume: str = ""
    pages: str = ""
    access_date: str = ""
    signal: str = ""
    imprint: bool = False  # place, publisher and year stand in parentheses


def read_fields(text: str, emphasised: Sequence[str] = ()) -> Fields:
    """The fields of one reference. `emphasised` are the words of it that are set in italics."""
    found = SIGNAL.match(text)
    signal = found[0].strip() if found else ""
    bare = _URL.sub(" ", text[found.end() if found else 0 :]).strip()
    authors, rest = _authors_before(bare, emphasised) or _authors(bare)
    imprint = _imprint(rest)
    title, container, after = _titles(rest, emphasised, imprint)
    place, publisher, year = _published(imprint[1] if imprint else "")
    access = _ACCESS.search(rest)
    if not year:
        years = YEAR.findall(_ACCESS.sub("", after or rest))
        year = years[-1] if years else ""
    volume = _VOLUME.search(rest)
    tail = rest[imprint.end() :] if imprint else after
    return Fields(
        authors, title, container, place, publisher, year, volume[1] if volume else "", pages_of(tail, year),
        access[1].strip() if access else "", signal, imprint is not None,
    )  # fmt: skip


def _authors_before(text: str, emphasised: Sequence[str]) -> tuple[tuple[str, ...], str] | None:
    """The authors and the rest where quotation marks or italics show where the title begins; None where not."""
    quoted = _QUOTED.search(text)
    starts = [text.find(words) for words in emphasised if words] + ([quoted.start()] if quoted else [])
    begin = min((start for start in starts if start > 0), default=0)
    head = text[:begin].rstrip(" ,")
    if not begin or not _AUTHORS.fullmatch(head):
        return None
    return tuple(name.strip() for name in _AND.split(head) if name.strip()), text[begin:]


def _authors(text: str) -> tuple[tuple[str, ...], str]:
    """The authors before the title, and the rest. What stands before the first comma is the author if it is names."""
    found = _AUTHORS.match(text)
    if not found or not text[found.end() :].lstrip().startswith(","):
        shorter = re.match(rf"{_NAME}(?:\s+{_NAME}){{0,4}}(?=,)", text)
        if not shorter:
            return (), text
        found = shorter
    names = [name.strip() for name in _AND.split(found[0]) if name.strip()]
    rest = text[found.end() :].lstrip(" ,")
    # A surname and a capitalised title look like a list of names: with commas in it, each must have two words.
    if "," in found[0] and any(" " not in name for name in names):
        cut = found[0].index(",")
        names, rest = [found[0][:cut].strip()], text[cut:].lstrip(" ,")
    return tuple(names), rest


def _imprint(text: str) -> re.Match[str] | None:
    """The parentheses with place, publisher and year."""
    return next((found for found in _IMPRINT.finditer(text) if YEAR.search(found[1]) or "n.d." in found[1]), None)


def _titles(text: str, emphasised: Sequence[str], imprint: re.Match[str] | None) -> tuple[str, str, str]:
    """Title, container and what follows them."""
    quoted = _QUOTED.search(text)
    slanted = [words for words in emphasised if words and words in text]
    if quoted and (not imprint or quoted.start() < imprint.start()) and quoted.start() < 60:
        after = text[quoted.end() :]
        container = slanted[0] if slanted else _until_figures(after.removeprefix(",").strip(" ,in"))
        return quoted[1].strip(), container, after
    if slanted:
        at = text.index(slanted[0]) + len(slanted[0])
        return slanted[0].strip(" ,."), "", text[at:]
    if _NO_TITLE.match(text):
        return "", "", text
    head = text[: imprint.start()] if imprint else text
    title = head.strip(" ,.") if imprint else _until_figures(head)
    return title, "", text[len(title) :]


def _until_figures(text: str) -> str:
    """The words up to a comma that figures, a page sign or nothing more follows."""
    found = re.search(r",\s*(?:pp?\.|vol\.|no\.|chap\.|ch\.|\d|[IVXLC]+\b)|\(|\s*$", text)
    return text[: found.start()].strip(" ,.") if found else text.strip(" ,.")


def _published(imprint: str) -> tuple[str, str, str]:
    """Place, publisher and year: "London: Sphere Books, 1967", "London, 1859", "1859"."""
    years = YEAR.findall(imprint)
    year = years[-1] if years else ""
    before = imprint[: imprint.rindex(year)].strip(" ,;") if year else imprint.strip(" ,;")
    place, colon, publisher = before.partition(":")
    return place.strip(), publisher.strip() if colon else "", year


def pages_of(text: str, year: str = "") -> str:
    """The last page figure or range of a text, "" without one."""
    found = [match[1] for match in _PAGES.finditer(text) if match[1] != year]
    return found[-1].replace(" ", "") if found else ""
