"""Tags: what a preparing step writes into a source so that it comes through pandoc to the walk over its tree.

A tag is a noncharacter (U+FDD0 and on), a number and END. No text holds these: they are taken out of every
source first. In the order of the constants below:

- NOTE at the start of a note's body names an item of the prepared notes;
- PLACE in a paragraph names an item of the prepared places;
- LONE stands for a marker whose note is missing, the item gives its label;
- REFER stands for the marker of a note whose body is detached: a paragraph that begins with BODY, and all that
  follows up to the next such paragraph, after the end of the text;
- CITE stands for a citation that pandoc would lose a part of;
- CITED begins what is printed for a citation, the item gives the work; UNCITED ends it, and needs no number;
- a paragraph that begins with ORPHANS holds nothing but references to notes that the text may not mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.model.document import BlockKind, NoteKind

NOTE, PLACE, LONE, REFER, BODY, CITE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4", "\ufdd5"
ORPHANS, END = "\ufdd6", "\ufdd7"
CITED, UNCITED = "\ufdd9", "\ufdda"
APOSTROPHE = "\ufdd8"
"""Stands for a straight apostrophe that pandoc would take for a quotation mark."""

TAG = re.compile(f"([{NOTE}{PLACE}{LONE}{REFER}{BODY}{CITE}{CITED}])([0-9]+){END}|{ORPHANS}|{UNCITED}")

_NONCHARACTERS = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")
_ANY = re.compile("[\ufdd0-\ufdef]")


@dataclass(frozen=True, slots=True)
class NoteTag:
    """What the source says of a note. `key` is its name there; `label` is "" where the format numbers by itself.

    `repeats_mark` says that the body begins with the marker, as it is typed and not made by the program.
    """

    key: str
    label: str = ""
    kind: NoteKind = NoteKind.FOOTNOTE
    scope: str = ""
    repeats_mark: bool = False


@dataclass(frozen=True, slots=True)
class PlaceTag:
    """What the source says of a paragraph: its number, the file it is in, its style, and its kind where it shows.

    One that `repeats` what stands elsewhere (a line of the table of contents) is not read.
    """

    paragraph: int
    part: str = ""
    style: str = ""
    kind: BlockKind | None = None
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class CiteTag:
    """A citation: the key of the work, and where in it."""

    key: str
    locator: str = ""

    @property
    def printed(self) -> str:
        """The citation in pandoc's own notation."""
        return f"[@{self.key}, {self.locator}]" if self.locator else f"[@{self.key}]"


def without_tags(text: str) -> str:
    """The text with its noncharacters replaced, one for one."""
    return text.translate(_NONCHARACTERS) if _ANY.search(text) else text


def tag(kind: str, index: int) -> str:
    """A tag: one of the constants of this module, and the number of an item."""
    return f"{kind}{index}{END}"
