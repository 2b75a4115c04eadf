"""Commands and options, nothing else. What a command needs is imported inside it, so that --help is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from citecheck import __version__
from citecheck.errors import CitecheckError
from citecheck.reporter import REPORTERS

if TYPE_CHECKING:
    from citecheck.config import Settings

EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE, EXIT_BUG, EXIT_INTERRUPTED = 0, 1, 2, 3, 4, 130

Command = TypeVar("Command", bound=Callable[..., Any])


class Program(click.Group):
    """The command group; it turns every way a run can end into its exit code and one clear line."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command. Ends with 2 for what the user can mend, 4 for a bug, 130 for an interrupt."""
        try:
            return super().invoke(ctx)
        except CitecheckError as error:
            _end(EXIT_USAGE, f"citecheck: {error}")
        except KeyboardInterrupt:
            _end(EXIT_INTERRUPTED, "citecheck: interrupted")
        except BrokenPipeError:
            # The reader of the pipe has gone; what Python still holds for it must not raise again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(EXIT_CLEAN)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("CITECHECK_DEBUG"):
                raise
            told = f"{type(error).__name__}: {error}"
            _end(EXIT_BUG, f"citecheck: a bug, not your fault: {told} (CITECHECK_DEBUG=1 shows where)")


def _end(code: int, line: str) -> NoReturn:
    from citecheck.reporter.cleaning import clean

    click.echo(clean(line), err=True)
    sys.exit(code)


def _options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
_from = click.option("--from", "from_format", metavar="FORMAT", help="Read the manuscript as this format.")
_changes = click.option(
    "--changes",
    type=click.Choice(["accept", "reject", "all"]),
    default="accept",
    show_default=True,
    help="Tracked changes of a Word file: read it as if they were accepted or rejected, or all text.",
)
_output = click.option("-o", "--output", metavar="FILE", help="Write the report to a file, whole or not at all.")
_convention = click.option(
    "--convention",
    metavar="NAME",
    help="What a quotation may change without telling: chicago (default) or strict (legal, textual work).",
)
_config = click.option(
    "--config", "config_file", metavar="FILE", help="Settings file; else the nearest citecheck.toml."
)
_quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
_verbose = click.option("-v", "--verbose", is_flag=True, help="Faithful quotations and living links too.")
_no_color = click.option("--no-color", is_flag=True, help="No colour (NO_COLOR does the same).")

_run_options = _options(
    click.option("--source", multiple=True, metavar="DIR|FILE|URL", help="Also look here for the quoted words."),
    click.option("--offline", is_flag=True, help="Ask no server; use --source, --replay and what the cache holds."),
    click.option("--record", metavar="FILE.warc.gz", help="Keep every page fetched in one file."),
    click.option("--replay", metavar="FILE.warc.gz", help="Take the pages from such a file; no network."),
    click.option(
        "--fail-on", metavar="WHAT", help="error (default), warning, unchecked or never: when to exit with 1."
    ),
    click.option("--select", multiple=True, metavar="CODES", help="Only these rules: Q201,L or the like."),
    click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules."),
    click.option("--jobs", type=int, metavar="N", help="Hosts asked at once (default 8)."),
    click.option("--max-time", type=float, metavar="S", help="Seconds for the whole run (default 900)."),
    click.option("--url-time", type=float, metavar="S", help="Seconds for one address (default 30)."),
    click.option(
        "--host-interval", type=float, metavar="S", help="Seconds between two requests to a host (default 1)."
    ),
    click.option("--allow-network", multiple=True, metavar="CIDR", help="Let this private network be reached."),
    click.option("--allow-host", multiple=True, metavar="NAME[:PORT]", help="Let this host be reached."),
    click.option("--ignore-robots", is_flag=True, help="Read pages that robots.txt forbids (one person's own check)."),
    click.option("--no-cache", is_flag=True, help="Fetch every page anew and keep none."),
)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="citecheck")
def main() -> None:
    """Checks every footnote and quotation of a manuscript against the sources it cites.

    \b
    Exit codes: 0 nothing at or over --fail-on, 1 findings, 2 usage or unreadable
    input, 3 finished but incomplete, 4 a bug in citecheck, 130 interrupted.
    """


