"""Puts the words of a sheet together into rows: what stands on one base line in one column."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from citecheck.parser.readers.pdf.sheet import Word

_FAR = 2.2
"""A gap of so many sizes is no word space; a justified line of a narrow column comes close."""

_RAISED = 0.6
"""A small figure stands at most so many sizes of its row higher: LaTeX raises a 6 point label by 0.51 of 9 points."""

_DROP_CAP = 1.7
"""An initial is so many times as large as the text."""


@dataclass(frozen=True)
class Row:
    """Words on one base line, from left to right. Distances are in points, the number of its sheet from 1.

    `marked` says that a note marker stands first in it, cut off from its word by the line's end.
    """

    words: tuple[Word, ...]
    sheet: int
    marked: bool = False

    @cached_property
    def size(self) -> float:
        """The size that most of its letters have."""
        first = self.words[0].size
        if all(word.size == first for word in self.words):
            return first
        return _most((word.size, len(word.text)) for word in self.words)

    @cached_property
    def base(self) -> float:
        """The base line that most letters of its size stand on."""
        first = self.words[0].base
        if all(word.base == first for word in self.words):
            return first
        return _most((word.base, len(word.text)) for word in self.words if word.size == self.size)

    @cached_property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        """Where its last word ends."""
        return max(word.right for word in self.words)

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each word begins in `text`."""
        found, at = [], 0
        for index, word in enumerate(self.words):
            at += 1 if index and not word.glued else 0
            found.append(at)
            at += len(word.text)
        return tuple(found)

    @cached_property
    def text(self) -> str:
        """The words, apart by blanks where blanks are."""
        pieces = []
        for index, word in enumerate(self.words):
            if index and not word.glued:
                pieces.append(" ")
            pieces.append(word.text)
        return "".join(pieces)

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.font.bold for word in self.words)

    @cached_property
    def fixed(self) -> bool:
        """Whether all of it is in letters of one width, as code is."""
        return all(word.font.fixed for word in self.words)

    @cached_property
    def has_raised(self) -> bool:
        """Whether any of its words stands raised."""
        return any(self.is_raised(word) for word in self.words)

    def is_raised(self, word: Word) -> bool:
        """Whether one of its words stands raised, by its letters or by its place and size."""
        if word.raised:
            return True
        return word.size < 0.92 * self.size and word.base > self.base + 0.12 * self.size


def _most(weighed: Iterable[tuple[float, int]]) -> float:
    count: Counter[float] = Counter()
    for value, weight in weighed:
        count[value] += weight
    return count.most_common(1)[0][0]


def fragments(words: Sequence[Word], sheet: int) -> list[Row]:
    """Rows as they are drawn: each a run of words that follow one another on a base line without a wide gap."""
    found: list[list[Word]] = []
    for word in words:
        if found and _goes_on(found[-1], word):
            found[-1].append(word)
        else:
            found.append([word])
    return [Row(_unspaced(run), sheet) for run in found]


def _goes_on(run: Sequence[Word], word: Word) -> bool:
    last = run[-1]
    size = max(last.size, word.size)
    level = abs(word.base - last.base) < _RAISED * size or abs(word.base - run[0].base) < 0.1 * size
    large = last.size > _DROP_CAP * word.size and len(run) == 1 and len(last.text) < 3
    return level and not large and -0.4 * size < word.left - last.right < _FAR * size


def merged(rows: Sequence[Row], gutters: Sequence[float] = ()) -> list[Row]:
    """Rows from top to bottom; those on one base line that no gutter parts are one."""
    found: list[Row] = []
    for row in sorted(rows, key=lambda row: (-row.base, row.left)):
        for index in range(len(found) - 1, max(-1, len(found) - 4), -1):
            other = found[index]
            if _beside(other, row) and not any(_apart(other, row, gutter) for gutter in gutters):
                found[index] = _joined(other, row)
                break
        else:
            found.append(row)
    return found


def _beside(first: Row, second: Row) -> bool:
    size = max(first.size, second.size)
    small = min(first.size, second.size)
    if small * _DROP_CAP < size and _is_initial(first if first.size > second.size else second):
        return False
    near = abs(first.base - second.base) < (0.25 if small > 0.92 * size else _RAISED) * size
    return near and (second.left >= first.right - 0.4 * size or first.left >= second.right - 0.4 * size)


def _apart(first: Row, second: Row, gutter: float) -> bool:
    left, right = sorted((first, second), key=lambda row: row.left)
    return left.right <= gutter + 1 and right.left >= gutter - 1


def _joined(first: Row, second: Row) -> Row:
    left, right = sorted((first, second), key=lambda row: row.left)
    head = right.words[0]
    near = head.left - left.right < 0.12 * max(left.size, right.size)
    if head.glued != near:
        head = Word(head.text, head.left, head.right, head.base, head.size, head.font, near, head.raised)
    return Row((*left.words, head, *right.words[1:]), first.sheet)


def _unspaced(run: Sequence[Word]) -> tuple[Word, ...]:
    """A run of single letters set apart (T H E  E N D) as the words they are; any other as it is."""
    single = sum(len(word.text) == 1 for word in run)
    if len(run) < 5 or single < len(run) * 0.8:
        return tuple(run)
    gaps = sorted(after.left - before.right for before, after in itertools.pairwise(run))
    usual = gaps[len(gaps) // 2]
    if usual < 0.1 * run[0].size:
        return tuple(run)
    words = [run[0]]
    for before, word in itertools.pairwise(run):
        wide = word.left - before.right > 1.6 * usual + 0.02 * word.size
        if wide or word.font != before.font or word.size != before.size or word.raised:
            words.append(word)
            continue
        last = words[-1]
        words[-1] = Word(
            last.text + word.text, last.left, word.right, last.base, last.size, last.font, last.glued, last.raised
        )
    return tuple(words)


def with_initials(rows: Sequence[Row]) -> list[Row]:
    """Rows with each initial (a letter over several lines) put before the first line beside it."""
    found: list[Row] = []
    waiting: Row | None = None
    for row in rows:
        if _is_initial(row):
            waiting = row
            continue
        found.append(row)
    if waiting is None:
        return list(rows)
    top = waiting.base + 0.7 * waiting.size
    beside = [
        index
        for index, row in enumerate(found)
        if -1 < row.left - waiting.right < waiting.size
        and waiting.size > _DROP_CAP * row.size
        and waiting.base - 0.3 * row.size <= row.base <= top
    ]
    if not beside:
        return list(rows)
    first = max(beside, key=lambda index: found[index].base)
    row = found[first]
    letter = waiting.words[0]
    word = row.words[0]
    glued = word.left - letter.right < 0.35 * row.size and not letter.text.isdigit()
    head = Word(word.text, word.left, word.right, word.base, word.size, word.font, glued, word.raised)
    cap = Word(letter.text, letter.left, letter.right, row.base, row.size, letter.font, False, False)
    found[first] = Row((cap, head, *row.words[1:]), row.sheet)
    return found


def _is_initial(row: Row) -> bool:
    return len(row.words) == 1 and len(row.text) <= 2 and row.text[-1].isupper()
