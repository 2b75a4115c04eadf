from __future__ import annotations

import io
import os
import pty
import subprocess
import sys

from citecheck.progress import LINE_INTERVAL, PlainLines, progress_display
from tests.running import shown_on


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_stage_is_told_once_when_it_begins() -> None:
    stream = io.StringIO()
    progress = PlainLines(stream, Clock())
    progress("fetching", 0, 3, "")
    progress("fetching", 1, 3, "a.example")
    progress("fetching", 3, 3, "")
    progress("matching", 0, 5, "")
    assert stream.getvalue() == "citecheck: fetching: 3\ncitecheck: matching: 5\n"


def test_a_long_stage_is_told_of_now_and_then() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = PlainLines(stream, clock)
    progress("fetching", 0, 3, "")
    clock.now = LINE_INTERVAL
    progress("fetching", 1, 3, "slow.example\x1b[2J")
    progress("fetching", 2, 3, "slow.example")
    assert stream.getvalue().splitlines()[1:] == [
        "citecheck: fetching: 1 of 3, waiting for slow.example⟨U+001B⟩[2J",
    ]


def test_reading_and_empty_stages_are_not_told() -> None:
    stream = io.StringIO()
    progress = PlainLines(stream, Clock())
    progress("reading", 0, 1, "a.txt")
    progress("reading", 1, 1, "")
    progress("fetching", 0, 0, "")
    assert stream.getvalue() == ""


def test_quiet_gives_no_callback() -> None:
    with progress_display(quiet=True) as progress:
        assert progress is None


def test_a_stream_that_is_no_terminal_gets_plain_lines() -> None:
    stream = io.StringIO()
    with progress_display(stream=stream) as progress:
        assert progress is not None
        progress("fetching", 0, 2, "")
    assert stream.getvalue() == "citecheck: fetching: 2\n"


LIVE = """
import time
from citecheck.progress import progress_display
with progress_display() as progress:
    progress("fetching", 0, 4, "")
    progress("fetching", 1, 4, "slow.example[/]\\x1b]0;x\\x07")
    time.sleep(0.4)
    progress("fetching", 4, 4, "")
"""


def test_a_terminal_gets_a_live_display_that_goes_away() -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", LIVE], stderr=theirs, env={**os.environ, "TERM": "xterm"})
    os.close(theirs)
    text = shown_on(ours)
    assert process.wait(timeout=30) == 0
    assert "fetching" in text
    assert "waiting for slow.example[/]" in text
    assert "\x1b]0;" not in text
    assert "\x1b[2K" in text  # the lines are wiped at the end
