"""A quotation made ready to be looked for: its letters, its parts, and the seeds that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from citecheck.matching.interface import Part, Query
from citecheck.matching.locate.fold import dense
from citecheck.matching.parts import insertions, parts

SEED = 12
"""Letters of a seed: long enough that chance seldom repeats it in a library, short enough to fit between errors."""
SEEDS_WANTED = 14
_STRIDE = 24
"""Letters from one seed to the next, at most, where twelve make a seed; in proportion where fewer do."""
_ELISION = 1500
_SEEDS_DENSE = 200
_SHORTER = (8, 4, 2, 1)


class Sought(NamedTuple):
    """A quotation with the letters of its parts run together.

    Part `i` is `letters[bounds[i]:bounds[i + 1]]`. `runs` are the spans of the letters that no ellipsis and no
    bracket divides. Seeds of `size` letters begin in each of `sown` from its first letter to its last, `stride` letters
    apart, and at its last. `whole` says that it is too short for seeds, so that only its letters as whole words count.
    `reach` is how far apart, in letters of a source, the first and the last of its seeds may stand in one place.
    """

    query: Query
    parts: tuple[Part, ...]
    letters: str
    bounds: tuple[int, ...]
    runs: tuple[tuple[int, int], ...]
    size: int
    sown: tuple[tuple[int, int], ...]
    stride: int
    reach: int
    whole: bool = False

    def seeds(self) -> list[int]:
        """Where the seeds begin."""
        return [at for first, last in self.sown for at in (*range(first, last, self.stride), last)]


def prepare(queries: Sequence[Query], fold_all: Callable[[list[str]], list[str]]) -> list[Sought]:
    """The quotations made ready, in order; `fold_all` folds many short texts."""
    split = [
        (query, found, [_pieces(part.text) for part in found]) for query in queries for found in (parts(query.text),)
    ]
    folded = iter(fold_all([text for _, _, pieces in split for texts in pieces for text in texts]))
    return [_sought(query, found, pieces, folded) for query, found, pieces in split]


def _pieces(text: str) -> list[str]:
    """The texts of a part around the words its editor put in brackets; all of it when these are most of it."""
    if "[" not in text and "(" not in text and "［" not in text:
        return [text]
    spans = insertions(text)
    if 2 * sum([end - start for start, end in spans]) > len(text):
        return [text]
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _sought(query: Query, found: tuple[Part, ...], pieces: list[list[str]], folded: Iterator[str]) -> Sought:
    if len(pieces) == 1 and len(pieces[0]) == 1:
        letters = next(folded)
        return _sown(query, found, letters, (0, len(letters)), ((0, len(letters)),) if letters else ())
    joined: list[str] = []
    bounds, runs, at = [0], [], 0
    for texts in pieces:
        for run in islice(folded, len(texts)):
            if run:
                joined.append(run)
                runs.append((at, at + len(run)))
                at += len(run)
        bounds.append(at)
    return _sown(query, found, "".join(joined), tuple(bounds), tuple(runs))


def _sown(
    query: Query, found: tuple[Part, ...], letters: str, bounds: tuple[int, ...], runs: tuple[tuple[int, int], ...]
) -> Sought:
    count = len(letters)
    size, sown, whole = _seeds(letters, runs)
    stride = min(max(1, count // SEEDS_WANTED), size * _STRIDE // SEED)
    reach = count * 3 // 2 + min(400, 2 * count + 40) + (_ELISION if len(found) > 1 else 0)
    return Sought(query, found, letters, bounds, runs, size, sown, stride, reach, whole)


def _seeds(letters: str, runs: tuple[tuple[int, int], ...]) -> tuple[int, tuple[tuple[int, int], ...], bool]:
    """The size of the seeds, where they are sown, and whether they stand for whole words only."""
    size = 4 if dense(letters) else SEED
    sown = tuple([(start, end - size) for start, end in runs if end - start >= size])
    if sown or not runs:
        return size, sown, False
    start, end = max(runs, key=lambda run: (run[1] - run[0], -run[0]))
    size = next(shorter for shorter in _SHORTER if shorter <= end - start)
    return size, ((start, start),), True


def denser(sought: Sought, size: int) -> Sought | None:
    """The same quotation with seeds of `size` letters at every letter, or None when it has no run as long.

    Where letters stand for words or syllables, half as many make a seed.
    """
    size = max(2, size // 2) if dense(sought.letters) else size
    sown = tuple([(start, end - size) for start, end in sought.runs if end - start >= size])
    if not sown:
        return None
    stride = max(1, len(sought.letters) // _SEEDS_DENSE)
    # Seeds that any text has say something only when they stand close together.
    reach = len(sought.letters) * 5 // 4 + 40 + (_ELISION if len(sought.parts) > 1 else 0)
    return sought._replace(size=size, sown=sown, stride=stride, reach=reach, whole=False)
