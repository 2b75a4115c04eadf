"""Files that a manuscript takes in (`\\input`, `#include` …), read only from the manuscript's own folder."""

from __future__ import annotations

import re

DEEPEST = 8
MOST_FILES = 300
LARGEST = 20 * 1024 * 1024
"""Bytes of all files taken in."""

_COMMANDS = {
    "latex": re.compile(
        r"^(?:[^%\n\\]|\\[^ics\n]|\\(?!input\b|include\b|subfile\b))*?\\(?:input|include|subfile) ?\{([^}\n]{1,300})\}",
        re.M,
    ),
    "typst": re.compile(r"^[^\S\n]{0,40}#(?:include|import)\s?\"([^\"\n]{1,300})\"[^\n]*$", re.M),
    "rst": re.compile(r"^[^\S\n]{0,40}\.\. include::[ \t]+(\S{1,300})[ \t]*$", re.M),
    "asciidoc": re.compile(r"^include::([^\[\n]{1,300})\[[^\]\n]*\][ \t]*$", re.M),
    "org": re.compile(r"^[ \t]*#\+(?:include|INCLUDE):[ \t]+\"?([^\"\s]{1,300})\"?[^\n]*$", re.M),
    "quarto": re.compile(r"^[^\S\n]{0,40}\{\{<\s?include\s([^\s>]{1,300})\s?>\}\}[ \t]*$", re.M),
}
