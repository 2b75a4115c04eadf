"""Credentials: none are sent, and none are shown."""

from __future__ import annotations

import dataclasses
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citecheck.sources.evidence import EvidenceResolver, Recorder
from citecheck.sources.mask import mask
from citecheck.sources.policy import WebPolicy
from citecheck.sources.store import Store
from citecheck.sources.web import WebResolver
from tests.running import run
from tests.sources.conftest import QUICK, Fetch
from tests.sources.faultserver import FaultServer, in_turn, plain, redirect, reset

PLANTED = "s3cr3tvalue"


@pytest.mark.parametrize("netrc", ["machine 127.0.0.1 login alice password {}", "default login alice password {}"])
def test_case_9_netrc_is_not_sent(
    server: FaultServer, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, netrc: str
) -> None:
    path = tmp_path / "netrc"
    path.write_text(netrc.format(PLANTED))
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))
    monkeypatch.setenv("HOME", str(tmp_path))
    server.url("/netrc-end", plain())
    fetch(server.url("/netrc", redirect("/netrc-end")))
    assert all("authorization" not in seen.headers for seen in server.log)


def test_case_9_cookies_are_neither_kept_nor_sent(server: FaultServer) -> None:
    cookie = ("Set-Cookie: id=s3cr3tvalue; Path=/", "Content-Type: text/html")
    urls = [server.url("/cookie-a", plain(headers=cookie)), server.url("/cookie-b", plain())]
    urls.append(server.url("/cookie-c", redirect("/cookie-a")))
    resolver = WebResolver(QUICK)
    resolver.fetch_all(urls)
    resolver.fetch_all([server.url("/cookie-d", plain())])
    assert all("cookie" not in seen.headers for seen in server.log)


def test_case_9_no_referer_user_or_proxy_is_sent(
    server: FaultServer, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://alice:s3cr3tvalue@127.0.0.2:9/")
    server.url("/bare-end", plain())
    server.url("/bare", redirect(f"http://bob:s3cr3tvalue@127.0.0.1:{server.port}/bare-end"))
    before = len(server.log)
    fetched = fetch(f"http://alice:s3cr3tvalue@127.0.0.1:{server.port}/bare")
    assert fetched.source is not None
    assert len(server.log) > before
    for seen in server.log[before:]:
        assert not {"authorization", "proxy-authorization", "referer", "cookie"} & set(seen.headers)
        assert PLANTED.encode() not in seen.raw or "token" in seen.path
        assert seen.headers["user-agent"].startswith("citecheck/")


def test_case_10_secrets_are_in_no_answer_record_or_store(server: FaultServer, tmp_path: Path) -> None:
    port = server.port
    ends = f"http://bob:{PLANTED}@127.0.0.1:{port}/secret-end?token={PLANTED}"
    server.url("/secret-end", plain())
    server.url("/secret-moves", redirect(ends, "301 Moved"))
    server.url("/secret-broken", reset)
    server.url("/secret-gone", plain(b"gone", "404 Not Found"))
    server.url("/secret-loop", redirect(f"/secret-loop?api_key={PLANTED}"))
    server.url("/secret-inside", redirect(f"http://alice:{PLANTED}@10.0.0.1/?sig={PLANTED}"))
    server.url("/secret-tls", redirect(f"https://127.0.0.1:{port}/?X-Amz-Signature={PLANTED}"))
    paths = ["end", "moves", "broken", "gone", "loop", "inside", "tls", "in-turn"]
    server.url("/secret-in-turn", in_turn(reset, plain()))
    urls = [f"http://alice:{PLANTED}@127.0.0.1:{port}/secret-{path}?x=1&password={PLANTED}" for path in paths]
    record = tmp_path / "record.warc"
    store = Store(tmp_path / "store.sqlite")
    resolver = WebResolver(QUICK, store, Recorder(record))
    resolver._fetcher.inside = _Never()
    answers = resolver.fetch_all(urls)
    resolver.close()
    shown = json.dumps([dataclasses.asdict(answer) for answer in answers.values()], default=sorted)
    assert PLANTED not in shown
    assert PLANTED.encode() not in record.read_bytes()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert PLANTED.encode() not in kept
    assert Store(tmp_path / "store.sqlite").info().answers > 0
    replayed = EvidenceResolver(record).fetch_all(urls)
    assert [answer.state for answer in replayed.values()] == [answer.state for answer in answers.values()]


@pytest.mark.parametrize("name", ["terminal", "json", "sarif", "junit", "github", "markdown", "html", "csv", "xlsx"])
def test_case_10_no_report_shows_secrets(tmp_path: Path, name: str) -> None:
    url = f"http://u:{PLANTED}@10.0.0.1/?token={PLANTED}&x=1"
    path = tmp_path / "essay.md"
    path.write_text(
        f"At {url} it says “a lantern that nobody carries lights the way”[^1] and so does <{url}> too.\n\n"
        f"[^1]: A. Keeper, *Notebooks* (Leith: Harbour, 1911), <{url}>, and <ftp://u:{PLANTED}@10.0.0.1/>.\n",
        encoding="utf-8",
    )
    out = tmp_path / "report"
    command = ("check", path, "--format", name, "--output", out, "--no-cache", "-v", "--fail-on", "never")
    done = run(*command, CITECHECK_ARCHIVE="")
    written = out.read_bytes()
    if name == "xlsx":
        with zipfile.ZipFile(out) as book:
            written = b"".join(book.read(part) for part in book.namelist())
    assert b"10.0.0.1" in written
    assert PLANTED.encode() not in written
    assert PLANTED not in done.stdout + done.stderr


class _Never(set[str]):
    """A set that nothing gets into: loopback answers would not be kept otherwise."""

    def add(self, item: str) -> None:
        """Does not."""


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/?token=S&x=1", "https://example.com/?x=1&api_key=S", "https://example.com/?access_token=S#a",
        "https://example.com/#access_token=S", "https://example.com/?X-Amz-Signature=S&X-Amz-Credential=S",
        "https://alice:S@example.com/", "https://S@example.com/", "https://a:S@b:S@example.com/", "ftp://u:S@h/",
        "see https://example.com/?sig=S, and http://x:S@y/", "HTTPS://U:S@EXAMPLE.COM/?PASSWORD=S",
        "https://e.com/?client_secret=S;session_id=S", "//alice:S@example.com/x", "https://e.com/?key=S&auth=S&code=S",
    ],
)  # fmt: skip
def test_case_10_secrets_are_masked(text: str) -> None:
    masked = mask(text.replace("S@", f"{PLANTED}@").replace("=S", f"={PLANTED}"))
    assert PLANTED not in masked
    assert mask(masked) == masked


@pytest.mark.parametrize(
    "text", ["https://example.com/a@b/c?x=1", "https://example.com/?monkey=1&page=2", "a@b.c", "key=value", "//x/y"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text())
def test_masking_twice_is_masking_once(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_the_user_agent_is_honest() -> None:
    agent = WebPolicy().user_agent
    assert agent.startswith("citecheck/")
    assert "+http" in agent
    assert "Mozilla" not in agent
