"""Every regular expression takes linear time: at most 0.2 s for 40 kB of any text, and 2.5 times as much for twice."""

from __future__ import annotations

import re

import pytest

from tests.regexes.attacking import slowness
from tests.regexes.finding import Found, calls, modules, patterns

SCREEN = 3_000  # characters
LARGE = 60_000
"""`make fuzz` goes deeper."""


def slow(found: Found) -> str:
    return slowness(found, screen=SCREEN, large=LARGE, tried=3)


@pytest.mark.parametrize("module", [name for name in modules() if calls(name)])
def test_case_58_every_regular_expression_takes_linear_time(module: str) -> None:
    told = [f"{found.place} {found.pattern[:200]!r}: {why}" for found in patterns(module) if (why := slow(found))]

    assert not told, "\n".join(told)


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
    assert slow(Found("here", pattern, re.DOTALL, frozenset({"search"})))


@pytest.mark.parametrize(
    "pattern", [r"\s{0,9}x", r"[a-z]{1,40}:", r"(?<!\s)\s+$", r"^\s+x", r"\bthe\b", r"“[^“”]{0,500}”"]
)
def test_quick_ones_are_let_be(pattern: str) -> None:
    assert not slow(Found("here", pattern, 0, frozenset({"search"})))


def test_all_patterns_are_found() -> None:
    assert sum(len(calls(module)) for module in modules()) > 200
