"""The manuscript itself as a Word file with a comment for each finding, on the very words."""

from __future__ import annotations

from bisect import bisect_left
from pathlib import Path

from citecheck.errors import CitecheckError, UnreadableError
from citecheck.model.document import Block, Document, MarkKind
from citecheck.model.report import DocumentReport, Finding, Report
from citecheck.reporter.cleaning import clean, tidy
from citecheck.reporter.entries import Entry, entries, open_link, place
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.passage import web_address
from citecheck.reporter.telling import told
from citecheck.reporter.word.comments import Comment, Line, annotate
from citecheck.reporter.word.letters import MainText
from citecheck.reporter.word.package import Package

_NEAR = 4000  # letters within which a short block is looked for
_SURE = 24  # letters of a block that stands in one place only


class DocxReporter:
    """A copy of the manuscript's Word file in which nothing is changed but that comments stand in it.

    What is told of a note stands at its marker, for Word takes no comments in notes.
    """

    name = "docx"
    binary = True

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The file. Raises `CitecheckError` unless the run is over one Word file that can still be read."""
        if len(report.documents) != 1:
            raise CitecheckError(
                "docx: comments go into one manuscript at a time; check one file, or use --format html"
            )
        (document,) = report.documents
        path = document.manuscript.document.path
        if document.manuscript.document.format != "docx":
            raise CitecheckError(f"{path}: is no Word file, so no comments can be put into it; use --format html")
        try:
            package = Package(Path(path).read_bytes())
            text = MainText(package[package.main])
        except OSError as error:
            raise CitecheckError(f"{path}: cannot be read again ({error.strerror})") from None
        except UnreadableError as error:
            raise CitecheckError(f"{path}: {error}") from None
        annotate(package, text, _comments(document, text))
        return package.written()


def _comments(document: DocumentReport, text: MainText) -> list[Comment]:
    places = _Places(document.manuscript.document, text)
    return [
        places.comment(entry, finding, _lines(document, entry, finding))
        for entry in entries(document)
        for finding in entry.findings
    ]


def _lines(document: DocumentReport, entry: Entry, finding: Finding) -> list[Line]:
    first, *rest = told(entry, finding)
    lines = [Line(f"{finding.severity} {finding.code} {finding.name}: {first}")]
    if finding.position.note:
        lines.append(Line(f"At: {place(document.manuscript.document.path, finding.position)}"))
    addresses = {}
    if entry.quotation is not None:
        addresses["Open: "] = open_link(entry.quotation)
    if entry.link is not None:
        addresses |= {"Link: ": web_address(entry.link.link.url), "Now at: ": web_address(entry.link.fetched.final_url)}
        addresses["Archive: "] = web_address(entry.link.fetched.archived_url)
    for line in rest:
        address = next((url for label, url in addresses.items() if line.startswith(label)), "")
        lines.append(Line(clean(line), address))
    return lines


class _Places:
    """Leads offsets of the document's text to the letters and note markers of the Word file."""

    def __init__(self, document: Document, text: MainText) -> None:
        self._document = document
        self._text = text
        self._blocks: list[tuple[int, Block, int]] = []  # start of the block, block, its first letter in the file
        at = 0
        for block in document.blocks:
            if block.start >= document.body_end:
                break
            letters = _folded(document.text[block.start : block.end])
            reach = None if len(letters) >= _SURE else at + _NEAR
            found = text.folded.find(letters, at, reach) if letters else -1
            if found >= 0:
                self._blocks.append((block.start, block, found))
                at = found + len(letters)
        self._starts = [start for start, _, _ in self._blocks]
        marks = [
            mark for mark in document.marks if mark.kind is MarkKind.NOTE_MARKER and mark.start <= document.body_end
        ]
        self._markers = {mark.target: number for number, mark in reversed(list(enumerate(marks)))}

    def comment(self, entry: Entry, finding: Finding, lines: list[Line]) -> Comment:
        """A comment on the words of an entry or on its note's marker; on the first letter where neither is found."""
        start, end = finding.start, finding.start
        if entry.quotation is not None:
            start, end = entry.quotation.quotation.start, entry.quotation.quotation.end
        elif entry.link is not None:
            start, end = entry.link.link.start, entry.link.link.end
        note = self._note_at(start) or (finding.note if start >= self._document.body_end else None)
        number = self._markers.get(note or "", -1)
        if 0 <= number < len(self._text.markers):
            return Comment(lines, marker=self._text.markers[number])
        return self._on_words(lines, start, end)

    def _note_at(self, offset: int) -> str | None:
        return next((body.id for body in self._document.note_bodies if body.start <= offset <= body.end), None)

    def _on_words(self, lines: list[Line], start: int, end: int) -> Comment:
        letters = self._text.letters
        if not letters:
            return Comment(lines)
        first = self._letter(start)
        if first is None:
            at = tidy(self._document.text[start : start + 60])
            return Comment([*lines, Line(f"At: {at}")], letters[0], letters[0])
        words = _folded(self._document.text[start:end]) or _folded(self._word_at(start))
        last = min(first + max(0, len(words) - 1), len(letters) - 1)
        return Comment(lines, letters[first], letters[last])

    def _word_at(self, start: int) -> str:
        words = self._document.text[start : start + 100].split(maxsplit=1)
        return words[0] if words else ""

    def _letter(self, offset: int) -> int | None:
        """The number of the first letter in the file at or behind an offset, None where its block was not found."""
        index = bisect_left(self._starts, offset + 1) - 1
        if index < 0:
            return None
        start, block, found = self._blocks[index]
        if offset > block.end:
            return None
        letter = found + len(_folded(self._document.text[start:offset]))
        return letter if letter < len(self._text.letters) else None


def _folded(text: str) -> str:
    return "".join(filter(str.isalnum, text))
