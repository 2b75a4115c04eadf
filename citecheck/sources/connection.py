"""The transport under `requests`: connects only where it was told to, and takes HTTP at its word.

A connection goes to the addresses that were vetted and to no others, whatever the name means by then. Every request
has a connection of its own: nothing that one answer leaves behind can be taken for another's.
"""

from __future__ import annotations

import contextlib
import http.client
import http.cookiejar
import logging
import re
import socket
import ssl
import threading
from collections.abc import Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import certifi
import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from citecheck.sources.address import Target
from citecheck.sources.deadline import Guard

# Its log lines hold addresses with their secrets, and what strangers sent.
logging.getLogger("urllib3").setLevel(logging.CRITICAL + 1)

_LOADING = threading.Lock()
_MAX_INTERIM = 10
_MAX_HEAD = 2**18
_MOST_ADDRESSES = 3
_STATUS_LINE = re.compile(rb"HTTP/\S{1,9}[ \t]{1,9}[1-9]\d\d(?=[ \t\r\n]|$)")
_CHUNK_SIZE = re.compile(rb"([0-9a-fA-F]{1,16})[ \t]{0,99}(?:;[^\n]*)?\r?\n")


class HeadError(http.client.HTTPException):
    """The head of a response that cannot be relied on."""


class _HeadReader:
    """Reads the lines of a head, and knows when they stop before the blank line that ends it."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._size = 0
        self.line = b""

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self._stream.readline(limit)
        self._size += len(line)
        if self._size > _MAX_HEAD:
            raise HeadError("its header is too large")
        if self._size > len(line) and not line:
            raise HeadError("its header is cut off")
        self.line = line
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _ChunkReader:
    """Reads the lines between chunks as RFC 9112, 7.1 has them; `int` takes "+5", "0x5" and "5_0" for sizes too."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._last = False

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self._stream.readline(limit)
        if self._last:
            if not line.endswith(b"\n"):
                raise HeadError("its last chunk is cut off")
            return b"\r\n" if line == b"\n" else line
        size = _CHUNK_SIZE.match(line)
        if size is None:
            raise HeadError("the size of one of its chunks cannot be read")
        self._last = not size[1].strip(b"0")
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Response(http.client.HTTPResponse):
    """A response that passes over every interim answer (RFC 9110, 15.2), not only 100, but not without end."""

    surplus = False
    """Whether more was sent than the length says: the body may be a part then."""

    def begin(self) -> None:
        if self.headers is not None:
            return
        stream: Any = self.fp
        self.fp = _HeadReader(stream)
        super().begin()
        if self.fp is not None:
            self.fp = _ChunkReader(stream) if self.chunked else stream

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MAX_INTERIM):
            version, status, phrase = super()._read_status()  # type: ignore[misc]
            # `int` takes "+200" and "2_0_0" for a status too (RFC 9112, 4: three digits).
            if isinstance(self.fp, _HeadReader) and not _STATUS_LINE.match(self.fp.line):
                raise HeadError("its status cannot be read")
            if not 100 <= status < 200 or status == 101:
                return version, status, phrase
            http.client.parse_headers(self.fp)
        raise HeadError("it sends interim answers without end")

    def _close_conn(self) -> None:
        if self.length == 0 and not self.chunked and self.fp is not None:
            self.surplus = _is_more(self.fp)
        super()._close_conn()  # type: ignore[misc]


