"""Shows what a change of a manuscript would do: the words before and after, in colour on a terminal."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from citecheck.mending.propose import Mend, Proposal
from citecheck.mending.wording import Change
from citecheck.model.report import Finding
from citecheck.reporter.cleaning import break_commands, clean, tidy
from citecheck.reporter.entries import place

_AROUND = 60
"""Characters shown before and behind a change; changes nearer to each other than twice that are shown as one."""


class MendPage:
    """Sets proposals in lines of a width."""

    def __init__(self, *, color: bool, width: int) -> None:
        self._color, self._width = color, width

    def mend(self, proposal: Proposal, mend: Mend) -> str:
        """The findings that a change mends, and its words as they are and as they would be."""
        table = _table()
        for group in _groups(mend.changes):
            table.add_row("-", self._side(proposal.original.text, group, new=False), style="red")
            table.add_row("+", self._side(proposal.original.text, group, new=True), style="green")
        return self._set([*(self._head(proposal, finding) for finding in mend.findings), table, Text()])

    def left(self, proposal: Proposal, finding: Finding, reason: str) -> str:
        """A finding that nothing is offered for."""
        head = self._head(proposal, finding)
        table = _table()
        table.add_row("", Text(f"by hand: {tidy(reason)}", style="dim"))
        return self._set([head, table, Text()])

    def _head(self, proposal: Proposal, finding: Finding) -> Text:
        head = Text(place(str(proposal.original.path), finding.position), style="bold")
        return head.append(f"  {finding.code} {finding.name}: {tidy(finding.message)}", style="not bold")

    def _side(self, text: str, group: Sequence[Change], *, new: bool) -> Text:
        start, end = _window(text, group[0].start, group[-1].end)
        style = "green" if new else "red"
        line = Text(style=style)
        line.append("⋯ " if start and text[start - 1] != "\n" else "", style="dim")
        at = start
        for change in group:
            line.append(_flat(text[at : change.start]))
            line.append(_flat(change.new if new else text[change.start : change.end]), style=f"bold {style} underline")
            at = change.end
        line.append(_flat(text[at:end]))
        return line.append(" ⋯" if end < len(text) and text[end] != "\n" else "", style="dim")

    def _set(self, parts: Sequence[Text | Table]) -> str:
        file = io.StringIO()
        console = Console(
            file=file, width=self._width, color_system="standard" if self._color else None,
            force_terminal=self._color, no_color=not self._color, legacy_windows=False, markup=False, emoji=False,
            highlight=False,
        )  # fmt: skip
        for part in parts:
            console.print(part)
        return break_commands("\n".join(line.rstrip() for line in file.getvalue().split("\n")))


def _table() -> Table:
    """A narrow column for a sign and one for words, which stay under each other when they fold."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=3, justify="right")
    table.add_column()
    return table


def _flat(text: str) -> str:
    return clean(text.replace("\n", " "))


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """What is shown around a change: whole words, within its paragraph."""
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    first, last = max(start - _AROUND, before + 2 if before >= 0 else 0), min(end + _AROUND, len(text))
    last = min(last, after) if after >= 0 else last
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return first, last


def _groups(changes: Sequence[Change]) -> list[list[Change]]:
    groups: list[list[Change]] = []
    for change in changes:
        if groups and change.start - groups[-1][-1].end < 2 * _AROUND:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups
