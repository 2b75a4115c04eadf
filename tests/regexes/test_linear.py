"""Every regular expression takes linear time: at most 0.2 s for 40 kB of any text, and 2.5 times as much for twice."""

from __future__ import annotations

import re

import pytest

from tests.regexes.attacking import attacks, heads, seconds_for, text_of
from tests.regexes.finding import Found, modules, patterns

SCREEN = 2_000  # characters
LARGE = 40_000
MOST = 0.2  # seconds at LARGE
NOISE = 0.02  # seconds under which a doubling is not measured
DOUBLING = 2.5
WORST = 5  # of the texts, by what they took when short


def slowness(found: Found) -> str:
    """Why a pattern is not linear, with the text that shows it; "" when none was found."""
    compiled = re.compile(found.pattern, found.flags)

    def seconds(size: int, unit: str, head: str, tail: str) -> float:
        text = text_of(unit, size, head=head, tail=tail)
        return seconds_for(compiled, text, anchored=found.anchored, most=2 * MOST)

    before = ["", *(heads(found.pattern, found.flags) if found.anchored else [])]
    screened = []
    for unit in attacks(found.pattern, found.flags):
        for head in before:
            for tail in ("\x00", "", " \x00"):
                screen = seconds(SCREEN, unit, head, tail)
                if screen > MOST:
                    return f"{screen:.2f} s for {unit[:60]!r} after {head[:60]!r}, of {SCREEN} characters"
                screened.append((screen, unit, head, tail))
    screened.sort(reverse=True)
    for screen, unit, head, tail in screened[:WORST]:
        # A linear pattern takes a fraction of its bar for a fraction of the text.
        if screen < MOST * SCREEN / LARGE / 4:
            break
        least = min(seconds(LARGE, unit, head, tail) for _ in range(2))
        if least > MOST:
            return f"{least:.2f} s for {unit[:60]!r} after {head[:60]!r}"
        if least <= NOISE * DOUBLING:
            continue
        half = min(seconds(LARGE // 2, unit, head, tail) for _ in range(3))
        again = min(seconds(LARGE, unit, head, tail) for _ in range(2))
        if half > NOISE and min(least, again) > DOUBLING * half:
            return f"{half:.3f} s, then {least:.3f} s for {unit[:60]!r} after {head[:60]!r}"
    return ""


@pytest.mark.parametrize("module", modules())
def test_case_58_every_regular_expression_takes_linear_time(module: str) -> None:
    slow = [f"{found.place} {found.pattern[:200]!r}: {why}" for found in patterns(module) if (why := slowness(found))]

    assert not slow, "\n".join(slow)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+$",
        r"\s*+x",
        r"(a|a)*b",
        r"(\w+)+:",
        r"x*y",
        r"\w+\s*=",
        r"<!--.*?-->",
        r"[“][^”]*[”]",
        r"\d+(?:,\d+)*;",
        r"\[.*\]",
    ],
)
def test_slow_ones_are_found_out(pattern: str) -> None:
    assert slowness(Found("here", pattern, re.DOTALL, frozenset({"search"})))


@pytest.mark.parametrize(
    "pattern", [r"\s{0,9}x", r"[a-z]{1,40}:", r"(?<!\s)\s+$", r"^\s+x", r"\bthe\b", r"“[^“”]{0,500}”"]
)
def test_quick_ones_are_let_be(pattern: str) -> None:
    assert not slowness(Found("here", pattern, 0, frozenset({"search"})))


def test_all_patterns_are_found() -> None:
    assert sum(len(patterns(module)) for module in modules()) > 200
