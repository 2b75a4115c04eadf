"""Prints lines on sheets without any PDF: words with boxes, as the reader has them from PDFium."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.model.document import Document
from citecheck.parser.readers.pdf.building import document
from citecheck.parser.readers.pdf.rows import Row, fragments
from citecheck.parser.readers.pdf.sheet import Font, LinkArea, Printed, Rule, Sheet, Word

PLAIN = Font()
BOLD = Font("Serif-Bold", bold=True)
ITALIC = Font("Serif-Italic", italic=True)
WIDTH = 60
"""Characters of a full line at size 10, each 5 points wide."""


@dataclass(frozen=True)
class Print:
    """A line: `^…^` in its text is raised. `left` and `size` in points, `down` the distance from the line above."""

    text: str
    left: float = 50.0
    size: float = 10.0
    down: float = 12.0
    font: Font = PLAIN


def words_of(line: Print, base: float) -> list[Word]:
    """The words of a line, every letter half its size wide."""
    words = []
    at = line.left
    for index, piece in enumerate(line.text.split(" ")):
        at += line.size / 2 if index else 0.0
        for part, text in enumerate(re.split(r"\^", piece)):
            if not text:
                continue
            high = part % 2 == 1
            size = line.size * (0.6 if high else 1.0)
            right = at + len(text) * size / 2
            lift = 0.35 * line.size if high else 0.0
            words.append(Word(text, at, right, base + lift, size, line.font, part > 0 and piece[0] != "^"))
            at = right
    return words


def sheet(
    number: int, lines: Sequence[Print], *, top: float = 700.0, rules: Sequence[int] = (), label: str = ""
) -> Sheet:
    """A sheet of lines from the top. `rules` are the indexes of the lines that a short rule stands above."""
    base = top
    words: list[Word] = []
    drawn = []
    for index, line in enumerate(lines):
        base -= line.down
        words.extend(words_of(line, base))
        if index in rules:
            drawn.append(Rule(line.left, line.left + 100, base + line.down * 0.75))
    return Sheet(number, label or str(number), 400.0, 800.0, tuple(words), tuple(drawn))


def beside(first: Sheet, second: Sheet) -> Sheet:
    """One sheet of two columns."""
    return replace(first, words=first.words + second.words, rules=first.rules + second.rules)


def read(*sheets: Sheet) -> Document:
    """The Document of sheets."""
    return document("x.pdf", Printed(sheets))


def paragraph(
    text: str, *, left: float = 50.0, size: float = 10.0, width: int = WIDTH, set_in: float = 0.0
) -> list[Print]:
    """A text broken into lines; `^…^` takes no room."""
    lines: list[str] = []
    for word in text.split():
        room = width - (set_in / size * 2 if len(lines) < 2 else 0)
        if lines and len(lines[-1].replace("^", "")) + 1 + len(word.replace("^", "")) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return [Print(line, left + (set_in if not index else 0.0), size) for index, line in enumerate(lines)]


def rows(*lines: Print) -> list[Row]:
    """Lines as rows of a first sheet."""
    return fragments(sheet(1, lines).words, 1)


def linked(on: Sheet, *areas: LinkArea) -> Sheet:
    """The sheet with areas that lead somewhere."""
    return replace(on, links=areas)


PROSE = (
    "The keepers of the northern lights were not lonely men as the songs have it and their log books speak of visits "
    "of music and of a lively trade in eggs which went on all through the winter months and was never quite given up "
    "not even when the harbour froze and the boats had to be drawn over the ice by hand to the open water beyond it."
)


def turned(by: int) -> str:
    """The prose begun at another word, so that no line of it is the same."""
    words = PROSE.rstrip(".").split()
    return " ".join(words[by:] + words[:by]) + "."
