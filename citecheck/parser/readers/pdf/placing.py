"""Where the reading text stands on the sheets, and what stands there: links and emphasis."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from citecheck.model.document import Mark, MarkKind, Position, Segment
from citecheck.parser.readers.pdf.rows import Row
from citecheck.parser.readers.pdf.sheet import LinkArea, Sheet, Word
from citecheck.parser.readers.prose.joining import Run


class Placing:
    """Leads the runs of a joined text back to the words of the rows that they are made of, by line number."""

    def __init__(self, sheets: Sequence[Sheet], rows: Mapping[int, Row]) -> None:
        self._rows = rows
        self._links = {sheet.number: sheet.links for sheet in sheets if sheet.links}

    def segments(self, runs: Iterable[Run]) -> Iterator[Segment]:
        """One segment a word."""
        for start, _, word, row in self._words(runs):
            yield Segment(start, Position(page=row.sheet, rect=word.box))

    def emphasis(self, runs: Iterable[Run]) -> list[Mark]:
        """A mark over each run of italic words."""
        found: list[Mark] = []
        open_end = -1
        for start, end, word, _ in self._words(runs):
            if not word.font.italic:
                continue
            if found and start - open_end <= 1:
                found[-1] = Mark(MarkKind.EMPHASIS, found[-1].start, end)
            else:
                found.append(Mark(MarkKind.EMPHASIS, start, end))
            open_end = end
        return found

    def links(self, runs: Iterable[Run]) -> list[Mark]:
        """A mark over each run of words that lie in the areas of one URL."""
        if not self._links:
            return []
        found: list[Mark] = []
        for start, end, word, row in self._words(runs):
            url = _url_at(self._links.get(row.sheet, ()), word)
            if not url:
                continue
            if found and found[-1].target == url and start - found[-1].end <= 1:
                found[-1] = Mark(MarkKind.LINK, found[-1].start, end, url)
            else:
                found.append(Mark(MarkKind.LINK, start, end, url))
        return found

    def _words(self, runs: Iterable[Run]) -> Iterator[tuple[int, int, Word, Row]]:
        """Each word of the text: where it begins and ends there, the word, and its row."""
        for run in runs:
            row = self._rows[run.line.number]
            shift = run.line.column - 1  # what was cut from the row's beginning
            begin, end = run.begin + shift, run.end + shift
            first = max(0, bisect_left(row.places, begin + 1) - 1)
            for word, place in zip(row.words[first:], row.places[first:], strict=True):
                if place >= end:
                    break
                start = max(place, begin)
                stop = min(place + len(word.text), end)
                if start < stop:
                    yield run.start + start - begin, run.start + stop - begin, word, row


def _url_at(links: Sequence[LinkArea], word: Word) -> str:
    """The URL of the area that holds a word's middle."""
    across = (word.left + word.right) / 2
    up = word.base + 0.25 * word.size
    for link in links:
        left, bottom, right, top = link.box
        if left <= across <= right and bottom <= up <= top:
            return link.url
    return ""


def by_sheet(words: Iterable[tuple[int, Word]]) -> dict[int, list[Word]]:
    """Words by the number of their sheet."""
    found: dict[int, list[Word]] = defaultdict(list)
    for sheet, word in words:
        found[sheet].append(word)
    return found
