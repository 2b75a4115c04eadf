"""`citecheck baseline` and `check --baseline`: what stands is accepted, what is new is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.running import run
from tests.test_cli import refuses

SOURCE = (
    "Nobody came in the winter of that year, and the keeper did not light the lamp until the fog had come in from the "
    "sea. The boats lay in the harbour for nine days, and the men mended their nets by the fire.\n"
)
FALSE = "the keeper did light the lamp until the fog had come in"
OTHER = "The boats lay in the harbour for ten days"
FIRST = f"One reads that “{FALSE}.”[^1]\n\n[^1]: Ann Moor, *Salt*, 12.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "moor.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "a.md").write_text(FIRST, encoding="utf-8")
    return tmp_path


def command(name: str, folder: Path, *arguments: str) -> CompletedProcess[str]:
    return run(name, *arguments, "--source", "library", "--offline", "--select", "Q20,L", cwd=folder)


def accept(folder: Path, *arguments: str, reason: str = "printed so in 1911") -> dict[str, list[dict[str, str]]]:
    done = command("baseline", folder, *(arguments or ("a.md",)), "--reason", reason)
    assert done.returncode == 0, done.stderr
    return dict(json.loads((folder / "citecheck-baseline.json").read_text(encoding="utf-8")))


def check(folder: Path, *arguments: str) -> CompletedProcess[str]:
    return command("check", folder, *(arguments or ("a.md",)), "--baseline", "citecheck-baseline.json")


def test_what_stands_is_accepted_with_a_reason_and_a_date(folder: Path) -> None:
    assert command("check", folder, "a.md").returncode == 1
    written = accept(folder)
    (entry,) = written["findings"]
    assert entry["path"] == "a.md"
    assert entry["code"] == "Q204"
    assert entry["reason"] == "printed so in 1911"
    assert entry["words"] == f"{FALSE}."
    assert date.fromisoformat(entry["date"]) >= date(2024, 1, 1)
    done = check(folder)
    assert done.returncode == 0
    assert "Q204" not in done.stdout
    assert "1 finding is accepted by citecheck-baseline.json." in done.stdout


def test_moved_lines_and_another_folder_change_nothing(folder: Path) -> None:
    accept(folder)
    text = FIRST.replace("light the lamp until", "light the lamp\nuntil")
    (folder / "a.md").write_text(f"# Title\n\nNew words.\n\n{text}", encoding="utf-8")
    assert check(folder).returncode == 0
    (folder / "below").mkdir()
    done = run("check", "../a.md", "--source", "../library", "--offline", "--select", "Q20",
               "--baseline", "../citecheck-baseline.json", cwd=folder / "below")  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_a_renamed_manuscript_keeps_what_was_accepted(folder: Path) -> None:
    accept(folder)
    (folder / "a.md").rename(folder / "b.md")
    assert check(folder, "b.md").returncode == 0
    assert [entry["path"] for entry in accept(folder, "b.md")["findings"]] == ["b.md"]


def test_a_new_fault_and_a_changed_one_are_told(folder: Path) -> None:
    accept(folder)
    (folder / "a.md").write_text(FIRST + f"\nAnd “{OTHER}.”[^1]\n", encoding="utf-8")
    done = check(folder)
    assert done.returncode == 1
    assert "nine" in done.stdout
    assert "did not light" not in done.stdout
    (folder / "a.md").write_text(FIRST.replace("the fog", "a fog"), encoding="utf-8")
    assert check(folder).returncode == 1


def test_the_same_fault_a_second_time_is_new(folder: Path) -> None:
    accept(folder)
    (folder / "a.md").write_text(FIRST.replace("\n\n", f"\n\nAgain “{FALSE}.”[^1]\n\n", 1), encoding="utf-8")
    assert check(folder).returncode == 1


def test_an_entry_that_no_longer_occurs_is_told_and_taken_out(folder: Path) -> None:
    accept(folder)
    (folder / "a.md").write_text(FIRST.replace("did light", "did not light"), encoding="utf-8")
    done = check(folder)
    assert done.returncode == 0
    shown = " ".join(done.stdout.split())
    assert "1 entry of the baseline occurs no longer" in shown
    assert "a.md Q204 “the keeper did light" in shown
    assert accept(folder)["findings"] == []


def test_nothing_is_called_gone_that_was_not_looked_for_or_not_read(folder: Path) -> None:
    accept(folder)
    (folder / "b.md").write_text("Words.\n", encoding="utf-8")
    assert "no longer" not in check(folder, "b.md").stdout
    baseline = ("--baseline", "citecheck-baseline.json", "--offline")
    assert "no longer" not in run("check", "a.md", *baseline, "--source", "library", "--select", "L", cwd=folder).stdout
    assert "no longer" not in run("check", "a.md", *baseline, cwd=folder).stdout


def test_what_was_accepted_before_keeps_its_reason(folder: Path) -> None:
    accept(folder)
    (folder / "b.md").write_text(f"And “{OTHER}.”\n", encoding="utf-8")
    written = accept(folder, "b.md", reason="another reason")
    assert [(entry["path"], entry["reason"]) for entry in written["findings"]] == [
        ("a.md", "printed so in 1911"), ("b.md", "another reason"),
    ]  # fmt: skip


def test_the_file_may_stand_in_the_settings(folder: Path) -> None:
    accept(folder)
    (folder / "citecheck.toml").write_text('baseline = "citecheck-baseline.json"\nsource = ["library"]\n')
    assert run("check", "a.md", "--offline", "--select", "Q20", cwd=folder).returncode == 0


def test_reports_for_programs_hold_what_was_accepted(folder: Path) -> None:
    accept(folder)
    shown = json.loads(command("check", folder, "a.md", "--baseline", "citecheck-baseline.json", "-f", "json").stdout)
    assert shown["findings"] == []
    assert [each["code"] for each in shown["documents"][0]["accepted"]] == ["Q204"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"code": 3}]}', "[" * 9999],
)
def test_a_file_that_is_no_baseline(folder: Path, content: str) -> None:
    (folder / "base.json").write_text(content)
    refuses(run("check", "a.md", "--offline", "--baseline", "base.json", cwd=folder), "base.json")


def test_a_missing_file_and_a_missing_reason(folder: Path) -> None:
    refuses(run("check", "a.md", "--offline", "--baseline", "none.json", cwd=folder), "none.json")
    refuses(run("baseline", "a.md", "--offline", cwd=folder), "--reason")
    refuses(run("baseline", "a.md", "--offline", "--reason", " ", cwd=folder), "--reason")
