"""Lines of a plain text, its pages, and the running heads and page numbers that are no part of the text."""

from __future__ import annotations

import itertools
import re
from collections import Counter

from citecheck.parser.readers.prose.line import Line

_HEAD_NUMBER = re.compile(r"(\d{1,4})(?:\s{2,}\S.*)?|\S.*?\s{3,}(\d{1,4})")
_LONGEST_HEAD = 100
_LEAST_HEADS = 3  # that make page ends of a text which shows none otherwise
_UNEVEN = 2  # times the usual height that a page of bare numbers may have


def pages_of(text: str) -> list[list[Line]]:
    """The lines with something on them, page by page, running heads and page numbers left out.

    A page begins at a form feed; else at a line set in by one blank where few are, which is what text pulled out
    of a PDF shows for a page break, and at the lines that can only be running heads or page numbers. A text without
    any of these is one page.
    """
    raw = text.split("\n")
    starts = _page_starts(raw) | _numbered_starts(raw)
    pages: list[list[Line]] = [[]]
    gap = False
    for number, content in enumerate(raw, 1):
        if number in starts and pages[-1]:
            pages.append([])
        if "\f" in content and pages[-1]:
            pages.append([])
        stripped = content.strip()
        if not stripped:
            gap = True
            continue
        column = len(content) - len(content.lstrip()) + 1
        pages[-1].append(Line(number, column, stripped, len(pages) - 1, gap))
        gap = False
    return _without_heads([page for page in pages if page])


def _page_starts(raw: list[str]) -> set[int]:
    filled = [line for line in raw if line.strip()]
    single = [n for n, line in enumerate(raw, 1) if line[:1] == " " and line[1:2].strip()]
    deeper = sum(line.startswith(("  ", "\t")) for line in filled)
    if any("\f" in line for line in raw) or not single or len(single) > max(2, len(filled) // 12):
        return set()
    return set(single) if deeper <= len(single) * 3 else set()


def _numbered_starts(raw: list[str]) -> set[int]:
    """The lines that count the pages: "MOOR    137", "138    SALT", or bare numbers between much the same of text."""
    if any("\f" in line for line in raw):
        return set()
    titled: list[tuple[int, int]] = []
    bare: list[tuple[int, int]] = []
    for at, line in enumerate(raw, 1):
        text = line.strip()
        found = _HEAD_NUMBER.fullmatch(text) if 0 < len(text) <= _LONGEST_HEAD else None
        if found and not text.isdigit():
            titled.append((at, int(found[1] or found[2])))
        elif found and not any(each.strip() for each in (*raw[at - 2 : at - 1], *raw[at : at + 1])):
            bare.append((at, int(text)))
    heads = _counting(titled)
    if heads:
        return heads
    numbers = _counting(bare)
    heights = [sum(map(len, raw[first:second])) for first, second in itertools.pairwise(sorted(numbers))]
    return numbers if heights and max(heights) <= _UNEVEN * sorted(heights)[len(heights) // 2] else set()


def _counting(numbered: list[tuple[int, int]]) -> set[int]:
    """The lines of the longest run in which each number is the one before and one more; none for a short run."""
    runs: dict[int, list[int]] = {}
    for line, number in numbered:
        run = [*runs.pop(number - 1, []), line]
        if len(run) > len(runs.get(number, [])):
            runs[number] = run
    longest = max(runs.values(), key=len, default=[])
    return set(longest) if len(longest) >= _LEAST_HEADS else set()


def _without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    if len(pages) < 2:
        return pages
    tops = _heads([(index, page[0], len(page) > 1 and page[1].gap) for index, page in enumerate(pages)])
    feet = _heads([(index, page[-1], page[-1].gap) for index, page in enumerate(pages) if len(page) > 1])
    kept = []
    for index, page in enumerate(pages):
        first = 1 if index in tops else 0
        last = len(page) - 1 if index in feet and len(page) > 1 else len(page)
        if page[first:last]:
            kept.append(page[first:last])
    return kept


def _heads(edges: list[tuple[int, Line, bool]]) -> set[int]:
    """Which of the pages' first (or last) lines are heads: those with page numbers in step, and those that recur.

    Each edge is a page's index, the line, and whether a blank line sets it off, without which none recurs as a head.
    """
    numbers: dict[int, int] = {}
    for index, line, _ in edges:
        found = _HEAD_NUMBER.fullmatch(line.text) if len(line.text) <= _LONGEST_HEAD else None
        if found:
            numbers[index] = int(found[1] or found[2])
    steps = Counter(number - index for index, number in numbers.items())
    step, count = steps.most_common(1)[0] if steps else (0, 0)
    heads = {index for index, number in numbers.items() if count > 1 and number - index == step}
    lines = sorted((line.text, index) for index, line, alone in edges if alone and len(line.text) <= _LONGEST_HEAD)
    for _, group in itertools.groupby(lines, key=lambda each: each[0]):
        same = [index for _, index in group]
        if len(same) > 2:
            heads.update(same)
    return heads


def full_width(pages: list[list[Line]]) -> int:
    """The length of a full line in characters, 0 for a text in which every paragraph is one line.

    Only lines that another follows without a blank line can be full: of these one in twenty is longer.
    """
    lengths = sorted(
        len(line.text) for page in pages for line, after in itertools.pairwise(page) if not after.gap and not after.turn
    )
    if not lengths:
        return 0
    wide = lengths[min(len(lengths) - 1, len(lengths) * 95 // 100)]
    typical = lengths[len(lengths) // 2]
    return wide if wide <= 140 and typical >= wide * 0.6 else 0
