"""One run of a check, as several commands begin with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from citecheck.cli.reading import read_manuscripts

if TYPE_CHECKING:
    from citecheck.config import Settings
    from citecheck.manuscripts import Failure
    from citecheck.model.changes import Changes
    from citecheck.model.document import Document
    from citecheck.model.manuscript import Manuscript
    from citecheck.model.report import Report
    from citecheck.project.revision import Since


def checked(
    paths: Sequence[Path],
    settings: Settings,
    options: dict[str, Any],
    vet: Callable[[list[Document]], None] = lambda _documents: None,
) -> tuple[Report, list[Failure]]:
    """The report of a run, and what stood in the way of manuscripts that could not be read.

    `vet` may refuse what was read, before it is checked.
    Raises `CitecheckError` for what the user can mend; ends the program when no manuscript can be read.
    """
    from citecheck import pipeline
    from citecheck.progress import progress_display
    from citecheck.project.revision import Since
    from citecheck.sources.opening import open_shelves, opened_resolver

    ends = time.monotonic() + settings.max_time
    since = Since(options["since"]) if options.get("since") is not None else None
    with progress_display(quiet=options["quiet"]) as progress:
        chosen = _worth_reading(paths, since) if since else list(paths)
        manuscripts, failures = read_manuscripts(chosen, options, progress, settings.jobs) if chosen else ([], [])
        changes = _changes(manuscripts, since) if since else None
        if changes is not None:
            manuscripts = [each for each in manuscripts if changes[each.document.path]]
        if manuscripts or not since:
            vet([each.document for each in manuscripts])
        with opened_resolver(settings) as resolver:
            shelves = open_shelves(settings, progress)
            report = pipeline.check(manuscripts, settings, resolver, shelves, progress, ends=ends, changes=changes)
    if since:
        report = _limited(report, options["since"], len(manuscripts), len(paths))
    return pipeline.with_failures(report, failures), failures


def _limited(report: Report, since: str, read: int, named: int) -> Report:
    """The report, with a remark on what it is limited to."""
    told = f"Nothing changed since {since}"
    if read:
        told = f"Only what changed since {since} is checked"
        told += f", in {read} of {named} manuscripts" if named > 1 else ""
    return replace(report, remarks=(told, *report.remarks))


def _worth_reading(paths: Sequence[Path], since: Since) -> list[Path]:
    """The manuscripts that have changed, those that may take in others that have, and what is no file, to be told."""
    from citecheck.parser.readers import taking_in

    return [path for path in paths if not path.is_file() or path.suffix.lower() in taking_in() or since.lines(path)]


def _changes(manuscripts: Sequence[Manuscript], since: Since) -> dict[str, Changes]:
    changes = {}
    for manuscript in manuscripts:
        path = Path(manuscript.document.path)
        parts = {segment.position.part for segment in manuscript.document.segments if segment.position.line is not None}
        changes[manuscript.document.path] = since.changes(path, sorted(part for part in parts if part))
    return changes
