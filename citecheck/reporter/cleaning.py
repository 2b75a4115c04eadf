"""The one function that every output passes strangers' text through."""

from __future__ import annotations

import unicodedata

_DANGEROUS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_HARMLESS = {"\n", "\t", "\u00ad", "\u200c", "\u200d"}


def clean(text: str, *, lines: bool = False) -> str:
    """Text without anything that acts: controls (C0, C1, ESC), bidi overrides, lone surrogates, private use.

    Each such character is shown as its code point in ⟨ ⟩. Line ends stay when `lines` is True, else they and
    tabs become spaces. A soft hyphen and the joiners that scripts need stay.
    """
    if text.isascii() and text.isprintable():
        return text
    out = []
    for char in text:
        if char in _HARMLESS:
            out.append(char if lines or char not in "\n\t" else " ")
        elif unicodedata.category(char) in _DANGEROUS:
            out.append(" " if char in "\r\u2028\u2029" else f"⟨U+{ord(char):04X}⟩")
        else:
            out.append(char)
    return "".join(out)
