"""Runs of the program inside the process of the tests, as the command line gives them; a new process takes a second."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from subprocess import CompletedProcess

from click.testing import CliRunner

from citecheck.cli import main


def run(*args: str | Path, cwd: Path | None = None, **env: str) -> CompletedProcess[str]:
    """What `citecheck ARGS` prints in a folder, and its exit code."""
    before, handler = Path.cwd(), signal.getsignal(signal.SIGTERM)
    os.chdir(cwd or before)
    try:
        done = CliRunner(env={"CITECHECK_DEBUG": "", **env}).invoke(main, [*map(str, args)], prog_name="citecheck")
    finally:
        os.chdir(before)
        signal.signal(signal.SIGTERM, handler)
    return CompletedProcess(list(map(str, args)), done.exit_code, done.stdout, done.stderr)
