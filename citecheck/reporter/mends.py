"""Shows what a change of a manuscript would do: the words before and after, in colour on a terminal."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
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
        lines = [self._head(proposal, finding) for finding in mend.findings]
        for group in _groups(mend.changes):
            lines += [self._side(proposal.original.text, group, new=False)]
            lines += [self._side(proposal.original.text, group, new=True)]
        return self._set(lines)

    def left(self, proposal: Proposal, finding: Finding, reason: str) -> str:
        """A finding that nothing is offered for."""
        head = self._head(proposal, finding)
        return self._set([head, Text(f"  by hand: {tidy(reason)}", style="dim")])

    def _head(self, proposal: Proposal, finding: Finding) -> Text:
        head = Text(place(str(proposal.original.path), finding.position), style="bold")
        return head.append(f"  {finding.code} {finding.name}: {tidy(finding.message)}", style="not bold")

    def _side(self, text: str, group: Sequence[Change], *, new: bool) -> Text:
        before = text.rfind("\n\n", 0, group[0].start)
        start = max(group[0].start - _AROUND, before + 2 if before >= 0 else 0)
        stop = text.find("\n\n", group[-1].end)
        end = min(len(text) if stop < 0 else stop, group[-1].end + _AROUND)
        style = "green" if new else "red"
        line = Text("  + " if new else "  - ", style=style)
        line.append("⋯ " if start and text[start - 1] != "\n" else "", style="dim")
        at = start
        for change in group:
            line.append(_flat(text[at : change.start]))
            line.append(_flat(change.new if new else text[change.start : change.end]), style=f"bold {style} underline")
            at = change.end
        line.append(_flat(text[at:end]))
        return line.append(" ⋯" if end < len(text) and text[end] != "\n" else "", style="dim")

    def _set(self, lines: Sequence[Text]) -> str:
        file = io.StringIO()
        console = Console(
            file=file, width=self._width, color_system="standard" if self._color else None,
            force_terminal=self._color, no_color=not self._color, legacy_windows=False, markup=False, emoji=False,
            highlight=False,
        )  # fmt: skip
        for line in lines:
            console.print(line)
        return break_commands("\n".join(line.rstrip() for line in file.getvalue().split("\n")))


def _flat(text: str) -> str:
    return clean(text.replace("\n", " "))


def _groups(changes: Sequence[Change]) -> list[list[Change]]:
    groups: list[list[Change]] = []
    for change in changes:
        if groups and change.start - groups[-1][-1].end < 2 * _AROUND:
            groups[-1].append(change)
        else:
            groups.append([change])
    return groups
