"""Tags: what a preparing step writes into a source so that it comes through pandoc to the walk over its tree.

A tag is made of noncharacters (U+FDD0 and on), which no text holds: they are taken out of every source first.
`NOTE 12 END` at the start of a note's body names entry 12 of the prepared notes, `PLACE 7 END` in a paragraph
entry 7 of the prepared places, `LONE 3 END` stands for a marker whose note is missing, and a paragraph that
begins with `ORPHANS` holds nothing but references to notes that the text may not mention.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.model.document import NoteKind

NOTE, PLACE, LONE, ORPHANS, END = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"

TAG = re.compile(f"([{NOTE}{PLACE}{LONE}])([0-9]+){END}[ \u00a0]?|{ORPHANS}")

_NONCHARACTERS = dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")


def without_tags(text: str) -> str:
    """The text with its noncharacters replaced, one for one."""
    return text.translate(_NONCHARACTERS)


@dataclass(frozen=True, slots=True)
class NoteTag:
    """What the source says of a note: its `label` ("" where the format numbers by itself) and its kind."""

    key: str
    label: str = ""
    kind: NoteKind = NoteKind.FOOTNOTE
    scope: str = ""


@dataclass(frozen=True, slots=True)
class PlaceTag:
    """What the source says of a paragraph: its number, the file it is in, its style, and whether it is quoted."""

    paragraph: int
    part: str = ""
    style: str = ""
    quoted: bool = False


def note_tag(index: int) -> str:
    """The tag of the prepared note `index`."""
    return f"{NOTE}{index}{END}"


def place_tag(index: int) -> str:
    """The tag of the prepared place `index`."""
    return f"{PLACE}{index}{END}"


def lone_tag(index: int) -> str:
    """The tag of a marker without a note: entry `index` of the prepared notes gives its label."""
    return f"{LONE}{index}{END}"
