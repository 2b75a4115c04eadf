"""Whole runs by the command line, and every kind of bad input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import run

LATIN_1 = "Der Müller sagte: „Das Mühlrad dreht sich noch immer im alten Bach.“ Niemand glaubte ihm ein Wort.\n"


def refuses(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    lines = [line for line in result.stderr.splitlines() if line and not line.startswith(("Usage:", "Try "))]
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in lines[0]


def test_a_missing_file(tmp_path: Path) -> None:
    refuses(run("check", tmp_path / "none.md"), "none.md")


def test_a_folder(tmp_path: Path) -> None:
    refuses(run("check", tmp_path), "folder")


@pytest.mark.parametrize("name", ["empty.txt", "empty.md"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    refuses(run("check", tmp_path / name), name, "empty")


@pytest.mark.parametrize("name", ["noise.txt", "noise.md", "noise"])
def test_a_binary_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes(range(256)) * 64)
    refuses(run("check", tmp_path / name), name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("name", ["mill.txt", "mill.md"])
def test_encodings_are_read(tmp_path: Path, encoding: str, name: str) -> None:
    text = LATIN_1 if encoding != "latin-1" else LATIN_1.replace("„", '"').replace("“", '"')
    (tmp_path / name).write_bytes(text.encode(encoding))
    result = run("extract", tmp_path / name, "--format", "json")
    assert result.returncode == 0, result.stderr
    quotations = json.loads(result.stdout)["documents"][0]["quotations"]
    assert [quotation["text"] for quotation in quotations] == ["Das Mühlrad dreht sich noch immer im alten Bach."]


@pytest.mark.parametrize(
    "option",
    [
        ("--format", "poem"),
        ("--fail-on", "sometimes"),
        ("--convention", "oxford"),
        ("--jobs", "many"),
        ("--max-time", "-3"),
        ("--allow-network", "everything"),
        ("--from", "wordstar"),
        ("--replay", "none.warc.gz"),
        ("--source", "nowhere"),
        ("--select", "X999"),
    ],
)
def test_an_unknown_option_value(tmp_path: Path, option: tuple[str, str]) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    refuses(run("check", "a.md", *option, cwd=tmp_path))


def test_an_unreadable_config(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    refuses(run("check", "a.md", "--config", "none.toml", cwd=tmp_path), "none.toml")
    (tmp_path / "citecheck.toml").write_text("colour = true\n")
    refuses(run("check", "a.md", cwd=tmp_path), "colour")


def test_the_output_is_never_the_input(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    refuses(run("check", "a.md", "--offline", "-o", "a.md", cwd=tmp_path), "a.md")
    assert (tmp_path / "a.md").read_text() == "Words.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A manuscript and all that a run may read, each with words of its own."""
    (tmp_path / "library").mkdir()
    for name in ("a.md", "library/source.txt", "notes.txt"):
        (tmp_path / name).write_text(f"The words of {name}.\n")
    (tmp_path / "citecheck.toml").write_text('fail-on = "never"\n')
    (tmp_path / "baseline.json").write_text('{"version": 1, "findings": []}\n')
    return tmp_path


@pytest.mark.parametrize(
    "options",
    [
        ("--source", "library", "-o", "library/source.txt"),
        ("--source", "notes.txt", "-o", "notes.txt"),
        ("-o", "citecheck.toml"),
        ("--config", "citecheck.toml", "-o", "citecheck.toml"),
        ("--baseline", "baseline.json", "-o", "baseline.json"),
        ("--record", "a.md"),
        ("--record", "notes.txt"),
        ("--record", "citecheck.toml"),
        ("--record", "library"),
        ("--record", "none/a.warc.gz"),
        ("--record", "new.warc.gz", "-o", "new.warc.gz"),
    ],
)
def test_nothing_that_a_run_reads_is_written_over(desk: Path, options: tuple[str, ...]) -> None:
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    offline = () if "--record" in options else ("--offline",)
    refuses(run("check", "a.md", *offline, *options, cwd=desk))
    assert {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()} == before


def test_a_baseline_is_not_written_over_a_manuscript(desk: Path) -> None:
    refuses(run("baseline", "a.md", "--offline", "--reason", "so", "--baseline", "a.md", cwd=desk))
    assert (desk / "a.md").read_text() == "The words of a.md.\n"


def test_a_match_is_not_written_over_its_source(desk: Path) -> None:
    refuses(run("match", "the words of", "--source", "notes.txt", "-o", "notes.txt", cwd=desk), "notes.txt")


def test_a_recording_takes_the_place_of_an_older_one(desk: Path) -> None:
    for _ in range(2):
        assert run("check", "a.md", "--record", "a.warc.gz", cwd=desk).returncode == 0
    assert (desk / "a.warc.gz").read_bytes().startswith(b"\x1f\x8b")


def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    refuses(run("check", "a.md", "--offline", cwd=tmp_path), "named pipe")


def test_a_format_in_the_settings_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    (tmp_path / "citecheck.toml").write_text('format = "xml"\n')
    refuses(run("check", "a.md", cwd=tmp_path), "format is one of", "xml")


def test_help_imports_nothing_but_click() -> None:
    listing = "import sys, citecheck.cli; print(*sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", listing], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"rich", "requests", "rapidfuzz", "numpy", "resiliparse", "pypdfium2", "warcio", "pypandoc"}
    assert not heavy & set(loaded)


def test_a_quotation_in_a_local_source(tmp_path: Path) -> None:
    words = "the keeper climbed the stairs each evening and did not light the lamp until the fog had come in"
    (tmp_path / "source.txt").write_text(f"In the year of the storm {words}. It was a hard winter.\n" * 3)
    good = run("match", words, "--source", tmp_path / "source.txt")
    assert good.returncode == 0, good.stderr
    assert "match" in good.stdout
    bad = run("match", words.replace("did not light", "did light"), "--source", tmp_path / "source.txt")
    assert "altered" in bad.stdout
    assert "not" in bad.stdout


def test_match_in_bulk(tmp_path: Path) -> None:
    words = "the keeper climbed the stairs each evening and did not light the lamp"
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "log.txt").write_text(f"In that year {words} until the fog had come in.")
    (tmp_path / "quotes.jsonl").write_text(
        json.dumps({"id": "a", "quote": words, "source": "log"})
        + "\n"
        + json.dumps({"id": "b", "quote": words.replace(" not", ""), "source": None})
        + "\n"
    )
    result = run("match", "--quotes", tmp_path / "quotes.jsonl", "--sources", tmp_path / "texts", "--format", "jsonl")
    assert result.returncode == 0, result.stderr
    rows = {row["id"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert rows["a"]["verdict"] == "match"
    assert (rows["a"]["found_in"], rows["a"]["start"], rows["a"]["end"]) == ("log", 13, 13 + len(words))
    assert rows["b"]["verdict"] == "altered"
    assert [edit["kind"] for edit in rows["b"]["edits"]] == ["negation"]


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("“Some words that somebody said,” he said.\n\n" * 400)
    command = f"{sys.executable} -m citecheck extract a.md --format json | head -c 10"
    result = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=tmp_path)
    assert "Traceback" not in result.stderr


def test_rules_and_explain() -> None:
    listed = run("rules")
    assert "Q204  meaning-changed" in listed.stdout
    shown = run("explain", "Q204")
    assert shown.returncode == 0
    assert "meaning-changed" in shown.stdout
    refuses(run("explain", "Q999"), "Q999")
