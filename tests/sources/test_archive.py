"""Copies of pages that are gone, and full texts behind landing pages."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.model.source import Fetched, LinkState, Reason
from citecheck.sources.evidence import EvidenceResolver, Recorder
from citecheck.sources.interface import Cited
from citecheck.sources.web import WebResolver
from tests.sources.answers import read, unchecked
from tests.sources.conftest import QUICK, Fetch
from tests.sources.faultserver import ARTICLE, SENTENCE, FaultServer, Handler, Request, Send, answer, plain, raw
from tests.sources.tinypdf import pdf_of

STAMP = "20190501120000"
JSON = ("Content-Type: application/json",)


def told(stamp: object = STAMP, status: str = "200", available: object = True) -> Handler:
    """What the archive says of the nearest copy."""
    closest = {"available": available, "url": "http://10.0.0.1/", "timestamp": stamp, "status": status}
    return plain(json.dumps({"archived_snapshots": {"closest": closest}}).encode(), headers=JSON)


def looked_up(own: FaultServer, page: Handler | None = None, date: str = "", record: Path | None = None) -> Fetched:
    """The answer for a page that is gone, with that server for an archive; `page` is its copy."""
    url = own.url("/gone.html", plain(b"gone", "404 Not Found"))
    if page is not None:
        own.url(f"/web/{STAMP}id_/{url}", page)
    recorder = Recorder(record) if record else None
    resolver = WebResolver(replace(QUICK, archive=own.base), None, recorder)
    if date:
        resolver.know({url: Cited(("essay.md, note 1",), date)})
    fetched = resolver.fetch_all([url])[url]
    resolver.close()
    return fetched


def test_a_page_that_is_gone_is_read_from_its_copy(tmp_path: Path) -> None:
    record = tmp_path / "evidence.warc.gz"
    with FaultServer() as own:
        own.url("/wayback/available", told())
        fetched = looked_up(own, plain(), record=record)
    assert fetched.state is LinkState.DEAD
    assert fetched.archived_url == f"{own.base}/web/{STAMP}/{own.base}/gone.html"
    assert "2019-05-01" in fetched.detail
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    assert fetched.source.id == f"{own.base}/gone.html"
    url = f"{own.base}/gone.html"
    assert EvidenceResolver(record, own.base).fetch_all([url])[url] == fetched


def test_the_copy_nearest_to_the_date_is_asked_for() -> None:
    with FaultServer() as own:
        own.url("/wayback/available", told())
        looked_up(own, plain(), date="2019-05-01")
        asked = [seen.path for seen in own.log if seen.path.startswith("/wayback")]
    assert asked[0].endswith("&timestamp=20190501")


NO_COPY = {
    "none": plain(b'{"archived_snapshots": {}}', headers=JSON),
    "not-there": told(available=False),
    "no-page": told(status="404"),
    "path-in-stamp": told(stamp="../../x"),
    "long-stamp": told(stamp="9" * 500),
    "noise": plain(b"\x00\x01 no json", headers=JSON),
    "deep": plain(b"[" * 100_000, headers=JSON),
    "list": plain(b"[1, 2]", headers=JSON),
    "busy": plain(b"busy", "503 Busy"),
    "silent": raw(hold=2),
}


@pytest.mark.parametrize("name", NO_COPY)
def test_without_a_copy_a_page_that_is_gone_stays_gone(name: str) -> None:
    with FaultServer() as own:
        own.url("/wayback/available", NO_COPY[name])
        fetched = looked_up(own, plain())
    assert fetched.state is LinkState.DEAD
    assert fetched.archived_url == ""
    assert fetched.source is None


@pytest.mark.parametrize(
    "page", [plain(b"no", "404 Not Found"), plain(b"<title>Page not found</title><h1>404</h1>"), raw(hold=2)]
)
def test_a_copy_that_cannot_be_read_is_none(page: Handler) -> None:
    with FaultServer() as own:
        own.url("/wayback/available", told())
        assert looked_up(own, page).archived_url == ""


def test_the_public_archive_is_not_asked_for_pages_of_inner_networks(connects: list[str]) -> None:
    with FaultServer() as own:
        url = own.url("/gone.html", plain(b"gone", "404 Not Found"))
        asked: list[str] = []

        def lookup(host: str, port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"]

        resolver = WebResolver(replace(QUICK, archive="https://web.archive.org"), lookup=lookup)
        assert resolver.fetch_all([url])[url].state is LinkState.DEAD
        assert asked == ["127.0.0.1"]


def landing(own: FaultServer, pdf: Handler | None, words: str = "An abstract of some words, not many.") -> str:
    """The address of a landing page."""
    page = (
        f'<html><head><title>A paper</title><meta name="citation_title" content="A paper">'
        f'<meta name="citation_pdf_url" content="/paper.pdf"></head><body><h1>A paper</h1><p>{words}</p></body></html>'
    )
    if pdf is not None:
        own.url("/paper.pdf", pdf)
    return own.url("/landing", plain(page.encode()))


def test_the_full_text_of_a_paper_is_read_behind_its_landing_page(tmp_path: Path) -> None:
    record = tmp_path / "evidence.warc.gz"
    more = ["The boats lay on the sand beyond the wall until the evening came."] * 20
    pdf = plain(pdf_of([[f"{SENTENCE}.", *more], ["On the second page."]]), headers=("Content-Type: application/pdf",))
    with FaultServer() as own:
        url = landing(own, pdf)
        resolver = WebResolver(QUICK, None, Recorder(record))
        fetched = resolver.fetch_all([url])[url]
        resolver.close()
    assert fetched.state is LinkState.OK
    source = fetched.source
    assert source is not None
    assert source.whole
    assert "An abstract" in source.text
    assert SENTENCE in source.text
    assert source.page_at(source.text.index("On the second page")) == "2"
    assert EvidenceResolver(record).fetch_all([url])[url] == fetched


async def wall(request: Request, send: Send) -> None:
    """Closed to programs."""
    send.write(answer(b"<title>Just a moment...</title>", "403 Forbidden"))


@pytest.mark.parametrize("pdf", [None, wall, plain(ARTICLE, "404 Not Found"), plain(b"%PDF-1.4 noise")])
def test_a_landing_page_whose_full_text_is_closed_is_not_whole(fetch: Fetch, pdf: Handler | None) -> None:
    with FaultServer() as own:
        fetched = fetch(landing(own, pdf))
    assert fetched.state is LinkState.OK
    assert fetched.source is not None
    assert not fetched.source.whole
    assert "full text" in fetched.detail


def test_the_page_that_an_identifier_leads_to_is_not_the_work(fetch: Fetch) -> None:
    with FaultServer() as own:
        own.url("/10.1000/xyz", plain())
        url = f"http://doi.org:{own.port}/10.1000/xyz"
        fetched = fetch(url, lookup=lambda host, port: ["127.0.0.1"])
    assert fetched.state is LinkState.OK
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    assert not fetched.source.whole


def test_the_free_text_of_an_article_in_pubmed_is_read(fetch: Fetch) -> None:
    page = (
        b"<title>An article</title><meta name=citation_pmid content=7><h1>An article</h1><p>Its abstract.</p>"
        b'<a href="/articles/PMC7/?report=classic">Free PMC article</a>'
    )
    with FaultServer() as own:
        own.url("/articles/PMC7/", plain())
        own.url("/7/", plain(page))
        fetched = fetch(f"http://pubmed.ncbi.nlm.nih.gov:{own.port}/7/", lookup=lambda host, port: ["127.0.0.1"])
    read(fetched)
    assert fetched.source is not None
    assert "Its abstract" in fetched.source.text


def test_a_full_text_inside_is_not_asked_for(fetch: Fetch) -> None:
    with FaultServer() as own:
        page = '<meta name="citation_pdf_url" content="http://10.0.0.1/x.pdf"><p>Some words.</p>'
        fetched = fetch(own.url("/landing-inside", plain(page.encode())))
    assert fetched.source is not None
    assert not fetched.source.whole


def test_a_parked_domain_may_have_a_copy() -> None:
    with FaultServer() as own:
        own.url("/wayback/available", told())
        url = own.url("/parked", plain(b"<title>x</title><p>This domain is for sale!</p>"))
        own.url(f"/web/{STAMP}id_/{url}", plain())
        fetched = WebResolver(replace(QUICK, archive=own.base)).fetch_all([url])[url]
    unchecked(replace(fetched, source=None), Reason.PARKED)
    assert fetched.archived_url
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
