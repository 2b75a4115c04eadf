"""Joins lines into reading text, and keeps where every run of it stands.

A URL that a line's end broke at a hyphen can be read with or without it. The text keeps it as printed, joined
without a blank, and a link mark over it gives both: `target` is the reading without the hyphen, `label` with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from citecheck.model.document import Block, BlockKind, Mark, MarkKind
from citecheck.parser.readers.prose.line import Line

_HYPHENS = "-‐\u00ad\u2010"
_DASHES = ("—", "–", "―")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_PART = re.compile(r"(?<![^\W\d_])[^\W\d_]+$")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_URL_START = re.compile(r"https?://|www\.", re.IGNORECASE)
_LAST_TOKEN = re.compile(r"(?<!\S)\S++\Z")
_GOES_ON = re.compile(
    r"(?:[^\W_]|[.!$'()*+,;:@-])*+[/=&?#%_~]\S*+|\S*\.(?:html?|php|aspx?|pdf|txt|xml)\b\S*+|(?:[^\W\d]|-)*+\d[.\w-]*+"
)
_WHOLE_PAGE = re.compile(r"\.(?:html?|php|aspx?|pdf|txt)[.,]?$", re.IGNORECASE)
_WORDS_APART = re.compile(r"[^\W\d_]+/[^\W\d_]+[.,]?")  # and/or
_LONGEST_URL = 2000
_TRAILING = ".,;:!?)]”’\"'»"


class Vocabulary:
    """The words that stand whole inside the lines of a text: they tell which line-end hyphens are the words' own."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            for word in _WORD.finditer(line.text):
                if word.start() > 0 and word.end() < len(line.text):
                    self._words[word[0].casefold()] += 1

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether `first-second` is one word with a hyphen; printers break far more words than compounds."""
        joined, hyphened = (first + second).casefold(), f"{first}-{second}".casefold()
        if self._words[joined] or self._words[hyphened]:
            return self._words[hyphened] > self._words[joined]
        return second[:1].isupper()


@dataclass(slots=True)
class Cut:
    """A note marker in a line: `text[start:end]` is taken out of it and a mark with this target put in its place."""

    start: int
    end: int
    target: str
    label: str


@dataclass(slots=True)
class _Url:
    """A URL still open at a line's end: where it begins in the block, and the line-end hyphens in it."""

    start: int
    hyphens: list[int]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line in the reading text, where it begins at `start`: `line.text[begin:end]`.

    A line-end hyphen that was undone is the last character of its run and has no place in the text.
    """

    start: int
    line: Line
    begin: int
    end: int


@dataclass(slots=True)
class Joiner:
    """Grows the reading text block by block."""

    vocabulary: Vocabulary
    cuts: Mapping[int, Sequence[Cut]]
    blocks: list[Block] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0

    def add(
        self,
        lines: Sequence[Line],
        kind: BlockKind,
        *,
        note: str | None = None,
        level: int = 0,
        continues: bool = False,
    ) -> None:
        """Adds a block of lines. Lines of verse stay apart, all others are joined."""
        if self._length:
            self._append("\n\n")
        start = self._length
        words = ""
        url: _Url | None = None
        for line in lines:
            if kind is BlockKind.VERSE and words:
                words += "\n"
            else:
                words, url = self._join(words, url, line, start)
            words = self._line(words, line, start)
        self._close(words, url, start)
        self._append(words)
        self.blocks.append(Block(kind, start, self._length, note, level, continues))

    @property
    def length(self) -> int:
        """Characters so far."""
        return self._length

    def finish(self) -> str:
        """The whole text."""
        return "".join(self._pieces)

    def _append(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def _line(self, words: str, line: Line, start: int) -> str:
        """The block's words with a line added, its markers taken out."""
        at = 0
        for cut in sorted(self.cuts.get(line.number, ()), key=lambda cut: cut.start):
            words = self._run(words, line, at, cut.start, start)
            place = start + len(words)
            self.marks.append(Mark(MarkKind.NOTE_MARKER, place, place, cut.target, cut.label))
            at = cut.end
        return self._run(words, line, at, len(line.text), start)

    def _run(self, words: str, line: Line, begin: int, end: int, start: int) -> str:
        if begin >= end:
            return words
        self.runs.append(Run(start + len(words), line, begin, end))
        return words + line.text[begin:end]

    def _join(self, words: str, url: _Url | None, line: Line, start: int) -> tuple[str, _Url | None]:
        """The words so far, made ready for a line to follow; and the URL still open at their end."""
        if not words:
            return words, None
        begin = _url_at_end(words)
        if begin is not None:
            if url is None or url.start != begin:
                self._close(words, url, start)
                url = _Url(begin, [])
            if _goes_on(words[begin:], line.text.split(None, 1)[0]):
                if words[-1] in _HYPHENS:
                    url.hyphens.append(len(words) - 1)
                return words, url
        self._close(words, url, start)
        last = words[-1]
        if begin is None and last in _HYPHENS and words[-2:-1].isalnum():
            return self._unhyphenated(words, line), None
        if words.endswith(_DASHES) and not words[-2:-1].isspace():
            return words, None
        return words + " ", None

    def _close(self, words: str, url: _Url | None, start: int) -> None:
        """Marks a URL that a line's end broke at a hyphen, once its end is known."""
        if url is None or not url.hyphens:
            return
        printed = words[url.start :].split(None, 1)[0].rstrip(_TRAILING)
        lost = {at - url.start for at in url.hyphens}
        whole = "".join(char for at, char in enumerate(printed) if at not in lost)
        begin = start + url.start
        self.marks.append(Mark(MarkKind.LINK, begin, begin + len(printed), whole, printed))

    def _unhyphenated(self, words: str, line: Line) -> str:
        """Undoes a line-end hyphen, or keeps it where it is the word's own."""
        first, second = _LAST_PART.search(words, 0, len(words) - 1), _FIRST_PART.match(line.text)
        if first and second and not self.vocabulary.keeps_hyphen(first[0], second[0]):
            return words[:-1]
        return words


def _url_at_end(words: str) -> int | None:
    """Where the URL begins that words end with, None when they end with none."""
    token = _LAST_TOKEN.search(words, max(0, len(words) - _LONGEST_URL))
    found = _URL_START.search(words, token.start()) if token else None
    return found.start() if found else None


def _goes_on(tail: str, token: str) -> bool:
    """Whether a URL at a line's end goes on with the next line's first word."""
    if tail[-1] in _HYPHENS:
        return token[0].isalnum()
    if tail[-1] in ",;:)" or _WHOLE_PAGE.search(tail):
        return False
    if _WORDS_APART.fullmatch(token) and tail[-1] not in "/-_.=&?":
        return False
    return bool(_GOES_ON.fullmatch(token.rstrip(_TRAILING)))
