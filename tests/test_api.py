"""Use from Python: the page of examples is run, and importing the package stays cheap."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import citecheck
from citecheck import check, match
from citecheck.errors import ConfigError, UnreadableError
from citecheck.model.source import SourceText

PAGE = Path(__file__).parent.parent / "docs" / "library.md"


def test_the_examples_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(examples) >= 6
    exec(compile("\n".join(examples), str(PAGE), "exec"), {})
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, citecheck; print(*[m for m in sys.modules if m.startswith('citecheck.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
    code = "from citecheck import check, extract, match; print(check.__module__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "citecheck.api"


def test_there_is_nothing_else() -> None:
    with pytest.raises(AttributeError, match="chekc"):
        citecheck.chekc  # noqa: B018


def test_what_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    with pytest.raises(ConfigError, match="colour"):
        check(tmp_path / "a.md", colour=True)
    with pytest.raises(ConfigError, match="oxford"):
        match("a", "a", convention="oxford")
    with pytest.raises(UnreadableError, match=r"none\.md"):
        check([tmp_path / "none.md"], offline=True)


def test_a_source_that_was_read_in_part_accuses_nobody() -> None:
    part = SourceText("page", "Half of the words.", whole=False)
    assert match("the other half, which nobody has read", part).verdict == "unchecked"


@pytest.mark.parametrize("name", ["output", "baseline", "fail_on"])
def test_what_belongs_to_the_command_line_is_refused_and_not_ignored(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.md").write_text("Words.\n")
    with pytest.raises(ConfigError, match=name):
        check(tmp_path / "a.md", offline=True, **{name: "never"})


def test_one_source_may_be_a_path(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("He wrote: “the lamp was lit at dusk by the keeper of the light.”\n")
    (tmp_path / "log.txt").write_text("In that year the lamp was lit at dusk by the keeper of the light.\n" * 3)
    report = check(tmp_path / "a.md", offline=True, source=tmp_path / "log.txt")
    assert report.documents[0].quotations[0].match.verdict == "match"
