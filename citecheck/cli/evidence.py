"""`citecheck evidence`: what an evidence file holds."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.warc.gz")
@click.option("--format", "-f", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
def evidence(file: Path, format: str) -> None:
    """Show what an evidence file holds: for each note what was fetched for it, when, and with what result."""
    from citecheck.cli.output import emit
    from citecheck.reporter.evidence import as_json, as_lines
    from citecheck.sources.evidence import EvidenceResolver

    entries = EvidenceResolver(file).entries()
    emit(as_json(entries) if format == "json" else as_lines(entries), "")
