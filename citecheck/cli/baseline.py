"""`citecheck baseline`: accepts the findings that stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

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
from citecheck.cli.settings import settings_of


@click.command()
@paths_argument
@run_options
@click.option("--baseline", metavar="FILE", help="Where to keep it (default citecheck-baseline.json).")
@click.option("--reason", required=True, metavar="TEXT", help="Why what stands is accepted; kept with each finding.")
@convention_option
@config_option
@from_option
@changes_option
@no_color_option
@quiet_option
def baseline(paths: tuple[Path, ...], reason: str, **options: Any) -> None:
    """Accept what stands: write every finding of a check into a file that `check --baseline` leaves out.

    Findings accepted before keep their reason and date; those that no longer occur are taken out.
    """
    from dataclasses import replace
    from datetime import date

    from citecheck.cli.output import vet_outputs
    from citecheck.cli.running import checked
    from citecheck.errors import CitecheckError
    from citecheck.project import baseline as accepting
    from citecheck.reporter.writing import check_output

    if not reason.strip():
        raise click.UsageError("--reason needs words: why are these findings accepted?")
    settings = settings_of(options)
    vet_outputs(replace(settings, baseline="", output=""), options, paths)
    file = Path(settings.baseline or accepting.NAME)
    check_output(file, paths, "--baseline")
    old = accepting.load(file) if file.exists() else accepting.Baseline(file)
    report, _ = checked(paths, settings, options)
    if not report.complete:
        raise CitecheckError(f"the run is not complete ({report.problems[0]}); {file} is as it was")
    new = accepting.updated(report, old, " ".join(reason.split()), date.today().isoformat())
    accepting.save(new)
    before, after = set(old.entries), set(new.entries)
    marks = {(entry.code, entry.fingerprint) for entry in before}
    added = sum((entry.code, entry.fingerprint) not in marks for entry in after)
    click.echo(f"{file}: {len(after)} accepted, {added} of them new; {len(before) + added - len(after)} taken out")
