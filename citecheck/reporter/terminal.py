"""The report that an editor reads: in the order of the text, each quotation beside its source's words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from citecheck.model.report import CheckedLink, CheckedQuotation, DocumentReport, Report, Severity
from citecheck.model.source import LinkState
from citecheck.model.verdict import Verdict
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.diff import GAP, TOLD, Piece, PieceKind, clipped, word_diff, word_pairs
from citecheck.reporter.entries import Entry, entries, open_link, place, shortened, source_page, source_title
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.passage import shown_address
from citecheck.reporter.summary import Summary, counted, in_words, summarise

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "cyan"}
_SOURCE_WORDS, _QUOTE_WORDS = "bold green underline", "bold red underline"
_LABEL = 10  # columns of "source", "quoted" and the like
_INDENT = 2
_SHOWN_WORDS = 28  # of a quotation that has nothing to be set beside

_ESCAPE = re.compile(r"\x1b\[[0-9;]*+m")
_UNSTYLED = "\x1b[0m"

_VERDICTS = {
    Verdict.MATCH: "faithful",
    Verdict.MINOR: "minor differences",
    Verdict.ALTERED: "altered",
    Verdict.MISATTRIBUTED: "misattributed",
    Verdict.NOT_FOUND: "not found",
    Verdict.UNCHECKED: "unchecked",
}
_STATES = {
    LinkState.OK: "answered",
    LinkState.MOVED: "moved",
    LinkState.DEAD: "dead",
    LinkState.UNCHECKED: "unchecked",
}


class TerminalReporter:
    """Text for a terminal, plain text for a pipe."""

    name = "terminal"
    binary = False

    def render(self, report: Report, options: ReportOptions) -> bytes:
        """The report in UTF-8, at most `options.width` columns wide but for links, which are not broken."""
        page = _Page(options)
        for document in report.documents:
            page.document(document)
        if not options.quiet:
            page.summary(report)
        page.ending(report)
        return break_commands(page.text()).encode("utf-8", "replace")


class _Page:
    """A report being set."""

    def __init__(self, options: ReportOptions) -> None:
        self._options = options
        self._width = max(40, options.width)
        self._file = io.StringIO()
        self._console = Console(
            file=self._file,
            width=self._width,
            color_system="standard" if options.color else None,
            force_terminal=options.color,
            no_color=not options.color,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def text(self) -> str:
        """What has been set, without blanks at the ends of lines."""
        return "\n".join(map(_without_padding, self._file.getvalue().split("\n")))

    def document(self, document: DocumentReport) -> None:
        """Sets one manuscript: a heading, then its entries."""
        path = document.manuscript.document.path
        title = Text(clean(path), style="bold")
        self._console.print(Rule(title, align="left", style="dim", characters="─"))
        for warning in document.manuscript.document.warnings:
            self._line(Text(f"reading: {tidy(warning)}", style="yellow"))
        shown = entries(document, everything=self._options.verbose)
        for entry in shown:
            self._console.print()
            self._entry(path, entry)
        if not shown:
            self._line(Text("nothing to tell"))
        self._console.print()

    def _entry(self, path: str, entry: Entry) -> None:
        heading = Text(place(path, entry.position), style="bold")
        if entry.note_beside:
            heading.append(f" (note {entry.note_beside})", style="not bold dim")
        self._console.print(heading)
        for finding in entry.findings:
            told = Text(f"{finding.code} {finding.name}: ", style="bold").append(
                tidy(finding.message), style="not bold"
            )
            self._labelled(str(finding.severity), told, style=_STYLE[finding.severity])
        if entry.quotation is not None:
            self._quotation(entry.quotation, told=bool(entry.findings), brief=entry.minor)
        if entry.link is not None:
            self._link(entry.link, told=bool(entry.findings))
        for advice in entry.advice:
            self._labelled("to do", Text(tidy(advice)))

    def _quotation(self, checked: CheckedQuotation, *, told: bool, brief: bool) -> None:
        pieces = clipped(word_diff(checked)) if told else ()
        if not any(piece.kind in TOLD for piece in pieces):
            words = Text(f"“{shortened(checked.quotation.text, _SHOWN_WORDS)}”")
            self._labelled(
                "quoted" if told else _VERDICTS[checked.match.verdict], words, style="dim" if told else "green"
            )
        elif self._options.color:
            self._columns(pieces)
        else:
            self._labelled("differs", Text(inline(pieces)))
        if not brief or checked.match.verdict is not Verdict.UNCHECKED:
            self._source(checked)

    def _source(self, checked: CheckedQuotation) -> None:
        title = source_title(checked)
        if not title:
            return
        page = source_page(checked)
        label = "found in" if checked.match.verdict is Verdict.MISATTRIBUTED else "in"
        self._labelled(label, Text(f"{title}, page {page}" if page else title))
        link = open_link(checked)
        if link:
            self._address("open", shown_address(link))

    def _link(self, checked: CheckedLink, *, told: bool) -> None:
        fetched = checked.fetched
        self._address("link" if told else _STATES[fetched.state], shown_address(checked.link.url))
        if told and fetched.final_url and fetched.final_url != checked.link.url:
            self._address("now at", shown_address(fetched.final_url))
        if told and fetched.archived_url:
            self._address("archive", shown_address(fetched.archived_url))

    def _columns(self, pieces: Iterable[Piece]) -> None:
        """The two texts one above the other, each word above its counterpart."""
        width = self._width - _INDENT - _LABEL
        for row in _rows(_cells(pieces), width):
            above, below = Text(), Text()
            for source, quote, source_style, quote_style in row:
                wide = max(cell_len(source), cell_len(quote))
                _append(above, source, wide, source_style)
                _append(below, quote, wide, quote_style)
            self._labelled("source", above, wrap=False)
            self._labelled("quoted", below, wrap=False)

    def _labelled(self, label: str, text: Text, *, wrap: bool = True, style: str = "dim") -> None:
        grid = Table.grid(padding=0)
        grid.add_column(width=_INDENT + _LABEL, no_wrap=True)
        grid.add_column(no_wrap=not wrap, overflow="fold")
        grid.add_row(Text(" " * _INDENT + label, style=style), text)
        self._console.print(grid)

    def _address(self, label: str, address: str) -> None:
        """An address is not broken: terminals follow it as it stands."""
        line = Text.assemble((" " * _INDENT + label.ljust(_LABEL), "dim"), address)
        self._console.print(line, soft_wrap=True)

    def _line(self, text: Text) -> None:
        grid = Table.grid(padding=0)
        grid.add_column(width=_INDENT)
        grid.add_column(overflow="fold")
        grid.add_row("", text)
        self._console.print(grid)

    def summary(self, report: Report) -> None:
        """Sets the figures of the run: quotations by verdict, links by state, findings by severity."""
        figures = summarise(report.documents)
        columns = (_verdict_figures(figures), _state_figures(figures), _severity_figures(figures))
        table = Table.grid(padding=(0, 1))
        for _ in range(3):
            table.add_column(min_width=18)
            table.add_column(justify="right")
            table.add_column(width=3)
        for row in zip_longest(*columns):
            table.add_row(*_figures(row))
        self._console.print(Rule(style="dim", characters="─"))
        self._console.print(table)
        self._console.print()

    def alone(self, checked: CheckedQuotation, pieces: tuple[Piece, ...], address: str, *, told: bool) -> None:
        """Sets one quotation that belongs to no manuscript."""
        match = checked.match
        verdict = Text(str(match.verdict), style=_verdict_style(match.verdict))
        similar = f" ({match.similarity:.0f} % of the quoted words stand there)" if match.found else ""
        self._console.print(verdict.append(similar, style="dim"))
        if told and self._options.color:
            self._columns(pieces)
        elif told:
            self._labelled("differs", Text(inline(pieces)))
        for edit in match.edits:
            if not edit.permitted:
                change = f"{edit.kind}: “{tidy(edit.source)}” → “{tidy(edit.quote)}”"
                self._labelled("", Text(change))
        if address:
            self._address("in", address)

    def ending(self, report: Report) -> None:
        """Sets why the run is not complete, if so, and the last line."""
        for problem in report.problems:
            self._console.print(Text(f"The run is not complete: {tidy(problem)}.", style="yellow"))
        for remark in report.remarks:
            self._console.print(Text(f"{tidy(remark)}.", style="dim"))
        self._console.print(Text(in_words(report), style="bold"))


def one_quotation(
    checked: CheckedQuotation, pieces: Iterable[Piece], address: str, *, told: bool, color: bool
) -> bytes:
    """One quotation by itself: its verdict, its words beside the source's, and where the source has them."""
    page = _Page(ReportOptions(color=color))
    page.alone(checked, tuple(pieces), address, told=told)
    return break_commands(page.text()).encode("utf-8", "replace")


