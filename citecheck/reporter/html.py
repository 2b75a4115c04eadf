"""The report as one page that can be looked at, printed and filed: HTML without scripts, requests or outside parts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from citecheck import __version__
from citecheck.model.report import Report
from citecheck.reporter.cleaning import break_commands, tidy
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.page import DocumentPage, RuleShown, SourceShown, document_page, rules_shown, sources_shown
from citecheck.reporter.summary import Summary, in_words, summarise

_MOST_FILTERS = 2000  # notes in the list to choose from; each takes a line of the style sheet


class HtmlReporter:
    """A summary with a strip of all quotations, the findings, then the whole record of every manuscript."""

    name = "html"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The page in UTF-8; the options change nothing in it."""
        documents = [document_page(document, index) for index, document in enumerate(report.documents)]
        style = _style() + _filters(documents)
        whole = Whole(
            title=", ".join(document.path for document in documents) or "nothing",
            ending=in_words(report),
            summary=summarise(report.documents),
            problems=tuple(tidy(problem) for problem in report.problems),
            remarks=tuple(tidy(remark) for remark in report.remarks),
            documents=tuple(documents),
            sources=sources_shown(report),
            rules=rules_shown(report),
        )
        page = _template().render(page=whole, style=style, policy=_policy(style), version=__version__)
        return break_commands(page).encode("utf-8", "replace")


@dataclass(frozen=True)
class Whole:
    """What the template is given; every text in it is cleaned, and escaped by the template."""

    title: str
    ending: str
    summary: Summary
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    documents: tuple[DocumentPage, ...]
    sources: tuple[SourceShown, ...]
    rules: tuple[RuleShown, ...]


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("citecheck.reporter"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")


@cache
def _style() -> str:
    return (resources.files("citecheck.reporter") / "templates" / "report.css").read_text(encoding="utf-8")


def _filters(documents: Iterable[DocumentPage]) -> str:
    """The style sheet's lines that hide what a choice in the filters leaves out; their names are ours alone."""
    entries = [entry for document in documents for entry in document.entries]
    verdicts = dict.fromkeys(entry.kind for entry in entries)
    codes = dict.fromkeys(finding.code for entry in entries for finding in entry.findings)
    notes = dict.fromkeys(entry.note_class for entry in entries if entry.note_class)
    chosen = [
        *(("verdict", name, f"k-{name}") for name in verdicts),
        *(("rule", name, f"c-{name}") for name in codes),
        *(("note", name, name) for name in list(notes)[:_MOST_FILTERS]),
    ]
    return "".join(
        f'body:has(#by-{which} option[value="{name}"]:checked) .entry:not(.{css}){{display:none}}\n'
        for which, name, css in chosen
    )


def _policy(style: str) -> str:
    """Nothing may be loaded or run; only this very style sheet counts (Content Security Policy, level 3)."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
