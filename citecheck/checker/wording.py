"""Says in plain words what an edit did."""

from __future__ import annotations

import itertools
import re

from rapidfuzz.distance import Levenshtein

from citecheck.model.report import CheckedQuotation
from citecheck.model.verdict import Edit, EditKind

_LONGEST = 60
_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


def edit_in_words(edit: Edit, checked: CheckedQuotation) -> str:
    """One clause: what the source has and what the quotation made of it."""
    source, quote = shortened(edit.source), shortened(edit.quote)
    if edit.kind is EditKind.TRANSPOSITION:
        return f"the source has “{source}” in another order" if source == quote else f"“{source}” became “{quote}”"
    if not edit.quote.strip():
        return f"the quotation drops “{source}”{_beside(edit, checked)}"
    if not edit.source.strip():
        return f"the source does not have “{quote}”"
    return f"the source has “{source}”, the quotation “{quote}”"


def _beside(edit: Edit, checked: CheckedQuotation) -> str:
    """The word before which the dropped words stand in the source."""
    if checked.source is None:
        return ""
    after = _WORD.search(checked.source.text, edit.source_end, edit.source_end + 60)
    return f" before “{after[0]}”" if after else ""


def shortened(text: str) -> str:
    """A text on one line, words left out of its middle where it is long."""
    words = text.split()
    line = " ".join(words)
    if len(line) <= _LONGEST:
        return line
    first, last = _fitting(words), _fitting(words[::-1])
    return f"{' '.join(words[:first])} … {' '.join(words[-last:])}"


def _fitting(words: list[str]) -> int:
    """How many words fit half a line, at least one."""
    ends = itertools.accumulate(len(word) + 1 for word in words)
    return max(1, sum(end <= _LONGEST // 2 for end in ends))


def where_they_part(one: str, other: str) -> tuple[str, str]:
    """Two texts that have words in common, each shortened around the first difference inside what they share."""
    first, second = one.split(), other.split()
    steps = list(Levenshtein.opcodes(first, second))
    inside = (step for step in steps[1:] if step.tag != "equal")
    step = next(inside, next((step for step in steps if step.tag != "equal"), None))
    at = (step.src_start, step.dest_start) if step else (0, 0)
    return _around(first, at[0]), _around(second, at[1])


_BEFORE, _AFTER = 3, 7  # words shown around a difference


def _around(words: list[str], at: int) -> str:
    start, end = max(0, at - _BEFORE), at + _AFTER
    return " ".join([*(["…"] if start else []), *words[start:end], *(["…"] if end < len(words) else [])])
