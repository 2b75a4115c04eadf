"""A zipped manuscript whose parts are changed by insertions and written back in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from citecheck.errors import UnreadableError
from citecheck.sources.ziplimits import fault_of

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class Parts:
    """A zip file's parts by name. Raises `UnreadableError` for what must not be opened."""

    def __init__(self, data: bytes) -> None:
        fault = fault_of(data)
        if fault:
            raise UnreadableError(f"cannot be opened: {fault}")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._entries = archive.infolist()
            self._parts = {entry.filename: archive.read(entry) for entry in self._entries}

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __getitem__(self, name: str) -> bytes:
        return self._parts[name]

    def get(self, name: str, default: bytes) -> bytes:
        """A part, or something else where it is missing."""
        return self._parts.get(name, default)

    def __setitem__(self, name: str, content: bytes) -> None:
        self._parts[name] = content

    def written(self) -> bytes:
        """The file: the old entries in their order and with their dates, then the new ones."""
        old = {entry.filename for entry in self._entries}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for entry in self._entries:
                archive.writestr(_like(entry), self._parts[entry.filename], entry.compress_type)
            for name in [name for name in self._parts if name not in old]:
                archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), self._parts[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(entry.filename, entry.date_time)
    made.external_attr, made.create_system = entry.external_attr, entry.create_system
    return made


def parsed(xml: bytes) -> ET.Element:
    """The root of a part. Raises `UnreadableError` for broken XML and for any with a document type."""
    if b"<!DOCTYPE" in xml:
        raise UnreadableError("a part has a document type, as no honest program writes")
    try:
        return ET.fromstring(xml)
    except (ET.ParseError, LookupError, ValueError):
        raise UnreadableError("a part is not well-formed XML; save the file again") from None
