"""Where what a command gives goes, and how it is set for that place."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from citecheck.config import Settings

_MOST_WARNINGS = 12


def wants_color(options: dict[str, Any], output: str) -> bool:
    """Whether to colour: on a terminal, unless --no-color or NO_COLOR says otherwise."""
    return not output and not options["no_color"] and "NO_COLOR" not in os.environ and sys.stdout.isatty()


def report_options(settings: Settings, options: dict[str, Any]) -> Any:
    """The report's width, colour and length."""
    import shutil

    from citecheck.reporter.interface import ReportOptions

    width = shutil.get_terminal_size((100, 24)).columns
    color = wants_color(options, settings.output)
    return ReportOptions(color, max(40, min(width, 140)), options["verbose"], options["quiet"])


def check_terminal(format: str) -> None:
    """Raises `UsageError` when a report that is no text would go to a terminal."""
    from citecheck.reporter import REPORTERS

    if sys.stdout.isatty() and REPORTERS[format]().binary:
        raise click.UsageError(f"--format {format} makes a file: name it with --output FILE.{format}")


def tell_warnings(warnings: Sequence[str]) -> None:
    """What of the local sources could not be read, a line each on standard error; many are counted."""
    from citecheck.reporter.cleaning import break_commands, clean

    for warning in warnings[:_MOST_WARNINGS]:
        click.echo(break_commands(clean(f"citecheck: {warning}")), err=True)
    if len(warnings) > _MOST_WARNINGS:
        click.echo(f"citecheck: {len(warnings) - _MOST_WARNINGS} more files could not be read", err=True)


def emit(content: bytes, output: str) -> None:
    """Writes to the file, whole or not at all; to standard output when none is named."""
    if output:
        from citecheck.reporter.writing import write_whole

        write_whole(Path(output), content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
