"""Whether an ellipsis is honest about what it leaves out.

Chicago 13.52 (17th edition): care must be taken not to skew the sense of the original by what is dropped.
"""

from __future__ import annotations

from citecheck.matching.lexicon import denies, is_denial, is_scant
from citecheck.matching.words import Words

FAR = 2500  # characters, about a page of print: what an ellipsis joins across more is told

_SHORT = 5
_CONJUNCTIONS = (
    "and but or yet so that which who whom whose because as when where while if though although since for than "
    "und aber oder dass weil wenn et mais ou que qui car e ma o che y pero"
)
_BEGIN = frozenset(_CONJUNCTIONS.split())
_ARTICLES = "a an the this that these those his her its their my our your thy no some any every each"
_DETERMINERS = frozenset(_ARTICLES.split())
_ENDS_CLAUSE = frozenset(",;:.!?—()…")
_ENDS_SENTENCE = frozenset(";:.!?…")


def hides_denial(source: Words, first: int, last: int) -> bool:
    """Whether leaving out words `first` to `last` of a source makes it say what it denies.

    A denial left out matters when it governs words that are kept: it stands at the elision's edge, in the clause
    that the kept words begin or end; or all that is left out are a few words of one clause. A denial in a clause
    that goes as a whole, or one that "but" takes up within it ("not a fool but"), is left out with what it denies.
    """
    count = last - first
    if count <= 0 or not any(map(denies, source.keys[first:last])):
        return False
    opened = first == 0 or _clause_ends(source, first - 1)
    # "not because …, not as a man": a denial at the end governs what follows, whatever word that is.
    ends = _is_marked if is_denial(source.keys[last - 1]) else _clause_ends
    closed = last >= len(source) or ends(source, last - 1)
    if opened and closed:
        return False
    if source.keys[last - 1] == "but" or source.keys[last - 2 : last] in (["but", "also"], ["but", "even"]):
        return count < 3
    if count <= _SHORT and not any(_sentence_ends(source, index) for index in range(first - (first > 0), last)):
        return any(_governs(source, index, first, count) for index in range(first, last))
    lead = 0 if opened else _reach(source, range(first, min(first + 2, last)), after=True)
    tail = 0 if closed else _reach(source, range(last - 1, max(last - 4, first - 1), -1), after=False)
    edges = [*range(first, first + lead), *range(last - tail, last)]
    return any(is_denial(source.keys[index]) for index in edges)


def _governs(source: Words, index: int, first: int, count: int) -> bool:
    word = source.keys[index]
    if is_scant(word):
        before = source.keys[index - 1] if index else ""
        return count <= 3 and before not in _DETERMINERS and not source.gaps[index - 1] and index == first
    if word == "free":
        return source.keys[index + 1 : index + 2] in (["of"], ["from"])
    return denies(word)


def _reach(source: Words, indices: range, *, after: bool) -> int:
    """How many of the words, from the elision's edge inwards, belong to the clause that the edge cuts."""
    reach = 0
    for index in indices:
        if not after and reach and _clause_ends(source, index):
            break
        reach += 1
        if after and _clause_ends(source, index):
            break
    return reach


def _clause_ends(source: Words, index: int) -> bool:
    """Whether a clause ends between a word and the next: by a mark, or because the next word begins one."""
    if _is_marked(source, index):
        return True
    return index + 1 < len(source) and source.keys[index + 1] in _BEGIN


def _is_marked(source: Words, index: int) -> bool:
    return any(mark in _ENDS_CLAUSE for mark in source.gaps[index])


def _sentence_ends(source: Words, index: int) -> bool:
    return any(mark in _ENDS_SENTENCE for mark in source.gaps[index])
