"""Letters that a scanner takes for others."""

from __future__ import annotations

from functools import lru_cache

_TAKEN_FOR = (
    "e-c e-o c-o a-o o-0 0-O O-Q D-O n-u h-b h-n b-6 l-1 l-i i-1 I-l I-1 I-i l-t t-f l-f i-j f-s s-5 S-5 S-8 B-8 z-2 "
    "Z-2 g-9 g-q y-v G-C E-F R-K i-r t-r a-u a-e l-! i-! l-| I-| c-( "
    "m-rn m-nn m-in m-ni m-iii d-cl d-ol n-ri n-ii u-ii u-li h-li h-ll k-lc b-lo w-vv H-li m-tn a-ci h-fi N-M "
    # letters of other alphabets that look the same
    "а-a е-e о-o р-p с-c у-y х-x і-i ѕ-s ј-j α-a ο-o ν-v ι-i"
)


def _table() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for pair in _TAKEN_FOR.split():
        one, _, other = pair.partition("-")
        for a, b in ((one, other), (one.casefold(), other.casefold())):
            table.setdefault(a, set()).add(b)
            table.setdefault(b, set()).add(a)
    return {letters: frozenset(others) for letters, others in table.items()}


_LOOKALIKES = _table()
_LONGEST = 40


@lru_cache(maxsize=1 << 12)
def misread(one: str, other: str) -> bool:
    """Whether one word can be the other badly scanned: every difference is a letter taken for its lookalike.

    At most one letter in three may differ, so that short words are not made into each other.
    """
    if one == other or abs(len(one) - len(other)) > 3 or max(len(one), len(other)) > _LONGEST:
        return False
    slips = _slips(one, other)
    return slips is not None and slips * 3 <= max(len(one), len(other)) + 1


def _slips(one: str, other: str) -> int | None:
    """The fewest lookalikes that turn one word into the other, None when some difference is no lookalike."""
    states = {(0, 0): 0}
    ends = (len(one), len(other))
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            cost = states.get((i, j))
            if cost is None:
                continue
            if i < len(one) and j < len(other) and one[i] == other[j]:
                _lower(states, (i + 1, j + 1), cost)
            for a in (1, 2, 3):
                swaps = _LOOKALIKES.get(one[i : i + a]) if i + a <= len(one) else None
                for swap in swaps or ():
                    if other.startswith(swap, j):
                        _lower(states, (i + a, j + len(swap)), cost + 1)
    return states.get(ends)


def _lower(states: dict[tuple[int, int], int], at: tuple[int, int], cost: int) -> None:
    if cost < states.get(at, cost + 1):
        states[at] = cost


def has_stray_figure(word: str) -> bool:
    """Whether figures stand inside letters, as no word of prose has them: pr0tect, b1acks."""
    letters = sum(map(str.isalpha, word))
    inside = any(map(str.isdigit, word))
    return inside and letters * 2 >= len(word) and not word[0].isdigit() and letters >= 2
