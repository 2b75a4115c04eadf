"""Commands and options, nothing else."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Checks every footnote and quotation of a manuscript against the sources it cites."""
