"""Elements of a Word file that pandoc leaves out with all that they hold: written in a plainer way.

These are simple fields, custom XML, runs with a direction of their own, ruby and carriage returns (ECMA-376 part 1,
17.16.19, 17.5.1, 17.3.2.3, 17.3.3.25, 17.3.3.4).
"""

from __future__ import annotations

from html import escape

from citecheck.parser.readers.pandoc.xmlparts import XmlPart

_SIGNS = (b"fldSimple", b":customXml", b":bdo", b":dir", b":ruby", b":cr")
_WRAPPERS = ("w:customXml", "w:bdo", "w:dir")


def plainer(part: XmlPart) -> XmlPart:
    """The part without such elements; their text is kept."""
    if not any(sign in part.data for sign in _SIGNS):
        return part
    _Plainer(part)
    return part.again()


class _Plainer:
    def __init__(self, part: XmlPart) -> None:
        self._part = part
        self._runs: list[int] = []
        self._properties = self._base_end = 0
        self._in_ruby = False
        part.walk(self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        part = self._part
        if name == "w:r":
            self._runs.append(at)
        elif name == "w:customXmlPr":
            self._properties = at
        elif name in _WRAPPERS:
            part.replace(at, part.end_of_tag(at))
        elif name == "w:fldSimple":
            w = part.prefix_at(at)
            code = escape(attributes.get("w:instr", ""))
            begun = _char(w, "begin") + f"<{w}r><{w}instrText>{code}</{w}instrText></{w}r>" + _char(w, "separate")
            closed = _char(w, "end") if part.after_tag(at) is None else ""
            part.replace(at, part.end_of_tag(at), (begun + closed).encode())
        elif name == "w:cr":
            part.replace(at, part.end_of_tag(at), f"<{part.prefix_at(at)}br/>".encode())
        elif name == "w:rubyBase" and self._runs:
            part.replace(self._runs[-1], part.end_of_tag(at))

    def _end(self, name: str, at: int) -> None:
        part = self._part
        closes = part.data.startswith(b"</", at)
        if name == "w:r" and self._runs:
            self._runs.pop()
            if self._in_ruby and not self._runs:
                part.replace(self._base_end, part.end_of_tag(at))
                self._in_ruby = False
        elif name == "w:rubyBase":
            self._base_end, self._in_ruby = at, True
        elif name == "w:customXmlPr" and closes:
            part.replace(self._properties, part.end_of_tag(at))
        elif name in _WRAPPERS and closes:
            part.replace(at, part.end_of_tag(at))
        elif name == "w:fldSimple" and closes:
            part.replace(at, part.end_of_tag(at), _char(part.prefix_at(at), "end").encode())


def _char(w: str, type: str) -> str:
    return f'<{w}r><{w}fldChar {w}fldCharType="{type}"/></{w}r>'
