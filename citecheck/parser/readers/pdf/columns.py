"""Finds the columns of a sheet and gives its rows in reading order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from citecheck.parser.readers.pdf.rows import Row, fragments, merged
from citecheck.parser.readers.pdf.sheet import Sheet

_NARROWEST = 0.12
"""A column takes this share of the text's width at least: line numbers and the figures of a list do not."""

_FEWEST = 4
"""Lines on both sides of a gutter that no other sheet has."""


@dataclass(frozen=True, slots=True)
class Column:
    """Rows from top to bottom that are read in one go. `key` is the same for columns in one place on other sheets."""

    sheet: int
    key: tuple[int, int]
    rows: tuple[Row, ...]


def gutters_of(rows: Sequence[Row], known: Sequence[float] = ()) -> tuple[float, ...]:
    """The middles of the gutters between the columns of one sheet, from left to right.

    `known` are gutters of the other sheets: there fewer lines are enough.
    """
    if len(rows) < 2:
        return ()
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    found: list[float] = []
    for start, end in _openings(rows, left, right):
        middle = (start + end) / 2
        usual = any(abs(middle - other) < 12 for other in known)
        if _parts(rows, start, end, right - left, 1 if usual else _FEWEST):
            found.append(middle)
    return tuple(found)


def _openings(rows: Sequence[Row], left: float, right: float) -> list[tuple[float, float]]:
    """Stretches across the sheet, wider than a word space, that few rows cross."""
    cover = [0] * (int(right - left) + 2)
    for row in rows:
        cover[max(0, int(row.left - left))] += 1
        cover[min(len(cover) - 1, int(row.right - left) + 1)] -= 1
    size = median(row.size for row in rows)
    openings, crossing, begin = [], 0, -1
    for at, change in enumerate(cover):
        crossing += change
        if crossing <= len(rows) * 0.25 and begin < 0:
            begin = at
        elif crossing > len(rows) * 0.25 and begin >= 0:
            if at - begin >= 0.7 * size and begin > 0:
                openings.append((left + begin, left + at))
            begin = -1
    return openings


def _parts(rows: Sequence[Row], start: float, end: float, width: float, fewest: int) -> bool:
    """Whether an opening parts two columns: lines stand on both sides, side by side, and none is a mere figure."""
    middle = (start + end) / 2
    before = [row for row in rows if row.right <= middle]
    after = [row for row in rows if row.left >= middle]
    crossing = len(rows) - len(before) - len(after)
    if min(len(before), len(after)) < fewest or crossing > max(2, 0.6 * (len(before) + len(after))):
        return False
    if min(median(row.right - row.left for row in side) for side in (before, after)) < _NARROWEST * width:
        return False
    begun = sorted(row.left for row in after)
    aligned = sum(row.left - begun[len(begun) // 4] < 3 * row.size for row in after)
    return aligned >= 0.6 * len(after)


def columns_of(sheet: int, rows: Sequence[Row], gutters: Sequence[float], size: float) -> list[Column]:
    """The columns of a sheet in reading order. Rows across a gutter part it into bands, read one after the other.

    `size` is that of the text: notes in smaller type can stand at the sheet's foot under all its columns.
    """
    if not gutters:
        rows = merged(rows)
        return [Column(sheet, (1, 0), tuple(rows))] if rows else []
    start = _wide_foot(rows, gutters, size)
    foot = merged([row for row in rows if row.base <= start])
    rows = merged([row for row in rows if row.base > start], gutters)
    found: list[Column] = []
    band: list[Row] = []
    wide: list[Row] = []
    for row in rows:
        if any(row.left < gutter - 1 and row.right > gutter + 1 for gutter in gutters):
            found.extend(_side_by_side(sheet, band, gutters))
            band = []
            wide.append(row)
        else:
            if wide:
                found.append(Column(sheet, (0, 0), tuple(wide)))
                wide = []
            band.append(row)
    if wide:
        found.append(Column(sheet, (0, 0), tuple(wide)))
    found.extend(_side_by_side(sheet, band, gutters))
    if foot:
        found.append(Column(sheet, (0, 0), tuple(foot)))
    return found


def _wide_foot(rows: Sequence[Row], gutters: Sequence[float], size: float) -> float:
    """The base line from which on all is in smaller type and goes across the gutters; below the sheet if none does."""
    start = -math.inf
    wide = 0
    for row in sorted(rows, key=lambda row: row.base):
        if row.size > 0.955 * size:
            break
        start = row.base
        wide += any(row.left < gutter - 3 and row.right > gutter + 3 for gutter in gutters)
    return start if wide else -math.inf


def _side_by_side(sheet: int, band: Sequence[Row], gutters: Sequence[float]) -> list[Column]:
    edges = [*gutters, float("inf")]
    sides: list[list[Row]] = [[] for _ in edges]
    for row in band:
        middle = (row.left + row.right) / 2
        sides[next(index for index, edge in enumerate(edges) if middle < edge)].append(row)
    return [Column(sheet, (len(edges), index), tuple(side)) for index, side in enumerate(sides) if side]


def drawn(sheets: Sequence[Sheet]) -> list[list[Row]]:
    """The fragments of each sheet."""
    return [fragments(sheet.words, sheet.number) for sheet in sheets]


def all_gutters(sheets: Sequence[Sequence[Row]], size: float) -> list[tuple[float, ...]]:
    """The gutters of each sheet, found with what the other sheets show. `size` is that of the text."""
    text = [_in_text_size(rows, size) for rows in sheets]
    first = [gutters_of(own) or gutters_of(rows) for own, rows in zip(text, sheets, strict=True)]
    known = [gutter for gutters in first for gutter in gutters]
    if not known:
        return first
    return [
        gutters or gutters_of(own, known) or gutters_of(rows, known)
        for gutters, own, rows in zip(first, text, sheets, strict=True)
    ]


def _in_text_size(rows: Sequence[Row], size: float) -> Sequence[Row]:
    """The rows in the text's own size, which no note across the columns is in; all where they are few."""
    text = [row for row in rows if abs(row.size - size) < 0.045 * size]
    return text if len(text) >= 2 * _FEWEST else rows
