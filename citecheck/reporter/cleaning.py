"""The one function that every output passes strangers' text through."""

from __future__ import annotations

import re
import unicodedata

from citecheck.sources.mask import mask

_DANGEROUS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_MARKS = {"Mn", "Me"}
_HARMLESS = {"\n", "\t", "\u00ad", "\u200c", "\u200d"}
_MOST_MARKS = 6  # combining marks on one letter; Vietnamese, Hebrew and Vedic texts stay below it


def clean(text: str, *, lines: bool = False) -> str:
    """Text without anything that acts: controls (C0, C1, ESC), bidi overrides, lone surrogates, private use.

    Each such character is shown as its code point in ⟨ ⟩. Line ends stay when `lines` is True, else they and
    tabs become spaces. A soft hyphen and the joiners that scripts need stay. Of combining marks heaped on one
    letter the first six stay and the rest are counted, as ⟨+494 marks⟩.
    """
    if text.isascii() and text.isprintable():
        return text
    out: list[str] = []
    heap = 0
    for char in text:
        category = unicodedata.category(char)
        if category in _MARKS:
            heap += 1
            if heap <= _MOST_MARKS:
                out.append(char)
            continue
        if heap > _MOST_MARKS:
            out.append(f"⟨+{heap - _MOST_MARKS} marks⟩")
        heap = 0
        out.append(_shown(char, category, lines))
    if heap > _MOST_MARKS:
        out.append(f"⟨+{heap - _MOST_MARKS} marks⟩")
    return "".join(out)


def _shown(char: str, category: str, lines: bool) -> str:
    if char in _HARMLESS:
        return char if lines or char not in "\n\t" else " "
    if category in _DANGEROUS:
        return " " if char in "\r\u2028\u2029" else f"⟨U+{ord(char):04X}⟩"
    return char


def tidy(text: str) -> str:
    """A message as one clean line: as `clean`, with single blanks, and passwords and keys in URLs masked."""
    return " ".join(clean(mask(text)).split())


_COMMAND_AT_START = re.compile(r"(?m)^([ \t]*+):(?=:)")


def break_commands(text: str) -> str:
    """Text whose lines a CI runner does not take for commands, by a space put into each such mark.

    GitHub's runner obeys a line that begins, after blanks, with `::`, and `##[` anywhere in a line; Azure's
    obeys `##vso[` and `##[`.
    """
    return _COMMAND_AT_START.sub(r"\1: ", text).replace("##[", "# #[").replace("##vso[", "# #vso[")
