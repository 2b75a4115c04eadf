"""Reads a command's manuscripts, and tells those that cannot be read."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecheck.cli.program import EXIT_BUG, EXIT_USAGE

if TYPE_CHECKING:
    from citecheck.manuscripts import Failure
    from citecheck.model.manuscript import Manuscript
    from citecheck.sources.interface import Progress


def read_manuscripts(
    paths: Sequence[Path], options: dict[str, Any], progress: Progress | None, jobs: int = 8
) -> tuple[list[Manuscript], list[Failure]]:
    """The manuscripts that can be read, and what stands in the way of the others, told on standard error at once.

    Ends the program when none is left.
    """
    from citecheck.manuscripts import Failure, read_all
    from citecheck.parser.readers.interface import ReadOptions
    from citecheck.reporter.cleaning import break_commands, tidy

    manuscripts: list[Manuscript] = []
    failures: list[Failure] = []
    for each in read_all(paths, options["from_format"], ReadOptions(changes=options["changes"]), progress, jobs):
        if isinstance(each, Failure):
            failures.append(each)
            click.echo(break_commands(tidy(f"citecheck: {each.message}")), err=True)
        else:
            manuscripts.append(each)
    if not manuscripts:
        sys.exit(failure_code(failures))
    return manuscripts, failures


def failure_code(failures: Sequence[Failure]) -> int:
    """The exit code of a run in which some manuscripts could not be read."""
    return EXIT_BUG if any(failure.bug for failure in failures) else EXIT_USAGE
