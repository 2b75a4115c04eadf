"""Shows what `citecheck match` found: a line of JSON for each quotation, or one quotation beside its source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from citecheck.model.document import Position
from citecheck.model.manuscript import Quotation, QuotationKind, Role
from citecheck.model.report import CheckedQuotation
from citecheck.model.source import SourceText
from citecheck.model.verdict import Match
from citecheck.reporter.diff import TOLD, word_diff
from citecheck.reporter.passage import passage_link, shown_address


def jsonl(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """One JSON object a line, ASCII, so that any text passes."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def one_match(words: str, match: Match, source: SourceText | None, format: str, *, color: bool) -> bytes:
    """The verdict of one quotation with its words beside the source's; `format` is "terminal" or "jsonl"."""
    if format == "jsonl":
        return jsonl([_row(match)])
    # Only a person's reading needs rich.
    from citecheck.reporter.terminal import one_quotation  # noqa: PLC0415

    quotation = Quotation("q1", QuotationKind.INLINE, Role.QUOTATION, words, 0, len(words))
    checked = CheckedQuotation(quotation, Position(), None, match, source=source)
    pieces = word_diff(checked)
    address = ""
    if source is not None and match.found is not None:
        address = shown_address(passage_link(source, match.found.start, match.found.end)) if source.url else source.id
    return one_quotation(checked, pieces, address, told=any(piece.kind in TOLD for piece in pieces), color=color)


def _row(match: Match) -> dict[str, Any]:
    found = match.found
    return {
        "id": match.quotation,
        "verdict": match.verdict,
        "found_in": found.source if found else None,
        "start": found.start if found else None,
        "end": found.end if found else None,
        "similarity": match.similarity,
        "edits": [
            {"kind": edit.kind, "source": edit.source, "quote": edit.quote}
            for edit in match.edits
            if not edit.permitted
        ],
    }
