"""Whether identifiers and dates of access can be what they say: DOI, ISBN, arXiv numbers, days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_DOI = re.compile(
    r"(?:\bdoi(?::\s?|\s)(?:https?://)?|(?:dx\.)?doi\.org/)(?=\S)(?P<doi>[^\s,;>\])]{2,200})", re.IGNORECASE
)
_GOOD_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s?)?10\.\d{4,9}(?:\.\d+)*/\S+", re.IGNORECASE)
_ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s?(?P<isbn>[\dXx][\dXx \-–‐]{5,22}[\dXx])\b", re.IGNORECASE)
_ARXIV = re.compile(r"\barxiv(?::\s?|\s|\.org/(?:abs|pdf)/)(?P<number>\d[\d.]{3,12}\d)(?:v\d{1,3})?", re.IGNORECASE)
_GOOD_ARXIV = re.compile(r"(?P<year>\d\d)(?P<month>0[1-9]|1[0-2])\.(?P<number>\d{4,5})")
_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "mai",
    "okt",
    "dez",
    "mär",
)
_NUMBERS = (*range(1, 13), 5, 10, 12, 3)
_DAY_FIRST = re.compile(r"(\d{1,2})\.?(?:st|nd|rd|th)?\s+([^\W\d_]{3,10})\.?,?\s+(\d{4})")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_FIGURES = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_FIRST_WEB_PAGE = date(1990, 12, 20)


def wrong_identifiers(text: str) -> Iterator[str]:
    """What is wrong with the identifiers printed in a reference, a sentence each.

    DOI Handbook 2.2 (a prefix "10." and a suffix), ISO 2108 (ISBN check digits), arXiv's numbers since 2007
    (YYMM.NNNN, five figures since 2015).
    """
    for found in _DOI.finditer(text):
        doi = found["doi"].rstrip(".")
        if any(char.isdigit() for char in doi) and not _GOOD_DOI.match(doi):
            yield f"{doi} is no DOI: a DOI begins with 10. and four figures, and has a stroke"
    for found in _ISBN.finditer(text):
        bare = "".join(char for char in found["isbn"].upper() if char.isdigit() or char == "X")
        if len(bare) not in (10, 13):
            yield f"the ISBN {found['isbn']} has {len(bare)} figures, not 10 or 13"
        elif not isbn_holds(bare):
            yield f"the ISBN {found['isbn']} is not valid: its check digit is wrong"
    for found in _ARXIV.finditer(text):
        number = found["number"].rstrip(".")
        if "." in number and not _is_arxiv(number):
            yield f"{number} is no arXiv number: that is year and month, a stop, and four or five figures"


def _is_arxiv(number: str) -> bool:
    good = _GOOD_ARXIV.fullmatch(number)
    if not good:
        return False
    return int(good["year"]) >= 7 and (len(good["number"]) == 5) == (int(good["year"]) >= 15)


def isbn_holds(isbn: str) -> bool:
    """Whether the check digit of an ISBN of 10 or 13 figures is right."""
    digits = [10 if char == "X" else int(char) for char in isbn]
    if len(digits) == 10:
        return 10 not in digits[:9] and sum((10 - place) * digit for place, digit in enumerate(digits)) % 11 == 0
    if 10 in digits:
        return False
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def wrong_day(printed: str, today: str) -> str:
    """What is wrong with a date of access, "" when nothing is or it cannot be read. `today` is an ISO date or ""."""
    days = list(_readings(printed))
    if not days:
        return ""
    real = [day for day in days if day is not None]
    if not real:
        return f"there is no day {printed}"
    if today and min(real) > date.fromisoformat(today):
        return f"the date of access, {printed}, lies in the future"
    if max(real) < _FIRST_WEB_PAGE:
        return f"the date of access, {printed}, is before there was a web"
    return ""


def _readings(printed: str) -> Iterator[date | None]:
    """The days that a printed date may mean; None for one that no calendar has."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", printed.strip()):
        yield _day(int(found[1]), int(found[2]), int(found[3]))
    elif found := _FIGURES.fullmatch(printed.strip()):
        yield _day(int(found[3]), int(found[2]), int(found[1]))
        yield _day(int(found[3]), int(found[1]), int(found[2]))
    elif found := _DAY_FIRST.fullmatch(printed.strip()):
        yield _day(int(found[3]), _month(found[2]), int(found[1]))
    elif found := _MONTH_FIRST.fullmatch(printed.strip()):
        yield _day(int(found[3]), _month(found[1]), int(found[2]))


def _month(name: str) -> int:
    short = name[:3].casefold()
    return _NUMBERS[_MONTHS.index(short)] if short in _MONTHS else 0


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
