"""reStructuredText and Org before pandoc: their notes get tags, so that unused and missing ones are not lost."""

from __future__ import annotations

import re

from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import LONE, NOTE, ORPHANS, NoteTag, tag

_RST_NOTE = re.compile(r"^(\.\. \[(\d{1,6}|\*|#[\w.-]{0,80})\])([ \t]+|$)", re.MULTILINE)
_RST_REFERENCE = re.compile(r"\[(\d{1,6}|\*|#[\w.-]{0,80})\]_")
_SYMBOLS = "*†‡§¶#♠♥♦♣"
"""The order in which docutils takes them for `[*]_`."""

_ORG_NOTE = re.compile(r"^\[fn:([^\]:\s]{1,100})\]", re.MULTILINE)
_ORG_REFERENCE = re.compile(r"\[fn:([^\]:\s]{1,100})\]")
_ORG_DEFINED_INSIDE = re.compile(r"\[fn:([^\]:\s]{1,100}):")
_ORG_VERBATIM = re.compile(r"^[ \t]*(?:#\+(begin|end)_(src|example|export|comment)\b|: )", re.IGNORECASE | re.MULTILINE)
_ORG_LANGUAGE = re.compile(r"^#\+language: ?([A-Za-z_-]{2,12})", re.IGNORECASE | re.MULTILINE)


def prepare_rst(text: str, _: str) -> Prepared:
    """Tags the notes of a reStructuredText. Anonymous notes (`[#]`) answer their markers in order."""
    notes: list[NoteTag] = []
    symbols = 0

    def define(found: re.Match[str]) -> str:
        nonlocal symbols
        name = found[2]
        label = name if name.isdecimal() else ""
        if name == "*":
            label = _SYMBOLS[symbols % len(_SYMBOLS)] * (symbols // len(_SYMBOLS) + 1)
            symbols += 1
        key = f"{name} {len(notes)}" if name in ("#", "*") else name.lower()
        notes.append(NoteTag(key, label))
        return f"{found[1]} {tag(NOTE, len(notes) - 1)}{found[3] or ''}"

    source = _RST_NOTE.sub(define, text)
    asked = [found[1] for found in _RST_REFERENCE.finditer(text)]
    unasked = [found[2] for found in _RST_NOTE.finditer(text) if found[2] not in ("#", "*") and found[2] not in asked]
    for sign in ("#", "*"):
        given = sum(found[2] == sign for found in _RST_NOTE.finditer(text))
        unasked += [sign] * (given - asked.count(sign))
    if unasked:
        source += f"\n\n{ORPHANS} {' '.join(f'[{name}]_' for name in unasked)}\n"
    return Prepared(source.encode(), "rst", text, tuple(notes))


def prepare_org(text: str, _: str) -> Prepared:
    """Tags the notes of an Org text."""
    notes: list[NoteTag] = []
    defined = {found[1] for found in _ORG_NOTE.finditer(text)} | {
        found[1] for found in _ORG_DEFINED_INSIDE.finditer(text)
    }
    seen: set[str] = set()
    asked: set[str] = set()
    verbatim = _org_verbatim(text)

    def meet(found: re.Match[str]) -> str:
        name, at = found[1], found.start()
        if any(start <= at < end for start, end in verbatim):
            return found[0]
        if at == 0 or text[at - 1] == "\n":
            again = name in seen
            seen.add(name)
            notes.append(NoteTag(f"{name} {len(notes)}" if again else name, name if again else ""))
            return f"{found[0]} {tag(NOTE, len(notes) - 1)}"
        asked.add(name)
        if name in defined:
            return found[0]
        notes.append(NoteTag("", name))
        return tag(LONE, len(notes) - 1)

    source = _ORG_REFERENCE.sub(meet, text)
    names = dict.fromkeys(found[1] for found in _ORG_NOTE.finditer(text))
    unasked = "".join(f"[fn:{name}]" for name in names if name not in asked)
    if unasked:
        source += f"\n\n\n{ORPHANS} {unasked}\n"
    found = _ORG_LANGUAGE.search(text)
    return Prepared(source.encode(), "org", text, tuple(notes), language=found[1] if found else None)


def _org_verbatim(text: str) -> list[tuple[int, int]]:
    spans = []
    opened = -1
    for found in _ORG_VERBATIM.finditer(text):
        if found[1] is None:
            end = text.find("\n", found.end())
            spans.append((found.start(), end if end >= 0 else len(text)))
        elif found[1].lower() == "begin" and opened < 0:
            opened = found.start()
        elif found[1].lower() == "end" and opened >= 0:
            spans.append((opened, found.end()))
            opened = -1
    return spans
