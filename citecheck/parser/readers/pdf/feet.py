"""The notes at a column's foot: smaller type, a rule above them, labels at their beginning."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from citecheck.parser.readers.pdf.headings import is_notes_heading
from citecheck.parser.readers.pdf.markers import Found, label_at_start
from citecheck.parser.readers.pdf.measures import LARGER, SMALLER, Measures, Placed
from citecheck.parser.readers.pdf.sheet import Rule
from citecheck.parser.readers.prose.labels import follows
from citecheck.parser.readers.prose.sentences import is_open, starts_low


@dataclass(slots=True)
class RawNote:
    """A note as printed: its label, the sheet it begins on, and its rows; the label's width in the first one."""

    label: str
    sheet: int
    rows: list[Placed]
    width: int = 0

    @property
    def last(self) -> str:
        """The text of its last row."""
        return self.rows[-1].text


@dataclass(frozen=True, slots=True)
class Foot:
    """A column parted: the rows of the text, and the rows of notes at its foot."""

    text: list[Placed]
    notes: list[Placed]


def part(
    rows: Sequence[Placed], rules: Sequence[Rule], measures: Measures, labels: Collection[str], before: RawNote | None
) -> Foot:
    """Parts a column of rows.

    `labels` are those of the markers on the sheet, `before` is the note that the column before ended with.
    """
    start = _below_rule(rows, rules, measures, labels, before)
    if start is None:
        start = _smaller(rows, measures, labels, before)
    if start is None:
        start = _labelled(rows, labels)
    return Foot(list(rows[:start]), list(rows[start:])) if start is not None else Foot(list(rows), [])


def _below_rule(
    rows: Sequence[Placed], rules: Sequence[Rule], measures: Measures, labels: Collection[str], before: RawNote | None
) -> int | None:
    """Where notes begin below a rule."""
    if not rows:
        return None
    left, right = min(each.row.left for each in rows), max(each.row.right for each in rows)
    heights = [rule.height for rule in rules if left - 8 < rule.left < right and rule.right < right + 12]
    for start, each in enumerate(rows):
        above = rows[start - 1].row if start else None
        beneath = [
            height
            for height in heights
            if height > each.row.base + 0.5 * each.row.size
            and (above is None or height < above.base - 0.3 * above.size)
        ]
        if not beneath or any(after.row.size > measures.size * LARGER for after in rows[start:]):
            continue
        smaller = all(after.row.size < measures.size * SMALLER for after in rows[start:])
        label = label_at_start(each.row)
        noted = label is not None and (label.raised or label.label in labels)
        runs_on = before is not None and (is_open(before.last) or starts_low(each.text) or _parts_notes(rules, beneath))
        if noted or (smaller and (before is not None or label is not None)) or runs_on:
            return start
    return None


def _parts_notes(rules: Sequence[Rule], heights: Sequence[float]) -> bool:
    """Whether a rule at one of the heights is the short one at the left that parts notes from text."""
    # Rules across the page part other things; those in its middle, sections.
    return any(rule.height in heights and rule.right - rule.left < 220 for rule in rules)


def _smaller(rows: Sequence[Placed], measures: Measures, labels: Collection[str], before: RawNote | None) -> int | None:
    """Where a run of smaller rows at the column's end begins that holds notes."""
    run = len(rows)
    while run and rows[run - 1].row.size < measures.size * SMALLER:
        run -= 1
    if run == len(rows) or (run == 0 and before is None and not labels):
        return None
    for start in range(run, len(rows)):
        label = label_at_start(rows[start].row)
        if label and (label.label in labels or (before and follows(before.label, label.label) and label.raised)):
            return run if start > run and _carries_over(rows[run], rows[start], before) else start
    return run if run and _carries_over(rows[run], None, before) else None


def _carries_over(first: Placed, labelled: Placed | None, before: RawNote | None) -> bool:
    """Whether small rows without a label go on with the note before: in its size, at the margin, mid-sentence."""
    if before is None or abs(first.row.size - before.rows[0].row.size) > 0.1:
        return False
    if labelled is not None and abs(first.row.size - labelled.row.size) > 0.1:
        return False
    level = first.indent < first.row.size or any(abs(first.indent - each.indent) < 2 for each in before.rows)
    return level and (is_open(before.last) or starts_low(first.text))


def _labelled(rows: Sequence[Placed], labels: Collection[str]) -> int | None:
    """Where notes in the text's own size begin: at a raised label whose marker is on the sheet."""
    for start in range(1, len(rows)):
        label = label_at_start(rows[start].row)
        if label and label.raised and label.label in labels and not label.label.isalpha():
            return None if is_notes_heading(rows[start - 1].text) else start
    return None


def notes_of(rows: Sequence[Placed], labels: Collection[str], before: RawNote | None) -> list[RawNote]:
    """The notes of a column's foot. Rows before the first label are added to the note before."""
    found: list[RawNote] = []
    for each in rows:
        label = label_at_start(each.row)
        previous = found[-1] if found else before
        if label and _is_due(label, labels, found, before):
            found.append(RawNote(label.label, each.row.sheet, [each], label.end))
        elif previous is None:
            found.append(RawNote("", each.row.sheet, [each]))
        else:
            previous.rows.append(each)
    return found


def _is_due(label: Found, labels: Collection[str], found: Sequence[RawNote], before: RawNote | None) -> bool:
    """Whether a row's label begins a note: a marker waits for it, or it comes next."""
    if label.raised:
        return True
    last = found[-1] if found else before
    if last is not None and follows(last.label, label.label):
        return True
    return label.label in labels and all(note.label != label.label for note in found)
