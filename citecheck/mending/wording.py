"""What would have to change in a quotation's words for them to be the source's."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from citecheck.matching.interface import Query
from citecheck.matching.verdict import match
from citecheck.model.report import CheckedQuotation
from citecheck.model.verdict import Convention, Edit, EditKind, Verdict

_MOST_ROUNDS = 3
_TOKEN = re.compile(r"\s+|\S+")
_OPENING = "([{“‘«‹„‚—–-/"
_CLOSING = ")]}”’»›.,;:!?…—–-/"


@dataclass(frozen=True, slots=True)
class Change:
    """`text[start:end]` gives way to `new`."""

    start: int
    end: int
    new: str


def restored(checked: CheckedQuotation, convention: Convention) -> tuple[Change, ...]:
    """The changes of an altered quotation's text that make it the source's; () when there are none to be sure of.

    Only what no convention permits is changed. What comes of it is compared with the source again: it must match.
    Passages in another order, or run together, are left to the editor.
    """
    if checked.source is None or checked.match.verdict not in (Verdict.ALTERED, Verdict.MINOR):
        return ()
    text, found = checked.quotation.text, checked.match
    rounds: list[tuple[Change, ...]] = []
    # Words that were left out bring marks with them, which the first round may leave wanting.
    while found.verdict is not Verdict.MATCH:
        changes = tuple(_change(edit, text) for edit in _outermost(found.edits))
        overlap = any(one.end > other.start for one, other in itertools.pairwise(changes))
        if not changes or overlap or found.spliced or len(rounds) == _MOST_ROUNDS:
            return ()
        rounds.append(changes)
        text = applied(text, changes)
        query = Query("mended", text, (checked.source.id,))
        (found,) = match([query], {checked.source.id: checked.source.text}, convention)
    return rounds[0] if len(rounds) == 1 else _between(checked.quotation.text, text)


def _between(old: str, new: str) -> tuple[Change, ...]:
    """The changes, whole words, that make one text the other."""
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    ends = [0, *itertools.accumulate(map(len, ours))]
    return tuple(
        Change(ends[step.src_start], ends[step.src_end], "".join(theirs[step.dest_start : step.dest_end]))
        for step in Levenshtein.opcodes(ours, theirs)
        if step.tag != "equal"
    )


def applied(text: str, changes: tuple[Change, ...]) -> str:
    """The text with its changes, which are in order and do not overlap."""
    for change in reversed(changes):
        text = text[: change.start] + change.new + text[change.end :]
    return text


def _outermost(edits: tuple[Edit, ...]) -> Iterator[Edit]:
    """The edits that count, in order, without those inside another."""
    counting = sorted(
        (edit for edit in edits if not edit.permitted), key=lambda edit: (edit.quote_start, -edit.quote_end)
    )
    last: Edit | None = None
    for edit in counting:
        if last is None or edit.quote_start >= last.quote_end or edit.quote_end > last.quote_end:
            last = edit
            yield edit


def _change(edit: Edit, text: str) -> Change:
    new = " ".join(edit.source.replace("\u00ad", "").split())
    start, end = edit.quote_start, edit.quote_end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and new:
        return Change(start, end, new)
    return _put_in(text, start, new, edit) if new else _taken_out(text, start, end)


def _put_in(text: str, at: int, new: str, edit: Edit) -> Change:
    """Words go behind the word before, where there is one, so that they do not get into emphasis that begins there."""
    while at and text[at - 1].isspace():
        at -= 1
    if edit.kind is EditKind.PUNCTUATION and not new[0].isalnum():
        return Change(at, at, new)
    if at == 0:
        return Change(0, 0, new + " ")
    before = "" if text[at - 1] in _OPENING else " "
    after = " " if at < len(text) and not text[at].isspace() and text[at] not in _CLOSING else ""
    return Change(at, at, before + new + after)


def _taken_out(text: str, start: int, end: int) -> Change:
    """Words go with the blank before them, at the start with the one behind."""
    if start and text[start - 1].isspace():
        return Change(start - 1, end, "")
    if end < len(text) and text[end].isspace():
        return Change(start, end + 1, "")
    return Change(start, end, "")
