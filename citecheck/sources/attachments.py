"""Which files stand behind `--source`, and which of them a bibliography attaches to its entries.

A bibliography may come from a stranger: its paths lead to files inside the folders that the user gave, or nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from citecheck.model.source import Work
from citecheck.sources import bibliography
from citecheck.sources.bibliography import Entry, tails
from citecheck.sources.mediatype import SUFFIXES

_NAMED = 3  # files named in one warning


@dataclass
class Found:
    """The files to read by their ids, the bibliographies, and what in the folders is left out."""

    files: dict[str, Path] = field(default_factory=dict)
    bibliographies: dict[str, Path] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def add(self, id: str, path: Path) -> None:
        """Takes a file in; where two folders have one name in common, the second is called by its path as given."""
        known = self.bibliographies if path.suffix.lower() in bibliography.SUFFIXES else self.files
        if path not in known.values():
            known.setdefault(id if id not in known else path.as_posix(), path)


def files_under(roots: Sequence[Path]) -> Found:
    """The readable files of folders, in the order of their paths, and the files given themselves.

    A link is not followed to where the folder does not reach.
    """
    found = Found()
    for root in roots:
        if not root.is_dir():
            found.add(root.as_posix(), root)
            continue
        top = root.resolve()
        for path in _walk(root):
            if path.is_symlink() and not _is_within(path.resolve(), [top]):
                found.warnings.append(f"{path}: not read: it is a link that leads out of the folder")
            elif path.is_file():
                found.add(path.relative_to(root).as_posix(), path)
    return found


def _walk(root: Path) -> Iterator[Path]:
    wanted = SUFFIXES | bibliography.SUFFIXES
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith((".", "~$")) and path.suffix.lower() in wanted:
                yield path


class Attachments:
    """Leads the files of entries to files inside the folders given, and remembers which works each of them holds."""

    def __init__(self, roots: Sequence[Path], found: Found) -> None:
        self._found = found
        self._roots = [root.resolve() for root in roots if root.is_dir()]
        self._ids = {path.resolve(): id for id, path in found.files.items()}
        self.works: dict[str, list[Work]] = {}
        """The works of each file, by the file's id."""

    def attach(self, name: str, path: Path, entries: Sequence[Entry]) -> None:
        """Takes in the entries of a bibliography: files not yet found are added, those out of reach are told."""
        folder = path.resolve().parent
        roots = [*self._roots, folder]
        missing: list[str] = []
        outside: list[str] = []
        for entry in entries:
            for paths in entry.files:
                file = self._file(paths, folder, roots)
                if file is not None:
                    self._hold(file, folder, entry.work)
                elif any(_is_outside(folder, each, roots) for each in paths):
                    outside.append(paths[0])
                elif Path(paths[0]).suffix.lower() in SUFFIXES:
                    missing.append(paths[0])
        if missing:
            self._found.warnings.append(f"{name}: attached but not at hand: {_some(missing)}")
        if outside:
            told = "attached but outside of the folders given, and not read"
            self._found.warnings.append(f"{name}: {told}: {_some(outside)}")

    def _file(self, paths: Sequence[str], folder: Path, roots: Sequence[Path]) -> Path | None:
        for text in paths:
            tries = [folder / text, folder / text.replace("\\", "/")]
            tries += [root / tail for tail in tails(text) for root in (folder, *self._roots)]
            for file in tries:
                try:
                    real = file.resolve()
                    if _is_within(real, roots) and real.is_file() and real.suffix.lower() in SUFFIXES:
                        return real
                except (OSError, ValueError, RuntimeError):
                    continue
        return None

    def _hold(self, file: Path, folder: Path, work: Work) -> None:
        id = self._ids.get(file)
        if id is None:
            near = file.relative_to(folder).as_posix() if file.is_relative_to(folder) else file.as_posix()
            id = near if near not in self._found.files else file.as_posix()
            self._found.files[id] = file
            self._ids[file] = id
        works = self.works.setdefault(id, [])
        if work not in works:
            works.append(work)


def _is_within(path: Path, roots: Sequence[Path]) -> bool:
    return any(path.is_relative_to(root) for root in roots)


def _is_outside(folder: Path, text: str, roots: Sequence[Path]) -> bool:
    """Whether a path leads out of the folders; whether a file stands there is not looked at."""
    try:
        return not _is_within((folder / text).resolve(), roots)
    except (OSError, ValueError, RuntimeError):
        return False


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
