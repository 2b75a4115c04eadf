"""Finds the text that pandoc gave again in the source, word by word, and so the line and column of each run.

Words are runs of letters and digits. Sequences of words that stand once on either side are anchors; of them as
many are taken as keep one order (patience diff), and the gaps between are filled in the same way with shorter
sequences, last letter by letter. Notes are looked for in what the main text has left over.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from citecheck.model.document import Position, Segment

_WORD = re.compile(r"[^\W_]+")
_LENGTHS = (8, 4, 2, 1, 1)
SHORT = 1
"""Words. Anchors as short as this are trusted only in gaps that are not much wider in the source."""
FOUND = 0.7
"""Of a block's words: when fewer were found in their order, the block is sought by itself."""
MOST_LOST = 300
"""Blocks sought one by one; each costs a pass over the source."""
MOST_PASSED = 3_000_000
"""Words of the source passed in all while blocks are sought one by one."""
SMALL_GAP = 300
"""Characters. In a gap no larger than this on both sides letters are compared one by one."""


Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """`length` characters of the text at `text` are those of the source at `source`."""

    text: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class _Words:
    words: list[str]
    starts: list[int]

    @staticmethod
    def of(text: str) -> _Words:
        found = list(_WORD.finditer(text))
        return _Words([each[0] for each in found], [each.start() for each in found])


