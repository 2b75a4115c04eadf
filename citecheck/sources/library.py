"""Local files and folders as sources."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from citecheck.model.source import SourceText
from citecheck.sources.mediatype import SUFFIXES
from citecheck.sources.store import Store
from citecheck.sources.text import Reading
from citecheck.sources.worker import end_reading, pack_reading, read_safely, unpack_reading

MAX_FILE = 200 * 2**20
_OPENING = 3_000
_SHORT_LINE = 120
_FIELD = re.compile(r"^\s{0,3}(title|author|release date|date|year)\s{0,3}:\s{0,3}(.{1,300})$", re.I | re.M)
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")


class Library:
    """The texts of files and of all readable files in folders, in the order of their paths.

    A text's id is its path relative to the folder that was given, with "/" between its parts; for a file that was
    given, or where two folders have one name in common, it is the path as given. What cannot be read is told in
    `warnings` after `texts` and left out. `store` keeps what was read for the next run.
    """

    def __init__(self, paths: Sequence[Path], store: Store | None = None) -> None:
        self._paths = list(paths)
        self._store = store
        self._warnings: list[str] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read, a sentence each."""
        return tuple(self._warnings)

    def texts(self) -> Iterable[SourceText]:
        """All texts. Raises nothing for a file's contents."""
        self._warnings.clear()
        found = self._found()
        # Reading happens in processes of its own; these threads only wait for it.
        pool = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1))
        readings = pool.map(self._read, [path for _, path in found])
        try:
            for (id, path), reading in zip(found, readings, strict=True):
                if isinstance(reading, str):
                    self._warnings.append(f"{path}: {reading}")
                elif not reading.text.strip():
                    self._warnings.append(f"{path}: not read: {reading.detail or 'it holds no text'}")
                else:
                    if reading.detail:
                        self._warnings.append(f"{path}: {reading.detail}")
                    yield _with_title_page(reading).as_source(id)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            end_reading()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _found(self) -> list[tuple[str, Path]]:
        ids: dict[str, Path] = {}
        for root in self._paths:
            for id, path in _files(root):
                name = id if id not in ids else path.as_posix()
                ids.setdefault(name, path)
        return list(ids.items())

    def _read(self, path: Path) -> Reading | str:
        """The reading of a file, or why there is none."""
        try:
            about = path.stat()
            if about.st_size > MAX_FILE:
                return f"not read: it is larger than {MAX_FILE >> 20} MiB"
            stamp = f"{about.st_size} {about.st_mtime_ns}"
            kept = self._kept(path, stamp)
            if kept is not None:
                return kept
            data = path.read_bytes()
        except OSError as error:
            return f"not read: {error.strerror or 'it cannot be opened'}"
        if not data.strip():
            return "not read: it is empty"
        reading = read_safely(data, "", path.name, 60.0)
        if self._store is not None and reading.text:
            self._store.put_text(str(path.resolve()), stamp, pack_reading(reading))
        return reading

    def _kept(self, path: Path, stamp: str) -> Reading | None:
        packed = self._store.get_text(str(path.resolve()), stamp) if self._store is not None else None
        try:
            return unpack_reading(packed) if packed is not None else None
        except (KeyError, TypeError, ValueError):
            return None


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """The id and path of each file to read under a path."""
    if not root.is_dir():
        yield root.as_posix(), root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith((".", "~$")) and path.suffix.lower() in SUFFIXES and path.is_file():
                yield path.relative_to(root).as_posix(), path


def _with_title_page(reading: Reading) -> Reading:
    """The reading with title, author and year from the head of its text, where the file itself does not say them."""
    opening = reading.text[:_OPENING]
    said: dict[str, str] = {}
    for name, value in _FIELD.findall(opening):
        said.setdefault(name.lower(), value.strip().strip("\"'"))
    first = next((line.strip() for line in opening.split("\n") if line.strip()), "").lstrip("# ")
    title = reading.title or said.get("title", "") or (first if len(first) <= _SHORT_LINE else "")
    dated = next((said[name] for name in ("year", "date", "release date") if name in said), "")
    year = _YEAR.search(dated)
    return replace(
        reading,
        title=title,
        author=reading.author or said.get("author", ""),
        year=reading.year or (year[1] if year else ""),
    )
