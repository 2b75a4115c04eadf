"""Reads cases and statutes as OSCOLA and the Bluebook cite them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.parser.references.pieces import MONTH

_PARTY = r"[^\W\d_a-z](?:[^,;()\[\]“”]|,\s(?:Inc|Ltd|Co|LLC|L\.?P)){0,90}?"
_CASE = re.compile(
    rf"(?:{_PARTY}\s(?:v|vs)\.?\s{_PARTY}|(?:In\sre|Re|Ex\sparte"
    rf"|R\s\(on\sthe\sapplication\sof)\s{_PARTY})(?=,?\s[\[(]?\d|,?\s\[|,\sNo|$)"
)
_REPORT = re.compile(
    r"(?:[\[(](?P<round>\d{4})[\])]\s)?(?:(?P<volume>\d{1,4})\s)?(?P<report>(?:LR\s\d{1,2}\s)?(?:[A-Z][A-Za-z’'.]{0,11}+(?:\d[a-z]{1,2})?+\.?+\s?+|\d[a-z]{1,2}\.?\s|&\s){1,6})"
    r"(?P<page>\d{1,6})(?![\w])"
)
_WORDS_IN_BRACKETS = re.compile(r"\([^()\d]{0,3}[^()]{0,60}[A-Za-z][^()]{0,60}\)")
_PINPOINT = re.compile(r"[\s,]{1,20}(?:at\s)?(\d{1,5}(?:[-–]\d{1,5})?)(?=[\s,.;)]|$)")
_YEAR = re.compile(r"\((?:[^()]{0,40}\s)?(?:\w{3,9}\.?\s\d{1,2},\s)?(\d{4})\)")
_STATUTE = re.compile(
    r"(?P<title>[A-Z][\w’'(),&\s-]{2,80}?\s(?:Act|Code|Order|Regulations|Rules|Statute|Treaty|Bill"
    r"|Measure))\s(?P<year>(?:1[2-9]|20)\d\d)(?=[\s,.;)]|$)"
)
_CODE = re.compile(
    r"(?P<title>(?P<volume>\d{1,3})\s(?P<code>(?:U\.\s?S\.\s?C\.(?:A\.)?|C\.\s?F\.\s?R\.|Stat\."
    r"|Fed\.\sReg\.))\s(?:§§?\s?)?(?P<section>[\d.,]+[a-z]?(?:\([a-z\d]{1,3}\))*(?:[-–]\d+)?))"
)


@dataclass(frozen=True, slots=True)
class Legal:
    """A case, statute or article of a law review: the fields that its citation gives."""

    title: str = ""
    container: str = ""
    volume: str = ""
    year: str = ""
    pages: str = ""


def read_legal(text: str) -> Legal | None:
    """The fields of a case or statute; None where the words cite neither."""
    return _case(text) or _code(text) or _statute(text)


def _case(text: str) -> Legal | None:
    named = _CASE.match(text.lstrip(" *_"))
    if not named:
        return None
    rest = text[text.index(named[0]) + len(named[0]) :]
    bare = " ".join(_WORDS_IN_BRACKETS.sub(" ", rest).split())
    reports = list(_REPORT.finditer(bare))
    if not reports:
        return None
    report = reports[-1]
    years = _YEAR.findall(rest)
    pages = report["page"]
    pinpoint = _PINPOINT.match(bare, report.end())
    if pinpoint:
        pages = f"{pages}, {pinpoint[1]}"
    return Legal(
        " ".join(named[0].split()).strip(" ,*"), report["report"].strip(), report["volume"] or "",
        years[-1] if years else report["round"] or "", pages,
    )  # fmt: skip


def _code(text: str) -> Legal | None:
    found = _CODE.match(text)
    if not found:
        return None
    year = _YEAR.search(text, found.end())
    title = found["title"].rstrip(",.")
    return Legal(title, found["code"], found["volume"], year[1] if year else "")


def _statute(text: str) -> Legal | None:
    found = _STATUTE.match(text)
    return Legal(" ".join(found["title"].split()), year=found["year"]) if found else None


_REVIEW = re.compile(
    r"(?<=[,)\]”’\"*]\s)(?P<volume>\d{1,4})\s(?P<container>(?=[^,;()]{0,60}(?:\."
    r"|[A-Z]{2}))[A-Z][A-Za-z’'.&]{0,14}(?:\s(?:[A-Z][A-Za-z’'.&]{0,14}|&|of|de)){0,7})\s(?=\d{1,5}(?:[\s,.;(\-–]|$))"
)


_MONTH = re.compile(rf"{MONTH}(?:\s|$)", re.IGNORECASE)


def review_in(text: str) -> re.Match[str] | None:
    """Volume and journal of "119 LQR 1" or "4 HARV. L. REV. 193": groups `volume` and `container`; None without."""
    return next((found for found in _REVIEW.finditer(text) if not _MONTH.match(found["container"])), None)
