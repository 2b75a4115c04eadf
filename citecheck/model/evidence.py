"""What an evidence file says of one address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """An address with its last answer; `failure` says why there was none. `notes` say who cites it.

    `time` is RFC 3339, "" for an address that was not asked for. `size` and `sha256` are of the body as it was sent.
    """

    url: str
    notes: tuple[str, ...]
    time: str = ""
    status: int | None = None
    failure: str = ""
    size: int = 0
    sha256: str = ""
