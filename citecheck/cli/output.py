"""Where what a command gives goes, and how it is set for that place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from citecheck.errors import CitecheckError

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


def vet_outputs(settings: Settings, options: dict[str, Any], paths: Iterable[Path]) -> None:
    """Raises `CitecheckError` when a file that a run would write is one that it reads, or cannot be written."""
    from citecheck.config import find
    from citecheck.reporter.writing import check_output

    named = options.get("config_file") or find(Path.cwd())
    given = (*settings.source, settings.replay, settings.baseline, named or "")
    inputs = [*paths, *(Path(each) for each in given if each and "://" not in str(each))]
    if settings.record:
        # An evidence file may lie among the sources: no source is read from it.
        check_output(Path(settings.record), [each for each in inputs if not each.is_dir()], "--record")
        _check_evidence(Path(settings.record))
        inputs.append(Path(settings.record))
    if settings.output:
        check_output(Path(settings.output), inputs)
        if settings.record and Path(settings.record).absolute() == Path(settings.output).absolute():
            raise CitecheckError(f"{settings.output}: --record writes there; name another file for --output")


def _check_evidence(path: Path) -> None:
    """Raises `CitecheckError` where evidence would take the place of a file of another kind."""
    try:
        with path.open("rb") as file:
            begins = file.read(5)
    except FileNotFoundError:
        return
    except OSError as error:
        raise CitecheckError(f"{path}: cannot be read ({error.strerror}); name another file for --record") from None
    if begins and not begins.startswith((b"WARC/", b"\x1f\x8b")):
        raise CitecheckError(f"{path}: is there and is no evidence file; name another file for --record")


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
