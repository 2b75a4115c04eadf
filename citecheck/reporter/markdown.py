"""Findings for a pull request's comment: Markdown as GitHub and GitLab read it, short, the details folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from citecheck.model.report import CheckedQuotation, Report, Severity
from citecheck.model.source import LinkState
from citecheck.model.verdict import Verdict
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.diff import GAP, TOLD, Piece, PieceKind, clipped, word_diff
from citecheck.reporter.entries import RANK, Entry, entries, open_link, place, shortened, source_page, source_title
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.passage import shown_address
from citecheck.reporter.summary import in_words, summarise
from citecheck.reporter.unread import unread
from citecheck.sources.mask import web_address

MOST_CHARACTERS = 60_000
"""A comment on GitHub holds 65,536 characters."""

_SIGN = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.INFO: "🔵"}
_WORDS = 28
_LONGEST = 300  # characters of what is said of a file that was not read
_MARKUP = re.compile(r"[\\`*_\[\]~|$#]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_MENTION = re.compile(r"[@#](?=\w)")


class MarkdownReporter:
    """A heading in words, the figures, then each manuscript's findings, the grave ones open to view."""

    name = "markdown"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The comment in UTF-8, of at most `MOST_CHARACTERS`; what does not fit is counted."""
        head = [f"### citecheck: {escape(in_words(report))}", "", *_figures(report), ""]
        head += [f"The run is not complete: {escape(tidy(problem))}.\n" for problem in report.problems]
        head += [f"{escape(tidy(remark))}.\n" for remark in report.remarks]
        head += _unread(report)
        shown = "\n".join([*head, *_kept(report, MOST_CHARACTERS - len("\n".join(head)))])
        return break_commands(shown).encode("utf-8", "replace")


def _figures(report: Report) -> Iterator[str]:
    summary = summarise(report.documents)
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in summary.verdicts.items() if number)
    states = ", ".join(f"{number} {state}" for state, number in summary.states.items() if number)
    found = ", ".join(f"{number} {severity}" for severity, number in summary.severities.items() if number)
    yield "| quotations | links | findings |"
    yield "|---|---|---|"
    yield f"| {verdicts or 'none'} | {states or 'none'} | {found or 'none'} |"


def _unread(report: Report) -> Iterator[str]:
    """What was not read, folded, in sight of who wonders about it."""
    lines = unread(report)
    if lines:
        told = "<br>\n".join(escape(line if len(line) <= _LONGEST else line[:_LONGEST] + " ⋯") for line in lines)
        yield f"<details><summary>Not read, or only in part</summary>\n\n{told}\n\n</details>\n"


def _kept(report: Report, room: int) -> Iterator[str]:
    """The manuscripts as long as there is room, then how many findings had none."""
    left_out = 0
    for document in report.documents:
        path = document.manuscript.document.path
        heading = f"#### {escape(clean(path))}\n"
        for entry in sorted(entries(document), key=lambda each: RANK.index(each.severity)):
            item = f"{heading}{_entry(path, entry)}\n" if heading else f"{_entry(path, entry)}\n"
            if left_out or len(item) + 1 > room:
                left_out += len(entry.findings)
                continue
            heading, room = "", room - len(item) - 1
            yield item
    if left_out:
        yield f"{left_out} more findings do not fit into a comment; the other formats show them all.\n"


def _entry(path: str, entry: Entry) -> str:
    where = place(path, entry.position).removeprefix(clean(path)).lstrip(":, ")
    note = f", note {escape(entry.note_beside)}" if entry.note_beside else ""
    items = [
        f"{_SIGN[finding.severity]} **{finding.code} {finding.name}** {escape(tidy(finding.message))}"
        for finding in entry.findings
    ]
    details = [*_quotation(entry.quotation)] if entry.quotation is not None else [*_link(entry)]
    details += [f"To do: {escape(tidy(advice))}" for advice in entry.advice]
    told = f"- {escape(where)}{note}: " + "<br>".join(items)
    if not details:
        return told
    opened = "" if entry.minor else " open"
    inner = "<br>\n  ".join(details)
    return f"{told}\n  <details{opened}><summary>the words</summary>\n\n  {inner}\n\n  </details>"


def _quotation(checked: CheckedQuotation) -> Iterator[str]:
    pieces = clipped(word_diff(checked))
    if any(piece.kind in TOLD for piece in pieces):
        yield f"“{marked(pieces)}”"
    else:
        yield f"“{escape(shortened(checked.quotation.text, _WORDS))}”"
    title = source_title(checked)
    if not title:
        return
    page = source_page(checked)
    link = open_link(checked)
    shown = f"[{escape(title)}](<{link}>)" if link else escape(title)
    found = "Found in" if checked.match.verdict is Verdict.MISATTRIBUTED else "In"
    yield f"{found} {shown}{f', page {escape(page)}' if page else ''}"


def _link(entry: Entry) -> Iterator[str]:
    if entry.link is None:
        return
    fetched = entry.link.fetched
    yield _address(entry.link.link.url)
    if fetched.state is LinkState.MOVED and fetched.final_url:
        yield f"Now at {_address(fetched.final_url)}"
    if fetched.archived_url:
        yield f"Archive: {_address(fetched.archived_url)}"


def _address(url: str) -> str:
    link = web_address(url)
    return f"[{escape(shown_address(url))}](<{link}>)" if link else escape(shown_address(url))


def marked(pieces: Iterable[Piece]) -> str:
    """The quotation in one line, the source's words struck out and the quotation's underlined where they differ."""
    shown = []
    for piece in pieces:
        if piece.kind is PieceKind.GAP:
            shown.append(GAP)
        elif piece.kind in TOLD:
            shown.append(f"<del>{escape(clean(piece.source))}</del>" if piece.source else "")
            shown.append(f"<ins>{escape(clean(piece.quote))}</ins>" if piece.quote else "")
        else:
            shown.append(escape(clean(piece.quote)))
    return " ".join(filter(None, shown))


def escape(text: str) -> str:
    """Text that stays text within a line: no markup, no HTML, no address made a link, no one mentioned."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _MARKUP.sub(r"\\\g<0>", text)
    # A backslash does not keep GitHub from mentioning people and issues; a zero-width space behind the sign does.
    return _MENTION.sub(r"\g<0>&#8203;", text)
