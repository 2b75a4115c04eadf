"""Markers in a plain text that no note answers."""

from __future__ import annotations

import itertools
import re

from citecheck.parser.readers.prose.markers import SYMBOLS, Marker, find_marker
from citecheck.parser.readers.text.notes import Lifted

_SYMBOL = re.compile(rf"(?<=[^\s{SYMBOLS}])([*†‡§‖¶])\1{{0,3}}(?=$|[\s—–,.;:)”’])")


def orphans(lifted: Lifted) -> list[Marker]:
    """Those that surely are markers: symbols after a word, in a text with notes of symbols; numbers missing in a run.

    A number is one only when its neighbours are notes with markers and it stands between them.
    """
    if not lifted.notes:
        return []
    found = _numbers(lifted)
    if any(note.label[0] in SYMBOLS for note in lifted.notes):
        taken = {(note.marker.line, note.marker.start) for note in lifted.notes if note.marker}
        for line in lifted.main:
            for match in _SYMBOL.finditer(line.text):
                if (line.number, match.start()) not in taken:
                    found.append(Marker(line.number, match.start(), match.end(), match[0]))
    return found


def _numbers(lifted: Lifted) -> list[Marker]:
    found = []
    numbered = [note for note in lifted.notes if note.label.isdigit() and note.marker]
    for before, after in itertools.pairwise(numbered):
        if before.marker is None or after.marker is None:
            continue
        place = (before.marker.line, before.marker.end)
        for number in range(int(before.label) + 1, int(after.label)):
            marker = find_marker(str(number), lifted.main, place)
            if marker and (marker.line, marker.start) < (after.marker.line, after.marker.start):
                found.append(marker)
                place = (marker.line, marker.end)
    return found