def align(text: str, parts: Spans, blocks: Spans, source: str) -> list[Stretch]:
    """The stretches that text and source share, in the order of the text.

    `parts` are spans of the text, each in one order with the source: the main text first, then each note. The
    notes are tried as one sequence, then the blocks that were not found one by one.
    """
    mine, theirs = _Words.of(text), _Words.of(source)
    edges, singles = (
        [(bisect_left(mine.starts, start), bisect_left(mine.starts, end)) for start, end in spans]
        for spans in (parts, blocks)
    )
    pairs: dict[int, int] = {}

    def find(indexes: list[int]) -> None:
        taken = set(pairs.values())
        slots = [slot for slot in range(len(theirs.words)) if slot not in taken]
        found = pair([mine.words[index] for index in indexes], [theirs.words[slot] for slot in slots])
        pairs.update((indexes[left], slots[right]) for left, right in found)

    if edges:
        find(list(range(*edges[0])))
    if len(edges) > 1:
        find([index for edge in edges[1:] for index in range(*edge)])
    main_end = edges[0][1] if edges else 0
    lost = [edge for edge in singles if _is_lost(edge, pairs, mine, theirs, in_note=edge[0] >= main_end)]
    for edge in lost[: min(MOST_LOST, 1 + MOST_PASSED // max(1, len(theirs.words)))]:
        for index in range(*edge):
            pairs.pop(index, None)
        find(list(range(*edge)))
    return _stretches(text, source, mine, theirs, sorted(pairs.items()))


def _is_lost(edge: tuple[int, int], pairs: dict[int, int], mine: _Words, theirs: _Words, *, in_note: bool) -> bool:
    """Whether too few of a block's words were found, or, where no note can stand between them, far from one another."""
    found = [pairs[index] for index in range(*edge) if index in pairs]
    if len(found) < FOUND * (edge[1] - edge[0]):
        return True
    if not in_note or not found:
        return False
    width = mine.starts[edge[1] - 1] - mine.starts[edge[0]]
    return theirs.starts[found[-1]] - theirs.starts[found[0]] > 3 * width + 120


def pair(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Indexes of words that answer each other, increasing on both sides."""
    pairs: list[tuple[int, int]] = []
    work = [(0, len(left), 0, len(right), 0)]
    while work:
        a, b, c, d, level = work.pop()
        if level:  # a gap lies between anchors, so what follows one or goes before one belongs to it
            while a < b and c < d and left[a] == right[c]:
                pairs.append((a, c))
                a, c = a + 1, c + 1
            while a < b and c < d and left[b - 1] == right[d - 1]:
                b, d = b - 1, d - 1
                pairs.append((b, d))
        anchors: list[tuple[int, int]] = []
        while a < b and c < d and level < len(_LENGTHS) and not anchors:
            if _LENGTHS[level] > SHORT or d - c <= 8 * (b - a) + 200:
                anchors = _anchors(left[a:b], right[c:d], _LENGTHS[level])
            level += 1
        if not anchors:
            continue
        at, on = a, c
        for one, other in [*((a + one, c + other) for one, other in anchors), (b, d)]:
            work.append((at, one, on, other, level))
            if one < b:
                pairs.append((one, other))
            at, on = one + 1, other + 1
    pairs.sort()
    return pairs


def _anchors(left: list[str], right: list[str], length: int) -> list[tuple[int, int]]:
    """Where sequences of `length` words begin that stand once on either side, as many as keep one order."""
    there = _unique(right, length)
    return _longest_increasing([(at, there[key]) for key, at in _unique(left, length).items() if key in there])


def _unique(words: list[str], length: int) -> dict[tuple[str, ...], int]:
    seen: dict[tuple[str, ...], int] = {}
    for at, key in enumerate(zip(*(words[k:] for k in range(length)), strict=False)):
        seen[key] = -1 if key in seen else at
    return {key: at for key, at in seen.items() if at >= 0}


def _longest_increasing(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest sequence of pairs that grows in both members; they come in the order of the first."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int] = []
    for index, (_, other) in enumerate(pairs):
        pile = bisect_left(tops, other)
        tops[pile : pile + 1] = [other]
        piles[pile : pile + 1] = [index]
        before.append(piles[pile - 1] if pile else -1)
    chosen = []
    index = piles[-1] if piles else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


def _stretches(text: str, source: str, mine: _Words, theirs: _Words, pairs: list[tuple[int, int]]) -> list[Stretch]:
    """Paired words with all that is the same around them."""
    found: list[Stretch] = []
    last_text, last_source = 0, -1

    def add(at: int, on: int, length: int) -> None:
        last = found[-1] if found else None
        if last and last.text + last.length == at and last.source + last.length == on:
            found[-1] = Stretch(last.text, last.source, last.length + length)
        elif length:
            found.append(Stretch(at, on, length))

    begun: tuple[int, int] | None = None  # where words and gaps that are all the same began
    for index, slot in pairs:
        at, on = mine.starts[index], theirs.starts[slot]
        if begun is not None and last_source <= on and text[last_text:at] == source[last_source:on]:
            length = len(mine.words[index])
            last_text, last_source = at + length, on + length
            continue
        if begun is not None:
            add(*begun, last_text - begun[0])
        if 0 <= last_source <= on:
            for each in _between(text[last_text:at], source[last_source:on]):
                add(last_text + each.text, last_source + each.source, each.length)
        length = len(mine.words[index])
        begun = at, on
        last_text, last_source = at + length, on + length
    if begun is not None:
        add(*begun, last_text - begun[0])
    return found


def _between(text: str, source: str) -> list[Stretch]:
    """What two short gaps share."""
    if text == source:
        return [Stretch(0, 0, len(text))]
    head = 0
    while head < min(len(text), len(source)) and text[head] == source[head]:
        head += 1
    tail = 0
    while tail < min(len(text), len(source)) - head and text[-1 - tail] == source[-1 - tail]:
        tail += 1
    a, c = text[head : len(text) - tail], source[head : len(source) - tail]
    found = [Stretch(0, 0, head)]
    if a and c and len(a) + len(c) > 2 and max(len(a), len(c)) <= SMALL_GAP:
        for match in SequenceMatcher(None, a, c, autojunk=False).get_matching_blocks():
            found.append(Stretch(head + match.a, head + match.b, match.size))
    found.append(Stretch(len(text) - tail, len(source) - tail, tail))
    return found


class Places:
    """Lines and columns of a source, and the segments made with them."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = [0, *(found.end() for found in re.finditer("\n", source))]
        self._made: list[Segment] = []

    def segments(self, blocks: Spans, stretches: list[Stretch]) -> list[Segment]:
        """The segments of a text whose blocks stand at `blocks`.

        What stands between two stretches gets the columns between them. A block of which less than half was
        found gets the line of what was found, or the last line known before it.
        """
        starts = [each.text for each in stretches]
        line = 1
        for start, end in blocks:
            first = max(0, bisect_right(starts, start) - 1)
            inside = [
                Stretch(at, each.source + at - each.text, min(end, each.text + each.length) - at)
                for each in stretches[first : bisect_left(starts, end)]
                if (at := max(start, each.text)) < min(end, each.text + each.length)
            ]
            if sum(each.length for each in inside) * 2 >= end - start:
                self._place(start, end, inside)
                line = self._made[-1].position.line or line
            else:
                line = self._line(inside[len(inside) // 2].source) if inside else line
                self._made.append(Segment(start, Position(line=line)))
        return self._made

    def _line(self, offset: int) -> int:
        return bisect_right(self._lines, offset)

    def _end_of_line(self, offset: int) -> int:
        line = self._line(offset)
        return self._lines[line] - 1 if line < len(self._lines) else len(self._source)

    def _add(self, start: int, offset: int, width: int | None) -> None:
        line = self._line(offset)
        self._made.append(Segment(start, Position(line=line, column=offset - self._lines[line - 1] + 1), width))

    def _place(self, start: int, end: int, inside: list[Stretch]) -> None:
        first = inside[0]
        if first.text > start:
            begin = max(first.source - (first.text - start), self._lines[self._line(first.source) - 1])
            self._add(start, begin, first.source - begin)
        for index, each in enumerate(inside):
            self._add_lines(each)
            at, on = each.text + each.length, each.source + each.length
            after = inside[index + 1] if index + 1 < len(inside) else Stretch(end, on + end - at, 0)
            if at < after.text:
                stop = min(after.source, self._end_of_line(on)) if after.source >= on else on
                self._add(at, on, max(0, stop - on))

    def _add_lines(self, stretch: Stretch) -> None:
        """A stretch as one segment for each line it covers."""
        at, end = stretch.source, stretch.source + stretch.length
        while at < end:
            self._add(stretch.text + at - stretch.source, at, None)
            at = self._end_of_line(at) + 1
