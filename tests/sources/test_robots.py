"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import time

import pytest

from citecheck.model.source import Reason
from citecheck.sources.exchange import Answer, Chain, End, Failure
from citecheck.sources.robots import MAX_SIZE, rules_of
from tests.sources.answers import read, unchecked
from tests.sources.conftest import Fetch
from tests.sources.faultserver import FaultServer, Handler, endless, plain, raw, redirect, reset

TEXT = ("Content-Type: text/plain",)


def rules(text: bytes, status: int = 200, end: End = End.LENGTH) -> Chain:
    """The way to a robots.txt of that text."""
    url = "http://example.com/robots.txt"
    return Chain(url, (Answer(url, status, (("Content-Type", "text/plain"),), text, end),))


def test_case_37_what_is_disallowed_is_not_asked(fetch: Fetch) -> None:
    with FaultServer() as own:
        own.url("/robots.txt", plain(b"User-agent: *\nDisallow: /private\n", headers=TEXT))
        fetched = fetch(own.url("/private/page", plain()))
        unchecked(fetched, Reason.ROBOTS)
        assert "--ignore-robots" in fetched.advice
        assert own.asked("/private/page") == []
        read(fetch(own.url("/public/page", plain())))
        read(fetch(own.url("/private/page"), ignore_robots=True))


def test_rules_for_us_by_name_come_before_those_for_all() -> None:
    text = b"User-agent: *\nDisallow: /\n\nUser-agent: citecheck\nDisallow: /x\n"
    assert rules_of(rules(text)).allows("http://example.com/a")
    assert not rules_of(rules(text)).allows("http://example.com/x/y")


ALLOWING: dict[str, Handler] = {
    "403": plain(b"no", "403 Forbidden"),
    "404": plain(b"no", "404 Not Found"),
    "401": plain(b"no", "401 Unauthorized"),
    "429": plain(b"no", "429 Too Many"),
    "html": plain(b"<html><body><p>Welcome. Disallow: / everything</p></body></html>"),
    "empty": plain(b"", headers=TEXT),
    "noise": plain(bytes(range(256)) * 50, headers=TEXT),
    "redirected": redirect("/rules"),
    "wildcards": plain(b"User-agent: *\nDisallow: " + b"/*" * 30_000 + b"$\n", headers=TEXT),
}


@pytest.mark.parametrize("name", ALLOWING)
def test_case_37_client_errors_and_no_rules_allow_all(fetch: Fetch, name: str) -> None:
    with FaultServer() as own:
        own.url("/robots.txt", ALLOWING[name])
        own.url("/rules", plain(b"User-agent: *\nDisallow: /other\n", headers=TEXT))
        read(fetch(own.url("/page", plain())))


CLOSING: dict[str, Handler] = {
    "500": plain(b"no", "500 Error"),
    "503": plain(b"no", "503 Busy"),
    "hang": raw(hold=4),
    "half": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\n", hold=4),
    "reset": reset,
    "loop": redirect("/robots.txt"),
    "drip": endless(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"#", pause=0.1),
}


@pytest.mark.parametrize("name", CLOSING)
def test_case_37_server_errors_silence_and_loops_close_all(fetch: Fetch, name: str) -> None:
    with FaultServer() as own:
        own.url("/robots.txt", CLOSING[name])
        began = time.monotonic()
        unchecked(fetch(own.url("/page", plain())), Reason.ROBOTS)
        assert time.monotonic() - began < 2
        assert own.asked("/page") == []


def test_case_37_an_endless_file_is_read_to_its_limit(fetch: Fetch) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /private\n"
    with FaultServer() as own:
        own.url("/robots.txt", endless(head, b"# and so on\n" * 1000, seconds=3))
        unchecked(fetch(own.url("/private/page", plain()), robots_deadline=3.0, url_deadline=3.0), Reason.ROBOTS)
        read(fetch(own.url("/page", plain()), robots_deadline=3.0, url_deadline=3.0))


def test_case_37_a_line_that_is_cut_off_is_no_rule() -> None:
    text = b"User-agent: *\nDisallow: /a\nDisallow: /"
    assert rules_of(rules(text, end=End.CUT)).allows("http://example.com/b")
    assert not rules_of(rules(text)).allows("http://example.com/b")


@pytest.mark.parametrize(
    ("asked", "delay"), [("3", 3.0), ("86400", 10.0), ("-1", 0.0), ("soon", 0.0), ("0.5", 0.5), ("1e9", 10.0)]
)
def test_case_37_a_crawl_delay_is_kept_up_to_ten_seconds(asked: str, delay: float) -> None:
    assert rules_of(rules(f"User-agent: *\nCrawl-delay: {asked}\n".encode())).delay == delay


def test_more_than_500_kib_are_not_parsed() -> None:
    text = b"User-agent: *\n" + b"# x\n" * (MAX_SIZE // 4) + b"Disallow: /\n"
    assert rules_of(rules(text)).allows("http://example.com/")


def test_a_way_to_robots_that_failed_closes_all() -> None:
    failed = Chain(
        "http://example.com/robots.txt", (), Failure("http://example.com/robots.txt", Reason.TIMEOUT, "late")
    )
    assert "late" in rules_of(failed).refusal


def test_robots_is_asked_once_a_site(fetch: Fetch) -> None:
    with FaultServer() as own:
        own.url("/start", redirect("/end"))
        own.url("/end", plain())
        read(fetch(own.url("/start")))
        assert len(own.asked("/robots.txt")) == 1


def test_each_hop_is_asked_of_its_own_robots(fetch: Fetch) -> None:
    with FaultServer() as first, FaultServer() as second:
        second.url("/robots.txt", plain(b"User-agent: *\nDisallow: /\n", headers=TEXT))
        first.url("/start", redirect(second.url("/end", plain())))
        unchecked(fetch(first.url("/start")), Reason.ROBOTS)
        assert second.asked("/end") == []