@main.command()
@_paths
@_run_options
@click.option("--format", "-f", type=click.Choice(list(REPORTERS)), help="How to report (default terminal).")
@_output
@_convention
@_config
@_from
@_changes
@_no_color
@_quiet
@_verbose
def check(paths: tuple[Path, ...], **options: Any) -> None:
    """Check manuscripts: every note, quotation and link, against its source."""
    from citecheck import pipeline
    from citecheck.parser.readers.interface import ReadOptions
    from citecheck.progress import progress_display
    from citecheck.reporter.writing import check_output
    from citecheck.sources.opening import open_shelves, opened_resolver

    settings = _settings(options)
    if settings.output:
        check_output(Path(settings.output), inputs=paths)
    with progress_display(quiet=options["quiet"]) as progress:
        reading = ReadOptions(changes=options["changes"])
        manuscripts = pipeline.extract(paths, options["from_format"], reading, progress)
        with opened_resolver(settings) as resolver:
            report = pipeline.check(manuscripts, settings, resolver, open_shelves(settings), progress)
    _emit(REPORTERS[settings.format]().render(report, _report_options(settings, options)), settings.output)
    sys.exit(_exit_code(report, settings))


@main.command()
@_paths
@click.option("--format", "-f", type=click.Choice(["terminal", "json", "csv"]), default="terminal", show_default=True)
@_output
@_from
@_changes
@_no_color
@_quiet
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
    _emit(EXTRACTS[format](manuscripts, _color(options, output or "")), output or "")


@main.command()
@click.argument("words", required=False)
@click.option("--source", multiple=True, metavar="FILE|URL", help="Where the words should stand.")
@click.option(
    "--quotes", type=click.Path(path_type=Path), metavar="FILE.jsonl", help='Lines {"id", "quote", "source"}.'
)
@click.option("--sources", type=click.Path(path_type=Path), metavar="DIR|sources.json", help="The texts for --quotes.")
@click.option("--format", "-f", type=click.Choice(["terminal", "jsonl"]), default=None)
@click.option("--jobs", type=int, default=1, show_default=True, metavar="N", help="Processes for --quotes.")
@_output
@_convention
@_options(
    click.option("--allow-network", multiple=True, metavar="CIDR", help="Let this private network be reached."),
    click.option("--allow-host", multiple=True, metavar="NAME[:PORT]", help="Let this host be reached."),
)
@_no_color
def match(words: str | None, quotes: Path | None, sources: Path | None, **options: Any) -> None:
    """Compare one quotation, or many, with their sources.

    \b
    citecheck match "the words" --source page.html
    citecheck match --quotes quotes.jsonl --sources texts/ --format jsonl
    """
    from citecheck import bulk
    from citecheck.config import Settings, with_values
    from citecheck.reporter.matches import jsonl, one_match

    given = {name: options[name] for name in ("source", "convention", "allow_network", "allow_host") if options[name]}
    settings = with_values(Settings(), given, where="command line")
    output = options["output"] or ""
    if quotes and sources and not words:
        rows = bulk.answers(
            bulk.read_quotes(quotes), bulk.read_sources(sources), settings.convention, jobs=options["jobs"]
        )
        _emit(jsonl(rows), output)
    elif words and settings.source and not quotes:
        from citecheck.sources.opening import texts_of

        found, source = bulk.match_one(words, texts_of(settings), settings.convention)
        shown = one_match(words, found, source, options["format"] or "terminal", color=_color(options, output))
        _emit(shown, output)
    else:
        raise click.UsageError("give one quotation with --source, or --quotes with --sources")


@main.command()
@click.argument("code")
def explain(code: str) -> None:
    """Show a rule's page: what it tells, why, and what to do."""
    from citecheck.checker.rules import rules
    from citecheck.reporter.rulepage import show

    found = [rule for rule in rules() if code.lower() in (rule.code.lower(), rule.name)]
    if not found:
        raise click.UsageError(f"there is no rule {code!r}; `citecheck rules` lists them")
    show(found[0])


