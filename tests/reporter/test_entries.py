from __future__ import annotations

import pytest

from citecheck.model.document import Position
from citecheck.model.manuscript import Quotation, QuotationKind, Role
from citecheck.model.report import CheckedQuotation
from citecheck.model.source import SourceText
from citecheck.model.verdict import Match, Passage, Verdict
from citecheck.reporter.entries import source_title


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            SourceText("moor/paving.pdf", "words", title="The Paving of a Street"),
            "The Paving of a Street (moor/paving.pdf)",
        ),
        (SourceText("moor/paving.pdf", "words"), "moor/paving.pdf"),
        (SourceText("paving.pdf", "words", title="paving.pdf"), "paving.pdf"),
        (SourceText("https://a.example/", "words", title="A page", url="https://a.example/"), "A page"),
        (SourceText("https://a.example/", "words", title=" ", url="https://a.example/"), "https://a.example/"),
    ],
)
def test_a_source_is_told_by_its_title_and_a_file_by_its_path_too(source: SourceText, told: str) -> None:
    quotation = Quotation("q", QuotationKind.INLINE, Role.QUOTATION, "words", 0, 5)
    match = Match("q", Verdict.MATCH, Passage(source.id, 0, 5), 100.0)
    assert source_title(CheckedQuotation(quotation, Position(), None, match, source=source)) == told
