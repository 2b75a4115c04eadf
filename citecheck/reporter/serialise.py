"""What the parser found, as the plain dictionaries of the JSON reports (docs/report-v1.schema.json)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from citecheck.model.document import Position
from citecheck.model.manuscript import Attribution, Link, Manuscript, Note, Quotation, Reference

VERSION = 1
"""The version of the JSON reports; it changes when a field is taken away or means something else."""

_BEFORE = 40  # characters shown before a note's marker


def dumped(value: object) -> bytes:
    """JSON that is safe wherever it is shown and reads back to the same value, in the same bytes each time.

    UTF-8, two blanks a level. Controls, bidi marks and private-use characters are escaped; so are "</" (a page's
    end of script) and "##[" (a CI runner's command), which JSON may write so. A lone surrogate, at which strict
    readers refuse a whole file (RFC 8259 section 8.2), becomes U+FFFD.
    """
    return _written(value, 0) + b"\n"


def dumped_object(members: Iterable[tuple[str, object]]) -> bytes:
    """As `dumped` of an object with these members. The value of one may be an iterator, which is written as a list.

    So what such a list is made of need not be in memory all at once.
    """
    parts: list[bytes] = []
    for name, value in members:
        parts.append(b"%s\n  %s: " % (b"," if parts else b"{", _written(name, 0)))
        if isinstance(value, Iterator):
            count = len(parts)
            for element in value:
                parts.append(b"%s\n    %s" % (b"[" if len(parts) == count else b",", _written(element, 2)))
            parts.append(b"[]" if len(parts) == count else b"\n  ]")
        else:
            parts.append(_written(value, 1))
    parts.append(b"\n}\n" if parts else b"{}\n")
    return b"".join(parts)


def _written(value: object, level: int) -> bytes:
    """JSON as it stands so many levels deep. All its line ends are its own: those in strings are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    text = text.replace("</", "<\\/").replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[")
    return _escaped(text).replace("\n", "\n" + "  " * level).encode("utf-8")


def dumped_line(value: object) -> bytes:
    """The same on one line, with no blanks, for JSON Lines."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return (_escaped(text) + "\n").encode("utf-8")


_ACTING = re.compile(r"[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
                     r"\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
                     r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]")  # fmt: skip


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def _escaped(text: str) -> str:
    def escape(match: re.Match[str]) -> str:
        return json.dumps(match[0])[1:-1]

    return _ACTING.sub(escape, _SURROGATE.sub("\ufffd", text))


def position_of(position: Position) -> dict[str, Any]:
    """The fields of a position that apply to its format."""
    return {field.name: _plain(value) for field in fields(position) if (value := getattr(position, field.name))}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


class Labels:
    """The printed labels of a manuscript's notes by their ids."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._labels = {note.id: note.label for note in manuscript.notes}
        self._labels |= {body.id: body.label for body in manuscript.document.note_bodies if body.id not in self._labels}

    def __getitem__(self, id: str | None) -> str | None:
        """The label of an id; None of None; the id itself where there is no such note."""
        return None if id is None else self._labels.get(id, id)


def document_of(manuscript: Manuscript) -> dict[str, Any]:
    """One entry of `documents`: what `extract` reports of a manuscript."""
    document = manuscript.document
    labels = Labels(manuscript)
    attributions = {attribution.quotation: attribution for attribution in manuscript.attributions}
    return {
        "path": document.path,
        "format": document.format,
        "title": document.title,
        "language": document.language,
        "warnings": list(document.warnings),
        "notes": [note_of(note, manuscript) for note in manuscript.notes],
        "quotations": [
            quotation_of(quotation, attributions.get(quotation.id), manuscript, labels)
            for quotation in manuscript.quotations
        ],
        "links": [link_of(link, manuscript, labels) for link in manuscript.links],
        "references": [reference_of(reference, manuscript, labels) for reference in manuscript.references],
    }


def note_of(note: Note, manuscript: Manuscript) -> dict[str, Any]:
    """A note. `before` is the text just before its first marker; its position is that of the body, if there is one."""
    document = manuscript.document
    marker = note.markers[0] if note.markers else -1
    places = [document.locate(offset, offset) for offset in note.markers]
    position = document.locate(note.start, note.end) if note.start >= 0 else (places or [Position()])[0]
    return {
        "id": note.id,
        "label": note.label,
        "kind": str(note.kind),
        "before": document.text[max(0, marker - _BEFORE) : marker] if marker >= 0 else "",
        "body": note.body,
        "position": position_of(position),
        "markers": [position_of(place) for place in places],
    }


def quotation_of(
    quotation: Quotation, attribution: Attribution | None, manuscript: Manuscript, labels: Labels
) -> dict[str, Any]:
    """A quotation with what answers for it; `note` and `in_note` are labels."""
    return {
        "id": quotation.id,
        "kind": str(quotation.kind),
        "role": str(quotation.role),
        "text": quotation.text,
        "in_note": labels[quotation.in_note],
        "note": labels[attribution.note] if attribution else None,
        "attribution": attribution_of(attribution, manuscript) if attribution else None,
        "position": position_of(manuscript.document.locate(quotation.start, quotation.end)),
    }


def attribution_of(attribution: Attribution, manuscript: Manuscript) -> dict[str, Any]:
    """How a quotation was led to its note, references (ids) and links (URLs)."""
    return {
        "way": str(attribution.way),
        "confidence": str(attribution.confidence),
        "note_id": attribution.note,
        "references": list(attribution.references),
        "links": [manuscript.links[index].url for index in attribution.links],
        "repeats": attribution.repeats or None,
    }


def link_of(link: Link, manuscript: Manuscript, labels: Labels) -> dict[str, Any]:
    """A link; `note` is the label of the note it stands in."""
    return {
        "url": link.url,
        "as_printed": link.as_printed,
        "kind": str(link.kind),
        "identifier": link.identifier or None,
        "readings": list(link.readings),
        "problem": link.problem or None,
        "note": labels[link.in_note],
        "position": position_of(manuscript.document.locate(link.start, link.end)),
    }


def reference_of(reference: Reference, manuscript: Manuscript, labels: Labels) -> dict[str, Any]:
    """A reference with those of its fields that are there."""
    shown: dict[str, Any] = {"id": reference.id, "form": str(reference.form), "note": labels[reference.note]}
    for field in fields(reference):
        value = getattr(reference, field.name)
        if field.name not in ("id", "form", "note", "start", "end", "links") and value:
            shown[field.name] = _plain(value)
    shown["links"] = [manuscript.links[index].url for index in reference.links]
    shown["position"] = position_of(manuscript.document.locate(reference.start, reference.end))
    return shown
