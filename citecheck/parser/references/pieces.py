"""Says what a plain piece of a reference is: pages, a volume, a date, an editor, a locator."""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.parser.references.names import people

YEAR = re.compile(r"(?<![\d/.=-])(1[4-9]\d\d|20\d\d)(?!\d)")
MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?"
    r"|sept?(?:ember)?"
    r"|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?"
)
DATE = (
    rf"(?:\d{{1,2}}\.?(?:st|nd|rd|th)?\s+{MONTH},?\s+\d{{4}}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|{MONTH}\s+\d{{4}})"
)
_FIGURE = r"(?:[A-Z]?\d{1,6}[a-drv]?|[ivxlc]{1,8}|e\d{2,9})"
_PAGE = rf"{_FIGURE}(?:\s?[-–—]\s?{_FIGURE})?(?:\s?ff?\b\.?|\s(?:et )?seqq?\b\.?|\+)?(?:\s?nn?\.?\s?\d{{1,3}})?"
_PAGES = re.compile(
    rf"(?:(?P<sign>pp?\.?|at(?:\s+pp?\.)?|S\.|fols?\.|fo\.|hier(?:\s+S\.)?|pages?|esp\.(?:\s+pp?\.)?|especially"
    rf"|here(?:\s+pp?\.)?|and|Seite)\s*)?"
    rf"(?P<pages>{_PAGE}(?:\s+(?:and|&|to|u\.)\s+{_PAGE}){{0,4}})"
)
_VOLUME = re.compile(
    r"(?:vols?|volume|bd|band|tome?|t)\.?\s*(?P<volume>[IVXLCivxlc]{1,7}|\d{1,4})(?P<of>\s+of)?(?:\s+.*)?", re.I
)
_ISSUED = re.compile(r"(\d{1,4})(?:[./:]\d{1,3}(?:[-–]\d{1,3})?)")
_VOLUME_PAGE = re.compile(rf"(\d{{1,3}}|[IVXL]{{1,6}}):\s?({_PAGE})")
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_EDITION = re.compile(
    r"(?:(?:\d{1,3}(?:st|nd|rd|th|d)?\.?|rev(?:ised|\.)?|first|second|third|fourth|fifth|sixth|new|enl(?:arged)?\.?"
    r"|exp(?:anded)?\.?"
    r"|abr(?:idged)?\.?|and|critical|paperback|ebook|kindle|repr(?:int)?\.?|student|facsimile|centenary|jubilee"
    r"|large-print)\s+){1,4}"
    r"(?:eds?|edn|edition|aufl(?:age)?)\b\.?|repr(?:int)?\.?(?:\s+ed\.?)?|ebook|kindle|\d{1,3}\s?(?:vols?|volumes"
    r"|bde)\.?"
    r"|(?:orig(?:inal(?:ly)?)?\.?|first)(?:\s+work)?\s+pub(?:lished|\.)?.{0,60}|paperback|kindle edition"
    r"|special issue.{0,40}",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"(?:chaps?|chs?|chapters?|secs?|sects?|sections?|§+|paras?|¶+|bks?|books?|arts?|articles?|acts?|lines?|ll?"
    r"|figs?|tables?|tbl"
    r"|app|box|folders?|file|series|ser|notes?|nn?|ss?|pts?|parts?|plates?|sig|cantos?|cl|nos?|nr|issue|heft|iss|h"
    r"|reel|item"
    r"|episode|season|track|entry|lot|doc|minute|rule|reg)\b\.?\s*[\dA-ZIVXivx“].{0,80}|[\d.]{1,9}\.\d{1,4}[a-z]?"
    r"|(?-i:[A-Z]{2,5})\s(?!(?:1[4-9]|20)\d\d\b)\d[\d/.]{0,12}",
    re.IGNORECASE,
)
_DATED = re.compile(
    rf"(?:(?:{MONTH}|spring|summer|autumn|fall|winter|early|late|circa|ca?\.|trinity|easter|\d{{1,2}}(?:st|nd|rd|th"
    rf"|\.)?|monday|tuesday"
    rf"|wednesday|thursday|friday|saturday|sunday|published|submitted|posted|updated|last|modified|dated|and|of"
    rf"|[-–/])[\s,]*){{0,8}}"
    r"\[?(?P<year>1[4-9]\d\d|20\d\d)[a-z]?\]?(?:\s?[-–/]\s?\d{2,4})?(?:\s+\[\d{4}\])?",
    re.IGNORECASE,
)
_DAY = re.compile(
    rf"(?:(?:last\s)?(?:modified|updated|submitted|posted|published|dated|revised"
    rf"|published online)\s)?(?:\w+day,?\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\.?\s+{MONTH}"
    rf"|{MONTH}(?:\s+\d{{1,2}})?(?:[-–]\d{{1,2}})?|spring|summer|autumn|fall|winter)",
    re.I,
)
_EDITS_LIST = """
    ed eds edited editor editors hrsg hg herausgegeben éd éds
"""
_EDITS = frozenset(_EDITS_LIST.split())
_TRANSLATES_LIST = """
    trans translated translator translators transl tr übers übersetzt
"""
_TRANSLATES = frozenset(_TRANSLATES_LIST.split())
_OTHERWISE_LIST = """
    comp comps compiled compiler introd intro introduced introduction foreword preface afterword rev revised
    selected annotated illus illustrated directed dir narrated performed read photographs notes
"""
_OTHERWISE = frozenset(_OTHERWISE_LIST.split())
_GLUE_LIST = """
    and & by von par with an a the
"""
_GLUE = frozenset(_GLUE_LIST.split())
_ROLE_AFTER = re.compile(
    r"(?P<who>(?-i:[^\W\d_a-z]).{1,120}?),?\s{0,3}\(?\b(?P<role>eds?|editors?|trans|translators?|tr|hrsg|hg"
    r"|comps?)\b\.?\)?(?:\s+and\s+(?P<also>trans|eds?)\.?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Role:
    """Who edited or translated the work."""

    who: str
    editor: bool
    translator: bool


def pages(text: str) -> tuple[str, bool] | None:
    """The pages of a piece and whether a page sign says so; None where it is no page figure."""
    found = _PAGES.fullmatch(text.strip(" ,.)("))
    if not found or (not found["sign"] and not any(char.isdigit() for char in text) and len(text) < 2):
        return None
    return " ".join(found["pages"].split()), found["sign"] is not None and found["sign"] != "and"


def volume(text: str) -> str:
    """The volume of "vol. 2", "Bd. IV", "vol. 3 of"."""
    found = _VOLUME.fullmatch(text.strip(" ,."))
    return found["volume"] if found else ""


def issued(text: str) -> str:
    """The volume of "4.2" or "12/3"."""
    found = _ISSUED.fullmatch(text)
    return found[1] if found else ""


def volume_page(text: str) -> tuple[str, str] | None:
    """The volume and pages of "2:34"."""
    found = _VOLUME_PAGE.fullmatch(text)
    return (found[1], found[2]) if found else None


def is_roman(text: str) -> bool:
    """Whether a piece is a numeral in capitals."""
    return _ROMAN.fullmatch(text) is not None


def is_edition(text: str) -> bool:
    """Whether a piece tells the edition, the number of volumes or the first printing."""
    return _EDITION.fullmatch(text.strip(" ,")) is not None


def is_locator(text: str) -> bool:
    """Whether a piece points into the work other than by page: a chapter, a paragraph, an issue, a box."""
    return _LOCATOR.fullmatch(text.strip(" ,")) is not None


def dated(text: str) -> str:
    """The year of a piece that is nothing but a date, "" where it is none."""
    found = _DATED.fullmatch(text.strip(" ,."))
    return found["year"] if found else ""


def is_day(text: str) -> bool:
    """Whether a piece is a day or season without its year."""
    return _DAY.fullmatch(text.strip(" ,.")) is not None


def role_before(text: str) -> Role | None:
    """Editors and translators of "ed. by Ann Moor", "edited and translated by Jon Fell"."""
    words = text.split()
    said: set[str] = set()
    at = 0
    while at < len(words) and at < 8:
        word = words[at].strip(".,").casefold()
        known = word in _EDITS or word in _TRANSLATES or word in _OTHERWISE
        if not known and (word not in _GLUE or not said) and not (at == 0 and word in ("and", "with")):
            break
        if known:
            said.add(word)
        at += 1
    who = " ".join(words[at:])
    if not said or not people(who):
        return None
    return Role(who, bool(said & _EDITS), bool(said & _TRANSLATES))


def role_after(text: str) -> Role | None:
    """Editors and translators of "Ann Moor, ed.", "Jon Fell tr", "A. Moor & J. Fell, Eds."."""
    found = _ROLE_AFTER.fullmatch(text.strip(" ,"))
    if not found or not people(found["who"]):
        return None
    roles = {found["role"].casefold(), (found["also"] or "").casefold()}
    return Role(found["who"].strip(" ,"), bool(roles & _EDITS), bool(roles & _TRANSLATES))


def role_alone(text: str) -> tuple[bool, bool] | None:
    """Whether "(eds)" or "Trans." makes the names before it editors, and translators; None for other words."""
    words = {word.strip(".,()").casefold() for word in text.split()} - _GLUE
    if not words or not words <= _EDITS | _TRANSLATES | {"comp", "comps"}:
        return None
    return bool(words & _EDITS), bool(words & _TRANSLATES)
