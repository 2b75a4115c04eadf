"""Opens the windows in which places are looked at, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from citecheck.matching.locate.fold import SPACELESS, fold, fold_codes, spaceless
from citecheck.matching.locate.hits import Hits
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.vote import Place
from citecheck.matching.locate.window import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from citecheck.matching.locate.fold import Codes, Offsets

    Flags = NDArray[np.bool_]

_PER_LETTER = 2
"""Characters a letter of the source may take, blanks and marks counted in."""
_MARGIN = 120
_BATCH = 1 << 20

Stretch = tuple[int, int, int]
"""The index of a source, and a span of its text."""


def stretch(sought: Sought, hits: Hits, place: Place, size: int) -> Stretch:
    """The stretch of a source around a place that has room for the whole quotation; `size` is the source's."""
    total = len(sought.letters)
    span = range(place.first, place.end)
    start = min(hits.offset[index] - _PER_LETTER * hits.letter[index] for index in span) - _MARGIN
    end = max(hits.offset[index] + _PER_LETTER * (total - hits.letter[index]) for index in span) + _MARGIN
    return place.source, max(0, start), min(size, end)


def open_all(texts: Sequence[str], stretches: Sequence[Stretch], *, bulk: bool) -> list[Window]:
    """The stretches folded, in order; `bulk` folds many at once by numpy."""
    if not bulk:
        return [open_one(texts[source], start, end, bulk=False) for source, start, end in stretches]
    windows: list[Window] = []
    batch: list[Stretch] = []
    size = 0
    for row in stretches:
        batch.append(row)
        size += row[2] - row[1]
        if size > _BATCH:
            windows += _open(texts, batch)
            batch, size = [], 0
    return windows + _open(texts, batch)


def open_one(text: str, start: int, end: int, *, bulk: bool) -> Window:
    """One stretch folded."""
    if bulk:
        return _open([text], [(0, start, end)])[0]
    letters, offsets = fold(text[start:end])
    ahead = [-2, *offsets[:-1]]
    begins = bytes(
        offset - before > 1 or spaceless(letter)
        for letter, offset, before in zip(letters, offsets, ahead[: len(offsets)], strict=True)
    )
    return Window(text, letters, [offset + start for offset in offsets], begins)


def _open(texts: Sequence[str], batch: list[Stretch]) -> list[Window]:
    if not batch:
        return []
    import numpy as np  # noqa: PLC0415

    slices = [texts[source][start:end] for source, start, end in batch]
    # NUL folds to nothing and keeps the last character of one stretch apart from the first of the next.
    codes, offsets = fold_codes("\0".join(slices))
    letters = codes.tobytes().decode("utf-16-le", "surrogatepass")
    begins = np.cumsum([0, *(len(text) + 1 for text in slices)])
    firsts = np.searchsorted(offsets, begins)
    shifts = np.array([start for _, start, _ in batch]) - begins[:-1]
    offsets = offsets + np.repeat(shifts, np.diff(firsts))
    begins = begin_words(codes, offsets)
    begins[firsts[firsts < len(begins)]] = True
    flags = begins.tobytes()
    view = memoryview(offsets)
    bounds = firsts.tolist()
    return [
        Window(texts[source], letters[low:high], view[low:high], flags[low:high])
        for (source, _, _), low, high in zip(batch, bounds[:-1], bounds[1:], strict=True)
    ]


def begin_words(codes: Codes, offsets: Offsets) -> Flags:
    """For each letter whether a word begins there, or any place will do because the script sets no blanks."""
    import numpy as np  # noqa: PLC0415

    begins = np.ones(len(codes), dtype=np.bool_)
    begins[1:] = np.diff(offsets) > 1
    if len(codes) and int(codes.max()) >= SPACELESS[0][0]:
        for low, high in SPACELESS:
            begins |= (codes >= low) & (codes <= high)
    return begins
