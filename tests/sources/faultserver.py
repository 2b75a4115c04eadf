"""A web server that misbehaves: one path a fault. It speaks on a raw socket, so that any bytes can be sent.

A handler takes the request and a writer of the connection; what it writes is what the client gets. Without a handler
a path is 404. The server ends with its `with` block.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

SENTENCE = "A lantern that nobody carries lights the way of nobody"
PARAGRAPHS = "".join(
    f"<p>Number {number} of the notebooks says that the harbour was quiet in the evening, that the boats lay on the "
    f"sand beyond the wall, and that whoever kept the light wrote down the hour and the wind, page by page.</p>"
    for number in range(1, 9)
)
ARTICLE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>The keeper's notebooks</title></head><body>"
    f"<h1>The keeper's notebooks</h1>{PARAGRAPHS}<p>{SENTENCE}.</p></body></html>"
).encode()


@dataclass
class Request:
    """What was asked: `headers` have lower-case names."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes
    number: int = 1
    """How many times the path was asked by now."""


@dataclass
class Seen:
    """One request as the log keeps it: when it came and when the last of its answer went, by the monotonic clock."""

    path: str
    headers: dict[str, str]
    raw: bytes
    began: float
    ended: float = 0.0


Send = asyncio.StreamWriter
Handler = Callable[[Request, Send], Awaitable[None]]


def answer(
    body: bytes = ARTICLE,
    status: str = "200 OK",
    headers: tuple[str, ...] = ("Content-Type: text/html; charset=utf-8",),
    *,
    length: bool = True,
) -> bytes:
    """The bytes of a response."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("utf-8", "surrogateescape") + body


def plain(
    body: bytes = ARTICLE,
    status: str = "200 OK",
    headers: tuple[str, ...] = ("Content-Type: text/html; charset=utf-8",),
) -> Handler:
    """A handler that sends one well-formed response."""
    return raw(answer(body, status, headers))


def raw(*pieces: bytes, pause: float = 0.0, hold: float = 0.0) -> Handler:
    """A handler that sends bytes as they are, with pauses between, and keeps the connection open for `hold` seconds."""

    async def handle(request: Request, send: Send) -> None:
        for piece in pieces:
            send.write(piece)
            await send.drain()
            if pause:
                await asyncio.sleep(pause)
        if hold:
            await asyncio.sleep(hold)

    return handle


def endless(head: bytes, piece: bytes, pause: float = 0.0, seconds: float = 20.0) -> Handler:
    """A handler that sends a head and then a piece over and over, for at most so many seconds."""

    async def handle(request: Request, send: Send) -> None:
        send.write(head)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            send.write(piece)
            await send.drain()
            if pause:
                await asyncio.sleep(pause)

    return handle


def redirect(location: str | bytes, status: str = "302 Found") -> Handler:
    """A handler that redirects."""
    place = location if isinstance(location, bytes) else location.encode()
    return raw(b"HTTP/1.1 " + status.encode() + b"\r\nLocation: " + place + b"\r\nContent-Length: 0\r\n\r\n")


def in_turn(*handlers: Handler) -> Handler:
    """A handler that does something else each time; the last for good."""

    async def handle(request: Request, send: Send) -> None:
        await handlers[min(request.number, len(handlers)) - 1](request, send)

    return handle


async def reset(request: Request, send: Send) -> None:
    """Resets the connection."""
    send.transport.abort()


@dataclass
class FaultServer:
    """Serves `paths` on an address. `log` has every request in the order of coming."""

    paths: dict[str, Handler] = field(default_factory=dict)
    address: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    every: Handler | None = None
    log: list[Seen] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    most_at_once: int = 0

    def __enter__(self) -> Self:
        started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self._thread.start()
        started.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(5)

    @property
    def base(self) -> str:
        """The URL of the root, without a slash at its end."""
        return f"{'https' if self.tls else 'http'}://{self.address}:{self.port}"

    def url(self, path: str, handler: Handler | None = None) -> str:
        """The URL of a path; sets what it does."""
        if handler is not None:
            self.paths[path] = handler
        return self.base + path

    def asked(self, path: str) -> list[Seen]:
        """The requests of a path."""
        return [seen for seen in self.log if seen.path == path]

    def _serve(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda loop, context: None)
        self._loop.run_until_complete(self._life(started))
        self._loop.close()

    async def _life(self, started: threading.Event) -> None:
        self._end = asyncio.Event()
        self._at_once = 0
        server = await asyncio.start_server(self._connected, self.address, self.port, ssl=self.tls)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self._end.wait()
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, send: Send) -> None:
        self.connections += 1
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            await self._answer(reader, send)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self._at_once -= 1
            with contextlib.suppress(OSError, RuntimeError):
                send.close()

    async def _answer(self, reader: asyncio.StreamReader, send: Send) -> None:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
        lines = head.decode("latin-1").split("\r\n")
        method, path, *_ = [*lines[0].split(" "), "", ""]
        headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        began = time.monotonic()
        seen = Seen(path, headers, head, began, began)
        self.log.append(seen)
        request = Request(method, path, headers, head, len(self.asked(path)))
        handler = self.paths.get(path.split("?")[0]) or self.every or plain(b"<h1>Not Found</h1>", "404 Not Found")
        write = send.write

        def stamped(data: bytes) -> None:
            # Before the client can have it: a busy machine may leave this thread waiting for long after.
            seen.ended = time.monotonic()
            write(data)

        send.write = stamped  # type: ignore[method-assign, assignment]
        await handler(request, send)
        await send.drain()


@dataclass
class Canary:
    """Listens where nobody may come, and counts who does."""

    address: str = "127.0.0.2"
    visits: int = 0
    port: int = 0

    def __enter__(self) -> Self:
        self._server = FaultServer(address=self.address, every=plain(b"<p>canary</p>"))
        self._server.__enter__()
        self.port = self._server.port
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.visits = self._server.connections
        self._server.__exit__(kind, error, traceback)

    @property
    def hits(self) -> int:
        """Connections so far."""
        return self._server.connections
