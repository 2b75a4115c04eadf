"""Note markers in running text: where one of a given label stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from citecheck.parser.readers.prose.line import Line

SYMBOLS = "*†‡§‖¶#"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CLOSERS = r""".,;:!?”’"'»›)\]…—–"""


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker in a line: `text[start:end]` of the line numbered `line`. `label` is as printed."""

    line: int
    start: int
    end: int
    label: str


@cache
def _patterns(label: str, bracketed: bool) -> tuple[re.Pattern[str], ...]:
    """How a marker of a label can be printed, the surest first."""
    printed = re.escape(label)
    if bracketed:
        return (re.compile(rf"\s?\[{printed}\]"),)
    if label[0] in SYMBOLS:
        same = re.escape(label[0])
        return (re.compile(rf"(?<=[^\s{same}]){printed}(?!{same})(?=$|[\s{_CLOSERS}])"),)
    if label.isdigit():
        raised = label.translate(_RAISED)
        return (
            re.compile(rf"{raised}(?![⁰¹²³⁴⁵⁶⁷⁸⁹])"),
            re.compile(rf"(?<=[{_CLOSERS}]){printed}(?=$|[\s—–)\]])"),
            re.compile(rf"(?<=[^\W\d_]){printed}(?=$|[\s{_CLOSERS}])"),
        )
    return (re.compile(rf"(?<=[.,;:!?”’\"')]){printed}(?=$|\s)"),)


_IN_NUMBER = re.compile(r"\d[.,:–—-]$")
_NEW_SENTENCE = re.compile(r"$|(?<!\s)\s++(?:[^\W\da-z_]|[“\"‘'])")


def find_marker(
    label: str, lines: Sequence[Line], after: tuple[int, int] = (0, 0), *, bracketed: bool = False
) -> Marker | None:
    """The first marker of a label in lines, later than a place (line number, offset in it); the surest form wins."""
    for pattern in _patterns(label, bracketed):
        for line in lines:
            if line.number < after[0]:
                continue
            begin = after[1] if line.number == after[0] else 0
            for found in pattern.finditer(line.text, begin):
                if found.start() and not _is_decimal(line.text, found.start(), found.end()):
                    return Marker(line.number, found.start(), found.end(), label)
    return None


def _is_decimal(text: str, start: int, end: int) -> bool:
    """Whether digits belong to a number before them: 1.5 and 10:30 do, a year's full stop and a marker do not."""
    return bool(_IN_NUMBER.search(text, max(0, start - 2), start)) and not (
        text[start - 1] == "." and _NEW_SENTENCE.match(text, end)
    )
