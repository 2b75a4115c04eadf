"""What words say, as far as a verdict needs to know: denials, numbers, forms of one word. By rule, no dictionary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_DENYING = (
    # English
    "not no never nor neither none nothing nobody nowhere without cannot naught hardly scarcely barely seldom "
    "rarely ne'er aint dont doesnt didnt isnt wasnt arent werent wont wouldnt couldnt shouldnt "
    "hasnt havent hadnt "
    # German, Dutch
    "nicht nichts nie niemals nimmer niemand nirgends kein keine keinen keinem keiner keines keinerlei weder ohne kaum "
    "niet niets nooit niemand nergens geen zonder nauwelijks "
    # French, Italian, Spanish, Portuguese, Latin; without words that English has too, such as "point" and "sin"
    "pas jamais rien aucun aucune nul nulle sans guère non niente nulla nessun nessuno nessuna senza mai nunca "
    "jamás nada ningún ninguno ninguna nadie tampoco não nenhum nenhuma ninguém sem haud neque nec numquam nunquam "
    "nihil nemo sine vix "
    # Scandinavian, Slavic, Greek
    "inte icke ikke ej aldrig ingen inga intet uten utan nie nigdy nikt nic bez ani не ни нет никогда ничего "
    "никто без нельзя δεν μη μην ποτέ χωρίς "
    # Chinese, Japanese: one character is one word
    "不 没 沒 無 无 非 未 勿 莫 否 别 弗 毋 ぬ ず"
)
_DENIALS = frozenset(_DENYING.split())
_NEGATIVE_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "de", "mis", "anti", "counter", "a")
_GOVERN = (
    "unable unwilling unlikely impossible fail fails failed failing refuse refuses refused deny denies denied forbid "
    "forbids forbade forbidden prevent prevents prevented lack lacks lacked cease ceases ceased devoid free"
)
_GOVERNING = frozenset(_GOVERN.split())
_SCANT = frozenset(("few", "little"))


@lru_cache(maxsize=1 << 14)
def is_denial(word: str) -> bool:
    """Whether a folded word by itself denies what it stands with: not, never, kein, jamais, don't, 不."""
    return word in _DENIALS or word.endswith(("n't", "nnot"))


def denies(word: str) -> bool:
    """Whether a word governs what follows it as a denial would: `is_denial`, or unable, failed, few …"""
    return is_denial(word) or word in _GOVERNING or word in _SCANT


def is_scant(word: str) -> bool:
    """Whether a word denies as a quantity ("few believe") and not as an adjective ("a little girl")."""
    return word in _SCANT


def denials(words: Sequence[str]) -> int:
    """How many of the words are denials."""
    return sum(map(is_denial, words))


@lru_cache(maxsize=1 << 12)
def negated_form(one: str, other: str) -> bool:
    """Whether two words differ by a negative prefix or -less: just and unjust, hopeful and hopeless."""
    if one.endswith("less") != other.endswith("less"):
        root = (one if one.endswith("less") else other)[:-4]
        bare = other if one.endswith("less") else one
        if len(root) >= 3 and bare.removesuffix("ful") == root:
            return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and any(long == prefix + short for prefix in _NEGATIVE_PREFIXES if len(prefix) > 1)


_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: value * 10 for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ORDINALS = {
    "first": "one",
    "second": "two",
    "third": "three",
    "fifth": "five",
    "eighth": "eight",
    "ninth": "nine",
    "twelfth": "twelve",
}
_NUMBER_LIKE = frozenset(("dozen", "score", "half", "quarter", "twice", "thrice", "double", "triple", "both", "once"))
_DIGITS = re.compile(r"(\d+(?:\.\d+)?)(st|nd|rd|th|d|s)?")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@lru_cache(maxsize=1 << 14)
def _cardinal(word: str) -> tuple[str, bool]:
    """The cardinal of a number word, and whether the word was an ordinal."""
    if word in _ORDINALS:
        return _ORDINALS[word], True
    if word.endswith("ieth"):
        return word[:-4] + "y", True
    if word.endswith("th") and word[:-2] in _UNITS | _SCALES:
        return word[:-2], True
    return word, False


