"""Very many manuscripts and links in one run on this machine: `python -m bench.soak [FILES [LINKS [SITES]]]`.

A server listens on one address of 127.0.0.0/8 for each site. Every manuscript quotes and cites its share of the
links. Prints the time, how memory grew, and from the server's log how politely each site was asked.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from bench.shelf import memory, tree
from bench.texts import Writer

PORT = 18080


class Pages:
    """The texts of so many pages: a sentence of its own in each, among others that several have."""

    def __init__(self, count: int) -> None:
        writer = Writer(3)
        sentences = (writer.sentence() for _ in range(8 * count + 1_000))
        long = (each for each in sentences if 60 < len(each) < 400 and "“" not in each)
        self.own = [next(long) for _ in range(count)]
        self._others = [writer.sentence() for _ in range(1_000)]

    def quoted(self, page: int) -> str:
        """The sentence that nobody but this page has, without its stop."""
        return self.own[page].rstrip(".?!")

    def html(self, page: int) -> bytes:
        """The page."""
        others = [self._others[(page * 7 + number) % len(self._others)] for number in range(20)]
        text = " ".join([*others[:10], self.own[page], *others[10:]])
        return f"<!DOCTYPE html><title>Log {page}</title><p>{text}".encode()


class Sites:
    """One server behind many addresses. `log` holds the host and the times at which an answer was begun and done."""

    def __init__(self, count: int, pages: Pages) -> None:
        self._pages = pages
        self.hosts = [f"127.{1 + number // 250}.0.{1 + number % 250}" for number in range(count)]
        self.log: list[tuple[str, float, float]] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()
        self._ready.wait()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        for host in self.hosts:
            self._loop.run_until_complete(asyncio.start_server(self._answer, host, PORT))
        self._ready.set()
        self._loop.run_forever()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            begun = time.monotonic()
            line = (await reader.readuntil(b"\r\n\r\n")).split(b" ")
            page = line[1].decode().rsplit("/", 1)[-1]
            body = self._pages.html(int(page)) if page.isdigit() else b"Not here."
            status = b"200 OK" if page.isdigit() else b"404 Not Found"
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            writer.write(head % (status, len(body)) + body)
            await writer.drain()
            self.log.append((writer.get_extra_info("sockname")[0], begun, time.monotonic()))
        writer.close()


def main(files: int, links: int, sites: int, interval: float = 1.0) -> None:
    """Builds the manuscripts, runs citecheck over all of them at once and prints what was measured."""
    texts = Pages(links)
    served = Sites(sites, texts)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(files):
            pages = range(number * links // files, (number + 1) * links // files)
            text = [f"He says “{texts.quoted(page)}”.[^{page}]" for page in pages]
            url = {page: f"http://{served.hosts[page % sites]}:{PORT}/{page}" for page in pages}
            notes = [f"[^{page}]: A. Keeper, *Log {page}*, <{url[page]}>." for page in pages]
            (root / f"{number:05}.md").write_text("\n\n".join([*text, *notes, ""]), encoding="utf-8")
        command = [sys.executable, "-m", "citecheck", "check", *map(str, sorted(root.glob("*.md"))), "-f", "json"]
        command += ["--allow-network", "127.0.0.0/8", "--host-interval", str(interval), "-q", "--fail-on", "never"]
        command += ["--max-time", "14400", "--output", str(root / "report.json")]
        environment = {**os.environ, "CITECHECK_CACHE": str(root / "cache"), "CITECHECK_ARCHIVE": ""}
        begun = time.monotonic()
        process = subprocess.Popen(command, env=environment)
        peaks = _watched(process)
        seconds = time.monotonic() - begun
        _print(json.loads((root / "report.json").read_text()), served, seconds, peaks, process.returncode)


def _watched(process: subprocess.Popen[bytes]) -> list[tuple[float, float]]:
    """MiB of the process and of it with its children, each second."""
    sizes = []
    while process.poll() is None:
        each = [memory(id) for id in tree(process.pid)]
        sizes.append((memory(process.pid), sum(each)))
        time.sleep(1)
    return sizes


def _print(
    report: dict[str, object], served: Sites, seconds: float, sizes: list[tuple[float, float]], code: int
) -> None:
    documents = report["documents"]
    assert isinstance(documents, list)
    found = [each["verdict"] for document in documents for each in document["quotations"]]
    by_host = defaultdict(list)
    for host, begun, ended in served.log:
        by_host[host].append((begun, ended))
    gaps, overlaps = [], 0
    for times in by_host.values():
        times.sort()
        gaps += [later[0] - earlier[0] for earlier, later in pairwise(times)]
        overlaps += sum(later[0] < earlier[1] for earlier, later in pairwise(times))
    print(f"{len(documents)} manuscripts, {len(found)} quotations, {found.count('match')} of them match, exit {code}")
    print(f"{len(served.log)} requests on {len(by_host)} sites, {overlaps} while another was under way on the site")
    print(f"shortest pause between two requests on a site {min(gaps, default=0):.2f} s")
    tenths = [sizes[at : at + max(1, len(sizes) // 10)] for at in range(0, len(sizes), max(1, len(sizes) // 10))]
    print(f"{seconds:.0f} s; MiB at most, in each tenth of the run, of the process and of it with its children:")
    print(", ".join(f"{max(own for own, _ in tenth):.0f} ({max(all_ for _, all_ in tenth):.0f})" for tenth in tenths))


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*[*given, *(2_000, 20_000, 500)[len(given) :]])
