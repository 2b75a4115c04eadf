"""What goes into matching, and what its steps hand each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Query:
    """A quotation to look for: `text` without its outer marks; `cited` the ids of the sources it cites.

    Empty `cited` means that any source may hold it, and that none can make it misattributed.
    """

    id: str
    text: str
    cited: tuple[str, ...] = ()


class Part(NamedTuple):
    """A run of a quotation between two ellipses: `text` is `quotation[start:end]`, blanks at both ends left out.

    Bracketed insertions are part of it. No part is empty.
    """

    text: str
    start: int
    end: int


class Candidate(NamedTuple):
    """A place where a quotation may stand: `text[start:end]` of the source `source`, the source's own plain text.

    `score` is 0–100, the share of the quotation's letters that stand there in order; it ranks places and decides
    nothing. `pieces` are `(part index, start, end)`, in the order of the quotation: where each of its parts
    (see `parts`) stands, chosen together. A part without a place has no piece, and a part whose words stand in
    two places (spliced without an ellipsis, sentences changed about) has several pieces in the order of its words.
    `start`
    and `end` cover all pieces, whose own starts need not rise.
    """

    source: str
    start: int
    end: int
    score: float
    pieces: tuple[tuple[int, int, int], ...]
