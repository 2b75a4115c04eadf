"""DOIs, arXiv numbers, ISBN and PMID in running text and in URLs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from citecheck.model.manuscript import LinkKind
from citecheck.parser.links.trailing import kept_length

_DOI = r"10\.\d{4,9}(?:\.\d{1,9}){0,3}/[^\s\"“”„«»]{1,300}"
_OLD_ARXIV = r"[a-z-]{2,12}(?:\.[A-Z]{2})?/\d{7}"
_NEW_ARXIV = r"\d{4}\.\d{4,5}"
_ISBN = r"(?:97[89][- ]?)?\d(?:[- –‐]?\d){7,8}[- –‐]?[\dXx]"
_PATTERNS = (
    (LinkKind.DOI, re.compile(rf"\bdoi(?:\.org)?[:/ ]{{0,3}}\s?({_DOI})", re.IGNORECASE)),
    (LinkKind.ARXIV, re.compile(rf"\barxiv[: ] ?((?:{_NEW_ARXIV}|{_OLD_ARXIV})(?:v\d{{1,3}})?)\b", re.IGNORECASE)),
    (LinkKind.ISBN, re.compile(rf"\bisbn(?:[- ]?1[03])?[: ]{{0,2}}({_ISBN})\b", re.IGNORECASE)),
    (LinkKind.PMID, re.compile(r"\bpmid[: ] ?(\d{1,8})\b", re.IGNORECASE)),
)
_BARE_DOI = re.compile(rf"(?<![\w./]){_DOI}")
_ARXIV_URL = re.compile(
    rf"://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/({_OLD_ARXIV}|{_NEW_ARXIV})(v\d{{1,3}})?", re.IGNORECASE
)
_DOI_URL = re.compile(rf"://(?:dx\.|www\.)?doi\.org/({_DOI})", re.IGNORECASE)
_PMID_URL = re.compile(r"://(?:pubmed\.ncbi\.nlm\.nih\.gov|www\.ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})\b", re.IGNORECASE)
_TRAILING = frozenset(".,;:!?'’‘…*")


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier printed in `text[start:end]`. `problem` is "checksum" for an ISBN that cannot be one."""

    kind: LinkKind
    start: int
    end: int
    value: str
    problem: str = ""

    @property
    def url(self) -> str:
        """Where it leads; a URN for an ISBN (RFC 8254), which leads nowhere by itself."""
        return _ADDRESS[self.kind] + self.value


_ADDRESS = {
    LinkKind.DOI: "https://doi.org/",
    LinkKind.ARXIV: "https://arxiv.org/abs/",
    LinkKind.ISBN: "urn:isbn:",
    LinkKind.PMID: "https://pubmed.ncbi.nlm.nih.gov/",
}


def printed_identifiers(text: str, start: int, end: int, *, bare_dois: bool) -> Iterator[Identifier]:
    """The identifiers printed in one block of text. A DOI without "doi" counts only where `bare_dois` is set."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            yield _identifier(kind, match.start(), match.start(1), match.group(1))
    if bare_dois:
        for match in _BARE_DOI.finditer(text, start, end):
            yield _identifier(LinkKind.DOI, match.start(), match.start(), match.group())


def _identifier(kind: LinkKind, start: int, value_start: int, value: str) -> Identifier:
    if kind is LinkKind.DOI:
        value = value[: kept_length(value, _TRAILING)]
        return Identifier(kind, start, value_start + len(value), value)
    end = value_start + len(value)
    if kind is LinkKind.ISBN:
        bare = "".join(char for char in value.upper() if char.isdigit() or char == "X")
        return Identifier(kind, start, end, bare, "" if isbn_is_valid(bare) else "checksum")
    return Identifier(kind, start, end, value)


def identifier_of_url(url: str) -> tuple[LinkKind, str]:
    """What a URL names, by its address alone: (DOI, "10.…") and so on, or (URL, "")."""
    if match := _DOI_URL.search(url):
        return LinkKind.DOI, unquote(match.group(1)).partition("?")[0].partition("#")[0]
    if match := _ARXIV_URL.search(url):
        return LinkKind.ARXIV, match.group(1) + (match.group(2) or "")
    if match := _PMID_URL.search(url):
        return LinkKind.PMID, match.group(1)
    return LinkKind.URL, ""


def isbn_is_valid(isbn: str) -> bool:
    """Whether the check digit of an ISBN without hyphens is right (ISBN Users' Manual, 7th edition, section 4)."""
    if len(isbn) == 10 and isbn[:9].isdigit():
        last = 10 if isbn[9] == "X" else int(isbn[9])
        return (sum((10 - place) * int(digit) for place, digit in enumerate(isbn[:9])) + last) % 11 == 0
    if len(isbn) == 13 and isbn.isdigit() and isbn[:3] in ("978", "979"):
        return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(isbn)) % 10 == 0
    return False
