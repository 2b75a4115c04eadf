"""Says in plain words what an edit did."""

from __future__ import annotations

from citecheck.model.report import CheckedQuotation
from citecheck.model.verdict import Edit, EditKind

_LONGEST = 60


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
    after = checked.source.text[edit.source_end : edit.source_end + 40].split()
    return f" before “{after[0].strip('.,;:!?”’')}”" if after else ""


def shortened(text: str) -> str:
    """A text on one line, its middle left out where it is long."""
    words = " ".join(text.split())
    if len(words) <= _LONGEST:
        return words
    half = _LONGEST // 2
    return f"{words[:half].rstrip()} … {words[-half:].lstrip()}"
