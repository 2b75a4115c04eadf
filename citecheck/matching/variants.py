"""One passage quoted two ways within a manuscript."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz.distance import Indel

_WORD = re.compile(r"\w+")
_LEAST = 6  # words; shorter quotations are alike by chance
_SHINGLE = 3  # words in a row that two quotations of one passage share
_LIKE = 0.75  # of the shorter one's words


def variants(texts: Sequence[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Groups of ids whose texts are one passage quoted differently, in the order of the texts.

    A text that is a part of another is the same passage quoted the same way, and so is one with an ellipsis or
    brackets where the other has words: these are left to the comparison with the source.
    """
    words = {id: tuple(_WORD.findall(text.casefold())) for id, text in texts if not _is_edited(text)}
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for id, each in words.items():
        if len(each) >= _LEAST:
            for at in range(len(each) - _SHINGLE + 1):
                places[each[at : at + _SHINGLE]].append(id)
    pairs: dict[str, list[str]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for ids in places.values():
        # What more than a dozen quotations share is a turn of phrase.
        for index, first in enumerate(ids[:12]):
            for other in ids[index + 1 : 12]:
                if first != other and (first, other) not in seen:
                    seen.add((first, other))
                    if _differ(words[first], words[other]):
                        pairs[first].append(other)
    order = [id for id, _ in texts]
    return [tuple(sorted({id, *pairs[id]}, key=order.index)) for id in order if id in pairs]


def _is_edited(text: str) -> bool:
    return any(sign in text for sign in ("…", "...", ". . .", "["))


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two texts are one passage with other words: much the same, and neither a part of the other."""
    short, long = sorted((one, other), key=len)
    if f" {' '.join(short)} " in f" {' '.join(long)} ":
        return False
    return Indel.distance(short, long) <= (1 - _LIKE) * len(short) + (len(long) - len(short))
