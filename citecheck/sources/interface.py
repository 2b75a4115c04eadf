"""What a source of cited texts is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from citecheck.model.source import Fetched, SourceText, Work

Progress = Callable[[str, int, int, str], None]
"""Called with a stage's name, what is done, the total, and what is being waited for."""


@dataclass(frozen=True, slots=True)
class Cited:
    """Who cites an address: `notes` say the manuscript and the note; `accessed` is the day it was read (ISO 8601)."""

    notes: tuple[str, ...] = ()
    accessed: str = ""


class Resolver(Protocol):
    """Answers for URLs: the web, or the evidence of an earlier run."""

    def know(self, cited: Mapping[str, Cited]) -> None:
        """Tells who cites the URLs that will be asked for."""
        ...

    def fetch_all(self, urls: Sequence[str], progress: Progress | None = None) -> dict[str, Fetched]:
        """One answer for every URL asked, in the order asked. Never raises for what a URL gives."""
        ...

    def close(self) -> None:
        """Ends what is open; what was acknowledged is on disk."""
        ...


class Shelf(Protocol):
    """Texts at hand without a URL being asked: files, folders."""

    def texts(self) -> Iterable[SourceText]:
        """All texts, in a fixed order."""
        ...


@runtime_checkable
class Catalogued(Protocol):
    """A shelf that knows more of its texts after they were taken from it."""

    @property
    def works(self) -> tuple[Work, ...]:
        """What its bibliographies say of works, whether their texts are there or not."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """What could not be read, a sentence each."""
        ...


class Interrupted(KeyboardInterrupt):
    """An interrupt while sources were asked, with the answers that were there by then."""

    def __init__(self, answers: dict[str, Fetched]) -> None:
        super().__init__()
        self.answers = answers
