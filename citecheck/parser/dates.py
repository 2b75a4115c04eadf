"""Dates as they are printed → ISO 8601, as far as they can be read without a guess."""

from __future__ import annotations

import re

_MONTHS = (
    "jan gen ene", "feb fév fev", "mar mär mrt", "apr avr abr", "may mai mag mei", "jun giu juin", "jul lug juil",
    "aug aoû aou ago", "sep set", "oct okt ott out", "nov", "dec dez déc dic",
)  # fmt: skip
_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?\b")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_DAY = re.compile(r"(?<![\d.])(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?![\d/])")
_WORD = re.compile(r"[^\W\d_]{3,12}")
_BY_DOTS = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")


def iso_date(printed: str) -> str:
    """The date as YYYY-MM-DD, or YYYY-MM or YYYY where no more is sure (as with 4/5/2019); "" without a year.

    Month names may be English, German, French, Italian, Spanish, Portuguese or Dutch.
    """
    if found := _ISO.search(printed):
        return _joined(found[1], int(found[2]), int(found[3] or 0))
    if found := _BY_DOTS.search(printed):
        return _joined(found[3], int(found[2]), int(found[1]))
    year = _YEAR.search(printed)
    if year is None:
        return ""
    rest = printed.replace(year[0], " ", 1)
    month = next((number for word in _WORD.findall(rest) if (number := _month(word))), 0)
    day = _DAY.search(rest) if month else None
    return _joined(year[0], month, int(day[1]) if day else 0)


def _month(word: str) -> int:
    start = word.lower()
    return next((number for number, names in enumerate(_MONTHS, 1) if start.startswith(tuple(names.split()))), 0)


def _joined(year: str, month: int, day: int) -> str:
    if not 1 <= month <= 12:
        return year
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year}-{month:02}"
