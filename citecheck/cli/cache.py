"""`citecheck cache`: the store of pages already fetched."""

from __future__ import annotations

import click


@click.group()
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
