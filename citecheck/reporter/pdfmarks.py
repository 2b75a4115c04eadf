"""Puts highlights with their notes into a PDF file (ISO 32000-2, 12.5.6.10), behind what is there already."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any, cast

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight, Popup, Text
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

from citecheck.errors import UnreadableError

AUTHOR = "citecheck"
_COLORS = {"error": "ffb0a8", "warning": "ffd980", "info": "b5d5ff"}
_POPUP = (220.0, 140.0)  # points
_FAULTS = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError)


def mark_here(data: bytes, marks: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """The task of a child process: the file with the marks appended, so that it begins with the old one's bytes.

    A mark has `page` (from 1), `boxes` (left, bottom, right, top in points; none for a note at the page's top),
    `text` and `severity`. Raises `UnreadableError` for a file that takes no marks.
    """
    try:
        yield _marked(data, marks)
    except _FAULTS:
        raise UnreadableError(
            "it is damaged in a way that lets no highlights be added; print it to a new PDF"
        ) from None


def _marked(data: bytes, marks: Sequence[dict[str, Any]]) -> bytes:
    if PdfReader(io.BytesIO(data)).is_encrypted:
        raise UnreadableError("it is encrypted, so no highlights can be added; save it without a password")
    writer = PdfWriter(io.BytesIO(data), incremental=True)
    for number, mark in enumerate(marks, 1):
        page = min(max(mark["page"], 1), len(writer.pages)) - 1
        made = _highlight(mark) if mark["boxes"] else _note(mark, writer.pages[page].mediabox)
        made.update(
            {
                NameObject("/T"): TextStringObject(AUTHOR),
                NameObject("/NM"): TextStringObject(f"{AUTHOR}-{number}"),
                NameObject("/Contents"): TextStringObject(mark["text"]),
                NameObject("/F"): NumberObject(4),  # printed with the page
            }
        )
        added = writer.add_annotation(page, made)
        right, top = map(float, cast(ArrayObject, made["/Rect"])[2:])
        window = (right, top - _POPUP[1], right + _POPUP[0], top)
        writer.add_annotation(page, Popup(rect=window, parent=added))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _highlight(mark: dict[str, Any]) -> DictionaryObject:
    boxes = mark["boxes"]
    corners = [
        FloatObject(number)
        for left, bottom, right, top in boxes
        for number in (left, top, right, top, left, bottom, right, bottom)  # as Acrobat orders them
    ]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    rect = (min(lefts), min(bottoms), max(rights), max(tops))
    return Highlight(rect=rect, quad_points=ArrayObject(corners), highlight_color=_COLORS[mark["severity"]])


def _note(mark: dict[str, Any], page: Any) -> DictionaryObject:
    left, top = float(page.left) + 12, float(page.top) - 12
    return Text(rect=(left, top - 20, left + 20, top), text=mark["text"])
