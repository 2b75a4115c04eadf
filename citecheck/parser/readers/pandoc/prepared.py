"""What a preparing step hands to pandoc and to the walk."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.parser.readers.pandoc.tags import NoteTag, PlaceTag


@dataclass(frozen=True, slots=True)
class Prepared:
    """A source ready for pandoc. `format` is pandoc's name for it with extensions; tags in it name the tuples' entries."""

    source: bytes
    format: str
    notes: tuple[NoteTag, ...] = ()
    places: tuple[PlaceTag, ...] = ()
    language: str | None = None
