"""Adds annotations to an OpenDocument text (OpenDocument 1.3 part 3, 14.1), each on the very words it is about.

Annotations are elements between the words: nothing is parted and nothing that was there is changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from citecheck.errors import UnreadableError
from citecheck.reporter.anchoring import FileText, Place
from citecheck.reporter.remarks import Remark
from citecheck.reporter.telling import Line

AUTHOR = "citecheck"
_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TEXT, _STYLE = f"{_BASE}office:1.0", f"{_BASE}text:1.0", f"{_BASE}style:1.0"
_FO = f"{_BASE}xsl-fo-compatible:1.0"
_DC, _XLINK = "http://purl.org/dc/elements/1.1/", "http://www.w3.org/1999/xlink"
_PARAGRAPHS = (f"{_TEXT} p", f"{_TEXT} h")
_HOLDERS = (*_PARAGRAPHS, f"{_TEXT} span", f"{_TEXT} a", f"{_TEXT} meta", f"{_TEXT} meta-field")
"""What may hold annotations beside text."""
_LEFT_OUT = (f"{_TEXT} tracked-changes", f"{_TEXT} note", f"{_OFFICE} annotation", f"{_TEXT} ruby-text")
_BOX = f"{_BASE}drawing:1.0 text-box"
_BLANKS = {f"{_TEXT} tab": "\t", f"{_TEXT} line-break": "\n"}
_MOST_BLANKS = 1000
_STRONG = "citecheck-strong"


@dataclass(slots=True)
class _Piece:
    """Characters of the text and the bytes they stand at; those of a field, which `whole` says, stand together."""

    text: str
    start: int
    end: int
    whole: bool = False


@dataclass(frozen=True)
class ContentText(FileText):
    """The text of a content part with its bytes. `starts` and `pieces` go together, as do markers and `notes`."""

    pieces: Sequence[_Piece]
    starts: Sequence[int]
    notes: Sequence[tuple[int, int]]
    styles: int
    """The byte behind the start tag of the automatic styles; 0 where there are none."""

    def bytes_of(self, place: Place) -> tuple[int, int] | None:
        """The bytes before and behind a place, None where no annotation can stand."""
        if place.marker is not None:
            return self.notes[place.marker]
        spans = [span for at in range(place.start, max(place.end, place.start + 1)) if (span := self._span(at))]
        return (spans[0][0], spans[-1][1]) if spans else None

    def _span(self, at: int) -> tuple[int, int] | None:
        index = bisect_right(self.starts, at) - 1
        if index < 0 or at >= len(self.text) or not self.pieces[index].end:
            return None
        piece, number = self.pieces[index], at - self.starts[index]
        if piece.whole:
            return piece.start, piece.end
        start = piece.start + len(piece.text[:number].encode())
        return start, start + len(piece.text[number].encode())


class _Walk:
    """One walk over a content part. Raises `UnreadableError` for XML that is broken or declares entities."""

    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.notes: list[tuple[int, int]] = []
        self.styles = 0
        self._flow: list[_Piece | int] = []  # a number stands for the marker of that note
        self._boxes: list[_Piece | int] = []
        self._stack: list[tuple[str, int]] = []
        self._fields: list[tuple[int, list[_Piece]]] = []
        self._left_out = 0
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler, parser.EndElementHandler = self._started, self._ended
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._said, _refuse
        head = xml[:200].lower()
        if xml[:2] in (b"\xff\xfe", b"\xfe\xff") or (b"encoding=" in head and b"utf-8" not in head):
            raise UnreadableError("its content is not in UTF-8; save it again")
        try:
            parser.Parse(xml, True)
        except expat.ExpatError:
            raise UnreadableError("its content is not well-formed XML; save it again") from None

    def content(self) -> ContentText:
        """What the walk has found; text boxes stand behind the main flow."""
        pieces: list[_Piece] = []
        starts: list[int] = []
        markers: list[int] = []
        notes: list[tuple[int, int]] = []
        at = 0
        for each in [*self._flow, _Piece("\n\n", 0, 0), *self._boxes]:
            if isinstance(each, int):
                markers.append(at)
                notes.append(self.notes[each])
            elif each.text:
                pieces.append(each)
                starts.append(at)
                at += len(each.text)
        return ContentText("".join(each.text for each in pieces), markers, pieces, starts, notes, self.styles)

    def _put(self, piece: _Piece | int) -> None:
        (self._boxes if any(name == _BOX for name, _ in self._stack) else self._flow).append(piece)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        self._stack.append((name, at))
        if name == f"{_OFFICE} automatic-styles":
            behind = self.xml.index(b">", at) + 1
            self.styles = 0 if self.xml[behind - 2 : behind] == b"/>" else behind
        if name in _LEFT_OUT:
            if name == f"{_TEXT} note" and not self._left_out:
                self._put(len(self.notes))
                self.notes.append((at, at))
            self._left_out += 1
        if self._left_out:
            return
        if name in _PARAGRAPHS:
            self._put(_Piece("\n\n", 0, 0))
        elif name in _BLANKS:
            self._put(_Piece(_BLANKS[name], 0, 0))
        elif name == f"{_TEXT} s":
            number = attributes.get(f"{_TEXT} c", "1")
            self._put(_Piece(" " * min(int(number) if number.isdecimal() else 1, _MOST_BLANKS), 0, 0))

    def _ended(self, name: str) -> None:
        _, start = self._stack.pop()
        at = self._parser.CurrentByteIndex
        behind = self.xml.index(b">", at) + 1 if self.xml.startswith(b"</", at) else at
        if name in _LEFT_OUT:
            self._left_out -= 1
            if name == f"{_TEXT} note" and not self._left_out:
                self.notes[-1] = (start, behind)
        if self._fields and self._fields[-1][0] == start:
            for piece in self._fields.pop()[1]:
                piece.end = behind

    def _said(self, text: str) -> None:
        names = [name for name, _ in self._stack]
        inside = next((index for index in range(len(names) - 1, -1, -1) if names[index] in _PARAGRAPHS), None)
        if self._left_out or inside is None:
            return
        at = self._parser.CurrentByteIndex
        field = next((index for index in range(inside, len(names)) if names[index] not in _HOLDERS), None)
        if field is not None:
            begins = self._stack[field][1]
            if not self._fields or self._fields[-1][0] != begins:
                self._fields.append((begins, []))
            piece = _Piece(text, begins, 0, whole=True)
            self._fields[-1][1].append(piece)
        elif self.xml[at : at + 1] == b"&":
            piece = _Piece(text, at, self.xml.index(b";", at) + 1, whole=True)
        else:
            piece = _Piece(text, at, at + len(text.encode("utf-8", "surrogatepass")))
        self._put(piece)


def _refuse(*_: object) -> None:
    raise UnreadableError("its content declares entities, as no honest program writes")


def read_content(xml: bytes) -> ContentText:
    """The text of a content part. Raises `UnreadableError` for one that cannot be read."""
    return _Walk(xml).content()


def annotated(xml: bytes, content: ContentText, remarks: Sequence[Remark]) -> bytes:
    """The content part with an annotation for each remark, and the one style that they need."""
    if not remarks:
        return xml
    name = AUTHOR
    while f'"{name}-'.encode() in xml:
        name += "x"
    put: dict[int, list[str]] = {}
    ends: dict[int, list[str]] = {}
    strong = _STRONG if content.styles else ""
    if strong and f'"{strong}"'.encode() not in xml:
        put[content.styles] = [_style()]
    for number, remark in enumerate(remarks, 1):
        span = content.bytes_of(remark.place) or _anywhere(content)
        if span is None:
            continue
        put.setdefault(span[0], []).append(_annotation(f"{name}-{number}", remark.lines, strong))
        if remark.place.sure:
            ends.setdefault(span[1], []).append(_end(f"{name}-{number}"))
    out, at = [], 0
    for place in sorted(put.keys() | ends.keys()):
        out += [xml[at:place], "".join([*ends.get(place, ()), *put.get(place, ())]).encode()]
        at = place
    return b"".join([*out, xml[at:]])


def _anywhere(content: ContentText) -> tuple[int, int] | None:
    piece = next((piece for piece in content.pieces if piece.end), None)
    return (piece.start, piece.start) if piece else next(iter(content.notes), None)


def _style() -> str:
    return (
        f'<style:style xmlns:style="{_STYLE}" style:name="{_STRONG}" style:family="text">'
        f'<style:text-properties xmlns:fo="{_FO}" fo:font-weight="bold"/></style:style>'
    )


def _annotation(name: str, lines: Sequence[Line], strong: str) -> str:
    paragraphs = "".join(f"<text:p>{_line(line, strong)}</text:p>" for line in lines)
    return (
        f'<office:annotation xmlns:office="{_OFFICE}" xmlns:text="{_TEXT}" xmlns:dc="{_DC}" office:name="{name}">'
        f"<dc:creator>{AUTHOR}</dc:creator>{paragraphs}</office:annotation>"
    )


def _end(name: str) -> str:
    return f'<office:annotation-end xmlns:office="{_OFFICE}" office:name="{name}"/>'


def _line(line: Line, strong: str) -> str:
    words = "".join(
        f'<text:span text:style-name="{strong}">{escape(each.text)}</text:span>'
        if each.strong and strong
        else escape(each.text)
        for each in line.words
    )
    if not line.address:
        return words
    return f'<text:a xmlns:xlink="{_XLINK}" xlink:type="simple" xlink:href={quoteattr(line.address)}>{words}</text:a>'
