from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pypandoc
import pytest
from syrupy.assertion import SnapshotAssertion

from citecheck.model.report import Report
from citecheck.reporter import markdown
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.markdown import MarkdownReporter, escape
from tests.reporter import sample


def render(report: Report) -> str:
    return MarkdownReporter().render(report, ReportOptions()).decode()


class Seen(HTMLParser):
    """The tags and link targets of a page, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self.text += data


def as_read(text: str) -> Seen:
    return Seen(pypandoc.convert_text(text, "html", format="gfm", extra_args=["--wrap=none"]))


def test_only_our_own_tags_and_links(report: Report) -> None:
    seen = as_read(render(report))
    assert seen.tags <= {"h3", "h4", "table", "thead", "tbody", "tr", "th", "td", "p", "ul", "li", "br", "a", "del",
                         "ins", "details", "summary", "strong"}  # fmt: skip
    assert {re.match(r"https://(\w+)\.example/", link)[1] for link in seen.links} == {  # type: ignore[index]
        "skerry", "old", "moved", "wall", "archive",
    }  # fmt: skip


HOSTILE = [
    "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "![a](https://evil.example/x.png)",
    "https://evil.example", "www.evil.example", "WWW.evil.example", "http://evil.example/a_b_c",
    "*a* _b_ `c` ~~d~~", "$x$ | a | b", "mail me@evil.example", "a <!-- b", "</details>", "&lt;b&gt;", "\\<b>", "\\",
    "[^1]", "[x]: https://evil.example", "<https://evil.example>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    seen = as_read(f"- 1: {escape(text)} end")
    assert seen.tags <= {"ul", "li"}
    assert seen.links == []
    assert seen.text.strip().replace("\u200b", "") == f"1: {text} end"


def test_nobody_is_mentioned() -> None:
    for name in ("@octocat", "#12", "a@b", "org/repo#3"):
        assert not re.search(r"[@#]\w", as_read(escape(name)).text)


def test_the_changed_words_are_struck_and_underlined(report: Report) -> None:
    assert "The lamp was <del>not</del> lit until" in render(report)
    assert "in the <del>harbour</del> <ins>harbor</ins> that" in render(report)


def test_what_does_not_fit_is_counted(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "MOST_CHARACTERS", 2500)
    shown = render(report)
    kept = len(re.findall(r"\*\*[NQLRC]\d{3} ", shown))
    assert 0 < kept < len(report.findings)
    assert f"{len(report.findings) - kept} more findings do not fit" in shown
    assert len(shown) <= 2600


def test_the_grave_ones_come_first_and_open(report: Report) -> None:
    shown = render(report)
    assert shown.index("Q204") < shown.index("Q206") < shown.index("Q216")
    assert shown.count("<details open>") == 7
    assert "</details>" in shown


def test_a_file_name_stays_text(report: Report) -> None:
    (document,) = report.documents
    named = replace(document.manuscript.document, path="a_b_[x](y)`<i>.md")
    changed = replace(report, documents=(replace(document, manuscript=replace(document.manuscript, document=named)),))
    assert "a_b_[x](y)`<i>.md" in as_read(render(changed)).text


def test_snapshot(snapshot: SnapshotAssertion) -> None:
    assert render(sample.report()) == snapshot
