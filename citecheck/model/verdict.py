"""What comparing a quotation with sources gives: a verdict with its edits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The verdict of a quotation."""

    MATCH = "match"
    MINOR = "minor"
    ALTERED = "altered"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not-found"
    UNCHECKED = "unchecked"


class EditKind(StrEnum):
    """What an edit does to the source's words."""

    SUBSTITUTION = "substitution"
    OMISSION = "omission"
    INSERTION = "insertion"
    TRANSPOSITION = "transposition"
    NEGATION = "negation"
    NUMBER = "number"
    NAME = "name"
    INFLECTION = "inflection"
    SPELLING = "spelling"
    PUNCTUATION = "punctuation"
    CASE = "case"


class Convention(StrEnum):
    """Which changes a quotation may make without telling."""

    CHICAGO = "chicago"
    STRICT = "strict"


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference: the source's words and the quotation's, either may be "".

    Offsets count characters: `source_start`, `source_end` in the source's plain text, `quote_start`,
    `quote_end` in the quotation's text. `permitted` names the rule of the convention that allows the change, ""
    when none does; only edits without one count against the quotation.
    """

    kind: EditKind
    source: str
    quote: str
    source_start: int
    source_end: int
    quote_start: int
    quote_end: int
    permitted: str = ""


@dataclass(frozen=True, slots=True)
class Elision:
    """An ellipsis of the quotation and what it left out: `text[source_start:source_end]` of the source.

    `concern` is "" when it is honest, "negation" when it hides one, "distance" when it joins passages far apart.
    """

    quote_start: int
    quote_end: int
    source_start: int
    source_end: int
    concern: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source: `text[start:end]` of the source `source`."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict of one quotation over the sources at hand.

    `found` is the place the verdict speaks of, None for not-found. `similarity` is 0–100 and never decides.
    `ties` are other places as good. `spliced` says the parts stand in another order or far apart without an
    ellipsis. `second_hand` is the span of a quotation inside the source that holds the passage, if any.
    """

    quotation: str
    verdict: Verdict
    found: Passage | None = None
    similarity: float = 0.0
    edits: tuple[Edit, ...] = ()
    elisions: tuple[Elision, ...] = ()
    ties: tuple[Passage, ...] = ()
    spliced: bool = False
    second_hand: bool = False
    note: str = ""
