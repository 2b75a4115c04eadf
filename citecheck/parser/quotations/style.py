"""The habits of a document in its quotation marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from citecheck.parser.quotations.apostrophes import is_elision
from citecheck.parser.quotations.marks import Facing, QuoteMark


@dataclass(frozen=True, slots=True)
class Style:
    """A document's habits, which decide what a mark's surroundings leave open.

    `reversed_guillemets`: »so« (German, Danish). `same_guillemets`: »so» (Finnish, Swedish).
    `low`: „so“. `same_curly`: ”so” and ’so’ (Swedish, Finnish). `tex`: ``so'' and `so'.
    `singles`: single marks are the outer ones, as in British books.
    """

    reversed_guillemets: bool = False
    same_guillemets: bool = False
    low: bool = False
    same_curly: bool = False
    tex: bool = False
    singles: bool = False


def learn_style(marks: Iterable[QuoteMark], text: str, language: str | None) -> Style:
    """The habits that most marks of a document show; its language decides where they show none."""
    opening: dict[str, int] = {}
    left = False
    for mark in marks:
        left = left or mark.glyph in "«‹"
        # French spaces, and l’« ami », say nothing: only a mark right before a word tells that it opens.
        if mark.facing is Facing.OPEN and text[mark.end : mark.end + 1].isalnum():
            if mark.glyph in "'‘" and is_elision(text, mark.end, mark.end + 12):
                continue
            opening[mark.glyph] = opening.get(mark.glyph, 0) + 1

    def count(*glyphs: str) -> int:
        return sum(opening.get(glyph, 0) for glyph in glyphs)

    plain, turned = count("«", "‹"), count("»", "›")
    short = (language or "").lower()[:2]
    usual = count("“", "„", '"')
    return Style(
        reversed_guillemets=left and (turned > plain or (turned == plain and short in ("de", "da"))),
        same_guillemets=not left and turned > 0,
        low=count("„") > count("“"),
        same_curly=count("”") > count("“", "„") or (short in ("sv", "fi") and not count("“", "„")),
        tex="``" in text,
        singles=count("‘", "'", "‚") > usual + count("”", "«", "»"),
    )
