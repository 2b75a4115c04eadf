"""What a preparing step hands to pandoc and to the walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from citecheck.model.document import Directive
from citecheck.parser.readers.pandoc.citations import Item
from citecheck.parser.readers.pandoc.includes import Stretch
from citecheck.parser.readers.pandoc.tags import CiteTag, NoteTag, PlaceTag


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready for pandoc.

    `format` is pandoc's name for it, with extensions; tags name `notes`, `places` and `cites`. `text` is what the
    positions are found in, None where the file has no lines. `quotes` is False when the places alone say which
    paragraphs are quoted, whatever pandoc thinks. `works` are the works cited that the file itself holds,
    `bibliographies` the names of lists of them beside the manuscript, `stretches` the lines of the files it takes in.
    `directives` have the lines of `text`. `again` takes pandoc's complaint and gives another source to try, or None.
    """

    source: bytes
    format: str
    text: str | None = None
    notes: tuple[NoteTag, ...] = ()
    places: tuple[PlaceTag, ...] = ()
    cites: tuple[CiteTag, ...] = ()
    quotes: bool = True
    language: str | None = None
    title: str | None = None
    works: tuple[Item, ...] = ()
    bibliographies: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    arguments: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    directives: tuple[Directive, ...] = ()
    again: Callable[[str], Prepared | None] | None = None
