"""Markdown before pandoc: its notes get tags, so that unused, doubled and missing ones are not lost."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import LONE, NOTE, ORPHANS, NoteTag, tag

_PANDOC = "-smart-fancy_lists-blank_before_blockquote+autolink_bare_uris"
DIALECTS = {
    "markdown": "markdown" + _PANDOC,
    "quarto": "markdown" + _PANDOC,
    "multimarkdown": "markdown_mmd-smart+autolink_bare_uris",
    "commonmark": "commonmark_x-smart-fancy_lists+autolink_bare_uris",
    "gfm": "gfm+attributes+bracketed_spans+fenced_divs",
}
"""Quotation marks stay as typed (no `smart`), and "p. 12" at a paragraph's start is no list (no `fancy_lists`)."""

_DEFINITION = re.compile(r"^((?:> ?){0,8} {0,3}\[\^)([^\]\s]{1,200})(\]:[ \t]*)(.*)$")
_REFERENCE = re.compile(r"\[\^([^\]\s\[]{1,200})\](?!:)")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_BLOCK_START = re.compile(r"[>#|:<~`+\-]|\*\s|\d{1,9}[.)]")
_BACKTICKS = re.compile(r"`+")


@dataclass(slots=True)
class _Scan:
    lines: list[str]
    keys: list[str]
    defined: dict[str, int]
    notes: list[NoteTag]
    orphans: list[str]


def prepare(text: str, format: str) -> Prepared:
    """Tags the notes of a Markdown text. Line ends must be "\\n"."""
    scan = _Scan(text.split("\n"), [], {}, [], [])
    prose = _prose_lines(scan.lines)
    for number in prose:
        _tag_definition(scan, number)
    used = _tag_references(scan, prose)
    orphans = [key for key in scan.keys if key not in used]
    if orphans:
        scan.lines += ["", ORPHANS + " " + "".join(f"[^{key}]" for key in orphans), ""]
    return Prepared("\n".join(scan.lines).encode(), DIALECTS[format], text, tuple(scan.notes))


def _prose_lines(lines: list[str]) -> list[int]:
    """The numbers of the lines outside fenced code."""
    prose = []
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif found:
            fence = found[1]
        else:
            prose.append(number)
    return prose if not fence else list(range(len(lines)))


def _tag_definition(scan: _Scan, number: int) -> None:
    found = _DEFINITION.match(scan.lines[number])
    if not found:
        return
    before, key, colon, rest = found.groups()
    name, label = key, ""
    if key in scan.defined:
        # pandoc keeps one of several definitions: the others get names of their own and stay without a marker.
        name, label = f"{key}-{len(scan.notes)}-again", key
    scan.defined[name] = number
    scan.keys.append(name)
    mark = tag(NOTE, len(scan.notes))
    scan.notes.append(NoteTag(name, label))
    if _BLOCK_START.match(rest):
        scan.lines[number] = f"{before}{name}]: {mark}\n\n    {rest}"
    else:
        scan.lines[number] = f"{before}{name}{colon.rstrip()} {mark} {rest}"


def _tag_references(scan: _Scan, prose: list[int]) -> set[str]:
    """Puts tags for the markers without a note; gives the keys that are referred to."""
    used: set[str] = set()
    paragraph: list[int] = []
    for number in [*prose, -1]:
        if number >= 0 and scan.lines[number].strip() and (not paragraph or number == paragraph[-1] + 1):
            paragraph.append(number)
            continue
        if any("[^" in scan.lines[each] for each in paragraph):
            _tag_paragraph(scan, paragraph, used)
        paragraph = [number] if number >= 0 else []
    return used


def _tag_paragraph(scan: _Scan, paragraph: list[int], used: set[str]) -> None:
    text = "\n".join(scan.lines[number] for number in paragraph)
    code = _code_spans(text)
    pieces: list[str] = []
    at = 0
    for found in _REFERENCE.finditer(text):
        if found.start() and text[found.start() - 1] == "\\":
            continue
        if any(start <= found.start() < end for start, end in code):
            continue
        key = found[1]
        if key in scan.defined:
            used.add(key)
            continue
        pieces += (text[at : found.start()], tag(LONE, len(scan.notes)))
        scan.notes.append(NoteTag("", key))
        at = found.end()
    if pieces:
        pieces.append(text[at:])
        # A tagged definition may have become several lines; these stand together, so any of them may hold the rest.
        for number, line in zip(paragraph, "".join(pieces).split("\n", len(paragraph) - 1), strict=True):
            scan.lines[number] = line


def _code_spans(text: str) -> list[tuple[int, int]]:
    """The inline code of a paragraph: from a run of backticks to the next of the same length."""
    runs = [(found.start(), found.end()) for found in _BACKTICKS.finditer(text)]
    following: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        following.setdefault(runs[index][1] - runs[index][0], []).append(index)
    spans = []
    at = 0
    for index, (start, end) in enumerate(runs):
        candidates = following[end - start]
        candidates.pop()
        if index < at or not candidates:
            continue
        spans.append((start, runs[candidates[-1]][1]))
        at = candidates[-1] + 1
    return spans
