"""Shows how far a run is: a live display on a terminal, plain lines in a pipe, nothing when told to be quiet."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from citecheck.reporter.cleaning import break_commands, clean
from citecheck.sources.interface import Progress

if TYPE_CHECKING:
    from rich.progress import TaskID

LINE_INTERVAL = 10.0
"""Seconds between two plain lines of one stage, so that a log of a long run shows life and is not flooded."""


@contextmanager
def progress_display(*, quiet: bool = False, stream: TextIO | None = None) -> Iterator[Progress | None]:
    """A callback for `Progress` events while the block runs; None when quiet. It writes to standard error."""
    out = stream or sys.stderr
    if quiet:
        yield None
    elif out.isatty():
        with _live(out) as progress:
            yield progress
    else:
        yield PlainLines(out)


class PlainLines:
    """One line when a stage begins, and one every `LINE_INTERVAL` seconds while it lasts.

    Reading is not told by itself: it is quick, and an error in it should stand alone.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._stage = "reading"
        self._told = clock()

    def __call__(self, stage: str, done: int, total: int, waiting: str) -> None:
        """Takes one event."""
        now = self._clock()
        begins = stage != self._stage
        self._stage = stage
        if total <= 0 or done >= total:
            return
        if begins:
            self._tell(f"{stage}: {total}", now)
        elif now - self._told >= LINE_INTERVAL:
            self._tell(f"{stage}: {done} of {total}" + (f", waiting for {waiting}" if waiting else ""), now)

    def _tell(self, line: str, now: float) -> None:
        self._told = now
        self._stream.write(break_commands(clean(f"citecheck: {line}")) + "\n")
        self._stream.flush()


@contextmanager
def _live(stream: TextIO) -> Iterator[Progress]:
    # Only a terminal needs rich, and importing it takes longer than the rest of a small run.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn  # noqa: PLC0415
    from rich.table import Column  # noqa: PLC0415

    display = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False, table_column=Column(width=9)),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[waiting]}", style="dim", markup=False, table_column=Column(no_wrap=True, ratio=1)),
        console=Console(file=stream),
        transient=True,
        expand=True,
    )
    tasks: dict[str, TaskID] = {}

    def progress(stage: str, done: int, total: int, waiting: str) -> None:
        shown = f"waiting for {clean(waiting)}" if waiting and done < total else ""
        if stage not in tasks:
            tasks[stage] = display.add_task(clean(stage), total=total, waiting=shown)
        display.update(tasks[stage], completed=done, total=total, waiting=shown)

    with display:
        yield progress
