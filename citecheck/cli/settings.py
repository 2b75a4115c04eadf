"""The settings of a run: defaults, then the settings file, then the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from citecheck.config import Settings


def settings_of(options: dict[str, Any]) -> Settings:
    """The settings. Warnings go to standard error. Raises `ConfigError` for a value that cannot be used."""
    from citecheck.config import Settings, find, load, with_values

    named = options["config_file"]
    path = Path(named) if named else find(Path.cwd())
    settings, warnings = load(path) if path else (Settings(), ())
    for warning in warnings:
        click.echo(f"citecheck: {warning}", err=True)
    given = {
        name: value
        for name, value in options.items()
        if name in Settings.__dataclass_fields__ and value is not None and value is not False and value != ()
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
