"""The fields of a Word file that programs for references make: citations, and the list of works."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from citecheck.parser.readers.pandoc.citations import Item, Works, cited
from citecheck.parser.readers.pandoc.tags import CITED, UNCITED, CiteTag, tag
from citecheck.parser.readers.pandoc.xmlparts import XmlPart

MENDELEY = "MENDELEY_CITATION_v3_"
"""With this, and base64 after it, begins the tag of a content control that holds a citation of Mendeley Cite's."""

_LISTS = (
    "ADDIN ZOTERO_BIBL", "ADDIN EN.REFLIST", "ADDIN Mendeley Bibliography", "ADDIN CSL_BIBLIOGRAPHY", "BIBLIOGRAPHY",
)  # fmt: skip


@dataclass(slots=True)
class Field:
    """A field (ECMA-376 part 1, 17.16): its code, the data kept beside it, and the span of its printed result.

    The span begins and ends between two runs; `start` is -1 while no result has begun.
    """

    code: str = ""
    data: str = ""
    start: int = -1
    end: int = -1

    @property
    def is_list(self) -> bool:
        """Whether its result is the list of works."""
        return self.code.strip().startswith(_LISTS)


class FieldWalk:
    """The fields of a part, in the order of their ends. Those whose end is missing are left out."""

    def __init__(self, part: XmlPart) -> None:
        self.fields: list[Field] = []
        self._part = part
        self._path: list[str] = []
        self._open: list[Field] = []
        self._controls: list[Field | None] = []
        self._tag = ""
        self._run = 0
        self._begins: Field | None = None
        part.walk(self._start, self._finish, self._text)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        self._path.append(name)
        if name == "w:r":
            self._run = at
        elif name == "w:fldChar":
            self._mark(attributes.get("w:fldCharType", ""))
        elif name == "w:sdt":
            self._controls.append(None)
            self._tag = ""
        elif name == "w:tag" and self._path[-2:-1] == ["w:sdtPr"]:
            self._tag = attributes.get("w:val", "")
        elif name == "w:sdtContent" and self._path[-3:-1] == ["w:p", "w:sdt"]:
            self._controls[-1] = _control(self._tag, self._part.after_tag(at))

    def _mark(self, type: str) -> None:
        if type == "begin":
            self._open.append(Field())
        elif type == "separate" and self._open:
            self._begins = self._open[-1]
        elif type == "end" and self._open:
            field = self._open.pop()
            field.end = self._run
            if field.start >= 0:
                self.fields.append(field)
            elif self._open and self._open[-1].start < 0:
                self._open[-1].data += field.data  # EndNote keeps what is long in a field inside the field

    def _finish(self, name: str, at: int) -> None:
        self._path.pop()
        if name == "w:r" and self._begins is not None:
            self._begins.start = self._part.end_of_tag(at)
            self._begins = None
        elif name == "w:sdt" and self._controls:
            self._controls.pop()
        elif name == "w:sdtContent" and self._controls and self._controls[-1] is not None:
            self._controls[-1].end = at
            self.fields.append(self._controls[-1])

    def _text(self, text: str) -> None:
        field = self._open[-1] if self._open else None
        if field is None or field.start >= 0:
            return
        if self._path[-1:] == ["w:instrText"]:
            field.code += text
        elif self._path[-1:] == ["w:fldData"]:
            field.data += text


class Citations:
    """Tags what is printed for the citations of a file, part by part; `cites` is what the tags name."""

    def __init__(self, sources: Mapping[str, Item]) -> None:
        self.works = Works()
        self.cites: list[CiteTag] = []
        self._sources = sources

    def tag(self, part: XmlPart) -> list[tuple[int, int]]:
        """Tags a part; gives the spans in which its lists of works stand."""
        if not any(sign in part.data for sign in (b"fldChar", MENDELEY.encode())):
            return []
        fields = FieldWalk(part).fields
        for field in fields:
            works = cited(field.code, decoded(field.data), self._sources, self.works)
            if not works:
                continue
            opened = "".join(tag(CITED, len(self.cites) + index) for index in range(len(works)))
            self.cites += works
            prefix = part.prefix_at(part.data.rfind(b"<", 0, field.start))
            part.insert(field.start, _run(prefix, opened))
            part.insert(field.end, _run(prefix, UNCITED))
        return [(field.start, field.end) for field in fields if field.is_list]


def _run(prefix: str, text: str) -> str:
    return f"<{prefix}r><{prefix}t>{text}</{prefix}t></{prefix}r>"


def _control(named: str, after: int | None) -> Field | None:
    """The field that a content control stands for, by its tag."""
    if not named.startswith(MENDELEY) or after is None:
        return None
    return Field("ADDIN CSL_CITATION " + decoded(named.removeprefix(MENDELEY)), start=after)


def decoded(data: str) -> str:
    """The text of a field's data, which is base64; "" for data that is none."""
    try:
        raw = base64.b64decode("".join(data.split()), validate=False)
    except (binascii.Error, ValueError):
        return ""
    wide = raw[1:2] == b"\0"
    return raw.decode("utf-16-le" if wide else "utf-8", "replace").replace("\0", "")
