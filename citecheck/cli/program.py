"""The command group: it finds commands when they are called for, and turns every end of a run into its exit code."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from collections.abc import Mapping
from typing import Any, NoReturn

import click

from citecheck.errors import CitecheckError

EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE, EXIT_BUG, EXIT_INTERRUPTED = 0, 1, 2, 3, 4, 130


class Program(click.Group):
    """The command group. `places` names for each command the module and the attribute that holds it."""

    def __init__(self, *args: Any, places: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The commands in the order of the table."""
        return list(self._places)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name, imported now; None for a name that no command has."""
        if name not in self._places:
            return None
        module, _, attribute = self._places[name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command. Ends with 2 for what the user can mend, 4 for a bug, 130 for an interrupt."""
        if threading.current_thread() is threading.main_thread():
            # Who asks a run to end gets its partial report, by whatever signal.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            return super().invoke(ctx)
        except CitecheckError as error:
            _end(EXIT_USAGE, f"citecheck: {error}")
        except KeyboardInterrupt:
            _end(EXIT_INTERRUPTED, "citecheck: interrupted")
        except BrokenPipeError:
            # The reader of the pipe has gone; what Python still holds for it must not raise again at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(EXIT_CLEAN)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            if os.environ.get("CITECHECK_DEBUG"):
                raise
            told = f"{type(error).__name__}: {error}"
            _end(EXIT_BUG, f"citecheck: a bug, not your fault: {told} (CITECHECK_DEBUG=1 shows where)")


def _end(code: int, line: str) -> NoReturn:
    from citecheck.reporter.cleaning import clean

    click.echo(clean(line), err=True)
    sys.exit(code)
