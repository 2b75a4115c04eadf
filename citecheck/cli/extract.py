"""`citecheck extract`: what is found, without checking it."""

from __future__ import annotations

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


@click.command()
@paths_argument
@click.option("--format", "-f", type=click.Choice(["terminal", "json", "csv"]), default="terminal", show_default=True)
@output_option
@from_option
@changes_option
@no_color_option
@quiet_option
def extract(paths: tuple[Path, ...], format: str, output: str | None, **options: Any) -> None:
    """Show what is found in manuscripts, without checking it."""
    from citecheck import pipeline
    from citecheck.parser.readers.interface import ReadOptions
    from citecheck.progress import progress_display
    from citecheck.reporter.extract import EXTRACTS
    from citecheck.reporter.writing import check_output

    if output:
        check_output(Path(output), inputs=paths)
    with progress_display(quiet=options["quiet"]) as progress:
        reading = ReadOptions(changes=options["changes"])
        manuscripts = pipeline.extract(paths, options["from_format"], reading, progress)
    emit(EXTRACTS[format](manuscripts, wants_color(options, output or "")), output or "")
