"""What is usual in a document: the size of its text, the distance of its lines, the margins of its columns."""

from __future__ import annotations

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


@dataclass(frozen=True)
class Measures:
    """What is usual: `size` of the text, `pitch` from base line to base line, both in points; the margins by column."""

    size: float
    pitch: float
    fixed: bool = False
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


def usual_size(rows: Iterable[Row]) -> float:
    """The size that most letters have."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def usual_pitch(sheets: Iterable[Sequence[Row]], size: float) -> float:
    """The distance of base lines that is most frequent in text of a size. Takes rows from top to bottom."""
    steps: Counter[float] = Counter()
    for rows in sheets:
        text = [row for row in rows if abs(row.size - size) < 0.06 * size]
        for before, after in zip(text, text[1:], strict=False):
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
            if row.size <= size * LARGER:
                lefts[_key(column)][round(row.left)] += 1
                rights[_key(column)].append(row.right)
    margins = {}
    for key, count in lefts.items():
        ends = sorted(rights[key])
        margins[key] = (_left(count), ends[min(len(ends) - 1, len(ends) * 19 // 20)])
    return Measures(size, pitch, fixed > letters / 2, margins)


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
