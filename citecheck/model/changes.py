"""Which lines of a file a change touched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from citecheck.model.document import Position


@dataclass(frozen=True, slots=True)
class LineChanges:
    """The changed lines of one file, as it is now.

    `ranges` are first and last lines that were written anew; `seams` are lines, 0 for the file's start, behind which
    lines were taken out. `whole` says that all of the file counts.
    """

    ranges: tuple[tuple[int, int], ...] = ()
    seams: tuple[int, ...] = ()
    whole: bool = False

    def touches(self, first: int, last: int) -> bool:
        """Whether lines `first` to `last` were changed, or lines between them taken out."""
        if self.whole:
            return True
        written = any(start <= last and end >= first for start, end in self.ranges)
        return written or any(first <= seam < last for seam in self.seams)


@dataclass(frozen=True)
class Changes:
    """The changes of a manuscript: its own file under the name "", files that it takes in under their part's name."""

    files: Mapping[str, LineChanges] = field(default_factory=dict)

    def touch(self, position: Position) -> bool:
        """Whether what stands at a position was changed; where there are no lines, any change counts."""
        if position.line is None:
            return bool(self.files)
        lines = self.files.get(position.part or "")
        return lines is not None and lines.touches(position.line, max(position.line, position.end_line or 0))

    def __bool__(self) -> bool:
        return bool(self.files)
