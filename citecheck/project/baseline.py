"""The findings that somebody accepted, with a reason and a date, in a file that is kept beside the manuscripts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citecheck.checker.fingerprints import digest, fingerprints, unread_words
from citecheck.errors import ConfigError
from citecheck.model.report import DocumentReport, Finding, Report
from citecheck.reporter.serialise import dumped
from citecheck.reporter.writing import write_whole

NAME = "citecheck-baseline.json"
VERSION = 1
_FIELDS = ("path", "code", "fingerprint", "words", "reason", "date")
_SHOWN = 80  # characters of the words, for whoever reads the file
_LISTED = 5


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted finding. `path` is the manuscript's from the baseline's folder, `date` an ISO date.

    `words` are for people; the fingerprint alone decides.
    """

    path: str
    code: str
    fingerprint: str
    words: str
    reason: str
    date: str


@dataclass(frozen=True)
class Baseline:
    """What was accepted, as a file holds it."""

    file: Path
    entries: tuple[Accepted, ...] = ()


def load(file: Path) -> Baseline:
    """Reads a baseline. Raises `ConfigError`, one line, for a file that is not there or is none."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        made = "; `citecheck baseline` makes one" if isinstance(error, FileNotFoundError) else ""
        raise ConfigError(f"{file}: cannot be read ({error.strerror}){made}") from None
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: not a baseline: {error}") from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not isinstance(data.get("findings"), list):
        raise ConfigError(f'{file}: not a baseline of version {VERSION} with a list of "findings"')
    return Baseline(file, tuple(_entry(row, file) for row in data["findings"]))


def _entry(row: Any, file: Path) -> Accepted:
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in _FIELDS):
        raise ConfigError(f"{file}: not a baseline: each finding needs {', '.join(_FIELDS)}")
    return Accepted(*(row[name] for name in _FIELDS))


def save(baseline: Baseline) -> None:
    """Writes the baseline, in the order of paths and of the text. Raises `CitecheckError` when it cannot be written."""
    rows = [{name: getattr(entry, name) for name in _FIELDS} for entry in baseline.entries]
    write_whole(baseline.file, dumped({"version": VERSION, "findings": rows}))


def accept(report: Report, baseline: Baseline, judged: Callable[[str], bool] = lambda _code: True) -> Report:
    """The report without what the baseline holds, which stands in each document's `accepted`.

    Entries about manuscripts of the report that nothing answers to any more are told in `remarks`, as far as the
    codes are `judged` in this run, and what they are about could be read.
    """
    documents = []
    met: set[Accepted] = set()
    for document in report.documents:
        known = _known(document, baseline)
        kept: list[Finding] = []
        accepted: list[Finding] = []
        for finding, mark in zip(document.findings, fingerprints(document), strict=True):
            entry = known.get(mark)
            (kept if entry is None else accepted).append(finding)
            if entry is not None:
                met.add(entry)
        documents.append(replace(document, findings=tuple(kept), accepted=tuple(accepted)))
    remarks = [*report.remarks, *_count(documents, baseline)]
    if report.complete:
        remarks += _stale(documents, baseline, met, judged)
    return replace(report, documents=tuple(documents), remarks=tuple(remarks))


def _known(document: DocumentReport, baseline: Baseline) -> dict[str, Accepted]:
    """The entries that may answer for a manuscript: its own, then those of files that are there no longer."""
    path = _path(document, baseline.file)
    folder = baseline.file.parent
    missing = {entry.path for entry in baseline.entries if entry.path != path and not (folder / entry.path).exists()}
    moved = {entry.fingerprint: entry for entry in baseline.entries if entry.path in missing}
    return moved | {entry.fingerprint: entry for entry in baseline.entries if entry.path == path}


def _count(documents: Iterable[DocumentReport], baseline: Baseline) -> list[str]:
    number = sum(len(document.accepted) for document in documents)
    noun = "finding is" if number == 1 else "findings are"
    return [f"{number} {noun} accepted by {baseline.file.name}"] if number else []


def _stale(
    documents: Iterable[DocumentReport], baseline: Baseline, met: set[Accepted], judged: Callable[[str], bool]
) -> list[str]:
    gone = []
    for document in documents:
        path = _path(document, baseline.file)
        own = [entry for entry in baseline.entries if entry.path == path and entry not in met and judged(entry.code)]
        if own:
            unread = {digest(entry.code, words) for entry in own for words in unread_words(document)}
            gone += [entry for entry in own if entry.fingerprint not in unread]
    shown = "; ".join(f"{entry.path} {entry.code} “{entry.words}”" for entry in gone[:_LISTED])
    more = f"; and {len(gone) - _LISTED} more" if len(gone) > _LISTED else ""
    if not gone:
        return []
    number = "1 entry of the baseline occurs" if len(gone) == 1 else f"{len(gone)} entries of the baseline occur"
    return [f"{number} no longer (`citecheck baseline` takes them out): {shown}{more}"]


def updated(report: Report, baseline: Baseline, reason: str, date: str) -> Baseline:
    """The baseline that accepts all findings of a report.

    What was accepted before keeps its reason and date. Entries of the report's manuscripts that nothing answers to
    go; those of other manuscripts stay.
    """
    paths = {_path(document, baseline.file) for document in report.documents}
    entries = []
    used: set[Accepted] = set()
    for document in report.documents:
        known = _known(document, baseline)
        path = _path(document, baseline.file)
        for finding, mark in zip(document.findings, fingerprints(document), strict=True):
            old = known.get(mark)
            words = _words(finding, document)
            if old is None:
                entries.append(Accepted(path, finding.code, mark, words, reason, date))
            else:
                used.add(old)
                entries.append(replace(old, path=path, words=words))
    others = [entry for entry in baseline.entries if entry.path not in paths and entry not in used]
    ordered = sorted([*others, *entries], key=lambda entry: entry.path)
    return replace(baseline, entries=tuple(ordered))


def _words(finding: Finding, document: DocumentReport) -> str:
    quotations = {each.id: each.text for each in document.manuscript.quotations}
    text = quotations.get(finding.quotation or "") or finding.url or finding.message
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def _path(document: DocumentReport, file: Path) -> str:
    """A manuscript's path from the baseline's folder, the same wherever the program is run from."""
    path = Path(document.manuscript.document.path)
    return Path(os.path.relpath(path.absolute(), file.parent.absolute())).as_posix()
