"""Runs of the program inside the process of the tests, as the command line gives them; a new process takes a second."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path
from subprocess import CompletedProcess

from click.testing import CliRunner

from citecheck.cli import main


def shown_on(terminal: int) -> str:
    """What is written to a pseudo-terminal until its other side is closed; `terminal` is ours."""
    shown = b""
    # Linux tells the end of a terminal by an error.
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 65536):
            shown += piece
    os.close(terminal)
    return shown.decode()


def run(*args: str | Path, cwd: Path | None = None, **env: str) -> CompletedProcess[str]:
    """What `citecheck ARGS` prints in a folder, and its exit code. Raises what the program itself lets through."""
    before, handler = Path.cwd(), signal.getsignal(signal.SIGTERM)
    os.chdir(cwd or before)
    try:
        done = CliRunner(env={"CITECHECK_DEBUG": "", **env}).invoke(main, [*map(str, args)], prog_name="citecheck")
    finally:
        os.chdir(before)
        signal.signal(signal.SIGTERM, handler)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return CompletedProcess(list(map(str, args)), done.exit_code, done.stdout, done.stderr)
