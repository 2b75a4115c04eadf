"""A line of a manuscript that is made of lines: plain text, or a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number and the column of its first character (from 1), its text without the blanks around it.

    `gap` says that a blank line stands before it, `turn` that a page does (or its notes and running head).
    """

    number: int
    column: int
    text: str
    page: int
    gap: bool
    turn: bool = False

    @property
    def indent(self) -> int:
        """Blanks before the text."""
        return self.column - 1
