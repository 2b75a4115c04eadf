"""Texts set aside in a file of this process, which has no name and which its children can read, too."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from citecheck.model.text import HeldText

LEAST = 1_000
"""Characters of a text that is worth it."""

_RECENT = 8_000_000
"""Characters of the texts that were asked for last, which are kept in memory."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a spool's file a text lies: `size` bytes of UTF-8 from `start`, `characters` long."""

    start: int
    size: int
    characters: int


class SpoolReader:
    """Reads texts out of a spool's file by its descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._recent: OrderedDict[int, str] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def read(self, place: Place) -> str:
        """The text at a place. Raises `OSError` when the disk does not give it back."""
        with self._lock:
            known = self._recent.get(place.start)
            if known is not None:
                self._recent.move_to_end(place.start)
                return known
        text = self._bytes(place.start, place.size).decode("utf-8", "surrogatepass")
        with self._lock:
            if place.start not in self._recent:
                self._recent[place.start] = text
                self._held += len(text)
            while self._held > _RECENT and len(self._recent) > 1:
                self._held -= len(self._recent.popitem(last=False)[1])
        return text

    def opening(self, place: Place, count: int) -> str:
        """The first `count` characters of the text at a place."""
        known = self._recent.get(place.start)
        if known is None:
            # No character takes more than four bytes.
            begun = self._bytes(place.start, min(place.size, 4 * count + 4))
            known = (begun if len(begun) == place.size else _without_last(begun)).decode("utf-8", "surrogatepass")
        return known[:count]

    def _bytes(self, start: int, size: int) -> bytes:
        content = os.pread(self._descriptor, size, start)
        while len(content) < size:
            more = os.pread(self._descriptor, size - len(content), start + len(content))
            if not more:
                raise OSError("a text that was set aside is gone")
            content += more
        return content


def _without_last(content: bytes) -> bytes:
    """UTF-8 without its last character, which may be cut."""
    end = len(content)
    while end and content[end - 1] & 0xC0 == 0x80:
        end -= 1
    return content[: max(0, end - 1)]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A text that lies in a spool."""

    reader: SpoolReader
    place: Place

    @property
    def characters(self) -> int:
        """Its length."""
        return self.place.characters

    def read(self) -> str:
        """The text."""
        return self.reader.read(self.place)

    def opening(self, count: int) -> str:
        """Its first `count` characters."""
        return self.reader.opening(self.place, count)


class Spool:
    """Takes texts. What a full or missing disk does not take stays in memory."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writer = -1
        self._end = 0
        self._opened = False
        self._reader: SpoolReader | None = None
        self.descriptor = -1
        """The file opened for reading, -1 while there is none."""

    def open(self) -> None:
        """Makes the file, if that was not tried before: children can read only what was open when they began."""
        with self._lock:
            if self._opened or not hasattr(os, "pread"):
                return
            self._opened = True
            with contextlib.suppress(OSError):
                writer, path = tempfile.mkstemp(prefix="citecheck-")
                try:
                    self.descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
                    self._writer = writer
                    self._reader = SpoolReader(self.descriptor)
                finally:
                    Path(path).unlink()

    def keep(self, text: str) -> str | HeldText:
        """The text set aside, or itself when it is short or cannot be."""
        if len(text) < LEAST:
            return text
        self.open()
        if self._reader is None:
            return text
        content = text.encode("utf-8", "surrogatepass")
        with self._lock:
            try:
                written = os.pwrite(self._writer, content, self._end)
            except OSError:
                return text
            if written < len(content):
                return text
            place = Place(self._end, len(content), len(text))
            self._end += len(content)
        return SetAside(self._reader, place)


class Texts(Mapping[str, str]):
    """Texts by their ids, some of them set aside; iterates in the order given."""

    def __init__(self, texts: Mapping[str, str | HeldText]) -> None:
        self._texts = texts

    def __getitem__(self, id: str) -> str:
        text = self._texts[id]
        return text if isinstance(text, str) else text.read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


SPOOL = Spool()
"""This process's."""
