"""A short run of what `make fuzz` does at length, and every input that it ever found."""

from __future__ import annotations

from random import Random

import pytest

from fuzz.mutating import mutated
from fuzz.targets import TARGETS, seeds

PANDOC = {"markdown", "html", "latex", "docx", "odt", "epub"}
"""Each run of these starts a program."""


@pytest.mark.parametrize("name", TARGETS)
def test_sound_and_once_broken_inputs_end(name: str) -> None:
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "latex"])
def test_mutated_inputs_end(name: str) -> None:
    random = Random(8)
    given = seeds(name)
    for _ in range(12 if name in PANDOC else 60):
        TARGETS[name](mutated(random.choice(given), random))
