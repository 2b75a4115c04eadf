"""Answers that are no page: slow, broken, refused, gone or busy ones, each with its state."""

from __future__ import annotations

import time
from email.utils import formatdate

import pytest

from citecheck.model.source import LinkState, Reason
from citecheck.sources.web import WebResolver
from tests.sources.answers import not_whole, read, unchecked
from tests.sources.conftest import QUICK, Fetch
from tests.sources.faultserver import (
    ARTICLE,
    SENTENCE,
    FaultServer,
    Handler,
    Request,
    Send,
    answer,
    endless,
    in_turn,
    plain,
    raw,
    redirect,
    reset,
)

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(ARTICLE)

SLOW: dict[str, Handler] = {
    "drip-body": endless(OK + b"Content-Length: 99999\r\n\r\n<p>", b"x", pause=0.1),
    "drip-headers": endless(OK, b"X-A: b\r\n", pause=0.1),
    "drip-one-header": endless(OK + b"X-Long: ", b"x", pause=0.1),
    "drip-status": endless(b"HTTP/1.1 200 ", b"O", pause=0.1),
    "drip-chunks": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", pause=0.1),
    "drip-chunk-size": endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0", pause=0.1),
    "drip-until-close": endless(OK + b"\r\n", b"<p>x", pause=0.1),
    "interim": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.1),
    "interim-header": endless(b"HTTP/1.1 103 Early Hints\r\n", b"Link: x\r\n", pause=0.1),
    "silent": raw(hold=5),
    "half-then-silent": raw(OK + LENGTH + b"\r\n" + ARTICLE[:900], hold=5),
}


@pytest.mark.parametrize("name", SLOW)
def test_case_16_slow_answers_end_at_the_deadline(server: FaultServer, fetch: Fetch, name: str) -> None:
    began = time.monotonic()
    fetched = fetch(server.url(f"/slow-{name}", SLOW[name]), url_deadline=0.5, retries=0, ignore_robots=True)
    assert time.monotonic() - began < 0.5 + 1
    unchecked(fetched, Reason.TIMEOUT, Reason.INCOMPLETE)


def test_case_16_reading_a_page_ends_with_its_url(server: FaultServer, fetch: Fetch) -> None:
    markup = b"<sup>1</sup>" * 700_000
    url = server.url("/slow-to-read", raw(OK + b"Content-Length: %d\r\n\r\n" % len(markup) + markup))
    began = time.monotonic()
    fetched = fetch(url, url_deadline=0.6, retries=0, ignore_robots=True)
    assert time.monotonic() - began < 0.6 + 1
    unchecked(fetched, Reason.WORKER)
    assert "longer than 0.7 s" in fetched.detail


def test_case_16_a_slow_way_of_many_hops_has_one_deadline(server: FaultServer, fetch: Fetch) -> None:
    for number in range(8):
        head = f"HTTP/1.1 302 Found\r\nLocation: /slow-hop-{number + 1}\r\n".encode()
        server.url(f"/slow-hop-{number}", raw(head, b"\r\n", pause=0.2))
    began = time.monotonic()
    unchecked(fetch(server.url("/slow-hop-0"), url_deadline=0.6, ignore_robots=True), Reason.TIMEOUT)
    assert time.monotonic() - began < 0.6 + 1


BROKEN: dict[str, Handler] = {
    "close": raw(),
    "reset": reset,
    "reset-half-way": in_turn(raw(OK + LENGTH + b"\r\n" + ARTICLE[:900])),
    "headers-cut": raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Le"),
    "headers-cut-at-line": raw(OK),
    "header-of-1-mib": raw(OK + b"X-Long: " + b"x" * 2**20 + b"\r\n\r\n" + ARTICLE),
    "headers-10000": raw(OK + b"X-A: b\r\n" * 10_000 + b"\r\n" + ARTICLE),
    "headers-many-large": raw(OK + (b"X-A: " + b"b" * 60_000 + b"\r\n") * 50 + b"\r\n" + ARTICLE),
    "headers-endless": endless(OK, b"X-A: b\r\n" * 100, seconds=3),
    "interim-without-end": raw(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50 + OK + LENGTH + b"\r\n" + ARTICLE),
}


@pytest.mark.parametrize("name", BROKEN)
def test_case_20_broken_answers_are_unchecked(server: FaultServer, fetch: Fetch, name: str) -> None:
    unchecked(fetch(server.url(f"/broken-{name}", BROKEN[name])))


