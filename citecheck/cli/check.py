"""`citecheck check`: the main job."""

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
    output_option,
    paths_argument,
    quiet_option,
    run_options,
    verbose_option,
)
from citecheck.cli.output import check_terminal, emit, report_options, tell_warnings, vet_outputs
from citecheck.cli.program import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_INTERRUPTED
from citecheck.cli.reading import failure_code
from citecheck.cli.settings import settings_of
from citecheck.reporter import REPORTERS

if TYPE_CHECKING:
    from citecheck.config import Settings
    from citecheck.manuscripts import Failure


@click.command()
@paths_argument
@run_options
@click.option("--since", metavar="REV", help="Only what git says changed since this revision, uncommitted changes too.")
@click.option("--baseline", metavar="FILE", help="Leave out what this file of `citecheck baseline` accepts.")
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
    from citecheck.cli.running import checked
    from citecheck.project import baseline
    from citecheck.reporter.manuscript import check_manuscripts

    settings = settings_of(options)
    reporter = REPORTERS[settings.format]()
    vet_outputs(settings, options, paths)
    if not settings.output:
        check_terminal(settings.format)
    accepted = baseline.load(Path(settings.baseline)) if settings.baseline else None
    report, failures = checked(paths, settings, options, lambda read: check_manuscripts(settings.format, read))
    if not options["quiet"]:
        tell_warnings(report.warnings)
    if accepted is not None:
        judged = (lambda _code: False) if options["since"] is not None else settings.selects
        report = baseline.accept(report, accepted, judged)
    emit(reporter.render(report, report_options(settings, options)), settings.output)
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
