"""Walks over the parts of a Word file that hold text: its paragraphs, note references, text boxes and notes."""

from __future__ import annotations

from dataclasses import dataclass, field

from citecheck.model.document import NoteKind
from citecheck.parser.readers.pandoc.xmlparts import XmlPart

_PROPERTIES = {"w:pStyle", "w:ind", "w:numPr", "w:outlineLvl"}
_REFERENCES = {"w:footnoteReference": NoteKind.FOOTNOTE, "w:endnoteReference": NoteKind.ENDNOTE}
_DELETED = ("w:del", "w:moveFrom")
_INSERTED = ("w:ins", "w:moveTo")
_FALSE = ("0", "false", "off")


@dataclass(slots=True)
class Paragraph:
    """A `w:p`: where text may be put in at its start, and the properties that tell what it is.

    `at` is None for an empty paragraph that closes its own tag.
    """

    at: int | None
    prefix: str
    style: str = ""
    indent: dict[str, str] = field(default_factory=dict)
    numbered: bool = False
    outlined: bool = False
    in_table: bool = False
    length: int = 0

    def insert(self, part: XmlPart, text: str) -> None:
        """Puts a run with the text at the paragraph's start."""
        if self.at is not None:
            part.insert(self.at, f"<{self.prefix}r><{self.prefix}t>{text}</{self.prefix}t></{self.prefix}r>")


@dataclass(slots=True)
class Reference:
    """A note's marker in the text, at an offset; `mark` is what it is printed as when Word does not number it.

    A section's end stands among the references with no id, since numbers may begin anew after it.
    """

    kind: NoteKind
    id: str
    at: int = 0
    mark: str = ""


class TextWalk:
    """The paragraphs and references of a part. `changes` says which tracked changes count: accept, reject, all."""

    def __init__(self, part: XmlPart, changes: str) -> None:
        self.paragraphs: list[Paragraph] = []
        self.references: list[Reference] = []
        self.notes: list[tuple[str, str, int]] = []
        """For a notes part: each note's id and type, and the index of its first paragraph."""
        self._part = part
        self._gone = {"accept": _DELETED, "reject": _INSERTED}.get(changes, ())
        self._path: list[str] = []
        self._open: list[Paragraph] = []
        self._run = 0
        self._hidden = False
        self._custom: Reference | None = None
        self._cut = -1
        self._section_ends = False
        self._mark_ended = False
        part.walk(self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        parent = self._path[-1] if self._path else ""
        self._path.append(name)
        if name == "w:p":
            prefix = self._part.prefix_at(at)
            self.paragraphs.append(Paragraph(self._part.after_tag(at), prefix, in_table="w:tc" in self._path))
            self._open.append(self.paragraphs[-1])
        elif parent == "w:pPr" and name in _PROPERTIES and "w:pPrChange" not in self._path and self._open:
            self._property(self._open[-1], name, attributes)
        elif name in self._gone and parent == "w:rPr" and self._path[-3:-2] == ["w:pPr"]:
            # Pandoc hands what a paragraph without its end holds to the next one that it reads, a note's at times.
            self._part.replace(at, self._part.end_of_tag(at))
            self._mark_ended = self._part.after_tag(at) is not None
        elif name == "w:sectPr":
            if parent == "w:pPr":
                self._section_ends = True  # with the paragraph
            else:
                self.references.append(Reference(NoteKind.FOOTNOTE, ""))
        elif name == "w:r":
            self._run, self._hidden, self._custom = at, False, None
        elif name == "w:vanish" and "w:r" in self._path and attributes.get("w:val") not in _FALSE:
            self._hidden = True
        elif name in _REFERENCES and not any(each in self._path for each in self._gone):
            reference = Reference(_REFERENCES[name], attributes.get("w:id", ""), at)
            self.references.append(reference)
            self._custom = reference if attributes.get("w:customMarkFollows") not in (None, *_FALSE) else None
        elif self._custom is not None and name in ("w:t", "w:sym"):
            self._cut = at
            self._custom.mark += _symbol(attributes.get("w:char", "")) if name == "w:sym" else ""
        elif name in ("w:footnote", "w:endnote"):
            self.notes.append((attributes.get("w:id", ""), attributes.get("w:type", ""), len(self.paragraphs)))

    def _end(self, name: str, at: int) -> None:
        self._path.pop()
        if name == "w:p" and self._open:
            self._open.pop()
            if self._section_ends:
                self.references.append(Reference(NoteKind.FOOTNOTE, ""))
                self._section_ends = False
        elif name in self._gone and self._mark_ended:
            self._part.replace(at, self._after(at))
            self._mark_ended = False
        elif name == "w:pPr" and self._open and self._path[-1:] == ["w:p"]:
            self._open[-1].at = self._after(at)
        elif name == "w:r" and self._hidden:
            self._part.replace(self._run, self._after(at))
        elif name in ("w:t", "w:sym") and self._cut >= 0:
            self._part.replace(self._cut, self._after(at))
            self._cut = -1

    def _text(self, text: str) -> None:
        if self._path and self._path[-1] == "w:t":
            if self._open:
                self._open[-1].length += len(text)
            if self._custom is not None:
                self._custom.mark += text

    def _after(self, at: int) -> int:
        data = self._part.data
        return data.index(b">", at) + 1 if data.startswith(b"</", at) else at

    @staticmethod
    def _property(paragraph: Paragraph, name: str, attributes: dict[str, str]) -> None:
        if name == "w:pStyle":
            paragraph.style = attributes.get("w:val", "")
        elif name == "w:ind":
            paragraph.indent = attributes
        elif name == "w:numPr":
            paragraph.numbered = True
        else:
            paragraph.outlined = True


def _symbol(code: str) -> str:
    """The character of a `w:sym`; fonts of symbols have theirs in the private area from F000."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number - 0xF000 if 0xF020 <= number <= 0xF0FF else number) if number < 0x110000 else ""
