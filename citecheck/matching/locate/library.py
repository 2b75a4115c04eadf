"""The texts that are searched, folded chunk by chunk; the letters of a few are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from citecheck.matching.locate.fold import fold_codes
from citecheck.matching.locate.opening import begin_words, open_many
from citecheck.matching.locate.sought import SEED
from citecheck.matching.locate.window import AROUND, Stretch, Window

if TYPE_CHECKING:
    from citecheck.matching.locate.fold import Codes, Offsets

CHUNK = 1 << 17
"""Characters folded at a time: the arrays of a chunk stay in the processor's cache."""
_KEPT = 6_000_000
"""Characters of texts whose letters are kept between passes; they take about twelve bytes each."""

_MANY = 32
"""Windows in one chunk from which on they are cut out of its letters: fewer are folded sooner."""


class Chunk(NamedTuple):
    """A run of a source's letters and the offset of each; the first `carried` stood in the chunk before.

    `base` is the index of the first letter in the source's letters.
    """

    codes: Codes
    offsets: Offsets
    carried: int
    base: int
    last: bool


def chunks(text: str) -> Iterator[Chunk]:
    """A text's letters, chunk by chunk; each begins with the last letters of the one before."""
    codes, offsets = np.empty(0, dtype=np.uint16), np.empty(0, dtype=np.int64)
    base = 0
    for start in range(0, len(text), CHUNK):
        fresh, at = fold_codes(text[start : start + CHUNK])
        at += start
        carried = min(SEED, len(codes))
        base += len(codes) - carried
        if carried:
            fresh, at = np.concatenate((codes[-carried:], fresh)), np.concatenate((offsets[-carried:], at))
        codes, offsets = fresh, at
        yield Chunk(codes, offsets, carried, base, start + CHUNK >= len(text))


class _Opened:
    """The letters of a chunk as windows hold them."""

    def __init__(self, chunk: Chunk) -> None:
        self.letters = chunk.codes.tobytes().decode("utf-16-le", "surrogatepass")
        self.begins = begin_words(chunk.codes, chunk.offsets).tobytes()
        self.offsets = chunk.offsets
        self._view = chunk.offsets.data

    def windows(self, text: str, spans: Sequence[tuple[int, int]]) -> list[Window]:
        """Stretches of the text that the chunk holds whole, in order."""
        bounds = np.searchsorted(self.offsets, np.array(spans, dtype=np.int64)).tolist()
        letters, offsets, begins = self.letters, self._view, self.begins
        return [
            Window(text[base : end + AROUND], base, letters[low:high], offsets[low:high], begins[low:high])
            for (start, end), (low, high) in zip(spans, bounds, strict=True)
            for base in (start - AROUND if start > AROUND else 0,)
        ]


class Library:
    """The texts to be passed, folded when their turn comes; the letters of a few are kept for what comes after."""

    def __init__(self, texts: Sequence[str], characters: int) -> None:
        self.texts = texts
        self._kept: dict[int, list[Chunk]] | None = {} if characters <= _KEPT else None
        self._opened: dict[tuple[int, int], _Opened] = {}

    def chunks(self, source: int) -> Iterable[Chunk]:
        """The letters of one text."""
        if self._kept is None:
            return chunks(self.texts[source])
        if source not in self._kept:
            self._kept[source] = list(chunks(self.texts[source]))
        return self._kept[source]

    def windows(self, stretches: Sequence[Stretch]) -> list[Window]:
        """The stretches as windows, in order: cut out of letters that were kept, or folded."""
        if self._kept is None:
            return open_many(self.texts, stretches)
        within: dict[tuple[int, int], list[int]] = {}
        folded = []
        for row, (source, start, end) in enumerate(stretches):
            number = start // CHUNK
            if source in self._kept and (end - 1) // CHUNK == number:
                within.setdefault((source, number), []).append(row)
            else:
                folded.append(row)
        few = [chunk for chunk, rows in within.items() if len(rows) < _MANY and chunk not in self._opened]
        folded += [row for chunk in few for row in within.pop(chunk)]
        found = dict(zip(folded, open_many(self.texts, [stretches[row] for row in folded]), strict=True))
        for (source, number), rows in within.items():
            if (source, number) not in self._opened:
                self._opened[source, number] = _Opened(self._kept[source][number])
            spans = [stretches[row][1:] for row in rows]
            opened = self._opened[source, number].windows(self.texts[source], spans)
            found.update(zip(rows, opened, strict=True))
        return [found[row] for row in range(len(stretches))]
