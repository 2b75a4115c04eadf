"""A finding is known again when lines move, whatever it is about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from citecheck import pipeline
from citecheck.checker.fingerprints import fingerprints
from citecheck.config import Settings
from citecheck.model.source import SourceText
from citecheck.sources.opening import Offline

TEXT = (
    "One reads that “the keeper did light the lamp until the fog had come in.”[^a] And more.[^c]\n\n"
    "Two “marks that nobody closed, he said.\n\nSee https://example.org/a for it.\n\n"
    "[^a]: Ann Moor, *Salt* (Leith: Harbour, 1911), 19–12.\n[^b]: Ibid.\n"
)


class Shelf:
    def texts(self) -> list[SourceText]:
        return [SourceText("log.txt", "The keeper did not light the lamp until the fog had come in that night.")]


def known(path: Path, text: str) -> dict[str, set[str]]:
    path.write_text(text, encoding="utf-8")
    settings = Settings(source=("log.txt",))
    report = pipeline.check(
        pipeline.extract([path]), settings, Offline(None, inside=False), [Shelf()], today=date(2026, 1, 1)
    )
    (document,) = report.documents
    marks: dict[str, set[str]] = {}
    for finding, mark in zip(document.findings, fingerprints(document), strict=True):
        marks.setdefault(finding.code, set()).add(mark)
    return marks


def test_moved_lines_change_no_fingerprint(tmp_path: Path) -> None:
    before = known(tmp_path / "a.md", TEXT)
    assert len(before) >= 4
    above = "# A new heading\n\nA new paragraph, of which nothing is told.\n\n"
    assert known(tmp_path / "a.md", above + TEXT) == before
    assert known(tmp_path / "a.md", TEXT.replace("light the lamp until", "light the lamp\nuntil")) == before