@pytest.mark.parametrize(
    ("name", "pieces"),
    [
        ("nul", OK + LENGTH + b"X-A: a\x00b\r\n\r\n" + ARTICLE),
        ("folded", OK + LENGTH + b"X-A: a\r\n b\r\n\r\n" + ARTICLE),
        ("lf-only", (OK + LENGTH + b"\r\n").replace(b"\r\n", b"\n") + ARTICLE),
        ("no-colon", OK + b"this is no header\r\n" + LENGTH + b"\r\n" + ARTICLE),
        ("utf8", OK + LENGTH + "X-A: \u00e9\u4e00\r\n\r\n".encode() + ARTICLE),
        ("blank-name", OK + LENGTH + b": b\r\n\r\n" + ARTICLE),
    ],
)
def test_case_20_odd_headers_are_read_or_unchecked(server: FaultServer, fetch: Fetch, name: str, pieces: bytes) -> None:
    fetched = fetch(server.url(f"/odd-{name}", raw(pieces)))
    if fetched.state is LinkState.OK:
        assert fetched.source is not None
        assert SENTENCE in fetched.source.text
    else:
        unchecked(fetched)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("http-0.9", ARTICLE),
        ("ssh", b"SSH-2.0-OpenSSH_9.2\r\n"),
        ("noise", bytes(range(256)) * 8),
        ("http-2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x12\x04\x00\x00\x00\x00\x00"),
        ("status-word", b"HTTP/1.1 abc OK\r\n\r\n" + ARTICLE),
        ("status-negative", b"HTTP/1.1 -1 OK\r\n\r\n" + ARTICLE),
        ("status-1000", b"HTTP/1.1 1000 OK\r\n\r\n" + ARTICLE),
        ("status-999", answer(status="999 Request denied")),
        ("status-plus", b"HTTP/1.1 +200 OK\r\n\r\n" + ARTICLE),
        ("status-underscore", b"HTTP/1.1 2_0_0 OK\r\n\r\n" + ARTICLE),
        ("status-0", b"HTTP/1.1 000 OK\r\n\r\n" + ARTICLE),
        ("status-none", b"HTTP/1.1\r\n\r\n" + ARTICLE),
        ("version", b"HTTP/7.3 200 OK\r\n\r\n" + ARTICLE),
        ("101", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n" + ARTICLE),
    ],
)
def test_case_21_what_is_no_http_is_unchecked(server: FaultServer, fetch: Fetch, name: str, sent: bytes) -> None:
    not_whole(fetch(server.url(f"/noise-{name}", raw(sent))))


def test_case_22_interim_answers_are_passed_over(server: FaultServer, fetch: Fetch) -> None:
    for status in ("100 Continue", "102 Processing", "103 Early Hints"):
        interim = f"HTTP/1.1 {status}\r\nLink: </style.css>; rel=preload\r\n\r\n".encode()
        read(fetch(server.url(f"/interim-{status[:3]}", raw(interim, answer()))))


@pytest.mark.parametrize(
    "status", ["204 No Content", "205 Reset", "206 Partial", "304 Not Modified", "300 Choices", "305 Proxy"]
)
def test_case_22_answers_nobody_asked_for_are_unchecked(server: FaultServer, fetch: Fetch, status: str) -> None:
    unchecked(fetch(server.url(f"/unasked-{status[:3]}", plain(status=status))))


def test_case_23_a_forged_second_answer_is_not_taken_for_the_next(server: FaultServer, fetch: Fetch) -> None:
    forged = answer(b"<html><body><p>This was forged.</p>")
    first = server.url("/forger", raw(answer() + forged + forged))
    second = server.url("/honest", plain())
    fetched = fetch(first)
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    assert "forged" not in fetched.source.text
    not_whole(fetched)
    read(fetch(second))


@pytest.mark.parametrize(
    "status",
    [400, 401, 402, 403, 405, 406, 407, 408, 409, 412, 418, 421, 423, 425, 428, 429, 431, 444, 451, 495, 499,
     500, 501, 502, 503, 504, 505, 508, 511, 520, 521, 522, 523, 524, 525, 526, 530, 599, 999],
)  # fmt: skip
def test_case_26_other_statuses_are_unchecked(server: FaultServer, fetch: Fetch, status: int) -> None:
    fetched = fetch(server.url(f"/status-{status}", plain(b"<h1>No</h1>", f"{status} No")))
    unchecked(fetched)
    assert fetched.status == status
    assert str(status) in fetched.detail


@pytest.mark.parametrize(
    ("status", "reason"), [(401, Reason.LOGIN), (407, Reason.LOGIN), (402, Reason.PAYWALL), (451, Reason.STATUS)]
)
def test_case_26_the_reason_says_what_is_asked_for(
    server: FaultServer, fetch: Fetch, status: int, reason: Reason
) -> None:
    unchecked(fetch(server.url(f"/reason-{status}", plain(b"no", f"{status} No"))), reason)


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone"])
def test_case_32_gone_twice_is_dead(server: FaultServer, fetch: Fetch, status: str) -> None:
    fetched = fetch(server.url(f"/gone-{status[:3]}", plain(status=status)))
    assert fetched.state is LinkState.DEAD
    assert fetched.reason is Reason.GONE
    assert fetched.source is None
    assert len(server.asked(f"/gone-{status[:3]}")) == 2


