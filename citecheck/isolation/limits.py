"""What a task in a child process may use, and how tasks end that used more."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """`time` in seconds, `memory` in bytes of the child's address space.

    `silence` is the longest time in seconds between two answers of a task that gives several; None for no such limit.
    """

    time: float = 60.0
    memory: int = 512 * MIB
    silence: float | None = None


class LostError(Exception):
    """A task was ended before it was done. The message goes on from "reading it" or the like, and says why."""


class RefusedError(Exception):
    """The task itself said that it cannot be done; the message is its own."""


class BrokenTaskError(Exception):
    """The task raised what it should not: a bug. The message names the exception."""