@main.command()
def rules() -> None:
    """List the rules."""
    from citecheck.checker.rules import rules as all_rules

    for rule in all_rules():
        click.echo(f"{rule.code}  {rule.name:24}  {rule.severity:8}  {rule.summary}")


@main.group()
def cache() -> None:
    """The store of pages already fetched."""


@cache.command()
def info() -> None:
    """Show where the store is and what it holds."""
    from contextlib import closing

    from citecheck.sources.store import Store

    with closing(Store()) as store:
        held = store.info()
    click.echo(f"{held.path}: {held.answers} pages, {held.texts} local texts, {held.size / 1e6:.1f} MB")
    if held.problem:
        click.echo(f"citecheck: {held.problem}", err=True)


@cache.command()
def clear() -> None:
    """Empty the store."""
    from contextlib import closing

    from citecheck.sources.store import Store

    with closing(Store()) as store:
        held = store.clear()
    click.echo(f"{held.answers} pages and {held.texts} local texts removed from {held.path}")


def _settings(options: dict[str, Any]) -> Settings:
    """The settings: defaults, then the settings file, then the command line."""
    from citecheck.config import Settings, find, load, with_values

    named = options["config_file"]
    path = Path(named) if named else find(Path.cwd())
    settings, warnings = load(path) if path else (Settings(), ())
    for warning in warnings:
        click.echo(f"citecheck: {warning}", err=True)
    given = {
        name: value
        for name, value in options.items()
        if name in Settings.__dataclass_fields__ and value not in (None, (), False)
    }
    for name in ("select", "ignore"):
        if name in given:
            given[name] = tuple(
                code.strip().upper() for item in given[name] for code in item.split(",") if code.strip()
            )
    settings = with_values(settings, given, where="command line")
    _check_codes((*settings.select, *settings.ignore))
    if settings.record and (settings.replay or settings.offline):
        raise click.UsageError("--record keeps what is fetched; with --replay or --offline nothing is")
    return settings


def _check_codes(prefixes: tuple[str, ...]) -> None:
    """Raises `ConfigError` for a code or first letters of one that no rule has."""
    if not prefixes:
        return
    from citecheck.checker.rules import rules
    from citecheck.errors import ConfigError

    for prefix in prefixes:
        if not any(rule.code.startswith(prefix) for rule in rules()):
            raise ConfigError(f"no rule's code begins with {prefix!r}; `citecheck rules` lists them")


def _color(options: dict[str, Any], output: str) -> bool:
    return not output and not options["no_color"] and "NO_COLOR" not in os.environ and sys.stdout.isatty()


def _report_options(settings: Settings, options: dict[str, Any]) -> Any:
    import shutil

    from citecheck.reporter.interface import ReportOptions

    width = shutil.get_terminal_size((100, 24)).columns
    color = _color(options, settings.output)
    return ReportOptions(color, max(40, min(width, 140)), options["verbose"], options["quiet"])


def _emit(content: bytes, output: str) -> None:
    if output:
        from citecheck.reporter.writing import write_whole

        write_whole(Path(output), content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _exit_code(report: Any, settings: Settings) -> int:
    if any("interrupted" in problem for problem in report.problems):
        return EXIT_INTERRUPTED
    if settings.fail_on != "never" and any(_counts(finding, settings.fail_on) for finding in report.findings):
        return EXIT_FINDINGS
    return EXIT_CLEAN if report.complete else EXIT_INCOMPLETE


def _counts(finding: Any, fail_on: str) -> bool:
    """Whether a finding is at or over the threshold; "unchecked" adds what could not be checked to the warnings."""
    if fail_on == "unchecked" and finding.code in ("L304", "Q216"):
        return True
    levels = {"error": ("error",), "warning": ("error", "warning"), "unchecked": ("error", "warning")}
    return finding.severity in levels[fail_on]
