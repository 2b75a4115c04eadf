"""Lifts notes out of a plain text: at the pages' feet, after the paragraph, or at the end."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from citecheck.parser.readers.prose.labels import follows, label_of
from citecheck.parser.readers.prose.line import Line
from citecheck.parser.readers.prose.markers import Marker, find_marker
from citecheck.parser.readers.prose.sentences import is_open, starts_low


@dataclass(slots=True)
class LiftedNote:
    """A note's body as lines, paragraph by paragraph, its first line without the label, and where its marker stands."""

    label: str
    page: int
    section: int
    paragraphs: list[list[Line]]
    marker: Marker | None


@dataclass(slots=True)
class Lifted:
    """A text without its notes: the lines of the main text, and the notes."""

    main: list[Line] = field(default_factory=list)
    notes: list[LiftedNote] = field(default_factory=list)


def lift_notes(pages: Sequence[Sequence[Line]]) -> Lifted:
    """Takes the notes out.

    A block is a note when it begins with a label whose marker stands in the text before it, or with the label that
    comes next in a run of notes. A run of notes goes on to the page's end.
    """
    lifter = _Lifter(pages)
    for page in pages:
        lifter.page(page)
    return lifter.lifted


class _Lifter:
    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        self.lifted = Lifted()
        self._height = median(len(page) for page in pages[:-1]) if len(pages) > 1 else 0
        self._marked = len(pages) > 1 and not _hides_page_ends(pages)
        self._last_page = len(pages) - 1
        self._in_section = False
        self._section = 0
        self._from = 0  # index in main of the first line that belongs to the next run of notes
        self._after = (0, 0)
        self._turn = False

    def page(self, page: Sequence[Line]) -> None:
        self._end_section()
        self._turn = True
        for begin, block in _blocks(page):
            for piece in self._pieces(block):
                self._take(piece, page, begin)
        self._carry_over()

    def _pieces(self, block: list[Line]) -> list[list[Line]]:
        """A block cut before each line that begins a note, where notes are not set apart by blank lines."""
        cuts = [0]
        for index in range(1, len(block)):
            label = label_of(block[index])
            if (
                label
                and self._in_section_after(block[cuts[-1]])
                and follows(self._label_of_piece(block[cuts[-1]]), label[0])
            ):
                cuts.append(index)
        return [block[start:end] for start, end in zip(cuts, [*cuts[1:], len(block)], strict=True)]

    def _in_section_after(self, first: Line) -> bool:
        return self._in_section or label_of(first) is not None

    def _label_of_piece(self, first: Line) -> str:
        label = label_of(first)
        return label[0] if label else (self.lifted.notes[-1].label if self.lifted.notes else "")

    def _take(self, block: list[Line], page: Sequence[Line], begin: int) -> None:
        label = label_of(block[0])
        if label and self._begins_note(block, *label):
            return
        if self._in_section and self._goes_on(block, page, begin):
            self.lifted.notes[-1].paragraphs.append(block)
            return
        self._end_section()
        first = block[0]
        if self._turn:
            block = [Line(first.number, first.column, first.text, first.page, first.gap, True), *block[1:]]
            self._turn = False
        self.lifted.main.extend(block)

    def _begins_note(self, block: list[Line], label: str, width: int, bracketed: bool) -> bool:
        marker = find_marker(label, self.lifted.main[self._from :], self._after, bracketed=bracketed)
        previous = self.lifted.notes[-1].label if self.lifted.notes else ""
        in_run = self._in_section and follows(previous, label)
        if marker is None and not in_run:
            return False
        if marker and label.isdigit() and not in_run and not _due(previous, label):
            return False
        first = block[0]
        body = Line(first.number, first.column + width, first.text[width:], first.page, first.gap)
        self.lifted.notes.append(LiftedNote(label, first.page, self._section, [[body, *block[1:]]], marker))
        if marker:
            self._after = (marker.line, marker.end)
        self._in_section = True
        return True

    def _goes_on(self, block: list[Line], page: Sequence[Line], begin: int) -> bool:
        """Whether a block without a label is a further paragraph of the note before it, not the text of a new page.

        Where all pages show their ends it is, unless there is more of it than a page can hold.
        """
        if self.lifted.main and is_open(self.lifted.main[-1].text) and starts_low(block[0].text):
            return False
        if is_open(self.lifted.notes[-1].paragraphs[-1][-1].text) and starts_low(block[0].text):
            return True
        if not self._marked or page[0].page == self._last_page:
            return False
        return len(page) - begin <= self._height

    def _end_section(self) -> None:
        if self._in_section:
            self._in_section = False
            self._section += 1
            self._from = len(self.lifted.main)
            self._turn = True

    def _carry_over(self) -> None:
        """Gives a note that broke off at the end of the page before the words that go on at this page's foot."""
        notes, main = self.lifted.notes, self.lifted.main
        if not notes or not main:
            return
        page = main[-1].page
        open_notes = [note for note in notes if note.page == page - 1]
        if not open_notes or not is_open(open_notes[-1].paragraphs[-1][-1].text):
            return
        start = max((i for i, line in enumerate(main) if line.page == page and line.gap), default=-1)
        if start <= 0 or main[start - 1].page != page or not starts_low(main[start].text):
            return
        if is_open(main[start - 1].text):
            return
        open_notes[-1].paragraphs[-1].extend(main[start:])
        del main[start:]
        self._from = min(self._from, len(main))


def _due(previous: str, label: str) -> bool:
    """Whether a number can begin a run of notes: 1, or one that goes on from the last with at most two missing."""
    last = int(previous) if previous.isdigit() else 0
    return label == "1" or 0 < int(label) - last <= 3


def _hides_page_ends(pages: Sequence[Sequence[Line]]) -> bool:
    """Whether some page ends left no trace but a blank line in an open sentence."""
    hidden = 0
    for page in pages:
        for before, line in itertools.pairwise(page):
            if line.gap and starts_low(line.text) and is_open(before.text) and label_of(before) is None:
                hidden += 2 if before.text[-1] in "-\u00ad\u2010" else 1
    return hidden > 1


def _blocks(page: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """The page's blocks, apart by blank lines, each with the index of its first line in the page."""
    blocks: list[tuple[int, list[Line]]] = []
    for index, line in enumerate(page):
        if line.gap or not blocks:
            blocks.append((index, []))
        blocks[-1][1].append(line)
    return blocks
