"""Pairs the markers of a text with the notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.readers.pdf.feet import RawNote


@dataclass(frozen=True, slots=True)
class Place:
    """A marker: the number of its line, where it stands in the line's text, its label and its sheet."""

    line: int
    start: int
    end: int
    label: str
    sheet: int


def pair_feet(markers: Sequence[Place], notes: Sequence[RawNote]) -> dict[int, Place]:
    """For each note (by index) its marker: the first of its label on its sheet, else on a sheet beside it."""
    by_sheet: dict[tuple[int, str], list[Place]] = defaultdict(list)
    for marker in markers:
        by_sheet[marker.sheet, marker.label].append(marker)
    found: dict[int, Place] = {}
    for away in (0, -1, -2, -3, 1):
        for index, note in enumerate(notes):
            waiting = by_sheet.get((note.sheet + away, note.label))
            if index not in found and waiting:
                found[index] = waiting.pop(0)
    return found


def pair_endnotes(markers: Sequence[Place], notes: Sequence[RawNote]) -> dict[int, Place]:
    """For each note its marker, both in order: numbers that begin anew do so on both sides."""
    found: dict[int, Place] = {}
    at = 0
    for index, note in enumerate(notes):
        for place in range(at, len(markers)):
            if markers[place].label == note.label:
                found[index] = markers[place]
                at = place + 1
                break
    taken = set(found.values())
    for index, note in enumerate(notes):
        if index not in found:
            free = next((each for each in markers if each.label == note.label and each not in taken), None)
            if free is not None:
                found[index] = free
                taken.add(free)
    return found
