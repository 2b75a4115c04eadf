"""The report as one page that can be looked at, printed and filed: HTML without scripts, requests or outside parts."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from citecheck import __version__
from citecheck.model.report import Report
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.page import (
    SIGNS,
    VERDICT_WORDS,
    DocumentPage,
    RuleShown,
    SourceShown,
    document_page,
    file_name,
    rules_shown,
    sources_shown,
)
from citecheck.reporter.summary import Summary, in_words, summarise
from citecheck.reporter.unread import unread

_MOST_FILTERS = 2000  # notes in the list to choose from; each takes a line of the style sheet


_KINDS = {**{str(verdict): words for verdict, words in VERDICT_WORDS.items()}, "link": "links", "note": "notes"}


class HtmlReporter:
    """A summary with a strip of all quotations, the findings, then the whole record of every manuscript."""

    name = "html"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:  # noqa: ARG002
        """The page in UTF-8; the options change nothing in it."""
        documents = [document_page(document, index) for index, document in enumerate(report.documents)]
        rules = rules_shown(report)
        filters = _choices(documents, rules)
        style = _style() + _hiding(filters)
        whole = Whole(
            title=_title(report),
            ending=in_words(report),
            summary=summarise(report.documents),
            problems=tuple(tidy(problem) for problem in report.problems),
            unread=tuple(unread(replace(report, documents=()), most=1000)),
            remarks=tuple(tidy(remark) for remark in report.remarks),
            documents=tuple(documents),
            sources=sources_shown(report),
            rules=rules,
            filters=filters,
        )
        page = _template().render(
            page=whole, style=style, policy=_policy(style), signs=SIGNS, words_of=VERDICT_WORDS, version=__version__
        )
        return break_commands(page).encode("utf-8", "replace")


@dataclass(frozen=True)
class Choice:
    """One value of a filter: `css` is the class of the entries that it shows, `number` says how many these are."""

    value: str
    css: str
    label: str
    number: int


@dataclass(frozen=True)
class Filter:
    """A list to choose from; `whole` is what it says when nothing is left out."""

    name: str
    label: str
    whole: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Whole:
    """What the template is given; every text in it is cleaned, and escaped by the template."""

    title: str
    ending: str
    summary: Summary
    problems: tuple[str, ...]
    unread: tuple[str, ...]
    remarks: tuple[str, ...]
    documents: tuple[DocumentPage, ...]
    sources: tuple[SourceShown, ...]
    rules: tuple[RuleShown, ...]
    filters: tuple[Filter, ...]


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


def _choices(documents: Sequence[DocumentPage], rules: Sequence[RuleShown]) -> tuple[Filter, ...]:
    """What the findings can be filtered by, each choice with the number of entries that it shows."""
    entries = [entry for document in documents for entry in document.entries]
    kinds = Counter(entry.kind for entry in entries)
    codes = Counter(code for entry in entries for code in {finding.code for finding in entry.findings})
    notes = Counter(entry.note_class for entry in entries if entry.note_class)
    labels = {entry.note_class: f"note {entry.note or '…'} ({entry.where})" for entry in reversed(entries)}
    return (
        Filter(
            "verdict",
            "Show",
            "everything",
            tuple(Choice(kind, f"k-{kind}", _KINDS[kind], kinds[kind]) for kind in _KINDS if kinds[kind]),
        ),
        Filter(
            "rule",
            "Rule",
            "all rules",
            tuple(Choice(rule.code, f"c-{rule.code}", f"{rule.code} {rule.name}", codes[rule.code]) for rule in rules),
        ),
        Filter(
            "note",
            "Note",
            "all notes",
            tuple(Choice(note, note, labels[note], notes[note]) for note in list(notes)[:_MOST_FILTERS]),
        ),
    )


def _hiding(filters: Iterable[Filter]) -> str:
    """The style sheet's lines that hide what a choice in the filters leaves out; their names are ours alone."""
    return "".join(
        f'body:has(#by-{each.name} option[value="{choice.value}"]:checked) .entry:not(.{choice.css}){{display:none}}\n'
        for each in filters
        for choice in each.choices
    )


def _title(report: Report) -> str:
    names = [clean(file_name(document.manuscript.document.path)) for document in report.documents]
    return names[0] if len(names) == 1 else f"{len(names)} manuscripts"


def _policy(style: str) -> str:
    """Nothing may be loaded or run; only this very style sheet counts (Content Security Policy, level 3)."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
