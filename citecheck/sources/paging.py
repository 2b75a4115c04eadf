"""Page numbers as printed: read in the heads and feet of sheets, and told from other figures by rising with them."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from citecheck.model.pagination import Page, page_of
from citecheck.model.source import Paging

_EDGE = 2  # lines at the top and at the foot of a sheet in which its number stands
_LONGEST = 110  # characters of a running head
_ALONE = re.compile(
    r"[\W_]{0,4}(?:page |p\. ?|s\. ?)?(\d{1,4}|[ivxlc]{1,8})(?: ?(?:of|/|von) ?\d{1,4})?[\W_]{0,4}", re.I
)
_FIRST = re.compile(r"[\[(]?(\d{1,4}|[ivxlc]{1,8})[\])]?[ \t|•·—–]", re.I)
_LAST = re.compile(r"[ \t|•·—–][\[(]?(?:page )?(\d{1,4}|[ivxlc]{1,8})[\])]?$", re.I)
_NEAR = 8  # sheets on each side whose numbers may confirm a number
_REACH = 3  # sheets before the first and after the last numbered one to which its count is carried on
_LEAST = 3  # sheets that must agree

Series = tuple[bool, int]
"""A count of pages: whether it is roman, and the printed number of sheet 0 by it."""


def printed_numbers(sheets: Sequence[Sequence[str]]) -> list[str]:
    """The printed page number of each sheet, given as its lines; "" where none is sure.

    A figure in a head or foot is a page number when it rises by one with each sheet, as at least two of the sheets
    near it confirm. An unnumbered sheet between two of one count, or next to its ends, belongs to that count.
    """
    places: dict[Series, list[int]] = {}
    found = [_figures(sheet) for sheet in sheets]
    for index, figures in enumerate(found):
        for page in figures:
            places.setdefault(_series(page, index), []).append(index)
    least = min(_LEAST, max(2, len(sheets)))
    chosen: list[Series | None] = []
    for index, figures in enumerate(found):
        held = [_series(page, index) for page in figures]
        support = {series: _support(places[series], index) for series in held}
        best = max(held, key=lambda series: (support[series], not series[0]), default=None)
        chosen.append(best if best is not None and support[best] >= least else None)
    filled = _filled(chosen)
    return [_label(series, index) for index, series in enumerate(filled)]


def labels_of(declared: Sequence[str], sheets: Sequence[Sequence[str]]) -> tuple[list[str], Paging]:
    """The label of each sheet, and what the labels rest on.

    `declared` are the labels that a PDF file gives, "" for a sheet without one; a mere count from 1 says nothing.
    Where heads or feet show other numbers than the file says, the reader sees the printed ones.
    """
    printed = printed_numbers(sheets)
    counted = [str(number) for number in range(1, len(sheets) + 1)]
    is_declared = any(declared) and list(declared) != counted
    seen = [index for index, label in enumerate(printed) if label]
    if len(seen) * 2 < len(sheets):
        return (list(declared), Paging.DECLARED) if is_declared else (counted, Paging.SHEET)
    if is_declared:
        alike = sum(printed[index].casefold() == declared[index].casefold() for index in seen)
        if alike * 5 >= len(seen) * 4:
            return [label or printed[index] for index, label in enumerate(declared)], Paging.AGREED
    return printed, Paging.PRINTED


def are_rising(labels: Sequence[str]) -> bool:
    """Whether labels can be the pages of one book in order: nine in ten are greater than those before."""
    numbers = [page for label in labels if (page := page_of(label))]
    if len(numbers) * 2 < len(labels) or len(numbers) < 2:
        return False
    pairs = list(itertools.pairwise(numbers))
    falls = sum(one.roman == other.roman and one.number >= other.number for one, other in pairs)
    return falls * 10 <= len(pairs)


def _figures(sheet: Sequence[str]) -> list[Page]:
    """The numbers that stand alone in a line, or at either end of one, at the top or foot of a sheet."""
    edges = [*sheet[:_EDGE], *sheet[max(_EDGE, len(sheet) - _EDGE) :]]
    found: dict[Page, None] = {}
    for line in edges:
        if len(line) > _LONGEST:
            continue
        alone = _ALONE.fullmatch(line)
        for match in (alone,) if alone else (_FIRST.match(line), _LAST.search(line)):
            page = page_of(match[1]) if match else None
            if page is not None:
                found[page] = None
    return list(found)


def _series(page: Page, index: int) -> Series:
    return page.roman, page.number - index


def _support(places: Sequence[int], index: int) -> int:
    return bisect_right(places, index + _NEAR) - bisect_left(places, index - _NEAR)


def _filled(chosen: Sequence[Series | None]) -> list[Series | None]:
    filled = list(chosen)
    known = [index for index, series in enumerate(chosen) if series is not None]
    for before, after in itertools.pairwise(known):
        if chosen[before] == chosen[after]:
            filled[before + 1 : after] = [chosen[before]] * (after - before - 1)
    if known:
        first, last = known[0], known[-1]
        for index in range(max(0, first - _REACH), first):
            filled[index] = chosen[first]
        for index in range(last + 1, min(len(filled), last + 1 + _REACH)):
            filled[index] = chosen[last]
    return filled


def _label(series: Series | None, index: int) -> str:
    if series is None or series[1] + index < 1:
        return ""
    return Page(series[1] + index, series[0]).label
