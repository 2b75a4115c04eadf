"""Where an address ends and the sentence around it goes on."""

from __future__ import annotations

_BRACKETS = {")": "(", "]": "[", "}": "{", ">": "<"}


def kept_length(address: str, sentence_marks: frozenset[str]) -> int:
    """The length of `address` without the sentence's marks and closing brackets at its end.

    A bracket that is opened inside the address is its own, as in en.wikipedia.org/wiki/Mutual_Aid_(book).
    """
    excess = {sign: address.count(sign) - address.count(opening) for sign, opening in _BRACKETS.items()}
    stop = len(address)
    while stop:
        last = address[stop - 1]
        if excess.get(last, 0) > 0:
            excess[last] -= 1
        elif last not in sentence_marks:
            break
        stop -= 1
    return stop
