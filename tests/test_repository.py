"""A repository of three chapters from its first day: init, a red run, a baseline, a green run, and one change."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.project.test_since import commit, git
from tests.running import run

SOURCE = (
    "Nobody came in the winter of that year, and the keeper did not light the lamp until the fog had come in from the "
    "sea. The boats lay in the harbour for nine days, and the men mended their nets by the fire. When the ice had gone "
    "the pilot went out alone, and he was never seen again on that coast.\n"
)
CHAPTERS = {
    "one.md": "# One\n\nIt says that “the keeper did light the lamp until the fog had come in.”[^1]\n\n"
    "[^1]: Ann Moor, *Salt* (Leith: Harbour, 1911), 12.\n",
    "two.md": "# Two\n\nIt says that “the boats lay in the harbour for ten days.”[^1]\n\n"
    "[^1]: Ann Moor, *Salt* (Leith: Harbour, 1911), 13.\n",
    "three.md": "# Three\n\nIt says that “the men mended their nets by the fire.”[^1]\n\n"
    "[^1]: Ann Moor, *Salt* (Leith: Harbour, 1911), 14.\n",
}
LATER = "the pilot went out alone, and he was ever seen again on that coast"
NAMES = sorted(CHAPTERS)


def check(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run("check", *NAMES, "--format", "json", "--offline", *arguments, cwd=folder)


def codes(done: subprocess.CompletedProcess[str]) -> list[tuple[str, str]]:
    return [(each["path"], each["code"]) for each in json.loads(done.stdout)["findings"]]


def test_from_the_first_day_to_a_change(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    for name, text in CHAPTERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "moor-salt.txt").write_text(SOURCE, encoding="utf-8")
    assert run("init", cwd=tmp_path).returncode == 0
    settings = tmp_path / "citecheck.toml"
    text = settings.read_text(encoding="utf-8")
    for line in ('source = ["library"]', 'baseline = "citecheck-baseline.json"'):
        assert f"#{line}" in text
    settings.write_text(text.replace('#source = ["library"]', 'source = ["library"]'), encoding="utf-8")
    commit(tmp_path)

    red = check(tmp_path)
    assert red.returncode == 1
    assert codes(red) == [("one.md", "Q204"), ("two.md", "Q204")]

    accepted = run("baseline", *NAMES, "--offline", "--reason", "as the edition of 1911 has it", cwd=tmp_path)
    assert accepted.returncode == 0, accepted.stderr
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("#baseline =", "baseline ="), encoding="utf-8")
    commit(tmp_path)

    green = check(tmp_path)
    assert (green.returncode, codes(green)) == (0, [])
    nothing = check(tmp_path, "--since", "HEAD")
    assert (nothing.returncode, json.loads(nothing.stdout)["documents"]) == (0, [])

    git(tmp_path, "checkout", "-q", "-b", "change")
    chapter = tmp_path / "three.md"
    chapter.write_text(
        CHAPTERS["three.md"].replace("# Three\n", "# Three\n\nNew words above.\n").replace(
            "fire.”[^1]", f"fire.”[^1]\n\nLater “{LATER}.”[^2]"
        ) + "[^2]: Ann Moor, *Salt* (Leith: Harbour, 1911), 15.\n",
        encoding="utf-8",
    )  # fmt: skip
    commit(tmp_path)

    change = check(tmp_path, "--since", "main")
    assert change.returncode == 1
    assert codes(change) == [("three.md", "Q204")]
    (document,) = json.loads(change.stdout)["documents"]
    judged = [each["text"] for each in document["quotations"]]
    assert judged == [f"{LATER}."]

    fixed = run("fix", *NAMES, "--offline", "--since", "main", "--write", "--yes", cwd=tmp_path)
    assert fixed.returncode == 0, fixed.stdout + fixed.stderr
    assert "never seen again" in chapter.read_text(encoding="utf-8")
    assert check(tmp_path).returncode == 0
