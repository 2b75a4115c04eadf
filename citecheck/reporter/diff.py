"""A quotation beside its source's words, piece by piece: the one word diff that every report shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, zip_longest

from rapidfuzz.distance import Levenshtein

from citecheck.model.report import CheckedQuotation
from citecheck.model.verdict import Edit, Elision

CONTEXT = 8
"""Words shown on each side of a difference."""

GAP = "⋯"
"""Stands for words left out of the display; no ellipsis of a manuscript looks like it."""


class PieceKind(StrEnum):
    """What a piece of the diff is."""

    SAME = "same"
    CHANGED = "changed"
    PERMITTED = "permitted"  # a change that the convention allows
    ELIDED = "elided"  # an honest ellipsis; `source` is what it left out
    HIDDEN = "hidden"  # an ellipsis that hides something that matters
    GAP = "gap"  # words left out of the display, the same in both


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: as the source has them and as the quotation has them. Blanks are single; either may be ""."""

    kind: PieceKind
    source: str
    quote: str
    label: str = ""


TOLD = (PieceKind.CHANGED, PieceKind.HIDDEN)
"""The kinds of pieces that count against a quotation."""


def word_diff(checked: CheckedQuotation) -> tuple[Piece, ...]:
    """The whole quotation beside the passage it was found at; () when it was found nowhere.

    The edits of the comparison are followed where they can be; where their offsets do not fit the texts, the
    words are aligned anew, so that a report never shows words that stand nowhere.
    """
    match, source = checked.match, checked.source
    if match.found is None or source is None:
        return ()
    quote, passage = checked.quotation.text, source.text
    start, end = match.found.start, match.found.end
    changes = _in_order((*match.edits, *match.elisions), len(quote), start, end)
    if changes is None:
        return tuple(_aligned(passage[start:end], quote))
    pieces = list(_along(changes, quote, passage, start, end))
    if match.edits and not any(piece.kind in (*TOLD, PieceKind.PERMITTED) for piece in pieces):
        return tuple(_aligned(passage[start:end], quote))
    return tuple(pieces)


def _in_order(changes: Sequence[Edit | Elision], length: int, start: int, end: int) -> list[Edit | Elision] | None:
    """The changes by place, or None when they overlap, run against each other or out of the texts."""
    ordered = sorted(changes, key=lambda each: (each.quote_start, each.source_start, each.quote_end))
    at_quote, at_source = 0, start
    for each in ordered:
        if each.quote_start < at_quote or each.source_start < at_source:
            return None
        if each.quote_end < each.quote_start or each.source_end < each.source_start:
            return None
        at_quote, at_source = each.quote_end, each.source_end
    return ordered if at_quote <= length and at_source <= max(end, start) else None


def _along(changes: list[Edit | Elision], quote: str, passage: str, start: int, end: int) -> Iterator[Piece]:
    at_quote, at_source = 0, start
    for index, each in enumerate(changes):
        after = changes[index + 1] if index + 1 < len(changes) else None
        source_start, source_end = _trimmed(passage, each.source_start, each.source_end)
        quote_start, quote_end = _trimmed(quote, each.quote_start, each.quote_end)
        left = _run(passage[at_source:source_start][::-1], quote[at_quote:quote_start][::-1])
        right = _run(
            passage[source_end : after.source_start if after else end],
            quote[quote_end : after.quote_start if after else len(quote)],
        )
        yield from _same(passage[at_source : source_start - left], quote[at_quote : quote_start - left])
        at_quote = _behind_marks(quote, quote_end + right, after.quote_start if after else len(quote))
        # Where the quotation's last word has a mark, the source's is shown with its own, which the passage leaves out.
        beyond = len(passage) if at_quote == len(quote) > quote_end + right and source_end + right == end else end
        at_source = _behind_marks(passage, source_end + right, after.source_start if after else beyond)
        theirs, ours = passage[source_start - left : at_source], quote[quote_start - left : at_quote]
        yield from _changed(each, _single(theirs), _single(ours))
    yield from _same(passage[at_source:end], quote[at_quote:])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without blanks at its ends."""
    inner = text[start:end].strip()
    if not inner:
        return start, start
    start += text[start:end].index(inner[0])
    return start, start + len(inner)


def _run(source: str, quote: str) -> int:
    """How many letters from the start are the same up to a blank: the part of a word that an edit left over."""
    run = 0
    for one, other in zip(source, quote, strict=False):
        if one.isspace() or other.isspace() or one.casefold() != other.casefold():
            break
        run += 1
    return run


def _behind_marks(text: str, start: int, limit: int) -> int:
    """The offset behind the marks that stand on a word, which are shown with it; `start` if more than marks follow."""
    end = start
    while end < limit and not text[end].isspace():
        if text[end].isalnum():
            return start
        end += 1
    return end


def _changed(change: Edit | Elision, source: str, quote: str) -> Iterator[Piece]:
    if isinstance(change, Elision):
        yield Piece(PieceKind.HIDDEN if change.concern else PieceKind.ELIDED, source, quote, change.concern)
    elif source or quote:
        yield Piece(PieceKind.PERMITTED if change.permitted else PieceKind.CHANGED, source, quote, str(change.kind))


def _same(source: str, quote: str) -> Iterator[Piece]:
    source, quote = _single(source), _single(quote)
    if source or quote:
        yield Piece(PieceKind.SAME, source, quote)


def _aligned(source: str, quote: str) -> Iterator[Piece]:
    """The words of both, aligned without the comparison's help."""
    ours, theirs = quote.split(), source.split()
    for step in Levenshtein.opcodes([_folded(word) for word in theirs], [_folded(word) for word in ours]):
        words = (" ".join(theirs[step.src_start : step.src_end]), " ".join(ours[step.dest_start : step.dest_end]))
        yield Piece(PieceKind.SAME if step.tag == "equal" else PieceKind.CHANGED, *words)


