"""How two words, or two short rows of words, that do not agree are related."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from citecheck.matching.convention import FRACTION, note_mark
from citecheck.matching.lexicon import denials, inflected, is_number, negated_form, number_value
from citecheck.matching.scanning import has_stray_figure, misread
from citecheck.matching.spelling import differ_in_accents, misspelt, spelled_alike
from citecheck.model.verdict import EditKind

_FEW = 3
_LONGEST = 64  # letters; longer "words" are compared as wholes


@dataclass(frozen=True, slots=True)
class Relation:
    """What a change of words is, if nothing else is known of it.

    `cost` ranks pairings, in thousandths of a word changed. Where `kind` is a scanning error or a slip of the pen
    it holds only when one of the words is no word of the language; if both are, the kind is `otherwise`. `rule`
    names what permits it.
    """

    kind: EditKind
    cost: int
    otherwise: EditKind | None = None
    rule: str = ""


_STRANGERS = Relation(EditKind.SUBSTITUTION, 1000)


@lru_cache(maxsize=1 << 13)
def related(source: str, quote: str) -> Relation:
    """The relation of two different words, folded and without case."""
    if max(len(source), len(quote)) > _LONGEST:
        return _STRANGERS
    if source.replace("'", "") == quote.replace("'", ""):
        return Relation(EditKind.PUNCTUATION, 50)
    if rule := note_mark(source, quote):
        return Relation(EditKind.PUNCTUATION, 50, rule=rule)
    near = Levenshtein.distance(source, quote) * 2 <= max(len(source), len(quote))
    if near and spelled_alike(source, quote):
        return Relation(EditKind.SPELLING, 100, EditKind.SUBSTITUTION if differ_in_accents(source, quote) else None)
    numbers = is_number(source), is_number(quote)
    if any(numbers):
        values = number_value((source,)), number_value((quote,))
        if values[0] is not None and values[0] == values[1]:
            return Relation(EditKind.SPELLING, 100)
    meant = _change_of_sense(source, quote)
    if near and not all(numbers) and misread(source, quote) and not _other_form(source, quote):
        sure = has_stray_figure(source) or has_stray_figure(quote)
        return Relation(EditKind.SPELLING, 150, None if sure else meant.kind)
    if near and meant.kind is EditKind.SUBSTITUTION and misspelt(source, quote):
        return Relation(EditKind.SPELLING, 250, meant.kind)
    return meant


def _other_form(one: str, other: str) -> bool:
    """Whether two words that a scanner may confuse are more likely two forms: gentleman and -men, hermano and -a."""
    if len(one) != len(other) or len(one) < _LEAST_FORM:
        return False
    if one[-3:] in _MEN and other[-3:] in _MEN:
        return one[:-3] == other[:-3]
    return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"a", "o"}


_MEN = ("man", "men")
_LEAST_FORM = 4


def _change_of_sense(source: str, quote: str) -> Relation:
    """What a change of words is when both are words."""
    if denials((source,)) != denials((quote,)):
        return Relation(EditKind.NEGATION, 450 if source[:2] == quote[:2] else 900)
    if is_number(source) and is_number(quote):
        return Relation(EditKind.NUMBER, 500)
    if negated_form(source, quote):
        return Relation(EditKind.NEGATION, 450)
    if inflected(source, quote):
        return Relation(EditKind.INFLECTION, 400)
    if is_number(source) or is_number(quote):
        return Relation(EditKind.NUMBER, 950)
    likeness = Levenshtein.normalized_similarity(source, quote)
    return Relation(EditKind.SUBSTITUTION, 1000 - int(300 * likeness))


def changes_sense(source: str, quote: str) -> bool:
    """Whether a word denies or counts what the other does not: never and ever, unknown and known, 1911 and 1935."""
    if denials((source,)) != denials((quote,)) or negated_form(source, quote):
        return True
    figures = any(map(str.isdigit, source + quote))
    return figures and source != quote


def related_rows(source: Sequence[str], quote: Sequence[str]) -> Relation | None:
    """The relation of two short rows of words that say the same: divided otherwise, or a number in words; else None."""
    if _is_same_fraction(source, quote):
        return Relation(EditKind.SPELLING, 50, rule=FRACTION)
    if len(source) != len(quote) and "".join(source).replace("'", "") == "".join(quote).replace("'", ""):
        if denials(source) != denials(quote):
            return Relation(EditKind.NEGATION, 300)
        rows = sorted((source, quote), key=len)
        if len(rows[0]) == 1 and len(rows[1]) == 2 and _is_run_together(rows[1], rows[0][0]):
            return Relation(EditKind.NEGATION, 300)
        if _is_another_number(source) or _is_another_number(quote):
            return Relation(EditKind.NUMBER, 300)
        return Relation(EditKind.SPELLING, 100)
    if any(map(is_number, source)) and any(map(is_number, quote)):
        value = number_value(source)
        if value is not None and value == number_value(quote):
            return Relation(EditKind.SPELLING, 100)
    if len(source) != len(quote) and spelled_alike("".join(source), "".join(quote)) and len("".join(source)) > 4:
        return Relation(EditKind.SPELLING, 150)
    return None


def _is_another_number(words: Sequence[str]) -> bool:
    """Whether figures that stand side by side make another number when joined: "25 4", and not "25 000"."""
    return len(words) > 1 and all(map(str.isdecimal, words)) and any(len(word) != _GROUP for word in words[1:])


def _is_same_fraction(source: Sequence[str], quote: Sequence[str]) -> bool:
    """Whether two rows are one number with a fraction, set as "4½", as "4 1/2" or with the fraction slash."""
    one, other = "".join(source), "".join(quote)
    return ("⁄" in one or "⁄" in other) and one.replace("⁄", "") == other.replace("⁄", "")


def _is_run_together(apart: Sequence[str], joined: str) -> bool:
    """Whether a word before another has become a negative prefix: "in justice" and "injustice", "a theist"."""
    return negated_form(apart[1], joined) or (apart[0] == "a" and joined in _DENYING_WITH_A)


_DENYING_WITH_A = frozenset(
    ("atheist", "atheism", "atypical", "amoral", "apolitical", "asexual", "asymmetric", "atonal")
)
_GROUP = 3
SLIGHT = (EditKind.SPELLING, EditKind.PUNCTUATION, EditKind.CASE)


def slightly_changed(source: Sequence[str], quote: Sequence[str]) -> bool:
    """Whether as many words stand on both sides and each is a spelling or a misprint of its partner."""
    if not 0 < len(source) == len(quote) <= _FEW:
        return False
    return all(related(a, b).kind in SLIGHT for a, b in zip(source, quote, strict=True) if a != b)


@dataclass(frozen=True, slots=True)
class Pair:
    """Words `source[s0:s1]` for words `quote[q0:q1]`; one side may be empty. `relation` is None where one is."""

    s0: int
    s1: int
    q0: int
    q1: int
    relation: Relation | None


_ALONE = 620  # a word without a partner: two of them cost more than a change
_MOST = 16
_ROWS = ((1, 2), (2, 1), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (1, 5), (5, 1))


def pair_off(source: Sequence[str], quote: Sequence[str]) -> list[Pair]:
    """Pairs the words of a changed stretch so that what is related stands together.

    Beyond 16 words on a side the stretch is one pair: nobody reads such a change word by word.
    """
    m, n = len(source), len(quote)
    if not m or not n or max(m, n) > _MOST:
        relation = _STRANGERS if m and n else None
        return [Pair(0, m, 0, n, relation)]
    best: dict[tuple[int, int], tuple[int, Pair | None]] = {(0, 0): (0, None)}

    def offer(at: tuple[int, int], cost: int, pair: Pair) -> None:
        if at not in best or cost < best[at][0]:
            best[at] = (cost, pair)

    for i in range(m + 1):
        for j in range(n + 1):
            cost = best[i, j][0]
            if i < m and j < n:
                relation = _same(source[i], quote[j]) or related(source[i], quote[j])
                offer((i + 1, j + 1), cost + relation.cost, Pair(i, i + 1, j, j + 1, relation))
                for a, b in _ROWS if _may_begin_alike(source[i], quote[j]) else ():
                    if i + a <= m and j + b <= n and (rows := related_rows(source[i : i + a], quote[j : j + b])):
                        offer((i + a, j + b), cost + rows.cost, Pair(i, i + a, j, j + b, rows))
            if i < m:
                offer((i + 1, j), cost + _ALONE, Pair(i, i + 1, j, j, None))
            if j < n:
                offer((i, j + 1), cost + _ALONE, Pair(i, i, j, j + 1, None))
    return _path(best, (m, n))


def _may_begin_alike(source: str, quote: str) -> bool:
    """Whether rows that begin with these words may say the same: by their first letter, or a number."""
    return source[0] == quote[0] or ((is_number(source) or source == "a") and (is_number(quote) or quote == "a"))


def _same(source: str, quote: str) -> Relation | None:
    return Relation(EditKind.CASE, 0) if source == quote else None


def _path(best: dict[tuple[int, int], tuple[int, Pair | None]], at: tuple[int, int]) -> list[Pair]:
    path: list[Pair] = []
    while (pair := best[at][1]) is not None:
        last = path[-1] if path else None
        at = (pair.s0, pair.q0)
        # Neighbours without partners on one side are one omission or one insertion.
        if last and pair.relation is None and last.relation is None and (pair.s0 == pair.s1) == (last.s0 == last.s1):
            pair = Pair(pair.s0, last.s1, pair.q0, last.q1, None)
            path.pop()
        path.append(pair)
    return path[::-1]
