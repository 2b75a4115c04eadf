"""Which form a reference has: full, short, ibid., op. cit., or a cross-reference to another note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from citecheck.model.manuscript import ReferenceForm
from citecheck.parser.references.fields import Fields, locator_of, read_fields
from citecheck.parser.references.legal import read_legal
from citecheck.parser.references.names import is_body, people
from citecheck.parser.references.split import after_signals, is_remark
from citecheck.parser.references.tail import HELD

_IBID = re.compile(r"[(“\"]?(?:ibid(?:em)?|ib|id|idem|ead(?:em)?|ebd|ebenda)\b\.?", re.IGNORECASE)
_OP_CIT = re.compile(r"\b(?:op\.?\s?cit|loc\.?\s?cit|a\.\s?a\.\s?O|art\.\s?cit)\b\.?", re.IGNORECASE)
_NOTE = r"(?:nn?\.|nn?|notes?|fnn?\.?|footnotes?|Anm\.)"
_CROSS = re.compile(
    rf"\b(?:supra|infra|above|below|oben|unten),?\s(?:at\s|in\s)?{_NOTE}\s?(?P<first>\d{{1,4}})"
    rf"|\b(?:see|see also|in|as in|cf\.|cited in|at|wie)\s{_NOTE}\s?(?P<second>\d{{1,4}})(?:,?\s(?:above|below|supra"
    rf"|infra))?"
    rf"|\b{_NOTE}\s?(?P<third>\d{{1,4}}),?\s(?:above|below|supra|infra)"
    r"|\((?:above |below |supra |infra )?(?:n|fn|note)\.?\s?(?P<fourth>\d{1,4})\)",
    re.IGNORECASE,
)
_AUTHOR_DATE = re.compile(
    r"(?P<who>[^()\d,;:]{2,80}?(?:,\s(?:and|&)\s[^()\d,;]{2,40}|(?:,\s[^()\d,;]{2,40}){0,4})?)[\s,]{1,9}+\(?"
    r"(?P<year>1[4-9]\d\d|20\d\d)(?P<letter>[a-z])?(?:\s?\[\d{4}\])?(?:[,:]\s?(?P<pages>[^()]{1,60}))?\)?[\s.]*"
)
_ALIAS = re.compile(
    r"\b(?:here(?:in)?after|henceforth|hereafter)\b,?\s?(?:referred\sto\s)?(?:cited\s)?(?:as\s"
    r"|abbreviated\s(?:as\s)?)?[“‘\"*_]?(?P<alias>[^“”‘\"*_();.,]{1,60})",
    re.IGNORECASE,
)
IDEM = "idem"
"""Stands for an author whom "idem" names; the resolver puts in the author of the reference before."""

_SHORT_LETTER = re.compile(r"\S+ to \S+")
_LONGEST_SHORT = 160  # characters


@dataclass(frozen=True, slots=True)
class Read:
    """A reference as read: its form, its fields, the note it sends to, the name it is cited by from then on."""

    form: ReferenceForm
    fields: Fields
    target: str = ""
    alias: str = ""


def read_form(text: str, slanted: Sequence[tuple[int, int]], *, linked: bool) -> Read | None:
    """What a part of a note cites; None for words that cite nothing.

    `linked` says that a URL or an identifier stands in it. Without one, a full reference has a title and a year;
    a short one an author, by the surname alone, and a page or a title (Chicago 14.30).
    """
    begin = after_signals(text)
    signal = text[:begin].strip(" ,")
    said = _IBID.match(text, begin)
    if said:
        return _same(text, said.end(), slanted, signal)
    # "See note 4": the signal belongs to the cross-reference.
    cross = _CROSS.search(text)
    if cross:
        fields = read_fields(_without(text, cross), slanted)
        return Read(ReferenceForm.CROSS, fields, next(filter(None, cross.groups())))
    cited = _OP_CIT.search(text, begin)
    if cited:
        return Read(ReferenceForm.OP_CIT, read_fields(_without(text, cited), slanted))
    dated = author_date(text[begin:], signal) if not linked and not slanted else None
    if dated:
        return Read(ReferenceForm.SHORT, dated)
    return _by_fields(text, slanted, begin, linked=linked)


def _same(text: str, begin: int, slanted: Sequence[tuple[int, int]], signal: str) -> Read:
    """What "ibid." or "idem" repeats: the work, or its author alone where another title follows ("Idem, *Tides*")."""
    rest = text[begin:].lstrip(" ,")
    moved = len(text) - len(rest)
    marked = [(start - moved, end - moved) for start, end in slanted if start >= moved]
    if marked or rest[:1] in "“‘«„":
        fields = read_fields(rest, marked)
        if fields.title and fields.marked and not fields.authors:
            form = ReferenceForm.FULL if _is_full(replace(fields, authors=(IDEM,))) else ReferenceForm.SHORT
            return Read(form, replace(fields, authors=(IDEM,), signal=signal))
    return Read(ReferenceForm.IBID, locator_of(rest, signal))


def _by_fields(text: str, slanted: Sequence[tuple[int, int]], begin: int, *, linked: bool) -> Read | None:
    named = _ALIAS.search(text)
    fields = read_fields(_without(text, named) if named else text, slanted)
    alias = " ".join(named["alias"].split()) if named else ""
    if linked and not fields.marked and not fields.authors and is_remark(fields.title):
        # An address after a remark: nothing but it is cited.
        fields = Fields(access_date=fields.access_date, signal=fields.signal)
    if linked or _is_full(fields):
        return Read(ReferenceForm.FULL, fields, alias=alias)
    if len(text) - begin > _LONGEST_SHORT:
        return None
    named_work = (fields.authors or fields.editor) and (fields.pages or fields.title)
    if named_work and (fields.marked or not fields.title[:1].islower()):
        return Read(ReferenceForm.SHORT, fields, alias=alias)
    # A title alone, or with a page: the resolver keeps it where an earlier work bears the title.
    short = fields.title and (fields.pages or (fields.marked and _only(fields.title, text[begin:])))
    return Read(ReferenceForm.SHORT, fields) if short else None


def _only(title: str, text: str) -> bool:
    """Whether nothing but marks stands beside a title."""
    return not any(char.isalnum() for char in text.replace(title, "", 1))


def _is_full(fields: Fields) -> bool:
    if not fields.title and not fields.authors and HELD.search(fields.container):
        return True
    if not fields.title or not (fields.year or fields.imprint):
        return False
    if _SHORT_LETTER.fullmatch(fields.title) and not fields.container:
        return False
    if fields.authors or fields.editor:
        return fields.imprint or not _is_surname(fields.authors)
    # Without an author, words before a year are a title only where marks or an imprint say so.
    return bool(fields.marked and (fields.container or fields.imprint)) or bool(fields.publisher and fields.year)


def author_date(text: str, signal: str = "") -> Fields | None:
    """The fields of "Moor 1911, 33" and "Brandt et al. (1988, 44)"; None for other words."""
    found = _AUTHOR_DATE.fullmatch(text.strip(" ()"))
    names = people(found["who"]) if found else ()
    if not found or not names or read_legal(text) or not all(_is_short(name) for name in names):
        return None
    pages = locator_of(found["pages"]).pages if found["pages"] else ""
    return Fields(authors=names, year=found["year"] + (found["letter"] or ""), pages=pages, signal=signal)


def _is_short(name: str) -> bool:
    return is_body(name) or (len(name.split()) <= 3 and ". " not in name)


def _is_surname(authors: tuple[str, ...]) -> bool:
    """Whether the author is named as short forms do: by one word."""
    return len(authors) == 1 and " " not in authors[0]


def _without(text: str, cut: re.Match[str]) -> str:
    """The words with a comma and spaces in the place of the sign of their form."""
    return text[: cut.start()] + "," + " " * (cut.end() - cut.start() - 1) + text[cut.end() :]
