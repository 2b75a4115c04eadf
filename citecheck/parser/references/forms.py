"""Which form a reference has: full, short, ibid., op. cit., or a cross-reference to another note."""

from __future__ import annotations

import re

from citecheck.model.manuscript import ReferenceForm
from citecheck.parser.references.fields import Fields
from citecheck.parser.references.split import SIGNAL

_IBID = re.compile(r"(?:ibid(?:em)?|ib|id|idem|ebd|ebenda)\b\.?", re.IGNORECASE)
_OP_CIT = re.compile(r"\b(?:op\.?\s*cit|loc\.?\s*cit|a\.\s*a\.\s*O|art\.\s*cit)\b\.?", re.IGNORECASE)
_CROSS = re.compile(
    r"\b(?:supra|infra|above|below)[,\s]+(?:at\s+)?(?:n\.|nn\.|notes?|fn\.?)\s*(\d{1,4})"
    r"|\b(?:see|in)\s+(?:n\.|notes?|fn\.?)\s*(\d{1,4})(?:\s+(?:above|below))?"
    r"|\(n\.?\s*(\d{1,4})\)",
    re.IGNORECASE,
)

_LONGEST_SHORT = 160  # characters


def form_of(text: str, fields: Fields, *, linked: bool) -> tuple[ReferenceForm, str] | None:
    """The form, and the note a cross-reference names; None for words that cite nothing.

    `linked` says that a URL or an identifier stands in it. Without one, a full reference has a title and a year;
    a short one has an author, by the surname alone, and a page or a title (Chicago 14.30).
    """
    found = SIGNAL.match(text)
    bare = text[found.end() if found else 0 :]
    if _IBID.match(bare):
        return ReferenceForm.IBID, ""
    cross = _CROSS.search(text)
    if cross:
        return ReferenceForm.CROSS, cross[1] or cross[2] or cross[3]
    if _OP_CIT.search(bare):
        return ReferenceForm.OP_CIT, ""
    if linked or (fields.title and fields.year and (fields.imprint or not _is_surname(fields.authors))):
        return ReferenceForm.FULL, ""
    if fields.authors and (fields.pages or fields.title) and len(bare) <= _LONGEST_SHORT:
        return ReferenceForm.SHORT, ""
    return None


def _is_surname(authors: tuple[str, ...]) -> bool:
    """Whether the author is named as short forms do: by one word."""
    return len(authors) == 1 and " " not in authors[0]


def without_form(text: str) -> str:
    """The words without the sign of their form: "Mill, op. cit., 33" is "Mill, 33"."""
    bare = _OP_CIT.sub("", _CROSS.sub("", text))
    return re.sub(r",\s*,", ",", bare)
