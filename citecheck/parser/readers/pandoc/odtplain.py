"""What pandoc loses of an OpenDocument text, or takes for text, written in a plainer way.

These are content controls (an extension of LibreOffice), the text of shapes that are no frames (OpenDocument 1.3
part 3, 10.6.1), and characters that are hidden (20.398, `text:display`).
"""

from __future__ import annotations

from citecheck.parser.readers.pandoc.xmlparts import XmlPart

_SIGNS = (b"content-control", b"custom-shape", b'display="none"')
_GEOMETRY = "drawing:enhanced-geometry"


def plainer(part: XmlPart) -> XmlPart:
    """The part without such elements; what a reader sees of them is kept."""
    if not any(sign in part.data for sign in _SIGNS):
        return part
    _Plainer(part)
    return part.again()


class _Plainer:
    def __init__(self, part: XmlPart) -> None:
        self._part = part
        self._style = ""
        self._hidden: set[str] = set()
        self._spans: list[int | None] = []
        self._shapes: list[int] = []
        self._geometry = 0
        self._worded = False
        part.walk(self._start, self._end, self._text)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        part = self._part
        if name == "style:style":
            self._style = attributes.get("style:name", "")
        elif name == "style:text-properties" and attributes.get("text:display") == "none":
            self._hidden.add(self._style)
        elif name == "text:span":
            self._spans.append(at if attributes.get("text:style-name", "") in self._hidden else None)
        elif name == "loext:content-control":
            part.replace(at, part.end_of_tag(at))
        elif name == "drawing:custom-shape":
            self._shapes.append(at)
            self._worded = False
        elif name == _GEOMETRY:
            self._geometry = at

    def _end(self, name: str, at: int) -> None:
        part = self._part
        closes = part.data.startswith(b"</", at)
        if name == "text:span":
            begun = self._spans.pop()
            if begun is not None:
                part.replace(begun, part.end_of_tag(at))
        elif name == "loext:content-control" and closes:
            part.replace(at, part.end_of_tag(at))
        elif name == _GEOMETRY and self._shapes and self._worded:
            part.replace(self._geometry, part.end_of_tag(at))
        elif name == "drawing:custom-shape" and self._shapes:
            begun = self._shapes.pop()
            if closes and self._worded and not self._shapes:
                w = part.prefix_at(begun)
                part.replace(begun, part.end_of_tag(begun), f"<{w}frame><{w}text-box>".encode())
                part.replace(at, part.end_of_tag(at), f"</{w}text-box></{w}frame>".encode())

    def _text(self, text: str) -> None:
        self._worded = self._worded or (bool(self._shapes) and not text.isspace())
