"""The same hostile and sound work over and over in one process: `python -m bench.endurance [MINUTES [PAUSE]]`.

Whoever calls citecheck from Python lets it run for days, so nothing may pile up: memory, descriptors, threads,
processes, files. A round reads a manuscript in every format, asks a server that misbehaves in fourteen ways, compares
with hostile pages and is refused broken files; between rounds it waits for `PAUSE` seconds. Prints a row for every
twenty-fourth of the time, what is in use when nothing is being done, and at the end what was told otherwise than in the
first round; ends with 1 when anything was.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from bench.shelf import memory, tree
from citecheck import check, extract
from citecheck.errors import CitecheckError
from fuzz.targets import FORMATS
from tests.sources.faultserver import ARTICLE, SENTENCE, FaultServer, answer, endless, plain, raw, redirect, reset
from tests.sources.tinypdf import pdf_of

_HTML = "Content-Type: text/html; charset=utf-8"
_ROWS = 24


def _paths() -> dict[str, object]:
    wall = b"<!DOCTYPE html><title>Just a moment...</title><p>Checking your browser before you go on."
    near = " ".join([SENTENCE.replace("nobody", "somebody")] * 3_000).encode()
    return {
        "sound": plain(),
        "pdf": plain(pdf_of([[SENTENCE + "."]], "Notebooks", "A. Keeper"), headers=("Content-Type: application/pdf",)),
        "packed": plain(gzip.compress(ARTICLE), headers=(_HTML, "Content-Encoding: gzip")),
        "wall": plain(wall, "403 Forbidden"),
        "gone": plain(b"Not here.", "404 Not Found"),
        "cut": raw(answer()[:-400]),
        "bomb": plain(gzip.compress(bytes(200 << 20), 9), headers=(_HTML, "Content-Encoding: gzip")),
        "deep": plain(b"<div>" * 100_000 + ARTICLE),
        "endless": endless(answer(b"", length=False), b"<p>And so on. " * 4_096),
        "slow": endless(answer(b"", length=False), b"<p>", pause=0.1),
        "circle": redirect("/circle"),
        "reset": reset,
        "near": plain(near, headers=("Content-Type: text/plain",)),
        "letters": plain(b"a" * 5_000_000, headers=("Content-Type: text/plain",)),
    }


def _serve(told: Connection) -> None:
    with FaultServer() as server:
        for name, handler in _paths().items():
            server.url(f"/{name}", handler)  # type: ignore[arg-type]
        told.send(server.base)
        told.recv()


@contextmanager
def _served() -> Iterator[str]:
    """The address of the server, which has a process of its own so that its memory is not counted."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    try:
        yield ours.recv()
    finally:
        ours.send("done")
        server.join()


def _broken(root: Path) -> list[Path]:
    """Files that are refused."""
    whole = (FORMATS / "ferry.docx").read_bytes()
    files = {"half.docx": whole[: len(whole) // 2], "none.epub": b"PK\3\4", "odd.odt": b"\0", "empty.pdf": b"%PDF-1.7"}
    for name, data in files.items():
        (root / name).write_bytes(data)
    return [root / name for name in files]


def _round(manuscripts: list[Path], broken: list[Path]) -> dict[str, str]:
    """What one round told, by file."""
    told = {}
    for path in sorted(FORMATS.glob("ferry.*")):
        told[path.name] = hashlib.sha256(repr(extract(path)).encode()).hexdigest()[:12]
    limits = {"allow_network": ["127.0.0.1/32"], "host_interval": 0.0, "url_time": 3.0, "archive": "", "no_cache": True}
    for document in check(manuscripts, **limits).documents:
        lines = [f"{each.fetched.state} ({each.fetched.reason})" for each in document.links]
        lines += [f"{each.match.verdict} ({each.reason})" for each in document.quotations]
        told[document.manuscript.document.path] = ", ".join(lines)
    for path in broken:
        try:
            extract(path)
            told[path.name] = "read"
        except CitecheckError as error:
            told[path.name] = str(error)
    return told


def _in_use() -> str:
    """MiB, open descriptors and threads of this process, and the MiB of each of its children but the server."""
    own = os.getpid()
    others = [memory(child) for child in tree(own)[1:] if b"multiprocessing" not in _command(child)]
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    shown = " + ".join(f"{each:.0f}" for each in sorted(others))
    return f"{memory(own):.1f} | {descriptors} | {threading.active_count()} | {shown}"


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def main(minutes: float, pause: float) -> int:
    """Goes round until the time is over; prints what was in use at the end of a round. 1 when rounds told otherwise."""
    with tempfile.TemporaryDirectory() as folder, _served() as base:
        root = Path(folder)
        for name in _paths():
            note = f"[^1]: A. Keeper, *Notebooks*, <{base}/{name}>."
            (root / f"{name}.md").write_text(f"It says “{SENTENCE}” there.[^1]\n\n{note}\n", encoding="utf-8")
        manuscripts, broken = sorted(root.glob("*.md")), _broken(root)
        begun, rounds, rows = time.monotonic(), 0, 0
        first: dict[str, str] = {}
        others: Counter[str] = Counter()
        print("| minute | rounds | MiB | descriptors | threads | MiB of children |\n|---|---|---|---|---|---|")
        while (passed := time.monotonic() - begun) < minutes * 60:
            told = _round(manuscripts, broken)
            first = first or told
            others.update(
                f"{Path(name).name}: {told[name]}, not {first[name]}" for name in told if told[name] != first[name]
            )
            rounds += 1
            gc.collect()
            if passed >= minutes * 60 * rows / _ROWS:
                rows += 1
                print(f"| {passed / 60:.0f} | {rounds} | {_in_use()} |", flush=True)
            time.sleep(pause)
        print(f"| {minutes:.0f} | {rounds} | {_in_use()} |")
        print(f"\n{rounds} rounds, {others.total()} times a file told otherwise than in the first")
        for other, times in others.most_common():
            print(f"{times} times {other}")
    return 1 if others else 0


if __name__ == "__main__":
    given = [float(each) for each in sys.argv[1:]]
    sys.exit(main(*[*given, *(120.0, 0.0)[len(given) :]]))
