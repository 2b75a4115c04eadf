"""Counts a run and says in words how it ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citecheck.model.report import DocumentReport, Report, Severity
from citecheck.model.source import LinkState
from citecheck.model.verdict import Verdict
from citecheck.reporter.entries import is_held

_WRONG = (Verdict.ALTERED, Verdict.MISATTRIBUTED, Verdict.NOT_FOUND)


@dataclass(frozen=True)
class Summary:
    """Figures of a run. `quotations` are those held to a source; `titles` are titles and terms, which are not.

    A quotation inside another counts with the outer one.
    """

    documents: int
    notes: int
    quotations: int
    titles: int
    links: int
    verdicts: Mapping[Verdict, int]
    states: Mapping[LinkState, int]
    severities: Mapping[Severity, int]
    codes: Mapping[str, int]


def summarise(documents: Iterable[DocumentReport]) -> Summary:
    """The figures of some manuscripts."""
    listed = list(documents)
    checked = [each for document in listed for each in document.quotations if not each.quotation.depth]
    held = [each for each in checked if is_held(each)]
    links = [each for document in listed for each in document.links]
    findings = [each for document in listed for each in document.findings]
    verdicts = Counter(each.match.verdict for each in held)
    states = Counter(each.fetched.state for each in links)
    severities = Counter(each.severity for each in findings)
    codes = Counter(each.code for each in findings)
    return Summary(
        documents=len(listed),
        notes=sum(len(document.manuscript.notes) for document in listed),
        quotations=len(held),
        titles=len(checked) - len(held),
        links=len(links),
        verdicts={verdict: verdicts[verdict] for verdict in Verdict},
        states={state: states[state] for state in LinkState},
        severities={severity: severities[severity] for severity in Severity},
        codes=dict(sorted(codes.items())),
    )


def in_words(report: Report) -> str:
    """One line that says how the run ended; it never calls wrong what could not be read."""
    summary = summarise(report.documents)
    said = [_quotations(summary)]
    if summary.links:
        said.append(_links(summary))
    return " ".join(said)


def _quotations(summary: Summary) -> str:
    unchecked = summary.verdicts[Verdict.UNCHECKED]
    compared = summary.quotations - unchecked
    wrong = sum(summary.verdicts[verdict] for verdict in _WRONG)
    rest = f"; {unchecked} could not be checked" if unchecked else ""
    if not summary.quotations:
        return "No quotation is held to a source."
    if not compared:
        return f"None of {counted(summary.quotations, 'quotation')} could be checked."
    if not wrong:
        stands = "1 quotation compared is" if compared == 1 else f"All {compared} quotations compared are"
        return f"{stands} in the source as quoted{rest}."
    are = "is" if wrong == 1 else "are"
    return f"{wrong} of {counted(compared, 'quotation')} compared {are} not in the source as quoted{rest}."


def _links(summary: Summary) -> str:
    dead, unchecked = summary.states[LinkState.DEAD], summary.states[LinkState.UNCHECKED]
    told = [f"{dead} of {counted(summary.links, 'link')} {'is' if dead == 1 else 'are'} dead"] if dead else []
    if unchecked:
        told.append(f"{unchecked} could not be checked" if dead else f"{_of(unchecked, summary.links)} not be checked")
    if told:
        return "; ".join(told) + "."
    return "The one link answers." if summary.links == 1 else f"All {summary.links} links answer."


def _of(number: int, total: int) -> str:
    if total == 1:
        return "The one link could"
    return f"{number} of {counted(total, 'link')} could"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural where it is due."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
