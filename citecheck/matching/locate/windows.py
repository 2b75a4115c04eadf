"""Opens the windows in which places are looked at, many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from citecheck.matching.locate.fold import SPACELESS, fold, fold_codes, spaceless
from citecheck.matching.locate.hits import Hits, Line
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.vote import Place
from citecheck.matching.locate.window import Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from citecheck.matching.locate.fold import Codes, Offsets

    Flags = NDArray[np.bool_]

_USUAL, _MORE = 1.3, 1
"""Characters that a letter of the source takes with the blanks and marks after it, and how many more it may take."""
_MARGIN = 90
_SLIP = 40
"""Letters more or fewer between the first and the last seed of a place than in the quotation, when it has no others."""
_BATCH = 1 << 20

Stretch = tuple[int, int, int]
"""The index of a source, and a span of its text."""


def stretch(sought: Sought, hits: Hits, place: Place, size: int) -> Stretch:
    """The stretch of a source around a place that has room for the whole quotation; `size` is the source's."""
    source, first, last, _ = place
    last -= 1
    _, places, ahead, offset, _ = hits
    total = len(sought.letters)
    if -_SLIP <= places[last] - places[first] - (ahead[last] - ahead[first]) <= _SLIP:
        begin = offset[first] - (_MORE + 1) * ahead[first] - _MARGIN
        end = offset[last] + (_MORE + 1) * (total - ahead[last]) + _MARGIN
        return source, begin if begin > 0 else 0, end if end < size else size
    letters, offsets = hits.letter[first : last + 1], hits.offset[first : last + 1]
    # The first and the last seed say where the quotation begins and ends, but for sentences that changed places.
    edges = [offset - _USUAL * letter for letter, offset in zip(letters, offsets, strict=True)]
    start = int(min(edges)) - _MORE * min(letters) - _MARGIN
    end = int(max(edges) + _USUAL * total) + _MORE * (total - max(letters)) + _MARGIN
    return place.source, max(0, start), min(size, end)


def stretch_along(sought: Sought, line: Line, size: int) -> Stretch:
    """As `stretch`, for seeds that stand in a line."""
    begin = line.offset - (_MORE + 1) * line.letter - _MARGIN
    end = line.last_offset + (_MORE + 1) * (len(sought.letters) - line.last_letter) + _MARGIN
    return line.source, begin if begin > 0 else 0, end if end < size else size


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

    merged, places = _merged(batch)
    # NUL folds to nothing and keeps the last character of one stretch apart from the first of the next.
    codes, offsets = fold_codes("\0".join([texts[source][start:end] for source, start, end in merged]))
    letters = codes.tobytes().decode("utf-16-le", "surrogatepass")
    bases = np.cumsum([0, *(end - start + 1 for _, start, end in merged)])
    bounds = np.searchsorted(offsets, bases)
    flags = begin_words(codes, offsets).tobytes()
    shifts = np.array([start for _, start, _ in merged]) - bases[:-1]
    which, starts, ends = np.array(places, dtype=np.int64).reshape(-1, 3).T
    lows = np.searchsorted(offsets, starts - shifts[which]).tolist()
    highs = np.searchsorted(offsets, ends - shifts[which]).tolist()
    view = memoryview(offsets + np.repeat(shifts, np.diff(bounds)))
    return [
        Window(texts[source], letters[low:high], view[low:high], flags[low:high])
        for (source, _, _), low, high in zip(batch, lows, highs, strict=True)
    ]


def _merged(batch: list[Stretch]) -> tuple[list[Stretch], list[Stretch]]:
    """Stretches run together where they overlap, and for each in the batch the one that it is part of and its span."""
    merged: list[Stretch] = []
    places: list[Stretch] = [(0, 0, 0)] * len(batch)
    for index in sorted(range(len(batch)), key=batch.__getitem__):
        source, start, end = batch[index]
        if merged and merged[-1][0] == source and start <= merged[-1][2]:
            merged[-1] = source, merged[-1][1], max(end, merged[-1][2])
        else:
            merged.append((source, start, end))
        places[index] = len(merged) - 1, start, end
    return merged, places


def begin_words(codes: Codes, offsets: Offsets) -> Flags:
    """For each letter whether a word begins there, or any place will do because the script sets no blanks."""
    import numpy as np  # noqa: PLC0415

    begins = np.ones(len(codes), dtype=np.bool_)
    begins[1:] = np.diff(offsets) > 1
    if len(codes) and int(codes.max()) >= SPACELESS[0][0]:
        for low, high in SPACELESS:
            begins |= (codes >= low) & (codes <= high)
    return begins
