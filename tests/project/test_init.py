"""What `citecheck init` writes, and what else stands in the repository for CI and shells."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.shell_completion import ShellComplete
from jsonschema import Draft202012Validator, ValidationError

from citecheck import manpage
from citecheck.cli import main
from citecheck.config import ONLY_BY_THE_USER, load
from citecheck.project import scaffold, settings_schema
from tests.running import run
from tests.test_cli import refuses

ROOT = Path(__file__).parent.parent.parent
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")


def schema() -> dict[str, Any]:
    return dict(json.loads((ROOT / "docs" / "config-v1.schema.json").read_text(encoding="utf-8")))


def test_it_writes_three_files_and_never_over_one(tmp_path: Path) -> None:
    (tmp_path / ".pre-commit-config.yaml").write_text("repos: []\n")
    done = run("init", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "stays as it is" in done.stdout
    assert "- id: citecheck" in done.stdout
    assert (tmp_path / ".pre-commit-config.yaml").read_text() == "repos: []\n"
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {str(path.relative_to(tmp_path)) for path in written} == {
        "citecheck.toml", ".github/workflows/citecheck.yml", ".pre-commit-config.yaml",
    }  # fmt: skip
    assert run("init", tmp_path).returncode == 0
    assert {path: path.read_bytes() for path in written} == written


def test_the_settings_are_all_there_and_change_nothing(tmp_path: Path) -> None:
    text = scaffold.settings()
    assert tomllib.loads(text) == {}
    set_all = re.sub(r"(?m)^#([a-z-]+ = )", r"\1", text)
    table = tomllib.loads(set_all)
    assert set(table) == set(settings_schema.keys())
    Draft202012Validator(schema()).validate(table)
    (tmp_path / "citecheck.toml").write_text(set_all)
    assert load(tmp_path / "citecheck.toml")[1] == ()


def test_the_workflow_is_read_only_and_pinned(tmp_path: Path) -> None:
    run("init", tmp_path, "--install", "git+https://example.org/citecheck@0123abc", "--manuscripts", "ch/*.md a.tex")
    text = (tmp_path / ".github" / "workflows" / "citecheck.yml").read_text()
    workflow = yaml.safe_load(text)
    assert list(workflow[True]) == ["pull_request"]
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["citecheck"]["steps"]
    uses = [step["uses"] for step in steps if "uses" in step]
    assert uses
    assert all(PINNED.fullmatch(each) for each in uses)
    assert steps[0]["with"] == {"fetch-depth": 0, "persist-credentials": False}
    scripts = [step["run"] for step in steps if "run" in step]
    assert not any("${{" in script for script in scripts), "text put into a script is run"
    assert "'ch/*.md' a.tex" in scripts[-1]
    assert steps[2]["env"]["CITECHECK"] == "git+https://example.org/citecheck@0123abc"
    for script in scripts:
        subprocess.run(["bash", "-n", "-c", script], check=True)


@pytest.mark.parametrize("pattern", ['a"b', "$(touch x)", "`x`", "a\nb"])
def test_nothing_gets_out_of_a_workflows_lines(tmp_path: Path, pattern: str) -> None:
    refuses(run("init", tmp_path, "--manuscripts", pattern), "--manuscripts")
    assert list(tmp_path.iterdir()) == []


def test_pre_commit_entries() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    local = yaml.safe_load(scaffold.pre_commit())["repos"][0]["hooks"][0]
    assert hook["id"] == local["id"] == "citecheck"
    assert (hook["entry"], hook["files"]) == (local["entry"], local["files"])
    assert re.search(hook["files"], "chapters/one.md")


def test_the_action_pins_what_it_uses_and_puts_no_input_into_a_script() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = action["runs"]["steps"]
    assert all(PINNED.fullmatch(step["uses"]) for step in steps if "uses" in step)
    for step in steps:
        assert "${{" not in step.get("run", "")
        subprocess.run(["bash", "-n", "-c", step.get("run", "")], check=True)


def test_the_schema_is_that_of_the_settings() -> None:
    assert (ROOT / "docs" / "config-v1.schema.json").read_text(encoding="utf-8") == settings_schema.as_text()
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "table", [{"colour": True}, {"jobs": -1}, {"fail-on": "sometimes"}, {"output": "x"}, {"source": 3}]
)
def test_the_schema_refuses_what_the_program_refuses(tmp_path: Path, table: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(schema()).validate(table)
    assert not set(settings_schema.keys()) & set(ONLY_BY_THE_USER)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_CITECHECK_COMPLETE" in done.stdout
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True)


def test_completion_of_commands() -> None:
    env = {**os.environ, "_CITECHECK_COMPLETE": "bash_complete", "COMP_WORDS": "citecheck ch", "COMP_CWORD": "1"}
    code = "import sys; sys.argv[0] = 'citecheck'; from citecheck.cli import main; main(prog_name='citecheck')"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["plain,check"]


@pytest.mark.parametrize(
    ("before", "begun", "expected"),
    [
        (["check"], "--si", ["--since"]),
        (["check", "--format"], "sa", ["sarif"]),
        (["check", "--fail-on"], "", ["error", "warning", "unchecked", "never"]),
        (["fix", "--convention"], "s", ["strict"]),
        (["baseline", "--select"], "q204", ["Q204"]),
        (["explain"], "C5", ["C501", "C502"]),
    ],
)
def test_completion_of_options_and_their_values(before: list[str], begun: str, expected: list[str]) -> None:
    found = ShellComplete(main, {}, "citecheck", "_CITECHECK_COMPLETE").get_completions(before, begun)
    assert [each.value for each in found] == expected


def test_the_manual_page_names_every_command_and_option() -> None:
    page = manpage.page()
    for words in ("citecheck check", "citecheck baseline", "citecheck cache info", r"\-\-since REV", "NO_COLOR"):
        assert words in page
    if shutil.which("man") and shutil.which("groff"):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=page, text=True, capture_output=True)
        assert done.stderr == ""
