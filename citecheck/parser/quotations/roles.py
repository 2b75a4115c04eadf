"""What a quoted passage is for: words of someone else, a title, or a term.

Titles and terms are not held to a source, so in doubt a passage is a quotation.

A *title* (Chicago 14.86 on articles and chapters) is
- in a note or a bibliography: what can be one by its form (a capital first, not long, one sentence) and stands
  where a citation has its title: first, or after names, and before the publication (italics, "in", a year, a link),
  or right after "see also";
- in the text: words after "article", "entitled" and the like ("lecture on" when they can be a title by their form),
  or words of which all but the small ones are capitalised.

A *term* (Chicago 7.57 on scare quotes, 7.61 on words as words) is a passage of at most three words that no note
marker follows, that is no small sentence, and that nobody is said to say: no verb of saying and no colon beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from citecheck.model.manuscript import Role
from citecheck.parser.quotations.words import PARTICLES, SAYING, SMALL, SPOKEN, TITLE_NOUNS

_TERM_WORDS = 3
_TITLE_WORDS = 24
_SECOND_SENTENCE = re.compile(r"[a-z]{3}\. [A-Z]")
_WORD = re.compile(r"\w[\w’'.-]*+")
_ELIDED = re.compile(r"^(?:l|d|un|all|dall|dell|nell|sull|quell|quest)[’'](?=\w)", re.IGNORECASE)
"""An article or the like that runs into its noun: l’article, dell’articolo."""
_ON = frozenset(("on", "upon", "about", "über", "sur", "su", "sobre"))
_LEAD = re.compile(
    r"\s*+(?:(?:but|mais|aber|ma)\s)?(?:see|cf\.?|compare|voir|siehe|vgl\.?|vedi|véase)"
    r"(?P<also>\s(?:also|aussi|auch|anche|también))?"
    r"(?:\s(?:his|her|their|the|son|sa|ses|leurs?|seinen?|ihren?|il suo|la sua|su))?(?:\s|$)",
    re.IGNORECASE,
)
_AROUND = 160  # characters of the surroundings that are looked at

_CITATION_TAIL = re.compile(
    r"\b(?:1[4-9]|20)\d\d\b|https?:|\bdoi\b|\bvol\b|\bno\b\.|\bpp?\.|\bin:? [A-Z‘“\"(]|\ben\b|\bdans\b|\bibid",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a quoted passage in its paragraph: `before`, `after` without its marks.

    `marked`: a note marker or citation stands right after it. `apart`: it stands in a note, a bibliography or
    an attribution line. `italics_after`: emphasised words begin right after it, or after it and "in".
    """

    before: str
    after: str
    marked: bool
    apart: bool
    italics_after: bool = False


def role_of(words: str, around: Surroundings) -> Role:
    """The role of an inline passage of these words."""
    if around.apart and _can_be_title(words) and _in_title_position(around):
        return Role.TITLE
    if _introduced_as_title(around.before, words) or _title_case(words):
        return Role.TITLE
    if around.marked or _length(words) > _TERM_WORDS or _said(around, words) or _sentence(words, around.after):
        return Role.QUOTATION
    return Role.TERM


def _length(words: str) -> int:
    """The words of a passage; scripts without spaces count two characters a word."""
    wide = sum(1 for char in words if "\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af")
    return len(words.split()) + wide // 2


def _can_be_title(words: str) -> bool:
    """Whether words can be a title: a capital or figure first, not long, no ellipsis, no second sentence."""
    first = next((char for char in words if char.isalnum()), "")
    if first.islower() or len(words.split()) > _TITLE_WORDS or "…" in words or "..." in words:
        return False
    return not words.endswith(";") and _SECOND_SENTENCE.search(words) is None


def _in_title_position(around: Surroundings) -> bool:
    clause = re.split(r"[;:]|\.\s+(?=[A-Z“\"‘(])", around.before[-_AROUND:])[-1]
    lead = _LEAD.match(clause)
    if lead is not None:
        clause = clause[lead.end() :]
        if lead["also"] and not clause.strip():
            return True
    names = _WORD.findall(clause)
    if len(names) > 12 or any(_is_plain(word) for word in names):
        return False
    tail = around.after[:_AROUND]
    return around.italics_after or _CITATION_TAIL.search(tail) is not None


def _is_plain(word: str) -> bool:
    """Whether a word is in small letters and not one that stands among names."""
    return word[0].islower() and word.strip(".").lower() not in PARTICLES


def _introduced_as_title(before: str, title: str) -> bool:
    words = [_ELIDED.sub("", word.lower()) for word in _WORD.findall(before[-40:])]
    if not words or before.rstrip().endswith((".", ":", ";")):
        return False
    if words[-1] in TITLE_NOUNS:
        return True
    noun = words[-2] if words[-1] in _ON and len(words) > 1 else words[-1]
    named = noun in SPOKEN or (noun in TITLE_NOUNS and words[-1] in _ON)
    return named and len(title.split()) > 1 and _can_be_title(title)


def _title_case(words: str) -> bool:
    """Whether all but the small words are capitalised, three at least of them, as no sentence is."""
    found = [word for word in _WORD.findall(words) if not word[0].isdigit()]
    weighty = [word for word in found if word.lower() not in SMALL]
    if len(weighty) < 2 or len(found) > 24 or (words.rstrip().endswith((".", "!", ";")) and len(weighty) < 3):
        return False
    return found[0][0].isupper() and all(word[0].isupper() and len(word.strip(".")) > 1 for word in weighty)


def _sentence(words: str, after: str) -> bool:
    """Whether a few words are a small sentence: “All right,” “It is so.”"""
    found = words.split()
    ended = words[-1:] in ",.!?" or after.startswith(",")
    return len(found) > 1 and ended and found[0][:1].isupper() and any(word[:1].islower() for word in found)


def _said(around: Surroundings, words: str) -> bool:
    """Whether somebody is said to say it: a colon or a verb of saying right before, or such a verb soon after."""
    before = around.before.rstrip()
    if before.endswith(":"):
        return True
    last = _WORD.findall(before[-60:])[-2:]
    if last and (last[-1].lower() in SAYING or (last[-1].lower() in ("that", "dass", "que") and _verb(last[:-1]))):
        return True
    after = around.after.lstrip()
    if words.rstrip()[-1:] not in ",!?—" and not after.startswith(","):
        return False
    return _verb(_WORD.findall(re.split(r"[.;:!?“”\"]", after, maxsplit=1)[0][:60])[:4])


def _verb(words: list[str]) -> bool:
    return any(word.lower() in SAYING for word in words)
