"""`citecheck completion`: what a shell needs to complete commands and options."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script for a shell.

    \b
    bash: citecheck completion bash > ~/.local/share/bash-completion/completions/citecheck
    zsh:  citecheck completion zsh > a folder of your fpath, named _citecheck
    fish: citecheck completion fish > ~/.config/fish/completions/citecheck.fish
    """
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = context.find_root()
    if found is None:
        raise click.UsageError(f"click has no completion for {shell}")
    made = found(root.command, {}, "citecheck", "_CITECHECK_COMPLETE")
    click.echo(made.source_template % made.source_vars())
