"""Pairs the quotation marks of a run of paragraphs.

A mark is paired with the nearest open one of its family. What is open at a paragraph's end goes on only where the
next paragraph repeats the mark (Chicago 13.32) or runs on after a displayed passage; so one missing mark costs one
paragraph and never the rest of the chapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from citecheck.parser.quotations.marks import Facing, Family, QuoteMark
from citecheck.parser.quotations.senses import Sense

_DEEPEST_REPEATED = 4  # quotations inside one another whose marks a paragraph may repeat
_FARTHEST_WEAK = 80  # characters; farther from a straight mark, one that may be an apostrophe is one


@dataclass(slots=True, eq=False)
class Span:
    """A quoted span. `closing` is None where its mark is missing: then the content ends at `end`.

    `repeats` are the spans of opening marks repeated at the heads of later paragraphs.
    """

    opening: QuoteMark
    closing: QuoteMark | None
    end: int
    repeats: tuple[tuple[int, int], ...] = ()

    @property
    def outer_end(self) -> int:
        """Where the span ends, its closing mark counted in."""
        return self.closing.end if self.closing else self.end


@dataclass(slots=True, eq=False)
class _Open:
    mark: QuoteMark
    weak: QuoteMark | None = None
    weak_is_probable: bool = False
    repeats: list[tuple[int, int]] = field(default_factory=list)
    last_inside: Span | None = None
    inside: int = 0


_CLOSERS = (Sense.CLOSE, Sense.PROBABLE_CLOSE, Sense.WEAK_CLOSE, Sense.EITHER)
_SINGLES = (Family.SINGLE, Family.SINGLE_GUILLEMET)


class Pairing:
    """Takes paragraph after paragraph of marks with their senses; `spans` and `unbalanced` are the outcome.

    `note_markers` are the offsets of note markers: one right after a closing mark shows where a quotation ends.
    `singles`: single marks are the document's outer ones; else a ‘ without a partner may be an ayin or apostrophe,
    and is not told. `displayed`: the paragraphs are one displayed quotation.
    """

    def __init__(
        self, note_markers: frozenset[int] = frozenset(), *, singles: bool = False, displayed: bool = False
    ) -> None:
        self.spans: list[Span] = []
        self.unbalanced: list[int] = []
        self._stack: list[_Open] = []
        self._weak_opens: dict[int, tuple[QuoteMark, QuoteMark]] = {}  # by frame, the first and the last
        self._levels: dict[Family, list[int]] = {family: [] for family in Family}
        self._frames: list[int] = []
        self._note_markers = note_markers
        self._singles = singles
        self._farthest_mending = 64 if displayed else 3
        self._paragraph = 0
        self._unclosed: tuple[int, _Open, Span] | None = None
        self._end = 0
        self._blank_after = 0

    def paragraph(self, marks: Sequence[tuple[QuoteMark, Sense]], start: int, *, runs_on: bool) -> None:
        """Pairs the marks of the paragraph that begins at `start`. `runs_on` says it continues the one before."""
        first = 0 if runs_on else self._repeated(marks, start)
        self._paragraph += 1
        following = _next_doubles(marks)
        self._weak_opens.clear()
        for index in range(first, len(marks)):
            mark, sense = marks[index]
            if mark.family is Family.SINGLE:
                self._single(mark, sense, following[index])
            else:
                self._paired(mark, sense)

    def end_paragraph(self, end: int, *, blank_after: int) -> None:
        """Settles what a paragraph's end settles. From `blank_after` on it holds no letter or digit."""
        for index in range(len(self._stack) - 1, -1, -1):
            if index < len(self._stack) and self._stack[index].weak is not None:
                self._close_weakly(index)
        self._share_note_marker()
        self._end = end
        self._blank_after = blank_after

    def _repeated(self, marks: Sequence[tuple[QuoteMark, Sense]], start: int) -> int:
        """Takes the opening marks that a paragraph repeats; returns how many. Ends what is not repeated."""
        taken = 0
        at = start
        while taken < min(len(self._stack), len(marks), _DEEPEST_REPEATED):
            mark, sense = marks[taken]
            item = self._stack[taken]
            facing_in = sense in (Sense.OPEN, Sense.EITHER) or mark.family is Family.GUILLEMET
            if mark.family is not item.mark.family or not facing_in or mark.start - at > (1 if taken else 0):
                break
            for outer in self._stack[: taken + 1]:
                outer.repeats.append((mark.start, mark.end))
            at = mark.end
            taken += 1
        self._drop_from(taken)
        return taken

    def finish(self) -> None:
        """Ends whatever is still open, for good."""
        self._drop_from(0)
        self._unclosed = None

    def _drop_from(self, level: int) -> None:
        """Ends the open marks from `level` of the stack on as unclosed.

        The last of them makes a span up to the paragraph's end when no other quotation follows in it: else it is
        anyone's guess where it ended.
        """
        plausible = True
        while len(self._stack) > level:
            if self._share_closing():
                continue
            item = self._pop()
            if not self._stray(item.mark):
                continue
            if plausible and not item.inside:
                span = Span(item.mark, None, self._end, tuple(item.repeats))
                self.spans.append(span)
                self._unclosed = (self._paragraph, item, span)
            plausible = False

    def _stray(self, mark: QuoteMark) -> bool:
        """Notes a mark without a partner; a single one that may be an apostrophe is none."""
        if mark.family is Family.SINGLE and not (mark.glyph == "‘" and self._singles):
            return False
        self.unbalanced.append(mark.start)
        return True

    def _mend(self, mark: QuoteMark) -> None:
        """A closing mark without an opening one: its partner may be the unclosed one a few paragraphs before.

        That is so in verse, where stanzas do not repeat the mark, and where a page's end cuts a paragraph in two;
        but only when no other mark of the family stands between.
        """
        unclosed, self._unclosed = self._unclosed, None
        if unclosed is not None:
            paragraph, item, span = unclosed
            near = self._paragraph - paragraph <= self._farthest_mending
            if item.mark.family is mark.family and near and not _unlike(item.mark, mark):
                self._forget(span)
                self._balance(item.mark.start)
                self.spans.append(Span(item.mark, mark, mark.start, span.repeats))
                return
        self.unbalanced.append(mark.start)

    def _nearest(self, family: Family) -> int:
        levels = self._levels[family]
        return levels[-1] if levels else -1

    def _frame(self) -> int:
        """Where the innermost open mark that is no single one stands, -1 when there is none."""
        return self._frames[-1] if self._frames else -1

    def _put(self, item: _Open) -> None:
        self._levels[item.mark.family].append(len(self._stack))
        self._stack.append(item)
        if item.mark.family not in _SINGLES:
            self._frames.append(item.mark.start)

    def _pop(self) -> _Open:
        item = self._stack.pop()
        self._levels[item.mark.family].pop()
        if item.mark.family not in _SINGLES:
            self._frames.pop()
        return item

    def _push(self, mark: QuoteMark) -> None:
        if self._unclosed is not None and self._unclosed[1].mark.family is mark.family:
            self._unclosed = None
        index = self._nearest(mark.family)
        if index >= 0 and self._stack[index].weak is not None:
            self._close_weakly(index)
        self._put(_Open(mark))

    def _close_weakly(self, index: int) -> None:
        """Closes an open mark at its weak mark. What was opened after that mark stays open."""
        weak = self._stack[index].weak
        assert weak is not None
        later = [item for item in self._stack[index + 1 :] if item.mark.start > weak.start]
        for _ in later:
            self._pop()
        self._close(index, weak)
        for item in later:
            self._put(item)

    def _close(self, index: int, mark: QuoteMark) -> None:
        """Closes an open mark; those inside it end unclosed, or at their own weak mark."""
        while len(self._stack) - 1 > index:
            inner = self._stack[-1]
            if inner.weak is not None:
                self._close(len(self._stack) - 1, inner.weak)
            else:
                self._stray(self._pop().mark)
        item = self._pop()
        if item.mark.family is Family.SINGLE:
            self._weak_opens.clear()
        span = Span(item.mark, mark, mark.start, tuple(item.repeats))
        self.spans.append(span)
        outer = self._nearest(item.mark.family)
        if outer >= 0:
            self._stack[outer].last_inside = span
            self._stack[outer].inside += 1

    def _paired(self, mark: QuoteMark, sense: Sense) -> None:
        """A mark of any family but the apostrophe's."""
        index = self._nearest(mark.family)
        if mark.heads_line and index >= 0 and index == len(self._stack) - 1 and self._stack[index].weak is None:
            # Verse in old books repeats the mark at the head of each line.
            self._stack[index].repeats.append((mark.start, mark.end))
        elif sense is Sense.OPEN or (sense is Sense.EITHER and not self._either_closes(index, mark)):
            self._push(mark)
        elif index < 0:
            if sense is Sense.CLOSE:
                self._mend(mark)
        elif sense is Sense.WEAK_CLOSE or _unlike(self._stack[index].mark, mark):
            self._stack[index].weak = self._stack[index].weak or mark
        else:
            self._close(index, mark)

    def _either_closes(self, index: int, mark: QuoteMark) -> bool:
        """A mark that faces both ways closes what is open; but “ only what „ opened („so“), or after a word (so—“)."""
        if index < 0 or mark.glyph != "“":
            return index >= 0
        return self._stack[index].mark.glyph in "„‟" or mark.facing is Facing.CLOSE

    def _single(self, mark: QuoteMark, sense: Sense, next_double: Sense) -> None:
        if sense is Sense.NONE:
            return
        if sense is Sense.OPEN:
            self._push(mark)
            return
        if sense is Sense.WEAK_OPEN:
            frame = self._frame()
            self._weak_opens[frame] = (self._weak_opens.get(frame, (mark, mark))[0], mark)
            return
        index = self._nearest(Family.SINGLE)
        if index < 0 or not self._reaches(index, next_double):
            if sense is not Sense.WEAK_CLOSE and (index < 0 or not next_double_closes(next_double)):
                self._promote(mark, sense)
            return
        item = self._stack[index]
        if sense is Sense.CLOSE:
            self._close_single(index, mark)
        elif sense is Sense.EITHER:
            if item.mark.glyph == "‚" or (mark.glyph == "’" and item.mark.facing is Facing.EITHER):
                self._close(index, mark)
        elif sense is Sense.PROBABLE_CLOSE or not item.mark.straight or mark.start - item.mark.end <= _FARTHEST_WEAK:
            self._weaken(item, mark, probable=sense is Sense.PROBABLE_CLOSE)

    def _close_single(self, index: int, mark: QuoteMark) -> None:
        """Closes an open single mark, unless it probably was closed before something that looked like an elision."""
        item = self._stack[index]
        latest = self._weak_opens.get(self._frame())
        if item.weak is not None and item.weak_is_probable and latest and latest[1].start > item.weak.start:
            self._close_weakly(index)
            self._weak_opens[self._frame()] = (latest[1], latest[1])
            self._promote(mark, Sense.CLOSE)
        else:
            self._close(index, mark)

    def _weaken(self, item: _Open, mark: QuoteMark, *, probable: bool) -> None:
        """Remembers where an open mark closes if nothing better follows: the first probable place, else the first."""
        if item.weak is None or (probable and not item.weak_is_probable):
            item.weak = mark
            item.weak_is_probable = probable

    def _reaches(self, index: int, next_double: Sense) -> bool:
        """Whether a single mark can close the one at `index`: not over a double mark that is closed later."""
        inner = self._frame() > self._stack[index].mark.start
        return not inner or not next_double_closes(next_double)

    def _promote(self, mark: QuoteMark, sense: Sense) -> None:
        """A closing mark without an opening one takes the first mark at its own level that was thought an elision."""
        opening = self._weak_opens.get(self._frame(), (None, None))[0]
        if opening is None:
            if sense is Sense.CLOSE and self._singles and mark.glyph == "’":
                self._mend(mark)
            return
        near = not opening.straight or mark.start - opening.end <= _FARTHEST_WEAK
        if sense is Sense.CLOSE or (near and (sense is not Sense.EITHER or opening.facing is mark.facing)):
            self.spans.append(Span(opening, mark, mark.start))
            self._weak_opens.clear()

    def _share_closing(self) -> bool:
        """One » closes two quotations that end together (Imprimerie nationale, guillemets)."""
        item = self._stack[-1]
        inner = item.last_inside
        if item.mark.family is not Family.GUILLEMET or inner is None or inner.closing is None:
            return False
        if inner.closing.end < self._blank_after:
            return False
        self._close(len(self._stack) - 1, inner.closing)
        return True

    def _share_note_marker(self) -> None:
        """A note marker right after the only closing mark shows that it closes the outer of two open marks.

        So a quotation that begins or breaks off inside another one keeps all its words; the inner opening mark
        is left without a partner.
        """
        if not self._stack or self._stack[-1].mark.family is not Family.DOUBLE or self._stack[-1].inside != 1:
            return
        inner = self._stack[-1].last_inside
        assert inner is not None
        if inner.closing is None or inner.closing.end not in self._note_markers:
            return
        inner_opening, closing = inner.opening, inner.closing
        self._forget(inner)
        self.unbalanced.append(inner_opening.start)
        self._close(len(self._stack) - 1, closing)

    def _balance(self, offset: int) -> None:
        for index in range(len(self.unbalanced) - 1, -1, -1):
            if self.unbalanced[index] == offset:
                del self.unbalanced[index]
                return

    def _forget(self, span: Span) -> None:
        for index in range(len(self.spans) - 1, -1, -1):
            if self.spans[index] is span:
                del self.spans[index]
                return


def next_double_closes(sense: Sense) -> bool:
    """Whether the next double mark of a paragraph is one that closes."""
    return sense in _CLOSERS


def _unlike(opening: QuoteMark, closing: QuoteMark) -> bool:
    """Straight against curly: they do pair, but only where no better mark follows."""
    return opening.straight is not closing.straight and opening.glyph != "``"


def _next_doubles(marks: Sequence[tuple[QuoteMark, Sense]]) -> list[Sense]:
    """For each mark the sense of the next one that is not a single mark, NONE when there is none."""
    found = [Sense.NONE] * len(marks)
    following = Sense.NONE
    for index in range(len(marks) - 1, -1, -1):
        found[index] = following
        if marks[index][0].family not in _SINGLES:
            following = marks[index][1]
    return found
