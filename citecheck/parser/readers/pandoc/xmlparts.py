"""XML parts of a container: walked by expat without their DTD, changed by cutting into their bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from citecheck.errors import UnreadableError

DEEPEST = 1_000
"""Elements inside one another."""

# A tag that does not end goes on to the end of the file; the parser has refused such a file before.
_REST_OF_TAG = re.compile(rb"""[^"'>]*+(?:"[^"]*+(?:"|\Z)[^"'>]*+|'[^']*+(?:'|\Z)[^"'>]*+)*+(?:>|\Z)""")
_TAG = re.compile(r"<[^<>]*+>")
_INK = re.compile(r"[^\n]")
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"""encoding\s?=\s?["']([A-Za-z0-9._-]{1,40})["']""")

Start = Callable[[str, dict[str, str], int], None]
"""Takes a name ("w:p"), the attributes (named likewise) and the offset of the start tag."""
End = Callable[[str, int], None]
"""Takes a name and the offset of the end tag."""
Text = Callable[[str], None]


class XmlPart:
    """A part as bytes in UTF-8, with the cuts made into it so far."""

    def __init__(self, name: str, data: bytes, prefixes: dict[str, str]) -> None:
        """`prefixes` gives the prefix by which each namespace is called here, whatever the part calls it."""
        self.name = name
        self.data = _in_utf8(data)
        self._prefixes = prefixes
        self._cuts: list[tuple[int, int, bytes]] = []

    def walk(self, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Walks the part. Raises `UnreadableError` when it is not well formed, declares entities or is too deep."""
        parser = expat.ParserCreate(namespace_separator="\n")
        parser.buffer_text = True
        depth = 0

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise UnreadableError(f"the part {self.name} is nested too deeply")
            start(
                self._called(name),
                {self._called(key): value for key, value in attributes.items()},
                parser.CurrentByteIndex,
            )

        def finish(name: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(self._called(name), parser.CurrentByteIndex)

        def refuse(*_: object) -> None:
            raise UnreadableError(f"the part {self.name} declares entities, as no honest program writes")

        parser.StartElementHandler, parser.EndElementHandler = begin, finish
        parser.EntityDeclHandler = refuse
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError:
            raise UnreadableError(f"the part {self.name} is damaged; save the file again") from None

    def _called(self, name: str) -> str:
        namespace, _, local = name.rpartition("\n")
        prefix = self._prefixes.get(namespace)
        return f"{prefix}:{local}" if prefix else local

    def prefix_at(self, at: int) -> str:
        """The prefix, with its colon, of the tag at an offset."""
        name = self.data[at + 1 : at + 40].split(b">")[0].split()[0].strip(b"/")
        before, colon, _ = name.partition(b":")
        return before.decode() + ":" if colon else ""

    def end_of_tag(self, at: int) -> int:
        """The offset after the tag that begins at an offset."""
        found = _REST_OF_TAG.match(self.data, at + 1)
        return found.end() if found else len(self.data)

    def after_tag(self, at: int) -> int | None:
        """The offset after the start tag that begins at an offset; None when the tag closes itself."""
        end = self.end_of_tag(at)
        return None if self.data[end - 2 : end] == b"/>" else end

    def insert(self, at: int, xml: str) -> None:
        """Puts XML at an offset."""
        self._cuts.append((at, at, xml.encode()))

    def replace(self, start: int, end: int, xml: bytes = b"") -> None:
        """Puts XML in place of what stands between two offsets."""
        self._cuts.append((start, end, xml))

    def again(self) -> XmlPart:
        """The part with its cuts made, ready for others."""
        return XmlPart(self.name, self.result(), self._prefixes)

    def result(self) -> bytes:
        """The part with all cuts made, those that put in before those that replace; of two that overlap the first."""
        pieces: list[bytes] = []
        at = 0
        for start, end, new in sorted(self._cuts, key=lambda cut: cut[:2]):
            if start < at:
                continue
            pieces += (self.data[at:start], new)
            at = end
        return b"".join([*pieces, self.data[at:]])


def blank_tags(text: str) -> str:
    """The text of XML or HTML with blanks in place of its tags, so that every character keeps its line and column."""
    return _TAG.sub(lambda found: _INK.sub(" ", found[0]), text)


def refuse_entities(text: str) -> None:
    """Raises `UnreadableError` for XML or HTML in a text that declares entities."""
    if "<!ENTITY" in text:
        raise UnreadableError("it declares XML entities, which are not read; write their text out")


def _in_utf8(data: bytes) -> bytes:
    """The part in UTF-8 without byte order mark and declaration, so that offsets and cuts are in one encoding."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if data.startswith(mark):
            data = data[len(mark) :].decode(name, "replace").encode()
            break
    else:
        found = _ENCODING.search(data[:200])
        name = found[1].decode().lower() if found else "utf-8"
        if name not in ("utf-8", "us-ascii"):
            try:
                data = data.decode(name, "replace").encode()
            except LookupError:
                raise UnreadableError(f"a part is in the unknown encoding {name}") from None
    return _DECLARATION.sub(b"", data, count=1)
