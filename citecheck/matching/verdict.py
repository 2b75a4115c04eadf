"""Chooses among the places where a quotation may stand and says what it is: the word of an editor, not a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from citecheck.matching.interface import Candidate, Query
from citecheck.matching.locate import locate
from citecheck.matching.quoted import Quoted, read_quotation
from citecheck.matching.reading import Ground, Reading, read_at, read_wider
from citecheck.matching.secondhand import stands_in_quotation
from citecheck.matching.vocabulary import Vocabulary
from citecheck.model.verdict import Convention, Match, Passage, Verdict

_SURE = 0.7  # of a quotation's letters: what so much of it stands in is its source
_FAR_BELOW = 15.0
_AS_GOOD = 90.0  # a place with a lower score is not looked at once the words are found


def judge(
    query: Query,
    candidates: Sequence[Candidate],
    texts: Mapping[str, str],
    convention: Convention = Convention.CHICAGO,
    vocabulary: Vocabulary | None = None,
) -> Match:
    """The verdict of one quotation over the places where it may stand.

    `texts` holds each candidate's source by its id. The quotation is held to the sources it cites; only what none
    of them has is looked for in others, and then it is misattributed. Nothing depends on the order of `texts`.
    """
    quote = read_quotation(query.text)
    words = vocabulary or Vocabulary(texts)
    ordered = sorted(candidates, key=lambda each: (-each.score, each.source, each.start))
    cited = [each for each in ordered if each.source in query.cited or not query.cited]
    here = _read_all(quote, cited, texts, convention, words)
    best = here[0] if here else None
    if query.cited and (best is None or _is_doubtful(best)):
        others = [each for each in ordered if each.source not in query.cited]
        there = [reading for reading in _read_all(quote, others, texts, convention, words) if _is_sure(reading)]
        if there and (best is None or not best.found or there[0].verdict in (Verdict.MATCH, Verdict.MINOR)):
            same = _read_all(quote, _likewise(there[0], query.cited, texts), texts, convention, words)
            if not (same and same[0].found):
                return _match(query, there, texts, Verdict.MISATTRIBUTED)
            here, best = same, same[0]
    if best is None or not best.found:
        return Match(query.id, Verdict.NOT_FOUND, similarity=round(best.similarity, 1) if best else 0.0)
    return _match(query, here, texts, best.verdict)


def match(
    queries: Sequence[Query], sources: Mapping[str, str], convention: Convention = Convention.CHICAGO
) -> list[Match]:
    """The verdicts of many quotations over many sources, in the order of the quotations."""
    return list(matches(queries, sources, convention))


def matches(
    queries: Sequence[Query], sources: Mapping[str, str], convention: Convention = Convention.CHICAGO
) -> Iterator[Match]:
    """As `match`, one by one. Where they may stand is found out before this returns."""
    places = locate(queries, sources)
    vocabulary = Vocabulary(sources)
    return (judge(query, places.get(query.id, ()), sources, convention, vocabulary) for query in queries)


def _likewise(reading: Reading, cited: Sequence[str], texts: Mapping[str, str]) -> list[Candidate]:
    """Places in cited sources that hold the very words found elsewhere: one book may hold another's chapter."""
    text = texts[reading.source]
    middle = (reading.start + reading.end) // 2
    start, end = max(reading.start, middle - _SNIPPET), min(reading.end, middle + _SNIPPET)
    found = []
    for source in sorted(set(cited) & texts.keys()):
        at = texts[source].find(text[start:end])
        if at >= 0:
            low, high = at - (start - reading.start), at + reading.end - start
            found.append(Candidate(source, max(0, low), high, 100.0, ((0, max(0, low), high),)))
    return found


_SNIPPET = 40


def _is_doubtful(reading: Reading) -> bool:
    """Whether another source may have the words better: they do not stand here, or are much altered."""
    return not reading.found or (reading.verdict is Verdict.ALTERED and reading.standing < _SURE)


def _is_sure(reading: Reading) -> bool:
    """Whether a source that nobody cited has the words so nearly that they must be from it or its like."""
    return reading.verdict in (Verdict.MATCH, Verdict.MINOR) or (reading.found and reading.standing >= _SURE)


def _match(query: Query, readings: list[Reading], texts: Mapping[str, str], verdict: Verdict) -> Match:
    best, *rest = readings
    ties = [Passage(each.source, each.start, each.end) for each in rest if each.rank[:-2] == best.rank[:-2]]
    return Match(
        query.id,
        verdict,
        Passage(best.source, best.start, best.end),
        round(best.similarity, 1),
        best.edits,
        best.elisions,
        tuple(ties),
        best.spliced,
        stands_in_quotation(texts[best.source], best.start, best.end),
        best.noted,
    )


def _read_all(
    quote: Quoted,
    candidates: Sequence[Candidate],
    texts: Mapping[str, str],
    convention: Convention,
    vocabulary: Vocabulary,
) -> list[Reading]:
    """Readings of a quotation at all its candidates, best first, one for each place."""
    found: list[tuple[Reading, Candidate]] = []
    for candidate in candidates:
        if found and _is_idle(candidate, found):
            continue
        ground = Ground(candidate.source, texts[candidate.source], convention, vocabulary)
        if (reading := read_at(quote, candidate, ground)) is not None:
            found.append((reading, candidate))
    found.sort(key=lambda each: each[0].rank)
    readings = [reading for reading, _ in found]
    if readings and readings[0].loose:
        reading, candidate = found[0]
        ground = Ground(candidate.source, texts[candidate.source], convention, vocabulary)
        readings[0] = read_wider(quote, reading, candidate, ground)
    places: list[Reading] = []
    for reading in readings:
        if not any(_overlap(reading, other) for other in places):
            places.append(reading)
    return places


def _is_idle(candidate: Candidate, found: Sequence[tuple[Reading, Candidate]]) -> bool:
    """Whether reading at a place can change nothing: the words were found already where far more letters stand."""
    if candidate.score < _AS_GOOD and any(reading.verdict is Verdict.MATCH for reading, _ in found):
        return True
    return any(reading.found and other.score > candidate.score + _FAR_BELOW for reading, other in found)


def _overlap(one: Reading, other: Reading) -> bool:
    return one.source == other.source and one.start < other.end and other.start < one.end
