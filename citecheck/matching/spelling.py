"""Spellings of one word: British and American, modern and archaic, with and without accents. Productive rules."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TWO_SYLLABLES = r"[aeiouy][^aeiouy]+[aeiouy]+"
# Each rule rewrites one spelling into another that stands for both. A rule is written so that it cannot make one
# common word of another: "scoured" stays apart from "scored", "filled" from "filed".
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # colour, neighbourhood, endeavouring; not hour, scour, flour
        (
            r"(?<=[aeiouy])([^aeiouy]*)our(?=(?:s|ed|ing|er|ers|ite|ites|able|ably|less|ful|fully|hood|hoods|al|ly|y|ies)?$)",
            r"\1or",
        ),
        # centre, theatre, manoeuvre, and their forms; not there, here
        (r"((?:^|[^h])[bcdgptv]|ch)re(s?)$", r"\1er\2"),
        (r"([bcdgptv]|ch)(?:red|erd)$", r"\1ered"),
        (r"([bcdgptv]|ch)ring$", r"\1ering"),
        # realise, organisation, analyse; not rise, wise, prise
        (
            r"(?<=[aeiouy])([^aeiouy]{0,8}[aeiouy]{0,4}[^aeiouy]{1,8})is(?=(?:e|es|ed|er|ers|ing|able|ation|ations|ational)$)",
            r"\1iz",
        ),
        (r"lys(?=(?:e|es|ed|er|ers|ing)$)", "lyz"),
        # travelled, counsellor, fulfill: a consonant doubled after an unstressed syllable; not filled, planned
        (rf"({_TWO_SYLLABLES})ll", r"\1l"),
        (rf"({_TWO_SYLLABLES})([bgmnpst])\2(?=(?:ed|ing|er|ers|or|ors)$)", r"\1\2"),
        (r"ll(?=(?:ful|fully|fulness|ment|ments|some)$)", "l"),
        (r"ooll", "ool"),
        # mediaeval, foetus, manoeuvre
        (r"(?<!o)ae(?=[^aeious]?[a-z]{2})", "e"),
        (r"oe(?=[a-z]{2})(?!s$)", "e"),
        (r"^(s?m)ou(?=l[dt])", r"\1o"),
        (r"ogue(s?)$", r"og\1"),
        (r"(?<=[aeiouy])([^aeiouy]+)enc(?=(?:e|es|ed)$)", r"\1ens"),
        (r"^practic(?=e|es|ed|ing|er)", "practiz"),
        (r"exion(?=s?$)", "ection"),
        (r"dgement", "dgment"),
        (r"eable$", "able"),
        (r"^ageing$", "aging"),
        # archaic: publick, shew, 'd, chuse
        (rf"({_TWO_SYLLABLES}[^aeiouy]*|[aeiouy][^aeiouy]+)ick(?=s?$)", r"\1ic"),
        (r"^shew(?=(?:n|ed|eth|ing|s)?$)", "show"),
        (r"'d$", "ed"),
        (r"^chus(?=e|es|ed|ing)", "choos"),
        (r"^(en|un|in)?compleat", r"\1complete"),
        (r"^encreas", "increas"),
        (r"^intire", "entire"),
        (r"^in(?=clos|dors|trench|trust|quir)", "en"),
        (r"^imbed", "embed"),
        (r"^despatch", "dispatch"),
        (r"oul(?=s|led|ling)?$", "ol"),
        (r"^sceptic", "skeptic"),
        (r"^sulph", "sulf"),
        (r"^plough", "plow"),
        (r"^gaol", "jail"),
        (r"^grey", "gray"),
        (r"^moustach", "mustach"),
        (r"^waggon", "wagon"),
        (r"^programme(s?)$", r"program\1"),
        (r"^cosy$", "cozy"),
        (r"^disc(?=s?$)", "disk"),
        (r"^mollusc", "mollusk"),
        (r"^artefact", "artifact"),
        (r"^alumini?um", "aluminum"),
        (r"^jewell?er?y$", "jewelry"),
        (r"^whiskey", "whisky"),
        (r"^gips(?=y|ies)", "gyps"),
        (r"^burthen", "burden"),
        (r"^antient", "ancient"),
    )
)
_PAIRS = {
    "tho": "though",
    "altho": "although",
    "thro": "through",
    "thru": "through",
    "o'er": "over",
    "e'er": "ever",
    "ne'er": "never",
    "e'en": "even",
    "advisor": "adviser",
    "conjuror": "conjurer",
    "tyre": "tire",
    "pyjamas": "pajamas",
    "learnt": "learned",
    "spelt": "spelled",
    "burnt": "burned",
    "dreamt": "dreamed",
    "leapt": "leaped",
    "leant": "leaned",
    "spoilt": "spoiled",
    "smelt": "smelled",
    "spilt": "spilled",
    "develope": "develop",
    "surprize": "surprise",
    "alright": "allright",
}


@lru_cache(maxsize=1 << 14)
def standard(word: str) -> str:
    """One spelling for all that a word has: colour and color, realise and realize, café and cafe give the same."""
    plain = word
    if not word.isascii():
        split = unicodedata.normalize("NFD", word)
        plain = unicodedata.normalize("NFC", "".join(c for c in split if not unicodedata.combining(c)))
    plain = _PAIRS.get(plain, plain)
    if len(plain) < 4:
        return plain
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    return plain


@lru_cache(maxsize=1 << 14)
def spelled_alike(one: str, other: str) -> bool:
    """Whether two folded words are spellings of one word, by the rules above or the old use of u and v, i and j."""
    a, b = standard(one), standard(other)
    if a == b or a.replace("'", "") == b.replace("'", ""):
        return True
    return _old_letters(a) == _old_letters(b)


def _old_letters(word: str) -> str:
    return word.replace("vv", "w").replace("v", "u").replace("j", "i")


def differ_in_accents(one: str, other: str) -> bool:
    """Whether two words are the same but for marks on letters: hatte and hätte. "ё" for "е" does not count."""
    if one.isascii() and other.isascii():
        return False
    a, b = (unicodedata.normalize("NFD", word.replace("ё", "е")) for word in (one, other))
    return a != b and _unmarked(a) == _unmarked(b)


def share_of_accents(text: str) -> float:
    """The share of letters that bear a mark: next to none in English, some in a hundred in most other languages."""
    letters = sum(map(str.isalpha, text)) or 1
    return sum(map(bool, map(unicodedata.combining, unicodedata.normalize("NFD", text)))) / letters


def _unmarked(text: str) -> str:
    return "".join(char for char in text if not unicodedata.combining(char))


_SLIPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("ei"), "ie"),
    (re.compile(r"anc(?=e|es|y|ies)"), "enc"),
    (re.compile(r"ant(?=s|ly)?$"), "ent"),
    (re.compile(r"ibl(?=e|y|ility)"), "abl"),
    (re.compile(r"([bcdfglmnprst])\1"), r"\1"),
    (re.compile(r"rnment"), "rment"),
    (re.compile(r"sede$|cede$"), "ceed"),
)
_SYLLABLES = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=1 << 12)
def misspelt(one: str, other: str) -> bool:
    """Whether two words differ by a slip of the pen that seldom makes another word: recieve, occured, existance.

    Only for words of three syllables, or a swapped ei: in shorter ones such slips make words (planned, planed).
    The caller makes sure that the misspelt one is no word.
    """
    if min(len(one), len(other)) < 6 or one[0] != other[0]:
        return False
    if one.replace("ei", "ie") == other.replace("ei", "ie"):
        return True
    if min(len(_SYLLABLES.findall(one)), len(_SYLLABLES.findall(other))) < 3:
        return False
    a, b = one, other
    for pattern, replacement in _SLIPS:
        a, b = pattern.sub(replacement, a), pattern.sub(replacement, b)
    return a == b
