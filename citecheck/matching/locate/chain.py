"""Chains the seeds of one part of a quotation that stand in a window into the places where its words run."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from operator import lt, sub
from typing import NamedTuple

_MOST_RUNS = 48
SLIP = 10
_MOST_CHAINS = 4
_BETWEEN = 12
"""Letters between two seeds of one diagonal that are taken for the same, too: most are."""
_LEAST = 18
"""Letters that a second chain must have: two seeds, as one may stand there by chance."""
OMITTED, ADDED = 0.5, 0.25
"""What a letter costs that the source or the quotation has alone between two runs."""


class Run(NamedTuple):
    """Letters that stand in a row in quotation and window: `letter` to `letter_end` of the one at `at` of the other."""

    letter: int
    letter_end: int
    at: int

    @property
    def at_end(self) -> int:
        """Where the run ends in the window."""
        return self.at + self.letter_end - self.letter


def straight(letters: Sequence[int], places: Sequence[int], size: int) -> tuple[Run, Run] | None:
    """The first and the last of the seeds when they make one chain and no other can be better, as with most; or None.

    `letters` and `places` say where each begins in quotation and window.
    They all follow each other; where much is left out or put in between two of them, each stretch without such a gap
    has more letters than all gaps together cost.
    """
    slips = list(map(sub, places, letters))
    if max(slips) - min(slips) <= SLIP and all(map(lt, letters, letters[1:])):
        return Run(letters[0], letters[0] + size, places[0]), Run(letters[-1], letters[-1] + size, places[-1])
    cost, least, row = 0.0, inf, 0
    before, place = letters[0] - size, places[0] - size
    for letter, at in zip(letters, places, strict=True):
        step = letter - before
        jump = at - place - step
        if step <= 0 or (jump and (step < size or at - place < size)):
            return None
        if -SLIP <= jump <= SLIP:
            row += step if step < size else size
        else:
            cost += jump * OMITTED if jump > 0 else -jump * ADDED
            least = min(least, row)
            row = size
        before, place = letter, at
    if cost >= min(least, row):
        return None
    return Run(letters[0], letters[0] + size, places[0]), Run(before, before + size, place)


def runs(letters: Sequence[int], places: Sequence[int], size: int) -> list[Run]:
    """The runs that seeds of `size` letters make on their diagonals, by their place; `places` must rise."""
    latest: dict[int, list[int]] = {}
    found: list[list[int]] = []
    for letter, at in zip(letters, places, strict=True):
        run = latest.get(at - letter)
        if run is not None and letter <= run[1] + _BETWEEN:
            run[1] = letter + size
        else:
            run = latest[at - letter] = [letter, letter + size, at]
            found.append(run)
    if len(found) > _MOST_RUNS:
        longest = sorted(found, key=lambda run: (run[0] - run[1], run[2]))[:_MOST_RUNS]
        found = sorted(longest, key=lambda run: (run[2], run[0]))
    return [Run(*run) for run in found]


def chains(found: list[Run]) -> list[list[Run]]:
    """The runs in chains, by their letters in the quotation, of which no two chains share any stretch.

    Words left out or put in between two runs cost; so a chance run far off is not drawn in. Sentences that changed
    places, or halves from two passages, make two chains.
    """
    made = [_best(found)]
    if len(made[0]) == len(found):
        return made
    for _ in range(_MOST_CHAINS):
        rest = [run for run in found if not any(_touches(run, other) for chain in made for other in chain)]
        if not rest:
            break
        more = _best(rest)
        start, end = more[0].letter, more[-1].letter_end
        between = [run for chain in made for run in chain if run.letter < end and start < run.letter_end]
        if _letters(more) < max(_LEAST, _letters(between) + 1):
            break
        split = [[run for run in chain if run.letter_end <= start] for chain in made]
        split += [[run for run in chain if run.letter >= end] for chain in made]
        made = [chain for chain in (*split, more) if chain]
    return sorted(made, key=lambda chain: chain[0].letter)


def _touches(run: Run, other: Run) -> bool:
    """Whether most of a run's letters stand in another run, too."""
    shared = min(run.letter_end, other.letter_end) - max(run.letter, other.letter)
    return 2 * shared > run.letter_end - run.letter


def _letters(chain: list[Run]) -> int:
    return sum(run.letter_end - run.letter for run in chain)


def _in_line(found: list[Run]) -> bool:
    """Whether all runs follow each other with next to nothing between them, so that no other chain can be better."""
    for (letter, letter_end, at), (after, _, after_at) in pairwise(found):
        if after < letter_end or after_at < at + letter_end - letter or abs((after_at - after) - (at - letter)) > SLIP:
            return False
    return True


def _best(found: list[Run]) -> list[Run]:
    if _in_line(found):
        return found
    best: list[float] = []
    before: list[int] = []
    for index, (letter, letter_end, at) in enumerate(found):
        whole = letter_end - letter
        top, link = float(whole), -1
        for other, (left, left_end, left_at) in enumerate(found[:index]):
            if left >= letter or left_at >= at:
                continue
            jump = (at - letter) - (left_at - left)
            # What the runs share, in the quotation or in the window, counts once.
            shared = left_end - letter if jump > 0 else left_end - letter - jump
            gain = whole - shared if shared > 0 else whole
            value = best[other] + gain - (jump * OMITTED if jump > 0 else -jump * ADDED)
            if value > top and gain > 0:
                top, link = value, other
        best.append(top)
        before.append(link)
    index = max(range(len(found)), key=best.__getitem__)
    chain = []
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]
