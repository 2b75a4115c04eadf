from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len
from syrupy.assertion import SnapshotAssertion

from citecheck.model.report import DocumentReport, Report
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.terminal import TerminalReporter
from tests.reporter import sample

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def render(report: Report, **options: object) -> str:
    return TerminalReporter().render(report, ReportOptions(**options)).decode("utf-8")  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("color", [False, True])
def test_snapshot(report: Report, snapshot: SnapshotAssertion, width: int, color: bool) -> None:
    assert render(report, width=width, color=color, verbose=width == 120) == snapshot


@pytest.mark.parametrize("width", [40, 80, 120, 140])
@pytest.mark.parametrize("color", [False, True])
def test_only_addresses_are_wider_than_asked_for(report: Report, width: int, color: bool) -> None:
    shown = STYLE.sub("", render(report, width=width, color=color, verbose=True))
    for line in shown.replace("# #[", "##[").splitlines():  # the blank put into a runner's command comes on top
        assert cell_len(line) <= width or "://" in line


@pytest.mark.parametrize("color", [False, True])
def test_case_52_strangers_text_does_nothing(report: Report, color: bool) -> None:
    shown = STYLE.sub("", render(report, color=color, verbose=True))
    for acting in ("\x1b", "\x9b", "\u202e", "\ud800", "##["):
        assert acting not in shown
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
    assert "[bold]x[/]" in shown  # shown, not obeyed


def test_words_that_differ_are_marked_in_a_pipe(report: Report) -> None:
    assert "The lamp was [-not-] lit until the fog had come in" in render(report)
    assert "lay in the [-harbour-]{+harbor+} that night" in render(report)
    assert "The lamp was [-not-]{+…+} lit" in render(report)


def test_words_stand_above_their_counterparts_on_a_terminal(report: Report) -> None:
    lines = STYLE.sub("", render(report, color=True)).splitlines()
    at = lines.index("  source    The lamp was not lit until the fog had come in")
    assert lines[at + 1] == "  quoted    The lamp was     lit until the fog had come in"


def test_faithful_quotations_are_listed_only_when_asked_for(report: Report) -> None:
    faithful = "counted them twice, for the wind was rising"
    assert faithful not in render(report)
    assert faithful in render(report, verbose=True)
    assert "https://skerry.example/log\n" in render(report, verbose=True)


def test_what_stands_first_is_told_first(report: Report) -> None:
    shown = render(report)
    places = [tuple(map(int, at)) for at in re.findall(r"^essays/keepers\.txt:(\d+):(\d+)", shown, re.M)]
    assert places == sorted(places)
    assert len(places) == 11


def test_findings_of_one_quotation_stand_together(report: Report) -> None:
    shown = render(report, width=100)
    assert shown.count("The lamp was [-not-] lit until the fog had come in") == 1
    assert shown.index("Q204") < shown.index("Q202") < shown.index("The lamp was [-not-] lit")


def test_the_last_line_says_how_it_ended(report: Report) -> None:
    assert render(report, width=140).splitlines()[-1] == (
        "5 of 7 quotations compared are not in the source as quoted; 1 could not be checked. "
        "1 of 4 links is dead; 1 could not be checked."
    )
    assert "The run is not complete: time ran out before 2 addresses were asked" in render(report, width=140)


def test_nothing_to_tell() -> None:
    clean = Report((DocumentReport(sample.manuscript(), sample.quotations()[1:2], sample.links()[:1], ()),))
    shown = render(clean)
    assert "nothing to tell" in shown
    assert shown.endswith("1 quotation compared is in the source as quoted. The one link answers.\n")


def test_quiet_leaves_the_figures_out(report: Report) -> None:
    assert "titles and terms" in render(report)
    assert "titles and terms" not in render(report, quiet=True)
    assert "Q204" in render(report, quiet=True)


def test_a_word_wider_than_the_page_is_broken(report: Report) -> None:
    document = report.documents[0]
    first = document.quotations[0]
    long = replace(first.quotation, text="The lamp was " + "x" * 300 + " lit")
    wide = replace(first, quotation=long, match=replace(first.match, edits=()))
    changed = replace(report, documents=(replace(document, quotations=(wide, *document.quotations[1:])),))
    for color in (False, True):
        shown = STYLE.sub("", render(changed, color=color, width=60)).replace("# #[", "##[")
        assert max(cell_len(line) for line in shown.splitlines() if "://" not in line) <= 60
        assert len(re.findall("x", shown)) >= 300
