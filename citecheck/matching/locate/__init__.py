"""Finds where quotations stand in sources, at a cost that does not grow with quotations × text.

The letters of all quotations are cut into seeds, kept in one table; every source is folded to its letters and
passed once by that table; seeds that stand near each other vote for a place; only the best places of each
quotation, over all sources, are aligned.
"""

from __future__ import annotations

from citecheck.matching.locate.search import locate

__all__ = ["locate"]
