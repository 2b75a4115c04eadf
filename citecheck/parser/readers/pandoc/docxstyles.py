"""What the styles and settings of a Word file say of its paragraphs and note numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from citecheck.model.document import NoteKind
from citecheck.parser.readers.pandoc.docxwalk import Paragraph, Reference
from citecheck.parser.readers.pandoc.indents import Setting
from citecheck.parser.readers.pandoc.xmlparts import XmlPart

LONGEST_CHAIN = 20
"""Styles based on one another."""
_UNQUOTED = ("heading", "title", "subtitle", "toc ", "index ", "list", "header", "footer")


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str = ""
    indent: dict[str, str] = field(default_factory=dict)
    numbered: bool = False
    outlined: bool = False


class Styles:
    """The paragraph styles of a file."""

    def __init__(self, part: XmlPart | None) -> None:
        self._styles: dict[str, _Style] = {}
        self._default = ""
        self._current: _Style | None = None
        self.language: str | None = None
        if part is not None:
            part.walk(self._start)

    def _start(self, name: str, attributes: dict[str, str], _: int) -> None:
        value = attributes.get("w:val", "")
        if name == "w:style":
            self._current = None
            if attributes.get("w:type", "paragraph") == "paragraph":
                id = attributes.get("w:styleId", "")
                self._current = self._styles[id] = _Style()
                if attributes.get("w:default") in ("1", "true", "on"):
                    self._default = id
        elif name == "w:lang" and value and self.language is None:
            self.language = value  # the first stands in the defaults of the document
        elif self._current is None:
            return
        elif name == "w:name":
            self._current.name = value
        elif name == "w:basedOn":
            self._current.based_on = value
        elif name == "w:ind":
            self._current.indent = attributes
        elif name == "w:numPr":
            self._current.numbered = True
        elif name == "w:outlineLvl":
            self._current.outlined = True

    def setting(self, paragraph: Paragraph) -> Setting:
        """How a paragraph is set, its own properties before those of its styles."""
        chain = self._chain(paragraph.style or self._default)
        names = tuple(style.name for style in chain)
        indents = [paragraph.indent, *(style.indent for style in chain)]
        numbered = paragraph.numbered or paragraph.outlined or any(each.numbered or each.outlined for each in chain)
        named = bool(names) and names[0].lower().startswith(_UNQUOTED)
        return Setting(
            styles=names,
            left=_first(indents, "w:left", "w:start"),
            right=_first(indents, "w:right", "w:end"),
            first=_first(indents, "w:firstLine") - _first(indents, "w:hanging"),
            length=paragraph.length,
            plain=not (numbered or named or paragraph.in_table),
        )

    def _chain(self, id: str) -> list[_Style]:
        chain: list[_Style] = []
        while id in self._styles and len(chain) < LONGEST_CHAIN:
            chain.append(self._styles[id])
            id = chain[-1].based_on
        return chain


def _first(indents: list[dict[str, str]], *names: str) -> int:
    for indent in indents:
        for name in names:
            value = indent.get(name, "")
            if value.removeprefix("-").isdecimal():
                return int(value)
    return 0


@dataclass(slots=True)
class Numbering:
    """How a kind of note is numbered (ECMA-376 part 1, 17.11): the format, the first number, where it begins anew."""

    format: str
    first: int = 1
    restart: str = "continuous"


def numberings(*parts: XmlPart | None) -> dict[NoteKind, Numbering]:
    """How notes are numbered, from the settings and the sections of the text."""
    found = {NoteKind.FOOTNOTE: Numbering("decimal"), NoteKind.ENDNOTE: Numbering("lowerRoman")}
    current: Numbering | None = None

    def start(name: str, attributes: dict[str, str], _: int) -> None:
        nonlocal current
        value = attributes.get("w:val", "")
        if name in ("w:footnotePr", "w:endnotePr"):
            current = found[NoteKind(name[2:-2])]
        elif current is not None and name == "w:numFmt":
            current.format = value
        elif current is not None and name == "w:numStart" and value.isdecimal():
            current.first = int(value)
        elif current is not None and name == "w:numRestart":
            current.restart = value

    def end(name: str, _: int) -> None:
        nonlocal current
        if name in ("w:footnotePr", "w:endnotePr"):
            current = None

    for part in parts:
        if part is not None:
            part.walk(start, end)
    return found


def labels(references: list[Reference], formats: dict[NoteKind, Numbering]) -> dict[tuple[NoteKind, str], str]:
    """What each note's marker is printed as, by the note's kind and id."""
    given: dict[tuple[NoteKind, str], str] = {}
    counts = {kind: formats[kind].first for kind in formats}
    for reference in references:
        if not reference.id:
            for kind, numbering in formats.items():
                if numbering.restart == "eachSect":
                    counts[kind] = numbering.first
            continue
        key = (reference.kind, reference.id)
        if reference.mark.strip():
            given.setdefault(key, reference.mark.strip())
        elif key not in given:
            given[key] = printed(counts[reference.kind], formats[reference.kind].format)
            counts[reference.kind] += 1
    return given


def printed(number: int, format: str) -> str:
    """A note's number as Word prints it (ECMA-376 part 1, 17.18.59)."""
    return _FORMATS.get(format, str)(number)


def _roman(number: int) -> str:
    digits = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
              (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    text = ""
    for value, digit in digits:
        text += digit * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _symbol(number: int) -> str:
    return "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "chicago": _symbol,
}
