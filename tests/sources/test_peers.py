"""Against servers that others wrote: httpbin, and nginx where installed (CITECHECK_NGINX names its program)."""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import requests

from citecheck.model.source import LinkState, Reason
from citecheck.sources.web import WebResolver
from tests.sources.answers import read, unchecked
from tests.sources.conftest import QUICK, Fetch
from tests.sources.faultserver import ARTICLE

NGINX = os.environ.get("CITECHECK_NGINX") or shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class _Threads(ThreadingMixIn, WSGIServer):
    """A slow answer keeps no other waiting."""

    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def httpbin() -> Iterator[str]:
    """The base URL of an httpbin."""
    http = pytest.importorskip("werkzeug.http", reason="httpbin is not installed")
    if not hasattr(http, "parse_authorization_header"):
        # Werkzeug 3 made it a method, and the httpbin that goes with today's other libraries does not know yet.
        http.parse_authorization_header = importlib.import_module("werkzeug.datastructures").Authorization.from_header
    module = pytest.importorskip("httpbin", reason="httpbin is not installed")
    server = make_server("127.0.0.1", 0, module.app, server_class=_Threads, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    base = f"http://127.0.0.1:{server.server_port}"
    # The first answer takes long: it brings in what the others need.
    assert requests.get(f"{base}/robots.txt", timeout=60).ok
    yield base
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/html", "/encoding/utf8"])
def test_httpbin_pages_are_read(httpbin: str, fetch: Fetch, path: str) -> None:
    fetched = fetch(httpbin + path)
    assert fetched.state is LinkState.OK
    assert fetched.source is not None
    assert fetched.source.whole


@pytest.mark.parametrize(("path", "word"), [("/gzip", "gzipped"), ("/deflate", "deflated")])
def test_httpbin_packed_answers_are_unpacked(httpbin: str, fetch: Fetch, path: str, word: str) -> None:
    fetched = fetch(httpbin + path)
    # JSON is no page, but what it is shows that it was unpacked.
    assert fetched.reason is Reason.UNREADABLE
    assert "json" in fetched.detail


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/status/404", LinkState.DEAD),
        ("/status/410", LinkState.DEAD),
        ("/status/403", LinkState.UNCHECKED),
        ("/status/500", LinkState.UNCHECKED),
        ("/basic-auth/user/secret", LinkState.UNCHECKED),
        ("/absolute-redirect/30", LinkState.UNCHECKED),
        ("/brotli", LinkState.UNCHECKED),
        ("/image/png", LinkState.UNCHECKED),
        ("/deny", LinkState.UNCHECKED),
        ("/cookies/set?name=value", LinkState.UNCHECKED),
    ],
)
def test_httpbin_states(httpbin: str, fetch: Fetch, path: str, state: LinkState) -> None:
    assert fetch(httpbin + path).state is state


@pytest.mark.parametrize("path", ["/relative-redirect/3", "/absolute-redirect/2", "/redirect/5"])
def test_httpbin_redirects_are_followed_to_their_end(httpbin: str, fetch: Fetch, path: str) -> None:
    fetched = fetch(httpbin + path)
    assert fetched.final_url == f"{httpbin}/get"
    assert len(fetched.hops) == int(path[-1])


def test_httpbin_slow_answers_end_at_the_deadline(httpbin: str, fetch: Fetch) -> None:
    began = time.monotonic()
    unchecked(fetch(f"{httpbin}/delay/2", url_deadline=0.4, retries=0), Reason.TIMEOUT)
    assert time.monotonic() - began < 1.4


CONFIG = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log crit;
events {{ worker_connections 64; }}
http {{
  access_log off; default_type text/html; types {{ text/html html; text/plain txt; }}
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  limit_req_zone $binary_remote_addr zone=slow:1m rate=1r/m;
  server {{
    listen 127.0.0.1:{port}; root {folder}/pages; gzip on; gzip_min_length 1; charset utf-8;
    location = /moved {{ return 301 /page.html; }}
    location = /closed {{ return 444; }}
    location = /forbidden {{ return 403; }}
    location = /limited.html {{ limit_req zone=slow; limit_req_status 429; }}
    location = /only-get.html {{ limit_except GET {{ deny all; }} }}
    location = /alias.html {{ alias {folder}/pages/page.html; }}
  }}
}}
"""


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of an nginx."""
    if not NGINX:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "pages").mkdir()
    folder.chmod(0o755)
    for name in ("page.html", "limited.html", "only-get.html"):
        Path(folder, "pages", name).write_bytes(ARTICLE)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "nginx.conf").write_text("user root;" * (os.getuid() == 0) + CONFIG.format(folder=folder, port=port))
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(5)


@pytest.mark.parametrize("path", ["/page.html", "/moved", "/only-get.html", "/alias.html"])
def test_nginx_pages_are_read(nginx: str, fetch: Fetch, path: str) -> None:
    fetched = fetch(nginx + path)
    read(fetched)
    assert fetched.state is (LinkState.MOVED if path == "/moved" else LinkState.OK)


def test_nginx_refusals_are_unchecked_and_missing_pages_dead(nginx: str, fetch: Fetch) -> None:
    unchecked(fetch(f"{nginx}/forbidden"), Reason.STATUS)
    unchecked(fetch(f"{nginx}/closed"), Reason.CONNECTION)
    assert fetch(f"{nginx}/missing.html").state is LinkState.DEAD


def test_nginx_limits_are_told(nginx: str) -> None:
    urls = [f"{nginx}/limited.html?{number}" for number in range(3)]
    answers = WebResolver(replace(QUICK, retries=0)).fetch_all(urls)
    states = [fetched.state for fetched in answers.values()]
    assert states == [LinkState.OK, LinkState.UNCHECKED, LinkState.UNCHECKED]
