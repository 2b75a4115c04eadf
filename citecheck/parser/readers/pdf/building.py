"""Makes a Document of what is printed on the sheets of a PDF file."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.model.document import BlockKind, Document, Mark, MarkKind, NoteBody, NoteKind
from citecheck.parser.readers.pdf.columns import Column, all_gutters, columns_of, drawn
from citecheck.parser.readers.pdf.endnotes import lift
from citecheck.parser.readers.pdf.feet import RawNote, notes_of, part
from citecheck.parser.readers.pdf.groups import groups_of
from citecheck.parser.readers.pdf.heads import without_heads
from citecheck.parser.readers.pdf.kinds import DISPLAYED, heading_level, kinds
from citecheck.parser.readers.pdf.markers import LATEST, markers_in, plain_markers_in, with_leading
from citecheck.parser.readers.pdf.measures import Measures, Placed, measure, usual_pitch, usual_size
from citecheck.parser.readers.pdf.pairing import Place, pair_endnotes, pair_feet, without_notes
from citecheck.parser.readers.pdf.placing import Placing
from citecheck.parser.readers.pdf.rows import merged, with_initials
from citecheck.parser.readers.pdf.sheet import Printed
from citecheck.parser.readers.prose.joining import Cut, Joiner, Vocabulary
from citecheck.parser.readers.prose.line import Line
from citecheck.parser.readers.prose.markers import SYMBOLS, find_marker
from citecheck.parser.readers.prose.sentences import starts_low

_LOOKED_BACK = 12
_MATHEMATICAL = re.compile(r"(?:(?:^|[\W\d_])[^\W\d_]{1,2}|[\d)}\]|‖=+<>−-])$")


@dataclass(slots=True)
class _Lifted:
    """The text's rows, and the notes at the feet of its columns."""

    text: list[Placed] = field(default_factory=list)
    notes: list[RawNote] = field(default_factory=list)


def document(path: str, printed: Printed) -> Document:
    """The Document of a PDF file that holds text."""
    measures, lifted = _lifted(printed)
    lines = _Lines()
    text = [(each, lines.of(each)) for each in lifted.text]
    markers = [place for each, line in text for place in _markers(each, line)]
    feet = pair_feet(markers, lifted.notes)
    taken = set(feet.values())
    _find_plain(lifted.notes, feet, text, taken)
    parted = lift(lifted.text, [each.label for each in markers if each not in taken], measures)
    kept = {id(each) for each in parted.text}
    free = [each for each in markers if each not in taken and id(lines.placed[each.line]) in kept]
    ends = pair_endnotes(free, parted.notes)
    notes = [(note, feet.get(index), NoteKind.FOOTNOTE) for index, note in enumerate(lifted.notes)]
    notes += [(note, ends.get(index), NoteKind.ENDNOTE) for index, note in enumerate(parted.notes)]
    answered = set(ends.values())
    left = [each for each in free if each not in answered and _follows_prose(lines.placed[each.line].text, each)]
    orphans = without_notes(left, [(note.label, place) for note, place, _ in notes if place])
    return _Builder(path, printed, measures, lines, notes, orphans).build(parted.text)


def _lifted(printed: Printed) -> tuple[Measures, _Lifted]:
    rows = drawn(printed.sheets)
    lines = [merged(sheet) for sheet in rows]
    size = usual_size(lines)
    pitch = usual_pitch(lines, size)
    rows = without_heads(printed.sheets, rows, lines, pitch)
    gutters = all_gutters(rows, size)
    columns = [
        column
        for sheet, on_sheet, between in zip(printed.sheets, rows, gutters, strict=True)
        for column in columns_of(sheet.number, with_initials(on_sheet), between, size)
    ]
    columns = _with_leading(columns)
    measures = measure(columns, size, pitch)
    rules = {sheet.number: sheet.rules for sheet in printed.sheets}
    lifted = _Lifted()
    waiting = _Waiting(columns)
    for column in columns:
        before = lifted.notes[-1] if lifted.notes and column.sheet - lifted.notes[-1].rows[-1].row.sheet < 2 else None
        due = waiting.at(column.sheet)
        foot = part(measures.place(column), rules[column.sheet], measures, due, before)
        lifted.text.extend(foot.text)
        found = notes_of(foot.notes, due, before)
        waiting.answer(found)
        lifted.notes.extend(found)
    return measures, lifted


