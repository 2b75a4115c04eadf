"""Whether a line ends a sentence, and whether the next can begin one."""

from __future__ import annotations

import re

from citecheck.parser.readers.prose.markers import SYMBOLS

_AFTER_END = re.compile(rf"[”’\"'»›)\]{SYMBOLS}\d⁰¹²³⁴⁵⁶⁷⁸⁹\s]{{1,12}}$")
_ENDS = tuple(".!?…:;。！？")


def ending(text: str) -> str:
    """A line's end without closing quotation marks, brackets and note markers, as far as they follow a stop."""
    bare = _AFTER_END.sub("", text)
    return bare if bare.endswith(_ENDS) else text


def is_open(text: str) -> bool:
    """Whether a sentence goes on after a line."""
    return not ending(text).endswith(_ENDS) and not text.endswith((":—", ":-"))


def introduces(text: str) -> bool:
    """Whether a line announces what follows: it ends with a colon, or a colon and a dash."""
    return ending(text).rstrip("—–- ").endswith(":")


def starts_low(text: str) -> bool:
    """Whether a line begins in the middle of a sentence: in lower case."""
    return text[:1].islower()
