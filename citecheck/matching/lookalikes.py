"""Words of English that a scanner may make of other words."""

from __future__ import annotations

LOOKALIKE_WORDS: frozenset[str] = frozenset()
