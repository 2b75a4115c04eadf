"""`citecheck check`: the main job."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecheck.cli.options import (
    changes_option,
    config_option,
    convention_option,
    from_option,
    no_color_option,
    output_option,
    paths_argument,
    quiet_option,
    run_options,
    verbose_option,
)
from citecheck.cli.output import check_terminal, emit, report_options
from citecheck.cli.program import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_INTERRUPTED
from citecheck.cli.reading import failure_code, read_manuscripts
from citecheck.cli.settings import settings_of
from citecheck.reporter import REPORTERS

if TYPE_CHECKING:
    from citecheck.config import Settings
    from citecheck.manuscripts import Failure


@click.command()
@paths_argument
@run_options
@click.option("--format", "-f", type=click.Choice(list(REPORTERS)), help="How to report (default terminal).")
@output_option
@convention_option
@config_option
@from_option
@changes_option
@no_color_option
@quiet_option
@verbose_option
def check(paths: tuple[Path, ...], **options: Any) -> None:
    """Check manuscripts: every note, quotation and link, against its source.

    A manuscript that cannot be read is told, and the others are checked; the exit code is then 2.
    """
    from citecheck import pipeline
    from citecheck.progress import progress_display
    from citecheck.reporter.manuscript import check_manuscripts
    from citecheck.reporter.writing import check_output
    from citecheck.sources.opening import open_shelves, opened_resolver

    settings = settings_of(options)
    ends = time.monotonic() + settings.max_time
    if settings.output:
        check_output(Path(settings.output), inputs=paths)
    else:
        check_terminal(settings.format)
    with progress_display(quiet=options["quiet"]) as progress:
        manuscripts, failures = read_manuscripts(paths, options, progress, settings.jobs)
        check_manuscripts(settings.format, [each.document for each in manuscripts])
        with opened_resolver(settings) as resolver:
            report = pipeline.check(manuscripts, settings, resolver, open_shelves(settings), progress, ends=ends)
    report = pipeline.with_failures(report, failures)
    emit(REPORTERS[settings.format]().render(report, report_options(settings, options)), settings.output)
    sys.exit(_exit_code(report, settings, failures))


def _exit_code(report: Any, settings: Settings, failures: list[Failure]) -> int:
    if any(problem.startswith("interrupted") for problem in report.problems):
        return EXIT_INTERRUPTED
    if failures:
        return failure_code(failures)
    if settings.fail_on != "never" and any(_counts(finding, settings.fail_on) for finding in report.findings):
        return EXIT_FINDINGS
    return EXIT_CLEAN if report.complete else EXIT_INCOMPLETE


def _counts(finding: Any, fail_on: str) -> bool:
    """Whether a finding is at or over the threshold; "unchecked" adds what could not be checked to the warnings."""
    if fail_on == "unchecked" and finding.code in ("L304", "Q216"):
        return True
    levels = {"error": ("error",), "warning": ("error", "warning"), "unchecked": ("error", "warning")}
    return finding.severity in levels[fail_on]
