"""Every format that pandoc reads, through its syntax tree."""

from __future__ import annotations

from citecheck.parser.readers.pandoc.reader import PandocReader

__all__ = ["PandocReader"]
