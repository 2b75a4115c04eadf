"""A manuscript's file as it is on the disk, so that a change leaves all else in it as it was."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from citecheck.errors import CitecheckError
from citecheck.mending.wording import Change
from citecheck.model.document import Document
from citecheck.parser.readers.decoding import SAMPLE, decode

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp1252", "latin-1", "iso-8859-15", "mac-roman", "cp1250", "cp1251")


class Original:
    """The bytes of a text file, its text with line ends made "\\n", and the way back.

    Raises `CitecheckError` when the file cannot be read, or its text would not give its bytes again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.data = path.read_bytes()
        except OSError as error:
            raise CitecheckError(f"{path}: cannot be read ({error.strerror})") from None
        self.text = decode(self.data)
        self._mark = next((mark for mark, _ in _MARKS if self.data.startswith(mark)), b"")
        self._encoding, self._exact = self._found()
        self._starts = [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def _found(self) -> tuple[str, str]:
        """The encoding that gives the text that was read, and its bytes again; and the text with its line ends."""
        body = self.data[len(self._mark) :]
        named = [name for mark, name in _MARKS if mark == self._mark and self._mark]
        for encoding in named or _candidates(body):
            try:
                exact = body.decode(encoding)
                same = exact.encode(encoding) == body
            except UnicodeError:
                continue
            if same and exact.replace("\r\n", "\n").replace("\r", "\n") == self.text:
                return encoding, exact
        raise CitecheckError(f"{self.path}: its encoding is not known for sure; change it by hand")

    def place(self, document: Document, offset: int) -> int | None:
        """Where a character of the document's text stands in this text; None where another stands there.

        A blank of the document may be any white space.
        """
        position = document.locate(offset, offset + 1)
        if position.line is None or position.column is None or position.part or position.line > len(self._starts):
            return None
        at = self._starts[position.line - 1] + position.column - 1
        if at >= len(self.text):
            return None
        here, there = self.text[at], document.text[offset]
        return at if here == there or (here.isspace() and there.isspace()) else None

    def span(self, document: Document, start: int, end: int) -> tuple[int, int] | None:
        """Where `document.text[start:end]` stands, word for word; for an empty span, behind what stands before it."""
        if start == end:
            at = self.place(document, start - 1)
            if at is not None:
                return at + 1, at + 1
            at = self.place(document, start)
            return None if at is None else (at, at)
        first, last = self.place(document, start), self.place(document, end - 1)
        if (
            first is None
            or last is None
            or " ".join(self.text[first : last + 1].split()) != " ".join(document.text[start:end].split())
        ):
            return None
        return first, last + 1

    def offset(self, line: int) -> int:
        """Where a line begins; the text's end for one behind the last."""
        return self._starts[line - 1] if line <= len(self._starts) else len(self.text)

    def line(self, at: int) -> int:
        """The number, from 1, of the line that holds a character."""
        return bisect_right(self._starts, at)

    def changed(self, changes: Sequence[Change]) -> bytes:
        """The file's bytes with changes, in order and apart, in the same encoding and with the same line ends.

        Raises `CitecheckError` for words that the encoding does not have.
        """
        exact = self._exact
        places = _Places(exact)
        for change in reversed(changes):
            exact = exact[: places(change.start)] + change.new + exact[places(change.end) :]
        try:
            return self._mark + exact.encode(self._encoding)
        except UnicodeEncodeError as error:
            raise CitecheckError(f"{self.path}: {error.object[error.start]!r} is not in {self._encoding}") from None


def _candidates(body: bytes) -> Iterator[str]:
    """Encodings that the text may have been read by, the guessed one last."""
    yield from _ENCODINGS
    best = from_bytes(body[:SAMPLE]).best()
    if best is not None:
        yield best.encoding


class _Places:
    """Offsets in a text with its own line ends, by those in the text with "\\n"."""

    def __init__(self, exact: str) -> None:
        self._doubles: list[int] = []
        at = exact.find("\r\n")
        while at >= 0:
            self._doubles.append(at - len(self._doubles))
            at = exact.find("\r\n", at + 2)

    def __call__(self, offset: int) -> int:
        return offset + bisect_right(self._doubles, offset - 1)
