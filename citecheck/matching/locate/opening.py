"""Opens many windows at once, by numpy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from citecheck.matching.locate.fold import SPACELESS, fold_codes
from citecheck.matching.locate.window import AROUND, Stretch, Window

if TYPE_CHECKING:
    from citecheck.matching.locate.fold import Codes, Offsets
    from citecheck.matching.locate.table import Flags, Indexes

_BATCH = 1 << 20
"""Characters folded at a time."""
_APART = 1 << 34
"""More than any source has characters: so one number orders sources and offsets."""


def open_many(texts: Sequence[str], stretches: Sequence[Stretch]) -> list[Window]:
    """The stretches folded, in order; what they share of a text is folded once."""
    if not stretches:
        return []
    rows = np.array(stretches, dtype=np.int64)
    batches = np.cumsum(rows[:, 2] - rows[:, 1]) // _BATCH
    windows: list[Window] = []
    for batch in np.split(rows, np.flatnonzero(np.diff(batches)) + 1):
        windows += _open(texts, *batch.T)
    return windows


def _open(texts: Sequence[str], source: Indexes, start: Indexes, end: Indexes) -> list[Window]:
    merged, which = _merged(source, start, end)
    rows = merged.tolist()
    firsts = [max(0, low - AROUND) for _, low, _ in rows]
    pieces = [texts[each][first : high + AROUND] for (each, _, high), first in zip(rows, firsts, strict=True)]
    inner = [
        piece[low - first : high - first] for piece, (_, low, high), first in zip(pieces, rows, firsts, strict=True)
    ]
    # NUL folds to nothing and keeps the last character of one stretch apart from the first of the next.
    codes, offsets = fold_codes("\0".join(inner))
    letters = codes.tobytes().decode("utf-16-le", "surrogatepass")
    bases = np.cumsum([0, *(merged[:, 2] - merged[:, 1] + 1)])
    shifts = merged[:, 1] - bases[:-1]
    bounds = np.searchsorted(offsets, bases)
    flags = begin_words(codes, offsets).tobytes()
    lows = np.searchsorted(offsets, start - shifts[which]).tolist()
    highs = np.searchsorted(offsets, end - shifts[which]).tolist()
    view = memoryview(offsets + np.repeat(shifts, np.diff(bounds)))
    around = np.maximum(start - AROUND, 0)
    within = zip(
        which.tolist(), around.tolist(), (around - np.array(firsts)[which]).tolist(), end.tolist(), strict=True
    )
    return [
        Window(pieces[row][at : at + last + AROUND - base], base, letters[low:high], view[low:high], flags[low:high])
        for (row, base, at, last), low, high in zip(within, lows, highs, strict=True)
    ]


def _merged(source: Indexes, start: Indexes, end: Indexes) -> tuple[Indexes, Indexes]:
    """Stretches run together where they overlap, one a row, and for each given one the row that it is part of."""
    order = np.argsort(source * _APART + start, kind="stable")
    low, high = (source * _APART + start)[order], (source * _APART + end)[order]
    reached = np.maximum.accumulate(high)
    begins = np.flatnonzero(np.append(True, low[1:] > reached[:-1]))
    which = np.empty(len(order), dtype=np.int64)
    which[order] = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(order))))
    sources = source[order][begins]
    highs = np.maximum.reduceat(high, begins) - sources * _APART
    return np.stack((sources, start[order][begins], highs), axis=1), which


def begin_words(codes: Codes, offsets: Offsets) -> Flags:
    """For each letter whether a word begins there, or any place will do because the script sets no blanks."""
    begins = np.ones(len(codes), dtype=np.bool_)
    begins[1:] = np.diff(offsets) > 1
    if len(codes) and int(codes.max()) >= SPACELESS[0][0]:
        for low, high in SPACELESS:
            begins |= (codes >= low) & (codes <= high)
    return begins
