"""What stands in a source's text and is its page's, not its author's: page numbers, running heads, note markers.

All of it is a guess, made of how lines stand to each other; a reading is tried with and without it. A line is taken
for a page's only where one of the author's could hardly stand as it does: nobody may drop a line of verse, a telegram
in capitals or an answer from a quotation because it looks like a running head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from citecheck.model.pagination import Page, page_of

_MARKER = re.compile(
    # A year in brackets is a law report's ("[1921] 2 KB 417").
    r"\[(?i:(?!1[5-9]\d\d|20\d\d)\d{1,4}|[a-z]|[*†‡§‖¶]{1,3}|[ivx]{1,5}"
    r"|(?:note|fn|n|p|pp|pg|page)\.? ?\d{1,4}|citation needed|edit)\]"
    r"|\{\d{1,4}\}"
    # Transcribed books have their notes and pictures where these stood on the page.
    r"|\[(?:Footnote|Illustration|Sidenote)\b[^\[\]]{0,2000}+\]"
    # "war.12 The" is marked; "3.12", "section C.3", an opening mark before a number are not.
    r"|(?:(?<=[.,;:!?)»])|(?<=[^\s(\[—–-][\"”’]))(?<!\d[.,:])(?<!\b[A-Z]\.)(?<!\b[Nn]o\.)\d{1,3}(?=[\s\"”’)»]|$)",
)
_LONGEST_HEAD = 72
_OFTEN, _IN_MID_SENTENCE = 3, 2
_MOST_TRIED = 40
_NUMBER_LINE = re.compile(r"(?:^|(?<=\f))[ \t\-–—\[\]()]*+(\d{1,5}|[ivxlcIVXLC]{1,8})[ \t\-–—\[\]()]*+(?=\f|$)", re.M)
_PARAGRAPH_NUMBER = re.compile(r"^[ \t]*+(\d{1,4})[.)](?=[ \t])", re.M)
_EDGE_NUMBER = re.compile(r"^[\[(|. \t]*+\d{1,4}[\])|. \t]++|(?<![ \t\[(|.])[ \t\[(|.]++\d{1,4}[\])|. \t]*+$")
_NOTE_LINE = re.compile(r"[ \t]{0,12}+(?:(\d{1,3})[.)]?|[¹²³⁴⁵⁶⁷⁸⁹⁰]{1,3}|[*†‡§‖¶]{1,3})[ \t]{0,4}+[A-ZÀ-ÖØ-Þ“\"«„]")
_LONGEST_NOTES = 2_400
_NEXT_PAGES = (1, 2, 3)
_VERSE_STEPS = (5, 10)  # how lines of verse are numbered


def note_markers(window: str) -> list[tuple[int, int]]:
    """Spans of a source's text that look like note markers ("[12]", "war.12") or are whole notes in brackets."""
    return [match.span() for match in _MARKER.finditer(window)]


