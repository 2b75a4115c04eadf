"""Running heads and feet, and page numbers: found by what the sheets have in common, and left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.readers.pdf.markers import label_at_start, markers_in
from citecheck.parser.readers.pdf.rows import Row
from citecheck.parser.readers.pdf.sheet import Sheet

_ROMAN = r"[ivxlcdm]{1,8}|[IVXLCDM]{1,8}"
_NUMBER = re.compile(
    rf"[\W_]{{0,4}}(?:(?:page|p\.|seite|s\.|página|pagina|str\.)\s?)?(\d{{1,4}}|{_ROMAN})"
    rf"(?:\s?(?:of|/|von|de|di|sur)\s?\d{{1,4}})?[\W_]{{0,4}}",
    re.IGNORECASE,
)
_EDGE_NUMBER = re.compile(r"(\d{1,4})\s\S|\S.{0,120}?\s(\d{1,4})")
_FOLDED = re.compile(rf"\d{{1,4}}|\b(?:{_ROMAN})\b")
_DEEPEST = 3
"""Lines at each end of a sheet that can be running heads."""

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at a sheet's top or foot: how deep it stands from that end, and how far the next one is."""

    sheet: int
    row: Row
    gap: float

    @property
    def folded(self) -> str:
        return _FOLDED.sub("#", self.row.text)

    @property
    def number(self) -> int | None:
        found = _NUMBER.fullmatch(self.row.text)
        if found:
            return _value(found[1])
        edge = _EDGE_NUMBER.fullmatch(self.row.text)
        return int(edge[1] or edge[2]) if edge else None

    @property
    def bare(self) -> bool:
        return _NUMBER.fullmatch(self.row.text) is not None


def without_heads(
    sheets: Sequence[Sheet], drawn: Sequence[Sequence[Row]], lines: Sequence[Sequence[Row]], pitch: float
) -> list[list[Row]]:
    """The drawn rows of each sheet without those that are running heads or page numbers.

    `lines` are the same merged, from top to bottom; `pitch` is the text's own.
    """
    taken: list[list[float]] = [[] for _ in drawn]
    for foot in (False, True):
        depths: list[list[Row]] = [list(rows) for rows in lines]
        for _ in range(_DEEPEST):
            edges = [_edge(index, rows, foot) for index, rows in enumerate(depths) if rows]
            if foot:
                edges = [edge for edge in edges if edge.bare or not _ends_note(depths[edge.sheet], pitch)]
            heads = _heads(edges, sheets, pitch)
            if not heads:
                break
            for index in heads:
                row = depths[index].pop(-1 if foot else 0)
                taken[index].append(row.base)
    return [
        [row for row in rows if all(abs(row.base - base) >= 2 for base in bases)]
        for rows, bases in zip(drawn, taken, strict=True)
    ]


def _ends_note(rows: Sequence[Row], pitch: float) -> bool:
    """Whether the last of a sheet's rows ends a note: short ones ("7 Ibid., 45.") are alike from sheet to sheet."""
    markers = {found.label for row in rows for found in markers_in(row)}
    for above, row in zip(reversed(rows[:-1]), reversed(rows), strict=False):
        label = label_at_start(row)
        if label is not None:
            return label.raised or label.label in markers
        if above.base - row.base > 1.2 * pitch or abs(above.size - row.size) > 0.3:
            return False
    return False


def _edge(index: int, rows: Sequence[Row], foot: bool) -> _Edge:
    row = rows[-1 if foot else 0]
    if len(rows) == 1:
        return _Edge(index, row, 0.0)
    return _Edge(index, row, abs(row.base - rows[-2 if foot else 1].base))


def _heads(edges: Sequence[_Edge], sheets: Sequence[Sheet], pitch: float) -> set[int]:
    heads = _numbered(edges, sheets, pitch) | _recurring(edges, pitch)
    # A head of another wording stands at the height at which most sheets have theirs.
    heights: dict[int, Counter[bool]] = defaultdict(Counter)
    sizes: dict[int, set[float]] = defaultdict(set)
    for edge in edges:
        height = round(edge.row.base)
        heights[height][edge.sheet in heads] += 1
        if edge.sheet in heads:
            sizes[height].add(edge.row.size)
    for edge in edges:
        height = round(edge.row.base)
        count = heights[height]
        if count[True] > max(1, count[False]) and edge.row.size in sizes[height] and edge.gap > 1.2 * pitch:
            heads.add(edge.sheet)
    return heads


def _numbered(edges: Sequence[_Edge], sheets: Sequence[Sheet], pitch: float) -> set[int]:
    """Edges with page numbers: in step with the sheets or their labels, or alone and set apart."""
    found = set()
    steps = Counter(edge.number - edge.sheet for edge in edges if edge.number is not None)
    for edge in edges:
        if edge.number is None:
            continue
        count = steps[edge.number - edge.sheet]
        labelled = sheets[edge.sheet].label.casefold() == edge.row.text.strip(" -–—[]().").casefold()
        apart = edge.gap > 1.25 * pitch or edge.gap == 0.0
        alone = edge.bare and (count > 1 or apart or labelled)
        if alone or (len(edge.row.text) < 120 and count > max(1, min(2, len(edges) // 2))):
            found.add(edge.sheet)
    return found


def _recurring(edges: Sequence[_Edge], pitch: float) -> set[int]:
    """Edges whose words come again at the same height on other sheets."""
    heights: Counter[tuple[str, float, int]] = Counter()
    for edge in edges:
        heights[edge.folded, round(edge.row.size, 1), round(edge.row.base)] += 1
    found = set()
    for edge in edges:
        height = round(edge.row.base)
        level = sum(heights[edge.folded, round(edge.row.size, 1), at] for at in range(height - 2, height + 3))
        if len(edge.row.text) < 160 and (level > 2 or (level == 2 and edge.gap > 1.2 * pitch)):
            found.add(edge.sheet)
    return found


def _value(printed: str) -> int | None:
    if printed.isdigit():
        return int(printed)
    values = [_VALUES[char] for char in printed.casefold()]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
