"""Puts the lines of the main text together into blocks, over page ends and past displayed matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from citecheck.parser.readers.prose.line import Line
from citecheck.parser.readers.prose.sentences import is_open, starts_low

_HYPHEN = re.compile(r"[^\W\d_][-‐\u00ad\u2010]$")


@dataclass(slots=True)
class Paragraph:
    """The lines of one block. `ends_with_marker`: a note marker closes it; `holds_marker`: one is inside."""

    lines: list[Line]
    ends_with_marker: bool = False
    holds_marker: bool = False

    @property
    def first(self) -> str:
        """The text of the first line."""
        return self.lines[0].text

    @property
    def last(self) -> str:
        """The text of the last line."""
        return self.lines[-1].text


def paragraphs(lines: Sequence[Line], width: int) -> list[Paragraph]:
    """The blocks of the main text. `width` is the length of a full line, 0 where every paragraph is one line."""
    found: list[Paragraph] = []
    for line in lines:
        if found and not _begins(found[-1], line, width):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _begins(before: Paragraph, line: Line, width: int) -> bool:
    """Whether a line begins a new block."""
    last = before.last
    if not width:
        return True
    if _HYPHEN.search(last) and starts_low(line.text):
        return False
    if line.turn:
        return not _runs_over(before, line, width)
    if line.gap:
        # A blank line in an open sentence is a page end that left no other trace.
        full = len(last) >= width * 0.85
        return not (is_open(last) and (starts_low(line.text) or full) and full)
    if (
        abs(line.indent - before.lines[-1].indent) >= 2
        and len(before.lines) > 1
        and line.indent > before.lines[-1].indent
    ):
        return True
    short = len(last) < width * 0.7
    return short and not is_open(last) and not starts_low(line.text)


def _runs_over(before: Paragraph, line: Line, width: int) -> bool:
    """Whether a block goes on over a page's end: its sentence is open, and it is not a heading."""
    if starts_low(line.text):
        return is_open(before.last) or not before.last.endswith((":", ":—"))
    return is_open(before.last) and len(before.last) >= width * 0.6