def test_case_32_the_second_look_comes_after_the_pause(server: FaultServer, fetch: Fetch) -> None:
    fetch(server.url("/gone-later", plain(status="404 Not Found")), confirm_pause=0.3)
    first, second = server.asked("/gone-later")
    assert second.began - first.began >= 0.3


def test_case_32_gone_once_is_not_dead(server: FaultServer, fetch: Fetch) -> None:
    gone = plain(b"<h1>Not found</h1>", "404 Not Found")
    read(fetch(server.url("/back-again", in_turn(gone, plain()))))
    unchecked(fetch(server.url("/then-busy", in_turn(gone, plain(b"no", "500 Error")))))
    unchecked(fetch(server.url("/then-reset", in_turn(gone, reset))))
    unchecked(fetch(server.url("/no-time", gone), confirm_pause=5.0), Reason.TIMEOUT)


async def get_only(request: Request, send: Send) -> None:
    """Answers GET, and nothing else well."""
    send.write(answer() if request.method == "GET" else answer(b"", "405 Method Not Allowed"))


def test_case_33_only_get_is_asked(server: FaultServer, fetch: Fetch) -> None:
    read(fetch(server.url("/get-only", get_only)))
    assert all(seen.raw.startswith(b"GET ") for seen in server.log)


def test_case_34_retry_after_is_waited_for(server: FaultServer, fetch: Fetch) -> None:
    for status in ("429 Too Many Requests", "503 Service Unavailable"):
        path = f"/wait-{status[:3]}"
        busy = plain(b"busy", status, ("Retry-After: 1",))
        read(fetch(server.url(path, in_turn(busy, plain())), url_deadline=5.0))
        first, second = server.asked(path)
        assert second.began - first.began >= 1.0


def test_case_34_retry_after_may_be_a_date(server: FaultServer, fetch: Fetch) -> None:
    date = formatdate(time.time() + 2, usegmt=True)
    busy = plain(b"busy", "503 Busy", (f"Retry-After: {date}",))
    read(fetch(server.url("/wait-date", in_turn(busy, plain())), url_deadline=5.0))
    first, second = server.asked("/wait-date")
    assert second.began - first.began >= 0.9


@pytest.mark.parametrize("value", ["999999999", "9" * 400, "120"])
def test_case_35_a_long_retry_after_is_told_and_not_waited_for(server: FaultServer, fetch: Fetch, value: str) -> None:
    url = server.url(f"/wait-{len(value)}-{value[:3]}", plain(b"busy", "429 Busy", (f"Retry-After: {value}",)))
    fetched = fetch(url)
    unchecked(fetched, Reason.RETRY_LATER)
    assert "wait" in fetched.detail


@pytest.mark.parametrize("value", ["soon", "-5", "1e3", "Thu, 99 Foo 2026", "\u0664"])
def test_case_35_a_senseless_retry_after_is_as_none(server: FaultServer, fetch: Fetch, value: str) -> None:
    path = f"/senseless-{ord(value[0])}"
    unchecked(fetch(server.url(path, plain(b"busy", "503 Busy", (f"Retry-After: {value}",)))))
    assert len(server.asked(path)) == 3


def test_case_36_what_fails_for_a_while_is_read(server: FaultServer, fetch: Fetch) -> None:
    read(fetch(server.url("/reset-once", in_turn(reset, plain()))))
    read(fetch(server.url("/busy-twice", in_turn(*[plain(b"busy", "503 Busy")] * 2, plain()))))


def test_a_refused_connection_is_unchecked(fetch: Fetch) -> None:
    with FaultServer() as gone:
        url = gone.url("/")
    unchecked(fetch(url), Reason.CONNECTION)


def test_a_site_that_cannot_be_connected_to_is_given_up(connects: list[str]) -> None:
    with FaultServer() as gone:
        urls = [gone.url(f"/{number}") for number in range(20)]
    for fetched in WebResolver(QUICK).fetch_all(urls).values():
        unchecked(fetched, Reason.CONNECTION)
    assert len(connects) == 1 + QUICK.retries


def test_no_other_status_is_tried_again(server: FaultServer, fetch: Fetch) -> None:
    for status in ("403 Forbidden", "401 Unauthorized", "451 No", "501 No"):
        fetch(server.url(f"/once-{status[:3]}", plain(b"no", status)))
        assert len(server.asked(f"/once-{status[:3]}")) == 1


def test_case_63_a_captive_portal_is_not_taken_for_the_pages(server: FaultServer, fetch: Fetch) -> None:
    portal = plain(b"<html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1><form>"
                   b"<input type=password></form><p>Accept the terms to go on.</p>")  # fmt: skip
    server.url("/portal/login", portal)
    for number in range(3):
        url = server.url(f"/a/b/c-{number}.html", redirect("/portal/login"))
        unchecked(fetch(url), Reason.LOGIN)
