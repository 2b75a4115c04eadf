"""A run: the text of one block with the marks on it, while it is put together and cleaned."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from citecheck.model.document import MarkKind

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens, and blanks without width: they say where a line may end, or may not."""


@dataclass(slots=True)
class Span:
    """A mark on a run, its offsets counted from the run's start."""

    kind: MarkKind
    start: int
    end: int
    target: str = ""
    label: str = ""


@dataclass(slots=True)
class Run:
    """Text with marks. `literal` lists the spans (code, formulas) in which no markup may be looked for."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    literal: list[tuple[int, int]] = field(default_factory=list)

    def is_literal(self, offset: int) -> bool:
        """Whether a character stands in code or a formula."""
        return any(start <= offset < end for start, end in self.literal)

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Replaces spans of the text, given in their order as (start, end, new text); marks move along."""
        pieces: list[str] = []
        ends, shifts, starts = [0], [0], [0]
        at = length = 0
        for start, end, new in edits:
            pieces += (self.text[at:start], new)
            length += start - at + len(new)
            starts.append(start)
            ends.append(end)
            shifts.append(length - end)
            at = end
        if len(ends) == 1:
            return
        self.text = "".join([*pieces, self.text[at:]])

        def moved(offset: int, *, closes: bool) -> int:
            index = bisect_right(starts, offset - 1 if closes else offset) - 1
            return max(offset, ends[index]) + shifts[index] if index else offset

        for span in self.spans:
            width = span.end - span.start
            span.start = moved(span.start, closes=not width)
            span.end = max(span.start, moved(span.end, closes=True)) if width else span.start
        self.literal = [(moved(start, closes=False), moved(end, closes=True)) for start, end in self.literal]

    def tidy(self) -> None:
        """Makes one space of each run of blanks, drops those at the ends, and sets marks before the blank they follow.

        A hard line break ("\\n") stays, without blanks beside it.
        """
        self.replace((found.start(), found.end(), "") for found in _INVISIBLE.finditer(self.text))
        self.replace(
            (found.start(), found.end(), "\n" if "\n" in found[0] else " ")
            for found in re.finditer(r"[ \t\r\n\f\v]+", self.text)
            if found[0] not in (" ", "\n")
        )
        self.replace((found.start() + 1, found.end(), "") for found in re.finditer("\n[\u00a0\u2003]+", self.text))
        self._close_gaps_at_markers()
        core = self.text.strip(" \n")
        left = len(self.text) - len(self.text.lstrip(" \n"))
        self.replace([(0, left, ""), (left + len(core), len(self.text), "")])
        for span in self.spans:
            span.start, span.end = min(span.start, len(core)), min(span.end, len(core))

    def _close_gaps_at_markers(self) -> None:
        """A marker between two blanks, or before a full stop, belongs to the word before: one blank goes."""
        gaps = []
        for span in self.spans:
            at = span.start
            if span.kind is not MarkKind.NOTE_MARKER or at == 0 or self.text[at - 1] != " ":
                continue
            if at == len(self.text) or self.text[at] in " \n,.;:!?":
                gaps.append(at - 1)
                for other in self.spans:
                    if other.kind is MarkKind.NOTE_MARKER and other.start == at:
                        other.start = other.end = at - 1
        self.replace((at, at + 1, "") for at in sorted(set(gaps)))
