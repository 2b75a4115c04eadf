"""The errors that a user meets; each is one clear line and ends the program with exit 2."""

from __future__ import annotations


class CitecheckError(Exception):
    """Something the user can put right. The message is one line and names the way out."""


class UnreadableError(CitecheckError):
    """An input (manuscript, source, evidence file) that cannot be read.

    The message names the file, says why, and what would help.
    """


class ConfigError(CitecheckError):
    """A configuration file or an option whose value cannot be used."""
