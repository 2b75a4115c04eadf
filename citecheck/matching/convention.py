"""What a quotation may change without telling. Each rule says who allows it; its name stands in `Edit.permitted`.

Sections of the Chicago Manual of Style are those of its 17th edition unless another is named.
"""

from __future__ import annotations

from citecheck.matching.lexicon import denials, inflected, negated_form
from citecheck.matching.normalise import are_pointed_alike, unpointed
from citecheck.model.verdict import Convention

FIRST_LETTER = "first letter"
BRACKETS = "brackets"
CAPITALS = "capitals"
LINE_END = "line end"
NOTE_MARK = "note mark"
PAGE = "page"
POINTS = "points"
FRACTION = "fraction"
CUT = "cut word"
FINAL_MARK = "final mark"
NESTED_MARKS = "nested marks"

_DENYING = frozenset(
    ("un", "in", "im", "il", "ir", "dis", "non", "not", "less", "des", "dé", "mé", "не", "ни", "бес", "без", "nie")
)
_SHORT_LIST = "a i ah am an as at be by do ed go he if in is it me my no of oh on or ox so to up us we"
_SHORT_WORDS = frozenset(_SHORT_LIST.split())
_UNITS = frozenset(("mm", "cm", "dm", "km", "in", "ft", "yd", "mi", "nm", "kg", "µm", "μm"))
_YEARS = 1000, 2100
_FORMULAS = frozenset(("co", "no", "so", "ch", "nh", "ph", "cn", "cl", "al", "ca", "na", "fe", "cr"))


def first_letter(source: str, quote: str, *, opens: bool, bracketed: bool, convention: Convention) -> str:
    """The first letter of a quotation, or of the words after an ellipsis, may change its case.

    Chicago 13.7 (2) and 13.53 let it change silently. Legal and textual work wants the letter in brackets
    (Chicago 13.16 in the 16th edition, 13.21 in the 17th; Bluebook rule 5.2): so does `strict`. Only the first
    letter: the rest of the word stays.
    """
    if source[1:] != quote[1:] or source[:1].casefold() != quote[:1].casefold():
        return ""
    if bracketed:
        return BRACKETS
    return FIRST_LETTER if opens and convention is Convention.CHICAGO else ""


def capitals(source: str, quote: str, *, among: bool = False) -> str:
    """Words set in full capitals for their looks may be set as usual, and the other way round.

    Chicago 13.7 (7) and 13.8: typeface is not part of the text. One capital letter is a case, not a typeface,
    unless it stands `among` words in capitals.
    """
    if (len(source) < 2 and not among) or source.casefold() != quote.casefold():
        return ""
    return CAPITALS if source.isupper() or quote.isupper() else ""


def brackets(replaced: int, room: int, *, hides: bool) -> str:
    """Words in square brackets may be put in, or put in place of a few of the source's words.

    Chicago 13.60, Bluebook rule 5.2: a clarification may replace what it makes clear. It may not stand for more
    than `room` words, which wants an ellipsis, nor do away with a denial (13.52: the sense may not be skewed).
    """
    return BRACKETS if replaced <= room and not hides else ""


def note_mark(source: str, quote: str) -> str:
    """A note's number that grew onto a word may be left out (Chicago 13.7 (5)): "word1" for "word".

    At most three figures, and not on letters or what may be a chemical formula: "B12" and "CO2" stay.
    """
    for long, short in ((source, quote), (quote, source)):
        rest = long[len(short) :]
        if (
            long.startswith(short)
            and short.replace("'", "").isalpha()
            and rest.isdecimal()
            and _bears_note(short, len(rest))
        ):
            return NOTE_MARK
    return ""


def _bears_note(word: str, figures: int) -> bool:
    if word in _FORMULAS:
        return figures == 2
    return figures <= 3 and (len(word) > 2 or word in _SHORT_WORDS)


def bears_power(word: str) -> bool:
    """Whether a raised figure after a word is a power: after a number that is no year, a unit, a letter of algebra."""
    if word.isdecimal():
        return not _YEARS[0] <= int(word) <= _YEARS[1]
    return word in _UNITS or (len(word) == 1 and word not in ("a", "A", "I"))


def line_end(source: str, quote: str, *, broken: bool) -> str:
    """A word divided at a line's end is undivided when quoted, and a compound's hyphen may stand there (Chicago 7.36).

    `source` and `quote` are the words' letters run together; `broken` says that one of them was divided so.
    """
    return LINE_END if broken and source == quote else ""


def points(source: str, quote: str) -> str:
    """Vowel points of Hebrew, vowel marks of Arabic and stress marks in Cyrillic may be left out or put in.

    No rule of Chicago: most texts in these scripts are set without them. Other points than the source's are told.
    """
    same = unpointed(source).casefold() == unpointed(quote).casefold()
    return POINTS if same and are_pointed_alike(source, quote) else ""


def marks(source: str, quote: str, *, paragraph: bool) -> str:
    """Quotation marks repeated at a new paragraph, and raised note numbers, are not part of the words quoted.

    Chicago 13.30–13.32 and 13.7 (1), (5). `source` and `quote` are signatures of the marks between two words;
    `paragraph` says that a paragraph ends between them in the source.
    """
    if source.rstrip('"') == quote.rstrip('"') and paragraph:
        return NESTED_MARKS
    return ""


def cut(source: str, quote: str, *, first: bool, last: bool) -> str:
    """A quotation may begin or end inside a word, when what is left is a piece of that word and no word of its own.

    No rule of editors: a passage cut by a program or a page's edge has not been altered. What takes a denial away or
    leaves a number or another form of the word is told.
    """
    if len(quote) >= len(source) or not quote.isalpha() or not source.isalpha():
        return ""
    if negated_form(source, quote) or denials((source,)) or inflected(source, quote):
        return ""
    taken = source.removesuffix(quote) if source.endswith(quote) else source.removeprefix(quote)
    if taken in _DENYING or not quote.strip("ivxlcdm"):
        return ""
    return CUT if (first and source.endswith(quote)) or (last and source.startswith(quote)) else ""
