"""What is installed and what is built: pinned by hashes, nothing in another's place, the same bytes each time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import ROOT

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
PINNED = re.compile(r"[\w.\[\],-]+==[^\s;]+( *;[^\\]*)? \\\n( +--hash=sha256:[0-9a-f]{64}( \\\n)?)+\Z")


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_one_version_with_its_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    pinned = [re.sub(r"\n +#.*", "", entry).strip() for entry in entries if not entry.startswith("#")]
    assert [entry for entry in pinned if not PINNED.match(entry)] == []
    assert len(pinned) > 0


def test_no_distribution_has_taken_the_place_of_another() -> None:
    # There are forks that install themselves under the name of the original, and change what all others do with it.
    owners = packages_distributions()
    named = ("urllib3", "requests", "certifi", "idna", "lxml", "click", "rapidfuzz", "rich")
    assert {name: {each.lower() for each in owners[name]} for name in named} == {name: {name} for name in named}


def test_a_wheel_is_the_same_bytes_wherever_and_whenever_it_is_built(tmp_path: Path) -> None:
    first, second = built(tmp_path / "one", "UTC", 0o22, 0), built(tmp_path / "other", "Asia/Tokyo", 0o77, 900_000_000)
    assert len(first) > 100_000
    assert first == second


def built(folder: Path, zone: str, mask: int, time: int) -> bytes:
    """The wheel as it comes out of a copy of the project whose files are of a time (in seconds since 1970)."""
    source = folder / "source"
    shutil.copytree(ROOT / "citecheck", source / "citecheck", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    for path in source.rglob("*"):
        path.chmod((0o777 if path.is_dir() else 0o666) & ~mask)
        if time:
            os.utime(path, (time, time))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "out")]
    subprocess.run(command, cwd=source, env={**os.environ, "TZ": zone}, capture_output=True, check=True, timeout=60)
    (wheel,) = (folder / "out").iterdir()
    return wheel.read_bytes()