class _Routed(HTTPConnection):
    """An HTTP connection to vetted addresses, under a guard."""

    response_class = _Response

    def __init__(self, *args: Any, guard: Guard, addresses: Sequence[str], limit: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._guard = guard
        self._addresses = addresses
        self._limit = limit

    def _new_conn(self) -> socket.socket:
        fault: OSError | None = None
        for address in self._addresses[:_MOST_ADDRESSES]:
            try:
                connection = _connect(address, self.port, min(self._limit, self._guard.left))
            except OSError as error:
                fault = error
                continue
            self._guard.hold(connection)
            connection.settimeout(self._limit)
            return connection
        if isinstance(fault, TimeoutError):
            raise ConnectTimeoutError(self, "no connection in time") from fault
        raise NewConnectionError(self, str(fault)) from fault

    def connect(self) -> None:
        super().connect()
        self._guard.phase = "request"


class _RoutedTls(_Routed, HTTPSConnection):
    """The same under TLS."""

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        self._guard.phase = "tls"
        return connection


class PageAdapter(HTTPAdapter):
    """Sends one request, to the addresses given, under a guard."""

    def __init__(
        self, target: Target, addresses: Sequence[str], guard: Guard, limit: float, ca_file: Path | None
    ) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        route: dict[str, Any] = {"guard": guard, "addresses": tuple(addresses), "limit": limit}
        host = f"[{target.host}]" if ":" in target.host else target.host
        self._pool: HTTPConnectionPool
        if target.scheme == "https":
            self._pool = HTTPSConnectionPool(host, target.port, maxsize=1, ssl_context=tls_context(ca_file))
            self._pool.ConnectionCls = partial(_RoutedTls, **route)  # type: ignore[assignment]
        else:
            self._pool = HTTPConnectionPool(host, target.port, maxsize=1)
            self._pool.ConnectionCls = partial(_Routed, **route)  # type: ignore[assignment]

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:  # noqa: ARG002
        """The pool of this one host; proxies and other trust are not asked about."""
        return self._pool

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Trust is settled in the TLS context alone, which always verifies."""

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """The response without its cookies, which are not even parsed."""
        original = getattr(resp, "_original_response", None)
        if original is not None:
            del original.msg["set-cookie"]
        response = requests.Response()
        response.status_code = resp.status
        response.headers = CaseInsensitiveDict(resp.headers)
        response.raw = resp
        response.reason = resp.reason
        response.url = req.url or ""
        response.request = req
        return response

    def close(self) -> None:
        """Closes the connection."""
        super().close()
        self._pool.close()


class PageSession(requests.Session):
    """A session that carries nothing: no environment, credentials, cookies or redirects of its own."""

    def __init__(self, adapter: PageAdapter) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.clear()
        self.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
        self.adapters.clear()
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        """None: requests reads the whole body of a redirect that it knows of, even when it is not to follow."""
        return None


def tls_context(ca_file: Path | None = None) -> ssl.SSLContext:
    """Trust in the system's and certifi's authorities, and in those of a file; TLS 1.2 or later."""
    # Loading the authorities takes long: threads that begin together must not each do it.
    with _LOADING:
        return _loaded(ca_file)


@cache
def _loaded(ca_file: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    with contextlib.suppress(OSError, ssl.SSLError):
        context.load_verify_locations(certifi.where())
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def ask(session: requests.Session, url: str, headers: Mapping[str, str], limit: float) -> requests.Response:
    """Sends a GET and returns as soon as the head of the answer is there. The URL is sent as it is."""
    request = requests.Request("GET", url, headers=dict(headers))
    prepared = session.prepare_request(request)
    prepared.url = url
    return session.send(prepared, stream=True, timeout=(limit, limit), allow_redirects=False, proxies={}, verify=True)


def _is_more(stream: Any) -> bool:
    """Whether something but blanks waits to be read, without waiting for it."""
    connection = getattr(getattr(stream, "raw", None), "_sock", None)
    if connection is None:
        return False
    try:
        connection.settimeout(0)
        return bool(stream.peek(1).strip())
    except (OSError, ValueError):
        return False


def _connect(address: str, port: int, limit: float) -> socket.socket:
    if limit <= 0:
        raise TimeoutError
    bare, _, scope = address.partition("%")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.settimeout(limit)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if family == socket.AF_INET6:
            connection.connect((bare, port, 0, int(scope) if scope.isdigit() else 0))
        else:
            connection.connect((bare, port))
    except OSError:
        connection.close()
        raise
    return connection
