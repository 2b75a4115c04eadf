"""Checks every footnote and quotation of a manuscript against the sources it cites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citecheck.api import check, extract, match

__version__ = "0.1.0"
__all__ = ["__version__", "check", "extract", "match"]


def __getattr__(name: str) -> Any:
    """The functions of `citecheck.api`, imported when they are asked for: `--help` needs none of them."""
    if name not in ("check", "extract", "match"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from citecheck import api  # noqa: PLC0415

    return getattr(api, name)
