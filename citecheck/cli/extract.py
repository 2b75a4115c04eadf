"""`citecheck extract`: what is found, without checking it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from citecheck.cli.options import (
    changes_option,
    from_option,
    no_color_option,
    output_option,
    paths_argument,
    quiet_option,
)
from citecheck.cli.output import emit, wants_color
from citecheck.cli.reading import failure_code, read_manuscripts


@click.command()
@paths_argument
@click.option("--format", "-f", type=click.Choice(["terminal", "json", "csv"]), default="terminal", show_default=True)
@output_option
@from_option
@changes_option
@no_color_option
@quiet_option
def extract(paths: tuple[Path, ...], format: str, output: str | None, **options: Any) -> None:
    """Show what is found in manuscripts, without checking it.

    A manuscript that cannot be read is told, and the others are shown; the exit code is then 2.
    """
    from citecheck.progress import progress_display
    from citecheck.reporter.extract import EXTRACTS
    from citecheck.reporter.writing import check_output

    if output:
        check_output(Path(output), inputs=paths)
    with progress_display(quiet=options["quiet"]) as progress:
        manuscripts, failures = read_manuscripts(paths, options, progress)
    emit(EXTRACTS[format](manuscripts, wants_color(options, output or "")), output or "")
    if failures:
        sys.exit(failure_code(failures))
