"""What goes into matching."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """A quotation to look for: `text` without its outer marks; `cited` the ids of the sources it cites.

    Empty `cited` means that any source may hold it, and that none can make it misattributed.
    """

    id: str
    text: str
    cited: tuple[str, ...] = ()
