"""Pages that a script fills, through an installed Chromium that has no network of its own (optional extra `browser`).

Chromium runs under a child process that can be killed. Every request of a page comes to this process, which answers it
as it answers all others: by vetted addresses, within limits, without cookies. What would go round that (sockets,
downloads, workers) finds a proxy that is not there.
"""

from __future__ import annotations

import base64
import contextlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import IO, Any

from citecheck.sources.exchange import Answer, Failure

PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")
_WANTED = ("document", "script", "xhr", "fetch")
_MOST_REQUESTS = 100
_MOST_BYTES = 30 * 2**20
_LAST_WAIT = 0.5  # seconds
_LONGEST_START = 20.0  # seconds in which a program says its version
_QUIET = 1_000  # milliseconds without a request after which a page counts as filled
_ARGUMENTS = (
    "--proxy-server=http://127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-pings",
    "--renderer-process-limit=1",
    "--js-flags=--max-old-space-size=256",
)
_UNSAID = ("content-encoding", "content-length", "transfer-encoding", "set-cookie", "connection", "location")

Ask = Callable[[str], "Answer | Failure"]
"""Asks an address within the time that is left. Never raises for what it gives."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A page as its scripts left it. `whole` is False when a request of its scripts was not answered."""

    markup: str
    whole: bool


def missing() -> str:
    """What `--browser` lacks here and the way out, one line; "" when nothing is missing."""
    if importlib.util.find_spec("playwright") is None:
        return "Chromium is asked for pages through playwright, which is not installed (`pip install playwright`)"
    if not browser_program():
        return "no Chromium that runs is on the PATH; install one, or name it with CITECHECK_CHROMIUM"
    return ""


def browser_program() -> str:
    """The Chromium to use: CITECHECK_CHROMIUM, else the first on the PATH that runs; "" without one or playwright."""
    if importlib.util.find_spec("playwright") is None:
        return ""
    named = os.environ.get("CITECHECK_CHROMIUM")
    candidates = [named] if named else filter(None, map(shutil.which, PROGRAMS))
    return next(filter(_runs, candidates), "")


@cache
def _runs(program: str) -> bool:
    """Whether a program answers; Ubuntu's chromium-browser only leads to a package that may not be there."""
    try:
        asked = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=_LONGEST_START,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _environment() -> dict[str, str]:
    """What Chromium is told of the user's surroundings: nothing that may hold a secret."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


class Browser:
    """A Chromium for one run, begun with the first page and ended by `close`. One page at a time."""

    def __init__(self, program: str, user_agent: str) -> None:
        self._program = program
        self._user_agent = user_agent
        self._process: subprocess.Popen[bytes] | None = None
        self._folder = ""

    def fill(self, url: str, ask: Ask, seconds: float) -> Filled | None:
        """The page of an address after its scripts; None when there is none in that time. Raises nothing."""
        try:
            process = self._process or self._begin()
        except OSError:
            return None
        clock = threading.Timer(seconds, self._kill)
        clock.daemon = True
        clock.start()
        try:
            return self._converse(process, url, ask, seconds)
        except (OSError, ValueError, KeyError, TypeError):
            self._kill()
            return None
        finally:
            clock.cancel()

    def close(self) -> None:
        """Ends Chromium, in good order if it does so at once."""
        process = self._process
        if process is not None and process.stdin is not None:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                process.stdin.close()
                process.wait(_LAST_WAIT)
        self._kill()

    def _begin(self) -> subprocess.Popen[bytes]:
        start = f"import sys; sys.path[:] = {sys.path!r}; from citecheck.sources.browser import serve; serve()"
        self._folder = tempfile.mkdtemp(prefix="citecheck-browser-")
        self._process = subprocess.Popen(
            [sys.executable, "-E", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_environment(), "TMPDIR": self._folder},
            start_new_session=True,
        )
        _say(self._process.stdin, {"program": self._program, "user_agent": self._user_agent})
        return self._process

    def _converse(self, process: subprocess.Popen[bytes], url: str, ask: Ask, seconds: float) -> Filled | None:
        _say(process.stdin, {"url": url, "seconds": seconds})
        missed = False
        sent = 0
        for _ in range(_MOST_REQUESTS):
            heard = _hear(process.stdout)
            if "markup" in heard:
                return Filled(heard["markup"], heard["whole"] and not missed) if heard["markup"] else None
            step = ask(heard["ask"]) if sent < _MOST_BYTES else None
            if isinstance(step, Answer):
                sent += len(step.body)
                _say(process.stdin, _shown(step))
            else:
                missed = True
                _say(process.stdin, {})
        raise ValueError("it asks for more than a page needs")

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        # Chromium ends with the pipe that it is led by.
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()
        # Chromium writes there until it notices.
        for _ in range(10):
            time.sleep(0.05)
            shutil.rmtree(self._folder, ignore_errors=True)


def _shown(step: Answer) -> dict[str, Any]:
    """An answer as the child takes it; the body without its content coding."""
    from citecheck.sources.unpack import PackedWrong, unpack  # noqa: PLC0415

    try:
        body = unpack(step.body, step.header("content-encoding"))
    except PackedWrong:
        return {}
    headers = {name.lower(): value for name, value in step.headers if name.lower() not in _UNSAID}
    return {"status": step.status, "headers": headers, "body": base64.b64encode(body).decode()}


def _say(stream: IO[bytes] | None, what: dict[str, Any]) -> None:
    assert stream is not None
    stream.write(json.dumps(what).encode() + b"\n")
    stream.flush()


def _hear(stream: IO[bytes] | None) -> dict[str, Any]:
    assert stream is not None
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise ValueError("the browser ended")
    heard: dict[str, Any] = json.loads(line)
    return heard


def serve() -> None:
    """The child's life: fills pages until its standard input ends."""
    from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415

    source, sink = sys.stdin.buffer, sys.stdout.buffer
    about = _hear(source)
    # Chromium refuses its sandbox to the superuser.
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=about["program"], args=arguments)
        while line := source.readline():
            asked = json.loads(line)
            filled = Filled("", whole=False)
            with contextlib.suppress(Error):
                filled = _filled(browser, about["user_agent"], asked["url"], asked["seconds"], source, sink)
            _say(sink, {"markup": filled.markup, "whole": filled.whole})


def _filled(browser: Any, user_agent: str, url: str, seconds: float, source: IO[bytes], sink: IO[bytes]) -> Filled:
    ends = time.monotonic() + seconds * 0.8
    refused = []
    context = browser.new_context(
        user_agent=user_agent, accept_downloads=False, service_workers="block", java_script_enabled=True
    )
    try:
        page = context.new_page()
        page.set_default_timeout(1_000 * seconds)

        def answer(route: Any) -> None:
            request = route.request
            wanted = request.resource_type in _WANTED
            if not wanted or request.method != "GET" or time.monotonic() > ends:
                refused.extend([request.url] * wanted)
                route.abort()
                return
            _say(sink, {"ask": request.url})
            heard = _hear(source)
            if heard:
                body = base64.b64decode(heard["body"])
                route.fulfill(status=heard["status"], headers=heard["headers"], body=body)
            else:
                route.abort()

        context.route("**/*", answer)
        page.goto(url, wait_until="load")
        quiet = _wait_until_quiet(page, ends)
        return Filled(page.content(), quiet and not refused)
    finally:
        context.close()


def _wait_until_quiet(page: Any, ends: float) -> bool:
    """Waits until the page has changed nothing for a while; False when the time was over before."""
    before = -1
    while time.monotonic() < ends:
        page.wait_for_timeout(_QUIET)
        size = len(page.content())
        if size == before:
            return True
        before = size
    return False
