"""A library of 500 files read for the first time and again: `python -m bench.shelf [FILES]`. Prints a table.

Builds PDF, EPUB, HTML, DOCX and plain text files of 100,000 to 300,000 characters each, a fifth of each kind, and a
manuscript that quotes 150 of them, then runs `citecheck check --source library --offline` as its user would, three
times: with an empty store, with a full one, and without one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path

from bench.texts import Writer
from tests.sources.tinybooks import docx_of, epub_of
from tests.sources.tinypdf import pdf_of

KINDS = ("pdf", "epub", "html", "docx", "txt")
QUOTED = 150
_LINE = 72
_LINES = 38


@dataclass(frozen=True, slots=True)
class Book:
    """A file of the library: what a note cites, and words that stand in it."""

    author: str
    title: str
    year: int
    words: str
    page: int


def main(files: int) -> None:
    """Builds a library, runs citecheck over it and prints a row for each run."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        begun = time.perf_counter()
        books = build(root / "library", files)
        (root / "manuscript.md").write_text(manuscript(books[:: max(1, files // QUOTED)]), encoding="utf-8")
        size = sum(path.stat().st_size for path in (root / "library").iterdir())
        print(f"{files} files, {size / 1e6:.0f} MB, built in {time.perf_counter() - begun:.0f} s\n")
        print("| run | seconds | processor seconds | peak MiB, all processes | verdicts |")
        print("|---|---|---|---|---|")
        for name, options in (("first", ()), ("again", ()), ("without store", ("--no-cache",))):
            print(f"| {name} | {run(root, options)} |", flush=True)


def build(folder: Path, files: int, size: int = 100_000) -> list[Book]:
    """Writes the files of a library, of `size` to three times as many characters; the same every time."""
    folder.mkdir()
    writer = Writer(7)
    books = []
    for number in range(files):
        text = writer.text(size + (number * 7919) % (2 * size))
        author = f"{writer.words[100 + number].capitalize()} {writer.words[2000 + number].capitalize()}"
        title = " ".join(writer.words[300 + (number * step) % 9000].capitalize() for step in (3, 5, 7, 11))
        kind = KINDS[number % len(KINDS)]
        data, page, words = _file(kind, text, title, author)
        (folder / f"{number:04}.{kind}").write_bytes(data)
        books.append(Book(author, title, 1850 + number % 150, words, page))
    return books


def _file(kind: str, text: str, title: str, author: str) -> tuple[bytes, int, str]:
    """The file's bytes, and the page and the words of a passage in it."""
    if kind == "pdf":
        words = text.encode("ascii", "ignore").decode().split()
        lines = _lines(words)
        sheets = [
            [f"{n} {title.upper()}", *lines[at : at + _LINES]] for n, at in enumerate(range(0, len(lines), _LINES), 1)
        ]
        middle = len(sheets) // 2
        return pdf_of(sheets, title, author), middle + 1, " ".join(sheets[middle][8:10])
    paragraphs = text.split("\n\n")
    chosen = paragraphs[len(paragraphs) // 2].split()
    passage = " ".join(chosen[: min(24, len(chosen))])
    if kind == "txt":
        return f"Title: {title}\nAuthor: {author}\n\n{text}".encode(), 0, passage
    if kind == "docx":
        return docx_of([title, author, *paragraphs], title, author), 0, passage
    marked = [f"<p>{escape(each)}</p>" for each in paragraphs]
    if kind == "html":
        head = f'<html><head><meta charset="utf-8"><title>{title}</title><meta name="author" content="{author}"></head>'
        return f"{head}<body><h1>{title}</h1>{''.join(marked)}</body></html>".encode(), 0, passage
    pages = [f'<span epub:type="pagebreak" title="{n}"/>{each}' for n, each in enumerate(marked, 1)]
    parts = ["".join(pages[at : at + 20]) for at in range(0, len(pages), 20)]
    return epub_of(parts, title, author), len(paragraphs) // 2 + 1, passage


def _lines(words: list[str]) -> list[str]:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > _LINE:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


def manuscript(books: list[Book]) -> str:
    """An essay that quotes each book once; every tenth quotation has a word left out."""
    body, notes = [], []
    for number, book in enumerate(books, 1):
        words = book.words.replace('"', "").replace("“", "").replace("”", "").strip(" .,;?!—")
        if number % 10 == 0:
            parts = words.split()
            words = " ".join(parts[: len(parts) // 2] + parts[len(parts) // 2 + 1 :])
        body.append(f"It has been said that “{words}.”[^{number}]")
        page = f", {book.page}" if book.page else ""
        notes.append(f"[^{number}]: {book.author}, *{book.title}* (Leith: Harbour, {book.year}){page}.")
    return "\n\n".join(body) + "\n\n" + "\n".join(notes) + "\n"


def run(root: Path, options: tuple[str, ...]) -> str:
    """One run: its time, its processor time, its peak of memory with all its children, and what it found."""
    command = [sys.executable, "-m", "citecheck", "check", str(root / "manuscript.md"), "--offline"]
    command += ["--source", str(root / "library"), "-q", "--fail-on", "never", "-f", "json", *options]
    environment = {**os.environ, "CITECHECK_CACHE": str(root / "cache")}
    before = os.times()
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    peak = [0.0]
    watch = threading.Thread(target=_watch, args=(process, peak))
    watch.start()
    out, _ = process.communicate()
    seconds = time.perf_counter() - begun
    watch.join()
    used = os.times()
    spent = used.children_user + used.children_system - before.children_user - before.children_system
    verdicts = {name: count for name, count in json.loads(out)["summary"]["verdicts"].items() if count}
    shown = ", ".join(f"{count} {name}" for name, count in verdicts.items())
    return f"{seconds:.1f} | {spent:.1f} | {peak[0]:.0f} | {shown}"


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    """Keeps the highest sum of the memory of a process and all below it (Linux; shared pages counted once)."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(memory(id) for id in tree(process.pid)))
        time.sleep(0.1)


def tree(id: int) -> list[int]:
    """A process and all below it."""
    found = [id]
    for parent in found:
        try:
            for children in list(Path(f"/proc/{parent}/task").glob("*/children")):
                found += map(int, children.read_text().split())
        except OSError:
            continue  # it has ended
    return found


def memory(id: int) -> float:
    """MiB of a process, what it shares counted in parts."""
    try:
        for line in Path(f"/proc/{id}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
