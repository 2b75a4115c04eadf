"""OpenDocument texts before pandoc: tags for paragraphs and notes (OpenDocument 1.3 part 3, sections 6.3 and 16)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from citecheck.errors import UnreadableError
from citecheck.model.document import NoteKind
from citecheck.parser.readers.container import Container, pack
from citecheck.parser.readers.interface import ReadOptions
from citecheck.parser.readers.pandoc.boxes import hoist
from citecheck.parser.readers.pandoc.indents import Setting, kind_by_style, kinds
from citecheck.parser.readers.pandoc.odtcitations import Citations
from citecheck.parser.readers.pandoc.odtplain import plainer
from citecheck.parser.readers.pandoc.prepared import Prepared
from citecheck.parser.readers.pandoc.tags import NOTE, PLACE, NoteTag, PlaceTag, tag
from citecheck.parser.readers.pandoc.xmlparts import XmlPart

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    **{f"{_BASE}{name}:1.0": name for name in ("office", "style", "text", "table", "drawing", "manifest")},
    f"{_BASE}xsl-fo-compatible:1.0": "fo",
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
}
_PARTS = ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml")
_UNITS = {"cm": 1440 / 2.54, "mm": 144 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "px": 15.0}
LONGEST_CHAIN = 20


def prepare(data: bytes, _: str, __: Path, options: ReadOptions) -> Prepared:
    """Tags an OpenDocument text. Raises `UnreadableError`, without a file name, when it is damaged or encrypted."""
    container = Container(data)
    parts = {
        name: XmlPart(name, container.read(name), _PREFIXES) for name in ("mimetype", *_PARTS) if name in container
    }
    manifest = parts.get("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest.data:
        raise UnreadableError("it is encrypted; save it without a password")
    for name in ("content.xml", "styles.xml"):
        if name not in parts:
            raise UnreadableError(f"the part {name} is missing; save the file again")
    content = plainer(parts["content.xml"])
    parts["content.xml"] = content = hoist(content, "drawing:text-box", ("drawing:frame",), ("text:p", "text:h"))
    styles = _Styles()
    for part in (parts["styles.xml"], content):
        styles.learn(part)
    citations = Citations(content)
    text = _TextWalk(content)
    settings = [styles.setting(paragraph) for paragraph in text.paragraphs]
    number = 0
    places: list[PlaceTag] = []
    for paragraph, setting, kind in zip(text.paragraphs, settings, kinds(settings), strict=True):
        number += not paragraph.in_note
        shown = kind_by_style(setting.styles) if paragraph.in_note else kind
        if paragraph.at is not None and (shown or not paragraph.in_note):
            content.insert(paragraph.at, tag(PLACE, len(places)))
            name = setting.styles[0] if setting.styles else ""
            places.append(PlaceTag(0 if paragraph.in_note else number, style=name, kind=shown, repeats=setting.repeats))
    warnings = ("tracked changes are read as accepted: OpenDocument allows no other way",)
    return Prepared(
        pack((name, part.result()) for name, part in parts.items()),
        "odt",
        notes=tuple(text.notes),
        places=tuple(places),
        cites=tuple(citations.cites),
        works=tuple(citations.works.items),
        quotes=False,
        language=styles.language,
        warnings=warnings if options.changes != "accept" else (),
    )


@dataclass(slots=True)
class _Paragraph:
    at: int | None
    style: str
    plain: bool
    in_note: bool
    length: int = 0


class _TextWalk:
    """The paragraphs of the content, in their order, with those of notes; tags each note's body as it goes."""

    def __init__(self, part: XmlPart) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.notes: list[NoteTag] = []
        self._part = part
        self._path: list[str] = []
        self._open: list[_Paragraph] = []
        self._note: NoteTag | None = None
        self._label = ""
        self._given = False
        part.walk(self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        self._path.append(name)
        if name in ("text:p", "text:h") and "text:tracked-changes" not in self._path:
            unset = name == "text:h" or any(each in self._path for each in ("text:list", "table:table-cell"))
            after = self._part.after_tag(at)
            in_note = "text:note-body" in self._path
            paragraph = _Paragraph(after, attributes.get("text:style-name", ""), not (unset or in_note), in_note)
            self.paragraphs.append(paragraph)
            self._open.append(paragraph)
            if self._note is not None and after is not None and in_note:
                self._part.insert(after, tag(NOTE, len(self.notes)))
                self.notes.append(self._note)
                self._note = None
        elif name == "text:note":
            kind = NoteKind.ENDNOTE if attributes.get("text:note-class") == "endnote" else NoteKind.FOOTNOTE
            self._note = NoteTag(f"{kind}-{len(self.notes)}", "", kind)
            self._label = ""
        elif name == "text:note-citation":
            self._label = attributes.get("text:label", "")
            self._given = bool(self._label)

    def _end(self, name: str, _: int) -> None:
        self._path.pop()
        if name in ("text:p", "text:h") and self._open and "text:tracked-changes" not in self._path:
            self._open.pop()
        elif name == "text:note-citation" and self._note is not None:
            self._note = NoteTag(self._note.key, self._label.strip(), self._note.kind)

    def _text(self, text: str) -> None:
        if self._path[-1:] == ["text:note-citation"]:
            self._label += "" if self._given else text
        elif self._open:
            self._open[-1].length += len(text)


@dataclass(slots=True)
class _Style:
    name: str
    parent: str
    indents: dict[str, str] = field(default_factory=dict)


class _Styles:
    """Paragraph styles, named and automatic."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}
        self._current: _Style | None = None
        self._default = False
        self.language: str | None = None

    def learn(self, part: XmlPart) -> None:
        """Takes in the styles of a part."""
        part.walk(self._start)

    def _start(self, name: str, attributes: dict[str, str], _: int) -> None:
        family = attributes.get("style:family")
        if name in ("style:style", "style:default-style"):
            self._current = None
            self._default = name == "style:default-style" and family == "paragraph"
            if family == "paragraph" and not self._default:
                id = attributes.get("style:name", "")
                name = attributes.get("style:display-name", id)
                self._current = self._styles[id] = _Style(name, attributes.get("style:parent-style-name", ""))
        elif name == "style:paragraph-properties" and self._current is not None:
            self._current.indents = attributes
        elif name == "style:text-properties" and self._default:
            language, country = attributes.get("fo:language", "none"), attributes.get("fo:country", "none")
            if language != "none":
                self.language = language if country == "none" else f"{language}-{country}"

    def setting(self, paragraph: _Paragraph) -> Setting:
        """How a paragraph is set. Of automatic styles ("P1") only the indents count, their names say nothing."""
        chain: list[_Style] = []
        id = paragraph.style
        while id in self._styles and len(chain) < LONGEST_CHAIN:
            chain.append(self._styles[id])
            id = chain[-1].parent
        left, right, first = (
            _twips(next((each.indents[key] for each in chain if key in each.indents), ""))
            for key in ("fo:margin-left", "fo:margin-right", "fo:text-indent")
        )
        names = tuple(style.name for style in chain)
        headed = any(name.lower().startswith(("heading", "title", "subtitle", "list", "contents")) for name in names)
        return Setting(names, left, right, first, paragraph.length, paragraph.plain and not headed)


def _twips(length: str) -> int:
    """A length ("1.25cm") in twentieths of a point; percentages and what is not understood are 0."""
    try:
        return round(float(length[:-2]) * _UNITS[length[-2:]])
    except (KeyError, ValueError):
        return 0
