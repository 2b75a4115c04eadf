"""Lays a quotation's words along a source's words.

The whole quotation is placed, the source's ends are free. An ellipsis skips words for nothing, an insertion in
brackets takes a few; everything else costs: a word changed, added, dropped, or a jump to another place of the source.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from citecheck.matching.quoted import ELLIPSIS, INSERTION, SEPARATOR, Quoted
from citecheck.matching.words import BREAK, Words

Row = NDArray[np.int32]


class Laid(Enum):
    """How a stretch of the quotation lies on the source."""

    SAME = auto()  # word for word
    CHANGED = auto()  # words of one side or both that do not agree
    ELIDED = auto()  # an ellipsis, and the source's words it stands for
    BRACKETED = auto()  # an insertion, and the source's words it stands for, if any
    LEAPT = auto()  # no words: the quotation goes on at another place of the source


@dataclass(frozen=True, slots=True)
class Stretch:
    """Items `quote[q0:q1]` laid on the source's words `source[s0:s1]`; for LEAPT, from word s0 on to word s1."""

    laid: Laid
    q0: int
    q1: int
    s0: int
    s1: int


# The costs, in thousandths of a word changed.
_CHANGED, _AKIN, _ADDED, _DROPPED = 1000, 400, 1020, 700
_AHEAD, _BACK = 2600, 4000  # a leap costs as much as four dropped words, backwards as six
_AHEAD_A_WORD, _ELIDED_A_WORD, _BRACKETED_A_WORD = 2, 1, 150
_NEVER = 10**6
_MOST_CELLS = 3_000_000
_OCCURRENCES = 12


def lay(quote: Quoted, source: Words) -> tuple[Stretch, ...]:
    """The best laying of a quotation on a source's words; empty when either has none.

    Time and memory grow with the product of both up to three million cells; beyond, rapidfuzz's edit operations on
    words are taken, which know no leaps.
    """
    if not quote.size or not len(source):
        return ()
    if (plain := lay_plainly(quote, source)) is not None:
        return plain
    row = _lay_between_ends(quote, source)
    if row is None and (len(quote.words) + 1) * (len(source) + 1) > _MOST_CELLS:
        row = _lay_roughly(quote, source)
    return _with_whole_ends(row or _lay_with_leaps(quote, source), quote, source)


def lay_plainly(quote: Quoted, source: Words) -> tuple[Stretch, ...] | None:
    """The laying when every word stands there in order, words left out only at ellipses and brackets; else None."""
    hay = SEPARATOR + SEPARATOR.join(source.keys) + SEPARATOR
    best: list[int] | None = None
    at = hay.find(quote.needles[0])
    for _ in range(_OCCURRENCES):
        if at < 0:
            break
        found = [at]
        end = at + len(quote.needles[0]) - 1
        for needle in quote.needles[1:]:
            at_next = hay.find(needle, end)
            if at_next < 0:
                return _plain(quote, hay, best) if best else None
            found.append(at_next)
            end = at_next + len(needle) - 1
        if best is None or found[-1] - found[0] < best[-1] - best[0]:
            best = found
        if len(found) == 1:
            break
        at = hay.find(quote.needles[0], at + 1)
    return _plain(quote, hay, best) if best else None


def _plain(quote: Quoted, hay: str, found: list[int]) -> tuple[Stretch, ...] | None:
    stretches: list[Stretch] = []
    word = 0
    before = 0
    last = 0
    for (q0, q1), at in zip(quote.runs, found, strict=True):
        word += hay.count(SEPARATOR, before, at)
        before = at
        if last or q0:
            _fill(quote, stretches, (last, q0), (stretches[-1].s1 if stretches else word, word))
        stretches.append(Stretch(Laid.SAME, q0, q1, word, word + q1 - q0))
        last = q1
    end = stretches[-1].s1
    if last < len(quote.words):
        _fill(quote, stretches, (last, len(quote.words)), (end, end))
    if any(s.laid is Laid.BRACKETED and s.s1 - s.s0 > bracket_room(quote, s.q0) for s in stretches):
        return None
    return tuple(stretches)


