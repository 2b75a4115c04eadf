"""Shows a rule's page on a terminal or in a pipe."""

from __future__ import annotations

import sys

from citecheck.checker.registry import Rule


def page(rule: Rule) -> str:
    """The rule's page in Markdown: title, severity, then its documentation."""
    return f"# {rule.code} {rule.name}\n\nSeverity: {rule.severity}\n\n{rule.page}\n"


def show(rule: Rule) -> None:
    """Prints the page: set as text on a terminal, as Markdown in a pipe."""
    if not sys.stdout.isatty():
        sys.stdout.write(page(rule))
        return
    # Only a terminal needs rich, and it takes longer to import than the rest of the command.
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    Console().print(Markdown(page(rule)))
