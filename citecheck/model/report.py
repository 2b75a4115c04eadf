"""What a run found out, ready for any reporter."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from citecheck.model.document import Position
from citecheck.model.manuscript import Attribution, Confidence, Link, Manuscript, Quotation
from citecheck.model.source import Fetched, Reason, SourceText
from citecheck.model.verdict import Match


class Severity(StrEnum):
    """How much a finding matters, apart from how sure it is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `note` is a note's id, `quotation` a quotation's id, `url` a link's URL; None if neither.

    `message` is one or two plain sentences. `start` is the offset in the document's text and orders findings.
    """

    code: str
    name: str
    severity: Severity
    confidence: Confidence
    message: str
    position: Position
    start: int = 0
    note: str | None = None
    quotation: str | None = None
    url: str | None = None
    advice: str = ""


@dataclass(frozen=True)
class CheckedQuotation:
    """A quotation with all that is known of it. `match.verdict` is UNCHECKED with `reason` when it was not compared."""

    quotation: Quotation
    position: Position
    attribution: Attribution | None
    match: Match
    reason: Reason = Reason.NONE
    detail: str = ""
    cited: tuple[str, ...] = ()  # ids of the sources that its note or link leads to
    source: SourceText | None = None  # the source that `match.found` is in


@dataclass(frozen=True)
class CheckedLink:
    """A link with what its address gave."""

    link: Link
    position: Position
    fetched: Fetched


@dataclass(frozen=True)
class DocumentReport:
    """All that was found out about one manuscript, in the order of its text.

    `silenced` are findings that comments in the manuscript ask to ignore, `accepted` those that a baseline holds;
    neither are among `findings`.
    """

    manuscript: Manuscript
    quotations: tuple[CheckedQuotation, ...] = ()
    links: tuple[CheckedLink, ...] = ()
    findings: tuple[Finding, ...] = ()
    silenced: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Report:
    """A whole run. `complete` is False when time ran out or a worker was lost; `problems` says what.

    `remarks` are sentences about the run that are no fault of it: what was left out on purpose, what was accepted.
    `warnings` say what of the local sources could not be read; the verdicts take that into account.
    """

    documents: tuple[DocumentReport, ...]
    complete: bool = True
    problems: tuple[str, ...] = field(default=())
    sources: tuple[SourceText, ...] = ()
    remarks: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all documents, in order."""
        return tuple(finding for document in self.documents for finding in document.findings)
