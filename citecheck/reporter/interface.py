"""What a reporter is: a Report in, bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from citecheck.model.report import Report


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to show a report. `width` counts columns; `color` only ever comes from a terminal or the user."""

    color: bool = False
    width: int = 100
    verbose: bool = False
    quiet: bool = False


class Reporter(Protocol):
    """One report format."""

    name: str
    """What `--format` takes."""

    binary: bool
    """True when the output cannot go to a terminal."""

    def render(self, report: Report, options: ReportOptions) -> bytes:
        """The whole report, UTF-8 where it is text. The same report gives the same bytes."""
        ...
