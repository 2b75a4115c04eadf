"""Labels at the beginning of a note's body."""

from __future__ import annotations

import re

from citecheck.parser.readers.prose.line import Line
from citecheck.parser.readers.prose.markers import SYMBOLS

_LABEL = re.compile(
    rf"(?:\[(\d{{1,3}}|[{SYMBOLS}]{{1,4}})\]:?|([{SYMBOLS}]{{1,4}})|(\d{{1,3}})[.)]?|\^(\d{{1,3}}))\s+(?=\S)"
)
_RAISED_LABEL = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?=\S)")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def label_of(line: Line) -> tuple[str, int, bool] | None:
    """The note label that a line begins with, the width it takes, and whether it is in brackets; None without one."""
    found = _LABEL.match(line.text)
    if found:
        return found[1] or found[2] or found[3] or found[4], found.end(), bool(found[1])
    raised = _RAISED_LABEL.match(line.text)
    return (raised[1].translate(_LOWERED), raised.end(), False) if raised else None


def follows(previous: str, label: str) -> bool:
    """Whether a label comes next: 5 after 4; † or ** after *, and any symbol after a symbol but the very same."""
    if previous.isdigit() and label.isdigit():
        return int(label) == int(previous) + 1
    return bool(previous) and previous[0] in SYMBOLS and label[0] in SYMBOLS and label != previous