def _folded(word: str) -> str:
    return "".join(char for char in word.casefold() if char.isalnum()) or word


def _single(text: str) -> str:
    return " ".join(text.split())


def clipped(pieces: Sequence[Piece], context: int = CONTEXT) -> tuple[Piece, ...]:
    """The pieces with at most `context` words on each side of what is told; a GAP where some were left out.

    Where nothing is told, the first and last words.
    """
    tokens = list(_tokens(pieces, 3 * context))
    told = [token.kind in TOLD for token in tokens]
    if any(told):
        distances = map(min, _distances(told), reversed(_distances(told[::-1])))
    else:
        distances = map(min, range(len(tokens)), range(len(tokens) - 1, -1, -1))
    return tuple(_rejoined(tokens, [distance <= context for distance in distances]))


def _tokens(pieces: Sequence[Piece], most: int) -> Iterator[Piece]:
    """Same pieces word by word; what is told whole, but its middle left out when it is long."""
    for piece in pieces:
        if piece.kind is PieceKind.SAME:
            for source, quote in word_pairs(piece):
                yield Piece(PieceKind.SAME, source, quote)
        else:
            yield replace(piece, source=_ends(piece.source, most), quote=_ends(piece.quote, most))


def _distances(told: Sequence[bool]) -> list[int]:
    """How many tokens back the last told one is, for each token."""
    distance, distances = len(told) + CONTEXT, []
    for each in told:
        distance = 0 if each else distance + 1
        distances.append(distance)
    return distances


def _rejoined(tokens: Sequence[Piece], near: list[bool]) -> Iterator[Piece]:
    keep: list[bool] = []
    for shown, group in groupby(near):
        number = len(list(group))
        # A sign for one or two words left out takes as much room as the words.
        keep += [shown or number <= 2] * number
    for (shown, same), run in groupby(
        zip(tokens, keep, strict=True), key=lambda each: (each[1], each[1] and each[0].kind is PieceKind.SAME)
    ):
        group_tokens = [token for token, _ in run]
        if not shown:
            yield Piece(PieceKind.GAP, "", "")
        elif same:
            source, quote = (
                " ".join(words) for words in zip(*((t.source, t.quote) for t in group_tokens), strict=True)
            )
            yield Piece(PieceKind.SAME, _single(source), _single(quote))
        else:
            yield from group_tokens


def _ends(text: str, most: int) -> str:
    words = text.split()
    return text if len(words) <= most else " ".join([*words[: most // 2], GAP, *words[-(most // 2) :]])


def word_pairs(piece: Piece) -> Iterator[tuple[str, str]]:
    """The words of a SAME piece two by two, for display in columns; "" where one side has fewer."""
    source, quote = piece.source.split(), piece.quote.split()
    if len(source) == len(quote):
        yield from zip(source, quote, strict=True)
        return
    for step in Levenshtein.opcodes([_folded(word) for word in source], [_folded(word) for word in quote]):
        yield from zip_longest(
            source[step.src_start : step.src_end], quote[step.dest_start : step.dest_end], fillvalue=""
        )
