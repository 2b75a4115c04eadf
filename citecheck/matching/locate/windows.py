"""Opens the windows in which places are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching.locate.fold import fold, spaceless
from citecheck.matching.locate.hits import Hits, Line
from citecheck.matching.locate.sought import Sought
from citecheck.matching.locate.vote import Place
from citecheck.matching.locate.window import AROUND, Stretch, Window

_USUAL, _MORE = 1.3, 1
"""Characters that a letter of the source takes with the blanks and marks after it, and how many more it may take."""
_MARGIN = 90
_SLIP = 40
"""Letters more or fewer between the first and the last seed of a place than in the quotation, when it has no others."""


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
    from citecheck.matching.locate.opening import open_many  # noqa: PLC0415

    return open_many(texts, stretches)


def open_one(text: str, start: int, end: int, *, bulk: bool) -> Window:
    """One stretch folded."""
    if bulk:
        return open_all([text], [(0, start, end)], bulk=True)[0]
    letters, offsets = fold(text[start:end])
    ahead = [-2, *offsets[:-1]]
    begins = bytes(
        offset - before > 1 or spaceless(letter)
        for letter, offset, before in zip(letters, offsets, ahead[: len(offsets)], strict=True)
    )
    base = max(0, start - AROUND)
    return Window(text[base : end + AROUND], base, letters, [offset + start for offset in offsets], begins)