@lru_cache(maxsize=1 << 14)
def is_number(word: str) -> bool:
    """Whether a folded word says a number: 12, 1859, twelve, twelfth, dozen."""
    if word[:1].isdigit() or word in _NUMBER_LIKE:
        return True
    base = _cardinal(word)[0]
    return base in _UNITS or base in _TENS or base in _SCALES


def number_value(words: Sequence[str]) -> tuple[float, str] | None:
    """The value of number words or figures and their ending ("th" for ordinals), None when they are not one number.

    "one hundred and twenty-five", "125" and "CXXV" are the same, so are "nineteenth" and "19th".
    """
    if len(words) == 1:
        word = words[0]
        if (figures := _DIGITS.fullmatch(word)) is not None:
            ending = figures[2] or ""
            return float(figures[1]), ending if ending == "s" else "th" if ending else ""
        if word in ("%", "percent"):
            return None
    total: float = 0
    current: float = 0
    ordinal = False
    seen = False
    for index, word in enumerate(words):
        base, ends = _cardinal(word)
        if (base == "and" and seen) or (base == "a" and index == 0 and len(words) > 1):
            continue
        if ordinal:
            return None
        if base in _UNITS or base in _TENS:
            value = _UNITS.get(base) or _TENS.get(base, 0)
            # "eighteen fifty-nine" is a year read in pairs.
            current = current * 100 + value if 10 <= current < 100 and value >= 10 else current + value
        elif base == "hundred":
            current = (current or 1) * 100
        elif base in _SCALES:
            total += (current or 1) * _SCALES[base]
            current = 0
        else:
            return _roman_value(words)
        seen = True
        ordinal = ends
    return (total + current, "th" if ordinal else "") if seen else None


def _roman_value(words: Sequence[str]) -> tuple[float, str] | None:
    if len(words) != 1 or not words[0] or _ROMAN.fullmatch(words[0]) is None:
        return None
    values = [_ROMAN_VALUES[letter] for letter in words[0]]
    return float(sum(-v if v < n else v for v, n in zip(values, [*values[1:], 0], strict=True))), ""


_FORMS = tuple(
    frozenset(forms.split())
    for forms in (
        "be am is are was were been being",
        "have has had having",
        "do does did done doing doth dost",
        "go goes went gone going",
        "say says said saying saith",
        "make makes made making",
        "take takes took taken taking",
        "come comes came coming",
        "see sees saw seen seeing",
        "know knows knew known knowing",
        "give gives gave given giving",
        "find finds found finding",
        "think thinks thought thinking",
        "man men",
        "woman women",
        "child children",
        "foot feet",
        "this these",
        "that those",
        "i me my mine",
        "he him his",
        "she her hers",
        "we us our ours",
        "they them their theirs",
        "it its",
        "who whom whose",
        "thou thee thy thine",
        "a an",
    )
)
_ENDING_LIST = (
    " s es ed d ing er ers est r st ly en n t 's ies ied y ier iest ily e es eth th al ness ment ion ions"
    " ation ations able ible ive ful less ism ist ists ity"
)
_ENDINGS = frozenset(_ENDING_LIST.split(" "))


@lru_cache(maxsize=1 << 14)
def inflected(one: str, other: str) -> bool:
    """Whether two words are forms of one word: thing and things, migrated and migrating, was and were.

    By their endings; forms that change inside ("sang") only for the commonest words.
    """
    if any(one in forms and other in forms for forms in _FORMS):
        return True
    stem = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        stem += 1
    if stem < 3 or stem * 2 < max(len(one), len(other)) - 1:
        return False
    for back in range(min(3, stem - 2)):
        rests = one[stem - back :], other[stem - back :]
        if all(_is_ending(rest, one[stem - back - 1]) for rest in rests):
            return True
    return False


def _is_ending(rest: str, before: str) -> bool:
    if rest in _ENDINGS:
        return True
    # permit, permitted: the last consonant is doubled before the ending
    return len(rest) > 2 and rest[0] == before and rest[1:] in _ENDINGS
