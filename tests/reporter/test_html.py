from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from syrupy.assertion import SnapshotAssertion

from citecheck.model.report import Report
from citecheck.reporter.html import HtmlReporter
from citecheck.reporter.interface import ReportOptions
from tests.reporter import sample

VOID = {"meta", "br", "link", "img", "input", "hr"}


def render(report: Report) -> str:
    return HtmlReporter().render(report, ReportOptions()).decode("utf-8")


class Page(HTMLParser):
    """The tags of a page with their attributes, and whether every tag is closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


@pytest.fixture
def page(report: Report) -> Page:
    return Page(render(report))


def test_every_tag_is_closed_and_every_id_unique(page: Page) -> None:
    assert page.open == []
    assert [id for id, number in Counter(page.values("id")).items() if number > 1] == []


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    inner = {href[1:] for href in page.values("href") if href.startswith("#")}
    assert inner <= set(page.values("id"))
    assert len(inner) > 10


def test_nothing_can_run_and_nothing_is_loaded(page: Page) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "link", "form", "input", "svg", "base"}
    attributes = {name for _, attrs in page.elements for name in attrs}
    assert not any(name.startswith("on") for name in attributes)
    assert not attributes & {"style", "src", "srcset", "srcdoc", "action"}


def test_links_leave_the_page_only_for_the_web(page: Page) -> None:
    for tag, attrs in page.elements:
        href = attrs.get("href") or "#"
        if not href.startswith("#"):
            assert tag == "a"
            assert href.startswith(("https://", "http://"))
            assert "noreferrer" in (attrs.get("rel") or "")


def test_the_policy_names_this_very_style_sheet(report: Report, page: Page) -> None:
    style = re.findall(r"<style>(.*?)</style>", render(report), re.S)
    assert len(style) == 1
    digest = base64.b64encode(hashlib.sha256(style[0].encode()).digest()).decode()
    (policy,) = [attrs["content"] for _, attrs in page.elements if "Content-Security-Policy" in attrs.values()]
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_strangers_text_is_text(page: Page) -> None:
    assert "<script>alert(1)</script> &amp; ⟨U+D800⟩" in page.text


def test_both_sides_show_what_differs(report: Report) -> None:
    shown = render(report)
    assert "The lamp was <del>not</del> lit until" in shown
    assert "The lamp was <ins>‸</ins> lit until" in shown
    assert "in the <ins>harbor</ins> that night" in shown


def test_the_strip_has_every_quotation_in_order(page: Page) -> None:
    strip = [attrs["class"] for _, attrs in page.elements if (attrs.get("aria-label") or "").startswith("Quotation ")]
    assert strip == ["k-altered", "k-match", "k-misattributed", "k-not-found", "k-unchecked", "k-minor", "k-altered",
                     "k-altered"]  # fmt: skip


def test_the_record_holds_faithful_quotations_and_living_links(report: Report) -> None:
    record = Page("<section" + render(report).partition(' id="record"')[2].partition("</main>")[0])
    assert "counted them twice, for the wind was rising" in record.text
    assert "answers https://skerry.example/log" in record.text
    assert hashlib.sha256(sample.LOG.text.encode()).hexdigest() in record.text


def test_a_filter_hides_what_it_leaves_out(report: Report) -> None:
    shown = render(report)
    classes = {name for names in Page(shown).values("class") for name in names.split()}
    for which, value in re.findall(r'<option value="([^"]+)">([^<]*)', shown):
        rule = re.search(rf'option\[value="{re.escape(which)}"\]:checked\) \.entry:not\(\.([\w-]+)\)', shown)
        assert rule is not None, value
        assert rule[1] in classes


def test_a_hostile_path_and_address(report: Report) -> None:
    (document,) = report.documents
    named = replace(document.manuscript.document, path='"><script>alert(1)</script>\n.md')
    evil = replace(document.links[2], fetched=replace(document.links[2].fetched, final_url="javascript:alert(1)"))
    changed = replace(
        report,
        documents=(
            replace(
                document, manuscript=replace(document.manuscript, document=named), links=(*document.links[:2], evil)
            ),
        ),
    )
    page = Page(render(changed))
    assert "script" not in {tag for tag, _ in page.elements}
    assert not any(href.startswith("javascript") for href in page.values("href"))
    assert "now at javascript:alert(1)" in page.text


def test_snapshot(report: Report, snapshot: SnapshotAssertion) -> None:
    assert (
        re.sub(r"<style>.*?</style>|<dd>.*?</dd>|sha256-[\w+/=]*|citecheck [\d.]+", "…", render(report), flags=re.S)
        == snapshot
    )


class Proxy(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def handle_one_request(self) -> None:
        self.asked.append(self.rfile.readline(1000).decode("latin-1"))
        self.close_connection = True


@pytest.fixture
def proxy() -> Iterator[str]:
    Proxy.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
def test_a_real_browser_runs_nothing_and_asks_nobody(report: Report, proxy: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(render(report), encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
               "--disable-component-update", "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}",
               f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>", "--enable-logging=stderr")  # fmt: skip
    result = subprocess.run(
        ["chromium", *options, "--dump-dom", path.as_uri()], capture_output=True, text=True, timeout=60
    )
    assert "Citation check" in result.stdout
    assert "CONSOLE" not in result.stderr
    assert [line for line in Proxy.asked if ".example" in line] == []