Cell = tuple[str, str, str, str]
"""A source word, its counterpart in the quotation, and the styles of both."""


def _cells(pieces: Iterable[Piece]) -> Iterator[Cell]:
    for piece in pieces:
        if piece.kind is PieceKind.GAP:
            yield GAP, GAP, "dim", "dim"
        elif piece.kind is PieceKind.SAME:
            for source, quote in word_pairs(piece):
                yield clean(source), clean(quote), "", ""
        elif piece.kind is PieceKind.ELIDED:
            yield f"({counted(len(piece.source.split()), 'word')})", clean(piece.quote), "dim", ""
        else:
            permitted = piece.kind is PieceKind.PERMITTED
            styles = ("dim", "dim") if permitted else (_SOURCE_WORDS, _QUOTE_WORDS)
            for source, quote in zip_longest(piece.source.split(), piece.quote.split(), fillvalue=""):
                yield clean(source), clean(quote), *styles


def _rows(cells: Iterable[Cell], width: int) -> Iterator[list[Cell]]:
    row: list[Cell] = []
    used = 0
    for cell in _narrow(cells, width - 1):
        wide = max(cell_len(cell[0]), cell_len(cell[1])) + 1
        if row and used + wide > width:
            yield row
            row, used = [], 0
        row.append(cell)
        used += wide
    if row:
        yield row


