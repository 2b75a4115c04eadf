"""`citecheck rules` and `citecheck explain`: what the findings mean."""

from __future__ import annotations

import click

from citecheck.cli.options import complete_code


@click.command()
@click.argument("code", shell_complete=complete_code)
def explain(code: str) -> None:
    """Show a rule's page: what it tells, why, and what to do."""
    from citecheck.checker.rules import rules
    from citecheck.reporter.rulepage import show

    found = [rule for rule in rules() if code.lower() in (rule.code.lower(), rule.name)]
    if not found:
        raise click.UsageError(f"there is no rule {code!r}; `citecheck rules` lists them")
    show(found[0])


@click.command()
def rules() -> None:
    """List the rules."""
    from citecheck.checker.rules import rules as all_rules

    for rule in all_rules():
        click.echo(f"{rule.code}  {rule.name:24}  {rule.severity:8}  {rule.summary}")
