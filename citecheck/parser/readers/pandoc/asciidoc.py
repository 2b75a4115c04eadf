"""AsciiDoc before pandoc, whose reader loses footnotes: they are taken out and read after the text.

The forms are those of the AsciiDoc language (docs.asciidoctor.org, "Footnotes"): `footnote:[text]`,
`footnote:id[text]`, then `footnote:id[]` for the same again, and the older `footnoteref:[id,text]`.
"""

from __future__ import annotations

import re

from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import APOSTROPHE, BODY, REFER, NoteTag, tag

LONGEST = 20_000
"""Characters of one note looked through for its end."""

_MACRO = re.compile(r"(\\?)footnote(ref)?:([\w-]{0,100})\[")
_ADDRESS = re.compile(r"https?://[^\s\[\]]{1,2000}")
_PASSED = re.compile(r"\+\+(.)\+\+")
_APOSTROPHE = re.compile(r"(?<![`'])'(?![`'])")
_ATTRIBUTES = re.compile(r"\[[^\[\]]{0,500}\]\s*$")
_DELIMITER = re.compile(r"^(-{4,}|\.{4,}|\+{4,}|/{4,}|```)[ \t]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"^:lang: ?([A-Za-z-]{2,12})$", re.MULTILINE)


def prepare(text: str, _: str) -> Prepared:
    """Prepares an AsciiDoc text."""
    plain = "\n".join(
        line if _ATTRIBUTES.match(line) else _APOSTROPHE.sub(APOSTROPHE, line) for line in text.split("\n")
    )
    source = _Notes(_ADDRESS.sub(lambda found: _PASSED.sub(r"\1", found[0]), plain))
    found = _LANGUAGE.search(text[:5_000])
    language = found[1] if found else None
    return Prepared(source.written.encode(), "asciidoc", text, tuple(source.tags), language=language)


class _Notes:
    """A text with its notes taken out; `written` is the text with tags, and the notes after it."""

    def __init__(self, text: str) -> None:
        self.tags: list[NoteTag] = []
        self._bodies: list[tuple[int, str]] = []
        self._named: dict[str, int] = {}
        pieces: list[str] = []
        at = 0
        verbatim = _verbatim(text)
        for found in _MACRO.finditer(text):
            if found.start() < at or found[1] or any(start <= found.start() < end for start, end in verbatim):
                continue
            end = _closing(text, found.end())
            if end is None:
                continue
            pieces += (text[at : found.start()], self._take(found, text[found.end() : end]))
            at = end + 1
        pieces.append(text[at:])
        pieces += (f"\n\n{tag(BODY, index)} {body}\n" for index, body in self._bodies)
        self.written = "".join(pieces)

    def _take(self, found: re.Match[str], inside: str) -> str:
        name, body = found[3], inside
        if found[2]:
            name, _, body = inside.partition(",")
            name = name.strip()
        body = body.replace("\\]", "]").strip()
        if not body and name in self._named:
            return tag(REFER, self._named[name])
        index = len(self.tags)
        self.tags.append(NoteTag(f"asciidoc-{index}", "" if body else name))
        if body:
            self._named.setdefault(name, index) if name else None
            self._bodies.append((index, body))
        return tag(REFER, index)


def _closing(text: str, start: int) -> int | None:
    """The bracket that ends a note's text: the first that neither closes another nor is escaped."""
    depth = 0
    first = None
    for found in re.compile(r"\\?[\[\]]|\n\s*\n").finditer(text, start, start + LONGEST):
        if found[0] == "[":
            depth += 1
        elif found[0] == "]":
            first = found.start() if first is None else first
            if not depth:
                return found.start()
            depth -= 1
        elif found[0][0] == "\n":
            break
    return first


def _verbatim(text: str) -> list[tuple[int, int]]:
    """Listings, literal blocks, passthroughs and comments, between two delimiters of one kind."""
    spans = []
    opened: tuple[str, int] | None = None
    for found in _DELIMITER.finditer(text):
        if opened is None:
            opened = (found[1], found.start())
        elif found[1] == opened[0]:
            spans.append((opened[1], found.end()))
            opened = None
    return spans
