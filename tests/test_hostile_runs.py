"""Strangers' words in every place that a run shows, by the command line, in each format that is text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from citecheck.reporter import REPORTERS
from tests.running import run
from tests.sources.faultserver import FaultServer, answer, plain, raw

EVIL = {
    "case 51": "\x1b[31mred \x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x9b2J \rback\x08\x08",
    "case 52": "[/] [link=https://evil.example]x[/link] [bold red] \\",
    "case 53": "\n::error::told\n::stop-commands::x\n##[error]told\n%0A::warning::y",
    "case 55": '=cmd|"/c calc"!A1 ]]> \ufffe ![a](https://evil.example/x.png) [b](https://evil.example)',
    "case 56": "a\u202eb\u2066c\u200fd" + "e\u0301" * 500 + "\U000e0041\U000e0042",
}
FORMATS = [name for name in REPORTERS if not REPORTERS[name]().binary]
ACTING = ("\x1b", "\x9b", "\x08", "\u202e", "\u2066", "\U000e0041", "\ufffe", "\x07")


def page(evil: str) -> bytes:
    """A page whose title and words are a stranger's."""
    words = "The boats lay in the harbour for nine days, and nobody came. " * 30
    shown = evil.replace("<", "&lt;").replace("\r", "&#13;").replace("\x1b", "&#27;")
    return f"<html><head><meta charset=utf-8><title>{shown}</title></head><body><p>{words}<p>{shown} it was.".encode()


@pytest.fixture(params=EVIL)
def hostile(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, FaultServer]:
    """A manuscript with a stranger's words in its name, quotations, notes and links, and the server that it cites."""
    evil = EVIL[request.param]
    name = "a" + evil.replace("/", "|").replace("\0", "")[:60] + ".txt"
    server = FaultServer().__enter__()
    request.addfinalizer(lambda: server.__exit__(None, None, None))
    good = server.url("/page", plain(page(evil)))
    odd = server.url("/odd", raw(answer(b"x", status="404 " + " ".join(evil.split())[:90])))
    # A file with many control characters is no text, and refused.
    flat = " ".join(evil.split()).translate(dict.fromkeys((0x07, 0x08, 0x1B)))
    path = tmp_path / name
    path.write_text(
        f"He wrote that “the boats lay in the harbour for ten days {flat} and nobody came at all”.1 She held that “no "
        f"boat came {flat} to the harbour of the town”.2\n\n1 Ann Moor, {flat}, 12, {good}.\n\n2 Jon Fell, {odd}.\n",
        encoding="utf-8",
        newline="",
    )
    return path, server


@pytest.mark.parametrize("format", FORMATS)
def test_cases_51_52_53_55_56_nothing_that_a_stranger_wrote_acts(
    hostile: tuple[Path, FaultServer], format: str
) -> None:
    path, _ = hostile
    done = run(
        "check", path.name, "--format", format, "--allow-network", "127.0.0.1/32", "--host-interval", "0", "-v",
        "--no-cache", "--no-probe", "--archive", "none", cwd=path.parent,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    for text in (done.stdout, done.stderr):
        assert not [sign for sign in ACTING if sign in text]
        assert "Traceback" not in text
        assert "##[" not in text
        if format != "github":
            assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    READ.get(format, str)(done.stdout)


def read_github(text: str) -> None:
    """Every command is one of the three that are ours, and nothing of a stranger's begins a line."""
    for line in text.splitlines():
        if line.lstrip().startswith("::"):
            assert line.startswith(("::error ", "::warning ", "::notice ", "::error title=", "::error::", "::notice::"))
            assert "::stop-commands::" not in line.lstrip()[:20]


def read_csv(text: str) -> None:
    """No cell is a formula, and every row has the same cells."""
    rows = list(csv.reader(io.StringIO(text)))
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell[:1]]


READ = {
    "json": json.loads,
    "sarif": json.loads,
    "junit": ElementTree.fromstring,
    "github": read_github,
    "csv": read_csv,
}
