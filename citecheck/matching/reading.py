"""Reads a quotation at one place of a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from citecheck.matching.compare import Laid, Stretch, lay
from citecheck.matching.furniture import Lines, blank, note_markers
from citecheck.matching.interface import Candidate
from citecheck.matching.naming import Reader
from citecheck.matching.quoted import Quoted
from citecheck.matching.relation import SLIGHT, slightly_changed
from citecheck.matching.vocabulary import Vocabulary
from citecheck.matching.words import Words, joined, read_words
from citecheck.model.verdict import Convention, Edit, EditKind, Elision, Verdict

_WIDE_MARGIN = 2500
_MARGIN = 240  # characters read on both sides of a candidate, whose ends may be off by some words
_RUN = 3  # words in a row that do not stand together by chance
_STANDING = 0.35
_WIDE = 3


@dataclass(frozen=True)
class Reading:
    """A quotation read against one place of a source."""

    source: str
    start: int
    end: int
    edits: tuple[Edit, ...]
    elisions: tuple[Elision, ...]
    spliced: bool
    standing: float
    similarity: float
    found: bool
    loose: bool = False  # whether words at an end of the quotation stand nowhere near the rest
    noted: str = ""

    @property
    def verdict(self) -> Verdict:
        """MATCH, MINOR or ALTERED; NOT_FOUND when too little of the quotation stands here."""
        if not self.found:
            return Verdict.NOT_FOUND
        counting = [edit for edit in self.edits if not edit.permitted]
        if self.spliced or any(edit.kind not in SLIGHT for edit in counting):
            return Verdict.ALTERED
        if any(elision.concern == "negation" for elision in self.elisions):
            return Verdict.ALTERED
        return Verdict.MINOR if counting else Verdict.MATCH

    @property
    def rank(self) -> tuple[object, ...]:
        """What orders readings, best first; the last terms only so that the order of the sources does not matter."""
        counting = [edit for edit in self.edits if not edit.permitted]
        grave = [edit for edit in counting if edit.kind not in SLIGHT]
        concerns = sum(bool(elision.concern) for elision in self.elisions)
        order = (Verdict.MATCH, Verdict.MINOR, Verdict.ALTERED, Verdict.NOT_FOUND).index(self.verdict)
        left_out = sum(elision.source_end - elision.source_start for elision in self.elisions)
        weight = sum(max(len(edit.source.split()), len(edit.quote.split()), 1) for edit in grave)
        return order, self.spliced, weight, len(counting), concerns, left_out, self.source, self.start


@dataclass(frozen=True)
class Ground:
    """A source to read in: its id and text, and by what rules and words."""

    source: str
    text: str
    convention: Convention
    vocabulary: Vocabulary

    @property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text, self.vocabulary.lines(self.source))


def read_at(quote: Quoted, candidate: Candidate, ground: Ground) -> Reading | None:
    """A quotation read at one place; None when nothing of it can be compared there."""
    if (exact := _read_exactly(quote, candidate, ground)) is not None:
        return exact
    return _read_around(quote, candidate, ground, _MARGIN)


def read_wider(quote: Quoted, reading: Reading, candidate: Candidate, ground: Ground) -> Reading:
    """A reading with a loose end, read again in a wider part of its source: a sentence or two may be left out."""
    wider = _read_around(quote, candidate, ground, _WIDE_MARGIN)
    return wider if wider is not None and wider.standing > reading.standing else reading


def _read_around(quote: Quoted, candidate: Candidate, ground: Ground, margin: int) -> Reading | None:
    """The best reading of the text as it stands, without its page furniture, or without its note markers too."""
    windows = _windows(quote, candidate, len(ground.text), margin)
    best: Reading | None = None
    before: list[str] | None = None
    for cleaning in (_as_it_stands, _without_furniture, _without_apparatus):
        texts = [cleaning(ground, low, high) for low, high in windows]
        if texts == before:
            continue
        before = texts
        reading = _read_windows(quote, windows, texts, ground)
        if reading is not None and (best is None or reading.rank < best.rank):
            best = reading
        if best is not None and best.verdict is Verdict.MATCH:
            break
    return best


def _as_it_stands(ground: Ground, low: int, high: int) -> str:
    return ground.text[low:high]


def _without_furniture(ground: Ground, low: int, high: int) -> str:
    return blank(ground.text[low:high], ground.lines.furniture(low, high))


def _without_apparatus(ground: Ground, low: int, high: int) -> str:
    window, lines = ground.text[low:high], ground.lines
    notes = [*note_markers(window), *lines.footnotes(low, high), *lines.paragraph_numbers(low, high)]
    return blank(window, sorted([*notes, *lines.furniture(low, high)]))


def _read_exactly(quote: Quoted, candidate: Candidate, ground: Ground) -> Reading | None:
    """A quotation that stands in the source character for character, or None."""
    bare, text = quote.text.strip(), ground.text
    low = max(0, candidate.start - _MARGIN)
    at = text.find(bare, low, candidate.end + _MARGIN) if bare else -1
    if at < 0:
        return None
    end = at + len(bare)
    if (text[at - 1 : at].isalnum() and bare[0].isalnum()) or (bare[-1].isalnum() and text[end : end + 1].isalnum()):
        # What is left of a cut word may be another word: "lawful" of "unlawful".
        return None
    return Reading(ground.source, at, end, (), (), False, 1.0, 100.0, True)


def _windows(quote: Quoted, candidate: Candidate, length: int, margin: int) -> list[tuple[int, int]]:
    """The stretches of a source to read: around the whole candidate, or around its pieces when they lie far apart."""
    if candidate.end - candidate.start <= _WIDE * len(quote.text) + 4 * _MARGIN or not candidate.pieces:
        spans = [(candidate.start, candidate.end)]
    else:
        spans = sorted((start, end) for _, start, end in candidate.pieces)
    windows: list[tuple[int, int]] = []
    for start, end in spans:
        low, high = max(0, start - margin), min(length, end + margin)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], max(high, windows[-1][1]))
        else:
            windows.append((low, high))
    return windows


def _read_windows(
    quote: Quoted, windows: Sequence[tuple[int, int]], texts: Sequence[str], ground: Ground
) -> Reading | None:
    """A reading of the windows' words, as `texts` has them; None when they cannot be the quotation's."""
    words = joined([read_words(text, low) for text, (low, _) in zip(texts, windows, strict=True)])
    if not _may_stand(quote, words):
        return None
    row = lay(quote, words)
    return _reading(quote, words, row, ground) if row else None


def _may_stand(quote: Quoted, words: Words) -> bool:
    """Whether enough pairs of neighbouring words are common to both that comparing them is worth while."""
    if quote.size <= 2 * _RUN:
        return True
    keys = quote.words.keys
    ours = set(pairwise(keys))
    return len(ours.intersection(pairwise(words.keys))) >= _COMMON_PAIRS * len(ours)


_COMMON_PAIRS = 0.2


def _reading(quote: Quoted, words: Words, row: Sequence[Stretch], ground: Ground) -> Reading:
    standing, same = _standing(quote, words, row)
    placed = [stretch for stretch in row if stretch.laid is not Laid.LEAPT and stretch.s1 > stretch.s0]
    if not placed or standing < _STANDING:
        return Reading(ground.source, 0, 0, (), (), False, standing, 100 * same, False)
    reader = Reader(quote, words, ground.text, ground.convention, ground.source, ground.vocabulary)
    edits = tuple(reader.edits(row))
    start = min(words.starts[stretch.s0] for stretch in placed)
    end = max(words.ends[stretch.s1 - 1] for stretch in placed)
    spliced = any(_is_splice(stretch, words) for stretch in row)
    left_out = sum(len(edit.source) for edit in edits if not edit.permitted and edit.kind is EditKind.OMISSION)
    similarity = 100 * same / (1 + min(left_out / len(quote.text), 1.0))
    grave = _places([edit for edit in edits if not edit.permitted and edit.kind not in SLIGHT])
    found = not grave or _is_no_accident(quote, row, grave, same)
    elisions = tuple(reader.elisions(row))
    loose = any(end.laid is Laid.CHANGED and end.q1 - end.q0 > _RUN for end in (row[0], row[-1]))
    return Reading(ground.source, start, end, edits, elisions, spliced, standing, similarity, found, loose)


def _places(edits: Sequence[Edit]) -> int:
    """At how many places words are changed: edits of neighbouring words are one change."""
    ordered = sorted(edits, key=lambda edit: (edit.quote_start, edit.source_start))
    apart = sum(
        after.quote_start > before.quote_end + 1 or after.source_start > before.source_end + 1
        for before, after in pairwise(ordered)
    )
    return apart + bool(ordered)


def _is_no_accident(quote: Quoted, row: Sequence[Stretch], grave: int, same: float) -> bool:
    """Whether altered words that stand here are the quotation's and not words that any text has in common.

    Three words are found as they are or not at all. Up to twelve are held to be altered when both ends stand and
    little else is changed; more only have to be there in runs (see `_standing`), mostly so if they are scattered.
    """
    leaps = any(stretch.laid is Laid.LEAPT for stretch in row)
    if quote.size > _BRIEF:
        return not leaps or same >= _MOSTLY
    if quote.size <= _RUN or leaps:
        return False
    framed = row[0].laid is Laid.SAME and row[-1].laid is Laid.SAME
    if quote.size < _BRIEF // 2 + 2:
        return framed and grave == 1 and same >= _MOSTLY
    return same >= (_MOSTLY if framed else _NEARLY_ALL)


_BRIEF = 12
_MOSTLY, _NEARLY_ALL = 0.6, 0.8


def _is_splice(stretch: Stretch, words: Words) -> bool:
    """Whether the quotation goes on backwards here, or so far ahead that nobody would call it an omission."""
    if stretch.laid is not Laid.LEAPT:
        return False
    return stretch.s1 < stretch.s0 or words.starts[stretch.s1] - words.ends[stretch.s0 - 1] > _FAR_AHEAD


def _standing(quote: Quoted, words: Words, row: Sequence[Stretch]) -> tuple[float, float]:
    """The shares of the quotation's letters in runs that stand in the source, and in all its words that do.

    A run is three words or more, or all words between two ellipses or brackets; a word that is a form or a
    misprint of the source's does not end it.
    """
    keys = quote.words.keys
    total = sum(len(keys[index]) for a, b in quote.runs for index in range(a, b)) or 1
    whole_runs = dict(quote.runs)
    in_runs = same = run = letters = 0
    first = -1
    for stretch in (*row, _END):
        if stretch.laid is Laid.SAME:
            first = stretch.q0 if first < 0 else first
            run += stretch.q1 - stretch.q0
            letters += sum(map(len, keys[stretch.q0 : stretch.q1]))
        elif not slightly_changed(words.keys[stretch.s0 : stretch.s1], keys[stretch.q0 : stretch.q1]):
            same += letters
            if run >= _RUN or letters >= _LONG_RUN or whole_runs.get(first) == first + run:
                in_runs += letters
            run = letters = 0
            first = -1
    return in_runs / total, same / total


_LONG_RUN = 16
_FAR_AHEAD = 1000
_END = Stretch(Laid.LEAPT, 0, 0, 0, 0)
