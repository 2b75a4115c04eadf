"""How notes are numbered: continuously, anew in each chapter or on each page, by figures, letters or symbols."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from citecheck.model.document import BlockKind, Document
from citecheck.model.manuscript import Note

SYMBOLS = "*†‡§‖¶#"
_CUSTOMS = (SYMBOLS, "*†‡§¶‖#", "*†‡§¶#")
"""Chicago's order, that of New Hart's Rules, and that of printers who have no parallel bars."""
_ALIKE = str.maketrans("‖∗＊", "‖**")


class Fault(StrEnum):
    """What is wrong with a note's label."""

    DUPLICATE = "duplicate"
    BACKWARDS = "backwards"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A fault of one note, and the note that it is compared with."""

    note: Note
    before: Note
    fault: Fault


def faults(document: Document, notes: Sequence[Note]) -> Iterator[Numbered]:
    """The faults of all notes in the order of the text, each run of labels by itself.

    A run is a scope of the reader (a page, a chapter), or goes from one "1" or "*" to the next: such a label begins
    a new run after a heading, on another page, and wherever the next note goes on from it.
    """
    runs: dict[tuple[str, str, str], list[Note]] = {}
    for note in notes:
        if note.start >= 0 and _ordinal(note.label) is not None:
            runs.setdefault((note.kind, note.scope, _series(note.label)), []).append(note)
    for (_, scope, _), run in runs.items():
        yield from _of_run(document, run, scope)
    yield from _named_twice(notes)


def _named_twice(notes: Sequence[Note]) -> Iterator[Numbered]:
    """Labels that are words ("weiss") and stand twice."""
    seen: dict[tuple[str, str, str], Note] = {}
    for note in notes:
        if note.start >= 0 and _ordinal(note.label) is None:
            before = seen.setdefault((note.kind, note.scope, note.label), note)
            if before is not note:
                yield Numbered(note, before, Fault.DUPLICATE)


def _of_run(document: Document, run: Sequence[Note], scope: str) -> Iterator[Numbered]:
    seen: dict[str, Note] = {}
    last: Note | None = None
    for index, note in enumerate(run):
        if last is not None and _ordinal(note.label) == 1 and _begins_anew(document, run, index, scope):
            seen, last = {}, None
        again = seen.setdefault(note.label, note)
        if again is not note:
            yield Numbered(note, again, Fault.DUPLICATE)
            continue
        if last is not None and note.markers:
            fault = _between(last.label, note.label)
            if fault is not None:
                yield Numbered(note, last, fault)
        last = note if note.markers or last is None else last


def _begins_anew(document: Document, run: Sequence[Note], index: int, scope: str) -> bool:
    if scope:
        return False
    note, before = run[index], run[index - 1]
    if _apart(document, _place(before), _place(note)):
        return True
    after = _ordinal(run[index + 1].label) if index + 1 < len(run) else None
    return after == 2 and _ordinal(before.label) != 1


def _apart(document: Document, first: int, second: int) -> bool:
    """Whether a heading or a page's end lies between two places of the main text."""
    if any(block.kind is BlockKind.HEADING for block in document.blocks_from(first + 1, second + 1)):
        return True
    pages = document.locate(first, first).page, document.locate(second, second).page
    return None not in pages and pages[0] != pages[1]


def _place(note: Note) -> int:
    return min(note.markers, default=note.start)


def _between(before: str, label: str) -> Fault | None:
    """What is wrong between two labels that follow one another."""
    first, second = _ordinal(before), _ordinal(label)
    if first is None or second is None:
        return None
    if label[:1] in SYMBOLS and len(set(before + label)) == 1:
        # The other custom: * ** ***.
        return Fault.BACKWARDS if len(label) <= len(before) else None
    if _series(label) != "symbols" or _series(before) != "symbols":
        return Fault.BACKWARDS if second < first else None
    if any(_follows(before, label, custom) for custom in _CUSTOMS):
        return None
    return Fault.BACKWARDS if second < first else Fault.LEFT_OUT


def _follows(before: str, label: str, custom: str) -> bool:
    first, second = _ordinal(before, custom), _ordinal(label, custom)
    return first is not None and second == first + 1


def _series(label: str) -> str:
    if label.isdigit():
        return "figures"
    return "letters" if label.isalpha() else "symbols"


def _ordinal(label: str, symbols: str = SYMBOLS) -> int | None:
    """The place of a label in its series from 1; None for words."""
    bare = label.translate(_ALIKE)
    if bare.isascii() and bare.isdigit():
        return int(bare[:9])
    if len(bare) == 1 and bare.isascii() and bare.isalpha():
        return ord(bare.casefold()) - ord("a") + 1
    if bare and len(set(bare)) == 1 and bare[0] in symbols:
        return (len(bare) - 1) * len(symbols.rstrip("#")) + symbols.index(bare[0]) + 1
    return None
