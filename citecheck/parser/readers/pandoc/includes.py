"""Files that a manuscript takes in (`\\input`, `include::` …), when they are in the manuscript's own folder."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from citecheck.model.document import Directive, Position, Segment
from citecheck.parser.readers.decoding import decode
from citecheck.parser.readers.pandoc.tags import without_tags

DEEPEST = 8
MOST = 300
"""Files taken in."""
LARGEST = 20 * 1024 * 1024
"""Bytes of all files taken in."""

_COMMANDS = {
    "latex": re.compile(r"\\(?:input|include|subfile) ?\{([^{}\n]{1,300})\}"),
    "typst": re.compile(r"^[ \t]*#(?:include|import) ?\"([^\"\n]{1,300})\"[^\n]*$", re.MULTILINE),
    "rst": re.compile(r"^[ \t]*\.\. include:: ?(\S{1,300})[ \t]*$", re.MULTILINE),
    "asciidoc": re.compile(r"^include::([^\[\n]{1,300})\[[^\]\n]*\][ \t]*$", re.MULTILINE),
    "org": re.compile(r"^[ \t]*#\+include: ?\"?([^\"\s]{1,300})\"?[^\n]*$", re.MULTILINE | re.IGNORECASE),
    "quarto": re.compile(r"^[ \t]*\{\{< ?include ([^\s>]{1,300}) ?>\}\}[ \t]*$", re.MULTILINE),
}
FORMATS = frozenset(_COMMANDS)
"""The formats whose files may take in others."""

_ENDINGS = {"latex": (".tex", ".ltx", "")}


@dataclass(frozen=True, slots=True)
class Stretch:
    """From line `line` on, counted from 1 in the text put together, stands the file `part` from its line `first` on.

    `part` is the file's name from the manuscript's folder, "" the manuscript itself.
    """

    line: int
    part: str
    first: int


@dataclass(frozen=True, slots=True)
class Expanded:
    """A manuscript with what it takes in."""

    text: str
    stretches: tuple[Stretch, ...] = ()
    warnings: tuple[str, ...] = ()


def expand(text: str, path: Path, format: str, encoding: str | None) -> Expanded:
    """Puts the files in their places. What may not or cannot be read is left out, with a warning."""
    command = _COMMANDS.get(format)
    if command is None or not command.search(text):
        return Expanded(text)
    return _Expansion(path, format, command, encoding).expand(text)


def relocated(segments: list[Segment], stretches: tuple[Stretch, ...]) -> list[Segment]:
    """Segments with lines of the files that the text was put together from."""
    if not stretches:
        return segments
    starts = [stretch.line for stretch in stretches]
    return [replace(segment, position=_moved(segment.position, stretches, starts)) for segment in segments]


def relocated_directives(directives: tuple[Directive, ...], stretches: tuple[Stretch, ...]) -> tuple[Directive, ...]:
    """Directives with lines of the files that the text was put together from."""
    if not stretches:
        return directives
    starts = [stretch.line for stretch in stretches]
    return tuple(replace(each, position=_moved(each.position, stretches, starts)) for each in directives)


def _moved(position: Position, stretches: tuple[Stretch, ...], starts: list[int]) -> Position:
    if position.line is None:
        return position
    stretch = stretches[max(0, bisect_right(starts, position.line) - 1)]
    shift = stretch.first - stretch.line
    end = position.end_line + shift if position.end_line is not None else None
    return replace(position, line=position.line + shift, end_line=end, part=stretch.part or None)


class _Expansion:
    def __init__(self, path: Path, format: str, command: re.Pattern[str], encoding: str | None) -> None:
        self._path = path
        self._folder = path.parent.resolve()
        self._command = command
        self._comment = format == "latex"
        self._endings = _ENDINGS.get(format, ("",))
        self._encoding = encoding
        self._pieces: list[str] = []
        self._line = 1
        self._stretches: list[Stretch] = []
        self._warnings: list[str] = []
        self._count = self._bytes = 0

    def expand(self, text: str) -> Expanded:
        self._put(text, "", (self._path.resolve(),))
        return Expanded("".join(self._pieces), tuple(self._stretches), tuple(self._warnings))

    def _put(self, text: str, part: str, open_files: tuple[Path, ...]) -> None:
        at, line = 0, 1
        self._stretches.append(Stretch(self._line, part, 1))
        for found in self._commands(text):
            self._write(text[at : found.start()])
            line += text.count("\n", at, found.end())
            at = found.end()
            inner = self._find(found[1].strip(), open_files)
            if inner is not None:
                content = without_tags(decode(inner.read_bytes(), self._encoding))
                self._write("\n")
                self._put(content, inner.relative_to(self._folder).as_posix(), (*open_files, inner))
                self._write("\n")
                self._stretches.append(Stretch(self._line, part, line))
        self._write(text[at:])

    def _commands(self, text: str) -> Iterator[re.Match[str]]:
        for found in self._command.finditer(text):
            before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
            if not (self._comment and "%" in before.replace("\\%", "")):
                yield found

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._line += text.count("\n")

    def _find(self, name: str, open_files: tuple[Path, ...]) -> Path | None:
        """The file meant; None, with a warning, when it is outside the folder, missing, too large or open already."""
        if name.startswith("@"):
            return None  # a package of Typst's, not a file
        for ending in self._endings:
            file = (open_files[-1].parent / (name + ending)).resolve()
            if not file.is_relative_to(self._folder):
                self._warnings.append(f"{name} is not read: it is outside the manuscript's folder")
                return None
            if not file.is_file():
                continue
            self._count += 1
            self._bytes += file.stat().st_size
            if file in open_files or len(open_files) > DEEPEST or self._count > MOST or self._bytes > LARGEST:
                self._warnings.append(f"{name} is not read: too many files, or one inside itself")
                return None
            return file
        self._warnings.append(f"{name} is not read: it is not there")
        return None
