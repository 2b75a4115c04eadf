"""A short run of what `make fuzz` does at length, and every input that it ever found."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from random import Random

import pytest

from fuzz.mutating import mutated
from fuzz.targets import ROOT, TARGETS, seeds

COVERED = ["markdown", "html", "latex", "docx", "odt", "epub", "references", "matcher"]


@pytest.mark.parametrize("name", TARGETS)
def test_sound_and_once_broken_inputs_end(name: str) -> None:
    for data in seeds(name):
        TARGETS[name](data)


@pytest.mark.parametrize("name", TARGETS)
def test_mutated_inputs_end(name: str) -> None:
    random = Random(8)
    given = seeds(name)
    for _ in range(200):
        TARGETS[name](mutated(random.choice(given), random))


@pytest.mark.begun_first
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not there for this Python")
def test_inputs_led_by_coverage_end() -> None:
    command = [sys.executable, "-m", "fuzz.covered", "20", *COVERED]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, errors="replace")
    assert done.returncode == 0, done.stderr[-8000:]
    told = re.findall(r"^target: (\S+)$|^stat::number_of_executed_units: (\d+)$", done.stderr, re.MULTILINE)
    assert [name for name, _ in told[::2]] == COVERED
    assert [int(runs) > 0 for _, runs in told[1::2]] == [True] * len(COVERED)
