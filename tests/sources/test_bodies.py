"""Bodies that lie about their length, their packing or their end: never taken for a whole page."""

from __future__ import annotations

import gzip
import random
import resource
import zlib
from dataclasses import replace

import pytest

from citecheck.model.source import LinkState, Reason
from citecheck.sources.text import read_bytes
from citecheck.sources.web import WebResolver
from tests.sources.answers import not_whole, read, unchecked
from tests.sources.conftest import QUICK, Fetch
from tests.sources.faultserver import ARTICLE, SENTENCE, FaultServer, answer, endless, plain, raw

HTML = "Content-Type: text/html; charset=utf-8"
PACKED = gzip.compress(ARTICLE)


@pytest.mark.parametrize(
    ("name", "body", "coding"),
    [
        ("gzip", PACKED, "gzip"),
        ("x-gzip", PACKED, "x-gzip"),
        ("deflate", zlib.compress(ARTICLE), "deflate"),
        ("bare-deflate", zlib.compressobj(wbits=-15).compress(ARTICLE), "deflate"),
        ("gzip-twice", gzip.compress(PACKED), "gzip, gzip"),
        ("two-members", gzip.compress(ARTICLE[:500]) + gzip.compress(ARTICLE[500:]), "gzip"),
        ("identity", ARTICLE, "identity"),
    ],
)
def test_packed_pages_are_read(server: FaultServer, fetch: Fetch, name: str, body: bytes, coding: str) -> None:
    if name == "bare-deflate":
        engine = zlib.compressobj(wbits=-15)
        body = engine.compress(ARTICLE) + engine.flush()
    read(fetch(server.url(f"/packed-{name}", plain(body, headers=(HTML, f"Content-Encoding: {coding}")))))


def _bomb(size: int) -> bytes:
    engine = zlib.compressobj(9, wbits=31)
    zeros = bytes(2**20)
    return b"".join(engine.compress(zeros) for _ in range(size >> 20)) + engine.flush()


@pytest.mark.parametrize("nested", [False, True])
def test_case_14_packed_bombs_are_too_large(server: FaultServer, fetch: Fetch, nested: bool) -> None:
    bomb = _bomb(256 * 2**20)
    coding = "gzip"
    if nested:
        bomb, coding = gzip.compress(bomb), "gzip, gzip"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fetched = fetch(server.url(f"/bomb-{nested}", plain(bomb, headers=(HTML, f"Content-Encoding: {coding}"))))
    unchecked(fetched, Reason.TOO_LARGE)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


@pytest.mark.parametrize("coding", ["br", "zstd", "frobnicate", ", ".join(["gzip"] * 100)])
def test_case_14_and_17_codings_that_were_not_asked_for_are_unchecked(
    server: FaultServer, fetch: Fetch, coding: str
) -> None:
    path = f"/coding-{len(coding)}-{coding[:4]}"
    unchecked(fetch(server.url(path, plain(PACKED, headers=(HTML, f"Content-Encoding: {coding}")))), Reason.ENCODING)


@pytest.mark.parametrize("kind", ["plain", "chunked"])
def test_case_15_endless_bodies_are_too_large(server: FaultServer, fetch: Fetch, kind: str) -> None:
    head, piece = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", b"<p>again and again</p>" * 3000
    if kind == "chunked":
        head += b"Transfer-Encoding: chunked\r\n"
        piece = b"%x\r\n%s\r\n" % (len(piece), piece)
    fetched = fetch(server.url(f"/endless-{kind}", endless(head + b"\r\n", piece)), max_wire=2**21, url_deadline=8.0)
    unchecked(fetched, Reason.TOO_LARGE)


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("cut", PACKED[: len(PACKED) // 2], Reason.INCOMPLETE),
        ("cut-before-checksum", PACKED[:-4], Reason.INCOMPLETE),
        ("wrong-checksum", PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:], Reason.UNREADABLE),
        ("not-gzip", ARTICLE, Reason.UNREADABLE),
        ("rubbish-after", PACKED + b"and this is rubbish", Reason.UNREADABLE),
        ("nothing", b"", Reason.TOO_SHORT),
    ],
)
def test_case_17_gzip_that_is_not_whole_is_unchecked(
    server: FaultServer, fetch: Fetch, name: str, body: bytes, reason: Reason
) -> None:
    url = server.url(f"/gzip-{name}", plain(body, headers=(HTML, "Content-Encoding: gzip")))
    unchecked(fetch(url), reason, Reason.INCOMPLETE)


@pytest.mark.parametrize("length", ["100000", "1000000000000000000"])
def test_case_18_a_body_shorter_than_its_length_is_unchecked(server: FaultServer, fetch: Fetch, length: str) -> None:
    head = f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Length: {length}\r\n\r\n".encode()
    unchecked(fetch(server.url(f"/length-{length}", raw(head + ARTICLE))), Reason.INCOMPLETE)


@pytest.mark.parametrize("more", [1, 700])
def test_case_18_a_length_that_is_too_short_never_makes_a_page_whole(
    server: FaultServer, fetch: Fetch, more: int
) -> None:
    head = f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Length: {len(ARTICLE) - more}\r\n\r\n".encode()
    not_whole(fetch(server.url(f"/too-short-{more}", raw(head + ARTICLE))))


def test_case_18_blanks_after_the_length_do_no_harm(server: FaultServer, fetch: Fetch) -> None:
    read(fetch(server.url("/blanks-after", raw(answer() + b"\r\n\r\n"))))


