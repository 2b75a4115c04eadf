"""What `make demo` tells of its essay, by the command line: each fault that was put into it, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "fixtures" / "demo"

VERDICTS = {
    "A book that nobody reads": "match",
    "nine boats waited": "match",
    "I did open the upper gate": "altered",
    "counted by me and by the boy": "match",
    "The clay behind the east wing": "match",
    "so that when the wall": "match",
    "a kind of clock": "not-found",
    "The keeper at Ash Lock": "altered",
    "had been warned in writing": "misattributed",
    "save by frost, flood": "match",
    "I opened the paddles": "match",
    "she saved, by our computation": "altered",
    "the whole of Mill Row": "unchecked",
    "the first engineer’s log": "unchecked",
}
EDITS = {
    "I did open the upper gate": ("negation", "not", ""),
    "The keeper at Ash Lock": ("omission", "and she has written it down", ""),
    "she saved, by our computation": ("number", "thirty", "forty"),
}
STATES = {
    "https://chapel.example.org/sermons/mill-row-1843.html": "ok",
    "https://records.wethercot.example/daybooks/ash-lock-1838.html": "ok",
    "https://www.canalpapers.example.org/pryce/letters-1841.html": "ok",
    "http://old.wethercot.example/tolls-1840.htm": "moved",
    "https://records.wethercot.example/inquiry/1843/evidence.html": "ok",
    "https://gazette.example.org/1843/march/breach-at-ash.html": "dead",
    "https://journals.example.org/navigation/12/longhurst": "unchecked",
}


def check(name: str, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    evidence = ("--replay", "fixtures/demo/evidence.warc.gz")
    return subprocess.run(
        [sys.executable, "-m", "citecheck", "check", f"fixtures/demo/{name}", *evidence, *options],
        cwd=ROOT,
        capture_output=True,
        env={**os.environ, "COLUMNS": "100", **environment},
        timeout=120,
    )


@pytest.fixture(scope="module", params=["essay.txt", "essay.md"])
def told(request: pytest.FixtureRequest) -> dict[str, Any]:
    result = check(request.param, "--format", "json", "--fail-on", "never")
    assert result.returncode == 0, result.stderr
    document: dict[str, Any] = json.loads(result.stdout)["documents"][0]
    return document


def about(document: dict[str, Any], words: str) -> dict[str, Any]:
    found = [each for each in document["quotations"] if each["text"].startswith(words)]
    assert len(found) == 1, words
    quotation: dict[str, Any] = found[0]
    return quotation


def codes(document: dict[str, Any], quotation: dict[str, Any]) -> set[str]:
    return {each["code"] for each in document["findings"] if each["quotation"] == quotation["id"]}


def test_every_quotation_gets_its_verdict(told: dict[str, Any]) -> None:
    assert {words: about(told, words)["verdict"] for words in VERDICTS} == VERDICTS


def test_no_other_quotation_is_accused(told: dict[str, Any]) -> None:
    others = [each for each in told["quotations"] if not each["text"].startswith(tuple(VERDICTS))]
    assert {each["verdict"] for each in others} <= {"match", "unchecked"}


def test_the_changed_words_are_named(told: dict[str, Any]) -> None:
    for words, (kind, source, quote) in EDITS.items():
        edits = [
            (edit["kind"], edit["source"].strip(" ,"), edit["quote"].strip(" ,"))
            for edit in about(told, words)["edits"]
            if edit["kind"] != "punctuation"
        ]
        assert edits == [(kind, source, quote)]


def test_a_misattributed_quotation_is_led_to_its_source(told: dict[str, Any]) -> None:
    source = about(told, "had been warned in writing")["source"]
    assert source["found_in"] == "https://records.wethercot.example/inquiry/1843/evidence.html"
    assert source["cited"] == ["https://www.canalpapers.example.org/pryce/letters-1841.html"]


def test_every_link_gets_its_state(told: dict[str, Any]) -> None:
    assert {each["url"]: each["state"] for each in told["links"]} == STATES


def test_findings_of_quotations_and_links(told: dict[str, Any]) -> None:
    expected = {
        "I did open the upper gate": "Q204",
        "a kind of clock": "Q209",
        "The keeper at Ash Lock": "Q202",
        "had been warned in writing": "Q210",
        "she saved, by our computation": "Q204",
        "the whole of Mill Row": "Q216",
        "the first engineer’s log": "Q216",
    }
    for words, code in expected.items():
        assert code in codes(told, about(told, words)), words
    for words in VERDICTS.keys() - expected.keys():
        assert codes(told, about(told, words)) == set(), words
    links = {(each["code"], each["url"]) for each in told["findings"] if each["code"].startswith("L")}
    assert links >= {
        ("L301", "https://gazette.example.org/1843/march/breach-at-ash.html"),
        ("L302", "http://old.wethercot.example/tolls-1840.htm"),
        ("L304", "https://journals.example.org/navigation/12/longhurst"),
    }


def test_notes_are_paired_and_make_no_finding(told: dict[str, Any]) -> None:
    assert len(told["notes"]) == 14
    assert all(note["before"] and note["body"] for note in told["notes"])
    assert [each for each in told["findings"] if each["code"].startswith("N")] == []


def test_the_broken_address_is_mended() -> None:
    result = check("essay.txt", "--format", "json", "--fail-on", "never")
    links = json.loads(result.stdout)["documents"][0]["links"]
    (mended,) = [each for each in links if "evidence.html" in each["url"]]
    assert mended["readings"] != [mended["url"]]


def test_the_demonstration_ends_well_and_a_check_does_not() -> None:
    shown = check("essay.txt", "--fail-on", "never")
    assert shown.returncode == 0, shown.stderr
    assert b"[-not-]" in shown.stdout
    assert b"\x1b" not in shown.stdout
    assert check("essay.txt").returncode == 1


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_the_same_bytes_each_time(form: str) -> None:
    options = ("--format", form, "--fail-on", "never")
    first = check("essay.txt", *options, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    second = check("essay.txt", *options, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C")
    assert first.stdout == second.stdout
    assert first.stdout
