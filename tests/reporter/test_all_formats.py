"""Every format tells the same findings, and lets nothing through that acts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from citecheck.model.report import Report
from citecheck.reporter import REPORTERS
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import ANNOTATED
from tests.reporter.annotated import sample_in
from tests.reporter.reading import READERS

FORMATS = list(REPORTERS)
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", FORMATS)
def test_it_tells_every_finding_once(report: Report, name: str, tmp_path: Path) -> None:
    assert name in READERS, f"say in tests/reporter/reading.py how the findings of {name} are read back"
    if name in ANNOTATED:
        report = sample_in(name, tmp_path)
    told = READERS[name](REPORTERS[name]().render(report, ReportOptions()))
    assert Counter(told) == Counter((each.code, str(each.severity)) for each in report.findings)


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_known_by_its_name(name: str) -> None:
    assert REPORTERS[name]().name == name


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_run_is_reported(name: str) -> None:
    if not REPORTERS[name]().binary:
        assert READERS[name](REPORTERS[name]().render(Report(()), ReportOptions())) == []


@pytest.mark.parametrize("name", [name for name in FORMATS if not REPORTERS[name]().binary])
def test_no_character_acts(report: Report, name: str) -> None:
    text = REPORTERS[name]().render(report, ReportOptions(verbose=True)).decode("utf-8")
    for acting in ("\x1b", "\x9b", "\u202e", "\ufffe", "##[", "\r"):
        assert acting not in text


@pytest.mark.parametrize("name", [name for name in FORMATS if not REPORTERS[name]().binary])
def test_a_runner_finds_only_commands_of_ours(report: Report, name: str) -> None:
    lines = REPORTERS[name]().render(report, ReportOptions(verbose=True)).decode("utf-8").splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert len(commands) == (len(report.findings) + len(report.problems) if name == "github" else 0)


SAME = """
import hashlib
from citecheck.reporter import REPORTERS
from citecheck.reporter.interface import ReportOptions
from citecheck.reporter.manuscript import ANNOTATED
from tests.reporter import sample
for name in REPORTERS:
    if name not in ANNOTATED:
        print(name, hashlib.sha256(REPORTERS[name]().render(sample.report(), ReportOptions())).hexdigest())
"""


def test_the_same_bytes_whatever_the_hash_seed_and_the_clock() -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", SAME],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale},
            cwd=ROOT,
        )
        for seed, zone, locale in (("1", "UTC", "C"), ("2", "Asia/Tokyo", "C.UTF-8"))
    ]
    first, second = (each.communicate(timeout=60)[0] for each in processes)
    assert first == second
    assert first.count("\n") == len(FORMATS) - len(ANNOTATED)
