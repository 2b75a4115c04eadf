"""Finds passages that one manuscript quotes in two ways."""

from __future__ import annotations

from collections.abc import Sequence

from citecheck.matching.compare import Laid, lay
from citecheck.matching.interface import Candidate
from citecheck.matching.quoted import Quoted, read_quotation
from citecheck.matching.reading import Ground, read_at
from citecheck.matching.vocabulary import Vocabulary
from citecheck.model.verdict import Convention, EditKind, Verdict

_SHARED = 5  # words in a row that make two quotations worth comparing
_COMMON = 40  # a row of words that more quotations share says nothing
_ANCHOR = 3  # words in a row with which a shared passage begins and ends
_LEAST = 8  # words of a shared passage
_PART = 0.75  # of them that must be the same


def variants(texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Groups of quotations that give one passage in different words: ids, in the order of the manuscript.

    `texts` are the quotations' ids and texts in that order. A group's first quotation differs from each of the
    others in the words they share; a quotation stands with the first one that it differs from, and those that give
    the same text as that first one are not named again. What one of them
    leaves out by an ellipsis, puts in brackets or only punctuates otherwise is no difference.
    """
    alike: dict[str, list[str]] = {}
    for id, text in texts:
        alike.setdefault(text, []).append(id)
    quotes = [read_quotation(text) for text in alike]
    ids = list(alike.values())
    rows = [_anchors(quote) for quote in quotes]
    partner: dict[int, int] = {}
    for first, second in sorted(_pairs(quotes)):
        if second not in partner and _parted(rows[first], rows[second]) and _differ(quotes[first], quotes[second]):
            partner[second] = first
    groups: dict[int, list[str]] = {}
    for second, first in sorted(partner.items()):
        groups.setdefault(first, ids[first][:1]).extend(ids[second])
    order = {id: index for index, (id, _) in enumerate(texts)}
    return [tuple(sorted(group, key=order.__getitem__)) for _, group in sorted(groups.items())]


def _pairs(quotes: Sequence[Quoted]) -> set[tuple[int, int]]:
    """Quotations that share a row of words."""
    places: dict[tuple[str, ...], list[int]] = {}
    for index, quote in enumerate(quotes):
        keys = quote.words.keys
        rows = {tuple(keys[at : at + _SHARED]) for a, b in quote.runs for at in range(a, b - _SHARED + 1)}
        for row in rows:
            places.setdefault(row, []).append(index)
    return {
        (first, second)
        for found in places.values()
        if 1 < len(found) <= _COMMON
        for at, first in enumerate(found)
        for second in found[at + 1 :]
    }


def _anchors(quote: Quoted) -> list[tuple[str, ...]]:
    """Each row of words that may be the first or last of a shared passage."""
    keys = quote.words.keys
    return [tuple(keys[at : at + _ANCHOR]) for at in range(len(keys) - _ANCHOR + 1)]


def _parted(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> bool:
    """Whether the rows that two quotations share stand in more than one place, as they do about a difference.

    Most pairs share one turn of phrase alone, and comparing them word by word takes a thousand times as long.
    """
    known = set(other)
    places = [at for at, row in enumerate(one) if row in known]
    return bool(places) and places[-1] - places[0] >= len(places)


def _differ(one: Quoted, other: Quoted) -> bool:
    """Whether two quotations give the words they share differently, whichever of them is held to the other."""
    shared = _shared(one, other)
    if shared is None:
        return False
    left, right = shared
    return left != right and _is_altered(left, right) and _is_altered(right, left)


def _shared(one: Quoted, other: Quoted) -> tuple[str, str] | None:
    """The passage both have, as each gives it, from its first common row of words to its last; None without one."""
    rows = [stretch for stretch in lay(one, other.words) if stretch.laid is Laid.SAME]
    rows = [row for row in rows if row.q1 - row.q0 >= _ANCHOR]
    if len(rows) < 2 or rows[0].s0 > rows[-1].s0:
        return None
    first, last = rows[0], rows[-1]
    same = sum(row.q1 - row.q0 for row in rows)
    if last.q1 - first.q0 < _LEAST or same < _PART * min(last.q1 - first.q0, last.s1 - first.s0):
        return None
    return (
        one.text[one.words.starts[first.q0] : one.words.ends[last.q1 - 1]],
        other.text[other.words.starts[first.s0] : other.words.ends[last.s1 - 1]],
    )


def _is_altered(quote: str, source: str) -> bool:
    """Whether words differ when one text is read as a quotation of the other."""
    ground = Ground("", source, Convention.CHICAGO, Vocabulary({"": source}))
    reading = read_at(read_quotation(quote), Candidate("", 0, len(source), 100.0, ((0, 0, len(source)),)), ground)
    if reading is None or not reading.found:
        return False
    spelled = any(edit.kind is EditKind.SPELLING and not edit.permitted for edit in reading.edits)
    return reading.verdict is Verdict.ALTERED or spelled
