"""What is told of one finding in lines: plain ones for SARIF, JUnit and annotations, marked ones for comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from citecheck.model.report import CheckedQuotation, Finding
from citecheck.reporter.cleaning import clean, tidy
from citecheck.reporter.diff import GAP, TOLD, Piece, PieceKind, clipped, word_diff
from citecheck.reporter.entries import Entry, open_link, shortened, source_page, source_title
from citecheck.reporter.passage import shown_address
from citecheck.sources.mask import web_address

_WORDS = 28


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a line, cleaned; `strong` where the texts differ."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of what is told. `address` is what it leads to, "" when nothing or nothing that may be followed."""

    words: tuple[Words, ...]
    address: str = ""

    @property
    def text(self) -> str:
        """The line without its marks."""
        return "".join(each.text for each in self.words)


def told(entry: Entry, finding: Finding) -> list[str]:
    """One finding of an entry: its message, both texts where they differ, the source, the link, and what to do.

    Cleaned; no line holds a line end.
    """
    return [line.text for line in told_lines(entry, finding)]


def told_lines(entry: Entry, finding: Finding) -> list[Line]:
    """As `told`, with the words that differ marked and the addresses to follow."""
    lines = [_plain(tidy(finding.message))]
    if entry.quotation is not None:
        lines.extend(_quotation(entry.quotation))
    if entry.link is not None:
        lines.extend(_link(entry))
    if finding.advice:
        lines.append(_plain(f"To do: {tidy(finding.advice)}"))
    return lines


def _plain(text: str, address: str = "") -> Line:
    return Line((Words(text),), address)


def _quotation(checked: CheckedQuotation) -> Iterator[Line]:
    pieces = clipped(word_diff(checked))
    if any(piece.kind in TOLD for piece in pieces):
        yield _side("Source", pieces, ours=False)
        yield _side("Quotation", pieces, ours=True)
    else:
        yield _plain(f"Quotation: “{shortened(checked.quotation.text, _WORDS)}”")
    title = source_title(checked)
    if title:
        page = source_page(checked)
        yield _plain(f"In: {title}{f', page {page}' if page else ''}")
    link = open_link(checked)
    if link:
        yield _plain(f"Open: {shown_address(link)}", link)


def _side(name: str, pieces: Iterable[Piece], *, ours: bool) -> Line:
    words = [Words(f"{name}: “")]
    for piece in pieces:
        text = GAP if piece.kind is PieceKind.GAP else clean(piece.quote if ours else piece.source)
        if text:
            words += [Words(" ")] if len(words) > 1 else []
            words.append(Words(text, piece.kind in TOLD))
    return Line((*words, Words("”")))


def _link(entry: Entry) -> Iterator[Line]:
    if entry.link is None:
        return
    fetched = entry.link.fetched
    yield _address("Link", entry.link.link.url)
    if fetched.final_url and fetched.final_url != entry.link.link.url:
        yield _address("Now at", fetched.final_url)
    if fetched.archived_url:
        yield _address("Archive", fetched.archived_url)


def _address(name: str, url: str) -> Line:
    return _plain(f"{name}: {shown_address(url)}", web_address(url))