@pytest.mark.parametrize(
    "lines",
    [
        "Content-Length: -1",
        "Content-Length: lots",
        f"Content-Length: {len(ARTICLE)}\r\nContent-Length: 7",
        "Transfer-Encoding: frob",
        "X-Nothing: no length at all",
    ],
)
def test_case_18_a_length_that_proves_nothing_never_makes_a_page_whole(
    server: FaultServer, fetch: Fetch, lines: str
) -> None:
    head = f"HTTP/1.1 200 OK\r\n{HTML}\r\n{lines}\r\n\r\n".encode()
    not_whole(fetch(server.url(f"/length-{len(lines)}", raw(head + ARTICLE))))


def test_case_18_a_length_beside_chunks_does_not_cut_them(server: FaultServer, fetch: Fetch) -> None:
    head = f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(ARTICLE), ARTICLE)
    fetched = fetch(server.url("/length-and-chunks", raw(head + body)))
    assert fetched.source is None or SENTENCE in fetched.source.text or not fetched.source.whole


def test_a_body_that_ends_with_the_connection_is_read_but_not_called_whole(server: FaultServer, fetch: Fetch) -> None:
    fetched = fetch(server.url("/until-close", raw(answer(length=False))))
    assert fetched.state is LinkState.OK
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    assert not fetched.source.whole


def test_a_packed_body_proves_its_end_by_itself(server: FaultServer, fetch: Fetch) -> None:
    read(
        fetch(
            server.url(
                "/packed-until-close", raw(answer(PACKED, headers=(HTML, "Content-Encoding: gzip"), length=False))
            )
        )
    )


CHUNKED = f"HTTP/1.1 200 OK\r\n{HTML}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
CHUNK = b"%x\r\n%s\r\n" % (len(ARTICLE), ARTICLE)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("no-number", CHUNK + b"zz\r\nmore\r\n0\r\n\r\n"),
        ("huge", CHUNK + b"10000000000000000\r\nmore\r\n"),
        ("negative", CHUNK + b"-5\r\nmore\r\n0\r\n\r\n"),
        ("no-last", CHUNK),
        ("cut-chunk", b"%x\r\n%s" % (len(ARTICLE) + 500, ARTICLE)),
    ],
)
def test_case_19_broken_chunks_are_unchecked(server: FaultServer, fetch: Fetch, name: str, body: bytes) -> None:
    unchecked(fetch(server.url(f"/chunks-{name}", raw(CHUNKED + body))))


@pytest.mark.parametrize(
    ("name", "start", "piece"),
    [
        ("extension", CHUNK + b"5;", b"name=value;" * 1000),
        ("trailers", CHUNK + b"0\r\n", b"X-More: and more\r\n" * 1000),
    ],
)
def test_case_19_endless_chunk_lines_are_unchecked(
    server: FaultServer, fetch: Fetch, name: str, start: bytes, piece: bytes
) -> None:
    unchecked(fetch(server.url(f"/endless-{name}", endless(CHUNKED + start, piece, seconds=5))))


def test_chunks_to_the_last_are_read(server: FaultServer, fetch: Fetch) -> None:
    body = b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in (ARTICLE[:700], ARTICLE[700:]))
    read(fetch(server.url("/chunks", raw(CHUNKED + body + b"0\r\nX-Trailer: yes\r\n\r\n"))))


FORMS = {
    "length": answer(),
    "chunks": CHUNKED
    + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (ARTICLE[:900], ARTICLE[900:]))
    + b"0\r\n\r\n",
    "gzip": answer(PACKED, headers=(HTML, "Content-Encoding: gzip")),
    "gzip-until-close": answer(PACKED, headers=(HTML, "Content-Encoding: gzip"), length=False),
    "deflate-until-close": answer(zlib.compress(ARTICLE), headers=(HTML, "Content-Encoding: deflate"), length=False),
    "until-close": answer(length=False),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_cut_anywhere_is_never_taken_for_the_whole(form: str) -> None:
    whole = FORMS[form]
    with FaultServer() as own:
        cuts = sorted({len(whole) * step // 40 for step in range(40)} | set(range(len(whole) - 12, len(whole))))
        urls = [own.url(f"/cut-{cut}", raw(whole[:cut])) for cut in cuts]
        answers = WebResolver(replace(QUICK, retries=0)).fetch_all(urls)
    for fetched in answers.values():
        assert fetched.state is not LinkState.DEAD
        if fetched.source is not None and fetched.source.whole:
            assert fetched.source.text.rstrip(".") == read_bytes(ARTICLE).text.rstrip(".")


@pytest.mark.parametrize("form", FORMS)
def test_an_answer_with_noise_in_it_never_makes_a_page_dead_or_the_run_fail(form: str) -> None:
    chance = random.Random(form)
    whole = FORMS[form]
    with FaultServer() as own:
        urls = []
        for number in range(60):
            at = chance.randrange(len(whole))
            noise = chance.randbytes(chance.randint(1, 30))
            urls.append(own.url(f"/noise-{number}", raw(whole[:at] + noise + whole[at + len(noise) :])))
        answers = WebResolver(replace(QUICK, retries=0, url_deadline=0.3, silence_timeout=0.2)).fetch_all(urls)
    for fetched in answers.values():
        assert fetched.state is not LinkState.DEAD or fetched.status in (404, 410)
        assert fetched.reason is not Reason.WORKER
