"""Pairs the markers of a text with the notes."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.readers.pdf.feet import RawNote
from citecheck.parser.readers.prose.markers import SYMBOLS


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


def without_notes(free: Sequence[Place], answered: Sequence[tuple[str, Place]]) -> list[Place]:
    """The markers without a note that surely are markers: symbols, and numbers between those of their neighbours.

    `answered` are the labels of the notes, with their markers.
    """
    known = sorted((place.line, place.start, label) for label, place in answered)
    found = []
    for place in free:
        at = bisect_left(known, (place.line, place.start, ""))
        last, following = (known[at - 1][2] if at else "0"), (known[at][2] if at < len(known) else "")
        if place.label[0] in SYMBOLS:
            found.append(place)
        elif place.label.isdigit() and known:
            step = int(place.label) - (int(last) if last.isdigit() else 0)
            in_order = not following.isdigit() or int(following) > int(place.label) or following == "1"
            if 0 < step <= 2 and in_order:
                found.append(place)
    return found
