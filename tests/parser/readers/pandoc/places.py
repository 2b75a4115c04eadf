"""What a source shows between two places, without its markup."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from citecheck.model.document import Position

_MARKUP = re.compile(
    r"<[^<>]*>|\\[a-zA-Z]+\*?|#[a-z]+(?=[\[(])|\[\^\w+\]|\[\d+\]_|\[fn:\w+\]|\[(?=https?:)|\]\(https?:[^)]*\)|\(\"https?:[^)]*\)"
    r"|https?:[^\s\]\[}<>\"]*"
)


def letters(text: str) -> str:
    """The letters and digits of a text, without accents and case."""
    return "".join(char for char in unicodedata.normalize("NFKD", text).casefold() if char.isalnum())


def shown_at(lines: list[str], at: Position, text: str) -> bool:
    """Whether the lines show a text from the position's start to its end: its first words, its last, and as many."""
    if not (at.line and at.column and at.end_line and at.end_column):
        return False
    span = lines[at.line - 1 : at.end_line]
    span[-1] = span[-1][: at.end_column - 1]
    span[0] = span[0][at.column - 1 :]
    shown, wanted = letters(unescape(_MARKUP.sub(" ", "\n".join(span)))), letters(text)
    return shown[:12] == wanted[:12] and shown[-12:] == wanted[-12:] and len(shown) >= 0.9 * len(wanted)
