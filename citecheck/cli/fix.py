"""`citecheck fix`: shows the changes that restore the sources' words, and makes those that are accepted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecheck.cli.options import (
    changes_option,
    config_option,
    convention_option,
    from_option,
    no_color_option,
    paths_argument,
    quiet_option,
    run_options,
)
from citecheck.cli.output import wants_color
from citecheck.cli.program import EXIT_CLEAN, EXIT_FINDINGS
from citecheck.cli.reading import failure_code
from citecheck.cli.settings import settings_of

if TYPE_CHECKING:
    from citecheck.mending.original import Original
    from citecheck.mending.propose import Mend, Proposal
    from citecheck.model.report import Report
    from citecheck.reporter.mends import MendPage


@click.command()
@paths_argument
@run_options
@click.option("--since", metavar="REV", help="Only what git says changed since this revision.")
@click.option("--baseline", metavar="FILE", help="Leave out what this file of `citecheck baseline` accepts.")
@click.option("--write", is_flag=True, help="Make the changes; each is asked for on a terminal.")
@click.option("--yes", is_flag=True, help="With --write: make all that are shown, without asking.")
@convention_option
@config_option
@from_option
@changes_option
@no_color_option
@quiet_option
def fix(paths: tuple[Path, ...], write: bool, yes: bool, **options: Any) -> None:
    """Show the changes that would restore the source's words, or a moved address.

    Nothing is written without --write, and then only what was shown and accepted, in text formats. What is not in its
    source, or in another one, is never changed. Exits with 0 when nothing is left to change, else with 1.
    """
    from citecheck.cli.running import checked

    if yes and not write:
        raise click.UsageError("--yes goes with --write")
    if write and not yes and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError("--write asks for each change on a terminal; say --yes to make all that are shown")
    settings = settings_of(options)
    originals = _originals(paths)
    report, failures = checked(paths, settings, options)
    report = _without_accepted(report, settings.baseline)
    left = _go_through(report, originals, settings.convention, _page(options), write=write, yes=yes)
    if failures:
        sys.exit(failure_code(failures))
    sys.exit(EXIT_FINDINGS if left else EXIT_CLEAN)


def _originals(paths: tuple[Path, ...]) -> dict[str, Original]:
    """The files as they are before they are read for the check; those that are no text with lines are left out."""
    from citecheck.errors import CitecheckError
    from citecheck.mending.original import Original

    found = {}
    for path in paths:
        try:
            found[str(path)] = Original(path)
        except CitecheckError:
            continue
    return found


def _without_accepted(report: Report, file: str) -> Report:
    from citecheck.project import baseline

    return baseline.accept(report, baseline.load(Path(file)), lambda _code: False) if file else report


def _page(options: dict[str, Any]) -> MendPage:
    import shutil

    from citecheck.reporter.mends import MendPage

    width = shutil.get_terminal_size((100, 24)).columns
    return MendPage(color=wants_color(options, ""), width=max(40, min(width, 140)))


def _go_through(
    report: Report, originals: dict[str, Original], convention: Any, page: MendPage, *, write: bool, yes: bool
) -> int:
    """Shows all, writes what is accepted; gives how many changes are left to make."""
    from citecheck.mending.propose import propose

    shown = made = by_hand = 0
    asking = _Asking(yes=yes)
    for document in report.documents:
        path = document.manuscript.document.path
        original = originals.get(path)
        if original is None:
            _say(f"{path}: is no text file; nothing is changed in it")
            continue
        proposal: Proposal = propose(document, original, convention)
        accepted = []
        for mend in proposal.mends:
            click.echo(page.mend(proposal, mend), nl=False)
            shown += 1
            if write and asking.accepts():
                accepted.append(mend)
        for finding, reason in proposal.left:
            click.echo(page.left(proposal, finding, reason), nl=False)
            by_hand += 1
        if accepted:
            _write(proposal, accepted)
            made += len(accepted)
    _ending(shown, made, by_hand, write=write)
    return shown - made


class _Asking:
    """Asks for each change, until the answer is for all."""

    def __init__(self, *, yes: bool) -> None:
        self._answer = "a" if yes else ""

    def accepts(self) -> bool:
        if self._answer not in ("a", "q"):
            choices = click.Choice(["y", "n", "a", "q"])
            self._answer = click.prompt("  make this change? yes, no, all, quit", type=choices, show_choices=True)
        return self._answer in ("y", "a")


def _write(proposal: Proposal, accepted: list[Mend]) -> None:
    """Writes the file whole or not at all. Raises `CitecheckError` when it is not the one that was checked."""
    from citecheck.errors import CitecheckError
    from citecheck.mending.propose import in_order
    from citecheck.reporter.writing import write_whole

    original = proposal.original
    if original.path.read_bytes() != original.data:
        raise CitecheckError(f"{original.path}: has changed since it was read; nothing is written, run fix again")
    write_whole(original.path, original.changed(in_order(accepted)))


def _ending(shown: int, made: int, by_hand: int, *, write: bool) -> None:
    from citecheck.reporter.summary import counted

    hint = "" if write or not shown else "; --write makes them"
    rest = f"; {counted(by_hand, 'finding')} to mend by hand" if by_hand else ""
    click.echo(f"{counted(shown, 'change')} to make, {made} made{hint}{rest}")


def _say(line: str) -> None:
    from citecheck.reporter.cleaning import break_commands, tidy

    click.echo(break_commands(tidy(f"citecheck: {line}")), err=True)
