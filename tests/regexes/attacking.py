"""Texts on which a regular expression would be slow if it could, made from the expression itself."""

from __future__ import annotations

import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from tests.regexes.finding import Found

SECONDS_A_CHARACTER = 0.5 / 100_000
DOUBLING = 2.5  # times as long for twice the text
NOISE = 0.05  # seconds under which a doubling is not measured

OFTEN = 16
"""A repeat that goes on this far is worth attacking."""

_CATEGORIES = {
    codes.CATEGORY_DIGIT: "7",
    codes.CATEGORY_NOT_DIGIT: "q",
    codes.CATEGORY_SPACE: " ",
    codes.CATEGORY_NOT_SPACE: "q",
    codes.CATEGORY_WORD: "q",
    codes.CATEGORY_NOT_WORD: "-",
}


def attacks(pattern: str, flags: int) -> list[str]:
    """Units to repeat, with what goes before and after them, as texts of no set length: (before, unit, after)."""
    units = {_period(unit) for unit in _units(parser.parse(pattern, flags)) if unit}
    return sorted(units, key=lambda unit: (len(unit), unit))


def _period(unit: str) -> str:
    """The shortest text that gives the unit when it is repeated."""
    return unit[: (unit + unit).index(unit, 1)]


def text_of(unit: str, size: int, *, head: str = "", tail: str = "\x00") -> str:
    return head + unit * (size // len(unit)) + tail


def _units(tree: Any) -> Iterator[str]:
    yield from ("a", " ", "\n", "1", ".")
    items = list(tree)
    for _, sample in _repeats(items):
        yield sample
    for end in range(1, len(items) + 1):
        for start in {0, *range(max(0, end - 4), end)}:
            unit = "".join(_sample(item) for item in items[start:end])
            if len(unit) < 400:
                yield unit
    for branch in _branches(items):
        yield "".join(_sample(item) for item in branch)


def heads(pattern: str, flags: int) -> list[str]:
    """What stands before each repeat at the top of a pattern: from there it is tried."""
    items = list(parser.parse(pattern, flags))
    found = {"".join(_sample(item) for item in items[:end]) for end in range(len(items))}
    return sorted(head for head in found if head and len(head) < 400)[:6]


def _repeats(items: list[Any]) -> Iterator[tuple[Any, str]]:
    for item in items:
        code, value = item
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, body = value
            inner = list(body)
            if most == codes.MAXREPEAT or most >= OFTEN:
                yield item, "".join(_sample(each) for each in inner)
            yield from _repeats(inner)
        else:
            for body in _bodies(item):
                yield from _repeats(list(body))


def _branches(items: list[Any]) -> Iterator[list[Any]]:
    for code, value in items:
        if code is codes.BRANCH:
            yield from (list(branch) for branch in value[1][:40])
        for body in _bodies((code, value)):
            yield from _branches(list(body))


def _bodies(item: Any) -> list[Any]:
    code, value = item
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    return []


def _sample(item: Any) -> str:
    """A short text that an item of a pattern matches, or nearly."""
    code, value = item
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.NOT_LITERAL:
        return "q" if value != ord("q") else "z"
    if code is codes.ANY:
        return "q"
    if code is codes.IN:
        return _of_class(value)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        return "".join(map(_sample, value[2])) * max(1, min(value[0], 8))
    if code is codes.BRANCH:
        return "".join(map(_sample, value[1][0]))
    if code in (codes.ASSERT_NOT, codes.AT, codes.GROUPREF, codes.GROUPREF_EXISTS, codes.ASSERT):
        return ""
    return "".join("".join(map(_sample, body)) for body in _bodies(item))


def _of_class(members: list[Any]) -> str:
    negated = any(code is codes.NEGATE for code, _ in members)
    held = []
    for code, value in members:
        if code is codes.LITERAL:
            held.append(chr(value))
        elif code is codes.RANGE:
            held.append(chr(value[0]))
        elif code is codes.CATEGORY:
            held.append(_CATEGORIES[value])
    if not negated:
        # A blank is what most things may be confused with.
        return " " if " " in held else held[0]
    return next((char for char in "q .,1-(\n”A\x01\u3042" if not _holds(members, char)), "\U0001f600")


def _holds(members: list[Any], char: str) -> bool:
    for code, value in members:
        if code is codes.LITERAL and chr(value) == char:
            return True
        if code is codes.RANGE and value[0] <= ord(char) <= value[1]:
            return True
        if code is codes.CATEGORY and bool(re.match(_class_text(value), char)):
            return True
    return False


def _class_text(category: Any) -> str:
    letter = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}[str(category).rsplit("_", 1)[-1]]
    return letter.upper() if "_NOT_" in str(category) else letter


class TooSlow(Exception):
    pass


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Breaks off a match: the engine looks for signals."""

    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def seconds_for(compiled: re.Pattern[str], text: str, *, anchored: bool, most: float) -> float:
    """Processor time of one use on a text; `most` when it did not end by then."""
    began = time.process_time()
    try:
        with at_most(most):
            use(compiled, text, anchored=anchored)
    except TooSlow:
        return most
    return time.process_time() - began


def use(compiled: re.Pattern[str], text: str, *, anchored: bool) -> None:
    if anchored:
        compiled.match(text)
        compiled.fullmatch(text)
    else:
        for _ in compiled.finditer(text):
            pass


def slowness(found: Found, *, screen: int, large: int, tried: int) -> str:
    """Why a pattern is not linear, with the text that shows it; "" when none was found.

    Each text is tried at `screen` characters first; the `tried` slowest of those that take more than a fifth of what
    may be taken at that size are then tried at `large`.
    """
    compiled = re.compile(found.pattern, found.flags)
    before = ["", *(heads(found.pattern, found.flags) if found.anchored else [])]
    suspects = []
    for unit, head, tail in product(attacks(found.pattern, found.flags), before, ("\x00", "", " \x00")):
        text = text_of(unit, screen, head=head, tail=tail)
        # The wall's clock is finer; a busy machine only lets more through.
        began = time.perf_counter()
        try:
            with at_most(SECONDS_A_CHARACTER * large):
                use(compiled, text, anchored=found.anchored)
        except TooSlow:
            return f"{SECONDS_A_CHARACTER * large:.2f} s for only {len(text)} characters of {unit[:60]!r}"
        took = time.perf_counter() - began
        if took > SECONDS_A_CHARACTER * screen / 5:
            suspects.append((took, unit, head, tail))
    for _, unit, head, tail in sorted(suspects, reverse=True)[:tried]:
        if told := _growth(compiled, unit, head, tail, large=large, anchored=found.anchored):
            return told
    return ""


def _growth(compiled: re.Pattern[str], unit: str, head: str, tail: str, *, large: int, anchored: bool) -> str:
    most = SECONDS_A_CHARACTER * large

    def seconds(size: int) -> float:
        return seconds_for(compiled, text_of(unit, size, head=head, tail=tail), anchored=anchored, most=1.2 * most)

    whole = seconds(large)
    if whole > most and (whole := min(whole, seconds(large))) > most:
        return f"{whole:.2f} s for {unit[:60]!r} after {head[:60]!r}"
    if whole < DOUBLING * NOISE:
        return ""
    half = min(seconds(large // 2) for _ in range(2))
    if whole > DOUBLING * half and (whole := min(seconds(large) for _ in range(2))) > DOUBLING * half > NOISE:
        return f"{half:.3f} s, then {whole:.3f} s for twice {unit[:60]!r} after {head[:60]!r}"
    return ""