def _with_leading(columns: Sequence[Column]) -> list[Column]:
    rows = iter(with_leading([row for column in columns for row in column.rows]))
    return [Column(column.sheet, column.key, tuple(next(rows) for _ in column.rows)) for column in columns]


class _Waiting:
    """The markers that wait for their notes, which may stand a few sheets on."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._labels: dict[int, list[str]] = defaultdict(list)
        for column in columns:
            for row in column.rows:
                self._labels[column.sheet].extend(found.label for found in markers_in(row))
                self._labels[column.sheet].extend(plain_markers_in(row))

    def at(self, sheet: int) -> set[str]:
        """The labels of those on a sheet or not long before it."""
        return {label for number in range(sheet - LATEST, sheet + 1) for label in self._labels.get(number, ())}

    def answer(self, notes: Sequence[RawNote]) -> None:
        """Takes off the markers that notes answer."""
        for note in notes:
            for number in range(note.sheet - LATEST, note.sheet + 1):
                if note.label in self._labels.get(number, ()):
                    self._labels[number].remove(note.label)
                    break


class _Lines:
    """Numbers the rows, so that what knows lines of text can join them."""

    def __init__(self) -> None:
        self.placed: dict[int, Placed] = {}
        self._numbers: dict[int, int] = {}

    def of(self, each: Placed, cut: int = 0) -> Line:
        number = self._numbers.setdefault(id(each), len(self._numbers) + 1)
        self.placed[number] = each
        return Line(number, cut + 1, each.text[cut:], each.row.sheet, False, each.turn)


def _markers(each: Placed, line: Line) -> list[Place]:
    return [Place(line.number, found.start, found.end, found.label, each.row.sheet) for found in markers_in(each.row)]


def _find_plain(
    notes: Sequence[RawNote], feet: dict[int, Place], text: Sequence[tuple[Placed, Line]], taken: set[Place]
) -> None:
    """Finds markers that do not stand raised, for the notes that none was found for."""
    if len(feet) == len(notes):
        return
    by_sheet: dict[int, list[Line]] = defaultdict(list)
    for each, line in text:
        by_sheet[each.row.sheet].append(line)
    at = (0, 0)
    for index, note in enumerate(notes):
        if index in feet:
            at = max(at, (feet[index].line, feet[index].end))
        elif note.label:
            symbol = note.label[0] in SYMBOLS
            lines = by_sheet[note.sheet]
            marker = find_marker(note.label, lines, at) or find_marker(note.label, lines, at, bracketed=True)
            if marker and (symbol or note.label.isdigit()):
                place = Place(marker.line, marker.start, marker.end, note.label, note.sheet)
                if place not in taken:
                    feet[index] = place
                    taken.add(place)
                    at = (place.line, place.end)


def _follows_prose(text: str, place: Place) -> bool:
    """Whether a mark stands after a word or its punctuation, not after a letter, a unit or a figure as powers do."""
    before = text[: place.start].rstrip()
    return not before or _MATHEMATICAL.search(before[-_LOOKED_BACK:]) is None


class _Builder:
    """Grows the Document."""

    def __init__(
        self,
        path: str,
        printed: Printed,
        measures: Measures,
        lines: _Lines,
        notes: Sequence[tuple[RawNote, Place | None, NoteKind]],
        orphans: Sequence[Place],
    ) -> None:
        self._path = path
        self._printed = printed
        self._measures = measures
        self._lines = lines
        far = (len(lines.placed) + 1, 0)
        order = sorted(range(len(notes)), key=lambda index: _at(notes[index][1]) or (_before(notes, index) or far))
        self._notes = [notes[index] for index in order]
        cuts: dict[int, list[Cut]] = defaultdict(list)
        for number, (note, place, _) in enumerate(self._notes, 1):
            if place:
                cuts[place.line].append(Cut(place.start, place.end, f"n{number}", note.label))
        for place in orphans:
            cuts[place.line].append(Cut(place.start, place.end, "", place.label))
        vocabulary = Vocabulary(lines.of(each) for each in lines.placed.copy().values())
        self._joiner = Joiner(vocabulary, cuts)

    def build(self, text: Sequence[Placed]) -> Document:
        groups = groups_of(text, self._measures)
        found = kinds(groups, self._measures)
        for index, (group, kind) in enumerate(zip(groups, found, strict=True)):
            level = heading_level(group, self._measures) if kind is BlockKind.HEADING else 0
            displayed = index > 0 and found[index - 1] in DISPLAYED
            continues = kind is BlockKind.PARAGRAPH and displayed and starts_low(group.text)
            self._add(group.rows, kind, level=level, continues=continues)
        body_end = self._joiner.length
        bodies = [self._body(number, note, kind) for number, (note, _, kind) in enumerate(self._notes, 1)]
        joiner = self._joiner
        rows = {number: each.row for number, each in self._lines.placed.items()}
        placing = Placing(self._printed.sheets, rows, joiner.runs)
        marks = [*_without_broken(joiner.marks, placing.links()), *placing.emphasis()]
        return Document(
            self._path,
            "pdf",
            joiner.finish(),
            body_end,
            tuple(joiner.blocks),
            tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))),
            tuple(bodies),
            tuple(placing.segments()),
            language=self._printed.language or None,
            title=self._printed.title or None,
        )

    def _add(self, rows: Sequence[Placed], kind: BlockKind, *, level: int = 0, continues: bool = False) -> None:
        self._joiner.add([self._lines.of(each) for each in rows], kind, level=level, continues=continues)

    def _body(self, number: int, note: RawNote, kind: NoteKind) -> NoteBody:
        start = self._joiner.length + 2
        for group in groups_of(note.rows, _of_note(note, self._measures)):
            rows = [self._lines.of(each, note.width if each is note.rows[0] else 0) for each in group.rows]
            self._joiner.add([line for line in rows if line.text], BlockKind.NOTE_BODY, note=f"n{number}")
        labels = [each.label for each, _, _ in self._notes]
        scope = str(note.sheet) if len(set(labels)) < len(labels) else ""
        return NoteBody(f"n{number}", note.label, kind, start, self._joiner.length, scope)


def _at(place: Place | None) -> tuple[int, int] | None:
    return (place.line, place.start) if place else None


def _before(notes: Sequence[tuple[RawNote, Place | None, NoteKind]], index: int) -> tuple[int, int] | None:
    """Where the nearest note before one without a marker has its own."""
    for at in range(index - 1, -1, -1):
        place = notes[at][1]
        if place:
            return place.line, place.start
    return None


def _of_note(note: RawNote, measures: Measures) -> Measures:
    """The measures of a note's own type."""
    size = note.rows[0].row.size
    return Measures(size, measures.pitch * size / measures.size, measures.fixed, 0.0, measures.margins)


def _without_broken(marks: Sequence[Mark], links: Sequence[Mark]) -> list[Mark]:
    """The marks of the text with those of the file's own links, which know better where a URL was broken."""
    starts = [link.start for link in links]
    kept = []
    for mark in marks:
        at = bisect_right(starts, mark.start) - 1
        if mark.kind is not MarkKind.LINK or at < 0 or links[at].end <= mark.start:
            kept.append(mark)
    return [*kept, *links]