@dataclass(slots=True)
class Known:
    """What was found out about all lines of a text: it outlives the text, which need not stay in memory."""

    pages: frozenset[Page] | None = None
    paragraphs: frozenset[int] | None = None
    titles: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Lines:
    """The lines of a source's text."""

    text: str
    known: Known = field(default_factory=Known)

    def furniture(self, low: int, high: int) -> list[tuple[int, int]]:
        """Spans, counted from `low`, of whole lines in `text[low:high]` that are page numbers or running heads."""
        return [(start - low, end - low) for start, end in self._within(low, high) if self._is_furniture(start, end)]

    def paragraph_numbers(self, low: int, high: int) -> list[tuple[int, int]]:
        """Spans, counted from `low`, of the numbers before numbered paragraphs ("15. We hold"), as judgments have."""
        return [
            (match.start() - low, match.end() - low)
            for match in _PARAGRAPH_NUMBER.finditer(self.text, low, high)
            if (match.start() == 0 or self.text[match.start() - 1] == "\n")
            and {int(match[1]) - 1, int(match[1]) + 1} & self._paragraphs()
        ]

    def footnotes(self, low: int, high: int) -> list[tuple[int, int]]:
        """Spans, counted from `low`, of notes at a page's foot that break into a sentence.

        They begin with a line that has a note's number or sign, after one that ends in mid-sentence, and end with a
        sentence, before a line that goes on in small letters.
        """
        spans: list[tuple[int, int]] = []
        lines = list(self._within(low, high))
        for index, (start, _) in enumerate(lines):
            if (spans and start < spans[-1][1]) or not self._begins_note(start):
                continue
            for stop, (after, _) in enumerate(lines[index + 1 :], index + 1):
                if after - start > _LONGEST_NOTES:
                    break
                if self.text[after : after + 20].lstrip()[:1].islower() and self._ends_sentence(lines[stop - 1][1]):
                    spans.append((start, after))
                    break
        return [(start - low, end - low) for start, end in spans]

    def _begins_note(self, start: int) -> bool:
        if not _NOTE_LINE.match(self.text, start, start + 20):
            return False
        before = self.text[max(0, start - 80) : start].rstrip()
        return bool(before) and (before[-1].isalpha() or before[-1] in ",;-")

    def _ends_sentence(self, end: int) -> bool:
        return self.text[max(0, end - 20) : end].rstrip().rstrip("”’\"')»]")[-1:] in (".", "!", "?")

    def _within(self, low: int, high: int) -> Iterator[tuple[int, int]]:
        """The whole lines of a window, without the ones that hold nothing."""
        start = low
        for line in self.text[low:high].splitlines(keepends=True):
            end = start + len(line)
            begun = start == 0 or self.text[start - 1] in "\n\f"
            if begun and line.strip() and (line[-1] in "\n\f" or end == len(self.text)):
                yield start, end
            start = end

    def _is_furniture(self, start: int, end: int) -> bool:
        bare = self.text[start:end].strip()
        if len(bare) > _LONGEST_HEAD:
            return False
        numbered = _NUMBER_LINE.fullmatch(bare)
        if numbered and (page := page_of(numbered[1])):
            return self._is_page(page) or (self._stands_apart(start, end) and self._interrupts(start, end))
        title = _EDGE_NUMBER.sub("", bare)
        if not any(map(str.isalpha, title)):
            return False
        if self._runs(title):
            return True
        # A head that runs nowhere else: a title or capitals between blank lines, in the middle of a sentence.
        looks = bare.isupper() or (title != bare and _is_titled(title))
        return looks and self._stands_apart(start, end) and self._interrupts(start, end)

    def _is_page(self, page: Page) -> bool:
        """Whether the number before or after, or the one that a numbered line of verse has, stands alone too."""
        steps = (*_NEXT_PAGES, *(() if page.roman else _VERSE_STEPS))
        return any(Page(page.number + sign * step, page.roman) in self._pages() for step in steps for sign in (1, -1))

    def _runs(self, title: str) -> bool:
        """Whether words stand as lines of their own three times, with a number or not, twice in mid-sentence."""
        if title not in self.known.titles:
            self.known.titles[title] = self._counts(title)
        return self.known.titles[title]

    def _counts(self, title: str) -> bool:
        often = interrupting = 0
        at = self.text.find(title)
        for _ in range(_MOST_TRIED):
            if at < 0:
                break
            start, end = self._line_at(at, at + len(title))
            if end - start <= _LONGEST_HEAD + 2 and _EDGE_NUMBER.sub("", self.text[start:end].strip()) == title:
                often += 1
                interrupting += self._interrupts(start, end)
            if often >= _OFTEN and interrupting >= _IN_MID_SENTENCE:
                return True
            at = self.text.find(title, at + len(title))
        return False

    def _line_at(self, start: int, end: int) -> tuple[int, int]:
        """The line around a span, no further than a head is long."""
        low, high = max(0, start - _LONGEST_HEAD), end + _LONGEST_HEAD
        begin = max(self.text.rfind(mark, low, start) for mark in "\n\f") + 1
        ends = [at for mark in "\n\f" if (at := self.text.find(mark, end, high)) >= 0]
        return max(begin, low), min(ends, default=min(high, len(self.text)))

    def _stands_apart(self, start: int, end: int) -> bool:
        """Whether a line has an empty one or a page's end on both sides."""
        before, after = self.text[max(0, start - 8) : start], self.text[end - 1 : end + 8]
        return _is_broken(before) and _is_broken(after)

    def _interrupts(self, start: int, end: int) -> bool:
        """Whether a sentence goes on across a line: a word or a comma before it, a small letter after it."""
        before = self.text[max(0, start - 80) : start].rstrip()
        after = self.text[end : end + 80].lstrip()
        return bool(before) and (before[-1].isalnum() or before[-1] in ",;-") and after[:1].islower()

    def _pages(self) -> frozenset[Page]:
        if self.known.pages is None:
            found = map(page_of, set(_NUMBER_LINE.findall(self.text)))
            self.known.pages = frozenset(page for page in found if page)
        return self.known.pages

    def _paragraphs(self) -> frozenset[int]:
        if self.known.paragraphs is None:
            self.known.paragraphs = frozenset(map(int, set(_PARAGRAPH_NUMBER.findall(self.text))))
        return self.known.paragraphs


def _is_broken(between: str) -> bool:
    return "\f" in between or between.count("\n") >= 2


def _is_titled(title: str) -> bool:
    """Whether most of the words are written as those of a title are; short ones do not count."""
    words = [word for word in title.split() if len(word) > 3 and word[0].isalpha()]
    return bool(words) and sum(word[0].isupper() for word in words) * 5 >= len(words) * 3


def blank(window: str, spans: list[tuple[int, int]]) -> str:
    """The text with the spans blanked, each character by one: a blank, or a line end where there was one."""
    pieces = []
    at = 0
    for start, end in spans:
        if start < at:
            continue
        pieces.append(window[at:start])
        pieces.append("".join("\n" if character == "\n" else " " for character in window[start:end]))
        at = end
    pieces.append(window[at:])
    return "".join(pieces)
