"""Notes that stand together at the end of a chapter or of the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.parser.readers.pdf.feet import RawNote
from citecheck.parser.readers.pdf.headings import is_notes_heading
from citecheck.parser.readers.pdf.markers import Found, label_at_start
from citecheck.parser.readers.pdf.measures import LARGER, SMALLER, Measures, Placed
from citecheck.parser.readers.prose.labels import follows
from citecheck.parser.readers.prose.sentences import is_open, starts_low

_AHEAD = 4
"""Rows between a heading and the first note under it."""

_FIRST = ("1", "i", "a", "*", "I")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@dataclass(slots=True)
class Parted:
    """The rows of the text, and the notes lifted out of it."""

    text: list[Placed] = field(default_factory=list)
    notes: list[RawNote] = field(default_factory=list)


def lift(rows: Sequence[Placed], wanted: Sequence[str], measures: Measures) -> Parted:
    """Takes endnotes out of a text. `wanted` are the labels of the markers that no note answers so far."""
    return _Lifter(rows, wanted, measures).lifted() if wanted else Parted(list(rows))


class _Lifter:
    def __init__(self, rows: Sequence[Placed], wanted: Sequence[str], measures: Measures) -> None:
        self._rows = rows
        self._wanted = Counter(wanted)
        self._run = _first_run(wanted)
        self._measures = measures
        self._out = Parted()
        self._inside = False  # among endnotes
        self._under_heading = False

    def lifted(self) -> Parted:
        for index, each in enumerate(self._rows):
            self._take(index, each)
        return self._out

    def _take(self, index: int, each: Placed) -> None:
        label = label_at_start(each.row)
        if is_notes_heading(each.text) and self._note_ahead(index):
            self._inside = self._under_heading = True
            self._out.text.append(each)
        elif label and self._begins(index, label, each):
            if not self._inside and not label.raised:
                self._under_heading = True
            self._inside = True
            self._wanted[label.label] -= 1
            self._out.notes.append(RawNote(label.label, each.row.sheet, [each], label.end))
        elif self._inside and self._out.notes and not self._ends(index, each):
            self._out.notes[-1].rows.append(each)
        else:
            if self._inside and not self._note_ahead(index):
                self._inside = self._under_heading = False
            self._out.text.append(each)

    def _begins(self, index: int, label: Found, each: Placed) -> bool:
        if self._wanted[label.label] < 1:
            return False
        if not self._inside:
            if label.label not in _FIRST or starts_low(each.text[label.end :]):
                return False
            return label.raised or self._is_list_of_notes(index)
        previous = self._out.notes[-1].label if self._out.notes else ""
        due = not previous or comes_next(previous, label.label) or label.label in _FIRST
        return due and (label.raised or (self._under_heading and self._is_alike(label, each)))

    def _is_alike(self, label: Found, each: Placed) -> bool:
        """Whether a label is printed as the one before: "3." begins a note among such, "3 (1991)" none."""
        if not self._out.notes:
            return True
        first = self._out.notes[-1].rows[0].text
        last = self._out.notes[-1].label
        return first[len(last) : len(last) + 1] == each.text[len(label.label) : len(label.label) + 1]

    def _is_list_of_notes(self, index: int) -> bool:
        """Whether numbers at the rows' beginnings from here on are all that the markers wait for, and stand last."""
        expected = list(self._run)
        for each in self._rows[index:]:
            label = label_at_start(each.row)
            if expected and label and label.label == expected[0]:
                expected.pop(0)
        small = self._rows[index].row.size < self._measures.size * SMALLER
        late = index > len(self._rows) // 2
        return not expected and late and (small or len(self._run) > 2)

    def _note_ahead(self, index: int) -> bool:
        """Whether a note that can be the next begins within a few rows."""
        previous = self._out.notes[-1].label if self._out.notes and self._inside else ""
        for each in self._rows[index + 1 : index + 1 + _AHEAD]:
            label = label_at_start(each.row)
            if label and self._wanted[label.label] > 0:
                return label.label in _FIRST or comes_next(previous, label.label)
        return False

    def _ends(self, index: int, each: Placed) -> bool:
        """Whether a row without a label is no more of the note before it."""
        note = self._out.notes[-1]
        size = note.rows[0].row.size
        if each.row.size > size * LARGER:
            return True
        if each.row.bold and not note.rows[0].row.bold and not is_open(note.last):
            return True
        step = self._rows[index - 1].row.base - each.row.base
        apart = step > 1.9 * self._measures.pitch and not each.turn
        return apart and not starts_low(each.text) and not is_open(note.last)


def _first_run(labels: Sequence[str]) -> list[str]:
    """The labels up to where their numbers begin anew."""
    run: list[str] = []
    for label in labels:
        if run and not comes_next(run[-1], label):
            break
        run.append(label)
    return run


def comes_next(previous: str, label: str) -> bool:
    """Whether a label follows another, roman figures and letters included; one may be missing."""
    if follows(previous, label):
        return True
    first, second = number(previous), number(label)
    return first is not None and second is not None and 0 < second - first <= 2


def number(label: str) -> int | None:
    """The number that a label stands for: figures, small roman figures; None for others."""
    if label.isdigit():
        return int(label)
    if not label or any(char not in _ROMAN for char in label.lower()):
        return None
    values = [_ROMAN[char] for char in label.lower()]
    return sum(-value if value < after else value for value, after in zip(values, [*values[1:], 0], strict=True))
