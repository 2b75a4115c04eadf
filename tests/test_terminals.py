"""On a terminal, on a narrow one, without colour, and in a pipe."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.running import run, shown_on

TEXT = (
    "One reads that “the keeper did light the lamp until the fog had come in from the sea.”[^1] And more.\n\n"
    "[^1]: Ann Moor, *Salt* (Leith: Harbour, 1911), 12, https://salt.example/a-long-address/of-a-page.html.\n"
)
SOURCE = "Nobody came, and the keeper did not light the lamp until the fog had come in from the sea that night.\n"
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "log.txt").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def on_terminal(folder: Path, *arguments: str, columns: int = 100, **variables: str) -> str:
    """What `citecheck check` shows on a terminal of so many columns."""
    main, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "citecheck", "check", "a.md", "--source", "log.txt", "--offline", "-q", *arguments],
        stdin=terminal, stdout=terminal, stderr=terminal, cwd=folder, env=environment | {"TERM": "xterm"} | variables,
    )  # fmt: skip
    os.close(terminal)
    shown = shown_on(main)
    process.wait(timeout=60)
    return shown


def test_colour_only_where_it_is_seen_and_wanted(folder: Path) -> None:
    assert "\x1b[" in on_terminal(folder)
    assert "\x1b[" not in on_terminal(folder, "--no-color")
    assert "\x1b[" not in on_terminal(folder, NO_COLOR="1")
    piped = run("check", "a.md", "--source", "log.txt", "--offline", cwd=folder)
    assert "Q204" in piped.stdout
    assert "\x1b" not in piped.stdout + piped.stderr


def test_forty_columns_are_enough(folder: Path) -> None:
    shown = _ESCAPE.sub("", on_terminal(folder, columns=40)).replace("\r", "")
    assert "Q204" in shown
    wide = [line for line in shown.split("\n") if cell_len(line) > 40 and "://" not in line]
    assert wide == []
