"""Redirects: followed, judged, and never without end."""

from __future__ import annotations

import pytest

from citecheck.model.source import LinkState, Reason
from tests.sources.answers import read, unchecked
from tests.sources.conftest import Fetch
from tests.sources.faultserver import ARTICLE, FaultServer, Request, Send, endless, plain, raw, redirect


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("301 Moved Permanently", LinkState.MOVED),
        ("308 Permanent Redirect", LinkState.MOVED),
        ("302 Found", LinkState.OK),
        ("303 See Other", LinkState.OK),
        ("307 Temporary Redirect", LinkState.OK),
    ],
)
def test_a_redirect_is_followed_and_only_a_permanent_one_is_a_move(
    server: FaultServer, fetch: Fetch, status: str, state: LinkState
) -> None:
    server.url("/here", plain())
    fetched = fetch(server.url(f"/there-{status[:3]}", redirect("/here", status)))
    read(fetched)
    assert fetched.state is state
    assert fetched.permanent is (state is LinkState.MOVED)
    assert fetched.final_url == server.url("/here")
    assert fetched.hops == (server.url("/here"),)


def test_a_way_with_one_temporary_redirect_is_no_move(server: FaultServer, fetch: Fetch) -> None:
    server.url("/end", plain())
    server.url("/middle", redirect("/end", "302 Found"))
    fetched = fetch(server.url("/start", redirect("/middle", "301 Moved")))
    assert fetched.state is LinkState.OK
    assert not fetched.permanent
    assert len(fetched.hops) == 2


async def grow(request: Request, send: Send) -> None:
    """Redirects to an ever longer address."""
    send.write(f"HTTP/1.1 302 Found\r\nLocation: {request.path}x\r\nContent-Length: 0\r\n\r\n".encode())


def test_case_11_circles_end(server: FaultServer, fetch: Fetch) -> None:
    unchecked(fetch(server.url("/self", redirect("/self"))), Reason.REDIRECTS)
    assert len(server.asked("/self")) == 1
    server.url("/ring-b", redirect("/ring-a"))
    unchecked(fetch(server.url("/ring-a", redirect("/ring-b"))), Reason.REDIRECTS)
    assert len(server.asked("/ring-a")) == 1


def test_case_11_long_and_growing_ways_end(fetch: Fetch) -> None:
    with FaultServer(every=grow) as own:
        unchecked(fetch(own.url("/grow"), ignore_robots=True), Reason.REDIRECTS)
        assert len(own.log) <= 12
    with FaultServer() as own:
        for number in range(40):
            own.url(f"/hop-{number}", redirect(f"/hop-{number + 1}"))
        own.url("/hop-40", plain())
        unchecked(fetch(own.url("/hop-0")), Reason.REDIRECTS)
        read(fetch(own.url("/hop-31")))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("none", b""),
        ("empty", b"Location: \r\n"),
        ("bracket", b"Location: http://[::1\r\n"),
        ("port", b"Location: http://127.0.0.1:99999/\r\n"),
        ("no-host", b"Location: http:///x\r\n"),
        ("two", b"Location: /a\r\nLocation: /b\r\n"),
        ("nul", b"Location: /a\x00b\r\n"),
    ],
)
def test_case_12_bad_locations_are_unchecked(server: FaultServer, fetch: Fetch, name: str, lines: bytes) -> None:
    server.url("/a", plain())
    head = b"HTTP/1.1 302 Found\r\n" + lines + b"Content-Length: 0\r\n\r\n"
    unchecked(fetch(server.url(f"/location-{name}", raw(head))))


def test_case_12_a_location_in_raw_utf8_is_followed(server: FaultServer, fetch: Fetch) -> None:
    server.url("/caf%C3%A9", plain())
    read(fetch(server.url("/to-cafe", redirect("/caf\u00e9".encode()))))


@pytest.mark.parametrize("kind", ["endless", "dripping", "bomb", "silent"])
def test_case_13_the_body_of_a_redirect_is_not_waited_for(server: FaultServer, fetch: Fetch, kind: str) -> None:
    server.url("/arrived", plain())
    head = b"HTTP/1.1 302 Found\r\nLocation: /arrived\r\n"
    handler = {
        "endless": endless(head + b"\r\n", b"x" * 65536, seconds=3),
        "dripping": endless(head + b"Content-Length: 9999\r\n\r\n", b"x", pause=0.1, seconds=3),
        "bomb": raw(head + b"Content-Encoding: gzip\r\nContent-Length: 999999999\r\n\r\n\x1f\x8b\x08", hold=3),
        "silent": raw(head + b"Content-Length: 10\r\n\r\n", hold=3),
    }[kind]
    read(fetch(server.url(f"/leaves-{kind}", handler)))


def test_what_follows_the_number_sign_is_not_sent(server: FaultServer, fetch: Fetch) -> None:
    page = b'<html><body><h2 id="one">One</h2><a name="two">Two</a><p>words</p>'
    server.url("/fragments", plain(page))
    for fragment, missing in (("one", False), ("two", False), ("three", True), ("!/route", False), ("top", False),
                              (":~:text=words", False), ("three:~:text=words", True)):  # fmt: skip
        assert fetch(server.url(f"/fragments#{fragment}")).fragment_missing is missing
    assert all("#" not in seen.path for seen in server.log)


def test_a_fragment_is_found_under_its_unescaped_name(server: FaultServer, fetch: Fetch) -> None:
    server.url("/escaped", plain('<html><body><h2 id="Über_uns">x</h2><p>words</p>'.encode()))
    assert not fetch(server.url("/escaped#%C3%9Cber_uns")).fragment_missing


def test_a_page_that_only_sends_on_is_followed(server: FaultServer, fetch: Fetch) -> None:
    server.url("/sent-to", plain())
    for name, content in (("zero", "0; url=/sent-to"), ("bare", "5;/sent-to"), ("quoted", "0; URL='/sent-to'")):
        page = f'<html><head><meta http-equiv="Refresh" content="{content}"></head><body><p>Moved.</p></body></html>'
        fetched = fetch(server.url(f"/sends-{name}", plain(page.encode())))
        read(fetched)
        assert fetched.state is LinkState.OK
        assert fetched.hops == (server.url("/sent-to"),)


def test_pages_that_reload_themselves_or_each_other_end(server: FaultServer, fetch: Fetch) -> None:
    page = '<html><head><meta http-equiv="refresh" content="0; url={}"></head><body><p>Wait here.</p></body></html>'
    server.url("/reload-b", plain(page.format("/reload-a").encode()))
    for name, target in (("self", "/reload-self"), ("empty", ""), ("a", "/reload-b"), ("script", "javascript:x()")):
        fetched = fetch(server.url(f"/reload-{name}", plain(page.format(target).encode())))
        assert fetched.state in (LinkState.OK, LinkState.UNCHECKED)
        assert len(server.asked(f"/reload-{name}")) == 1


def test_an_article_that_reloads_is_read_where_it_is(server: FaultServer, fetch: Fetch) -> None:
    page = ARTICLE.replace(b"<head>", b'<head><meta http-equiv="refresh" content="5; url=/elsewhere">')
    fetched = fetch(server.url("/reloads", plain(page)))
    read(fetched)
    assert fetched.hops == ()
