"""The pages that a note cites, read from what it prints, and whether a source's page is among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.model.pagination import Page, page_of

_NUMBER = r"\d{1,5}|[ivxlc]{1,9}"
_RANGE = re.compile(
    rf"(?<![\w./])(?P<first>{_NUMBER})(?P<note>\s?nn?\.?\s?\d+)?(?:\s?[-–—]\s?(?P<last>{_NUMBER}))?(?P<following>\s?ff?\b\.?)?(?![\w/])",
    re.I,
)
_FOLLOWING = 15  # pages that "12ff." may mean


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages from `first` to `last`, both counted in; `roman` ones are those before the first chapter."""

    first: int
    last: int
    roman: bool = False

    def __contains__(self, page: Page) -> bool:
        return page.roman == self.roman and self.first <= page.number <= self.last


def pages_in(printed: str) -> list[Pages]:
    """The pages of "12", "12–14", "123–24", "xii–xv", "12f.", "12 ff.", "45n3" and lists of these.

    Shortened last numbers are filled up from the first (Chicago 9.61). What is reversed or no page is left out.
    """
    found = []
    for match in _RANGE.finditer(printed):
        first = page_of(match["first"])
        last = page_of(_whole(match["first"], match["last"])) if match["last"] else first
        if first is None or last is None or last.roman != first.roman or last.number < first.number:
            continue
        more = 0 if not match["following"] else 1 if match["following"].strip(" .").lower() == "f" else _FOLLOWING
        found.append(Pages(first.number, last.number + more, first.roman))
    return found


def agree(cited: Sequence[Pages], found: Sequence[Page]) -> bool:
    """Whether any page on which a passage stands is among those cited."""
    return any(page in pages for page in found for pages in cited)


def _whole(first: str, last: str) -> str:
    short = last.isdigit() and first.isdigit() and len(last) < len(first)
    return first[: len(first) - len(last)] + last if short else last
