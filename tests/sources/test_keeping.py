"""What a run takes from the store of earlier ones, and what an ended run leaves there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from citecheck.config import Settings
from citecheck.model.source import Fetched, Reason
from citecheck.sources.evidence import Recorder
from citecheck.sources.interface import Interrupted
from citecheck.sources.opening import opened_resolver
from citecheck.sources.policy import WebPolicy
from citecheck.sources.store import Store
from citecheck.sources.web import WebResolver
from tests.sources.answers import read, unchecked
from tests.sources.conftest import QUICK
from tests.sources.faultserver import ARTICLE, FaultServer, Request, Send, answer, in_turn, plain

HTML = "Content-Type: text/html; charset=utf-8"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store may be."""
    return tmp_path / "store.sqlite"


def run(path: Path, *urls: str, policy: WebPolicy = QUICK) -> list[Fetched]:
    """The answers of a run with that store."""
    resolver = WebResolver(policy, Store(path))
    answers = resolver.fetch_all(urls)
    resolver.close()
    return list(answers.values())


def test_a_run_takes_from_the_store_and_does_not_ask_again(path: Path) -> None:
    with FaultServer() as own:
        url = own.url("/kept", plain())
        first, second = run(path, url), run(path, url)
        assert first == second
        read(second[0])
        assert len(own.asked("/kept")) == 1


def test_an_answer_of_an_inner_network_is_taken_only_where_it_may_be_asked(path: Path, connects: list[str]) -> None:
    with FaultServer() as own:
        url = own.url("/inner", plain())
        run(path, url)
        connects.clear()
        unchecked(run(path, url, policy=replace(QUICK, allow_networks=()))[0], Reason.BLOCKED_ADDRESS)
        assert connects == []


def test_an_answer_of_an_inner_network_is_taken_for_an_hour_only(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("citecheck.sources.keeping.INNER_AGE", 0.0)
    with FaultServer() as own:
        url = own.url("/inner", plain())
        run(path, url)
        run(path, url)
        assert len(own.asked("/inner")) == 2


ETAG, CHANGED = 'ETag: "7-x"', "Last-Modified: Wed, 04 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("field", "name", "value"),
    [(ETAG, "if-none-match", '"7-x"'), (CHANGED, "if-modified-since", "Wed, 04 Mar 2026 10:00:00 GMT")],
)
def test_an_old_answer_is_asked_about_and_taken_when_it_still_holds(
    path: Path, field: str, name: str, value: str
) -> None:
    with FaultServer() as own:
        same = plain(b"", "304 Not Modified")
        url = own.url("/page", in_turn(plain(headers=(HTML, field)), same))
        first = run(path, url)
        assert run(path, url, policy=replace(QUICK, max_age=0.0)) == first
        asked = own.asked("/page")
        assert [seen.headers.get(name) for seen in asked] == [None, value]
        # It is as good as new by that.
        run(path, url)
        assert len(own.asked("/page")) == 2


def test_an_old_answer_gives_way_to_a_new_page(path: Path) -> None:
    other = ARTICLE.replace(b"notebooks", b"diaries")
    with FaultServer() as own:
        url = own.url("/page", in_turn(plain(headers=(HTML, ETAG)), plain(other, headers=(HTML, ETAG))))
        run(path, url)
        for policy in (replace(QUICK, max_age=0.0), QUICK):
            source = run(path, url, policy=policy)[0].source
            assert source is not None
            assert "diaries" in source.text


def test_nothing_is_taken_that_nobody_was_asked_about(path: Path) -> None:
    with FaultServer() as own:
        url = own.url("/page", plain(b"", "304 Not Modified", (HTML, ETAG)))
        unchecked(run(path, url)[0], Reason.STATUS)


def test_a_recording_run_asks_anew_and_without_conditions(path: Path, tmp_path: Path) -> None:
    with FaultServer() as own:
        url = own.url("/page", plain(headers=(HTML, ETAG)))
        run(path, url)
        resolver = WebResolver(replace(QUICK, max_age=0.0), Store(path), Recorder(tmp_path / "e.warc.gz"))
        read(resolver.fetch_all([url])[url])
        resolver.close()
        assert "if-none-match" not in own.asked("/page")[-1].headers


def test_case_60_an_interrupted_run_is_taken_up_where_it_ended(path: Path) -> None:
    with FaultServer() as own:
        urls = [own.url(f"/{number}", plain()) for number in range(6)]
        resolver = WebResolver(replace(QUICK, host_interval=0.1), Store(path))

        def interrupt(stage: str, done: int, total: int, waiting: str) -> None:
            if done == 3:
                raise KeyboardInterrupt

        with pytest.raises(Interrupted):
            resolver.fetch_all(urls, interrupt)
        resolver.close()
        for fetched in run(path, *urls):
            read(fetched)
        asked = [seen.path for seen in own.log if seen.path != "/robots.txt"]
        assert len(asked) <= len(urls) + 1


def test_case_60_what_an_ended_run_had_not_settled_is_settled_by_the_next(path: Path) -> None:
    # The site gives one page for whatever is asked, which the first run had no time to find out.
    with FaultServer(every=plain()) as own:
        own.url("/robots.txt", plain(b"", "404 Not Found"))
        url = own.url("/any/story.html")
        resolver = WebResolver(replace(QUICK, probe=False), Store(path))

        def interrupt(stage: str, done: int, total: int, waiting: str) -> None:
            if done:
                raise KeyboardInterrupt

        with pytest.raises(Interrupted):
            resolver.fetch_all([url], interrupt)
        resolver.close()
        for _ in range(2):
            unchecked(run(path, url, policy=replace(QUICK, probe=True))[0], Reason.SOFT_404)
        assert len(own.asked("/any/story.html")) == 2  # A page that is in doubt is not kept.


def test_an_offline_run_takes_what_is_kept(path: Path, monkeypatch: pytest.MonkeyPatch, connects: list[str]) -> None:
    monkeypatch.setenv("CITECHECK_CACHE", str(path))
    with FaultServer() as own:
        url = own.url("/page", plain())
        run(path, url)
    connects.clear()
    allowed = Settings(offline=True, allow_network=("127.0.0.0/8",))
    with opened_resolver(allowed) as resolver:
        read(resolver.fetch_all([url])[url])
    for settings in (Settings(offline=True), replace(allowed, no_cache=True)):
        with opened_resolver(settings) as resolver:
            unchecked(resolver.fetch_all([url])[url], Reason.OFFLINE)
    assert connects == []


async def by_condition(request: Request, send: Send) -> None:
    """Says "not modified" to whoever asks by condition."""
    send.write(answer(b"", "304 Not Modified") if "if-none-match" in request.headers else answer(headers=(HTML, ETAG)))


def test_conditions_go_to_the_page_alone_that_they_are_of(path: Path) -> None:
    with FaultServer() as own:
        urls = [own.url("/a", by_condition), own.url("/b", by_condition)]
        run(path, urls[0])
        for fetched in run(path, *urls, policy=replace(QUICK, max_age=0.0)):
            read(fetched)
        assert "if-none-match" not in own.asked("/b")[0].headers
        assert "if-none-match" not in own.asked("/robots.txt")[-1].headers