def _fill(quote: Quoted, stretches: list[Stretch], items: tuple[int, int], words: tuple[int, int]) -> None:
    """Lays ellipses and insertions between two runs; the first ellipsis takes all that is left out, else the first."""
    q0, q1 = items
    s0, s1 = words
    keys = quote.words.keys
    taker = next((index for index in range(q0, q1) if keys[index] == ELLIPSIS), q0)
    for index in range(q0, q1):
        laid = Laid.ELIDED if keys[index] == ELLIPSIS else Laid.BRACKETED
        stretches.append(Stretch(laid, index, index + 1, s0, s1 if index == taker else s0))
        if index == taker:
            s0 = s1


def _lay_between_ends(quote: Quoted, source: Words) -> tuple[Stretch, ...] | None:
    """The laying of one run of words whose ends stand in the source and whose middle hardly differs; else None."""
    keys, theirs = quote.words.keys, source.keys
    if len(quote.runs) != 1 or quote.size != len(keys) or quote.size < 3 * _ANCHOR:
        return None
    hay = SEPARATOR + SEPARATOR.join(theirs) + SEPARATOR
    heads, tails = _places(hay, keys[:_ANCHOR]), _places(hay, keys[-_ANCHOR:])
    spans = [(head, tail + _ANCHOR) for head in heads for tail in tails if tail > head]
    if not spans:
        return None
    first, end = min(spans, key=lambda span: abs(span[1] - span[0] - quote.size))
    front = _ANCHOR
    most = min(quote.size - _ANCHOR, end - first - _ANCHOR)
    while front < most and keys[front] == theirs[first + front]:
        front += 1
    back = _ANCHOR
    most = min(quote.size, end - first) - front
    while back < most and keys[-back - 1] == theirs[end - back - 1]:
        back += 1
    ours, between = quote.size - front - back, end - first - front - back
    if ours < 0 or between < 0 or between - ours > _LITTLE or (ours > _LITTLE and abs(between - ours) > ours // 4):
        return None
    row = [Stretch(Laid.SAME, 0, front, first, first + front)]
    for operation in Levenshtein.opcodes(theirs[first + front : end - back], keys[front : quote.size - back]):
        laid = Laid.SAME if operation.tag == "equal" else Laid.CHANGED
        q, s = front, first + front
        row.append(
            Stretch(
                laid, q + operation.dest_start, q + operation.dest_end, s + operation.src_start, s + operation.src_end
            )
        )
    row.append(Stretch(Laid.SAME, quote.size - back, quote.size, end - back, end))
    if sum(stretch.q1 - stretch.q0 for stretch in row if stretch.laid is Laid.SAME) * 4 < quote.size * 3:
        return None
    return _gathered(row)


_ANCHOR = 3
_LITTLE = 12


def _places(hay: str, words: list[str]) -> list[int]:
    """The indices of the words at which a row of words stands, a dozen at most."""
    needle = SEPARATOR + SEPARATOR.join(words) + SEPARATOR
    places: list[int] = []
    at, word, before = hay.find(needle), 0, 0
    while at >= 0 and len(places) < _OCCURRENCES:
        word += hay.count(SEPARATOR, before, at)
        places.append(word)
        before = at
        at = hay.find(needle, at + 1)
    return places


def _with_whole_ends(row: tuple[Stretch, ...], quote: Quoted, source: Words) -> tuple[Stretch, ...]:
    """A laying whose first and last word also take the source's words they were run together from."""
    if row and row[0].laid is Laid.CHANGED and row[0].q1 > row[0].q0:
        first = row[0]
        ours = "".join(quote.words.keys[first.q0 : first.q1])
        for low in range(max(0, first.s0 - 2), first.s1):
            if "".join(source.keys[low : first.s1]) == ours:
                row = (replace(first, s0=low), *row[1:])
    if row and row[-1].laid is Laid.CHANGED and row[-1].q1 > row[-1].q0:
        last = row[-1]
        ours = "".join(quote.words.keys[last.q0 : last.q1])
        for high in range(last.s0 + 1, min(len(source), last.s1 + 2) + 1):
            if "".join(source.keys[last.s0 : high]) == ours:
                row = (*row[:-1], replace(last, s1=high))
    return row


def bracket_room(quote: Quoted, index: int) -> int:
    """How many of the source's words an insertion may stand for: a short stretch, more for a longer insertion."""
    return 6 + 2 * len(quote.inserted(index).split())


def _costs(quote: Quoted, source: Words) -> Row:
    """The cost of laying each item on each of the source's words."""
    ids: dict[str, int] = {}
    kin: dict[str, int] = {}  # words that begin alike may have been changed into each other
    s_ids = np.fromiter((ids.setdefault(word, len(ids)) for word in source.keys), np.int32, len(source))
    s_kin = np.fromiter((kin.setdefault(word[:4], len(kin)) for word in source.keys), np.int32, len(source))
    count = len(quote.words)
    q_ids = np.fromiter((ids.get(word, -1) for word in quote.words.keys), np.int32, count)
    q_kin = np.fromiter((kin.get(word[:4], -1) for word in quote.words.keys), np.int32, count)
    costs = np.where(s_kin[None, :] == q_kin[:, None], _AKIN, _CHANGED).astype(np.int32)
    costs[s_ids[None, :] == q_ids[:, None]] = 0
    for index, patch in quote.patched.items():
        fitting = np.fromiter((patch.fits(word) for word in source.keys), np.bool_, len(source))
        costs[index, fitting] = np.minimum(costs[index, fitting], _AKIN // 4)
    first, last = quote.runs[0][0], quote.runs[-1][1] - 1
    for index, cut in ((first, str.endswith), (last, str.startswith)):
        key = quote.words.keys[index]
        cuts = [j for j, word in enumerate(source.keys) if cut(word, key) and word != key]
        costs[index, cuts] = np.minimum(costs[index, cuts], _AKIN // 2)
    costs[:, s_ids == ids.get(BREAK, -2)] = _NEVER
    return costs


def _lay_with_leaps(quote: Quoted, source: Words) -> tuple[Stretch, ...]:
    costs = _costs(quote, source)
    count, width = len(quote.words), len(source) + 1
    places = np.arange(width, dtype=np.int32)
    dropping = np.zeros(width, np.int32)
    dropping[1:] = np.cumsum([_NEVER if word == BREAK else _DROPPED for word in source.keys])
    # reach[i][j]: the cost of the items before i, standing before word j and about to lay item i there.
    reach = np.zeros((count + 1, width), np.int32)
    done = np.zeros((count + 1, width), np.int32)
    for index in range(count):
        key, before = quote.words.keys[index], done[index]
        if key in (ELLIPSIS, INSERTION):
            slope = places * (_ELIDED_A_WORD if key == ELLIPSIS else _BRACKETED_A_WORD)
            now = np.minimum.accumulate(before - slope) + slope
            if key == ELLIPSIS:
                np.minimum(now, before.min() + _BACK, out=now)
            done[index + 1] = now
            continue
        if index:
            slope = places * _AHEAD_A_WORD
            ready = np.minimum.accumulate(before - slope) + slope + _AHEAD
            np.minimum(ready, before.min() + _BACK, out=ready)
            np.minimum(ready, before, out=ready)
        else:
            ready = before
        reach[index] = ready
        now = ready + _ADDED
        np.minimum(now[1:], ready[:-1] + costs[index], out=now[1:])
        done[index + 1] = np.minimum.accumulate(now - dropping) + dropping
    return _read_back(quote, costs, reach, done)


def _read_back(quote: Quoted, costs: Row, reach: Row, done: Row) -> tuple[Stretch, ...]:
    steps: list[Stretch] = []
    index, at = len(quote.words), int(done[-1].argmin())
    while index:
        key, before = quote.words.keys[index - 1], done[index - 1]
        if key in (ELLIPSIS, INSERTION):
            start = _taken_up(
                before, at, int(done[index, at]), _ELIDED_A_WORD if key == ELLIPSIS else _BRACKETED_A_WORD
            )
            laid = Laid.ELIDED if key == ELLIPSIS else Laid.BRACKETED
            if start > at:
                steps.append(Stretch(laid, index - 1, index, start, start))
                steps.append(Stretch(Laid.LEAPT, index - 1, index - 1, start, at))
            else:
                steps.append(Stretch(laid, index - 1, index, start, at))
            index, at = index - 1, start
            continue
        cost = int(done[index, at])
        ready = reach[index - 1]
        if at and int(ready[at - 1]) + int(costs[index - 1, at - 1]) == cost:
            same = not costs[index - 1, at - 1]
            steps.append(Stretch(Laid.SAME if same else Laid.CHANGED, index - 1, index, at - 1, at))
            at -= 1
        elif int(ready[at]) + _ADDED == cost:
            steps.append(Stretch(Laid.CHANGED, index - 1, index, at, at))
        else:
            steps.append(Stretch(Laid.CHANGED, index, index, at - 1, at))
            at -= 1
            continue
        index -= 1
        if int(ready[at]) != int(before[at]):
            start = _taken_up(before, at, int(ready[at]) - _AHEAD, _AHEAD_A_WORD)
            steps.append(Stretch(Laid.LEAPT, index, index, start, at))
            at = start
    return _gathered(steps[::-1])


def _taken_up(before: Row, at: int, cost: int, slope: int) -> int:
    """The place before a skip that ended at `at` with a cost: the nearest one before it, or the cheapest anywhere."""
    for start in range(at, -1, -1):
        if int(before[start]) + slope * (at - start) == cost:
            return start
    return int(before.argmin())


def _gathered(steps: list[Stretch]) -> tuple[Stretch, ...]:
    """Single steps as stretches: neighbours of one kind joined, a leap ahead over a few words as words dropped."""
    row: list[Stretch] = []
    for step in steps:
        if step.laid is Laid.LEAPT and 0 < step.s1 - step.s0 <= _SHORT_LEAP:
            step = Stretch(Laid.CHANGED, step.q0, step.q1, step.s0, step.s1)
        last = row[-1] if row else None
        if last and last.laid is step.laid and step.laid in (Laid.SAME, Laid.CHANGED) and last.s1 == step.s0:
            row[-1] = Stretch(step.laid, last.q0, step.q1, last.s0, step.s1)
        else:
            row.append(step)
    return tuple(row)


_SHORT_LEAP = 60


def _lay_roughly(quote: Quoted, source: Words) -> tuple[Stretch, ...]:
    row: list[Stretch] = []
    skips = {index for index, key in enumerate(quote.words.keys) if key in (ELLIPSIS, INSERTION)}
    for operation in Levenshtein.opcodes(source.keys, quote.words.keys):
        s0, s1, q0, q1 = operation.src_start, operation.src_end, operation.dest_start, operation.dest_end
        if operation.tag == "equal":
            row.append(Stretch(Laid.SAME, q0, q1, s0, s1))
            continue
        if (q0 == q1 == 0 and not row) or (operation.tag == "delete" and q0 == len(quote.words)):
            continue
        taker = next((index for index in range(q0, q1) if index in skips), None)
        if taker is None:
            row.append(Stretch(Laid.CHANGED, q0, q1, s0, s1))
            continue
        laid = Laid.ELIDED if quote.words.keys[taker] == ELLIPSIS else Laid.BRACKETED
        if taker > q0:
            row.append(Stretch(Laid.CHANGED, q0, taker, s0, s0))
        row.append(Stretch(laid, taker, taker + 1, s0, s1))
        if q1 > taker + 1:
            row.append(Stretch(Laid.CHANGED, taker + 1, q1, s1, s1))
    return _gathered(row)
