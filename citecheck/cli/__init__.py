"""Commands and options, nothing else. What a command needs is imported inside it, so that --help is quick."""

from __future__ import annotations

import click

from citecheck import __version__
from citecheck.cli.program import Program

COMMANDS = {
    "check": "citecheck.cli.check:check",
    "baseline": "citecheck.cli.baseline:baseline",
    "fix": "citecheck.cli.fix:fix",
    "extract": "citecheck.cli.extract:extract",
    "match": "citecheck.cli.match:match",
    "explain": "citecheck.cli.rules:explain",
    "rules": "citecheck.cli.rules:rules",
    "cache": "citecheck.cli.cache:cache",
    "evidence": "citecheck.cli.evidence:evidence",
    "init": "citecheck.cli.init:init",
    "completion": "citecheck.cli.completion:completion",
}
"""Module and attribute of each command. A new command is one module and one line here."""


@click.group(cls=Program, places=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="citecheck")
def main() -> None:
    """Checks every footnote and quotation of a manuscript against the sources it cites.

    \b
    Exit codes: 0 nothing at or over --fail-on, 1 findings, 2 usage or unreadable
    input, 3 finished but incomplete, 4 a bug in citecheck, 130 interrupted.
    """
