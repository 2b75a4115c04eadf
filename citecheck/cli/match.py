"""`citecheck match`: one quotation or many, without a manuscript."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from citecheck.cli.options import convention_option, no_color_option, output_option, together
from citecheck.cli.output import emit, wants_color


@click.command()
@click.argument("words", required=False)
@click.option("--source", multiple=True, metavar="FILE|URL", help="Where the words should stand.")
@click.option(
    "--quotes", type=click.Path(path_type=Path), metavar="FILE.jsonl", help='Lines {"id", "quote", "source"}.'
)
@click.option("--sources", type=click.Path(path_type=Path), metavar="DIR|sources.json", help="The texts for --quotes.")
@click.option("--format", "-f", type=click.Choice(["terminal", "jsonl"]), default=None)
@click.option("--jobs", type=int, default=1, show_default=True, metavar="N", help="Processes for --quotes.")
@output_option
@convention_option
@together(
    click.option("--allow-network", multiple=True, metavar="CIDR", help="Let this private network be reached."),
    click.option("--allow-host", multiple=True, metavar="NAME[:PORT]", help="Let this host be reached."),
)
@no_color_option
def match(words: str | None, quotes: Path | None, sources: Path | None, **options: Any) -> None:
    """Compare one quotation, or many, with their sources.

    \b
    citecheck match "the words" --source page.html
    citecheck match --quotes quotes.jsonl --sources texts/ --format jsonl
    """
    from citecheck import bulk
    from citecheck.config import Settings, with_values
    from citecheck.reporter.matches import jsonl, one_match
    from citecheck.reporter.writing import check_output

    given = {name: options[name] for name in ("source", "convention", "allow_network", "allow_host") if options[name]}
    settings = with_values(Settings(), given, where="command line")
    output = options["output"] or ""
    if output:
        read = [Path(each) for each in settings.source if "://" not in each]
        check_output(Path(output), [*read, *(each for each in (quotes, sources) if each)])
    if quotes and sources and not words:
        rows = bulk.answers(
            bulk.read_quotes(quotes), bulk.read_sources(sources), settings.convention, jobs=options["jobs"]
        )
        emit(jsonl(rows), output)
    elif words and settings.source and not quotes:
        from citecheck.sources.opening import texts_of

        found, source = bulk.match_one(words, texts_of(settings), settings.convention)
        shown = one_match(words, found, source, options["format"] or "terminal", color=wants_color(options, output))
        emit(shown, output)
    else:
        raise click.UsageError("give one quotation with --source, or --quotes with --sources")