def _append(line: Text, word: str, width: int, style: str) -> None:
    """Adds a word to a line of columns; where there is none, a blank that its style underlines."""
    shown = word or " " * width
    line.append(shown, style=style).append(" " * (width - cell_len(shown) + 1))


def _narrow(cells: Iterable[Cell], width: int) -> Iterator[Cell]:
    """The cells with each word that is wider than a line in pieces."""
    for source, quote, *styles in cells:
        pieces = zip_longest(chop_cells(source, width) or [""], chop_cells(quote, width) or [""], fillvalue="")
        for source_piece, quote_piece in pieces:
            yield source_piece, quote_piece, styles[0], styles[1]


def inline(pieces: Iterable[Piece]) -> str:
    """The quotation in one line, with [-the source's words-] and {+the quotation's+} where they differ; cleaned."""
    shown = []
    for piece in pieces:
        if piece.kind is PieceKind.GAP:
            shown.append(GAP)
        elif piece.kind in (PieceKind.CHANGED, PieceKind.HIDDEN):
            source = f"[-{clean(piece.source)}-]" if piece.source else ""
            shown.append(source + (f"{{+{clean(piece.quote)}+}}" if piece.quote else ""))
        elif piece.quote:
            shown.append(clean(piece.quote))
    return " ".join(shown)


Figure = tuple[str, int | None, str]
"""A line of the summary: label, number, style. The head of a column has its number in the label."""


def _verdict_figures(summary: Summary) -> list[Figure]:
    figures: list[Figure] = [(counted(summary.quotations, "quotation"), None, "bold")]
    for verdict, number in summary.verdicts.items():
        if number:
            figures.append((_VERDICTS[verdict], number, _verdict_style(verdict)))
    if summary.titles:
        figures.append(("titles and terms", summary.titles, "dim"))
    return figures


def _state_figures(summary: Summary) -> list[Figure]:
    figures: list[Figure] = [(counted(summary.links, "link"), None, "bold")]
    figures += [(_STATES[state], number, _state_style(state)) for state, number in summary.states.items() if number]
    return figures


def _severity_figures(summary: Summary) -> list[Figure]:
    severities = summary.severities
    figures: list[Figure] = [(counted(sum(severities.values()), "finding"), None, "bold")]
    figures += [(str(severity), number, _STYLE[severity]) for severity, number in severities.items() if number]
    return figures


def _figures(row: Iterable[Figure | None]) -> Iterator[Text]:
    for figure in row:
        label, number, style = figure or ("", None, "")
        yield Text(label, style=style)
        yield Text("" if number is None else str(number), style=style)
        yield Text("")


def _verdict_style(verdict: Verdict) -> str:
    if verdict is Verdict.MATCH:
        return "green"
    return "cyan" if verdict in (Verdict.MINOR, Verdict.UNCHECKED) else "red"


def _state_style(state: LinkState) -> str:
    return {LinkState.OK: "green", LinkState.DEAD: "red", LinkState.MOVED: "yellow"}.get(state, "cyan")


def _without_padding(line: str) -> str:
    """A line without what rich fills it up with, styled or not."""
    while line.endswith((" ", " " + _UNSTYLED)):
        if line.endswith(" "):
            line = line.rstrip(" ")
            continue
        body = line.removesuffix(_UNSTYLED).rstrip(" ")
        at = body.rfind("\x1b")
        if at < 0 or not _ESCAPE.fullmatch(body, at):
            break
        line = body[:at]
    return line
