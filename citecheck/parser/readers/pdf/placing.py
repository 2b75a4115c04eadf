"""Where the reading text stands on the sheets, and what stands there: links and emphasis."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from citecheck.model.document import Mark, MarkKind, Position, Segment
from citecheck.parser.readers.pdf.rows import Row
from citecheck.parser.readers.pdf.sheet import LinkArea, Sheet, Word
from citecheck.parser.readers.prose.joining import Run


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word of the text: where it begins and ends there, and its sheet."""

    start: int
    end: int
    word: Word
    sheet: int


class Placing:
    """Leads the runs of a joined text back to the words of the rows that they are made of, by line number."""

    def __init__(self, sheets: Sequence[Sheet], rows: Mapping[int, Row], runs: Iterable[Run]) -> None:
        self._links = {sheet.number: sheet.links for sheet in sheets if sheet.links}
        self._words = [placed for run in runs for placed in _words(run, rows[run.line.number])]

    def segments(self) -> Iterator[Segment]:
        """One segment a word."""
        for each in self._words:
            yield Segment(each.start, Position(page=each.sheet, rect=each.word.box))

    def emphasis(self) -> list[Mark]:
        """A mark over each run of italic words."""
        found: list[Mark] = []
        for each in self._words:
            if not each.word.font.italic:
                continue
            if found and each.start - found[-1].end <= 1:
                found[-1] = Mark(MarkKind.EMPHASIS, found[-1].start, each.end)
            else:
                found.append(Mark(MarkKind.EMPHASIS, each.start, each.end))
        return found

    def links(self) -> list[Mark]:
        """A mark over each run of words that lie in the areas of one URL."""
        found: list[Mark] = []
        for each in self._words:
            url = _url_at(self._links.get(each.sheet, ()), each.word)
            if not url:
                continue
            if found and found[-1].target == url and each.start - found[-1].end <= 1:
                found[-1] = Mark(MarkKind.LINK, found[-1].start, each.end, url)
            else:
                found.append(Mark(MarkKind.LINK, each.start, each.end, url))
        return found


def _words(run: Run, row: Row) -> Iterator[_Placed]:
    shift = run.line.column - 1  # what was cut from the row's beginning
    begin, end = run.begin + shift, run.end + shift
    for index in range(max(0, bisect_left(row.places, begin + 1) - 1), len(row.words)):
        word, place = row.words[index], row.places[index]
        if place >= end:
            break
        start, stop = max(place, begin), min(place + len(word.text), end)
        if start < stop:
            yield _Placed(run.start + start - begin, run.start + stop - begin, word, row.sheet)


def _url_at(links: Sequence[LinkArea], word: Word) -> str:
    """The URL of the area that holds a word's middle."""
    across = (word.left + word.right) / 2
    up = word.base + 0.25 * word.size
    for link in links:
        left, bottom, right, top = link.box
        if left <= across <= right and bottom <= up <= top:
            return link.url
    return ""
