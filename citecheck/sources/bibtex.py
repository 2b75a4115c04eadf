"""The fields of BibTeX entries as they are written, `file` among them, which converters leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENTRY = re.compile(r"@[ \t]*+([A-Za-z]{2,30})[ \t\r\n]*+[{(][ \t\r\n]*+([^\s,{}()=\"]{1,200})[ \t\r\n]*+,")
_FIELD = re.compile(r"[\s,]{0,200}+([A-Za-z][\w:+-]{0,60})[ \t\r\n]*+=[ \t\r\n]*+")
_BARE = re.compile(r"[^\s,{}\"#]{1,200}")
_HASH = re.compile(r"[ \t\r\n]{0,200}+#[ \t\r\n]{0,200}+")
_NO_WORKS = frozenset({"string", "preamble", "comment"})


def fields_of(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each entry's key and its fields by lower-case name, values without their outer braces or quotation marks.

    An entry that breaks off gives the fields before that; reading goes on at the next one.
    """
    at = 0
    while entry := _ENTRY.search(text, at):
        at = entry.end()
        if entry[1].lower() in _NO_WORKS:
            continue
        fields: dict[str, str] = {}
        while field := _FIELD.match(text, at):
            value, end = _value(text, field.end())
            if end < 0:
                break
            fields.setdefault(field[1].lower(), value)
            at = end
        yield entry[2], fields


def _value(text: str, at: int) -> tuple[str, int]:
    """A value that begins at `at`, its pieces joined by "#", and where it ends; -1 when it does not."""
    whole = ""
    while True:
        if text[at : at + 1] in ("{", '"'):
            end = _end(text, at)
            if end < 0:
                return "", -1
            whole += text[at + 1 : end - 1]
        else:
            bare = _BARE.match(text, at)
            if not bare:
                return "", -1
            whole += bare[0]
            end = bare.end()
        more = _HASH.match(text, end)
        if not more:
            return whole, end
        at = more.end()


_BRACE = re.compile(r"\\.|[{}\"]", re.S)
_LONGEST = 200_000  # characters of one value


def _end(text: str, at: int) -> int:
    """Where the braces or quotation marks that open at `at` are closed, -1 when they are not."""
    quoted = text[at] == '"'
    depth = 0 if quoted else 1
    for found in _BRACE.finditer(text, at + 1, at + _LONGEST):
        mark = found[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return found.end()
        elif mark == '"' and quoted and depth == 0:
            return found.end()
    return -1
