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

PORT = 18080
WORDS = "The keeper of the light wrote that the sea had been kind in the year {}"
REST = " ".join(f"On day {day} the boats lay on the sand and nobody went out before noon." for day in range(40))


class Sites:
    """One server behind many addresses. `log` holds the host and the times at which an answer was begun and done."""

    def __init__(self, count: int) -> None:
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
            body = f"<title>Log {page}</title><p>{WORDS.format(page)}.</p><p>{REST}</p>".encode()
            status = b"404 Not Found" if page == "robots.txt" else b"200 OK"
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            writer.write(head % (status, len(body)) + body)
            await writer.drain()
            self.log.append((writer.get_extra_info("sockname")[0], begun, time.monotonic()))
        writer.close()


def main(files: int, links: int, sites: int, interval: float = 1.0) -> None:
    """Builds the manuscripts, runs citecheck over all of them at once and prints what was measured."""
    served = Sites(sites)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for number in range(files):
            pages = range(number * links // files, (number + 1) * links // files)
            text = [f"He says “{WORDS.format(page)}”.[^{page}]" for page in pages]
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


def _watched(process: subprocess.Popen[bytes]) -> list[float]:
    """MiB of the process and its children, each second."""
    sizes = []
    while process.poll() is None:
        sizes.append(sum(memory(id) for id in tree(process.pid)))
        time.sleep(1)
    return sizes


def _print(report: dict[str, object], served: Sites, seconds: float, sizes: list[float], code: int) -> None:
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
    third = max(1, len(sizes) // 3)
    print(f"{len(documents)} manuscripts, {len(found)} quotations, {found.count('match')} of them match, exit {code}")
    print(f"{len(served.log)} requests on {len(by_host)} sites, {overlaps} while another was under way on the site")
    print(f"shortest pause between two requests on a site {min(gaps, default=0):.2f} s")
    print(f"{seconds:.0f} s; MiB at most {max(sizes):.0f}; in the thirds of the run at most "
          f"{max(sizes[:third]):.0f}, {max(sizes[third : 2 * third]):.0f}, {max(sizes[2 * third :]):.0f}")  # fmt: skip


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*[*given, *(2_000, 20_000, 500)[len(given) :]])
