"""Local files and folders as sources."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from citecheck.isolation.spool import SPOOL
from citecheck.model.source import Reason, SourceText, Work
from citecheck.sources.attachments import Attachments, Found, files_under
from citecheck.sources.bibliography import Entry, NoBibliography, read_entries
from citecheck.sources.interface import Progress
from citecheck.sources.store import Store
from citecheck.sources.text import Reading
from citecheck.sources.worker import end_reading, pack_reading, read_safely, unpack_reading

MAX_FILE = 200 * 2**20
TIME_LIMIT = 60.0
"""Seconds for one file."""

VERSION = 2
"""Of what is kept for a file; another number makes all files be read again."""

_OPENING = 3_000
_SHORT_LINE = 120
_FIELD = re.compile(r"^\s{0,3}(title|author|release date|date|year)\s{0,3}:\s{0,3}(.{1,300})$", re.I | re.M)
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")


class Library:
    """The texts of files and of all readable files in folders, in the order of their paths.

    A text's id is its path relative to the folder that was given, with "/" between its parts; for a file that was
    given, or where two folders have one name in common, it is the path as given. A file that could not be read is
    there without a text, and told in `warnings` after `texts`. Bibliographies among the files say what the files
    hold, and `works` are those entries that have no file. The store that `open_store` opens keeps what was read for
    the next run.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        open_store: Callable[[], Store] | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._paths = list(paths)
        self._open_store = open_store
        self._progress = progress
        self._store: Store | None = None
        self._warnings: list[str] = []
        self._works: list[Work] = []

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read, a sentence each."""
        return tuple(self._warnings)

    @property
    def works(self) -> tuple[Work, ...]:
        """The works of the bibliographies, whether a file is attached to them or not."""
        return tuple(self._works)

    def texts(self) -> Iterable[SourceText]:
        """All texts. Raises nothing for a file's contents."""
        with closing(self._open_store()) if self._open_store is not None else nullcontext() as store:
            self._store = store
            found = files_under(self._paths)
            works = self._catalogue(found)
            self._warnings = list(found.warnings)
            yield from self._texts(list(found.files.items()), works)
            self._store = None

    def _texts(self, files: Sequence[tuple[str, Path]], works: dict[str, list[Work]]) -> Iterator[SourceText]:
        # Reading happens in processes of its own; these threads only wait for it.
        pool = ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1))
        readings = pool.map(self._read, [path for _, path in files])
        try:
            for done, ((id, path), reading) in enumerate(zip(files, readings, strict=True), 1):
                if not reading.text.strip():
                    self._warnings.append(f"{path}: not read: {reading.detail or 'it holds no text'}")
                    reading = replace(
                        reading, text="", whole=False, reason=reading.reason or Reason.UNREADABLE,
                        detail=reading.detail or "it holds no text",
                    )  # fmt: skip
                elif reading.detail:
                    self._warnings.append(f"{path}: {reading.detail}")
                source = _with_title_page(reading).as_source(id)
                yield replace(source, text=SPOOL.keep(reading.text), works=tuple(works.get(id, ())))
                if self._progress is not None:
                    self._progress("library", done, len(files), files[done][0] if done < len(files) else "")
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            end_reading()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _catalogue(self, found: Found) -> dict[str, list[Work]]:
        """The works of each file by its id, as the bibliographies say; their other files are added to `found`."""
        attachments = Attachments(self._paths, found)
        self._works = []
        for name, path in found.bibliographies.items():
            try:
                entries = self._entries(path)
            except NoBibliography as error:
                if path.suffix.lower() != ".json" or path in self._paths:
                    found.warnings.append(f"{path}: not read: {error}")
                continue
            self._works += [entry.work for entry in entries]
            attachments.attach(name, path, entries)
        return attachments.works

    def _entries(self, path: Path) -> list[Entry]:
        try:
            stamp = _stamp(path)
            kept = self._store.get_text(str(path.resolve()), stamp) if self._store is not None else None
            if kept is not None and (entries := _unpack_entries(kept)) is not None:
                return entries
            entries = read_entries(path.read_bytes(), path.suffix.lower())
        except OSError as error:
            raise NoBibliography(error.strerror or "it cannot be opened") from None
        if self._store is not None:
            self._store.put_text(str(path.resolve()), stamp, {"entries": [asdict(entry) for entry in entries]})
        return entries

    def _read(self, path: Path) -> Reading:
        try:
            size = path.stat().st_size
            if size > MAX_FILE:
                detail = f"it is larger than {MAX_FILE >> 20} MiB"
                return Reading("", whole=False, reason=Reason.TOO_LARGE, detail=detail)
            stamp = _stamp(path)
            kept = self._kept(path, stamp)
            if kept is not None:
                return kept
            data = path.read_bytes()
        except OSError as error:
            detail = error.strerror or "it cannot be opened"
            return Reading("", whole=False, reason=Reason.UNREADABLE, detail=detail)
        if not data.strip():
            return Reading("", whole=False, reason=Reason.UNREADABLE, detail="it is empty")
        reading = read_safely(data, "", path.name, TIME_LIMIT)
        if self._store is not None and reading.reason is not Reason.WORKER:
            self._store.put_text(str(path.resolve()), stamp, pack_reading(reading))
        return reading

    def _kept(self, path: Path, stamp: str) -> Reading | None:
        packed = self._store.get_text(str(path.resolve()), stamp) if self._store is not None else None
        try:
            return unpack_reading(packed) if packed is not None else None
        except (KeyError, TypeError, ValueError):
            return None


def _stamp(path: Path) -> str:
    """What changes when a file does; its change time, too, for copying tools set the other time back."""
    about = path.stat()
    return f"{VERSION} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"


def _unpack_entries(kept: dict[str, Any]) -> list[Entry] | None:
    try:
        return [
            Entry(
                Work(**{**entry["work"], "authors": tuple(entry["work"]["authors"])}),
                tuple(tuple(map(str, paths)) for paths in entry["files"]),
            )
            for entry in kept["entries"]
        ]
    except (KeyError, TypeError):
        return None


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
