"""Nothing that could not be read is held against a quotation: a run over walls, cuts and missing pages."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from citecheck import pipeline
from citecheck.config import Settings
from citecheck.model.report import DocumentReport
from citecheck.model.source import LinkState
from citecheck.model.verdict import Verdict
from citecheck.sources.exchange import Answer, Chain
from citecheck.sources.judge import judge
from citecheck.sources.web import WebResolver
from tests.sources.conftest import QUICK
from tests.sources.faultserver import ARTICLE, PARAGRAPHS, SENTENCE, FaultServer, Handler, answer, plain, raw
from tests.sources.strangers import KINDS, LONG, PAGES, page_of

HTML = "Content-Type: text/html; charset=utf-8"


def checked(tmp_path: Path, handlers: dict[str, Handler]) -> DocumentReport:
    """The report on a manuscript that quotes the sentence once from each address."""
    with FaultServer() as own:
        text, notes = [], []
        for number, (name, handler) in enumerate(handlers.items(), 1):
            text.append(f"In place {number} it says “{SENTENCE}” for all to read.[^{number}]\n")
            notes.append(f"[^{number}]: A. Keeper, *Notebook {number}*, <{own.url(name, handler)}>.\n")
        path = tmp_path / "essay.md"
        path.write_text("\n".join([*text, *notes]), encoding="utf-8")
        resolver = WebResolver(replace(QUICK, url_deadline=8.0, run_deadline=60.0))
        report = pipeline.check(pipeline.extract([path]), Settings(), resolver)
        resolver.close()
    document = report.documents[0]
    assert len(document.quotations) == len(document.links) == len(handlers)
    return document


def accuses_nobody(document: DocumentReport) -> None:
    """No link is dead, and nothing is said against a quotation."""
    accused = [each.quotation.note for each in document.quotations if each.match.verdict is not Verdict.UNCHECKED]
    dead = [each.link.url for each in document.links if each.fetched.state is LinkState.DEAD]
    assert (accused, dead) == ([], [])


@pytest.mark.parametrize("dress", ["bare", "menus", "long"])
def test_case_29_and_30_no_stranger_in_any_language_is_taken_for_the_page(tmp_path: Path, dress: str) -> None:
    handlers = {
        f"/{language}/{kind}.html": plain(page_of(page, kind, dress))
        for language, pages in PAGES.items()
        for kind, page in zip(KINDS, pages, strict=True)
    }
    assert len(handlers) >= 90
    accuses_nobody(checked(tmp_path, handlers))


def test_case_17_to_20_no_cut_is_taken_for_the_page(tmp_path: Path) -> None:
    packed = gzip.compress(ARTICLE)
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (ARTICLE[:900], ARTICLE[900:]))
    chunked = f"HTTP/1.1 200 OK\r\n{HTML}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    forms = {
        "length": answer(),
        "close": answer(length=False),
        "gzip": answer(packed, headers=(HTML, "Content-Encoding: gzip")),
        "gzip-close": answer(packed, headers=(HTML, "Content-Encoding: gzip"), length=False),
        "chunked": chunked + chunks + b"0\r\n\r\n",
    }
    end = ARTICLE.index(SENTENCE.encode())
    handlers = {}
    for name, whole in forms.items():
        # Before the sentence, within it, and (where it was packed) anywhere.
        last = len(whole) - 10 if "gzip" in name else whole.index(SENTENCE.encode()) + 30
        for step in range(1, 13):
            handlers[f"/{name}-{step}"] = raw(whole[: last * step // 12])
    for size in ("+5", "0x0", "0_0", "-0", "0 0", ""):
        part = b"%x\r\n%s\r\n" % (end, ARTICLE[:end])
        handlers[f"/size-{len(handlers)}"] = raw(chunked + part + size.encode() + b"\r\n\r\n")
    handlers["/trailer"] = raw(chunked + b"%x\r\n%s\r\n0\r\nX-More: y\r\n" % (end, ARTICLE[:end]))
    handlers["/digits"] = raw(answer(ARTICLE[:end], headers=(HTML, "Content-Length: " + "9" * 5000), length=False))
    accuses_nobody(checked(tmp_path, handlers))


@pytest.mark.parametrize("status", ["201 Created", "202 Accepted", "206 Partial", "207 Multi", "226 IM", "299 Other"])
def test_case_22_only_an_answer_of_200_is_the_page(tmp_path: Path, status: str) -> None:
    accuses_nobody(checked(tmp_path, {"/page": plain(f"<html><body>{PARAGRAPHS}".encode(), status)}))


def test_case_39_ascii_of_a_charset_that_is_none_is_not_taken_for_the_page(tmp_path: Path) -> None:
    other = f"<html><body>{PARAGRAPHS}".encode()
    names = ("utf-7", "rot13", "zlib_codec", "undefined", "frobnicate", "base64")
    handlers = {f"/{name}": plain(other, headers=(f"Content-Type: text/html; charset={name}",)) for name in names}
    accuses_nobody(checked(tmp_path, handlers))


@pytest.mark.parametrize("name", LONG)
def test_case_29_and_30_no_long_stranger_is_held_against_a_quotation(name: str) -> None:
    heading, words = LONG[name]
    page = f"<html><head><title>Post</title></head><body><h1>{heading}</h1>{PARAGRAPHS}<p>{words}</p></body></html>"
    url = "https://post.example.com/2026/story.html"
    fetched = judge(Chain(url, (Answer(url, 200, (("Content-Type", "text/html; charset=utf-8"),), page.encode()),)))
    assert fetched.state is not LinkState.DEAD
    assert fetched.source is not None
    assert not fetched.source.whole
    assert fetched.detail


@pytest.mark.parametrize("kind", ["text/css", "text/javascript", "application/javascript", "application/json"])
def test_case_42_what_is_no_text_is_not_taken_for_the_page(tmp_path: Path, kind: str) -> None:
    handler = plain(b"rule { colour: blue; } " * 100, headers=(f"Content-Type: {kind}",))
    accuses_nobody(checked(tmp_path, {"/page": handler}))


def test_a_whole_page_without_the_words_is_held_against_them(tmp_path: Path) -> None:
    document = checked(tmp_path, {"/page": plain(f"<html><body><h1>Notebooks</h1>{PARAGRAPHS}".encode())})
    assert document.quotations[0].match.verdict is Verdict.NOT_FOUND


def test_a_page_of_few_words_is_not(tmp_path: Path) -> None:
    document = checked(tmp_path, {"/page": plain(b"<html><body><h1>Notebooks</h1><p>All is well on the island.")})
    assert document.links[0].fetched.state is LinkState.OK
    accuses_nobody(document)
