"""Options that several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])


def together(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """One decorator of several, in the order in which --help lists them."""

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def _one_of(*names: str) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """Completes names that the program, not the command line, holds an option to."""
    return lambda _context, _option, begun: [name for name in names if name.startswith(begun)]


def complete_code(_context: click.Context, _option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Completes the codes of rules, with their names."""
    from citecheck.checker.rules import rules

    return [CompletionItem(rule.code, help=rule.name) for rule in rules() if rule.code.startswith(begun.upper())]


paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
from_option = click.option("--from", "from_format", metavar="FORMAT", help="Read the manuscript as this format.")
changes_option = click.option(
    "--changes",
    type=click.Choice(["accept", "reject", "all"]),
    default="accept",
    show_default=True,
    help="Tracked changes of a Word file: read it as if they were accepted or rejected, or all text.",
)
output_option = click.option("-o", "--output", metavar="FILE", help="Write the report to a file, whole or not at all.")
convention_option = click.option(
    "--convention",
    metavar="NAME",
    shell_complete=_one_of("chicago", "strict"),
    help="What a quotation may change without telling: chicago (default) or strict (legal, textual work).",
)
config_option = click.option(
    "--config", "config_file", metavar="FILE", help="Settings file; else the nearest citecheck.toml."
)
quiet_option = click.option("-q", "--quiet", is_flag=True, help="No progress, no summary.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Faithful quotations and living links too.")
no_color_option = click.option("--no-color", is_flag=True, help="No colour (NO_COLOR does the same).")

run_options = together(
    click.option("--source", multiple=True, metavar="DIR|FILE|URL", help="Also look here for the quoted words."),
    click.option("--offline", is_flag=True, help="Ask no server; use --source, --replay and what the cache holds."),
    click.option("--record", metavar="FILE.warc.gz", help="Keep every page fetched in one file."),
    click.option("--replay", metavar="FILE.warc.gz", help="Take the pages from such a file; no network."),
    click.option(
        "--fail-on",
        metavar="WHAT",
        shell_complete=_one_of("error", "warning", "unchecked", "never"),
        help="error (default), warning, unchecked or never: when to exit with 1.",
    ),
    click.option(
        "--select",
        multiple=True,
        metavar="CODES",
        shell_complete=complete_code,
        help="Only these rules: Q201,L or the like.",
    ),
    click.option("--ignore", multiple=True, metavar="CODES", shell_complete=complete_code, help="Not these rules."),
    click.option("--jobs", type=int, metavar="N", help="Hosts asked at once (default 8)."),
    click.option("--max-time", type=float, metavar="S", help="Seconds for the whole run (default 900)."),
    click.option("--url-time", type=float, metavar="S", help="Seconds for one address (default 30)."),
    click.option(
        "--host-interval", type=float, metavar="S", help="Seconds between two requests to a host (default 1)."
    ),
    click.option("--allow-network", multiple=True, metavar="CIDR", help="Let this private network be reached."),
    click.option("--allow-host", multiple=True, metavar="NAME[:PORT]", help="Let this host be reached."),
    click.option("--allow-port", multiple=True, metavar="N", help="Ask servers at this port too."),
    click.option("--ca-file", metavar="FILE.pem", help="Trust these authorities too."),
    click.option(
        "--no-probe", is_flag=True, help="Do not ask sites for a made-up page, nor for the same page by https."
    ),
    click.option("--browser", is_flag=True, help="Let Chromium fill pages that are empty without their scripts."),
    click.option("--archive", metavar="URL", help="The web archive to ask for copies of pages that are gone, or none."),
    click.option(
        "--save-copies", is_flag=True, help="Ask the archive to keep the living pages that it has no copy of."
    ),
    click.option("--max-age", type=float, metavar="S", help="Seconds for which a page read is not asked anew (86400)."),
    click.option(
        "--require-direct", "--no-proxy", is_flag=True, help="Connect directly, by no proxy (always so, as yet)."
    ),
    click.option("--ignore-robots", is_flag=True, help="Read pages that robots.txt forbids (one person's own check)."),
    click.option("--no-cache", is_flag=True, help="Fetch every page anew and keep none."),
)
