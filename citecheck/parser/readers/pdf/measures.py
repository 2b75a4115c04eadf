"""What is usual in a document: the size of its text, the distance of its lines, the margins of its columns."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from citecheck.parser.readers.pdf.columns import Column
from citecheck.parser.readers.pdf.rows import Row

SMALLER = 0.955
LARGER = 1.06
"""Type that is smaller or larger than the text by less is the text's own."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its column. `indent` and `short` are how far it begins and ends from the column's margins, in points.

    `turn` says that it is the first of its column.
    """

    row: Row
    indent: float
    short: float
    turn: bool = False

    @property
    def text(self) -> str:
        """The row's text."""
        return self.row.text

    def room(self, after: Placed) -> float:
        """The points left at its end if the first word of the next row stood there too; negative without room."""
        words = after.row.words
        right = words[0].right
        for word in words[1:]:
            if not word.glued:
                break
            right = word.right
        return self.short - (right - words[0].left) - 0.25 * after.row.size


@dataclass(frozen=True)
class Measures:
    """What is usual, in points: `size` of the text, `pitch` from base line to base line, the margins by column.

    `set_in` is how far the first lines of paragraphs are set in, 0 where they are not.
    """

    size: float
    pitch: float
    fixed: bool = False
    set_in: float = 0.0
    margins: dict[tuple[int, int, int], tuple[float, float]] = field(default_factory=dict)

    def place(self, column: Column) -> list[Placed]:
        """The rows of a column with their distances from its margins."""
        left, right = self.margins.get(
            _key(column),
            (min(row.left for row in column.rows), max(row.right for row in column.rows)),
        )
        return [
            Placed(row, row.left - left, right - row.right, index == 0 and column.key != (0, 0))
            for index, row in enumerate(column.rows)
        ]


def usual_size(sheets: Iterable[Sequence[Row]]) -> float:
    """The size that most letters have in the upper halves of the sheets, where no notes are.

    Takes rows from the top of each.
    """
    sizes: Counter[float] = Counter()
    for rows in sheets:
        for row in rows[: (len(rows) + 1) // 2]:
            sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def usual_pitch(sheets: Iterable[Sequence[Row]], size: float) -> float:
    """The distance of base lines that is most frequent in text of a size. Takes rows from top to bottom."""
    steps: Counter[float] = Counter()
    for rows in sheets:
        text = [row for row in rows if abs(row.size - size) < 0.06 * size]
        for before, after in itertools.pairwise(text):
            step = before.base - after.base
            if 0.8 * size < step < 3 * size:
                steps[round(step * 2) / 2] += 1
    return steps.most_common(1)[0][0] if steps else 1.25 * size


def measure(columns: Sequence[Column], size: float, pitch: float) -> Measures:
    """The measures of a document of these columns."""
    lefts: dict[tuple[int, int, int], Counter[int]] = defaultdict(Counter)
    rights: dict[tuple[int, int, int], list[float]] = defaultdict(list)
    fixed = letters = 0
    for column in columns:
        for row in column.rows:
            letters += len(row.text)
            fixed += len(row.text) if row.fixed else 0
            if SMALLER * size <= row.size <= size * LARGER:
                lefts[_key(column)][round(row.left)] += 1
                rights[_key(column)].append(row.right)
    margins = {}
    for key, count in lefts.items():
        ends = sorted(rights[key])
        margins[key] = (_left(count), ends[min(len(ends) - 1, len(ends) * 19 // 20)])
    bare = Measures(size, pitch, fixed > letters / 2, 0.0, margins)
    return Measures(size, pitch, bare.fixed, _set_in(columns, bare), margins)


def _set_in(columns: Sequence[Column], measures: Measures) -> float:
    """How far first lines are usually set in: rows between others that begin at the margin."""
    counts: Counter[int] = Counter()
    for column in columns:
        rows = measures.place(column)
        for before, each, after in zip(rows, rows[1:], rows[2:], strict=False):
            level = max(abs(before.indent), abs(after.indent)) < 0.3 * measures.size
            steps = (before.row.base - each.row.base, each.row.base - after.row.base)
            # A gap above or below speaks for a displayed line.
            level = level and all(abs(step - measures.pitch) < 0.1 * measures.pitch for step in steps)
            if level and 0.4 * measures.size < each.indent < 4 * measures.size:
                counts[round(each.indent)] += 1
    if not counts:
        return 0.0
    return float(counts.most_common(1)[0][0])


def _left(count: Counter[int]) -> float:
    """The leftmost place at which a good share of the rows begins."""
    total = sum(count.values())
    near = {place: count[place - 1] + count[place] + count[place + 1] for place in count}
    common = [place for place, number in near.items() if number >= 0.2 * total]
    if not common:
        return float(min(count))
    left = min(common)
    return float(max(range(left - 1, left + 2), key=lambda place: count[place]))


def _key(column: Column) -> tuple[int, int, int]:
    """Columns in one place: bound books have other margins on left and right pages."""
    return (*column.key, column.sheet % 2)
