"""All that a rule may look at."""

from __future__ import annotations

from dataclasses import dataclass

from citecheck.model.document import Directive, Position
from citecheck.model.manuscript import Manuscript, Note, Quotation, Reference
from citecheck.model.report import CheckedLink, CheckedQuotation
from citecheck.model.verdict import Convention


@dataclass(frozen=True, slots=True)
class Ignoring:
    """A comment that asks to ignore findings, and those of its codes that silenced none."""

    directive: Directive
    idle: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """One manuscript after parsing, fetching and matching. `today` is an ISO date given from outside.

    `ignores` are there only when all rules but those about comments have run.
    """

    manuscript: Manuscript
    quotations: tuple[CheckedQuotation, ...]
    links: tuple[CheckedLink, ...]
    convention: Convention = Convention.CHICAGO
    today: str = ""
    ignores: tuple[Ignoring, ...] = ()

    def position(self, start: int, end: int) -> Position:
        """Where a span of the text stands in the file."""
        return self.manuscript.document.locate(start, end)

    def note(self, id: str | None) -> Note | None:
        """The note of an id."""
        return next((note for note in self.manuscript.notes if note.id == id), None) if id else None

    def quotation(self, id: str) -> Quotation | None:
        """The quotation of an id."""
        return next((quotation for quotation in self.manuscript.quotations if quotation.id == id), None)

    def reference(self, id: str) -> Reference | None:
        """The reference of an id."""
        return next((reference for reference in self.manuscript.references if reference.id == id), None)
