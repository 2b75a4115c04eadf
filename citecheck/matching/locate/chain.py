"""Chains the seeds of one part of a quotation that stand in a window into the places where its words run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_MOST_RUNS = 48
_OMITTED, _ADDED = 0.5, 0.25
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


def runs(hits: Sequence[tuple[int, int]], size: int) -> list[Run]:
    """The runs that seeds of `size` letters, given as (letter, at), make on their diagonals; by their place."""
    found: list[Run] = []
    for letter, at in sorted(hits, key=lambda hit: (hit[1] - hit[0], hit[0])):
        if found:
            before = found[-1]
            if at - letter == before.at - before.letter and letter <= before.letter_end:
                found[-1] = Run(before.letter, letter + size, before.at)
                continue
        found.append(Run(letter, letter + size, at))
    if len(found) > _MOST_RUNS:
        found = sorted(found, key=lambda run: (run.letter - run.letter_end, run.at))[:_MOST_RUNS]
    return sorted(found, key=lambda run: (run.at, run.letter))


def chains(found: list[Run]) -> list[list[Run]]:
    """The runs in order, the chain with most letters first; others hold what it leaves out of the quotation.

    Words left out or put in between two runs cost; so a chance run far off is not drawn in. Sentences that changed
    places, or halves from two passages, make two chains.
    """
    result: list[list[Run]] = []
    rest = found
    while rest and len(result) < 4:
        chain = _best(rest)
        start, end = chain[0].letter, chain[-1].letter_end
        if result and (end - start < 18 or len(chain) == 0):
            break
        result.append(chain)
        rest = [run for run in rest if _outside(run, start, end) >= 12]
    return result


def _outside(run: Run, start: int, end: int) -> int:
    """How many letters of a run lie outside a span of the quotation."""
    inside = min(run.letter_end, end) - max(run.letter, start)
    return run.letter_end - run.letter - max(0, inside)


def _best(found: list[Run]) -> list[Run]:
    best: list[float] = []
    before: list[int] = []
    for index, run in enumerate(found):
        whole = run.letter_end - run.letter
        top, link = float(whole), -1
        for other in range(index):
            left = found[other]
            if left.letter >= run.letter or left.at >= run.at:
                continue
            gain = min(whole, run.letter_end - left.letter_end, run.at_end - left.at_end)
            if gain <= 0:
                continue
            jump = (run.at - run.letter) - (left.at - left.letter)
            cost = jump * _OMITTED if jump > 0 else -jump * _ADDED
            if best[other] + gain - cost > top:
                top, link = best[other] + gain - cost, other
        best.append(top)
        before.append(link)
    index = max(range(len(found)), key=lambda place: best[place])
    chain = []
    while index >= 0:
        chain.append(found[index])
        index = before[index]
    return chain[::-1]
