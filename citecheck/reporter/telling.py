"""What is told of one finding in plain lines, for the formats that have no marks: SARIF, JUnit, annotations, Word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from citecheck.model.report import CheckedQuotation, Finding
from citecheck.reporter.cleaning import clean, tidy
from citecheck.reporter.diff import GAP, TOLD, Piece, PieceKind, clipped, word_diff
from citecheck.reporter.entries import Entry, open_link, shortened, source_page, source_title
from citecheck.reporter.passage import shown_address

_WORDS = 28


def told(entry: Entry, finding: Finding) -> list[str]:
    """One finding of an entry: its message, both texts where they differ, the source, the link, and what to do.

    Cleaned; no line holds a line end.
    """
    lines = [tidy(finding.message)]
    if entry.quotation is not None:
        lines.extend(_quotation(entry.quotation))
    if entry.link is not None:
        lines.extend(_link(entry))
    if finding.advice:
        lines.append(f"To do: {tidy(finding.advice)}")
    return lines


def _quotation(checked: CheckedQuotation) -> Iterator[str]:
    pieces = clipped(word_diff(checked))
    if any(piece.kind in TOLD for piece in pieces):
        theirs, ours = both_texts(pieces)
        yield f"Source: “{theirs}”"
        yield f"Quotation: “{ours}”"
    else:
        yield f"Quotation: “{shortened(checked.quotation.text, _WORDS)}”"
    title = source_title(checked)
    if title:
        page = source_page(checked)
        yield f"In: {title}{f', page {page}' if page else ''}"
    link = open_link(checked)
    if link:
        yield f"Open: {shown_address(link)}"


def _link(entry: Entry) -> Iterator[str]:
    if entry.link is None:
        return
    fetched = entry.link.fetched
    yield f"Link: {shown_address(entry.link.link.url)}"
    if fetched.final_url and fetched.final_url != entry.link.link.url:
        yield f"Now at: {shown_address(fetched.final_url)}"
    if fetched.archived_url:
        yield f"Archive: {shown_address(fetched.archived_url)}"


def both_texts(pieces: Iterable[Piece]) -> tuple[str, str]:
    """The source's words and the quotation's, each as one cleaned line."""
    theirs, ours = [], []
    for piece in pieces:
        gap = piece.kind is PieceKind.GAP
        theirs.append(GAP if gap else clean(piece.source))
        ours.append(GAP if gap else clean(piece.quote))
    return " ".join(filter(None, theirs)), " ".join(filter(None, ours))
