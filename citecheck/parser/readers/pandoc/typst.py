"""Typst before pandoc: notes used twice, citations with their pages, and functions of packages that are not at hand."""

from __future__ import annotations

import re
from dataclasses import replace

from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import APOSTROPHE, CITE, NOTE, REFER, CiteTag, NoteTag, tag

_FOOTNOTE = re.compile(r"#footnote(?:\(\s?<([\w:.-]{1,100})>\s?\)|\[)")
_LABEL = re.compile(r"[ \t]{0,8}<([\w:.-]{1,100})>")
_CITE = re.compile(
    r"#cite\(\s{0,8}<([\w:.-]{1,100})>(?:\s{0,8},\s{0,8}supplement:\s{0,8}\[([^\[\]]{0,200})\])?[^()\[\]]{0,100}\)"
    r"|(?<![\w/.@])@([\w][\w:-]{0,100})\[([^\[\]]{0,200})\]"
)
_IMPORT = re.compile(r"^[ \t]*#(?:import|include)\b[^\n]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"#set\s{1,8}+text\([^)]{0,400}?\blang:\s{0,8}+\"([a-z]{2,3})\"")
_TITLE = re.compile(r"#set\s{1,8}+document\([^)]{0,400}?\btitle:\s{0,8}+(?:\"([^\"]{1,300})\"|\[([^\[\]]{1,300})\])")
_UNKNOWN = re.compile(r"Identifier \"([^\"]{1,100})\" not found")
_SHOW = re.compile(r"^[ \t]*#?show\s{1,8}[\w.\"-][^\n:]{0,200}:", re.MULTILINE)
_BRACKET = re.compile(r"[\[({]|[\])}]|\n")
LONGEST_RULE = 5_000
"""Characters of a show rule looked through for its end."""
_STUB = "#let {name}(..given) = {{ for each in given.pos() {{ each }} }}\n"
"""Stands for a function that is not at hand: it shows what is given to it."""


def prepare(text: str, _: str) -> Prepared:
    """Prepares a Typst text."""
    notes: list[NoteTag] = []
    cites: list[CiteTag] = []
    labels: dict[str, int] = {}

    def footnote(found: re.Match[str]) -> str:
        if found[1] is not None:
            index = labels.get(found[1])
            if index is None:
                notes.append(NoteTag("", ""))
                index = len(notes) - 1
            return tag(REFER, index)
        index = len(notes)
        notes.append(NoteTag(f"typst-{index}"))
        label = _LABEL.match(bare, _closing(bare, found.end()) + 1)
        if label:
            labels[label[1]] = index
        return f"#footnote[{tag(NOTE, index)} "

    def cite(found: re.Match[str]) -> str:
        cites.append(CiteTag(found[1] or found[3], (found[2] or found[4] or "").strip()))
        return tag(CITE, len(cites) - 1)

    bare = _without_show_rules(_IMPORT.sub("", text))
    source = _CITE.sub(cite, _FOOTNOTE.sub(footnote, bare)).replace("'", APOSTROPHE)
    language, title = _LANGUAGE.search(text), _TITLE.search(text)
    prepared = Prepared(
        source.encode(),
        "typst-smart",
        text,
        tuple(notes),
        cites=tuple(cites),
        language=language[1] if language else None,
        title=(title[1] or title[2]) if title else None,
    )
    return replace(prepared, again=lambda complaint: _with_stub(prepared, complaint))


def _without_show_rules(text: str) -> str:
    """The text without rules that say how elements look: pandoc loses what such a rule would show."""
    pieces, at = [], 0
    for found in _SHOW.finditer(text):
        if found.start() < at:
            continue
        depth = 0
        for sign in _BRACKET.finditer(text, found.end(), found.end() + LONGEST_RULE):
            if sign[0] == "\n" and depth <= 0:
                pieces.append(text[at : found.start()])
                at = sign.start()
                break
            depth += (sign[0] in "[({") - (sign[0] in "])}")
    return "".join([*pieces, text[at:]])


def _with_stub(prepared: Prepared, complaint: str) -> Prepared | None:
    """The source with a stub for the function that pandoc does not know; None when it complains of something else."""
    found = _UNKNOWN.search(complaint)
    if not found:
        return None
    more = replace(prepared, source=_STUB.format(name=found[1]).encode() + prepared.source)
    return replace(more, again=lambda complaint: _with_stub(more, complaint))


def _closing(text: str, start: int) -> int:
    """The bracket that closes the content that begins at an offset."""
    depth = 0
    for found in re.compile(r"\\.|[\[\]]", re.DOTALL).finditer(text, start, start + 20_000):
        if found[0] == "[":
            depth += 1
        elif found[0] == "]":
            if not depth:
                return found.start()
            depth -= 1
    return len(text)
