"""Q211: the page on which the words stand is not the one cited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from citecheck import pipeline
from citecheck.config import Settings
from citecheck.model.manuscript import Confidence
from citecheck.model.report import Finding
from citecheck.model.source import PageBreak, Paging, SourceText
from citecheck.sources.opening import Offline

WORDS = [
    "the lamp was a child that never grew up and we were old before it let us sleep",
    "no ship had ever come so near to the rocks without a light being seen from the gallery",
    "my brother counted every stair in the tower twice and trusted neither of his sums",
    "gulls never speak ill of a keeper who leaves his bread upon the sill at dawn",
]
FILLING = "There was nothing else to be told of that winter, and nobody asked."


def book(first: int = 10, paging: Paging = Paging.AGREED, labels: list[str] | None = None) -> SourceText:
    """A book of four pages, one passage on each."""
    pages = [f"{FILLING} Then {words}. {FILLING}\n" for words in WORDS]
    starts = [sum(map(len, pages[:index])) for index in range(len(pages))]
    names = labels or [str(first + index) for index in range(len(pages))]
    breaks = tuple(
        PageBreak(start, label, sheet) for sheet, (start, label) in enumerate(zip(starts, names, strict=True), 1)
    )
    return SourceText("moor-salt.pdf", "".join(pages), "Salt and Lamp Oil", pages=breaks, paging=paging, kind="pdf")


class Shelf:
    def __init__(self, *texts: SourceText) -> None:
        self._texts = texts

    def texts(self) -> tuple[SourceText, ...]:
        return self._texts


def told(tmp_path: Path, cited: list[str], source: SourceText, words: list[str] = WORDS) -> list[Finding]:
    """The findings of a manuscript that quotes the passages in turn from the pages given as printed."""
    path = tmp_path / "a.md"
    body = " ".join(f"She wrote that “{quoted}.”[^{n}]" for n, quoted in enumerate(words[: len(cited)], 1))
    first, *others = cited
    notes = [f"[^1]: Ann Moor, *Salt and Lamp Oil* (Leith: Harbour, 1911), {first}."]
    notes += [f"[^{n}]: Moor, *Salt and Lamp Oil*, {page}." for n, page in enumerate(others, 2)]
    path.write_text(body + "\n\n" + "\n".join(notes) + "\n", encoding="utf-8")
    settings = Settings(source=("library",))
    report = pipeline.check(
        pipeline.extract([path]), settings, Offline(None, inside=False), [Shelf(source)], today=date(2026, 1, 1)
    )
    return [finding for finding in report.findings if finding.code == "Q211"]


@pytest.mark.parametrize("cited", ["10", "9–11", "8–10"])
def test_the_page_cited_is_right(tmp_path: Path, cited: str) -> None:
    assert told(tmp_path, [cited], book()) == []


def test_another_page_is_told_with_both(tmp_path: Path) -> None:
    (finding,) = told(tmp_path, ["10", "12"], book())
    assert "cited from page 12" in finding.message
    assert "page 11 of “Salt and Lamp Oil”" in finding.message
    assert (finding.severity, finding.confidence, finding.note) == ("warning", "high", "footnote-2")
    assert "cite page 11" in finding.advice


def test_ibid_with_a_page_is_held_to_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"“{WORDS[0]}.”[^1] “{WORDS[1]}.”[^2] “{WORDS[2]}.”[^3]\n\n"
        "[^1]: Ann Moor, *Salt and Lamp Oil* (Leith: Harbour, 1911), 10.\n[^2]: Ibid., 11.\n[^3]: Ibid., 21.\n",
        encoding="utf-8",
    )
    report = pipeline.check(
        pipeline.extract([path]), Settings(source=("x",)), Offline(None, inside=False), [Shelf(book())]
    )
    assert [finding.note for finding in report.findings if finding.code == "Q211"] == ["footnote-3"]


@pytest.mark.parametrize(
    ("paging", "confidence"),
    [
        (Paging.AGREED, Confidence.HIGH),
        (Paging.DECLARED, Confidence.MEDIUM),
        (Paging.PRINTED, Confidence.MEDIUM),
        (Paging.SHEET, None),
        (Paging.NONE, None),
    ],
)
def test_only_pages_that_can_be_trusted_are_held_against_it(
    tmp_path: Path, paging: Paging, confidence: Confidence | None
) -> None:
    findings = told(tmp_path, ["10", "14"], book(paging=paging))
    assert [finding.confidence for finding in findings] == ([confidence] if confidence else [])


def test_a_passage_on_two_pages_may_be_cited_by_either(tmp_path: Path) -> None:
    source = book()
    cut = source.text.index("never grew up")
    source = replace(source, pages=(PageBreak(0, "9"), PageBreak(cut, "10")))
    assert told(tmp_path, ["9"], source) == told(tmp_path, ["10"], source) == []
    (finding,) = told(tmp_path, ["11"], source)
    assert "on pages 9–10" in finding.message


def test_words_that_stand_on_the_cited_page_too_are_right(tmp_path: Path) -> None:
    source = book()
    again = replace(source, text=f"{source.text}And again: {WORDS[0]}.")
    again = replace(again, pages=(*source.pages, PageBreak(len(source.text), "14")))
    assert told(tmp_path, ["14"], again) == []


def test_a_page_without_a_number_is_not_held_against_it(tmp_path: Path) -> None:
    assert told(tmp_path, ["30"], book(labels=["", "", "12", "13"])) == []
    assert told(tmp_path, ["30"], book(labels=["A-1", "A-2", "A-3", "A-4"])) == []


def test_when_no_quotation_stands_on_its_page_another_edition_may_be_cited(tmp_path: Path) -> None:
    findings = told(tmp_path, ["110", "111", "112"], book())
    assert [finding.confidence for finding in findings] == [Confidence.LOW] * 3
    assert all("another edition" in finding.message and not finding.advice for finding in findings)


def test_words_changed_and_a_wrong_page_are_both_told(tmp_path: Path) -> None:
    changed = [WORDS[0].replace("never", "always"), *WORDS[1:]]
    (finding,) = told(tmp_path, ["13", "11"], book(), changed)
    assert "page 13" in finding.message
