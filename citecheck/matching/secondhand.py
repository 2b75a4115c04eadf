"""Whether a passage stands inside a quotation of the source itself."""

from __future__ import annotations

_REACH = 1500  # characters searched on each side, within the paragraph
_PAIRS = (("“", "”"), ("«", "»"), ("„", "“"), ("「", "」"), ("『", "』"))


def stands_in_quotation(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is part of a longer quotation that the source gives.

    Marks are looked for within the paragraph. Single marks are apostrophes too often to be counted, except an
    opening ‘ before a letter.
    """
    top = max(text.rfind("\n\n", max(0, start - _REACH), start) + 1, start - _REACH, 0)
    bottom = text.find("\n\n", end, end + _REACH)
    before = text[top:start]
    after = text[end : bottom if bottom >= 0 else end + _REACH]
    for opening, closing in _PAIRS:
        if before.rfind(opening) > before.rfind(closing) and _comes_first(after, closing, opening):
            return True
    if before.count('"') % 2 and '"' in after and top != start - _REACH:
        return True
    return _single(before, after)


def _comes_first(text: str, one: str, other: str) -> bool:
    at = text.find(one)
    rival = text.find(other)
    return at >= 0 and (rival < 0 or at < rival)


def _single(before: str, after: str) -> bool:
    opened = before.rfind("‘")
    if opened < 0 or _closes(before[opened:]) >= 0:
        return False
    closing = _closes(after)
    return closing >= 0 and (after.find("‘") < 0 or closing < after.find("‘"))


def _closes(text: str) -> int:
    """The place of the first ’ that is no apostrophe inside a word, or -1."""
    at = text.find("’")
    while at >= 0:
        if not text[at + 1 : at + 2].isalnum() and text[at - 1 : at] not in ("s", "S"):
            return at
        at = text.find("’", at + 1)
    return -1
