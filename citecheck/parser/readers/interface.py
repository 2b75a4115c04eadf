"""What a reader is: bytes of a manuscript in, a Document out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from citecheck.model.document import Document


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read. `changes` is "accept" (Word's tracked changes as if accepted), "reject" or "all"."""

    changes: str = "accept"
    timeout: float = 60.0
    encoding: str | None = None


class Reader(Protocol):
    """One family of manuscript formats."""

    formats: tuple[str, ...]
    """Names that `--from` takes and `Document.format` bears."""

    extensions: dict[str, str]
    """File name endings (".md") and the format each means."""

    def sniff(self, data: bytes) -> str | None:
        """The format that the content itself shows, or None. Looks at no more than it needs."""
        ...

    def read(self, path: Path, data: bytes, format: str, options: ReadOptions) -> Document:
        """Reads the manuscript. `path` is for names and for files beside it; `data` is the file's content.

        Raises `UnreadableError` when the content cannot be read as `format`.
        """
        ...
